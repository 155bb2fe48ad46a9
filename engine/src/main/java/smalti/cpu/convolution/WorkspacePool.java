package smalti.cpu.convolution;

import java.util.ArrayDeque;

/// The working memory of convolutions: as many [Workspace]s as parts were ever computed at once.
final class WorkspacePool {
    private final ArrayDeque<Workspace> free = new ArrayDeque<>();

    synchronized Workspace take() {
        return free.isEmpty() ? new Workspace() : free.pop();
    }

    synchronized void give(Workspace workspace) {
        free.push(workspace);
    }
}
