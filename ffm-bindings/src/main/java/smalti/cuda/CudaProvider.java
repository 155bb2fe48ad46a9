package smalti.cuda;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import smalti.cuda.ffm.Cublas;
import smalti.cuda.ffm.CudaDriver;
import smalti.cuda.ffm.CudaMachine;
import smalti.cuda.ffm.CudaSearch;
import smalti.cuda.ffm.Problem;
import smalti.cuda.matrix.CublasGemm;
import smalti.cuda.matrix.Gemm;
import smalti.cuda.matrix.KernelGemm;
import smalti.cuda.matrix.Precision;
import smalti.device.Availability;
import smalti.device.Availability.Available;
import smalti.device.Availability.Unavailable;
import smalti.device.DeviceProvider;
import smalti.error.DeviceException;

/// Offers NVIDIA GPUs. It finds the driver library, starts it and asks for its GPUs.
public final class CudaProvider implements DeviceProvider {
    /// The system property for how exactly matrices are multiplied: fp32, tf32 or bf16.
    static final String PRECISION_PROPERTY = "smalti.gpu.precision";

    private static final String USE_CPU = "use --device cpu";

    private final CudaSearch search;
    private Optional<CudaMachine> machine = Optional.empty();

    /// The provider that [java.util.ServiceLoader] makes: it looks on this machine.
    public CudaProvider() {
        this(CudaSearch.here());
    }

    CudaProvider(CudaSearch search) {
        this.search = search;
    }

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public int preference() {
        return 100;
    }

    @Override
    public Availability probe() {
        return probe(0);
    }

    @Override
    public Availability probe(int number) {
        Optional<Unavailable> forbidden = forbidden();
        if (forbidden.isPresent()) {
            return forbidden.get();
        }
        try {
            CudaMachine found = machine();
            Optional<Problem> problem = found.problem(number);
            return problem.isPresent() ? unavailable(problem.get()) : offer(found, number);
        } catch (DeviceException | IllegalStateException e) {
            return broken(e);
        }
    }

    @Override
    public Map<String, String> findings() {
        try {
            return forbidden().isPresent() ? Map.of() : machine().findings();
        } catch (DeviceException | IllegalStateException e) {
            return Map.of("failure", String.valueOf(e.getMessage()));
        }
    }

    /// The device on a GPU that will do.
    private Availability offer(CudaMachine machine, int number) {
        Optional<Precision> precision = precision();
        if (precision.isEmpty()) {
            return new Unavailable(
                    "-D%s must be one of %s"
                            .formatted(PRECISION_PROPERTY, Arrays.toString(Precision.values())),
                    "correct the property or leave it out");
        }
        CudaDriver driver = machine.open(number);
        Optional<Cublas> cublas = machine.cublas(driver);
        return new Available(
                new CudaDevice(
                        number == 0 ? name() : name() + ":" + number,
                        driver,
                        guarded ->
                                cublas.<Gemm>map(library ->
                                                new CublasGemm(library, precision.get(), guarded))
                                        .orElseGet(() -> new KernelGemm(guarded))));
    }

    /// What the user asks for; empty if that is not a precision.
    private Optional<Precision> precision() {
        String wanted =
                search.surroundings()
                        .property()
                        .apply(PRECISION_PROPERTY)
                        .orElse(Precision.FP32.name());
        return Arrays.stream(Precision.values())
                .filter(precision -> precision.name().equalsIgnoreCase(wanted))
                .findFirst();
    }

    private synchronized CudaMachine machine() {
        CudaMachine found = machine.orElseGet(() -> CudaMachine.look(search));
        machine = Optional.of(found);
        return found;
    }

    /// Whether Java may not call native libraries; then nothing else can be asked.
    private static Optional<Unavailable> forbidden() {
        Module module = CudaProvider.class.getModule();
        if (module.isNativeAccessEnabled()) {
            return Optional.empty();
        }
        String who = module.isNamed() ? module.getName() : "ALL-UNNAMED";
        return Optional.of(
                new Unavailable(
                        "Java may not call native libraries here",
                        "start Java with --enable-native-access=" + who + ", or " + USE_CPU));
    }

    private static Unavailable unavailable(Problem problem) {
        return new Unavailable(problem.reason(), problem.mend() + ", or " + USE_CPU);
    }

    private static Unavailable broken(RuntimeException failure) {
        return new Unavailable(
                "the driver starts, and then fails: " + failure.getMessage(),
                "check that nvidia-smi works, or " + USE_CPU);
    }
}
