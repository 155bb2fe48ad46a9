package smalti.cuda.emulator;

import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/// Bytecode between a register, as it lies in a local variable of the JVM, and the view that an instruction takes of it.
///
/// A predicate and 16 bits (zeros above) are an `int`, 32 bits an `int` or, declared so, a `float`, 64 bits a `long` or a
/// `double`.
final class Views {
    private Views() {}

    /// How a register of this type lies in a local variable.
    static TypeKind kind(PtxType type) {
        return switch (type) {
            case F32 -> TypeKind.FLOAT;
            case F64 -> TypeKind.DOUBLE;
            default -> type.bits() == 64 ? TypeKind.LONG : TypeKind.INT;
        };
    }

    /// Turns a register's value on the stack into a view of it.
    ///
    /// @param register how the register is declared
    /// @param type how the instruction reads it
    /// @param view the Java type that is wanted
    static void fromRegister(CodeBuilder code, PtxType register, PtxType type, Class<?> view) {
        if (view == boolean.class) {
            return;
        }
        if (view == float.class) {
            toFloat(code, register, type);
        } else if (view == double.class && type != PtxType.F64) {
            toFloat(code, register, type);
            code.f2d();
        } else if (view == double.class) {
            if (kind(register) == TypeKind.LONG) {
                code.invokestatic(
                        CD_Double, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
            }
        } else if (view == int.class) {
            toInt(code, register);
        } else if (type.bits() == 64) {
            toLong(code, register);
        } else {
            toInt(code, register);
            extend(code, type);
            toLongFromInt(code, type);
        }
    }

    private static void toFloat(CodeBuilder code, PtxType register, PtxType type) {
        if (type == PtxType.F16) {
            toInt(code, register);
            code.i2s();
            code.invokestatic(CD_Float, "float16ToFloat", MethodTypeDesc.of(CD_float, CD_short));
        } else if (kind(register) != TypeKind.FLOAT) {
            toInt(code, register);
            intToFloat(code);
        }
    }

    /// The low 32 bits.
    private static void toInt(CodeBuilder code, PtxType register) {
        switch (kind(register)) {
            case FLOAT -> floatToInt(code);
            case DOUBLE -> {
                doubleToLong(code);
                code.l2i();
            }
            case LONG -> code.l2i();
            default -> {}
        }
    }

    private static void toLong(CodeBuilder code, PtxType register) {
        switch (kind(register)) {
            case DOUBLE -> doubleToLong(code);
            case LONG -> {}
            default -> {
                toInt(code, register);
                toLongFromInt(code, PtxType.B32);
            }
        }
    }

    /// Extends an `int` on the stack from the width of a type to 32 bits.
    static void extend(CodeBuilder code, PtxType type) {
        if (type.bits() == 8 && type.isSigned()) {
            code.i2b();
        } else if (type.bits() == 16 && type.isSigned()) {
            code.i2s();
        } else if (type.bits() == 16) {
            code.i2c();
        } else if (type.bits() < 16) {
            code.loadConstant(type == PtxType.PRED ? 1 : 0xff).iand();
        }
    }

    private static void toLongFromInt(CodeBuilder code, PtxType type) {
        code.i2l();
        if (!type.isSigned() && type.bits() == 32) {
            code.loadConstant(0xffff_ffffL).land();
        }
    }

    /// Turns a result on the stack into what a register holds.
    ///
    /// @param view the result's Java type
    /// @param type how the instruction has it
    /// @param register how the register is declared
    static void toRegister(CodeBuilder code, Class<?> view, PtxType type, PtxType register) {
        if (view == boolean.class) {
            return;
        }
        if (view == float.class) {
            fromFloat(code, type, register);
        } else if (view == double.class) {
            if (kind(register) == TypeKind.LONG) {
                doubleToLong(code);
            }
        } else if (view == long.class && type.bits() == 64) {
            fromLong(code, register);
        } else {
            if (view == long.class) {
                code.l2i();
            }
            extend(code, type);
            fromInt(code, type, register);
        }
    }

    private static void fromFloat(CodeBuilder code, PtxType type, PtxType register) {
        if (type == PtxType.F16) {
            code.invokestatic(CD_Float, "floatToFloat16", MethodTypeDesc.of(CD_short, CD_float));
            fromInt(code, PtxType.B16, register);
        } else if (kind(register) != TypeKind.FLOAT) {
            floatToInt(code);
        }
    }

    private static void fromLong(CodeBuilder code, PtxType register) {
        switch (kind(register)) {
            case DOUBLE ->
                    code.invokestatic(
                            CD_Double, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
            case LONG -> {}
            default -> throw new PtxSyntaxException("64 bits into a register of fewer");
        }
    }

    /// An `int` that is extended to 32 bits.
    private static void fromInt(CodeBuilder code, PtxType type, PtxType register) {
        switch (kind(register)) {
            case FLOAT -> intToFloat(code);
            case LONG -> toLongFromInt(code, type);
            case DOUBLE -> throw new PtxSyntaxException("32 bits into a register of a double");
            default -> {
                if (register.bits() == 16) {
                    code.i2c();
                }
            }
        }
    }

    /// Turns a register's value on the stack into the long that a frame holds.
    static void toFrame(CodeBuilder code, PtxType register) {
        switch (kind(register)) {
            case FLOAT -> {
                floatToInt(code);
                code.i2l();
            }
            case DOUBLE -> doubleToLong(code);
            case LONG -> {}
            default -> code.i2l();
        }
    }

    static void fromFrame(CodeBuilder code, PtxType register) {
        switch (kind(register)) {
            case FLOAT -> {
                code.l2i();
                intToFloat(code);
            }
            case DOUBLE ->
                    code.invokestatic(
                            CD_Double, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
            case LONG -> {}
            default -> code.l2i();
        }
    }

    private static void intToFloat(CodeBuilder code) {
        code.invokestatic(CD_Float, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
    }

    private static void floatToInt(CodeBuilder code) {
        code.invokestatic(CD_Float, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
    }

    private static void doubleToLong(CodeBuilder code) {
        code.invokestatic(CD_Double, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
    }

    static ClassDesc describe(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }
}
