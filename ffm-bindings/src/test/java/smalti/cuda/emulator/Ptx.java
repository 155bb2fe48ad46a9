package smalti.cuda.emulator;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a static method as what an instruction computes.
///
/// The method's Java types say how registers are viewed: `long` is the value as its PTX type is read, extended to 64 bits;
/// `int` its low 32 bits; `float` and `double` numbers, also of `f16`; `boolean` a predicate. A first parameter [Lane] gets
/// the thread.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Ptx {
    /// The opcodes without parts that change nothing ([Opcode#key()]); `{a,b}` stands for either.
    String[] value();

    /// The PTX types of the result and of each operand: `t` is the opcode's last type, `w` twice as wide, `s` the type before
    /// the last. Empty if all are `t`.
    String types() default "";
}
