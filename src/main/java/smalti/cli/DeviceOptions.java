package smalti.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import smalti.device.Device;
import smalti.device.Devices;

/// Where to compute.
final class DeviceOptions {
    private static final String THREADS = "smalti.threads";
    private static final String CPU = "cpu";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "${sys:smalti.device:-auto}",
            description =
                    "auto, cpu, cuda, or cuda:1 for the second GPU: what computes (auto takes the best there is).")
    private String name = Devices.AUTO;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of the CPU (as many as there are processors).")
    void threads(int number) {
        if (number < 1) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "--threads must be at least 1, not " + number);
        }
        // Read when the CPU device is first used, which is later.
        System.setProperty(THREADS, Integer.toString(number));
    }

    /// The device that was asked for.
    ///
    /// @throws smalti.error.DeviceUnavailableException with the reason, if it cannot be had
    Device device() {
        Device device = Devices.named(name);
        announcement(name, device).ifPresent(command.commandLine().getErr()::println);
        return device;
    }

    /// What to tell of a device that was not asked for by name: the CPU is what everybody has.
    static Optional<String> announcement(String asked, Device device) {
        return asked.equalsIgnoreCase(Devices.AUTO) && !device.name().equals(CPU)
                ? Optional.of(
                        "smalti: computing on %s (%s); --device cpu takes the CPU instead"
                                .formatted(device.name(), device.description()))
                : Optional.empty();
    }
}
