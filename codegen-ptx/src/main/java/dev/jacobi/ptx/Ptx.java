package dev.jacobi.ptx;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.text.NotEmitted;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.schedule.Plan;
import dev.jacobi.ptx.schedule.Sizes;
import java.util.function.Supplier;

/** From IR to PTX: the one entry of the compiling half of this module. */
public final class Ptx {
    private Ptx() {
    }

    /**
     * Compiles a function for an architecture; needs neither device nor toolkit. {@code fast} allows reordered float sums and fma, and functions
     * of floats that are short: within 1 unit of the last place of a float.
     * Throws {@link NotEmitted} with a clause that says why when there is no correct code for it.
     * {@code llvm} is asked for when PTX is wanted.
     */
    public static GpuProgram compile(Module m, String entry, boolean fast, Arch arch, Supplier<Llvm> llvm) {
        return compile(m, entry, fast, arch, llvm, PassManager.quiet());
    }

    /** The same; {@code passes} runs the passes. */
    public static GpuProgram compile(Module m, String entry, boolean fast, Arch arch, Supplier<Llvm> llvm, PassManager passes) {
        return Plan.of(m, entry, fast, arch, llvm, Sizes.GPU, passes);
    }
}
