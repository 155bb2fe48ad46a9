package smalti.cuda.ffm;

/// A library of the CUDA toolkit, of which several versions may be on a machine.
enum ToolkitLibrary {
    CUBLAS("cublas", "cublas"),
    RUNTIME("cudart", "cuda_runtime");

    private final String base;
    private final String wheel;

    /// @param base its name without what the system adds
    /// @param wheel the folder that Python packages of CUDA 12 have it in
    ToolkitLibrary(String base, String wheel) {
        this.base = base;
        this.wheel = wheel;
    }

    /// The system property that names its file.
    String property() {
        return "smalti.cuda." + base;
    }

    String wheel() {
        return wheel;
    }

    /// Its file's name in a version of CUDA.
    String soname(int major) {
        return "lib" + base + ".so." + major;
    }
}
