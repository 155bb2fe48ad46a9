package smalti.cuda.emulator;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import smalti.cuda.emulator.InstructionSet.Computation;
import smalti.cuda.emulator.Layout.Place;
import smalti.cuda.emulator.Operand.Address;
import smalti.cuda.emulator.Operand.Constant;
import smalti.cuda.emulator.Operand.Not;
import smalti.cuda.emulator.Operand.Pair;
import smalti.cuda.emulator.Operand.Register;
import smalti.cuda.emulator.Operand.Sink;
import smalti.cuda.emulator.Operand.Special;
import smalti.cuda.emulator.Operand.Symbol;
import smalti.cuda.emulator.Operand.Vector;

/// Writes the bytecode of one instruction that is neither a jump nor a meeting of lanes.
final class InstructionEmitter {
    private static final Map<String, String> QUICK_SPECIALS =
            Map.of(
                    "%tid.x",
                    "tidX",
                    "%tid.y",
                    "tidY",
                    "%ntid.x",
                    "ntidX",
                    "%ntid.y",
                    "ntidY",
                    "%ctaid.x",
                    "ctaidX",
                    "%ctaid.y",
                    "ctaidY",
                    "%nctaid.x",
                    "nctaidX");

    private final PartEmitter part;
    private final CodeBuilder code;

    InstructionEmitter(PartEmitter part) {
        this.part = part;
        code = part.code();
    }

    void emit(Instruction instruction) {
        switch (instruction.opcode().base()) {
            case "mov" -> move(instruction);
            case "ld", "ldu" -> access(instruction, this::load);
            case "st" -> access(instruction, this::store);
            case "atom", "red" -> atomic(instruction);
            case "setp" -> compare(instruction);
            case "set" -> compareToNumber(instruction);
            case "cvta" -> changeSpace(instruction);
            case "cvt" -> convert(instruction);
            case "membar", "fence", "prefetch", "prefetchu", "call", "nanosleep", "pmevent" -> {
                // One thread after the other sees all that those before it wrote.
            }
            case "trap" -> {
                part.loadLane();
                code.invokevirtual(PartEmitter.LANE, "trap", MethodTypeDesc.of(CD_void));
            }
            default -> compute(instruction, instruction.opcode().key());
        }
    }

    private static PtxSyntaxException unknown(String opcode) {
        return new PtxSyntaxException("unknown instruction " + opcode);
    }

    private static Computation find(String key) {
        return InstructionSet.find(key).orElseThrow(() -> unknown(key));
    }

    private void compute(Instruction instruction, String key) {
        Computation computation = find(key);
        Opcode opcode = instruction.opcode();
        Method method = computation.method();
        Class<?>[] views = method.getParameterTypes();
        int first = computation.takesLane() ? 1 : 0;
        if (instruction.operands().size() != views.length - first + 1) {
            throw new PtxSyntaxException("another number of operands");
        }
        if (first == 1) {
            part.loadLane();
        }
        for (int i = first; i < views.length; i++) {
            int index = i - first + 1;
            push(instruction.operand(index), computation.type(opcode, index), views[i]);
        }
        invoke(method);
        pop(instruction.operand(0), computation.type(opcode, 0), method.getReturnType());
    }

    private void invoke(Method method) {
        MethodTypeDesc type =
                MethodTypeDesc.of(
                        Views.describe(method.getReturnType()),
                        Stream.of(method.getParameterTypes()).map(Views::describe).toList());
        code.invokestatic(Views.describe(method.getDeclaringClass()), method.getName(), type);
    }

    /// Puts a view of an operand on the stack.
    void push(Operand operand, PtxType type, Class<?> view) {
        switch (operand) {
            case Register register -> {
                part.load(register);
                Views.fromRegister(code, register.type(), type, view);
            }
            case Not not -> {
                part.load(not.register());
                code.iconst_1().ixor();
            }
            case Constant constant -> push(constant, type, view);
            case Special special -> {
                special(special.name());
                Views.fromRegister(code, PtxType.B32, type, view);
            }
            case Symbol symbol -> {
                address(symbol);
                Views.fromRegister(code, PtxType.B64, type, view);
            }
            default -> throw new PtxSyntaxException("an operand of another kind is expected");
        }
    }

