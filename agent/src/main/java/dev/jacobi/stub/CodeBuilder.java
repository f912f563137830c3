package dev.jacobi.stub;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The code of one static method of a {@link HiddenClass}, instruction by instruction. Classes are given by themselves or by their internal names. */
public final class CodeBuilder {
    private final HiddenClass owner;
    private final MethodVisitor mv;

    CodeBuilder(HiddenClass owner, MethodVisitor mv) {
        this.owner = owner;
        this.mv = mv;
        mv.visitCode();
    }

    /** Instructions without operands. */
    public CodeBuilder op(int... opcodes) {
        for (int o : opcodes) {
            mv.visitInsn(o);
        }
        return this;
    }

    /** An instruction of a local variable: {@code ILOAD} and its like. */
    CodeBuilder local(int opcode, int slot) {
        mv.visitVarInsn(opcode, slot);
        return this;
    }

    /** Pushes references. */
    CodeBuilder refs(int... slots) {
        for (int s : slots) {
            mv.visitVarInsn(Opcodes.ALOAD, s);
        }
        return this;
    }

    /** Pushes all parameters of a static method of this type. */
    public CodeBuilder parameters(MethodType type) {
        int slot = 0;
        for (Class<?> p : type.parameterList()) {
            Type t = Type.getType(p);
            mv.visitVarInsn(t.getOpcode(Opcodes.ILOAD), slot);
            slot += t.getSize();
        }
        return this;
    }

    /** Pushes a number. */
    CodeBuilder number(int n) {
        if (n >= -1 && n <= 5) {
            mv.visitInsn(Opcodes.ICONST_0 + n);
        } else {
            mv.visitLdcInsn(n);
        }
        return this;
    }

    /** Pushes a number. */
    CodeBuilder number(long n) {
        mv.visitLdcInsn(n);
        return this;
    }

    /** Pushes an object as a constant of a class, see {@link HiddenClass}. */
    public CodeBuilder constant(Object value, Class<?> as) {
        owner.constant(mv, value, as);
        return this;
    }

    /** Calls a static method. */
    CodeBuilder call(Class<?> c, String method, String desc) {
        return call(Type.getInternalName(c), method, desc);
    }

    CodeBuilder call(String c, String method, String desc) {
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, c, method, desc, false);
        return this;
    }

    /** Calls a method of the object below the arguments. */
    public CodeBuilder send(Class<?> c, String method, String desc) {
        mv.visitMethodInsn(c.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL, Type.getInternalName(c), method, desc, c.isInterface());
        return this;
    }

    /** Pushes a method handle as a constant, then {@code arguments}, and invokes it exactly. */
    public CodeBuilder invoke(MethodHandle h, Runnable arguments) {
        constant(h, MethodHandle.class);
        arguments.run();
        return send(MethodHandle.class, "invokeExact", h.type().toMethodDescriptorString());
    }

    /** Pushes the time in nanoseconds. */
    CodeBuilder now() {
        return call(System.class, "nanoTime", "()J");
    }

    /** An instruction of a field: {@code GETFIELD} and its like. */
    CodeBuilder field(int opcode, Class<?> c, String name, String desc) {
        mv.visitFieldInsn(opcode, Type.getInternalName(c), name, desc);
        return this;
    }

    /** An instruction of a class: {@code CHECKCAST} and its like. */
    CodeBuilder type(int opcode, String type) {
        mv.visitTypeInsn(opcode, type);
        return this;
    }

    /** Takes a length and pushes a new array of a primitive type, such as {@code T_INT}. */
    CodeBuilder array(int type) {
        mv.visitIntInsn(Opcodes.NEWARRAY, type);
        return this;
    }

    public CodeBuilder jump(int opcode, Label to) {
        mv.visitJumpInsn(opcode, to);
        return this;
    }

    /** Here is what is jumped to. */
    public CodeBuilder mark(Label here) {
        mv.visitLabel(here);
        return this;
    }

    /** A switch over 0, 1, ... whose last case is for all other numbers, too. */
    CodeBuilder choose(Label... cases) {
        mv.visitTableSwitchInsn(0, cases.length - 1, cases[cases.length - 1], cases);
        return this;
    }

    /** What is thrown between two labels goes on at a third; {@code type} may be null for all. */
    public CodeBuilder caught(Label from, Label to, Label handler, Class<?> type) {
        mv.visitTryCatchBlock(from, to, handler, type == null ? null : Type.getInternalName(type));
        return this;
    }

    /** The code is complete. */
    public void end() {
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }
}
