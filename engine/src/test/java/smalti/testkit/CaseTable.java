package smalti.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.OpCase.Derivative;

/// The cases of every operator on a scene. Each family of operators adds its own.
public final class CaseTable {
    private final Scene scene;
    private final DType dtype;
    private final List<OpCase> cases = new ArrayList<>();

    private CaseTable(Scene scene, DType dtype) {
        this.scene = scene;
        this.dtype = dtype;
    }

    /// Every case of a scene whose floating inputs have type `dtype`. Of [DType#I32] there are only reductions, modes
    /// and what moves elements.
    public static List<OpCase> on(Scene scene, DType dtype) {
        var table = new CaseTable(scene, dtype);
        new SegmentCases(table).add();
        if (dtype.isFloating()) {
            new MatrixCases(table).add();
            new ConvolutionCases(table).add();
        }
        // They know one layout, and are not tried twice.
        if (scene.layout() == Layout.NHWC) {
            new MoveCases(table).add();
            if (dtype.isFloating()) {
                new PointCases(table).add();
                new WindowCases(table).add();
                new AxisCases(table).add();
                new NormCases(table).add();
                new LossCases(table).add();
                new StepCases(table).add();
                new CustomCases(table).add();
                new ResizeCases(table).add();
            }
        }
        return List.copyOf(table.cases);
    }

    /// The case of that name.
    public static OpCase named(String name, Scene scene, DType dtype) {
        return on(scene, dtype).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no case " + name));
    }

    Scene scene() {
        return scene;
    }

    DType dtype() {
        return dtype;
    }

    void add(String name, Op op) {
        add(name, op, new Derivative.None());
    }

    void add(String name, Op op, Derivative derivative) {
        add(name, op, derivative, () -> Inputs.of(op, scene, dtype));
    }

    /// A case with inputs of its own, for operators that take shapes of many kinds.
    void add(String name, Op op, Derivative derivative, Supplier<List<Tensor>> inputs) {
        cases.add(new OpCase(name, op, scene, dtype, derivative, inputs));
    }
}
