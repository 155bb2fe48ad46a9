package smalti.cuda.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.cuda.ptx.Toolkit;

/// The tables of functions against NVIDIA's headers: what a C compiler would refuse, and Java would crash at.
class SignatureTest {
    /// Newer headers have only a variant of it, under the name that the old one goes by in older ones; every driver has the
    /// old one too, with the same parameters.
    private static final Set<String> OLD_NAMES = Set.of("cuEventElapsedTime");

    @TempDir Path folder;

    @Test
    void theDriversFunctionsAreThoseOfItsHeader() throws IOException {
        HeaderFile header = new HeaderFile(Toolkit.header("cuda.h"));
        assertThat(faults(header, DriverFunction.values())).isEmpty();
    }

    @Test
    void theFunctionsOfCublasAreThoseOfItsHeader() throws IOException {
        HeaderFile header = new HeaderFile(Toolkit.header("cublas_api.h"));
        assertThat(faults(header, CublasFunction.values())).isEmpty();
    }

    @Test
    void theFunctionsOfTheRuntimeAreThoseOfItsHeader() throws IOException {
        HeaderFile header = new HeaderFile(Toolkit.header("cuda_runtime_api.h"));
        assertThat(faults(header, RuntimeFunction.values())).isEmpty();
    }

    /// In the form that the header of CUDA 13.0 has, on machines without it.
    @Test
    void prototypesOfCublasAreRead() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("cublas_api.h"),
                        """
                        /* a comment; with (parentheses) */
                        CUBLASAPI const char* CUBLASWINAPI cublasGetStatusName(cublasStatus_t status);
                        CUBLASAPI cublasStatus_t CUBLASWINAPI cublasGemmEx_64(cublasHandle_t handle,
                                                                              cublasOperation_t transa,
                                                                              cublasOperation_t transb,
                                                                              int64_t m,
                                                                              int64_t n,
                                                                              int64_t k,
                                                                              const void* alpha,
                                                                              const void* A,
                                                                              cudaDataType Atype,
                                                                              int64_t lda,
                                                                              const void* B,
                                                                              cudaDataType Btype,
                                                                              int64_t ldb,
                                                                              const void* beta,
                                                                              void* C,
                                                                              cudaDataType Ctype,
                                                                              int64_t ldc,
                                                                              cublasComputeType_t computeType,
                                                                              cublasGemmAlgo_t algo);
                        """);
        HeaderFile header = new HeaderFile(file);
        assertThat(faults(header, CublasFunction.GEMM_64, CublasFunction.GET_STATUS_NAME))
                .isEmpty();
        assertThat(faults(header, CublasFunction.GEMM))
                .containsExactly("cublasGemmEx is not in the header");
    }

    private static List<String> faults(HeaderFile header, NativeFunction... functions) {
        List<String> faults = new ArrayList<>();
        for (NativeFunction function : functions) {
            String name = function.symbol();
            String theirs =
                    header.parameters(name)
                            .or(() ->
                                    OLD_NAMES.contains(name)
                                            ? header.parameters(name + "_v2")
                                            : Optional.empty())
                            .orElse("none");
            if (theirs.equals("none")) {
                faults.add(name + " is not in the header");
            } else if (!agree(function.parameters(), theirs)) {
                faults.add(
                        "%s: table %s, header %s".formatted(name, function.parameters(), theirs));
            }
        }
        return faults;
    }

    /// cuBLAS calls addresses of the GPU `void *`, which are numbers to us.
    private static boolean agree(String ours, String theirs) {
        if (ours.length() != theirs.length()) {
            return false;
        }
        for (int i = 0; i < ours.length(); i++) {
            boolean same = ours.charAt(i) == theirs.charAt(i);
            boolean address = ours.charAt(i) == 'D' && theirs.charAt(i) == 'P';
            if (!same && !address) {
                return false;
            }
        }
        return true;
    }
}
