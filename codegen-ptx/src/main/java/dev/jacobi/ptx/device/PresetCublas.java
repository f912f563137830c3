package dev.jacobi.ptx.device;

import static dev.jacobi.llvm.natives.Presets.at;

import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.natives.Presets;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;

/** cuBLAS through Bytedeco's preset ({@link CudaPresets}). */
final class PresetCublas implements CublasFunctions {
    private static final int ARGUMENTS = 23;

    @Override
    public int create(long out) {
        var context = new cublasContext();
        int status = cublas.cublasCreate_v2(context);
        if (status == 0) {
            Bridge.Memory.put(out, Presets.address(context));
        }
        return status;
    }

    @Override
    public int setStream(long handle, long stream) {
        return cublas.cublasSetStream_v2(new cublasContext(at(handle)), new CUstream_st(at(stream)));
    }

    @Override
    public int destroy(long handle) {
        return cublas.cublasDestroy_v2(new cublasContext(at(handle)));
    }

    @Override
    public int gemm(long words) {
        var w = new long[ARGUMENTS];
        new LongPointer(at(words)).get(w);
        return cublas.cublasGemmStridedBatchedEx(new cublasContext(at(w[0])), (int) w[1], (int) w[2], (int) w[3], (int) w[4], (int) w[5], at(w[6]), at(w[7]), (int) w[8], (int) w[9], w[10],
            at(w[11]), (int) w[12], (int) w[13], w[14], at(w[15]), at(w[16]), (int) w[17], (int) w[18], w[19], (int) w[20], (int) w[21], (int) w[22]);
    }

    @Override
    public String status(int status) {
        BytePointer name = cublas.cublasGetStatusName(status);
        return name == null ? "the status " + status : name.getString();
    }
}
