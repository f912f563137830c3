package dev.jacobi.dispatch.transform;

import dev.jacobi.JacobiException;
import dev.jacobi.ir.Func;
import dev.jacobi.lift.Lifted;
import java.util.List;

/** A program on its way to machine code, to be looked at. */
public final class LoweredProgram {
    private final TransformEngine engine;
    private final Lifted ready;
    private final boolean fast;
    private final Object[] leaves;
    private final String steps;

    /** What a run costs. */
    public record Count(double operations, double bytes) {
    }

    LoweredProgram(TransformEngine engine, Lifted ready, boolean fast, Object[] leaves, String steps) {
        this.engine = engine;
        this.ready = ready;
        this.fast = fast;
        this.leaves = leaves;
        this.steps = steps;
    }

    public Func main() {
        return ready.module().get(ready.entry());
    }

    /** The text of a stage. */
    public String text(String stage) {
        return switch (stage) {
            case "ir" -> ready.module().toString();
            case "steps" -> steps;
            case "llvm" -> texts().get(1);
            case "asm" -> texts().get(2);
            case "ptx" -> engine.compiler().ptx(ready, fast);
            default -> throw new JacobiException("There is no stage '" + stage + "' for this back end; there are ir, steps, llvm, asm and ptx.");
        };
    }

    private List<String> texts() {
        return engine.compiler().texts(ready, fast);
    }

    /** What a run on the example arguments costs. */
    public Count count() {
        return Counter.count(main(), ready.module(), leaves);
    }
}