    private void push(Constant constant, PtxType type, Class<?> view) {
        if (view == boolean.class) {
            code.loadConstant(constant.bits() != 0 ? 1 : 0);
        } else if (view == float.class) {
            code.loadConstant((float) number(constant, type));
        } else if (view == double.class) {
            code.loadConstant(number(constant, type));
        } else {
            long bits = type.extend(bits(constant, type));
            if (view == int.class) {
                code.loadConstant((int) bits);
            } else {
                code.loadConstant(bits);
            }
        }
    }

    /// A constant's bits as a type has them.
    static long bits(Constant constant, PtxType type) {
        if (constant.type() == PtxType.F32 && type.bits() == 64) {
            return Double.doubleToRawLongBits(Float.intBitsToFloat((int) constant.bits()));
        }
        if (constant.type() == PtxType.F64 && type.bits() == 32) {
            return Float.floatToRawIntBits((float) Double.longBitsToDouble(constant.bits()));
        }
        return constant.bits();
    }

    private static double number(Constant constant, PtxType type) {
        return switch (constant.type()) {
            case F32 -> Float.intBitsToFloat((int) constant.bits());
            case F64 -> Double.longBitsToDouble(constant.bits());
            default ->
                    type == PtxType.F16
                            ? Float.float16ToFloat((short) constant.bits())
                            : (double) constant.bits();
        };
    }

    private void special(String name) {
        String quick = QUICK_SPECIALS.get(name);
        part.loadLane();
        if (quick != null) {
            code.invokevirtual(PartEmitter.LANE, quick, MethodTypeDesc.of(CD_int));
        } else {
            code.loadConstant(SpecialRegister.indexOf(name));
            code.invokevirtual(PartEmitter.LANE, "special", MethodTypeDesc.of(CD_int, CD_int));
        }
    }

    /// Puts the address of a variable on the stack, in its own space.
    private void address(Symbol symbol) {
        Place place = place(symbol);
        switch (place.space()) {
            case GLOBAL, CONST -> {
                part.loadLane();
                code.loadConstant(place.offset());
                code.invokevirtual(PartEmitter.LANE, "symbol", MethodTypeDesc.of(CD_long, CD_int));
            }
            case SHARED, LOCAL, PARAM -> code.loadConstant((long) place.offset());
        }
    }

    private Place place(Symbol symbol) {
        return part.plan()
                .layout()
                .find(symbol.name())
                .orElseThrow(() -> new PtxSyntaxException("nothing is named " + symbol.name()));
    }

    /// Takes a result from the stack.
    void pop(Operand target, PtxType type, Class<?> view) {
        switch (target) {
            case Register register -> {
                Views.toRegister(code, view, type, register.type());
                part.store(register);
            }
            case Sink _ -> {
                if (view == long.class || view == double.class) {
                    code.pop2();
                } else {
                    code.pop();
                }
            }
            default -> throw new PtxSyntaxException("a register is expected as result");
        }
    }

    private void move(Instruction move) {
        PtxType type = move.opcode().type();
        Operand to = move.operand(0);
        Operand from = move.operand(1);
        if (to instanceof Vector vector) {
            unpack(vector.parts(), from, type);
        } else if (from instanceof Vector vector) {
            pack(to, vector.parts(), type);
        } else {
            Class<?> view = type == PtxType.PRED ? boolean.class : long.class;
            push(from, type, view);
            pop(to, type, view);
        }
    }

    private static PtxType bitsOf(int bits) {
        return PtxType.of("b" + bits).orElseThrow();
    }

    private void unpack(List<Operand> to, Operand from, PtxType type) {
        int bits = type.bits() / to.size();
        int scratch = code.allocateLocal(TypeKind.LONG);
        push(from, type, long.class);
        code.lstore(scratch);
        for (int i = 0; i < to.size(); i++) {
            if (!isUnused(to.get(i))) {
                code.lload(scratch).loadConstant(i * bits).lushr();
                pop(to.get(i), bitsOf(bits), long.class);
            }
        }
    }

    private static boolean isUnused(Operand operand) {
        return operand instanceof Sink;
    }

    private void pack(Operand to, List<Operand> from, PtxType type) {
        int bits = type.bits() / from.size();
        code.lconst_0();
        for (int i = 0; i < from.size(); i++) {
            push(from.get(i), bitsOf(bits), long.class);
            code.loadConstant(i * bits).lshl().lor();
        }
        pop(to, type, long.class);
    }

