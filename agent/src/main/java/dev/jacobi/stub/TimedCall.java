package dev.jacobi.stub;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Generated code around one method for a {@link Sampler}: {@code poll(args)} asks who is to run, by the size of the arguments;
 * {@code timed(args)} runs the one or the other (the original or the compiled code) and reports the time. Plain bytecode, so that both are measured alike.
 * Where there is a {@link Kernel#trial}, {@code timed} can run that before the original.
 */
public record TimedCall(MethodHandle poll, MethodHandle timed) {
    private static final String SIZE = Type.getInternalName(CallSize.class);
    private static final String SAMPLER = Type.getInternalName(Sampler.class);

    /** {@code original} and {@code compiled} have the given type. */
    public static TimedCall of(Sampler sampler, MethodType type, MethodHandle original, MethodHandle compiled) {
        return of(sampler, type, original, compiled, null);
    }

    /** The same with a trial of the compiled code, which has the method's parameters and returns nanoseconds; null for none. */
    public static TimedCall of(Sampler sampler, MethodType type, MethodHandle original, MethodHandle compiled, MethodHandle trial) {
        MethodType erased = HiddenClass.erased(type);
        HiddenClass c = new HiddenClass(MethodHandles.lookup(), "Harness");
        poll(c, erased, type, sampler);
        timed(c, erased, sampler, original.asType(erased), compiled.asType(erased), trial == null ? null : trial.asType(erased.changeReturnType(long.class)));
        MethodHandles.Lookup l = c.define();
        return new TimedCall(OwnMethods.fixed(l, "poll", erased.changeReturnType(boolean.class)).asType(type.changeReturnType(boolean.class)),
            OwnMethods.fixed(l, "timed", erased).asType(type));
    }

    private static void poll(HiddenClass c, MethodType type, MethodType declared, Sampler sampler) {
        MethodVisitor mv = c.method("poll", type.changeReturnType(boolean.class).toMethodDescriptorString());
        c.constant(mv, sampler, Sampler.class);
        mv.visitInsn(Opcodes.LCONST_0);
        int slot = 0;
        for (int i = 0; i < type.parameterCount(); i++) {
            Class<?> p = type.parameterType(i);
            if (p.isArray()) {
                elements(mv, p, slot);
                mv.visitInsn(Opcodes.LADD);
            } else if (CharSequence.class.isAssignableFrom(declared.parameterType(i))) {
                mv.visitVarInsn(Opcodes.ALOAD, slot);
                mv.visitMethodInsn(Opcodes.INVOKESTATIC, SIZE, "characters", "(Ljava/lang/Object;)J", false);
                mv.visitInsn(Opcodes.LADD);
            }
            slot += Type.getType(p).getSize();
        }
        mv.visitInsn(Opcodes.LCONST_0);
        slot = 0;
        for (Class<?> p : type.parameterList()) {
            if (p == int.class || p == long.class) {
                mv.visitVarInsn(Type.getType(p).getOpcode(Opcodes.ILOAD), slot);
                if (p == int.class) {
                    mv.visitInsn(Opcodes.I2L);
                }
                mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Math", "abs", "(J)J", false);
                mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Math", "max", "(JJ)J", false);
            }
            slot += Type.getType(p).getSize();
        }
        if (CallObjects.any(declared)) {
            kinds(mv, declared);
        }
        mv.visitMethodInsn(Opcodes.INVOKEINTERFACE, SAMPLER, "poll", CallObjects.any(declared) ? "(JJI)Z" : "(JJ)Z", true);
        mv.visitInsn(Opcodes.IRETURN);
        HiddenClass.finish(mv);
    }

    private static void kinds(MethodVisitor mv, MethodType declared) {
        mv.visitInsn(Opcodes.ICONST_0);
        int slot = 0;
        for (Class<?> p : declared.parameterList()) {
            if (!p.isPrimitive() && !p.isArray()) {
                mv.visitVarInsn(Opcodes.ALOAD, slot);
                mv.visitMethodInsn(Opcodes.INVOKESTATIC, SIZE, "kind", "(Ljava/lang/Object;)I", false);
                mv.visitInsn(Opcodes.IADD);
            }
            slot += Type.getType(p).getSize();
        }
    }

    private static void elements(MethodVisitor mv, Class<?> array, int slot) {
        mv.visitVarInsn(Opcodes.ALOAD, slot);
        if (array.getComponentType().isArray()) {
            mv.visitMethodInsn(Opcodes.INVOKESTATIC, SIZE, "elements", "([Ljava/lang/Object;)J", false);
            return;
        }
        Label none = new Label();
        Label end = new Label();
        mv.visitJumpInsn(Opcodes.IFNULL, none);
        mv.visitVarInsn(Opcodes.ALOAD, slot);
        mv.visitInsn(Opcodes.ARRAYLENGTH);
        mv.visitInsn(Opcodes.I2L);
        mv.visitJumpInsn(Opcodes.GOTO, end);
        mv.visitLabel(none);
        mv.visitInsn(Opcodes.LCONST_0);
        mv.visitLabel(end);
    }

    /** {@code if (sampler.trying()) { long t; try { t = trial(args); } catch (Throwable e) { t = -1; } sampler.tried(t); }}. */
    private static void trial(HiddenClass c, MethodVisitor mv, MethodType type, Sampler sampler, MethodHandle trial) {
        int nanos = HiddenClass.size(type);
        Label[] at = {new Label(), new Label(), new Label(), new Label(), new Label()};
        mv.visitTryCatchBlock(at[0], at[1], at[2], null);
        c.constant(mv, sampler, Sampler.class);
        mv.visitMethodInsn(Opcodes.INVOKEINTERFACE, SAMPLER, "trying", "()Z", true);
        mv.visitJumpInsn(Opcodes.IFEQ, at[4]);
        mv.visitLabel(at[0]);
        c.invoke(mv, trial, () -> HiddenClass.load(mv, type));
        mv.visitVarInsn(Opcodes.LSTORE, nanos);
        mv.visitLabel(at[1]);
        mv.visitJumpInsn(Opcodes.GOTO, at[3]);
        mv.visitLabel(at[2]);
        mv.visitInsn(Opcodes.POP);
        mv.visitLdcInsn(-1L);
        mv.visitVarInsn(Opcodes.LSTORE, nanos);
        mv.visitLabel(at[3]);
        c.constant(mv, sampler, Sampler.class);
        mv.visitVarInsn(Opcodes.LLOAD, nanos);
        mv.visitMethodInsn(Opcodes.INVOKEINTERFACE, SAMPLER, "tried", "(J)V", true);
        mv.visitLabel(at[4]);
    }

    private static void timed(HiddenClass c, MethodType type, Sampler sampler, MethodHandle original, MethodHandle compiled, MethodHandle trial) {
        MethodVisitor mv = c.method("timed", type.toMethodDescriptorString());
        if (trial != null) {
            trial(c, mv, type, sampler, trial);
        }
        Class<?> r = type.returnType();
        Type result = Type.getType(r);
        int start = HiddenClass.size(type);
        int value = start + 2;
        Label from = new Label();
        Label to = new Label();
        Label handler = new Label();
        Label code = new Label();
        Label end = new Label();
        mv.visitTryCatchBlock(from, to, handler, null);
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "nanoTime", "()J", false);
        mv.visitVarInsn(Opcodes.LSTORE, start);
        mv.visitLabel(from);
        c.constant(mv, sampler, Sampler.class);
        mv.visitMethodInsn(Opcodes.INVOKEINTERFACE, SAMPLER, "begin", "()Z", true);
        mv.visitJumpInsn(Opcodes.IFNE, code);
        run(c, mv, type, original, value);
        mv.visitJumpInsn(Opcodes.GOTO, end);
        mv.visitLabel(code);
        run(c, mv, type, compiled, value);
        mv.visitLabel(end);
        c.constant(mv, sampler, Sampler.class);
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "nanoTime", "()J", false);
        mv.visitVarInsn(Opcodes.LLOAD, start);
        mv.visitInsn(Opcodes.LSUB);
        mv.visitMethodInsn(Opcodes.INVOKEINTERFACE, SAMPLER, "end", "(J)V", true);
        mv.visitLabel(to);
        if (r != void.class) {
            mv.visitVarInsn(result.getOpcode(Opcodes.ILOAD), value);
        }
        mv.visitInsn(result.getOpcode(Opcodes.IRETURN));
        mv.visitLabel(handler);
        c.constant(mv, sampler, Sampler.class);
        mv.visitInsn(Opcodes.SWAP);
        mv.visitMethodInsn(Opcodes.INVOKEINTERFACE, SAMPLER, "failed", "(Ljava/lang/Throwable;)Ljava/lang/Throwable;", true);
        mv.visitInsn(Opcodes.ATHROW);
        HiddenClass.finish(mv);
    }

    private static void run(HiddenClass c, MethodVisitor mv, MethodType type, MethodHandle h, int value) {
        c.invoke(mv, h, () -> HiddenClass.load(mv, type));
        if (type.returnType() != void.class) {
            mv.visitVarInsn(Type.getType(type.returnType()).getOpcode(Opcodes.ISTORE), value);
        }
    }
}
