package dev.jacobi.llvm.jit;

/** The CPU time of one compilation in LLVM. A pass cannot be stopped in the middle, so it is looked at between them; the length of texts bounds each. */
final class Budget {
    private static final long MOST_SECONDS = 60;
    private final LlvmApi api;
    private final long before;

    Budget(LlvmApi api) {
        this.api = api;
        before = api.nanosApart();
    }

    /** Gives up when LLVM has had its time. */
    void check() {
        long seconds = (api.nanosApart() - before) / 1_000_000_000L;
        if (seconds > MOST_SECONDS) {
            throw new TooLong("LLVM took " + seconds + " seconds of CPU to optimise it, and still has to make machine code; more than " + MOST_SECONDS + " are not spent on one method");
        }
    }
}
