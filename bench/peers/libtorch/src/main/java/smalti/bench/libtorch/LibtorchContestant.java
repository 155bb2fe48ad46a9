package smalti.bench.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import smalti.bench.contest.Contestant;
import smalti.bench.contest.Outcome;
import smalti.bench.contest.Setting;
import smalti.bench.contest.Trial;
import smalti.bench.workload.Catalogue;
import smalti.bench.workload.ConvolutionWorkload;
import smalti.bench.workload.InferenceWorkload;
import smalti.bench.workload.Model;
import smalti.bench.workload.PoolingTask;
import smalti.bench.workload.PoolingWorkload;
import smalti.bench.workload.ProductInput;
import smalti.bench.workload.ProductWorkload;
import smalti.bench.workload.SegmentMapWorkload;
import smalti.bench.workload.SuperpixelWorkload;
import smalti.bench.workload.Supplies;
import smalti.bench.workload.TrainingWorkload;
import smalti.bench.workload.Workload;
import smalti.op.Layout;

/// libtorch, in every form that its users write segment pooling in. The tables that depend on the labels alone (flat
/// indices, the order by segments, reciprocals of counts) are made beforehand, as our segment map is.
public final class LibtorchContestant implements Contestant {
    static final String NAME = "libtorch";

    /// Told apart: who looks for segment pooling finds the operators above, not this one.
    private static final String BAG = "libtorch-embedding_bag";

    /// What the original superpixel pooling network did, in libtorch.
    private static final String MASKS = "libtorch-masks";

    private Optional<Batch> last = Optional.empty();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Trial> prepare(Workload workload, Supplies supplies, Setting setting) {
        return switch (workload) {
            case PoolingWorkload pooling -> {
                torch.set_num_threads(setting.threads());
                yield pooling(pooling, batch(supplies.of(pooling.input())), setting.everyForm());
            }
            case ConvolutionWorkload convolution -> {
                torch.set_num_threads(setting.threads());
                yield Convolutions.trials(convolution);
            }
            case ProductWorkload product -> {
                torch.set_num_threads(setting.threads());
                yield List.of(product(product.input()));
            }
            case InferenceWorkload inference -> {
                torch.set_num_threads(setting.threads());
                yield Models.inference(inference, setting.everyForm());
            }
            case TrainingWorkload training -> {
                torch.set_num_threads(setting.threads());
                yield Models.training(training);
            }
            case SegmentMapWorkload _, SuperpixelWorkload _ -> List.of();
        };
    }

    /// ENet's windows overlap, and two of them may have one maximum. Of the values that are put back there the later one
    /// should stay; in libtorch's order of channels last any may, and where it does, all that follows differs.
    @Override
    public double scoreTolerance(Model model) {
        return model == Model.ENET ? 5e-2 : Contestant.super.scoreTolerance(model);
    }

    private static Trial product(ProductInput input) {
        Tensor left = torch.tensor(input.left()).view(input.rows(), input.depth());
        Tensor right = torch.tensor(input.right()).view(input.depth(), input.columns());
        return values(NAME, "mm", () -> torch.mm(left, right));
    }

    private Batch batch(Supplies.Batch supplied) {
        if (last.isPresent() && last.get().input().equals(supplied.input())) {
            return last.get();
        }
        last.ifPresent(Batch::release);
        Batch batch = Batch.of(supplied);
        last = Optional.of(batch);
        return batch;
    }

    private static List<Trial> pooling(PoolingWorkload workload, Batch batch, boolean everyForm) {
        return workload.layout() == Layout.NHWC
                ? channelsLast(workload.task(), new ChannelsLast(batch), everyForm)
                : channelsFirst(workload.task(), new ChannelsFirst(batch), batch, everyForm);
    }

    private static List<Trial> channelsLast(
            PoolingTask task, ChannelsLast forms, boolean everyForm) {
        List<Trial> trials = new ArrayList<>();
        switch (task) {
            case MEAN -> {
                trials.add(values(NAME, "index_add", forms::meanByIndexAdd));
                trials.add(values(NAME, "scatter_reduce", forms::meanByScatterReduce));
                trials.add(values(BAG, "embedding_bag", forms::meanByEmbeddingBag));
                if (everyForm) {
                    trials.add(values(NAME, "segment_reduce", forms::meanBySegmentReduce));
                }
            }
            case MAX -> {
                trials.add(values(NAME, "scatter_reduce, no argmax", forms::maxByScatterReduce));
                if (everyForm) {
                    trials.add(values(BAG, "embedding_bag, argmax", forms::maxByEmbeddingBag));
                }
            }
            case MEAN_BACKWARD -> {
                trials.add(values(NAME, "index_select into a tensor", forms.backwardInto()));
                if (everyForm) {
                    trials.add(values(NAME, "index_select", forms::backwardByIndexSelect));
                }
            }
        }
        return trials;
    }

    private static List<Trial> channelsFirst(
            PoolingTask task, ChannelsFirst forms, Batch batch, boolean everyForm) {
        List<Trial> trials = new ArrayList<>();
        switch (task) {
            case MEAN -> {
                trials.add(table(NAME, "scatter_add", forms::meanByScatterAdd, batch));
                if (batch.input().equals(Catalogue.ORIGINAL)) {
                    trials.add(table(MASKS, "a masked pass each", forms::meanByMasks, batch));
                }
                if (everyForm) {
                    trials.add(table(NAME, "scatter_reduce", forms::meanByScatterReduce, batch));
                    trials.add(table(NAME, "index_add", forms::meanByIndexAdd, batch));
                    trials.add(values(BAG, "transpose, embedding_bag", forms::meanByTransposition));
                }
            }
            case MAX ->
                    trials.add(
                            table(
                                    NAME,
                                    "scatter_reduce, no argmax",
                                    forms::maxByScatterReduce,
                                    batch));
            case MEAN_BACKWARD -> {
                trials.add(values(NAME, "gather into a tensor", forms.backwardInto()));
                if (everyForm) {
                    trials.add(values(NAME, "gather", forms::backwardByGather));
                }
            }
        }
        return trials;
    }

    /// A trial whose tensor holds the values in the order that is compared.
    static Trial values(String peer, String form, Supplier<Tensor> operator) {
        return trial(peer, form, operator, Batch::floats);
    }

    /// A trial whose tensor is a table `[B,C,K]`, as libtorch's scattering leaves it: the order is brought to `[B,K,C]`
    /// for the check alone, not for the clock.
    private static Trial table(String peer, String form, Supplier<Tensor> operator, Batch batch) {
        return trial(peer, form, operator, tensor -> Batch.floats(batch.segmentsFirst(tensor)));
    }

    private static Trial trial(
            String peer,
            String form,
            Supplier<Tensor> operator,
            Function<Tensor, float[]> toFloats) {
        Call call = new Call(operator);
        return new Trial(
                peer,
                form,
                call,
                result -> new Outcome.Values(toFloats.apply((Tensor) result)),
                call::release);
    }
}
