package smalti.bench.nd4j;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import smalti.bench.contest.Contestant;
import smalti.bench.contest.Outcome;
import smalti.bench.contest.Setting;
import smalti.bench.contest.Trial;
import smalti.bench.workload.NetworkWorkload;
import smalti.bench.workload.PoolingInput;
import smalti.bench.workload.PoolingTask;
import smalti.bench.workload.PoolingWorkload;
import smalti.bench.workload.SegmentMapWorkload;
import smalti.bench.workload.SuperpixelWorkload;
import smalti.bench.workload.Supplies;
import smalti.bench.workload.Workload;
import smalti.op.Layout;

/// ND4J on the CPU, outputs reused from call to call. It has no segment operators for channels first: there it could
/// only transpose a map that is the slower one already, so it takes no part. Nor does it in the maximum: the operator of
/// this version reads outside of its memory and takes the JVM down with it.
public final class Nd4jContestant implements Contestant {
    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public List<Trial> prepare(Workload workload, Supplies supplies, Setting setting) {
        return switch (workload) {
            case PoolingWorkload pooling
                    when pooling.layout() == Layout.NHWC && pooling.task() != PoolingTask.MAX -> {
                Nd4j.getEnvironment().setMaxThreads(setting.threads());
                Nd4j.getEnvironment().setMaxMasterThreads(setting.threads());
                yield List.of(pooling(pooling, supplies.of(pooling.input())));
            }
            case PoolingWorkload _, SegmentMapWorkload _, SuperpixelWorkload _, NetworkWorkload _ ->
                    List.of();
        };
    }

    private static Trial pooling(PoolingWorkload workload, Supplies.Batch batch) {
        PoolingInput input = batch.input();
        int tableRows = batch.map().batch() * batch.map().segments();
        int[] rows = new int[batch.labels().length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i / input.pixels() * batch.map().segments() + batch.labels()[i];
        }
        INDArray ids = Nd4j.createFromArray(rows);
        if (workload.task() == PoolingTask.MEAN) {
            INDArray features =
                    Nd4j.create(
                            batch.features(),
                            new long[] {rows.length, input.channels()},
                            DataType.FLOAT);
            INDArray table = Nd4j.create(DataType.FLOAT, tableRows, input.channels());
            return trial(
                    "unsorted_segment_mean",
                    DynamicCustomOp.builder("unsorted_segment_mean")
                            .addInputs(features, ids)
                            .addIntegerArguments(tableRows)
                            .addOutputs(table)
                            .build(),
                    table);
        }
        INDArray upstream =
                Nd4j.create(
                        batch.upstream(), new long[] {tableRows, input.channels()}, DataType.FLOAT);
        INDArray counts =
                Nd4j.createFromArray(batch.map().counts())
                        .castTo(DataType.FLOAT)
                        .reshape(tableRows, 1);
        INDArray gradient = Nd4j.create(DataType.FLOAT, rows.length, input.channels());
        return trial(
                "gather into an array",
                DynamicCustomOp.builder("gather")
                        .addInputs(upstream.div(counts), ids)
                        .addIntegerArguments(0)
                        .addOutputs(gradient)
                        .build(),
                gradient);
    }

    private static Trial trial(String form, CustomOp operator, INDArray output) {
        return new Trial(
                "nd4j",
                form,
                () -> Nd4j.exec(operator),
                _ -> new Outcome.Values(output.data().asFloat()),
                output::close);
    }
}
