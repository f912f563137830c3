package dev.jacobi.ptx.device;

import static dev.jacobi.llvm.natives.Presets.address;
import static dev.jacobi.llvm.natives.Presets.at;

import dev.jacobi.llvm.jit.Bridge;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUmemPoolHandle_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** The driver through Bytedeco's preset of CUDA ({@link CudaPresets}). Handles that a function returns in a pointer of the preset's are stored where the caller wants them. */
final class PresetDriver implements NativeFunctions {
    private final Predicate<String> symbols;
    private final ConcurrentHashMap<String, Boolean> known = new ConcurrentHashMap<>();

    /** {@code symbols} tells whether the driver's library has a function: the preset calls what is missing, too, which would end the process. */
    PresetDriver(Predicate<String> symbols) {
        this.symbols = symbols;
    }

    @Override
    public boolean has(String function) {
        return known.computeIfAbsent(function, symbols::test);
    }

    @Override
    public long call(String function, long... a) {
        return switch (function) {
            case "cuInit" -> cudart.cuInit((int) a[0]);
            case "cuDriverGetVersion" -> cudart.cuDriverGetVersion(ints(a[0]));
            case "cuDeviceGet" -> cudart.cuDeviceGet(ints(a[0]), (int) a[1]);
            case "cuDeviceGetName" -> cudart.cuDeviceGetName(new BytePointer(at(a[0])), (int) a[1], (int) a[2]);
            case "cuDeviceTotalMem_v2" -> cudart.cuDeviceTotalMem(new SizeTPointer(at(a[0])), (int) a[1]);
            case "cuDeviceGetAttribute" -> cudart.cuDeviceGetAttribute(ints(a[0]), (int) a[1], (int) a[2]);
            case "cuDeviceGetDefaultMemPool" -> stored(a[0], new CUmemPoolHandle_st(), pool -> cudart.cuDeviceGetDefaultMemPool(pool, (int) a[1]));
            case "cuDevicePrimaryCtxRetain" -> stored(a[0], new CUctx_st(), context -> cudart.cuDevicePrimaryCtxRetain(context, (int) a[1]));
            case "cuCtxPushCurrent_v2" -> cudart.cuCtxPushCurrent(new CUctx_st(at(a[0])));
            case "cuCtxPopCurrent_v2" -> cudart.cuCtxPopCurrent(new CUctx_st());
            case "cuCtxSetLimit" -> cudart.cuCtxSetLimit((int) a[0], a[1]);
            case "cuCtxGetLimit" -> cudart.cuCtxGetLimit(new SizeTPointer(at(a[0])), (int) a[1]);
            case "cuGetErrorName" -> cudart.cuGetErrorName((int) a[0], new PointerPointer<>(at(a[1])));
            case "cuGetErrorString" -> cudart.cuGetErrorString((int) a[0], new PointerPointer<>(at(a[1])));
            default -> function.startsWith("cuMem") ? memory(function, a) : work(function, a);
        };
    }

    private static int memory(String function, long[] a) {
        return switch (function) {
            case "cuMemGetInfo_v2" -> cudart.cuMemGetInfo(new SizeTPointer(at(a[0])), new SizeTPointer(at(a[1])));
            case "cuMemAlloc_v2" -> cudart.cuMemAlloc(new LongPointer(at(a[0])), a[1]);
            case "cuMemFree_v2" -> cudart.cuMemFree(a[0]);
            case "cuMemAllocAsync" -> cudart.cuMemAllocAsync(new LongPointer(at(a[0])), a[1], stream(a[2]));
            case "cuMemFreeAsync" -> cudart.cuMemFreeAsync(a[0], stream(a[1]));
            case "cuMemPoolSetAttribute" -> cudart.cuMemPoolSetAttribute(new CUmemPoolHandle_st(at(a[0])), (int) a[1], at(a[2]));
            case "cuMemPoolTrimTo" -> cudart.cuMemPoolTrimTo(new CUmemPoolHandle_st(at(a[0])), a[1]);
            case "cuMemHostAlloc" -> cudart.cuMemHostAlloc(new PointerPointer<>(at(a[0])), a[1], (int) a[2]);
            case "cuMemFreeHost" -> cudart.cuMemFreeHost(at(a[0]));
            case "cuMemsetD8Async" -> cudart.cuMemsetD8Async(a[0], (byte) a[1], a[2], stream(a[3]));
            case "cuMemcpyHtoDAsync_v2" -> cudart.cuMemcpyHtoDAsync(a[0], at(a[1]), a[2], stream(a[3]));
            case "cuMemcpyDtoHAsync_v2" -> cudart.cuMemcpyDtoHAsync(at(a[0]), a[1], a[2], stream(a[3]));
            case "cuMemcpyDtoDAsync_v2" -> cudart.cuMemcpyDtoDAsync(a[0], a[1], a[2], stream(a[3]));
            default -> throw unknown(function);
        };
    }

