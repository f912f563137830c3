package dev.jacobi.ptx.device;

import static dev.jacobi.llvm.natives.Presets.at;

import dev.jacobi.llvm.natives.Presets;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;

/** cuBLAS through Bytedeco's preset ({@link CudaPresets}), which is of a version that has all functions. */
final class PresetCublas implements NativeFunctions {
    private static final int ARGUMENTS = 23;

    @Override
    public boolean has(String function) {
        return true;
    }

    @Override
    public long call(String function, long... a) {
        return switch (function) {
            case "cublasCreate_v2" -> PresetDriver.stored(a[0], new cublasContext(), cublas::cublasCreate_v2);
            case "cublasSetStream_v2" -> cublas.cublasSetStream_v2(new cublasContext(at(a[0])), new CUstream_st(at(a[1])));
            case "cublasDestroy_v2" -> cublas.cublasDestroy_v2(new cublasContext(at(a[0])));
            case "cublasGetStatusName" -> {
                BytePointer name = cublas.cublasGetStatusName((int) a[0]);
                yield name == null ? 0 : Presets.address(name);
            }
            default -> throw PresetDriver.unknown(function);
        };
    }

    /** {@code cublasGemmStridedBatchedEx}. */
    @Override
    public long callWords(String function, long words) {
        var w = new long[ARGUMENTS];
        new LongPointer(at(words)).get(w);
        return cublas.cublasGemmStridedBatchedEx(new cublasContext(at(w[0])), (int) w[1], (int) w[2], (int) w[3], (int) w[4], (int) w[5], at(w[6]), at(w[7]), (int) w[8], (int) w[9], w[10],
            at(w[11]), (int) w[12], (int) w[13], w[14], at(w[15]), at(w[16]), (int) w[17], (int) w[18], w[19], (int) w[20], (int) w[21], (int) w[22]);
    }
}
