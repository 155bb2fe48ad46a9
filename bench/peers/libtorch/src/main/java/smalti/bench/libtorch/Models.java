package smalti.bench.libtorch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import smalti.bench.contest.Outcome;
import smalti.bench.contest.Trial;
import smalti.bench.workload.InferenceWorkload;
import smalti.bench.workload.ModelInput;
import smalti.bench.workload.TrainingWorkload;
import smalti.nn.Parameter;
import smalti.plan.Trace;

/// Our networks in TorchScript.
final class Models {
    /// TorchScript looks on in its first run, and rebuilds the network in the second.
    private static final int PROFILED = 2;

    private Models() {}

    /// The forms that a network can answer in.
    ///
    /// @param everyForm whether also those that have never been the fastest
    static List<Trial> inference(InferenceWorkload workload, boolean everyForm) {
        Trace trace = workload.trace();
        ModelInput input = workload.input();
        List<Trial> trials = new ArrayList<>();
        trials.add(
                inference(
                        input,
                        "oneDNN's order",
                        network(trace, MemoryFormat.Contiguous, false).optimized()));
        trials.add(
                inference(
                        input,
                        "channels last",
                        network(trace, MemoryFormat.ChannelsLast, true).frozen()));
        if (everyForm) {
            trials.add(
                    inference(
                            input,
                            "channels first",
                            network(trace, MemoryFormat.Contiguous, true).frozen()));
        }
        return trials;
    }

    private static ScriptedNetwork network(Trace trace, MemoryFormat format, boolean overwrites) {
        return new ScriptedNetwork(trace, _ -> false, format, overwrites);
    }

    private static Trial inference(ModelInput input, String form, ScriptedNetwork network) {
        Tensor pictures = network.pictures(input.pictures());
        Call call = new Call(() -> network.forward(pictures));
        for (int run = 0; run < PROFILED; run++) {
            call.get();
        }
        return new Trial(
                LibtorchContestant.NAME,
                form,
                call,
                scores -> new Outcome.Values(inOurOrder((Tensor) scores)),
                () -> {
                    call.release();
                    pictures.close();
                    network.release();
                });
    }

    private static float[] inOurOrder(Tensor scores) {
        return Batch.floats((scores.dim() == 4 ? scores.permute(0, 2, 3, 1) : scores).contiguous());
    }

    /// The forms that a network can learn in.
    static List<Trial> training(TrainingWorkload workload) {
        List<Trial> trials = new ArrayList<>();
        for (MemoryFormat format : List.of(MemoryFormat.ChannelsLast, MemoryFormat.Contiguous)) {
            boolean last = format == MemoryFormat.ChannelsLast;
            trials.add(training(workload, last ? "channels last" : "channels first", format));
        }
        return trials;
    }

    private static Trial training(TrainingWorkload workload, String form, MemoryFormat format) {
        ModelInput.Built built = workload.input().lesson();
        Map<String, smalti.tensor.Tensor> learnt = new LinkedHashMap<>();
        for (Parameter parameter : built.parameters().all()) {
            if (parameter.learnt()) {
                learnt.put(parameter.name(), parameter.tensor());
            }
        }
        ScriptedNetwork network =
                new ScriptedNetwork(
                        workload.trace(built),
                        tensor -> learnt.values().stream().anyMatch(each -> each == tensor),
                        format,
                        true);
        Tensor pictures = network.pictures(workload.input().pictures());
        Update update = Update.of(workload.input().model().rule(), network.learnt());
        Call call =
                new Call(() -> {
                    try (AutoGradMode _ = new AutoGradMode(true)) {
                        update.zeroGradients();
                        Tensor loss = network.forward(pictures);
                        loss.backward();
                        update.step();
                        return loss;
                    }
                });
        return new Trial(
                LibtorchContestant.NAME,
                form,
                call,
                loss -> {
                    Map<String, float[]> values = new LinkedHashMap<>();
                    values.put(Outcome.Step.LOSS, Batch.floats((Tensor) loss));
                    learnt.forEach(
                            (name, parameter) -> values.put(name, network.gradient(parameter)));
                    return new Outcome.Step(values);
                },
                () -> {
                    call.release();
                    update.close();
                    pictures.close();
                    network.release();
                });
    }
}
