package dev.jacobi.ptx;

import dev.jacobi.ir.Module;
import dev.jacobi.llvm.NotEmitted;

/** From IR to PTX: the one entry of the compiling half of this module. */
public final class Ptx {
    private Ptx() {
    }

    /**
     * Compiles a function for an architecture; needs neither device nor toolkit. {@code fast} allows reordered float sums and fma.
     * Throws {@link NotEmitted} with a clause that says why when there is no correct code for it.
     */
    public static GpuProgram compile(Module m, String entry, boolean fast, Arch arch) {
        throw new NotEmitted("functions are not compiled for GPUs yet");
    }
}
