package smalti.nn;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import smalti.device.Workspace;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Where a layer makes its parameters: a prefix of names and a source of first values.
public final class Scope {
    private final Parameters parameters;
    private final String prefix;
    private final RandomGenerator random;
    private final UnaryOperator<Tensor> place;
    private final Optional<Initializer> filters;

    private Scope(
            Parameters parameters,
            String prefix,
            RandomGenerator random,
            UnaryOperator<Tensor> place,
            Optional<Initializer> filters) {
        this.parameters = parameters;
        this.prefix = prefix;
        this.random = random;
        this.place = place;
        this.filters = filters;
    }

    /// The outermost scope.
    ///
    /// @param random draws first values; equal seeds give equal networks
    public static Scope of(Parameters parameters, RandomGenerator random) {
        return new Scope(parameters, "", random, UnaryOperator.identity(), Optional.empty());
    }

    /// A scope whose parameters' names begin with this one's prefix, `name` and a dot.
    public Scope in(String name) {
        return new Scope(parameters, prefix + name + ".", random, place, filters);
    }

    /// The same whose parameters lie where a device computes with them without a copy, until its workspace is closed.
    public Scope on(Workspace workspace) {
        return new Scope(parameters, prefix, random, workspace::place, filters);
    }

    /// The same whose filters are first drawn so, whatever their layers ask for.
    public Scope filters(Initializer initializer) {
        return new Scope(parameters, prefix, random, place, Optional.of(initializer));
    }

    /// Makes a parameter that is learnt.
    public Parameter weight(String name, Initializer initializer, int... sizes) {
        return make(name, initializer, true, WeightOrder.SAME, sizes);
    }

    /// Makes a convolution's filter.
    ///
    /// @param sizes `[R,S,C/groups,F]`
    public Parameter filter(String name, Initializer initializer, int... sizes) {
        return make(name, filters.orElse(initializer), true, WeightOrder.FILTER, sizes);
    }

    /// Makes a parameter that is kept but not learnt.
    public Parameter statistic(String name, Initializer initializer, int... sizes) {
        return make(name, initializer, false, WeightOrder.SAME, sizes);
    }

    private Parameter make(
            String name, Initializer initializer, boolean learnt, WeightOrder order, int... sizes) {
        Tensor tensor = Tensor.zeros(DType.F32, Shape.of(sizes));
        initializer.fill(tensor, random);
        var parameter = new Parameter(prefix + name, place.apply(tensor), learnt, order);
        parameters.add(parameter);
        return parameter;
    }
}
