package smalti.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import smalti.device.Device;
import smalti.device.Workspace;
import smalti.error.ParameterException;
import smalti.grad.Gradients;
import smalti.op.StepOp;
import smalti.op.TensorType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
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
        Device device = gradients.device();
        List<Tensor> slopes = reached.stream().map(each -> gradients.lent(each.tensor())).toList();
        Tensor scale = new Clipping(largestNorm).scale(slopes, device);
        double now = rate();
        steps++;
        List<Runnable> parts = new ArrayList<>();
        for (int i = 0; i < slopes.size(); i++) {
            Parameter parameter = reached.get(i);
            Tensor gradient = slopes.get(i);
            group(parameter)
                    .ifPresent(group -> {
                        StepOp op = rule.op(steps, now * group.rate(), group.decay());
                        List<Tensor> memory = remembered(parameter, device);
                        addParts(op, parameter.tensor(), gradient, scale, memory, device, parts);
                    });
        }
        device.runParts(parts.size(), part -> parts.get(part).run());
        Clipping.release(scale, device);
    }

    /// What is remembered of a parameter lies where it does.
    private List<Tensor> remembered(Parameter parameter, Device device) {
        TensorType type = TensorType.of(parameter.tensor());
        boolean there = isOnDevice(parameter.tensor());
        List<Tensor> remembered = new ArrayList<>();
        for (String memory : rule.memories()) {
            String key = key(parameter, memory);
            Tensor found = memories.get(key);
            if (found == null) {
                found = there ? device.make(type) : Tensor.zeros(type.dtype(), type.shape());
            } else {
                found = there ? device.place(found) : found.onHeap();
            }
            memories.put(key, found);
            remembered.add(found);
        }
        return remembered;
    }

    private static boolean isOnDevice(Tensor tensor) {
        return tensor.storage() instanceof Storage.OnDevice;
    }

    /// Adds the parts of a parameter's step, each of which changes weights and memory in place. What lies on the heap is cut,
    /// so that threads share it.
    private static void addParts(
            StepOp op,
            Tensor weights,
            Tensor gradient,
            Tensor scale,
            List<Tensor> memory,
            Device device,
            List<Runnable> parts) {
        int size = (int) weights.elements();
        int most = isOnDevice(weights) ? Math.max(1, size) : PART;
        for (int from = 0; from < size; from += most) {
            int first = from;
            int count = Math.min(most, size - from);
            List<Tensor> changed = new ArrayList<>();
            changed.add(part(weights, first, count));
            memory.forEach(each -> changed.add(part(each, first, count)));
            List<Tensor> inputs = new ArrayList<>(changed);
            inputs.addAll(1, List.of(part(gradient, first, count), scale));
            parts.add(() -> device.runInto(op, inputs, changed));
        }
    }

    private static Tensor part(Tensor tensor, int first, int count) {
        return count == tensor.elements()
                ? tensor
                : Tensor.of(Shape.of(count), tensor.storage(), tensor.offset() + first);
    }

    private Optional<ParameterGroup> group(Parameter parameter) {
        return groups.stream().filter(group -> group.members().test(parameter)).findFirst();
    }

    private static String key(Parameter parameter, String memory) {
        return parameter.name() + "/" + memory;
    }

    /// What it remembers, by the parameter's name and what it is.
    Map<String, Tensor> memories() {
        return memories;
    }

    /// Brings what it remembers from a workspace to the heap.
    void fetchMemories(Workspace workspace) {
        memories.replaceAll((_, there) -> {
            Tensor here = there.onHeap();
            if (here != there) {
                workspace.release(there);
            }
            return here;
        });
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
