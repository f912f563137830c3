package dev.jacobi.backend;

import dev.jacobi.backend.tier.Optimiser;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Callbacks;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.options.Options;
import dev.jacobi.spi.ArrayEngine;
import dev.jacobi.spi.MeshDevices;
import dev.jacobi.woven.Deopt;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Memory of arrays outside of the Java heap, and machine code of operations on them, which is called by address. */
public final class ArrayPrograms implements ArrayEngine {
    private final FunctionCompiler compiler;
    private final NativeBackend cpu;
    private final Optimiser optimiser = new Optimiser();
    private final AtomicLong names = new AtomicLong();
    private final Llvm llvm;
    private final MeshDevices devices;
    private final long allocate;
    private final long free;

    ArrayPrograms(FunctionCompiler compiler, NativeBackend cpu, MeshDevices devices) {
        this.devices = devices;
        this.compiler = compiler;
        this.cpu = cpu;
        this.llvm = cpu.llvm();
        this.allocate = llvm.function("jacobi_alloc");
        this.free = llvm.function("jacobi_free");
    }

    @Override
    public long allocate(long bytes) {
        return Bridge.call(allocate, bytes);
    }

    @Override
    public void free(long address) {
        Bridge.call(free, address);
    }

    @Override
    public ByteBuffer view(long address, int bytes) {
        return Bridge.buffer(address, bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public long address(ByteBuffer direct) {
        return Bridge.address(direct);
    }

    @Override
    public MeshDevices devices() {
        return devices;
    }

    @Override
    public long memoryLimit() {
        return llvm.memoryLimit();
    }

    @Override
    public Code compile(String name, Func program, boolean quickly) {
        String entry = "array$" + names.incrementAndGet() + "$" + name.replaceAll("[^A-Za-z0-9_$]", "_");
        Dump dump = Dump.none();
        Module m = compiler.prepare(new Module(Map.of(entry, program)), false, true, Options.Backend.CPU, dump);
        Code code = quickly ? cpu.quickly(m, entry, optimiser, dump) : cpu.code(m, entry, List.of(), false, dump, Callbacks.NONE);
        return (args, results) -> {
            try {
                code.call(args, results);
            } catch (Deopt d) {
                throw new CheckFailed(d.getMessage());
            }
        };
    }
}
