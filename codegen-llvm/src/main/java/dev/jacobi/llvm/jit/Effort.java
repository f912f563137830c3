package dev.jacobi.llvm.jit;

/**
 * How much LLVM does for a module. Its best passes take longer by the square of a function's length in places, and the JVM itself only interprets methods that
 * long, so what is long gets fewer passes and quicker ones behind them: a third of the time.
 */
enum Effort {
    NONE("default<O0>", 0), LESS("default<O1>", 1), FULL("default<O3>", 3);

    /** Characters of a module's text from which on it is long: some 3,000 statements with arrays. */
    static final int LONG = 1_500_000;
    private final String passes;
    private final int codeGeneration;

    Effort(String passes, int codeGeneration) {
        this.passes = passes;
        this.codeGeneration = codeGeneration;
    }

    /** {@code quick}: the code is wanted soon and runs seldom. */
    static Effort of(long characters, boolean quick) {
        return quick ? NONE : characters > LONG ? LESS : FULL;
    }

    /** The passes as {@code LLVMRunPasses} takes them. */
    String passes() {
        return passes;
    }

    /** LLVMCodeGenOptLevel. */
    int codeGeneration() {
        return codeGeneration;
    }
}
