package smalti.augment;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import smalti.error.ParameterException;
import smalti.op.Size;
import smalti.tensor.Tensor;

/// How pictures are changed for training, each time in another way: what is asked for is done in that order, and then the
/// picture is sampled once. Colours are bilinear and outside the picture those of ImageNet's mean; labels are those of the
/// nearest pixel, outside [Example#IGNORED]. A blur comes last.
///
/// A value: each method returns another augmentation.
public final class Augmentation {
    private final List<Step> steps;
    private final double blurred;
    private final double deviation;

    /// Changes where a picture is looked at.
    private interface Step {
        View apply(View view, RandomGenerator random);
    }

    private Augmentation(List<Step> steps, double blurred, double deviation) {
        this.steps = steps;
        this.blurred = blurred;
        this.deviation = deviation;
    }

    /// Pictures as they are.
    public static Augmentation none() {
        return new Augmentation(List.of(), 0, 1);
    }

    /// Pictures are scaled until their short side is so long.
    public Augmentation shortSide(int length) {
        expect("the short side", "at least 1 pixel", length >= 1, length);
        return then((view, _) -> {
            int side = Math.min(view.size().height(), view.size().width());
            return view.resized(view.size().scaled((double) length / side));
        });
    }

    /// Pictures are brought to one size, whatever their own.
    public Augmentation resized(Size size) {
        expectPixels(size);
        return then((view, _) -> view.resized(size));
    }

    /// Pictures are scaled until their long side is so long, and filled up to a square, evenly on both sides.
    public Augmentation square(int side) {
        expectPixels(Size.square(side));
        return then((view, _) -> view.squared(side));
    }

    /// Pictures are scaled by a factor between two.
    public Augmentation scaled(double least, double most) {
        expect(
                "the range of a scale",
                "from above 0 up",
                least > 0 && most >= least && Double.isFinite(most),
                least + " to " + most);
        return then((view, random) ->
                view.resized(view.size().scaled(least + (most - least) * random.nextDouble())));
    }

    /// Pictures are turned around their middle by up to so many degrees to either side.
    public Augmentation turned(double most) {
        expect("the turn of a picture", "from 0 to 180 degrees", most >= 0 && most <= 180, most);
        return then((view, random) -> view.turned(most * (2 * random.nextDouble() - 1)));
    }

    /// Pictures are mirrored, left for right, with a probability.
    public Augmentation mirrored(double probability) {
        expectProbability(probability);
        return then((view, random) -> random.nextDouble() < probability ? view.mirrored() : view);
    }

    /// Pictures are turned upside down with a probability.
    public Augmentation upsideDown(double probability) {
        expectProbability(probability);
        return then((view, random) -> random.nextDouble() < probability ? view.upsideDown() : view);
    }

    /// A part of this size is cut out somewhere; along sides that are shorter the picture lies somewhere within it.
    public Augmentation cropped(Size size) {
        expectPixels(size);
        return then((view, random) ->
                view.cut(
                        between(view.size().height() - size.height(), random),
                        between(view.size().width() - size.width(), random),
                        size));
    }

    /// Pictures are blurred with a probability, by a Gaussian of up to this deviation in pixels.
    public Augmentation blurred(double probability, double most) {
        expectProbability(probability);
        expect("the deviation of a blur", "above 0 and at most 100", most > 0 && most <= 100, most);
        return new Augmentation(steps, probability, most);
    }

    private Augmentation then(Step step) {
        List<Step> all = new ArrayList<>(steps);
        all.add(step);
        return new Augmentation(List.copyOf(all), blurred, deviation);
    }

    /// Changes an example; equal generators make equal changes.
    public Example apply(Example example, RandomGenerator random) {
        Sampler sampler = Sampler.of(view(example.pixels(), random));
        return new Example(
                blurred(sampler.photo(example.pixels()), random),
                sampler.labels(example.labels(), Example.IGNORED));
    }

    /// Changes a picture without labels.
    ///
    /// @param pixels `F32 [H,W,3]` from 0 to 255
    public Tensor apply(Tensor pixels, RandomGenerator random) {
        return blurred(Sampler.of(view(pixels, random)).photo(pixels), random);
    }

    private View view(Tensor pixels, RandomGenerator random) {
        View view = View.whole(new Size(pixels.shape().size(0), pixels.shape().size(1)));
        for (Step step : steps) {
            view = step.apply(view, random);
        }
        return view;
    }

    private Tensor blurred(Tensor pixels, RandomGenerator random) {
        return random.nextDouble() < blurred
                ? new Blur(deviation * (1 - random.nextDouble())).apply(pixels)
                : pixels;
    }

    /// A place from 0 to what is left, or, if that is below 0, from it to 0.
    private static int between(int left, RandomGenerator random) {
        int place = random.nextInt(Math.abs(left) + 1);
        return left < 0 ? -place : place;
    }

    private static void expectPixels(Size size) {
        expect("a size", "at least 1x1", size.height() >= 1 && size.width() >= 1, size);
    }

    private static void expectProbability(double probability) {
        expect("a probability", "from 0 to 1", probability >= 0 && probability <= 1, probability);
    }

    private static void expect(String what, String limit, boolean holds, Object actual) {
        if (!holds) {
            throw new ParameterException(what, limit, actual);
        }
    }
}
