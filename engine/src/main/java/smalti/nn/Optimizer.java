package smalti.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import smalti.error.ParameterException;
import smalti.grad.Gradients;
import smalti.nn.UpdateRule.Update;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// Changes a network's parameters by their gradients, step after step. What it remembers is made when a parameter is
/// first changed: frozen ones cost nothing.
public final class Optimizer {
    /// Values that a thread takes at a time.
    private static final int PART = 1 << 16;

    private final UpdateRule rule;
    private final double rate;
    private final Schedule schedule;
    private final List<ParameterGroup> groups;
    private final OptionalDouble largestNorm;
    private final Map<String, Tensor> memories = new LinkedHashMap<>();
    private long steps;

    private Optimizer(
            UpdateRule rule,
            double rate,
            Schedule schedule,
            List<ParameterGroup> groups,
            OptionalDouble largestNorm) {
        if (!(rate >= 0)) {
            throw new ParameterException("the learning rate", "at least 0", rate);
        }
        this.rule = rule;
        this.rate = rate;
        this.schedule = schedule;
        this.groups = List.copyOf(groups);
        this.largestNorm = largestNorm;
    }

    /// An optimiser that changes all parameters at a constant rate.
    public static Optimizer of(UpdateRule rule, double rate) {
        return new Optimizer(
                rule,
                rate,
                Schedule.constant(),
                List.of(ParameterGroup.all()),
                OptionalDouble.empty());
    }

    /// A fresh one whose rate follows a schedule.
    public Optimizer schedule(Schedule course) {
        return new Optimizer(rule, rate, course, groups, largestNorm);
    }

    /// A fresh one that changes groups at their own pace, and nothing else.
    public Optimizer groups(ParameterGroup... parts) {
        return new Optimizer(rule, rate, schedule, List.of(parts), largestNorm);
    }

    /// A fresh one that scales gradients down whose norm, taken over all parameters, is larger.
    public Optimizer clip(double norm) {
        if (!(norm > 0)) {
            throw new ParameterException("the largest norm of gradients", "above 0", norm);
        }
        return new Optimizer(rule, rate, schedule, groups, OptionalDouble.of(norm));
    }

    /// How many steps it has taken.
    public long steps() {
        return steps;
    }

    /// The rate of the next step.
    public double rate() {
        return rate * schedule.factor(steps);
    }

    /// Takes a step: changes every learnt parameter that the gradients reach. The device that computed the gradients shares
    /// the work out among its threads; the bits do not depend on how many there are.
    public void step(Parameters parameters, Gradients gradients) {
        List<Parameter> reached =
                parameters.all().stream()
                        .filter(each -> each.learnt() && gradients.reach(each.tensor()))
                        .toList();
        float scale = (float) scale(reached, gradients);
        double now = rate();
        steps++;
        List<Runnable> parts = new ArrayList<>();
        for (Parameter parameter : reached) {
            Tensor gradient = gradients.lent(parameter.tensor());
            group(parameter)
                    .ifPresent(group -> {
                        Update whole = update(parameter, gradient, scale);
                        double rate = now * group.rate();
                        for (int from = 0; from < whole.size(); from += PART) {
                            Update part = whole.part(from, Math.min(PART, whole.size() - from));
                            parts.add(() -> rule.update(part, steps, rate, group.decay()));
                        }
                    });
        }
        gradients.device().runParts(parts.size(), part -> parts.get(part).run());
    }

    private double scale(List<Parameter> reached, Gradients gradients) {
        if (largestNorm.isEmpty()) {
            return 1;
        }
        double norm = norm(reached, gradients);
        return norm > largestNorm.getAsDouble() ? largestNorm.getAsDouble() / norm : 1;
    }

    private Update update(Parameter parameter, Tensor gradient, float scale) {
        Tensor tensor = parameter.tensor();
        List<float[]> remembered = new ArrayList<>();
        for (String memory : rule.memories()) {
            remembered.add(
                    memories.computeIfAbsent(
                                    key(parameter, memory),
                                    _ -> Tensor.zeros(DType.F32, tensor.shape()))
                            .floats());
        }
        return new Update(
                (int) tensor.elements(),
                tensor.floats(),
                tensor.offset(),
                gradient.floats(),
                gradient.offset(),
                scale,
                remembered,
                0);
    }

    private Optional<ParameterGroup> group(Parameter parameter) {
        return groups.stream().filter(group -> group.members().test(parameter)).findFirst();
    }

    private static double norm(List<Parameter> parameters, Gradients gradients) {
        List<DoubleSupplier> parts = new ArrayList<>();
        for (Parameter parameter : parameters) {
            Tensor gradient = gradients.lent(parameter.tensor());
            int size = (int) gradient.elements();
            for (int from = 0; from < size; from += PART) {
                int first = gradient.offset() + from;
                int end = first + Math.min(PART, size - from);
                parts.add(() -> squares(gradient.floats(), first, end));
            }
        }
        // In order, whoever has summed them.
        double[] sums = new double[parts.size()];
        gradients
                .device()
                .runParts(sums.length, part -> sums[part] = parts.get(part).getAsDouble());
        return Math.sqrt(Arrays.stream(sums).sum());
    }

    private static double squares(float[] values, int from, int end) {
        double sum = 0;
        for (int i = from; i < end; i++) {
            double value = values[i];
            sum += value * value;
        }
        return sum;
    }

    private static String key(Parameter parameter, String memory) {
        return parameter.name() + "/" + memory;
    }

    /// What it remembers, by the parameter's name and what it is.
    Map<String, Tensor> memories() {
        return memories;
    }

    /// The names of what it may remember of a parameter.
    List<String> memoriesOf(Parameter parameter) {
        return rule.memories().stream().map(memory -> key(parameter, memory)).toList();
    }

    /// Goes back to an earlier state.
    void restore(long step, Map<String, Tensor> remembered) {
        steps = step;
        memories.clear();
        memories.putAll(remembered);
    }
}
