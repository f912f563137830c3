package dev.jacobi.llvm.jit;

import java.util.function.LongSupplier;

/** LLVM would take too long for a module. The message is what stands behind "because". */
public final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLong(String message) {
        super(message);
    }

    /** The CPU time of one compilation in LLVM. A pass cannot be stopped in the middle, so it is looked at between them; the length of texts bounds each. */
    static final class Budget {
        private static final long MOST_SECONDS = 60;
        private final LongSupplier nanos;
        private final long before;

        /** {@code nanos}: the CPU time that LLVM has taken for the current thread so far. */
        Budget(LongSupplier nanos) {
            this.nanos = nanos;
            before = nanos.getAsLong();
        }

        /** Gives up when LLVM has had its time. */
        void check() {
            long seconds = (nanos.getAsLong() - before) / 1_000_000_000L;
            if (seconds > MOST_SECONDS) {
                throw new TooLong("LLVM took " + seconds + " seconds of CPU to optimise it, and still has to make machine code; more than " + MOST_SECONDS + " are not spent on one method");
            }
        }
    }
}