    /// The part of the names of [Lane]'s methods that tells the memory.
    private String space(Instruction instruction, Address address) {
        Opcode opcode = instruction.opcode();
        for (String space : List.of("global", "shared", "local")) {
            if (opcode.has(space)) {
                return space.substring(0, 1).toUpperCase(Locale.ROOT) + space.substring(1);
            }
        }
        if (opcode.has("const")) {
            return "Global";
        }
        if (opcode.has("param")) {
            boolean handed =
                    address.base() instanceof Symbol symbol
                            && place(symbol).space() == Variable.Space.LOCAL;
            return handed ? "Local" : "Parameter";
        }
        return "Generic";
    }

    private void pushAddress(Address address) {
        switch (address.base()) {
            case Register register -> {
                PtxType type = register.type().bits() == 64 ? PtxType.B64 : PtxType.S32;
                push(register, type, long.class);
            }
            case Symbol symbol -> address(symbol);
            case Constant constant -> code.loadConstant(constant.bits());
            default -> throw new PtxSyntaxException("an address of another kind is expected");
        }
        if (address.offset() != 0) {
            code.loadConstant(address.offset()).ladd();
        }
    }

    /// A view that holds the bits of a type.
    private static Class<?> bitsView(PtxType type) {
        return type.bits() == 64 ? long.class : int.class;
    }

    private int checkedAddress(Address address, String space, int bytes) {
        int scratch = code.allocateLocal(TypeKind.LONG);
        part.loadLane();
        pushAddress(address);
        code.loadConstant(bytes);
        code.invokevirtual(
                PartEmitter.LANE,
                space.toLowerCase(Locale.ROOT) + "Vector",
                MethodTypeDesc.of(CD_long, CD_long, CD_int));
        code.lstore(scratch);
        return scratch;
    }

    /// Writes an access; a volatile one and one that orders others are marked for the search for races.
    private void access(Instruction instruction, Consumer<Instruction> kind) {
        boolean strong =
                Stream.of("volatile", "relaxed", "acquire", "release")
                        .anyMatch(instruction.opcode()::has);
        if (strong) {
            markStrong(1);
        }
        kind.accept(instruction);
        if (strong) {
            markStrong(0);
        }
    }

    private void markStrong(int yes) {
        part.loadLane();
        code.loadConstant(yes);
        code.invokevirtual(PartEmitter.LANE, "setStrong", MethodTypeDesc.of(CD_void, CD_int));
    }

    private void load(Instruction load) {
        PtxType type = load.opcode().type();
        Address address = (Address) load.operand(1);
        String space = space(load, address);
        String method = space.equals("Parameter") ? "parameter" : "load" + space;
        MethodTypeDesc signature = MethodTypeDesc.of(Views.describe(bitsView(type)), CD_long);
        if (load.operand(0) instanceof Vector vector) {
            int bytes = type.bytes() * vector.parts().size();
            int scratch = checkedAddress(address, space, bytes);
            for (int i = 0; i < vector.parts().size(); i++) {
                part.loadLane();
                code.lload(scratch).loadConstant((long) i * type.bytes()).ladd();
                code.invokevirtual(PartEmitter.LANE, method + type.bits(), signature);
                pop(vector.parts().get(i), type, bitsView(type));
            }
        } else {
            part.loadLane();
            pushAddress(address);
            code.invokevirtual(PartEmitter.LANE, method + type.bits(), signature);
            pop(load.operand(0), type, bitsView(type));
        }
    }

    private void store(Instruction store) {
        PtxType type = store.opcode().type();
        Address address = (Address) store.operand(0);
        String method = "store" + space(store, address) + type.bits();
        MethodTypeDesc signature =
                MethodTypeDesc.of(CD_void, CD_long, Views.describe(bitsView(type)));
        if (store.operand(1) instanceof Vector vector) {
            int bytes = type.bytes() * vector.parts().size();
            int scratch = checkedAddress(address, space(store, address), bytes);
            for (int i = 0; i < vector.parts().size(); i++) {
                part.loadLane();
                code.lload(scratch).loadConstant((long) i * type.bytes()).ladd();
                push(vector.parts().get(i), type, bitsView(type));
                code.invokevirtual(PartEmitter.LANE, method, signature);
            }
        } else {
            part.loadLane();
            pushAddress(address);
            push(store.operand(1), type, bitsView(type));
            code.invokevirtual(PartEmitter.LANE, method, signature);
        }
    }

