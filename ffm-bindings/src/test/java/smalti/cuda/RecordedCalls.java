package smalti.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;

/// A driver that notes what it is asked for: kernels, fillings, waits for other streams, and copies between host and GPU.
final class RecordedCalls {
    private final GpuDriver driver;
    private final Map<Object, String> kernels = new ConcurrentHashMap<>();
    private final List<String> started = new CopyOnWriteArrayList<>();
    private final List<Copy> copies = new CopyOnWriteArrayList<>();

    /// @param address on the GPU
    private record Copy(boolean toHost, long address, long bytes) {
        private boolean touches(DeviceTensor tensor) {
            return address < tensor.address() + tensor.bytes()
                    && tensor.address() < address + bytes;
        }
    }

    /// @param recorded what does it
    RecordedCalls(GpuDriver recorded) {
        this.driver =
                (GpuDriver)
                        Proxy.newProxyInstance(
                                GpuDriver.class.getClassLoader(),
                                new Class<?>[] {GpuDriver.class},
                                (_, method, arguments) -> {
                                    try {
                                        Object result = method.invoke(recorded, arguments);
                                        note(method.getName(), arguments, result);
                                        return result;
                                    } catch (InvocationTargetException thrown) {
                                        throw thrown.getCause();
                                    }
                                });
    }

    private void note(String call, Object[] arguments, Object result) {
        switch (call) {
            case "function" -> kernels.put(result, (String) arguments[1]);
            case "launch" -> started.add(kernels.get(arguments[0]));
            case "fill", "await" -> started.add(call);
            case "copyToHost" ->
                    copies.add(
                            new Copy(
                                    true,
                                    (long) arguments[1],
                                    ((MemorySegment) arguments[0]).byteSize()));
            case "copyToDevice" ->
                    copies.add(
                            new Copy(
                                    false,
                                    (long) arguments[0],
                                    ((MemorySegment) arguments[1]).byteSize()));
            default -> {
                // Of no interest.
            }
        }
    }

    GpuDriver driver() {
        return driver;
    }

    /// Forgets all up to now.
    void forget() {
        started.clear();
        copies.clear();
    }

    /// Kernels by their names, fillings and waits, in the order in which they were started.
    List<String> started() {
        return List.copyOf(started);
    }

    /// How many copies to the host there were of a tensor, or parts of it.
    long copiesToHost(DeviceTensor tensor) {
        return copies.stream().filter(copy -> copy.toHost && copy.touches(tensor)).count();
    }

    /// How many bytes were copied one way.
    long copiedBytes(boolean toHost) {
        return copies.stream().filter(copy -> copy.toHost == toHost).mapToLong(Copy::bytes).sum();
    }
}
