package dev.jacobi.site;

import dev.jacobi.stub.CodeBuilder;
import dev.jacobi.stub.HiddenClass;
import dev.jacobi.stub.OwnMethods;
import dev.jacobi.woven.Bootstrap;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Keeps a thread in the original of a method that calls itself, from the call whose compiled code had no result until that
 * call returns, by a value or by an exception. Without it every inner call would try the compiled code again: a recursion
 * that is too deep, or that throws at its bottom, would take quadratic time.
 *
 * <p>The one call that gave up runs the original as a call of its own, in {@code try/finally}; so nothing has to be done where
 * the method returns. Its guard looks at the thread only after this has happened for the first time.
 */
final class RecursionFallbackGuard {
    /** Calls that fit on the stack before staying begins: then leaving, which needs less, cannot overflow it. */
    private static final int ROOM = 64;
    private final String owner;
    private final String name;
    private final Runnable first;
    /** The one thread that stays, in the usual case. */
    private volatile Thread only;
    /** Those that stay besides it. */
    private final Set<Thread> others = ConcurrentHashMap.newKeySet();
    private volatile boolean crowded;
    private volatile boolean begun;
    /** {@code first} is run once, before the first call stays. */
    RecursionFallbackGuard(String owner, String name, Runnable first) {
        this.owner = owner;
        this.name = name;
        this.first = first;
    }

    /** Whether some call has stayed, so that {@link #guard} is needed. */
    boolean begun() {
        return begun;
    }

    /** The decision, but false for threads that stay. {@code yes}: it is always true; then less code is inlined into every frame of the recursion. */
    MethodHandle guard(MethodHandle decision, boolean yes) {
        MethodType type = decision.type();
        MethodHandle free = MethodHandles.dropArguments(OwnMethods.of(MethodHandles.lookup(), this, "free", boolean.class), 0, type.parameterList());
        return yes ? free : MethodHandles.guardWithTest(free, decision, Bootstrap.never(type));
    }

    /** The compiled code; where it gives up, the original runs with this thread staying in it. */
    MethodHandle around(MethodHandle compiled, MethodHandle original) {
        MethodType type = compiled.type();
        MethodType erased = HiddenClass.erased(type);
        HiddenClass c = new HiddenClass(MethodHandles.lookup(), "Recursion");
        call(c, erased, compiled.asType(erased), original.asFixedArity().asType(erased));
        return OwnMethods.fixed(c.define(), "call", erased).asType(type);
    }

    /**
     * {@code try { return compiled(args); } catch (Deopt d) { enter(d); try { return original(args); } finally { leave(); } }} in one method, which
     * is too large for C1 to inline into every frame of the recursion.
     */
    private void call(HiddenClass c, MethodType type, MethodHandle compiled, MethodHandle original) {
        CodeBuilder code = c.method("call", type.toMethodDescriptorString());
        int result = Type.getType(type.returnType()).getOpcode(Opcodes.IRETURN);
        Label[] at = {new Label(), new Label(), new Label(), new Label(), new Label(), new Label()};
        code.caught(at[0], at[1], at[2], Deopt.class).caught(at[3], at[4], at[5], null);
        code.mark(at[0]).invoke(compiled, () -> code.parameters(type)).mark(at[1]).op(result).mark(at[2]);
        stay(code, "enter", Deopt.class).mark(at[3]).invoke(original, () -> code.parameters(type)).mark(at[4]).op(Opcodes.ACONST_NULL);
        stay(code, "leave", Throwable.class).op(result).mark(at[5]).op(Opcodes.DUP);
        stay(code, "leave", Throwable.class).op(Opcodes.ATHROW).end();
    }

    private CodeBuilder stay(CodeBuilder code, String method, Class<?> thrown) {
        return code.constant(this, RecursionFallbackGuard.class).op(Opcodes.SWAP).send(RecursionFallbackGuard.class, method, "(" + thrown.descriptorString() + ")V");
    }

    boolean free() {
        Thread me = Thread.currentThread();
        return only != me && !(crowded && others.contains(me));
    }

    /** Staying begins; near the end of the stack it does not, and the prologue runs the original as ever. */
    void enter(Deopt why) {
        try {
            room(ROOM);
        } catch (StackOverflowError e) {
            throw why;
        }
        if (!begun) {
            begun = true;
            first.run();
        }
        synchronized (this) {
            if (only == null) {
                only = Thread.currentThread();
            } else {
                others.add(Thread.currentThread());
                crowded = true;
            }
        }
    }

    private static int room(int calls) {
        return calls == 0 ? 0 : 1 + room(calls - 1);
    }

    /** Staying ends; {@code thrown} is what the original threw, or null. */
    void leave(Throwable thrown) {
        synchronized (this) {
            if (only == Thread.currentThread()) {
                only = null;
            } else {
                others.remove(Thread.currentThread());
                crowded = !others.isEmpty();
            }
        }
        if (thrown != null) {
            trim(thrown);
        }
    }

    /** The call that stays is on the stack twice, first in its prologue, which has no line: that frame is taken out. */
    private void trim(Throwable thrown) {
        if (!plain(thrown.getClass())) {
            return;
        }
        StackTraceElement[] all = thrown.getStackTrace();
        StackTraceElement[] kept = Arrays.stream(all).filter(e -> !mine(e) || e.getLineNumber() >= 0).toArray(StackTraceElement[]::new);
        if (kept.length < all.length && Arrays.stream(kept).anyMatch(this::mine)) {
            thrown.setStackTrace(kept);
        }
    }

    private boolean mine(StackTraceElement e) {
        return e.getMethodName().equals(name) && e.getClassName().equals(owner);
    }

    /** Whether the program would not notice that the trace is looked at and changed. */
    private static boolean plain(Class<?> thrown) {
        try {
            return thrown.getMethod("getStackTrace").getDeclaringClass() == Throwable.class
                && thrown.getMethod("setStackTrace", StackTraceElement[].class).getDeclaringClass() == Throwable.class;
        } catch (ReflectiveOperationException | LinkageError e) {
            return false;
        }
    }
}
