package smalti.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import smalti.tensor.DType;
import smalti.testkit.promise.DeterminismPromises;
import smalti.testkit.promise.EmptySegmentPromises;
import smalti.testkit.promise.ErrorPromises;
import smalti.testkit.promise.ExponentialPromises;
import smalti.testkit.promise.GradientPromises;
import smalti.testkit.promise.IdentityPromises;
import smalti.testkit.promise.LabelPromises;
import smalti.testkit.promise.ModePromises;
import smalti.testkit.promise.ParityPromises;
import smalti.testkit.promise.PrecisionPromises;
import smalti.testkit.promise.SelectionPromises;
import smalti.testkit.promise.SizePromises;
import smalti.testkit.promise.WorkedCasePromises;

/// Everything that a device promises. To hold a device to it, extend this class:
///
/// ```java
/// class MyDeviceProperties extends DeviceConformance {
///     @Override
///     public Device device() {
///         return new MyDevice();
///     }
/// }
/// ```
///
/// A device with memory of its own also overrides [#toDevice] and [#toHeap], and one that can compute in several ways,
/// e.g. on several numbers of threads, names them in [#alike]. Operators on other types than `F32` may be missing: the
/// device then throws [smalti.error.UnsupportedOpException], and [SupportMatrix] shows it.
///
/// Needs jqwik, JUnit and AssertJ on the class path. One failing property names the scene, a line from which the inputs
/// can be rebuilt, and the first value that is off with the bound that it broke.
public abstract class DeviceConformance
        implements ParityPromises,
                SizePromises,
                EmptySegmentPromises,
                SelectionPromises,
                PrecisionPromises,
                DeterminismPromises,
                IdentityPromises,
                GradientPromises,
                ModePromises,
                ExponentialPromises,
                WorkedCasePromises,
                ErrorPromises,
                LabelPromises {

    @Example
    public void everyOperatorIsOfferedForFloats() {
        var matrix = SupportMatrix.of(device());
        for (OpCase each : CaseTable.on(Scene.of(1, 2, 2, 1), DType.F32)) {
            assertThat(matrix.offers(each.name(), DType.F32)).as(each.name()).isTrue();
        }
        assertThat(matrix.offers("mode", DType.I32)).as("mode").isTrue();
    }
}
