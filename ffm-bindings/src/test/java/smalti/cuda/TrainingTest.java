package smalti.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import smalti.cuda.emulator.PtxDriver;
import smalti.device.Device;
import smalti.device.Workspace;
import smalti.grad.StepMemory;
import smalti.grad.Tape;
import smalti.nn.Placement;
import smalti.nn.Sgd;
import smalti.nn.UpdateRule;

/// Networks that learn on the interpreter, and what it is asked for on the way.
class TrainingTest extends TrainingParity {
    private static final CudaDevice GPU = new CudaDevice("cuda", new PtxDriver());

    @Override
    protected Device gpu() {
        return GPU;
    }

    @Test
    void stepsHandMemoryOfTheGpuOn() {
        UpdateRule rule = new Sgd(0.9, 1e-2);
        try (Workspace workspace = GPU.workspace()) {
            StepMemory memory = StepMemory.in(workspace);
            SmallStudent student = in(workspace, rule);
            List<Long> used = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                used.add(GPU.memoryUsed());
                student.learn(Tape.on(workspace, memory));
            }
            assertAlike(student.parameters(), expected(rule));
            // The first step makes what the others use.
            assertThat(used.get(1)).isGreaterThan(used.get(0));
            assertThat(used.get(2)).isEqualTo(used.get(1));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ofAStepOnlyTheBatchIsCopiedThereAndTheLossBack(UpdateRule rule) {
        var calls = new CallCounts();
        Device gpu = new CudaDevice("cuda", calls.over(new PtxDriver()));
        SmallStudent student = onHeap(rule);
        try (Workspace workspace = gpu.workspace();
                Placement _ = Placement.of(student.parameters(), student.optimizer(), workspace)) {
            StepMemory memory = StepMemory.in(workspace);
            for (int step = 0; step < STEPS; step++) {
                calls.take("copyToDevice", "copyToHost", "synchronize", "launch");
                student.learn(Tape.on(workspace, memory));
                if (step > 0) {
                    assertThat(calls.take("copyToDevice")).as("pictures and kinds").isEqualTo(2);
                    // The loss, and whether a kind was none.
                    assertThat(calls.take("copyToHost")).isEqualTo(2);
                    assertThat(calls.take("synchronize")).isEqualTo(1);
                    assertThat(calls.take("launch")).isGreaterThan(20);
                }
            }
        }
    }

    @Test
    void whatStayedOnTheGpuLeavesNothingThere() {
        SmallStudent student = onHeap(new Sgd(0.9, 0));
        long before = GPU.memoryUsed();
        try (Workspace workspace = GPU.workspace();
                Placement _ = Placement.of(student.parameters(), student.optimizer(), workspace)) {
            student.learn(workspace, 1);
            assertThat(GPU.memoryUsed()).isGreaterThan(before);
        }
        assertThat(GPU.memoryUsed()).isEqualTo(before);
    }

    @Test
    void aRepeatedStepStartsNothingButItsGraph() {
        var calls = new CallCounts();
        Device gpu = new CudaDevice("cuda", calls.over(new PtxDriver()));
        try (Workspace workspace = gpu.workspace()) {
            var student = new ResidualStudent(workspace);
            repeated(student, workspace);
            assertThat(calls.take("launchGraph")).isEqualTo(2);
            student.step();
            Runnable step = workspace.repeated(student::step).orElseThrow();
            calls.take("launch", "allocate", "copyToDevice");
            step.run();
            assertThat(student.loss()).isFinite();
            assertThat(calls.take("launchGraph")).isEqualTo(1);
            assertThat(calls.take("launch", "allocate", "copyToDevice")).isZero();
        }
    }
}
