package dev.jacobi.backend.tier;

import dev.jacobi.spi.ArrayEngine;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Code that is made without LLVM's optimisations, which take ten times as long as all else and are wasted on what runs a few times over small arrays. Its calls are timed; when they have taken
 * {@link #ENOUGH} together, the optimised code is made in the background and takes its place. Both compute the same bits.
 */
final class TieredCode implements ArrayEngine.Code {
    /** Nanoseconds; LLVM needs some 100 ms for the code of an operation. */
    private static final long ENOUGH = 10_000_000;
    private final Optimiser optimiser;
    private final LongAdder taken = new LongAdder();
    private volatile ArrayEngine.Code code;
    /** Makes the optimised code; null from when it is asked for. */
    private volatile Supplier<ArrayEngine.Code> better;

    TieredCode(Optimiser optimiser, ArrayEngine.Code quick, Supplier<ArrayEngine.Code> better) {
        this.optimiser = optimiser;
        this.code = quick;
        this.better = better;
    }

    @Override
    public void call(long args, long results) {
        if (better == null) {
            code.call(args, results);
            return;
        }
        long begin = System.nanoTime();
        code.call(args, results);
        taken.add(System.nanoTime() - begin);
        if (taken.sum() > ENOUGH) {
            improve();
        }
    }

    private synchronized void improve() {
        Supplier<ArrayEngine.Code> by = better;
        if (by != null) {
            better = null;
            optimiser.later(() -> code = by.get());
        }
    }
}
