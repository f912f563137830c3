package dev.jacobi.transform;

import dev.jacobi.JacobiException;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.pjrt.capi.MemoryStats;
import dev.jacobi.pjrt.client.Executable;
import dev.jacobi.pjrt.program.HloProgram;
import dev.jacobi.ptx.program.Arch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A program on its way to machine code, to be looked at. */
public final class LoweredProgram {
    private final TransformEngine engine;
    private final Lifted ready;
    private final boolean fast;
    private final Object[] leaves;
    private final String steps;
    private final Supplier<List<Tensor>> inputs;

    /** What a run costs. */
    public record Count(double operations, double bytes) {
    }

    LoweredProgram(TransformEngine engine, Lifted ready, boolean fast, Object[] leaves, String steps, Supplier<List<Tensor>> inputs) {
        this.engine = engine;
        this.ready = ready;
        this.fast = fast;
        this.leaves = leaves;
        this.steps = steps;
        this.inputs = inputs;
    }

    public Func main() {
        return ready.module().get(ready.entry());
    }

    /** The text of a stage. */
    public String text(String stage) {
        Optional<Arch> gpu = Arch.ALL.stream().filter(a -> ("ptx " + a.cpu()).equals(stage)).findFirst();
        if (gpu.isPresent()) {
            return engine.compiler().ptx(ready, fast, gpu.get().sm());
        }
        return switch (String.valueOf(stage)) {
            case "ir" -> ready.module().toString();
            case "steps" -> steps;
            case "llvm" -> texts().get(1);
            case "asm" -> texts().get(2);
            case "stablehlo" -> engine.compiler().stableHlo(ready, inputs.get(), fast).text();
            case "ptx" -> engine.compiler().ptx(ready, fast, 0);
            default -> throw new JacobiException((stage == null ? "The stage is null" : "There is no stage '" + stage + "'")
                + "; there are ir, steps, llvm, asm, ptx (or " + Arch.ALL.stream().map(a -> "ptx " + a.cpu()).collect(Collectors.joining(", "))
                + ") and stablehlo.");
        };
    }

    /** What a compilation ahead of time gives. */
    public record Ahead(HloProgram program, Executable.Program optimized, Map<String, Double> cost, MemoryStats memory, byte[] serialized) {
    }

    /** Compiles it for devices that need not be there, for inputs shaped like the example ones. */
    public Ahead ahead(String backend, String devices, boolean f64AsF32) {
        if (!backend.equals("tpu")) {
            throw new JacobiException("Programs are compiled ahead of time for the back end tpu only, not for '" + backend + "'.");
        }
        return engine.compiler().ahead(ready, inputs.get(), fast, devices, f64AsF32, (p, e) -> new Ahead(p, e.optimized(), e.cost(), e.memory(), e.serialize()));
    }

    private List<String> texts() {
        return engine.compiler().texts(ready, fast);
    }

    /** What a run on the example arguments costs. */
    public Count count() {
        return Counter.count(main(), ready.module(), leaves);
    }
}
