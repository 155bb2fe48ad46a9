package smalti.cli;

import java.io.Console;
import java.io.PrintStream;

/// Where a command speaks: results to `out`, everything else to `err`.
record Terminal(PrintStream out, PrintStream err) {
    /// Whether a person looks on: progress is shown to people alone.
    boolean isInteractive() {
        if (err != System.err) {
            return false;
        }
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
