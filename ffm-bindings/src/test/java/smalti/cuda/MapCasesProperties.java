package smalti.cuda;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import smalti.cuda.emulator.PtxDriver;
import smalti.device.Device;
import smalti.op.ConvolutionOp;
import smalti.op.MatrixOp;
import smalti.op.Op;
import smalti.op.ResizeOp;
import smalti.op.WindowOp;
import smalti.tensor.DType;
import smalti.testkit.AnyScene;
import smalti.testkit.CaseTable;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;
import smalti.testkit.promise.OnDevice;

/// Products of matrices, convolutions, windows and resizing on the interpreter give what the reference gives.
class MapCasesProperties implements OnDevice {
    /// Its kernels are made once.
    private static final Device GPU = new CudaDevice("cuda", new PtxDriver());

    @Override
    public Device device() {
        return GPU;
    }

    private void check(Scene scene) {
        for (OpCase each : CaseTable.on(scene, DType.F32)) {
            if (isOfMaps(each.op())) {
                checkAgainstReference(each);
            }
        }
    }

    private static boolean isOfMaps(Op op) {
        return op instanceof MatrixOp
                || op instanceof ConvolutionOp
                || op instanceof WindowOp
                || op instanceof ResizeOp;
    }

    @Property(tries = 4)
    void operatorsAgreeWithTheReference(@ForAll(supplier = AnyScene.class) Scene scene) {
        check(scene);
    }

    @Property(tries = 3)
    void nanAndInfinitiesPropagate(@ForAll(supplier = AnyScene.Special.class) Scene scene) {
        check(scene);
    }

    /// Channels in fours, where kernels read four at once; in several groups; and one more than that.
    @Example
    void channelsInFoursAgreeWithTheReference() {
        for (int channels : List.of(4, 16, 17)) {
            check(Scene.of(2, 6, 7, channels));
        }
    }

    @Example
    void sizesOfNoughtGiveEmptyResults() {
        for (Scene scene :
                List.of(
                        Scene.of(0, 3, 4, 5),
                        Scene.of(2, 0, 4, 5),
                        Scene.of(2, 3, 0, 5),
                        Scene.of(2, 3, 4, 0))) {
            check(scene);
        }
    }
}
