package smalti.cuda;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import smalti.error.UnsupportedOpException;
import smalti.op.LossOp;
import smalti.op.PointOp;
import smalti.op.ShapeRule;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.CaseTable;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;
import smalti.testkit.promise.OnDevice;

class CoveringCasesTest {
    /// Four and five elements a thread, and six and seven: unrolled loops take four at a time.
    static final List<Scene> LARGE_VIEWS = List.of(Scene.of(1, 61, 61, 5), Scene.of(1, 73, 73, 5));

    private final EmulatedDevice gpu = EmulatedDevice.tested();

    @ParameterizedTest
    @EnumSource
    void operatorsGiveWhatTheReferenceGives(CoveringCases group) {
        group.cases().forEach(each -> check(gpu, each));
    }

    /// All tensors of an operator, and each of them alone.
    @ParameterizedTest
    @EnumSource
    void viewsBeginWhereNoVectorDoes(DType dtype) {
        for (OpCase each : CaseTable.on(Scene.of(1, 4, 8, 8), dtype)) {
            check(new DisplacedTensors(gpu.device(), 1, _ -> true), each);
            for (int i = 0; i < tensors(each); i++) {
                int only = i;
                check(new DisplacedTensors(gpu.device(), 1, which -> which == only), each);
            }
        }
    }

    private static int tensors(OpCase of) {
        List<Tensor> inputs = of.inputs();
        return inputs.size() + ShapeRule.outputs(of.op(), inputs).size();
    }

    /// Elements are taken one by one then.
    @Test
    void largeViewsBeginWhereNoVectorDoes() {
        var views = new DisplacedTensors(gpu.device(), 1, _ -> true);
        LARGE_VIEWS.stream()
                .flatMap(scene -> CaseTable.on(scene, DType.F32).stream())
                .filter(each -> each.op() instanceof PointOp || each.op() instanceof LossOp)
                .forEach(each -> check(views, each));
    }

    private static void check(OnDevice on, OpCase each) {
        try {
            on.checkAgainstReference(each);
        } catch (UnsupportedOpException notOffered) {
            // The properties tell what must be offered.
            return;
        }
    }
}
