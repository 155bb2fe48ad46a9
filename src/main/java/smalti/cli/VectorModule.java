package smalti.cli;

import smalti.device.Devices;

/// The incubating module of the Vector API, loaded into a Java machine that was started without it.
///
/// `--add-modules jdk.incubator.vector` would do as well, but with it the Java machine prints a warning on standard
/// error at every start, and cannot take its graph of modules from the ahead-of-time cache. The JDK's own way to load a
/// module later, by which agents come in, has neither fault. It is not public: the launcher opens it with
/// `--add-exports java.base/jdk.internal.module=smalti` for the one JDK release that it starts. Without that flag
/// nothing happens here, and Smalti computes with its scalar kernels.
final class VectorModule {
    static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /// Whether classes of the Vector API can be found, however its module came in.
    static boolean isThere() {
        try {
            Class.forName(NAME + ".Vector", false, null);
            return true;
        } catch (ClassNotFoundException _) {
            return false;
        }
    }

    /// Loads the module and lets the engine read it, unless it is there already or cannot be had.
    static void load() {
        Module engine = Devices.class.getModule();
        if (!engine.isNamed() || isThere()) {
            return;
        }
        try {
            Class<?> modules = Class.forName("jdk.internal.module.Modules");
            Module vector =
                    (Module) modules.getMethod("loadModule", String.class).invoke(null, NAME);
            modules.getMethod("addReads", Module.class, Module.class).invoke(null, engine, vector);
        } catch (ReflectiveOperationException _) {
            // Then the engine chooses its scalar kernels, and `smalti doctor` tells.
        }
    }
}
