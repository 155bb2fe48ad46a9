/// Tensors, segments, superpixels and pooling on the JDK alone.
///
/// The incubating Vector API is used where it is there and left out where it is not: `requires static` lets the engine
/// start without it, on its scalar kernels.
module smalti.engine {
    requires static jdk.incubator.vector;
    requires static transitive org.jspecify;

    exports smalti;
    exports smalti.error;
    exports smalti.tensor;
    exports smalti.segment;
    exports smalti.file;
    exports smalti.superpixel;
    exports smalti.slic to
            smalti.cuda;
    exports smalti.op;
    exports smalti.device;
    exports smalti.grad;
    exports smalti.nn;
    exports smalti.plan;

    uses smalti.device.DeviceProvider;

    provides smalti.device.DeviceProvider with
            smalti.cpu.CpuProvider;
}
