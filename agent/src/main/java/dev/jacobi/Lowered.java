package dev.jacobi;

import dev.jacobi.ir.Func;
import dev.jacobi.spi.EngineFunction;
import dev.jacobi.spi.EngineProgram;
import java.util.function.Function;

/**
 * A function's program for arguments of one structure, in each stage on its way to machine code; {@code Jacobi.lower} gives it.
 *
 * <pre>{@code
 * Lowered l = Jacobi.lower(Model::loss, weights, point);
 * System.out.println(l.text("llvm"));
 * System.out.println(l.cost().operations());
 * Object value = l.compile().call(weights, point);
 * }</pre>
 */
public final class Lowered {
    private final EngineProgram program;
    private final EngineFunction function;
    private final Function<Object[], Object> call;
    private final Object[] args;

    /** {@code call} is the function's, which lays results out as the function says. */
    Lowered(EngineProgram program, EngineFunction function, Function<Object[], Object> call, Object[] args) {
        this.program = program;
        this.function = function;
        this.call = call;
        this.args = args.clone();
    }

    /**
     * The program, simplified, with its parallel loops found.
     *
     * @return the function of the program that is called; {@code toString()} is its text
     */
    public Func ir() {
        return program.main();
    }

    /**
     * The text of a stage: {@code ir}, {@code steps} (before and after each transformation), {@code llvm} (as optimised), {@code asm}, {@code ptx}
     * (also {@code ptx sm_80} and so on, for each architecture there is), {@code stablehlo} (for arguments shaped like the example ones),
     * or {@code partitioned} (of a function on a mesh: what one device does with its blocks of the example arguments, and what devices exchange). No
     * device is needed for any of them.
     *
     * @param stage its name
     * @return the text
     * @throws JacobiException if there is no such stage, or the program cannot be made for that back end
     */
    public String text(String stage) {
        return program.text(stage);
    }

    /**
     * Compiles it, so that the next call finds the code.
     *
     * @return the compiled program, which may be kept in a file
     * @throws JacobiException if it cannot be compiled
     */
    public Compiled compile() {
        function.compile(args);
        return new Compiled(function.toString(), call, program::saved, program.count());
    }

    /**
     * Compiles it ahead of time for devices that need not be there and for arguments shaped like the example ones.
     *
     * <pre>{@code
     * TargetProgram p = Jacobi.lower(Model::loss, weights, point).compile(Target.tpu("v5e:2x2"));
     * }</pre>
     *
     * @param target the devices
     * @return the compiled program, its cost and memory
     * @throws JacobiException if {@code target} is null or no TPU, the plugin is missing, or the program cannot be compiled for these devices
     */
    public TargetProgram compile(Target target) {
        if (target == null) {
            throw new JacobiException("The target is null; give one such as Target.tpu(\"v5e:2x2\").");
        }
        EngineProgram.Ahead a = program.ahead(target.backend(), target.devices(), target.f64AsF32());
        var memory = new TargetProgram.Memory(a.memory().code(), a.memory().arguments(), a.memory().results(), a.memory().temporary(), a.memory().peak());
        return new TargetProgram(target, a.text(), a.notes(), a.optimized().format(), a.optimized().code(), a.cost(), memory, a.serialized(), saved(a));
    }

    /** None for a program that no file can keep. */
    private static byte[] saved(EngineProgram.Ahead a) {
        try {
            return a.saved().get();
        } catch (JacobiException e) {
            return new byte[0];
        }
    }

    /**
     * Runs the compiled program.
     *
     * @param values the arguments, of the structure of the example ones
     * @return the result
     * @throws JacobiException if the arguments are null or not what the function takes, or it has no result for them; the function's own exceptions are thrown as they are
     */
    public Object call(Object... values) {
        JacobiFunction.given(values);
        return function.call(values);
    }

    /**
     * What one run on the example arguments costs.
     *
     * @return operations and bytes, counted on the program
     */
    public Cost cost() {
        EngineProgram.Count c = program.count();
        return new Cost(c.operations(), c.bytes());
    }

    @Override
    public String toString() {
        return program.text("ir");
    }
}
