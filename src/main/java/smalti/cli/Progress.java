package smalti.cli;

/// A line that shows how far a long job has come: on a terminal only, and only if there is more than one step.
final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS = 100_000_000;
    private static final String CLEAR = "\r\u001B[K";

    private final Terminal terminal;
    private final int steps;
    private final boolean shown;
    private long drawn;

    Progress(Terminal terminal, int steps) {
        this.terminal = terminal;
        this.steps = steps;
        this.shown = steps > 1 && terminal.isInteractive();
        this.drawn = System.nanoTime() - REDRAW_NANOS;
    }

    /// Shows that so many steps are done.
    void at(int done, String what) {
        at(done, steps, what);
    }

    /// The same of a job whose steps are known only now.
    void at(int done, int all, String what) {
        long now = System.nanoTime();
        if (!shown || now - drawn < REDRAW_NANOS) {
            return;
        }
        drawn = now;
        int filled = (int) ((long) WIDTH * done / all);
        terminal.err()
                .print(
                        CLEAR
                                + "["
                                + "=".repeat(filled)
                                + " ".repeat(WIDTH - filled)
                                + "] "
                                + done
                                + "/"
                                + all
                                + " "
                                + what);
        terminal.err().flush();
    }

    /// Takes the line away, so that something else can be said.
    void clear() {
        if (shown) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
            drawn = System.nanoTime() - REDRAW_NANOS;
        }
    }

    @Override
    public void close() {
        clear();
    }
}
