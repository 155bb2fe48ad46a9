package smalti.cli;

/// Where the launcher starts the program.
public final class Main {
    private Main() {}

    /// Runs a command and ends the process with its exit code.
    public static void main(String[] arguments) {
        // Pictures are read and drawn without a screen.
        System.setProperty("java.awt.headless", "true");
        VectorModule.load();
        int code = Program.run(arguments, System.out, System.err);
        System.out.flush();
        System.exit(code);
    }
}
