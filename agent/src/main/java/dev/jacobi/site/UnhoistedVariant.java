package dev.jacobi.site;

import dev.jacobi.stub.Fallbacks;
import dev.jacobi.stub.Kernel;
import dev.jacobi.stub.OwnMethods;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A second kind of code for a method, whose checks stay where the method has them. Checks that have been moved in front of loops are a bargain as long as
 * they hold; {@code table[x & 255]} with a shorter table and small {@code x} fails at each call though nothing is wrong. The code is made when that has happened a
 * few times, and runs the calls that the first kind has no result for.
 */
final class UnhoistedVariant {
    private static final int PATIENCE = 3;
    private final Fallbacks fallbacks;
    private final Predicate<Runnable> background;
    private final Supplier<Kernel> make;
    private final Runnable told;
    private volatile Kernel made;
    private int failures;

    private UnhoistedVariant(Fallbacks fallbacks, Predicate<Runnable> background, Supplier<Kernel> make, Runnable told) {
        this.fallbacks = fallbacks;
        this.background = background;
        this.make = make;
        this.told = told;
    }

    /**
     * Calls {@code first}, and where an early check of it has failed what {@code make} gives, for the same method; {@code background} runs
     * the making, and {@code told} is run when it is done.
     */
    static Kernel after(Kernel first, Fallbacks fallbacks, Predicate<Runnable> background, Supplier<Kernel> make, Runnable told) {
        var c = new UnhoistedVariant(fallbacks, background, make, told);
        return first.with(c.caught(first.handle(), "pick"), first.trial() == null ? null : c.caught(first.trial(), "pickTrial"));
    }

    private MethodHandle caught(MethodHandle first, String how) {
        MethodHandle pick = OwnMethods.of(MethodHandles.lookup(), this, how, MethodHandle.class, Deopt.class);
        return MethodHandles.catchException(first, Deopt.class, MethodHandles.filterArguments(MethodHandles.exactInvoker(first.type()), 0, pick));
    }

    private MethodHandle pick(Deopt d) {
        Kernel k = kernel(d);
        if (k == null) {
            throw fallbacks.early(d);
        }
        fallbacks.again();
        return k.handle();
    }

    private MethodHandle pickTrial(Deopt d) {
        Kernel k = kernel(d);
        if (k == null || k.trial() == null) {
            throw d;
        }
        return k.trial();
    }

    private Kernel kernel(Deopt d) {
        if (!d.early()) {
            throw d;
        }
        if (made == null && !CompileQueue.isCompiler() && isTime()) {
            background.test(this::make);
        }
        return made;
    }

    /** Once. */
    private synchronized boolean isTime() {
        return ++failures == PATIENCE;
    }

    private void make() {
        try {
            made = make.get();
            told.run();
        } catch (RuntimeException | LinkageError e) {
            // The first kind of code and the original are enough.
        }
    }
}
