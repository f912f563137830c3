package dev.jacobi.ptx.device;

import dev.jacobi.llvm.jit.Bridge;
import java.util.function.ToLongFunction;

/** A cuBLAS whose functions are called where they are: one of a version that the preset is not of, or a table of functions. */
record AddressedCublas(ToLongFunction<String> symbols) implements CublasFunctions {
    @Override
    public int create(long out) {
        return (int) Bridge.call(symbols.applyAsLong("cublasCreate_v2"), out);
    }

    @Override
    public int setStream(long handle, long stream) {
        return (int) Bridge.call(symbols.applyAsLong("cublasSetStream_v2"), handle, stream, 0, 0, 0, 0);
    }

    @Override
    public int destroy(long handle) {
        return (int) Bridge.call(symbols.applyAsLong("cublasDestroy_v2"), handle);
    }

    @Override
    public int gemm(long words) {
        return (int) Bridge.callMany(symbols.applyAsLong("cublasGemmStridedBatchedEx"), words);
    }

    @Override
    public String status(int status) {
        long name = symbols.applyAsLong("cublasGetStatusName");
        return name == 0 ? "the status " + status : Bridge.string(Bridge.call(name, status));
    }
}
