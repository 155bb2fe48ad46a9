/// Tensors, segments, superpixels and pooling on the JDK alone.
module smalti.engine {
    requires static jdk.incubator.vector;

    exports smalti;
    exports smalti.error;
    exports smalti.tensor;
    exports smalti.segment;
    exports smalti.op;
    exports smalti.device;

    uses smalti.device.DeviceProvider;

    provides smalti.device.DeviceProvider with
            smalti.cpu.CpuProvider;
}
