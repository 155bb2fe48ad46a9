package smalti.cuda.emulator;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// A file of PTX with its kernels compiled.
///
/// @param kernels by name
record CompiledModule(PtxModule module, Map<String, Kernel> kernels) {
    /// Files that were compiled, by their text: compiling takes longer than most tests, and the counts of what was
    /// executed are those of the whole run. Therefore this one is static.
    private static final Map<String, CompiledModule> KNOWN = new ConcurrentHashMap<>();

    /// The module of a text, compiled at most once.
    static CompiledModule of(String text) {
        return KNOWN.computeIfAbsent(text, CompiledModule::compile);
    }

    Optional<Kernel> kernel(String name) {
        return Optional.ofNullable(kernels.get(name));
    }

    /// All that were compiled for good.
    static Collection<CompiledModule> known() {
        return KNOWN.values();
    }

    /// Compiles a text that will not come again.
    static CompiledModule compile(String text) {
        PtxModule module = PtxParser.parse(text);
        Map<String, Kernel> kernels = new TreeMap<>();
        module.entries()
                .forEach((name, entry) -> kernels.put(name, KernelCompiler.compile(module, entry)));
        return new CompiledModule(module, kernels);
    }
}
