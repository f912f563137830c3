package dev.jacobi.transform;

import dev.jacobi.JacobiException;
import dev.jacobi.backend.Dump;
import dev.jacobi.backend.saved.PluginCode;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Program;
import dev.jacobi.options.Options;
import dev.jacobi.pjrt.capi.MemoryStats;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.spi.EngineProgram;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.transform.mesh.Partitioned;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A program on its way to machine code, to be looked at. */
public final class LoweredProgram implements EngineProgram {
    private final TransformEngine engine;
    private final Lifted ready;
    private final Supplier<OfArrays> arrays;
    private OfArrays ofArrays;
    private final boolean fast;
    private final Object[] leaves;
    private final Supplier<String> steps;
    private final Supplier<List<Tensor>> inputs;
    private final SavedFunctions saved;

    /** A program as it is for operations on whole arrays; {@code sharding} is null where these are on no mesh. */
    record OfArrays(Program whole, Lifted program, MeshSharding sharding) {
    }

    LoweredProgram(TransformEngine engine, Lifted ready, Supplier<OfArrays> arrays, TransformEngine.Settings settings, Object[] leaves, Supplier<String> steps, Supplier<List<Tensor>> inputs,
            SavedFunctions saved) {
        this.engine = engine;
        this.ready = ready;
        this.arrays = arrays;
        this.fast = settings.fast();
        this.saved = saved;
        this.leaves = leaves;
        this.steps = steps;
        this.inputs = inputs;
    }

    @Override
    public Func main() {
        return ready.module().get(ready.entry());
    }

    /** The program with all functions that it calls, as the back ends get it. */
    public Module module() {
        return ready.module();
    }

    /** The name of {@link #main} in the module. */
    public String entry() {
        return ready.entry();
    }

    /** The program that StableHLO is written from. */
    public Lifted arrays() {
        return ofArrays().program;
    }

    private synchronized OfArrays ofArrays() {
        ofArrays = ofArrays == null ? arrays.get() : ofArrays;
        return ofArrays;
    }

    /** What the program takes for the example arguments, one for each parameter of {@link #main}. */
    public List<Tensor> inputs() {
        return inputs.get();
    }

    @Override
    public String text(String stage) {
        Optional<Arch> gpu = Arch.ALL.stream().filter(a -> ("ptx " + a.cpu()).equals(stage)).findFirst();
        if (gpu.isPresent()) {
            return engine.compiler().ptx(ready, fast, gpu.get().sm());
        }
        return switch (String.valueOf(stage)) {
            case "ir" -> ready.module().toString();
            case "steps" -> steps.get();
            case "llvm" -> texts().get(1);
            case "asm" -> texts().get(2);
            case "stablehlo" -> engine.compiler().stableHlo(arrays(), inputs.get(), fast, ofArrays().sharding).text();
            case "partitioned" -> partitioned();
            case "ptx" -> engine.compiler().ptx(ready, fast, 0);
            default -> throw new JacobiException((stage == null ? "The stage is null" : "There is no stage '" + stage + "'")
                + "; there are ir, steps, llvm, asm, ptx (or " + Arch.ALL.stream().map(a -> "ptx " + a.cpu()).collect(Collectors.joining(", "))
                + "), stablehlo and partitioned.");
        };
    }

    /** What one device of the mesh does. */
    private String partitioned() {
        MeshSharding on = ofArrays().sharding;
        if (on == null) {
            throw new JacobiException("There is no stage 'partitioned' of a program that is on no mesh; compile the function with Options.DEFAULT.in(..), or use Lax.withShardingConstraint in it.");
        }
        Program whole = ofArrays().whole;
        List<int[]> shapes = inputs.get().stream().map(Tensor::dims).toList();
        return Partitioned.of(engine.compiler().withoutRules(whole.module(), Dump.none()).get(whole.entry()), new MeshAxes(on.names(), on.sizes(), on.devices()), shapes, on.in(), on.out()).text(whole.entry());
    }

    @Override
    public Ahead ahead(String backend, String devices, boolean f64AsF32) {
        if (!backend.equals("tpu")) {
            throw new JacobiException("Programs are compiled ahead of time for the back end tpu only, not for '" + backend + "'.");
        }
        OfArrays of = ofArrays();
        MeshSharding on = of.sharding == null ? null : of.sharding.withAllResults(main(of).out().size());
        return engine.compiler().ahead(of.program, inputs.get(), fast, on, devices, f64AsF32, (p, e, platform, kind) -> {
            byte[] executable = e.serialize();
            return new Ahead(p.text(), p.notes(), new Optimized(e.optimized().format(), e.optimized().code()), e.cost(), memory(e.memory()), executable,
                () -> saved.bytes(of.whole, of.program, PluginCode.of(platform, kind, p, inputs.get(), on, executable), count()));
        });
    }

    private static Func main(OfArrays of) {
        return of.program.module().get(of.program.entry());
    }

    @Override
    public byte[] saved() {
        return switch (saved.backend()) {
            case CPU, AUTO, INTERP -> saved.machineCode(count());
            case TPU -> saved.bytes(ofArrays().whole, ofArrays().program, engine.compiler().kept(ofArrays().program, inputs.get(), fast, onDevices()), count());
            case CUDA -> throw new JacobiException("Programs for GPUs cannot be saved; compile it with Options.DEFAULT.backend(\"cpu\") or for a plugin's devices.");
        };
    }

    /** Where devices of a plugin run it, all of them; null for one. */
    private MeshSharding onDevices() {
        MeshSharding s = ofArrays().sharding;
        return s == null || s.devices().isEmpty() ? null : s;
    }

    private static Memory memory(MemoryStats m) {
        return new Memory(m.code(), m.arguments(), m.results(), m.temporary(), m.peak());
    }

    private List<String> texts() {
        return engine.compiler().texts(ready, fast);
    }

    @Override
    public Count count() {
        return OperationCounter.count(main(), ready.module(), leaves);
    }
}
