package dev.jacobi;

import dev.jacobi.dispatch.transform.LoweredProgram;
import dev.jacobi.dispatch.transform.TransformedFunction;
import dev.jacobi.ir.Func;

/** A function's program for arguments of one structure, in each stage on its way to machine code. */
public final class Lowered {
    private final LoweredProgram program;
    private final TransformedFunction function;
    private final Object[] args;

    Lowered(LoweredProgram program, TransformedFunction function, Object[] args) {
        this.program = program;
        this.function = function;
        this.args = args.clone();
    }

    /** The program, simplified, with its loops raised. */
    public Func ir() {
        return program.main();
    }

    /** The text of a stage: {@code ir}, {@code steps} (before and after each transformation), {@code llvm} (as optimised) or {@code asm}. */
    public String text(String stage) {
        return program.text(stage);
    }

    /** Compiles it, so that the next call finds the code; this. */
    public Lowered compile() {
        function.compile(args);
        return this;
    }

    /** Runs the compiled program. */
    public Object call(Object... values) {
        return function.call(values);
    }

    /** What one run on the example arguments costs. */
    public Cost cost() {
        LoweredProgram.Count c = program.count();
        return new Cost(c.operations(), c.bytes());
    }

    @Override
    public String toString() {
        return program.text("ir");
    }
}
