package smalti.cpu.convolution;

import java.util.ArrayList;
import java.util.List;
import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.kernel.Panels;
import smalti.cpu.matrix.MatrixMultiplier;
import smalti.cpu.work.Workers;

/// Multiplies what windows see with filters, a row of outputs at a time: the rows of pixels that they see are interleaved,
/// column by column. So everything that a window sees lies together, and windows side by side share what both see: a
/// pixel is copied once for each row of the window instead of once for each tap. Rows of outputs are written where they
/// belong, also if others lie between them.
///
/// The sums go through the window column by column.
final class LineCorrelation {
    /// Multiply-adds that are worth a part of a job.
    private static final long LEAST_WORK = 1 << 20;

    /// Shorter rows of outputs do not fill tiles.
    private static final int LEAST_WIDTH = 16;

    /// Outputs that are computed at once at most, a multiple of every panel's rows.
    private static final int MOST_WIDTH = 144;

    /// Floats between which lines of memory fall on the same set of the first cache.
    private static final int CACHE_WAY = 1024;

    /// Fewer filters than that on strided windows of a photo are left to the other way: ENet's stem has 13, and a maximum
    /// behind it that is nearly a tie falls as in the independent reference only if sums are taken row by row.
    private static final int FEW = 16;

    private final MatrixMultiplier multiplier;
    private final Workers workers;
    private final WorkspacePool workspaces;

    LineCorrelation(MatrixMultiplier multiplier, Workers workers, WorkspacePool workspaces) {
        this.multiplier = multiplier;
        this.workers = workers;
        this.workspaces = workspaces;
    }

    /// Whether this is a way for what is seen: taps in rows side by side, rows of outputs that are long enough, and no strided
    /// stem of few filters.
    ///
    /// @param filters how many outputs a place has
    static boolean suits(Seen seen, int filters) {
        Taps taps = seen.taps();
        boolean smallStem = taps.step().width() > 1 && seen.channels() <= 3 && filters < FEW;
        return !smallStem
                && taps.areBox()
                && taps.outputs().width() >= LEAST_WIDTH
                && seen.channels() > 0
                && apart(seen) % CACHE_WAY != 0;
    }

    /// From what a window sees to what the next one sees.
    private static int apart(Seen seen) {
        Taps taps = seen.taps();
        return taps.step().width() * (taps.count() / taps.run(0)) * seen.channels();
    }

    void multiply(Seen seen, Filters filters, Target target) {
        GemmKernels kernels =
                multiplier.kernelsFor((long) seen.rows() * target.columns() * seen.depth());
        List<Block> blocks = Block.of(seen.depth());
        int wide = Math.ceilDiv(target.columns(), kernels.columns()) * kernels.columns();
        int width = seen.taps().outputs().width();
        int lines = seen.rows() / width;
        long workOfLine = (long) width * target.columns() * seen.depth();
        int high = (int) Math.clamp(LEAST_WORK / workOfLine, 1, lines);
        Workspace shared = workspaces.take();
        try {
            float[] packed =
                    filters.byColumns(kernels, blocks, seen.taps().run(0), workers, shared);
            List<Panels> panels = new ArrayList<>();
            for (Block block : blocks) {
                panels.add(panels(kernels, block, packed, wide));
            }
            workers.run(
                    Math.ceilDiv(lines, high),
                    part -> {
                        Workspace workspace = workspaces.take();
                        try {
                            Matrix room = seen.room(workspace, Math.min(width, MOST_WIDTH));
                            int end = Math.min(lines, (part + 1) * high);
                            for (int line = part * high; line < end; line++) {
                                for (int first = 0; first < width; first += MOST_WIDTH) {
                                    int count = Math.min(MOST_WIDTH, width - first);
                                    multiplyLine(
                                            kernels, workspace, seen, room, blocks, panels, target,
                                            line, first, count);
                                }
                            }
                        } finally {
                            workspaces.give(workspace);
                        }
                    });
        } finally {
            workspaces.give(shared);
        }
    }

    private static Panels panels(GemmKernels kernels, Block block, float[] packed, int wide) {
        int columns = kernels.columns();
        return new Panels(packed, block.from() * wide, block.depth() * columns, columns);
    }

    private static void multiplyLine(
            GemmKernels kernels,
            Workspace workspace,
            Seen seen,
            Matrix room,
            List<Block> blocks,
            List<Panels> panels,
            Target target,
            int line,
            int first,
            int count) {
        int columns = target.columns();
        int outStep = target.places().step().width() * target.pixelStep();
        int at = target.start(line) + first * outStep;
        var out = new Matrix(target.array(), at, outStep, 1);
        Matrix left =
                seen.line(kernels, line, first, count, workspace.starts(seen.taps().count()), room);
        float[] tile = workspace.tile(kernels.rows() * kernels.columns());
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            Matrix part = i == 0 ? left : left.from(0, block.from());
            Panels right = panels.get(i);
            kernels.multiply(part, right, count, columns, block.depth(), out, tile, i > 0);
        }
        target.finisher().finish(out.array(), at, outStep, count, 0, columns);
    }
}
