package smalti.testkit.promise;

import static smalti.testkit.promise.OnDevice.assertSameBits;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import smalti.device.Device;
import smalti.op.Layout;
import smalti.op.SegmentOp;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.AnyScene;
import smalti.testkit.CaseTable;
import smalti.testkit.LabelPattern;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;

/// The same input gives the same bits: run after run, hot or cold, on any number of threads.
public interface DeterminismPromises extends OnDevice {

    private void checkSameBitsEverywhere(OpCase each) {
        List<Tensor> inputs = each.inputs();
        List<Tensor> first = run(device(), each.op(), inputs);
        assertSameBits("again: " + each, run(device(), each.op(), inputs), first);
        for (Device other : alike()) {
            assertSameBits(
                    each + " on " + other.description(), run(other, each.op(), inputs), first);
        }
    }

    @Property(tries = 15)
    default void theBitsAreTheSameRunAfterRunAndOnAnyNumberOfThreads(
            @ForAll(supplier = AnyScene.class) Scene scene) {
        CaseTable.on(scene, DType.F32).forEach(this::checkSameBitsEverywhere);
    }

    @Tag("large")
    @Example
    default void theBitsAreTheSameOnAnyNumberOfThreadsWhereWorkIsShared() {
        for (Layout layout : Layout.values()) {
            for (LabelPattern labels :
                    List.of(LabelPattern.ONE, LabelPattern.BLOBS, LabelPattern.NOISE)) {
                CaseTable.on(Scene.of(2, 83, 97, 19).with(layout).with(labels), DType.F32).stream()
                        .filter(each ->
                                each.op() instanceof SegmentOp || labels == LabelPattern.BLOBS)
                        .forEach(this::checkSameBitsEverywhere);
            }
        }
    }

    /// Compiled code must give what interpreted code gave: calls enough that the last compiler has its say.
    @Tag("large")
    @Example
    default void hotCodeGivesTheBitsThatColdCodeGave() {
        int calls = 600;
        for (Layout layout : Layout.values()) {
            for (OpCase each : CaseTable.on(Scene.of(1, 29, 31, 33).with(layout), DType.F32)) {
                List<Tensor> inputs = each.inputs().stream().map(this::toDevice).toList();
                List<Tensor> cold =
                        device().run(each.op(), inputs).stream().map(this::toHeap).toList();
                for (int call = 0; call < calls; call++) {
                    device().run(each.op(), inputs);
                }
                List<Tensor> hot =
                        device().run(each.op(), inputs).stream().map(this::toHeap).toList();
                assertSameBits("hot " + each, hot, cold);
                checkAgainstReference(each);
            }
        }
    }
}
