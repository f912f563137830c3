package dev.jacobi.ptx.schedule;

import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.jit.NativeRuntime;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.emit.Grid;
import dev.jacobi.ptx.emit.PtxText;
import dev.jacobi.ptx.program.Arch;
import java.util.List;
import java.util.function.Supplier;

/** The kernels of a program; PTX is made when it is first wanted. */
final class KernelCode implements Device.Code {
    private final String llvm;
    private final List<String> kernels;
    private final Arch arch;
    private final Supplier<Llvm> compiler;
    private String ptx;

    KernelCode(String llvm, List<String> kernels, Arch arch, Supplier<Llvm> compiler) {
        this.llvm = llvm;
        this.kernels = kernels;
        this.arch = arch;
        this.compiler = compiler;
    }

    @Override
    public String llvm() {
        return llvm;
    }

    @Override
    public synchronized String ptx() {
        if (ptx == null) {
            ptx = PtxText.exact(compiler.get().ptx(List.of(llvm, Grid.remainders(), NativeRuntime.blocks(), Grid.gpu()), kernels, arch.cpu(), "+ptx" + arch.ptx()));
        }
        return ptx;
    }
}
