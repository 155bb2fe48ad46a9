package smalti.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import smalti.cuda.launch.DeviceBuffer;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Repetition;
import smalti.cuda.launch.Scratch;
import smalti.device.Workspace;
import smalti.error.DeviceException;
import smalti.error.ShapeException;
import smalti.op.CustomOp;
import smalti.op.Op;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.segment.Labelling;
import smalti.segment.PlacedLabels;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Tensors of a GPU, and a stream of its own in which operators follow each other.
final class CudaWorkspace implements Workspace {
    private final CudaDevice device;
    private final CudaOperators operators;
    private final Queue queue;
    private final Set<DeviceBuffer> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Float, Tensor> scalars = new HashMap<>();
    private final List<Repetition> repetitions = new ArrayList<>();
    private boolean closed;

    CudaWorkspace(CudaDevice device, CudaOperators operators, Queue queue) {
        this.device = device;
        this.operators = operators;
        this.queue = queue;
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public String description() {
        return device.description();
    }

    @Override
    public Workspace workspace() {
        return device.workspace();
    }

    @Override
    public List<Tensor> run(Op op, List<Tensor> inputs) {
        List<Tensor> outputs = new ArrayList<>();
        boolean done = false;
        try {
            for (TensorType type : ShapeRule.outputs(op, inputs)) {
                outputs.add(allocate(type));
            }
            compute(op, inputs, outputs);
            done = true;
        } finally {
            if (!done) {
                outputs.forEach(this::release);
            }
        }
        return outputs;
    }

    @Override
    public void runInto(Op op, List<Tensor> inputs, List<Tensor> outputs) {
        expect(op, ShapeRule.outputs(op, inputs), outputs);
        List<Tensor> here = new ArrayList<>();
        List<Tensor> made = new ArrayList<>();
        try {
            for (Tensor output : outputs) {
                if (!isHere(output)) {
                    made.add(allocate(TensorType.of(output)));
                }
                here.add(isHere(output) ? output : made.getLast());
            }
            compute(op, inputs, here);
            for (int i = 0; i < outputs.size(); i++) {
                if (here.get(i) != outputs.get(i)) {
                    download(here.get(i), outputs.get(i));
                }
            }
        } finally {
            made.forEach(this::release);
        }
    }

    /// Checks tensors that are to be overwritten.
    static void expect(Op op, List<TensorType> expected, List<Tensor> given) {
        List<TensorType> types = given.stream().map(TensorType::of).toList();
        if (!types.equals(expected)) {
            throw new ShapeException(op.name(), "outputs " + expected, types);
        }
    }

    private void compute(Op op, List<Tensor> inputs, List<Tensor> outputs) {
        if (op instanceof CustomOp own) {
            List<Tensor> results = OwnOperators.run(own, inputs.stream().map(this::fetch).toList());
            outputs.forEach(this::follow);
            for (int i = 0; i < results.size(); i++) {
                queue.upload(results.get(i).memory(), DeviceTensor.of(outputs.get(i)).address());
            }
            outputs.forEach(this::lead);
            return;
        }
        List<Tensor> copies = new ArrayList<>();
        try {
            List<DeviceTensor> here = new ArrayList<>();
            for (Tensor input : inputs) {
                if (isHere(input)) {
                    follow(input);
                    here.add(DeviceTensor.of(input));
                } else {
                    copies.add(place(input));
                    here.add(DeviceTensor.of(copies.getLast()));
                }
            }
            outputs.forEach(this::follow);
            operators.run(op, here, outputs.stream().map(DeviceTensor::of).toList(), queue);
            inputs.forEach(this::lead);
            outputs.forEach(this::lead);
        } finally {
            copies.forEach(this::release);
        }
    }

    /// Whether a tensor lies on this GPU.
    private boolean isHere(Tensor tensor) {
        return tensor.storage() instanceof DeviceBuffer buffer && buffer.queue().isBeside(queue);
    }

    /// Waits in the stream for a tensor of another workspace.
    private void follow(Tensor tensor) {
        if (tensor.storage() instanceof DeviceBuffer buffer) {
            queue.follow(buffer.queue());
        }
    }

    /// Lets another workspace's stream wait before it writes a tensor anew or gives it back.
    private void lead(Tensor tensor) {
        if (isHere(tensor)) {
            ((DeviceBuffer) tensor.storage()).queue().follow(queue);
        }
    }

    @Override
    public Tensor place(Tensor tensor) {
        if (isHere(tensor)) {
            return tensor;
        }
        MemorySegment elements = memory(tensor);
        Tensor copy = allocate(TensorType.of(tensor));
        queue.upload(elements, DeviceTensor.of(copy).address());
        return copy;
    }

    private static MemorySegment memory(Tensor tensor) {
        if (tensor.storage() instanceof Storage.OnDevice) {
            throw new DeviceException("a tensor lies on another device; copy it to the heap first");
        }
        return tensor.memory();
    }

    @Override
    public boolean hasOwnMemory() {
        return true;
    }

    @Override
    public synchronized Tensor scalar(float value) {
        expectOpen();
        return scalars.computeIfAbsent(
                value,
                number -> {
                    int[] bits = {Float.floatToRawIntBits(number)};
                    var buffer = new DeviceBuffer(queue.uploadLasting(bits), DType.F32, 1);
                    return Tensor.of(Shape.of(), buffer, 0);
                });
    }

    @Override
    public Tensor make(TensorType type) {
        Tensor zeros = allocate(type);
        queue.fill(DeviceTensor.of(zeros).address(), (byte) 0, DeviceTensor.of(zeros).bytes());
        return zeros;
    }

    @Override
    public Tensor fetch(Tensor tensor) {
        if (!isHere(tensor)) {
            return tensor;
        }
        Tensor copy = Tensor.zeros(tensor.dtype(), tensor.shape());
        download(tensor, copy);
        return copy;
    }

    private void download(Tensor from, Tensor to) {
        long address = DeviceTensor.of(from).address();
        expectOpen();
        follow(from);
        // Looks for faults too: what kernels met must be told before their results are used.
        queue.synchronize();
        queue.download(address, to.memory());
    }

    @Override
    public SegmentMap segments(Tensor labels, Labelling labelling) {
        expectOpen();
        if (!isHere(labels) || labels.elements() == 0) {
            return Workspace.super.segments(labels, labelling);
        }
        return operators.segments(new PlacedLabels(labels, labelling, this::fetch), queue);
    }

    private synchronized void expectOpen() {
        if (closed) {
            throw new DeviceException("this workspace of " + device.name() + " was closed");
        }
    }

    private synchronized Tensor allocate(TensorType type) {
        expectOpen();
        long elements = type.shape().elements();
        Scratch memory = queue.allocateLasting(elements * type.dtype().bytes());
        DeviceBuffer buffer = new DeviceBuffer(memory, type.dtype(), elements);
        buffers.add(buffer);
        return Tensor.of(type.shape(), buffer, 0);
    }

    @Override
    public synchronized Optional<Runnable> repeated(Runnable steps) {
        return queue.repeated(steps)
                .map(repetition -> {
                    repetitions.add(repetition);
                    return repetition::run;
                });
    }

    @Override
    public synchronized void release(Tensor tensor) {
        if (tensor.storage() instanceof DeviceBuffer buffer && buffers.remove(buffer)) {
            buffer.close();
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            repetitions.forEach(Repetition::close);
            repetitions.clear();
            buffers.forEach(DeviceBuffer::close);
            buffers.clear();
            scalars.values().forEach(each -> ((DeviceBuffer) each.storage()).close());
            scalars.clear();
            queue.clear();
            device.giveBack(queue);
        }
    }
}
