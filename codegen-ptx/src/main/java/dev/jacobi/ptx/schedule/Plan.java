package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.simplify.Inline;
import dev.jacobi.llvm.DeviceCode;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.ptx.emit.Kernels;
import dev.jacobi.ptx.lower.ExactStrictMath;
import dev.jacobi.ptx.lower.FloatMath;
import dev.jacobi.ptx.lower.HostLowering;
import dev.jacobi.ptx.lower.LoopsToScans;
import dev.jacobi.ptx.lower.StacksToUpdates;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.program.Step;
import dev.jacobi.vectorize.contract.Contract;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The way of a function through this package: inlined, products found, lowered, results of maps made destinations, bufferised, placed, scheduled. */
public final class Plan {
    private Plan() {
    }

    /** Compiles the function. */
    public static GpuProgram of(Module m, String entry, boolean fast, Arch arch, Supplier<Llvm> llvm) {
        return of(m, entry, fast, arch, llvm, Sizes.GPU);
    }

    /** The same with other sizes at which schedules change. */
    public static GpuProgram of(Module m, String entry, boolean fast, Arch arch, Supplier<Llvm> llvm, Sizes sizes) {
        Module inlined = Inline.run(ExactStrictMath.with(m), entry);
        inlined = fast ? FloatMath.run(inlined) : inlined;
        Func products = new Contract(fast, sizes.tiled()).run(inlined.get(entry));
        Func lowered = StacksToUpdates.run(DeviceCode.lower(LoopsToScans.run(products, fast), new HostLowering(fast), fast));
        var code = new DeviceCode(inlined, List.of(lowered), fast);
        Func f = code.bufferise(lowered);
        var placing = new HostOrDevice(f, code);
        var kernels = new Kernels(code, placing.device(), sizes.grid());
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
