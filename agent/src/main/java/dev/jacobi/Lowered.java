package dev.jacobi;

import dev.jacobi.ir.Func;
import dev.jacobi.spi.EngineFunction;
import dev.jacobi.spi.EngineProgram;

/** A function's program for arguments of one structure, in each stage on its way to machine code. */
public final class Lowered {
    private final EngineProgram program;
    private final EngineFunction function;
    private final Object[] args;

    Lowered(EngineProgram program, EngineFunction function, Object[] args) {
        this.program = program;
        this.function = function;
        this.args = args.clone();
    }

    /** The program, simplified, with its loops raised. */
    public Func ir() {
        return program.main();
    }

    /**
     * The text of a stage: {@code ir}, {@code steps} (before and after each transformation), {@code llvm} (as optimised), {@code asm}, {@code ptx}
     * (also {@code ptx sm_80} and so on, for each architecture there is), or {@code stablehlo} (for arguments shaped like the example ones). No
     * device is needed for any of them.
     */
    public String text(String stage) {
        return program.text(stage);
    }

    /** Compiles it, so that the next call finds the code; this. */
    public Lowered compile() {
        function.compile(args);
        return this;
    }

    /** Compiles it ahead of time for devices that need not be there and for arguments shaped like the example ones. */
    public TargetProgram compile(Target target) {
        if (target == null) {
            throw new JacobiException("The target is null; give one such as Target.tpu(\"v5e:2x2\").");
        }
        EngineProgram.Ahead a = program.ahead(target.backend(), target.devices(), target.f64AsF32());
        var memory = new TargetProgram.Memory(a.memory().code(), a.memory().arguments(), a.memory().results(), a.memory().temporary(), a.memory().peak());
        return new TargetProgram(target, a.text(), a.notes(), a.optimized().format(), a.optimized().code(), a.cost(), memory, a.serialized());
    }

    /** Runs the compiled program. */
    public Object call(Object... values) {
        JacobiFunction.given(values);
        return function.call(values);
    }

    /** What one run on the example arguments costs. */
    public Cost cost() {
        EngineProgram.Count c = program.count();
        return new Cost(c.operations(), c.bytes());
    }

    @Override
    public String toString() {
        return program.text("ir");
    }
}
