package smalti.device;

import smalti.tensor.Tensor;

/// A device together with a part of its memory: what it computes lies there until it is closed, and operators that follow
/// each other need no copies.
///
/// ```java
/// try (Workspace workspace = device.workspace()) {
///     Tensor features = workspace.place(pixels);
///     Tensor means = workspace.run(mean, features);
///     return workspace.fetch(means);
/// }
/// ```
///
/// Inputs may lie in this workspace, in another one of the same device, or on the heap, from where they are copied each
/// time. The outputs of [#run] lie in this workspace. On a device that computes on the heap, all of this is the heap.
///
/// Operators may still be at work when their call returns. What fails in them is then thrown by a later call, by
/// [#fetch] and [#runInto] to the heap at the latest.
public interface Workspace extends Device, AutoCloseable {
    /// Gives up a tensor of this workspace, and all that share its elements, before the workspace is closed.
    void release(Tensor tensor);

    /// Gives up all tensors. Closing twice is closing once.
    @Override
    void close();
}
