package smalti.nn;

import java.util.List;
import smalti.device.Workspace;
import smalti.tensor.Tensor;

/// The stay of a network's parameters, and of what an optimiser remembers of them, in a device's workspace: training steps
/// then need no copies of them.
///
/// ```java
/// try (Workspace workspace = device.workspace();
///         Placement _ = Placement.of(parameters, optimizer, workspace)) {
///     …
/// }
/// ```
///
/// Nobody else may use the parameters while they come and go. What lies in the workspace already stays there.
public final class Placement implements AutoCloseable {
    private final List<Stay> stays;
    private final Optimizer optimizer;
    private final Workspace workspace;
    private boolean closed;

    private Placement(List<Stay> stays, Optimizer optimizer, Workspace workspace) {
        this.stays = stays;
        this.optimizer = optimizer;
        this.workspace = workspace;
    }

    private record Stay(Parameter parameter, Tensor home, Tensor place) {
        boolean isAway() {
            return place != home;
        }
    }

    /// Brings the parameters into a workspace. What the optimiser remembers follows them at its next step.
    public static Placement of(Parameters parameters, Optimizer optimizer, Workspace workspace) {
        List<Stay> stays =
                parameters.all().stream()
                        .map(each -> new Stay(each, each.tensor(), workspace.place(each.tensor())))
                        .filter(Stay::isAway)
                        .toList();
        stays.forEach(stay -> stay.parameter.move(stay.place));
        return new Placement(stays, optimizer, workspace);
    }

    /// Brings everything back to where it was, as it has become. Closing twice is closing once.
    ///
    /// @throws smalti.error.DeviceException if the device failed: parameters are then as they were in the beginning
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        stays.forEach(stay -> stay.parameter.move(stay.home));
        // All are known before the first is overwritten.
        List<Tensor> values = stays.stream().map(stay -> stay.place.onHeap()).toList();
        optimizer.fetchMemories(workspace);
        for (int i = 0; i < values.size(); i++) {
            values.get(i).copyInto(stays.get(i).home);
            workspace.release(stays.get(i).place);
        }
    }
}
