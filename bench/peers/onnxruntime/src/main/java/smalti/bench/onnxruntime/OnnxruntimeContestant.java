package smalti.bench.onnxruntime;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.util.ArrayList;
import java.util.List;
import smalti.bench.contest.Contestant;
import smalti.bench.contest.Outcome;
import smalti.bench.contest.Setting;
import smalti.bench.contest.Trial;
import smalti.bench.workload.InferenceWorkload;
import smalti.bench.workload.Supplies;
import smalti.bench.workload.Workload;

/// ONNX Runtime: networks that answer. With all its optimisations it orders maps in blocks of channels, which not all of
/// its operators know.
public final class OnnxruntimeContestant implements Contestant {
    private static final String NAME = "onnxruntime";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Trial> prepare(Workload workload, Supplies supplies, Setting setting) {
        return workload instanceof InferenceWorkload inference
                ? inference(inference, setting)
                : List.of();
    }

    private static List<Trial> inference(InferenceWorkload workload, Setting setting) {
        byte[] model = new OnnxModel(workload.trace()).bytes();
        List<Trial> trials = new ArrayList<>();
        trials.add(trial("all optimisations", OptLevel.ALL_OPT, model, workload, setting));
        if (setting.everyForm()) {
            trials.add(trial("channels first", OptLevel.EXTENDED_OPT, model, workload, setting));
        }
        return trials;
    }

    private static Trial trial(
            String form,
            OptLevel level,
            byte[] model,
            InferenceWorkload workload,
            Setting setting) {
        var network = new OnnxNetwork(model, workload.input().pictures(), level, setting.threads());
        return new Trial(
                NAME,
                form,
                network::scores,
                _ -> new Outcome.Values(network.scoresInOurOrder()),
                network::close);
    }
}