    private static int work(String function, long[] a) {
        return switch (function) {
            case "cuModuleLoadDataEx" -> stored(a[0], new CUmod_st(), module -> cudart.cuModuleLoadDataEx(module, at(a[1]), (int) a[2], ints(a[3]), new PointerPointer<>(at(a[4]))));
            case "cuModuleUnload" -> cudart.cuModuleUnload(new CUmod_st(at(a[0])));
            case "cuModuleGetFunction" -> stored(a[0], new CUfunc_st(), kernel -> cudart.cuModuleGetFunction(kernel, new CUmod_st(at(a[1])), new BytePointer(at(a[2]))));
            case "cuStreamCreate" -> stored(a[0], new CUstream_st(), stream -> cudart.cuStreamCreate(stream, (int) a[1]));
            case "cuStreamSynchronize" -> cudart.cuStreamSynchronize(stream(a[0]));
            case "cuStreamDestroy_v2" -> cudart.cuStreamDestroy(stream(a[0]));
            case "cuStreamBeginCapture_v2" -> cudart.cuStreamBeginCapture(stream(a[0]), (int) a[1]);
            case "cuStreamEndCapture" -> stored(a[1], new CUgraph_st(), graph -> cudart.cuStreamEndCapture(stream(a[0]), graph));
            case "cuGraphInstantiateWithFlags" -> stored(a[0], new CUgraphExec_st(), made -> cudart.cuGraphInstantiate(made, new CUgraph_st(at(a[1])), a[2]));
            case "cuGraphLaunch" -> cudart.cuGraphLaunch(new CUgraphExec_st(at(a[0])), stream(a[1]));
            case "cuGraphExecDestroy" -> cudart.cuGraphExecDestroy(new CUgraphExec_st(at(a[0])));
            case "cuGraphDestroy" -> cudart.cuGraphDestroy(new CUgraph_st(at(a[0])));
            case "cuEventCreate" -> stored(a[0], new CUevent_st(), event -> cudart.cuEventCreate(event, (int) a[1]));
            case "cuEventRecord" -> cudart.cuEventRecord(event(a[0]), stream(a[1]));
            case "cuEventSynchronize" -> cudart.cuEventSynchronize(event(a[0]));
            case "cuEventElapsedTime" -> cudart.cuEventElapsedTime(new FloatPointer(at(a[0])), event(a[1]), event(a[2]));
            case "cuEventDestroy_v2" -> cudart.cuEventDestroy(event(a[0]));
            default -> throw unknown(function);
        };
    }

    @Override
    public long callWords(String function, long words) {
        var w = new long[11];
        new LongPointer(at(words)).get(w);
        return cudart.cuLaunchKernel(new CUfunc_st(at(w[0])), (int) w[1], (int) w[2], (int) w[3], (int) w[4], (int) w[5], (int) w[6], (int) w[7], stream(w[8]), new PointerPointer<>(at(w[9])), new PointerPointer<>(at(w[10])));
    }

    /** The function's result; when there is one, the handle that it returns is stored at an address. */
    static <P extends Pointer> int stored(long address, P handle, ToIntFunction<P> function) {
        int result = function.applyAsInt(handle);
        if (result == 0) {
            Bridge.Memory.put(address, address(handle));
        }
        return result;
    }

    private static IntPointer ints(long address) {
        return new IntPointer(at(address));
    }

    private static CUstream_st stream(long handle) {
        return new CUstream_st(at(handle));
    }

    private static CUevent_st event(long handle) {
        return new CUevent_st(at(handle));
    }

    static IllegalArgumentException unknown(String function) {
        return new IllegalArgumentException("The library is not called by " + function + ".");
    }
}
