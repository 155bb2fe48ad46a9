package smalti.bench.worker;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// Waits until this process has nothing left to do: a compiler that goes on behind a measured trial would slow down
/// whoever is measured next.
final class Rest {
    private static final int PATIENCE_MILLIS = 3000;
    private static final int PAUSE_MILLIS = 20;

    /// Of the time that passes.
    private static final double IDLE = 0.1;

    private Rest() {}

    static void await() {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        for (int waited = 0; waited < PATIENCE_MILLIS; waited += PAUSE_MILLIS) {
            long busy = system.getProcessCpuTime();
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
            if (system.getProcessCpuTime() - busy < IDLE * PAUSE_MILLIS * 1e6) {
                return;
            }
        }
    }
}
