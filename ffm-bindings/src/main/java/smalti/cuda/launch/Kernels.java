package smalti.cuda.launch;

import java.util.concurrent.ConcurrentHashMap;
import smalti.cuda.driver.GpuDriver;

/// The kernels of one family on one GPU. They are compiled for it when the first of them is asked for.
public final class Kernels {
    private final GpuDriver driver;
    private final String family;
    private final ConcurrentHashMap<String, Kernel> kernels = new ConcurrentHashMap<>();
    private final Object loading = new Object();
    private volatile Loaded loaded = new Loaded(0, new PtxText("", "", java.util.Map.of()));

    private record Loaded(long module, PtxText ptx) {}

    /// @param family the name of the PTX file, without its ending
    public Kernels(GpuDriver driver, String family) {
        this.driver = driver;
        this.family = family;
    }

    /// A kernel by its name without the prefix `smalti_`.
    ///
    /// @throws IllegalStateException if the family has no kernel of that name
    public Kernel get(String name) {
        return kernels.computeIfAbsent("smalti_" + name, this::find);
    }

    private Kernel find(String name) {
        Loaded now = load();
        Parameters parameters = now.ptx.kernels().get(name);
        if (parameters == null) {
            throw new IllegalStateException(family + ".ptx has no kernel " + name);
        }
        return new Kernel(driver.function(now.module, name), parameters);
    }

    private Loaded load() {
        if (loaded.module == 0) {
            synchronized (loading) {
                if (loaded.module == 0) {
                    PtxText ptx = PtxText.of(family);
                    loaded = new Loaded(driver.load(ptx.text()), ptx);
                }
            }
        }
        return loaded;
    }
}
