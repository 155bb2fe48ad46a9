package smalti.cuda.emulator;

import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import smalti.cuda.emulator.FlowGraph.Run;

/// Turns a kernel into a class of the JVM: methods of runs of instructions, and one that calls them.
final class KernelCompiler {
    /// What the JVM compiles at most. Source: HotSpot's `HugeMethodLimit`.
    private static final int LONGEST_METHOD = 8000;

    private static final int FIRST_PART_SIZE = 200;
    private static final ClassDesc CODE = Views.describe(KernelCode.class);
    private static final ClassDesc SHORTS = CD_short.arrayType();
    private static final AtomicInteger CLASSES = new AtomicInteger();

    private KernelCompiler() {}

    /// @param kernel one that may call functions
    /// @throws PtxSyntaxException naming the line of an instruction that is not known
    static Kernel compile(PtxModule module, Procedure kernel) {
        Procedure procedure = Inlining.of(module, kernel);
        Layout layout = new Layout(module, procedure);
        KernelPlan plan = new KernelPlan(procedure, layout);
        List<Meeting> meetings = new ArrayList<>();
        for (Run run : plan.graph().runs()) {
            meetings.add(Meeting.of(plan, plan.instruction(run.from())));
        }
        KernelCode code = code(plan);
        return new Kernel(
                procedure,
                layout,
                code,
                plan.graph(),
                List.copyOf(meetings),
                plan.frameSize(),
                plan.atomics());
    }

    private static KernelCode code(KernelPlan plan) {
        int size = FIRST_PART_SIZE;
        while (true) {
            List<List<Run>> parts = plan.parts(size);
            byte[] bytes = write(plan, parts);
            if (size <= 1 || longestMethod(bytes) < LONGEST_METHOD) {
                return load(plan, parts, bytes);
            }
            size /= 2;
        }
    }

    private static int longestMethod(byte[] bytes) {
        return ClassFile.of().parse(bytes).methods().stream()
                .flatMap(method -> method.code().stream())
                .mapToInt(code -> ((CodeAttribute) code).codeLength())
                .max()
                .orElseThrow();
    }

    private static byte[] write(KernelPlan plan, List<List<Run>> parts) {
        ClassDesc name =
                ClassDesc.of(
                        KernelCompiler.class.getPackageName(),
                        "Kernel$" + CLASSES.incrementAndGet());
        return ClassFile.of()
                .build(
                        name,
                        builder -> {
                            builder.withSuperclass(CODE).withFlags(ClassFile.ACC_FINAL);
                            constructor(builder);
                            dispatcher(builder, name, parts.size());
                            for (int i = 0; i < parts.size(); i++) {
                                List<Run> part = parts.get(i);
                                builder.withMethodBody(
                                        "part" + i,
                                        PartEmitter.SIGNATURE,
                                        ClassFile.ACC_FINAL,
                                        code -> new PartEmitter(code, plan, part).emit());
                            }
                        });
    }

    private static void constructor(ClassBuilder builder) {
        MethodTypeDesc type = MethodTypeDesc.of(CD_void, CD_long.arrayType(), SHORTS);
        builder.withMethodBody(
                ConstantDescs.INIT_NAME,
                type,
                0,
                code ->
                        code.aload(0)
                                .aload(1)
                                .aload(2)
                                .invokespecial(CODE, ConstantDescs.INIT_NAME, type)
                                .return_());
    }

    /// Calls one part after the other until the thread waits or ends.
    private static void dispatcher(ClassBuilder builder, ClassDesc name, int parts) {
        builder.withMethodBody(
                "run", PartEmitter.SIGNATURE, 0, code -> dispatch(code, name, parts));
    }

    private static void dispatch(CodeBuilder code, ClassDesc name, int parts) {
        Label again = code.newLabel();
        Label done = code.newLabel();
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            cases.add(SwitchCase.of(i, code.newLabel()));
        }
        code.labelBinding(again);
        code.iload(3).iflt(done);
        code.aload(0).getfield(CODE, "parts", SHORTS).iload(3).saload();
        code.tableswitch(cases.getFirst().target(), cases);
        for (int i = 0; i < parts; i++) {
            code.labelBinding(cases.get(i).target());
            code.aload(0).aload(1).aload(2).iload(3);
            code.invokevirtual(name, "part" + i, PartEmitter.SIGNATURE).istore(3);
            code.goto_(again);
        }
        code.labelBinding(done).iload(3).ireturn();
    }

    private static KernelCode load(KernelPlan plan, List<List<Run>> parts, byte[] bytes) {
        short[] partOf = new short[plan.graph().runs().size()];
        for (int i = 0; i < parts.size(); i++) {
            for (Run run : parts.get(i)) {
                partOf[run.index()] = (short) i;
            }
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Class<?> type = lookup.defineClass(bytes);
            MethodHandle constructor =
                    lookup.findConstructor(
                            type, MethodType.methodType(void.class, long[].class, short[].class));
            return (KernelCode) constructor.invoke(new long[plan.graph().runs().size()], partOf);
        } catch (Throwable e) {
            throw new IllegalStateException("a compiled kernel does not load", e);
        }
    }
}
