package dev.jacobi.stub;

import dev.jacobi.ir.Params;
import dev.jacobi.report.Events;
import dev.jacobi.report.MethodStats;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Counts calls whose compiled code had no result, and gives the exception that makes the original run. */
public final class Fallbacks {
    private final MethodStats stats;
    private final Runnable often;
    private final boolean telling;
    private long counted;
    private long next = 64;
    private Runnable onMemory = () -> { };

    /** {@code often} is run when fallbacks have become a large part of the calls. */
    public Fallbacks(MethodStats stats, Runnable often) {
        this(stats, often, false);
    }

    private Fallbacks(MethodStats stats, Runnable often, boolean telling) {
        this.stats = stats;
        this.often = often;
        this.telling = telling;
    }

    /** The exceptions say why: for code that has no original to run instead. */
    public static Fallbacks telling(MethodStats stats) {
        return new Fallbacks(stats, () -> { }, true);
    }

    /** Whether there is an original to run instead. */
    boolean hasOriginal() {
        return !telling;
    }

    /** Whether the last call ended in the original because it is not worth more. */
    public boolean ofFewElements() {
        return Deopt.FEW.getMessage().equals(stats.lastFallback());
    }

    /** A call begins. */
    public void call() {
        stats.calls++;
    }

    /** A check failed. */
    Deopt check(Params.Check c) {
        return deopt(Deopt.of(c));
    }

    /** Native code or a guard before it gave up. What is early counts when it is known that no other code runs instead, by {@link #early}. */
    Deopt deopt(Deopt d) {
        return d.early() && !telling ? d : counted(d);
    }

    /** There is no other code to run instead. */
    public Deopt early(Deopt d) {
        return count(d.getMessage());
    }

    /** The same call begins again, with other code. */
    public void again() {
        stats.calls--;
    }

    /** What is to be done when memory is short for the first time. */
    public void onMemory(Runnable r) {
        onMemory = r;
    }

    private Deopt counted(Deopt d) {
        if (d.isMemory()) {
            Runnable r = onMemory;
            onMemory = () -> { };
            r.run();
        }
        Deopt counted = count(d.getMessage());
        return d.early() ? d : counted;
    }

    /** A null on the way to an input, or the stack or the memory ran out before anything was changed. What a callback has thrown is thrown. */
    public Deopt other(Throwable e) {
        if (e instanceof CallbackFailed c) {
            c.<RuntimeException>rethrow();
        }
        try {
            return count(e.getClass().getSimpleName());
        } catch (StackOverflowError | OutOfMemoryError again) {
            return Deopt.INSTANCE;
        }
    }

    /** Something else stands in the way: a null, jagged rows, arrays that overlap. */
    public Deopt other(String what) {
        return count(what);
    }

    /** A call for which there is no code, and will be none: it counts, and the original runs. */
    Deopt none(String what) {
        call();
        return count(what);
    }

    /** A call for which there is no code yet: it counts, but does not speak against the code that there is. */
    Deopt waiting(String what) {
        call();
        return note(what);
    }

    /** A handle whose every call is a {@link #none}. */
    public MethodHandle always(MethodType type, String what) {
        return thrower(type, "none", what);
    }

    /** A handle whose every call is a {@link #waiting}. */
    public MethodHandle meanwhile(MethodType type, String what) {
        return thrower(type, "waiting", what);
    }

    private MethodHandle thrower(MethodType type, String counter, String what) {
        MethodHandle count = OwnMethods.of(MethodHandles.lookup(), this, counter, Deopt.class, String.class).bindTo(what);
        MethodHandle thrower = MethodHandles.throwException(type.returnType(), Deopt.class);
        return MethodHandles.dropArguments(MethodHandles.foldArguments(thrower, count), 0, type.parameterList());
    }

    private Deopt count(String what) {
        Deopt d = note(what);
        if (++counted >= next) {
            next = 2 * counted;
            if (2 * counted >= stats.calls) {
                often.run();
            }
        }
        return d;
    }

    private Deopt note(String what) {
        stats.fallback(what);
        if (Events.fallbackEnabled()) {
            Events.fallback(stats.method(), what);
        }
        return telling ? new Deopt(what) : Deopt.INSTANCE;
    }
}