    private void atomic(Instruction instruction) {
        PtxType type = instruction.opcode().type();
        boolean gives = instruction.opcode().base().equals("atom");
        int first = gives ? 1 : 0;
        Address address = (Address) instruction.operand(first);
        part.loadLane();
        pushAddress(address);
        push(instruction.operand(first + 1), type, long.class);
        if (instruction.operands().size() > first + 2) {
            push(instruction.operand(first + 2), type, long.class);
        } else {
            code.lconst_0();
        }
        code.loadConstant(part.plan().atomic(AtomicOperation.of(instruction.opcode())));
        code.invokevirtual(
                PartEmitter.LANE,
                "atomic" + space(instruction, address),
                MethodTypeDesc.of(CD_long, CD_long, CD_long, CD_long, CD_int));
        pop(gives ? instruction.operand(0) : new Sink(), type, long.class);
    }

    /// Puts a comparison on the stack, joined with a predicate if there is one.
    ///
    /// @param opposite whether it is turned round before it is joined
    private void pushComparison(Instruction instruction, PtxType type, boolean opposite) {
        Opcode opcode = instruction.opcode();
        Computation computation = find("setp." + opcode.parts().get(1) + "." + type.text());
        Class<?>[] views = computation.method().getParameterTypes();
        push(instruction.operand(1), type, views[0]);
        push(instruction.operand(2), type, views[1]);
        invoke(computation.method());
        if (opposite) {
            code.iconst_1().ixor();
        }
        if (instruction.operands().size() > 3) {
            push(instruction.operand(3), PtxType.PRED, boolean.class);
            switch (opcode.parts().get(2)) {
                case "and" -> code.iand();
                case "or" -> code.ior();
                case "xor" -> code.ixor();
                default -> throw unknown(opcode.text());
            }
        }
    }

    private void compare(Instruction instruction) {
        PtxType type = instruction.opcode().type();
        if (instruction.operand(0) instanceof Pair pair) {
            int scratch = code.allocateLocal(TypeKind.INT);
            pushComparison(instruction, type, false);
            code.istore(scratch);
            pushComparison(instruction, type, true);
            pop(pair.second(), PtxType.PRED, boolean.class);
            code.iload(scratch);
            pop(pair.first(), PtxType.PRED, boolean.class);
        } else {
            pushComparison(instruction, type, false);
            pop(instruction.operand(0), PtxType.PRED, boolean.class);
        }
    }

    /// All ones or 1.0 for true.
    private void compareToNumber(Instruction instruction) {
        PtxType result = instruction.opcode().typeFromEnd(1);
        pushComparison(instruction, instruction.opcode().type(), false);
        if (result.isFloat()) {
            code.i2f();
            pop(instruction.operand(0), result, float.class);
        } else {
            code.ineg();
            pop(instruction.operand(0), result, int.class);
        }
    }

    private void changeSpace(Instruction instruction) {
        Opcode opcode = instruction.opcode();
        push(instruction.operand(1), PtxType.B64, long.class);
        if (opcode.has("to")) {
            invokeAddress("genericToOwn");
        } else if (opcode.has("shared")) {
            invokeAddress("sharedToGeneric");
        } else if (opcode.has("local")) {
            invokeAddress("localToGeneric");
        }
        pop(instruction.operand(0), PtxType.B64, long.class);
    }

    private void invokeAddress(String method) {
        code.invokestatic(PartEmitter.LANE, method, MethodTypeDesc.of(CD_long, CD_long));
    }

    /// From floating point to an integer it is rounded and then bounded.
    private void convert(Instruction instruction) {
        Opcode opcode = instruction.opcode();
        PtxType from = opcode.type();
        PtxType to = opcode.typeFromEnd(1);
        if (!from.isFloat() || to.isFloat()) {
            compute(instruction, opcode.key());
            return;
        }
        String rounding =
                List.of("rni", "rzi", "rmi", "rpi").stream()
                        .filter(opcode::has)
                        .findFirst()
                        .orElseThrow(() -> unknown(opcode.text()));
        push(instruction.operand(1), from, double.class);
        invoke(find("whole." + rounding + ".f64").method());
        invoke(find("bounded." + to.text()).method());
        pop(instruction.operand(0), to, long.class);
    }
}
