package smalti.cuda.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static smalti.cuda.ffm.RuntimeFunction.GET_VERSION;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smalti.cuda.driver.GpuFacts;
import smalti.cuda.ffm.DriverFinding.Found;
import smalti.cuda.ffm.DriverFinding.Missing;

/// What of CUDA is on this machine: the driver, its GPUs, and the libraries of the toolkit.
public final class CudaMachine {
    /// Turing: our PTX is for it and all later ones.
    private static final int LEAST_CAPABILITY = 75;

    /// What is looked for where no driver sets a limit.
    private static final int NEWEST_MAJOR = 13;

    private static final double GIBI = 1 << 30;

    private final Surroundings surroundings;
    private final DriverFinding driver;
    private final List<GpuFacts> gpus;
    private final Group<CublasFinding> cublas;

    private CudaMachine(Surroundings surroundings, DriverFinding driver, List<GpuFacts> gpus) {
        this.surroundings = surroundings;
        this.driver = driver;
        this.gpus = List.copyOf(gpus);
        this.cublas =
                new Group<>(() ->
                        new CublasFinder(locations(ToolkitLibrary.CUBLAS, newestMajor())).find());
    }

    /// Looks for the driver, starts it, and asks for its GPUs.
    ///
    /// @throws smalti.error.DeviceException if the driver starts and then fails
    public static CudaMachine look(CudaSearch search) {
        DriverFinding finding = new DriverFinder(search.driver(), search.kernelDriver()).find();
        List<GpuFacts> gpus = new ArrayList<>();
        if (finding instanceof Found(DriverLibrary library)) {
            DeviceFunctions devices = new DeviceFunctions(new DriverCalls(library));
            for (int ordinal = 0; ordinal < devices.count(); ordinal++) {
                gpus.add(devices.facts(devices.device(ordinal)));
            }
        }
        return new CudaMachine(search.surroundings(), finding, gpus);
    }

    /// Why a GPU cannot be used; empty if it can.
    ///
    /// @param number from 0
    public Optional<Problem> problem(int number) {
        return switch (driver) {
            case Missing(Problem problem) -> Optional.of(problem);
            case Found(DriverLibrary library) -> problem(library, number);
        };
    }

    private Optional<Problem> problem(DriverLibrary library, int number) {
        String sees = "the driver %s (%s) sees ".formatted(library.name(), library.versionText());
        if (gpus.isEmpty()) {
            return Optional.of(
                    new Problem(
                            sees + "no GPU",
                            "check nvidia-smi and the variable CUDA_VISIBLE_DEVICES"));
        }
        if (number >= gpus.size()) {
            return Optional.of(
                    new Problem(
                            sees + names() + ", and none of number " + number,
                            "use one of 0 to %d, and check the variable CUDA_VISIBLE_DEVICES"
                                    .formatted(gpus.size() - 1)));
        }
        GpuFacts gpu = gpus.get(number);
        if (gpu.capability() < LEAST_CAPABILITY) {
            return Optional.of(
                    new Problem(
                            "%s has compute capability %s, and 7.5 is needed (Turing, of 2018)"
                                    .formatted(gpu.name(), capability(gpu)),
                            "use another GPU"));
        }
        return Optional.empty();
    }

    /// Opens a GPU.
    ///
    /// @param number one for which [#problem] has none
    /// @throws smalti.error.DeviceException if the GPU does not give a context
    public CudaDriver open(int number) {
        return switch (driver) {
            case Missing(Problem problem) -> throw new IllegalStateException(problem.reason());
            case Found(DriverLibrary library) ->
                    new CudaDriver(
                            library,
                            number,
                            surroundings
                                    .property()
                                    .apply(CudaDriver.SYNC_PROPERTY)
                                    .map(Boolean::parseBoolean)
                                    .orElse(false));
        };
    }

    /// cuBLAS on a GPU; empty where the library is not there, or lacks something.
    public Optional<Cublas> cublas(CudaDriver gpu) {
        return switch (cublas.get()) {
            case CublasFinding.Found(CublasLibrary library) ->
                    Optional.of(new Cublas(library, gpu));
            case CublasFinding.Missing _ -> Optional.empty();
        };
    }

    /// What was found, for people, by what it is.
    public Map<String, String> findings() {
        Map<String, String> findings = new LinkedHashMap<>();
        if (driver instanceof Found(DriverLibrary library)) {
            findings.put("driver", library.name() + ", " + library.versionText());
        }
        for (int number = 0; number < gpus.size(); number++) {
            findings.put("gpu_" + number, describe(gpus.get(number)));
        }
        findings.put("cublas", describeCublas());
        describeRuntime().ifPresent(text -> findings.put("runtime", text));
        surroundings
                .variable()
                .apply("NVIDIA_TF32_OVERRIDE")
                .ifPresent(value ->
                        findings.put(
                                "tf32_override",
                                "the variable NVIDIA_TF32_OVERRIDE is "
                                        + value
                                        + ", which overrides the precision that is asked for"));
        return findings;
    }

    /// The names of the GPUs.
    public String names() {
        return String.join(", ", gpus.stream().map(GpuFacts::name).toList());
    }

    private static String describe(GpuFacts gpu) {
        return "%s, compute capability %s, %d processors, %.1f GiB%s"
                .formatted(
                        gpu.name(),
                        capability(gpu),
                        gpu.processors(),
                        gpu.memory() / GIBI,
                        gpu.capability() < LEAST_CAPABILITY ? "; too old, 7.5 is needed" : "");
    }

    private static String capability(GpuFacts gpu) {
        return gpu.capability() / 10 + "." + gpu.capability() % 10;
    }

    private String describeCublas() {
        return switch (cublas.get()) {
            case CublasFinding.Found(CublasLibrary library) ->
                    library.name() + ", version " + library.version();
            case CublasFinding.Missing(String reason) ->
                    reason + "; matrices are multiplied by Smalti's own kernels";
        };
    }

    /// The runtime is not used here, but a mismatch with the driver tells why other programs fail.
    private Optional<String> describeRuntime() {
        LibrarySearch search = new LibrarySearch();
        // Also versions that the driver is too old for: they are what is worth telling.
        int newest = Math.max(NEWEST_MAJOR, newestMajor());
        for (String name : locations(ToolkitLibrary.RUNTIME, newest).libraries()) {
            Optional<Library> library = search.open(name);
            if (library.isPresent()) {
                return Optional.of(name + ", " + runtimeVersion(library.get()));
            }
        }
        return Optional.empty();
    }

    private String runtimeVersion(Library library) {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle getVersion = library.bind(GET_VERSION);
            MemorySegment output = arena.allocate(JAVA_INT);
            int code = NativeCall.code(GET_VERSION, () -> (int) getVersion.invokeExact(output));
            int version = output.get(JAVA_INT, 0);
            if (code != 0) {
                return GET_VERSION.symbol() + " returned " + code;
            }
            boolean tooNew =
                    driver instanceof Found(DriverLibrary found) && version > found.version();
            return "CUDA "
                    + version / 1000
                    + "."
                    + version % 1000 / 10
                    + (tooNew ? "; newer than the driver, so that other programs may fail" : "");
        } catch (MissingFunctionException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private int newestMajor() {
        return switch (driver) {
            case Found(DriverLibrary found) -> found.version() / 1000;
            case Missing _ -> NEWEST_MAJOR;
        };
    }

    private ToolkitLocations locations(ToolkitLibrary library, int newest) {
        List<Path> sites = PythonSites.of(surroundings);
        return ToolkitLocations.of(library, surroundings, newest, sites);
    }
}
