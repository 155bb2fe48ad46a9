package smalti.cuda.emulator;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import smalti.cuda.emulator.FlowGraph.Run;
import smalti.cuda.emulator.Operand.Register;

/// Writes the method that holds some runs of a kernel, which lie one behind the other. Its registers are local variables;
/// where it is entered they come from the thread's frame, and where it is left they go back, as far as they are needed
/// behind.
final class PartEmitter {
    static final ClassDesc LANE = Views.describe(Lane.class);
    private static final ClassDesc CODE = Views.describe(KernelCode.class);
    private static final ClassDesc LONGS = CD_long.arrayType();
    private static final int LANE_SLOT = 1;
    private static final int FRAME_SLOT = 2;
    private static final int RUN_SLOT = 3;

    private final CodeBuilder code;
    private final KernelPlan plan;
    private final List<Run> runs;
    private final Map<Register, Integer> slots = new LinkedHashMap<>();
    private final BitSet written = new BitSet();
    private final Map<Integer, Label> labels = new HashMap<>();

    PartEmitter(CodeBuilder code, KernelPlan plan, List<Run> runs) {
        this.code = code;
        this.plan = plan;
        this.runs = runs;
        for (Run run : runs) {
            labels.put(run.index(), code.newLabel());
            for (Instruction instruction : plan.instructions(run)) {
                instruction.read().forEach(this::take);
                instruction.written().forEach(this::take);
                instruction.written().forEach(it -> written.set(plan.graph().numberOf(it)));
            }
        }
    }

    private void take(Register register) {
        if (!slots.containsKey(register)) {
            slots.put(register, code.allocateLocal(Views.kind(register.type())));
        }
    }

    CodeBuilder code() {
        return code;
    }

    KernelPlan plan() {
        return plan;
    }

    void emit() {
        slots.forEach(this::clear);
        enter();
        for (Run run : runs) {
            code.labelBinding(label(run.index()));
            count(run);
            run(run);
        }
        int behind = runs.getLast().index() + 1;
        leaveTo(behind);
    }

    private Label label(int run) {
        Label label = labels.get(run);
        if (label == null) {
            throw new IllegalStateException("run " + run + " lies elsewhere");
        }
        return label;
    }

    private void clear(Register register, int slot) {
        TypeKind kind = Views.kind(register.type());
        switch (kind) {
            case FLOAT -> code.fconst_0();
            case DOUBLE -> code.dconst_0();
            case LONG -> code.lconst_0();
            default -> code.iconst_0();
        }
        code.storeLocal(kind, slot);
    }

    /// Goes to the run where the thread is, with the registers that it needs there.
    private void enter() {
        TreeSet<Integer> entries = plan.entries(runs);
        List<SwitchCase> cases = new ArrayList<>();
        List<Label> stubs = new ArrayList<>();
        for (int entry : entries) {
            Label stub = code.newLabel();
            stubs.add(stub);
            cases.add(SwitchCase.of(entry, stub));
        }
        if (entries.size() > 1) {
            code.iload(RUN_SLOT).lookupswitch(stubs.getFirst(), cases);
        }
        int at = 0;
        for (int entry : entries) {
            code.labelBinding(stubs.get(at++));
            BitSet needed = plan.graph().needed(entry);
            slots.forEach((register, slot) -> restore(register, slot, needed));
            code.goto_(label(entry));
        }
    }

    private void restore(Register register, int slot, BitSet needed) {
        if (needed.get(plan.graph().numberOf(register))) {
            code.aload(FRAME_SLOT).loadConstant(plan.frameSlot(register)).laload();
            Views.fromFrame(code, register.type());
            code.storeLocal(Views.kind(register.type()), slot);
        }
    }

    /// Leaves the method, to go on at a run elsewhere.
    private void leaveTo(int run) {
        if (run == plan.graph().runs().size()) {
            leave(KernelCode.EXIT);
        } else {
            save(run);
            leave(run);
        }
    }

    private void save(int run) {
        BitSet needed = plan.graph().needed(run);
        slots.forEach((register, slot) -> {
            int number = plan.graph().numberOf(register);
            if (needed.get(number) && written.get(number)) {
                code.aload(FRAME_SLOT).loadConstant(plan.frameSlot(register));
                code.loadLocal(Views.kind(register.type()), slot);
                Views.toFrame(code, register.type());
                code.lastore();
            }
        });
    }

    void leave(int result) {
        code.loadConstant(result).ireturn();
    }

    /// Goes to a run from the run that is written, wherever it lies.
    void goTo(int from, int to) {
        if (to <= from) {
            loadLane();
            code.invokevirtual(LANE, "loop", MethodTypeDesc.of(CD_void));
        }
        if (labels.containsKey(to)) {
            code.goto_(label(to));
        } else {
            leaveTo(to);
        }
    }

    private void count(Run run) {
        code.aload(0).getfield(CODE, "counts", LONGS);
        code.loadConstant(run.index()).dup2().laload().lconst_1().ladd().lastore();
    }

    private void run(Run run) {
        for (int i = run.from(); i < run.to(); i++) {
            Instruction instruction = plan.instruction(i);
            code.lineNumber(Math.min(i + 1, 0xffff));
            try {
                emit(run, instruction);
            } catch (PtxSyntaxException | ClassCastException e) {
                throw new PtxSyntaxException(
                        "%s, %s: %s".formatted(plan.name(), instruction, e.getMessage()));
            }
        }
    }

    private void emit(Run run, Instruction instruction) {
        Label behind = code.newLabel();
        instruction
                .guard()
                .ifPresent(guard -> {
                    load(guard.register());
                    if (guard.wanted()) {
                        code.ifeq(behind);
                    } else {
                        code.ifne(behind);
                    }
                });
        if (instruction.isMeeting()) {
            save(run.index());
            leave(~run.index());
        } else if (instruction.isBranch()) {
            branch(run, instruction);
        } else if (instruction.isReturn()) {
            leave(KernelCode.EXIT);
        } else {
            new InstructionEmitter(this).emit(instruction);
        }
        code.labelBinding(behind);
    }

    private void branch(Run run, Instruction branch) {
        List<Integer> targets = plan.graph().targets(branch);
        if (branch.opcode().base().equals("bra")) {
            goTo(run.index(), targets.getFirst());
            return;
        }
        List<SwitchCase> cases = new ArrayList<>();
        List<Label> stubs = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            Label stub = code.newLabel();
            stubs.add(stub);
            cases.add(SwitchCase.of(i, stub));
        }
        new InstructionEmitter(this).push(branch.operand(0), PtxType.U32, int.class);
        code.tableswitch(stubs.getLast(), cases);
        for (int i = 0; i < targets.size(); i++) {
            code.labelBinding(stubs.get(i));
            goTo(run.index(), targets.get(i));
        }
    }

    void loadLane() {
        code.aload(LANE_SLOT);
    }

    void load(Register register) {
        code.loadLocal(Views.kind(register.type()), slot(register));
    }

    void store(Register register) {
        code.storeLocal(Views.kind(register.type()), slot(register));
    }

    private int slot(Register register) {
        Integer slot = slots.get(register);
        if (slot == null) {
            throw new IllegalStateException("no slot for " + register.name());
        }
        return slot;
    }

    static final MethodTypeDesc SIGNATURE = MethodTypeDesc.of(CD_int, LANE, LONGS, CD_int);
}
