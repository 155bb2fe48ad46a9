package smalti.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import smalti.device.Availability;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.device.Speed;
import smalti.json.Json;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tells what this machine and this Java offer, which kernels were chosen and why, what each device lacks and how to"
                    + " mend it, and how fast the best device is.",
            ""
        },
        footer = {"", "Example:", "  smalti doctor --json"})
final class DoctorCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--no-probe", description = "Leave out the measurement, which takes a second.")
    private boolean noProbe;

    @Option(names = "--json", description = "Print findings as JSON.")
    private boolean json;

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Map<String, Object> findings = new LinkedHashMap<>();
        findings.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        findings.put("java_home", System.getProperty("java.home", "unknown"));
        findings.put("compilers", compilers());
        findings.put("vector_module", vectorModule());
        findings.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        findings.put("cores", Runtime.getRuntime().availableProcessors());
        findings.put("heap_limit_mb", Runtime.getRuntime().maxMemory() >> 20);
        for (Devices.Entry entry : Devices.all()) {
            findings.put("device_" + entry.name(), words(entry.availability()));
            entry.findings().forEach((name, text) -> findings.put(entry.name() + "_" + name, text));
        }
        Device best = Devices.best();
        findings.put("device_chosen", best.name());
        if (!noProbe) {
            Optional<Speed> speed = best.measure();
            speed.ifPresent(measured -> add(findings, measured));
        }
        print(findings);
        return Program.DONE;
    }

    private static String compilers() {
        String mode = System.getProperty("java.vm.info", "");
        if (mode.contains("interpreted")) {
            return "none: everything is slow; start Java without -Xint";
        }
        if (mode.contains("emulated-client")) {
            return "C1 alone: vectors are slow; start Java without -XX:TieredStopAtLevel=1";
        }
        return "C1 and C2 (" + mode + ")";
    }

    private static String vectorModule() {
        return VectorModule.isThere()
                ? VectorModule.NAME + " is there"
                : VectorModule.NAME
                        + " is missing; start Java with --add-modules "
                        + VectorModule.NAME;
    }

    private static String words(Availability availability) {
        return switch (availability) {
            case Availability.Available(Device device) -> device.description();
            case Availability.Unavailable(String reason, String mend) ->
                    "not available: " + reason + "; " + mend;
        };
    }

    private static void add(Map<String, Object> findings, Speed speed) {
        findings.put("probe_threads", speed.threads());
        findings.put("probe_streaming_read_gb_s", rounded(speed.readBytes()));
        findings.put("probe_multiply_add_gflop_s", rounded(speed.multiplyAdds()));
        findings.put("probe_mean_pooling_gb_s", rounded(speed.poolBytes()));
    }

    private static double rounded(double perSecond) {
        return Math.round(perSecond / 1e8) / 10.0;
    }

    private void print(Map<String, Object> findings) {
        if (json) {
            terminal.out().println(Json.line(findings));
            return;
        }
        Table table = new Table();
        findings.forEach((name, value) ->
                table.row(
                        name.replace("_gb_s", ", GB/s")
                                .replace("_gflop_s", ", GFLOP/s")
                                .replace("_mb", ", MB")
                                .replace('_', ' '),
                        value instanceof Double number
                                ? String.format(Locale.ROOT, "%.1f", number)
                                : value.toString()));
        table.print(terminal.out());
    }
}
