/// The CUDA driver through the Foreign Function and Memory API. The only module with restricted calls; it needs
/// `--enable-native-access=smalti.cuda`, and says so where the flag is missing.
module smalti.cuda {
    requires static org.jspecify;
    requires smalti.engine;

    provides smalti.device.DeviceProvider with
            smalti.cuda.CudaProvider;
}
