package smalti.zoo;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import smalti.device.Device;
import smalti.tensor.Tensor;

/// A network that tells what a picture shows.
public final class Classifier implements PictureModel {
    private final PlannedNetwork network;
    private final Preparation preparation;
    private final List<String> classes;

    Classifier(PlannedNetwork network, Preparation preparation, List<String> classes) {
        this.network = network;
        this.preparation = preparation;
        this.classes = List.copyOf(classes);
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    /// A class and its score.
    ///
    /// @param share of all classes' exponentials: the probability that the network gives it
    public record Answer(int index, String name, double score, double share) {}

    /// All classes, the likeliest first.
    ///
    /// @param pixels `[1,H,W,3]` from 0 to 255
    public List<Answer> answers(Device device, Tensor pixels) {
        Tensor scores = network.run(device, preparation.prepare(device, pixels).input());
        double largest =
                IntStream.range(0, classes.size()).mapToDouble(scores::get).max().orElseThrow();
        double sum =
                IntStream.range(0, classes.size())
                        .mapToDouble(each -> Math.exp(scores.get(each) - largest))
                        .sum();
        return IntStream.range(0, classes.size())
                .mapToObj(each ->
                        new Answer(
                                each,
                                classes.get(each),
                                scores.get(each),
                                Math.exp(scores.get(each) - largest) / sum))
                .sorted(Comparator.comparingDouble(Answer::score).reversed())
                .toList();
    }
}
