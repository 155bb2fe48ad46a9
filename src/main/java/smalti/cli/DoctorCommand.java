package smalti.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import smalti.device.Availability;
import smalti.device.Devices;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Tells what this machine offers and why something is not there.")
final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Table table = new Table();
        table.row("java", Runtime.version().toString());
        for (Devices.Entry device : Devices.all()) {
            table.row(
                    "device " + device.name(),
                    switch (device.availability()) {
                        case Availability.Available(var found) -> found.description();
                        case Availability.Unavailable(String reason, String mend) ->
                                reason + "; " + mend;
                    });
        }
        table.print(terminal.out());
        return Program.DONE;
    }
}
