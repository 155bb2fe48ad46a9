package smalti.bench.contest;

import smalti.bench.workload.ConvolutionInput;
import smalti.bench.workload.ConvolutionTask;
import smalti.bench.workload.ConvolutionWorkload;
import smalti.op.Padding;
import smalti.op.Size;

/// The terms of a convolution and of its relatives.
final class ConvolutionTerms extends Terms {
    private final ConvolutionTask task;
    private final ConvolutionInput input;
    private final Size outputs;
    private final Padding.Margins margins;
    private final int deep;
    private final int wide;
    private final float[] map;
    private final float[] weights;
    private final float[] upstream;

    ConvolutionTerms(ConvolutionWorkload workload) {
        this.task = workload.task();
        this.input = workload.input();
        this.outputs = input.outputs();
        this.margins = input.window().margins(new Size(input.height(), input.width()));
        this.deep = input.channels() / input.groups();
        this.wide = input.filters() / input.groups();
        this.map = input.map();
        this.weights = input.weights();
        this.upstream = input.upstream();
    }

    /// The elements of the result.
    int length() {
        return switch (task) {
            case FORWARD -> upstream.length;
            case DATA, TRANSPOSED -> map.length;
            case WEIGHTS -> weights.length;
        };
    }

    @Override
    void visit(int element) {
        switch (task) {
            case FORWARD -> output(element);
            case DATA, TRANSPOSED -> input(element);
            case WEIGHTS -> weight(element);
        }
    }

    private void output(int element) {
        int filter = element % input.filters();
        int pixel = element / input.filters();
        int column = pixel % outputs.width();
        int row = pixel / outputs.width() % outputs.height();
        int image = pixel / outputs.width() / outputs.height();
        for (int r = 0; r < input.rows(); r++) {
            for (int s = 0; s < input.columns(); s++) {
                int y = row(row, r);
                int x = column(column, s);
                for (int c = 0; c < deep && isInside(y, x); c++) {
                    add(
                            map[at(image, y, x, filter / wide * deep + c)],
                            weights[tap(r, s, c, filter)]);
                }
            }
        }
    }

    private void input(int element) {
        int channel = element % input.channels();
        int pixel = element / input.channels();
        int x = pixel % input.width();
        int y = pixel / input.width() % input.height();
        int image = pixel / input.width() / input.height();
        for (int r = 0; r < input.rows(); r++) {
            for (int s = 0; s < input.columns(); s++) {
                int down = y + margins.top() - r * input.dilation();
                int across = x + margins.left() - s * input.dilation();
                int row = Math.floorDiv(down, input.stride());
                int column = Math.floorDiv(across, input.stride());
                boolean meets =
                        row(row, r) == y
                                && column(column, s) == x
                                && row >= 0
                                && row < outputs.height()
                                && column >= 0
                                && column < outputs.width();
                for (int f = 0; f < wide && meets; f++) {
                    int filter = channel / deep * wide + f;
                    add(
                            upstream[at(image, row, column, filter, outputs)],
                            weights[tap(r, s, channel % deep, filter)]);
                }
            }
        }
    }

    private void weight(int element) {
        int filter = element % input.filters();
        int channel = element / input.filters() % deep;
        int tap = element / input.filters() / deep;
        for (int image = 0; image < input.batch(); image++) {
            for (int row = 0; row < outputs.height(); row++) {
                for (int column = 0; column < outputs.width(); column++) {
                    int y = row(row, tap / input.columns());
                    int x = column(column, tap % input.columns());
                    if (isInside(y, x)) {
                        add(
                                map[at(image, y, x, filter / wide * deep + channel)],
                                upstream[at(image, row, column, filter, outputs)]);
                    }
                }
            }
        }
    }

    private int row(int output, int tap) {
        return output * input.stride() - margins.top() + tap * input.dilation();
    }

    private int column(int output, int tap) {
        return output * input.stride() - margins.left() + tap * input.dilation();
    }

    private boolean isInside(int y, int x) {
        return y >= 0 && y < input.height() && x >= 0 && x < input.width();
    }

    private int at(int image, int y, int x, int channel) {
        return ((image * input.height() + y) * input.width() + x) * input.channels() + channel;
    }

    private int at(int image, int row, int column, int filter, Size size) {
        return ((image * size.height() + row) * size.width() + column) * input.filters() + filter;
    }

    private int tap(int r, int s, int channel, int filter) {
        return ((r * input.columns() + s) * deep + channel) * input.filters() + filter;
    }
}
