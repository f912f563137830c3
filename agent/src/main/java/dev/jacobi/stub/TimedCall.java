package dev.jacobi.stub;

import dev.jacobi.NDArray;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Generated code around one method for a {@link Sampler}: {@code poll(args)} asks who is to run, by the size of the arguments;
 * {@code timed(args)} runs the one or the other (the original or the compiled code) and reports the time. Plain bytecode, so that both are measured alike.
 * Where there is a {@link Kernel#trial}, {@code timed} can run that before the original.
 */
public record TimedCall(MethodHandle poll, MethodHandle timed) {
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
        CodeBuilder code = c.method("poll", type.changeReturnType(boolean.class).toMethodDescriptorString());
        code.constant(sampler, Sampler.class).op(Opcodes.LCONST_0);
        int slot = 0;
        for (int i = 0; i < type.parameterCount(); i++) {
            Class<?> p = type.parameterType(i);
            if (p.isArray()) {
                elements(code, p, slot);
                code.op(Opcodes.LADD);
            } else if (CharSequence.class.isAssignableFrom(declared.parameterType(i))) {
                code.refs(slot).call(CallSize.class, "characters", "(Ljava/lang/Object;)J").op(Opcodes.LADD);
            } else if (declared.parameterType(i) == NDArray.class) {
                code.refs(slot).call(CallSize.class, "size", "(Ljava/lang/Object;)J").op(Opcodes.LADD);
            }
            slot += Type.getType(p).getSize();
        }
        code.op(Opcodes.LCONST_0);
        slot = 0;
        for (Class<?> p : type.parameterList()) {
            if (p == int.class) {
                code.local(Opcodes.ILOAD, slot).op(Opcodes.I2L);
            } else if (p == long.class) {
                code.local(Opcodes.LLOAD, slot);
            }
            if (p == int.class || p == long.class) {
                code.call(Math.class, "abs", "(J)J").call(Math.class, "max", "(JJ)J");
            }
            slot += Type.getType(p).getSize();
        }
        if (CallObjects.any(declared)) {
            kinds(code, declared);
        }
        code.send(Sampler.class, "poll", CallObjects.any(declared) ? "(JJI)Z" : "(JJ)Z").op(Opcodes.IRETURN).end();
    }

    private static void kinds(CodeBuilder code, MethodType declared) {
        code.op(Opcodes.ICONST_0);
        int slot = 0;
        for (Class<?> p : declared.parameterList()) {
            if (!p.isPrimitive() && !p.isArray()) {
                code.refs(slot).call(CallSize.class, "kind", "(Ljava/lang/Object;)I").op(Opcodes.IADD);
            }
            slot += Type.getType(p).getSize();
        }
    }

    private static void elements(CodeBuilder code, Class<?> array, int slot) {
        code.refs(slot);
        if (array.getComponentType().isArray()) {
            code.call(CallSize.class, "elements", "([Ljava/lang/Object;)J");
            return;
        }
        Label none = new Label();
        Label end = new Label();
        code.jump(Opcodes.IFNULL, none).refs(slot).op(Opcodes.ARRAYLENGTH, Opcodes.I2L).jump(Opcodes.GOTO, end).mark(none).op(Opcodes.LCONST_0).mark(end);
    }

    /** {@code if (sampler.trying()) { long t; try { t = trial(args); } catch (Throwable e) { t = -1; } sampler.tried(t); }}. */
    private static void trial(CodeBuilder code, MethodType type, Sampler sampler, MethodHandle trial) {
        int nanos = HiddenClass.size(type);
        Label from = new Label();
        Label to = new Label();
        Label failed = new Label();
        Label known = new Label();
        Label end = new Label();
        code.caught(from, to, failed, null).constant(sampler, Sampler.class).send(Sampler.class, "trying", "()Z").jump(Opcodes.IFEQ, end)
            .mark(from).invoke(trial, () -> code.parameters(type)).local(Opcodes.LSTORE, nanos).mark(to).jump(Opcodes.GOTO, known)
            .mark(failed).op(Opcodes.POP).number(-1L).local(Opcodes.LSTORE, nanos)
            .mark(known).constant(sampler, Sampler.class).local(Opcodes.LLOAD, nanos).send(Sampler.class, "tried", "(J)V").mark(end);
    }

    private static void timed(HiddenClass c, MethodType type, Sampler sampler, MethodHandle original, MethodHandle compiled, MethodHandle trial) {
        CodeBuilder code = c.method("timed", type.toMethodDescriptorString());
        if (trial != null) {
            trial(code, type, sampler, trial);
        }
        Type result = Type.getType(type.returnType());
        int start = HiddenClass.size(type);
        int value = start + 2;
        Label from = new Label();
        Label to = new Label();
        Label handler = new Label();
        Label second = new Label();
        Label end = new Label();
        code.caught(from, to, handler, null).now().local(Opcodes.LSTORE, start)
            .mark(from).constant(sampler, Sampler.class).send(Sampler.class, "begin", "()Z").jump(Opcodes.IFNE, second);
        run(code, type, original, value);
        code.jump(Opcodes.GOTO, end).mark(second);
        run(code, type, compiled, value);
        code.mark(end).constant(sampler, Sampler.class).now().local(Opcodes.LLOAD, start).op(Opcodes.LSUB).send(Sampler.class, "end", "(J)V").mark(to);
        if (type.returnType() != void.class) {
            code.local(result.getOpcode(Opcodes.ILOAD), value);
        }
        code.op(result.getOpcode(Opcodes.IRETURN))
            .mark(handler).constant(sampler, Sampler.class).op(Opcodes.SWAP).send(Sampler.class, "failed", "(Ljava/lang/Throwable;)Ljava/lang/Throwable;").op(Opcodes.ATHROW).end();
    }

    private static void run(CodeBuilder code, MethodType type, MethodHandle h, int value) {
        code.invoke(h, () -> code.parameters(type));
        if (type.returnType() != void.class) {
            code.local(Type.getType(type.returnType()).getOpcode(Opcodes.ISTORE), value);
        }
    }
}
