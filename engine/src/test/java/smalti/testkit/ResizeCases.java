package smalti.testkit;

import static smalti.testkit.OpCase.Source.upstream;

import java.util.List;
import java.util.Locale;
import smalti.op.Corners;
import smalti.op.ResizeOp;
import smalti.op.Sampling;
import smalti.op.Size;
import smalti.tensor.Shape;
import smalti.testkit.OpCase.Derivative;

/// The cases of operators that change sizes.
final class ResizeCases {
    private final CaseTable table;
    private final Maps maps;
    private final Size size;

    ResizeCases(CaseTable table) {
        this.table = table;
        this.maps = new Maps(table.scene(), table.dtype());
        this.size = new Size(table.scene().height(), table.scene().width());
    }

    void add() {
        // Nothing lies between the pixels of an empty map.
        if (size.height() == 0 || size.width() == 0) {
            return;
        }
        // Higher and narrower, by ratios that are none of small integers.
        Size other = new Size(2 * size.height() + 1, Math.ceilDiv(2 * size.width(), 3));
        for (Sampling sampling : Sampling.values()) {
            for (Corners corners : Corners.values()) {
                add(other, sampling, corners);
            }
        }
    }

    private void add(Size other, Sampling sampling, Corners corners) {
        String name =
                (sampling.name() + " resize, " + corners.name())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', ' ');
        var op = new ResizeOp.Resize(other, sampling, corners);
        var gradient = new ResizeOp.ResizeGradient(size, sampling, corners);
        table.add(name, op, Derivative.In.of(0, gradient, upstream()), () -> List.of(maps.map()));
        Shape map = maps.shape();
        Shape resized = Shape.of(map.size(0), other.height(), other.width(), map.size(3));
        table.add(
                name + " gradient",
                gradient,
                Derivative.In.of(0, op, upstream()),
                () -> List.of(maps.values(resized, 13)));
    }
}
