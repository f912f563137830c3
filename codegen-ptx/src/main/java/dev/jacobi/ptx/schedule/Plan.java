package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.llvm.DeviceCode;
import dev.jacobi.llvm.ReadyProgram;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.lower.ReachedFunctions;
import dev.jacobi.ptx.emit.KernelBuilder;
import dev.jacobi.ptx.lower.GpuPipeline;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.program.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The way of a function through this module: the passes of {@link GpuPipeline}, then who computes what, then steps and kernels. */
public final class Plan {
    private Plan() {
    }

    /** Compiles the function; schedules change at these sizes. */
    public static GpuProgram of(Module m, String entry, boolean fast, Arch arch, Supplier<Llvm> llvm, Sizes sizes) {
        return of(m, entry, fast, arch, llvm, sizes, PassManager.quiet());
    }

    /** The same; {@code passes} runs what {@link GpuPipeline} lists. */
    public static GpuProgram of(Module m, String entry, boolean fast, Arch arch, Supplier<Llvm> llvm, Sizes sizes, PassManager passes) {
        String main = ReachedFunctions.main(m, entry);
        ReadyProgram ready = ReadyProgram.of(m, GpuPipeline.lowering(entry, main, fast, sizes.tiled()), main, f -> IntStream.range(0, f.in().size()).boxed().toList(), passes);
        var code = new DeviceCode(ready, fast);
        Func f = ready.main();
        var placing = new HostOrDevice(f, code);
        var kernels = new KernelBuilder(code, placing.device(), sizes.grid());
        var ids = new Builder(Regions.firstFreeId(f));
        Set<Var> overwritten = FullyOverwritten.of(f);
        List<Step> steps = new Scheduler(f, code, kernels, placing, ids, overwritten, sizes, fast).run(f);
        Set<Var> written = Lifetimes.written(steps, kernels, f);
        List<Atom> results = f.out();
        var unread = new HashSet<>(f.in());
        unread.retainAll(overwritten);
        return new GpuProgram(f.in(), written, unread, Lifetimes.forget(steps, new HashSet<>(Var.among(results))), results, placing.device(), kernels.kernels(),
            code.checks(), new KernelCode(code.text(), kernels.kernels().stream().map(k -> k.name()).toList(), arch, llvm), arch);
    }
}
