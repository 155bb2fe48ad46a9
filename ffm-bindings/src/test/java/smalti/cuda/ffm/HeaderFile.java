package smalti.cuda.ffm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A C header of NVIDIA's: which function takes what.
final class HeaderFile {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);

    /// A name that the header gives to another function, as it does where it has a newer variant.
    private static final Pattern RENAMING =
            Pattern.compile(
                    "#define\\s+(cu\\w+)\\s+(?:__CUDA_API_PT[DS][SZ]\\()?(cu\\w+)\\)?\\s*\n");

    private static final Pattern PROTOTYPE =
            Pattern.compile(
                    "\\b(?<result>CUresult|cublasStatus_t|cudaError_t|const\\s+char\\s*\\*)\\s+(?:CUDAAPI|CUBLASWINAPI|CUDARTAPI)\\s+"
                            + "(?<name>cu\\w+)\\s*\\((?<parameters>[^;{]*?)\\)\\s*;");

    private final Map<String, String> parametersByFunction = new HashMap<>();

    HeaderFile(Path file) throws IOException {
        String text = COMMENT.matcher(Files.readString(file).replace("\\\n", " ")).replaceAll(" ");
        Map<String, String> names =
                RENAMING.matcher(text)
                        .results()
                        .collect(
                                Collectors.toMap(
                                        found -> found.group(1),
                                        found -> found.group(2),
                                        (first, _) -> first));
        Matcher prototype = PROTOTYPE.matcher(text);
        while (prototype.find()) {
            String name = prototype.group("name");
            parametersByFunction.putIfAbsent(
                    names.getOrDefault(name, name), letters(prototype.group("parameters")));
        }
    }

    /// What a function takes, in the letters of [NativeFunction#parameters], in which the header shows no difference between
    /// addresses of the GPU and of the host if it calls both `void *`: then both are `P`.
    Optional<String> parameters(String function) {
        return Optional.ofNullable(parametersByFunction.get(function));
    }

    private static String letters(String parameters) {
        String list = parameters.replaceAll("\\s+", " ").strip();
        return list.equals("void")
                ? ""
                : Stream.of(list.split(",")).map(HeaderFile::letter).collect(Collectors.joining());
    }

    private static String letter(String parameter) {
        String text = parameter.strip();
        if (text.contains("*") || text.contains("[")) {
            return "P";
        }
        String type = text.replaceFirst("^const ", "").replaceFirst(" \\w+$", "");
        return switch (type) {
            case "CUdeviceptr" -> "D";
            case "size_t",
                    "unsigned long long",
                    "long long int",
                    "long long",
                    "int64_t",
                    "cuuint64_t" ->
                    "L";
            case "unsigned char" -> "B";
            case "int",
                    "unsigned int",
                    "CUdevice",
                    "CUresult",
                    "CUdevice_attribute",
                    "CUfunction_attribute",
                    "CUmemPool_attribute",
                    "CUstreamCaptureMode",
                    "cublasStatus_t",
                    "cublasOperation_t",
                    "cublasMath_t",
                    "cublasPointerMode_t",
                    "cublasComputeType_t",
                    "cublasGemmAlgo_t",
                    "cudaDataType",
                    "libraryPropertyType" ->
                    "I";
            case "CUcontext",
                    "CUstream",
                    "CUevent",
                    "CUmodule",
                    "CUfunction",
                    "CUgraph",
                    "CUgraphExec",
                    "CUmemoryPool",
                    "cublasHandle_t",
                    "cudaStream_t" ->
                    "H";
            default -> "(" + type + ")";
        };
    }
}
