package dev.jacobi.ptx.device;

import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.jit.LinkedCode;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.natives.Natives;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A CUDA driver made of functions compiled for the host: device memory is malloc's, a kernel is a function of its parameter block that does the work of the
 * whole grid. Each function counts its calls and can be told to fail. So the code that talks to the driver runs without one.
 */
public final class FakeDriver implements AutoCloseable {
    static final Llvm LLVM = Llvm.open(Natives.inUserCache(), 2);
    private static final AtomicInteger MADE = new AtomicInteger();
    private static final long OTHER = 0x7fff;

    /** Functions with their parameters and what they do when they do not fail. */
    private static final Map<String, String> BODIES = Map.ofEntries(
        Map.entry("cuInit", ""),
        Map.entry("cuDriverGetVersion", "%v = load i32, ptr @PREFIX_version\nstore i32 %v, ptr %a"),
        Map.entry("cuDeviceGet", "store i32 0, ptr %a"),
        Map.entry("cuDeviceGetName", "call ptr @strcpy(ptr %a, ptr @PREFIX_name)"),
        Map.entry("cuDeviceTotalMem_v2", "store i64 8000000000, ptr %a"),
        Map.entry("cuDeviceGetAttribute", "%b32 = trunc i64 %b to i32\n%at = getelementptr i32, ptr @PREFIX_attributes, i32 %b32\n%v = load i32, ptr %at\nstore i32 %v, ptr %a"),
        Map.entry("cuDevicePrimaryCtxRetain", "store i64 77, ptr %a"),
        Map.entry("cuDeviceGetDefaultMemPool", "store i64 78, ptr %a"),
        Map.entry("cuMemPoolSetAttribute", ""),
        Map.entry("cuMemPoolTrimTo", ""),
        Map.entry("cuCtxPushCurrent_v2", ""),
        Map.entry("cuCtxPopCurrent_v2", "%none = icmp eq ptr %a, null\nbr i1 %none, label %done, label %told\ntold:\nstore i64 76, ptr %a\nbr label %done\ndone:"),
        Map.entry("cuEventDestroy_v2", ""),
        Map.entry("cuMemFreeHost", "call void @free(ptr %a)"),
        Map.entry("cuCtxSetLimit", "%a0 = ptrtoint ptr %a to i64\n%at = getelementptr i64, ptr @PREFIX_limits, i64 %a0\nstore i64 %b, ptr %at"),
        Map.entry("cuCtxGetLimit", "%at = getelementptr i64, ptr @PREFIX_limits, i64 %b\n%v = load i64, ptr %at\nstore i64 %v, ptr %a"),
        Map.entry("cuMemGetInfo_v2", "store i64 1500000000, ptr %a\n%b0 = inttoptr i64 %b to ptr\nstore i64 8000000000, ptr %b0"),
        Map.entry("cuModuleLoadDataEx", "store i64 79, ptr %a"),
        Map.entry("cuModuleUnload", ""),
        Map.entry("cuModuleGetFunction", "KERNELS"),
        Map.entry("cuMemAlloc_v2", "%p = call ptr @malloc(i64 %b)\nstore ptr %p, ptr %a"),
        Map.entry("cuMemFree_v2", "call void @free(ptr %a)"),
        Map.entry("cuMemAllocAsync", "%p = call ptr @malloc(i64 %b)\nstore ptr %p, ptr %a"),
        Map.entry("cuMemFreeAsync", "call void @free(ptr %a)"),
        Map.entry("cuMemHostAlloc", "%p = call ptr @malloc(i64 %b)\nstore ptr %p, ptr %a"),
        Map.entry("cuMemsetD8Async", "call void @PREFIX_work(i64 0, ptr %a, i64 %b, i64 %c)"),
        Map.entry("cuMemcpyHtoDAsync_v2", "%b0 = inttoptr i64 %b to ptr\ncall ptr @memcpy(ptr %a, ptr %b0, i64 %c)"),
        Map.entry("cuMemcpyDtoHAsync_v2", "%b0 = inttoptr i64 %b to ptr\ncall ptr @memcpy(ptr %a, ptr %b0, i64 %c)"),
        Map.entry("cuMemcpyDtoDAsync_v2", "call void @PREFIX_work(i64 1, ptr %a, i64 %b, i64 %c)"),
        Map.entry("cuStreamBeginCapture_v2", "%g = call ptr @malloc(i64 8)\nstore ptr null, ptr %g\nstore ptr %g, ptr @PREFIX_recording"),
        Map.entry("cuStreamEndCapture", "%b0 = inttoptr i64 %b to ptr\nstore ptr %g, ptr %b0"),
        Map.entry("cuGraphInstantiateWithFlags", "store i64 %b, ptr %a"),
        Map.entry("cuGraphLaunch", "%first = load ptr, ptr %a\ncall void @PREFIX_all(ptr %first)"),
        Map.entry("cuGraphExecDestroy", ""),
        Map.entry("cuGraphDestroy", ""),
        Map.entry("cuStreamCreate", "store i64 80, ptr %a"),
        Map.entry("cuStreamSynchronize", ""),
        Map.entry("cuStreamDestroy_v2", ""),
        Map.entry("cuEventCreate", "store i64 81, ptr %a"),
        Map.entry("cuEventRecord", ""),
        Map.entry("cuEventSynchronize", ""),
        Map.entry("cuEventElapsedTime", "store float 0.5, ptr %a"),
        Map.entry("cuGetErrorName", "%b0 = inttoptr i64 %b to ptr\nstore ptr @PREFIX_errorname, ptr %b0"),
        Map.entry("cuGetErrorString", "%b0 = inttoptr i64 %b to ptr\nstore ptr @PREFIX_errortext, ptr %b0"));

    /** Compute capability 9.0, multiprocessors, bytes of shared memory, pools of memory, threads of a multiprocessor. */
    private static final Map<Integer, Integer> ATTRIBUTES = Map.of(75, 9, 16, 132, 8, 48 << 10, 115, 1, 39, 2048);

    private static final String LAUNCH = """
        define i32 @PREFIX_cuLaunchKernel(ptr %f, i32 %gx, i32 %gy, i32 %gz, i32 %bx, i32 %by, i32 %bz, i32 %shared, i64 %stream, i64 %none, ptr %extra) {
          FAIL
          store i32 %gx, ptr @PREFIX_grid
          %second = getelementptr i64, ptr %extra, i64 1
          %params = load i64, ptr %second
          %fourth = getelementptr i64, ptr %extra, i64 3
          %sizeat = load ptr, ptr %fourth
          %size = load i64, ptr %sizeat
          call void @PREFIX_work(i64 2, ptr %f, i64 %params, i64 %size)
          ret i32 0
        }
        """;
    /** What a stream is given is done at once, or noted, last first, while it records. A graph is the address of its last piece: the one before, kind, arguments. */
    private static final String RECORDING = """
        @PREFIX_recording = global ptr null
        define internal void @PREFIX_work(i64 %kind, ptr %a, i64 %b, i64 %c) {
          %graph = load ptr, ptr @PREFIX_recording
          %now = icmp eq ptr %graph, null
          br i1 %now, label %does, label %notes
        does:
          call void @PREFIX_does(i64 %kind, ptr %a, i64 %b, i64 %c)
          ret void
        notes:
          %before = load ptr, ptr %graph
          %kernel = icmp eq i64 %kind, 2
          br i1 %kernel, label %parameters, label %plain
        parameters:
          %own = call ptr @malloc(i64 %c)
          %theirs = inttoptr i64 %b to ptr
          call ptr @memcpy(ptr %own, ptr %theirs, i64 %c)
          %kept = ptrtoint ptr %own to i64
          br label %plain
        plain:
          %b1 = phi i64 [ %b, %notes ], [ %kept, %parameters ]
          %piece = call ptr @malloc(i64 40)
          store { ptr, i64, ptr, i64, i64 } zeroinitializer, ptr %piece
          store ptr %before, ptr %piece
          %p1 = getelementptr i64, ptr %piece, i64 1
          store i64 %kind, ptr %p1
          %p2 = getelementptr i64, ptr %piece, i64 2
          store ptr %a, ptr %p2
          %p3 = getelementptr i64, ptr %piece, i64 3
          store i64 %b1, ptr %p3
          %p4 = getelementptr i64, ptr %piece, i64 4
          store i64 %c, ptr %p4
          store ptr %piece, ptr %graph
          ret void
        }
        define internal void @PREFIX_does(i64 %kind, ptr %a, i64 %b, i64 %c) {
          %b0 = inttoptr i64 %b to ptr
          switch i64 %kind, label %kernel [ i64 0, label %clear
            i64 1, label %copy ]
        clear:
          %b8 = trunc i64 %b to i8
          %b32 = zext i8 %b8 to i32
          call ptr @memset(ptr %a, i32 %b32, i64 %c)
          ret void
        copy:
          call ptr @memcpy(ptr %a, ptr %b0, i64 %c)
          ret void
        kernel:
          call void %a(ptr %b0)
          ret void
        }
        define internal void @PREFIX_all(ptr %piece) {
          %none = icmp eq ptr %piece, null
          br i1 %none, label %end, label %some
        some:
          %before = load ptr, ptr %piece
          call void @PREFIX_all(ptr %before)
          %w = load { ptr, i64, ptr, i64, i64 }, ptr %piece
          %kind = extractvalue { ptr, i64, ptr, i64, i64 } %w, 1
          %a = extractvalue { ptr, i64, ptr, i64, i64 } %w, 2
          %b = extractvalue { ptr, i64, ptr, i64, i64 } %w, 3
          %c = extractvalue { ptr, i64, ptr, i64, i64 } %w, 4
          call void @PREFIX_does(i64 %kind, ptr %a, i64 %b, i64 %c)
          br label %end
        end:
          ret void
        }
        """;
    private final String prefix = "fake" + MADE.incrementAndGet();
    private final List<String> names = new ArrayList<>();
    private final LinkedCode code;
    private final long state;

    /** {@code kernels}: names and LLVM functions {@code void @NAME(ptr %params)}. */
    public FakeDriver(Map<String, String> kernels) {
        names.addAll(functions());
        var visible = new ArrayList<>(names.stream().map(n -> prefix + "_" + n).toList());
        visible.addAll(List.of(prefix + "_state", prefix + "_version", prefix + "_attributes", prefix + "_grid", prefix + "_limits", prefix + "_info"));
        code = LLVM.link(text(prefix, kernels), visible, true);
        state = code.address(prefix + "_state");
    }

    /** All functions, with the prefix and an underscore in front of their names. */
    static String text(String prefix, Map<String, String> kernels) {
        List<String> names = functions();
        var text = new StringBuilder("""
            @PREFIX_version = global i32 12040
            @PREFIX_grid = global i32 0
            @PREFIX_limits = global [8 x i64] [i64 1024, i64 1048576, i64 8388608, i64 0, i64 0, i64 0, i64 0, i64 0]
            @PREFIX_name = global [9 x i8] c"Fake GPU\\00"
            @PREFIX_errorname = global [11 x i8] c"CUDA_ERROR\\00"
            @PREFIX_errortext = global [10 x i8] c"it is so.\\00"
            @PREFIX_log = global [15 x i8] c"line 3: sorry.\\00"
            @PREFIX_info = global [256 x i8] zeroinitializer
            declare ptr @malloc(i64)
            declare void @free(ptr)
            declare ptr @memcpy(ptr, ptr, i64)
            declare ptr @memset(ptr, i32, i64)
            declare ptr @strcpy(ptr, ptr)
            declare i32 @strcmp(ptr, ptr)
            """);
        text.append("@PREFIX_attributes = global [128 x i32] [" + IntStream.range(0, 128).mapToObj(k -> "i32 " + ATTRIBUTES.getOrDefault(k, 0)).collect(Collectors.joining(", ")) + "]\n");
        text.append("@PREFIX_state = global [" + 4 * names.size() + " x i64] zeroinitializer\n");
        BODIES.forEach((name, body) -> {
            String log = name.equals("cuModuleLoadDataEx") ? "%logs = load ptr, ptr %e\ncall ptr @strcpy(ptr %logs, ptr @PREFIX_log)\n"
                + "%infosat = getelementptr i64, ptr %e, i64 2\n%infos = load ptr, ptr %infosat\ncall ptr @strcpy(ptr %infos, ptr @PREFIX_info)\n" : "";
            // it ends the recording also when it fails
            String first = name.equals("cuStreamEndCapture") ? "%g = load ptr, ptr @PREFIX_recording\nstore ptr null, ptr @PREFIX_recording\n" : log;
            text.append("define i32 @PREFIX_" + name + "(ptr %a, i64 %b, i64 %c, i64 %d, ptr %e) {\n" + first + fail(name) + (body.equals("KERNELS") ? lookup(kernels) : body) + "\nret i32 0\n}\n");
        });
        kernels.forEach((name, k) -> text.append(k).append("@PREFIX_k_" + name + " = global [" + (name.length() + 1) + " x i8] c\"" + name + "\\00\"\n"));
        text.append(RECORDING).append(LAUNCH.replace("FAIL", fail("cuLaunchKernel")));
        return text.toString().replace("PREFIX", prefix).replaceAll("@(kernel_\\w+)", "@" + prefix + "_$1");
    }

    /** Counts a call; fails with the code of the state when the calls that are to succeed have been made. */
    private static String fail(String name) {
        int k = 4 * functions().indexOf(name);
        return """
            %sc = getelementptr i64, ptr @PREFIX_state, i64 COUNT
            %count = load i64, ptr %sc
            %more = add i64 %count, 1
            store i64 %more, ptr %sc
            %sf = getelementptr i64, ptr @PREFIX_state, i64 CODE
            %code = load i64, ptr %sf
            %sa = getelementptr i64, ptr @PREFIX_state, i64 AFTER
            %after = load i64, ptr %sa
            %su = getelementptr i64, ptr @PREFIX_state, i64 UNTIL
            %until = load i64, ptr %su
            %late = icmp uge i64 %count, %after
            %early = icmp ult i64 %count, %until
            %now = and i1 %late, %early
            %is = icmp ne i64 %code, 0
            %fails = and i1 %is, %now
            %code32 = trunc i64 %code to i32
            br i1 %fails, label %bad, label %good
            bad:
            ret i32 %code32
            good:
            """.replace("COUNT", "" + k).replace("CODE", "" + (k + 1)).replace("AFTER", "" + (k + 2)).replace("UNTIL", "" + (k + 3));
    }

    private static String lookup(Map<String, String> kernels) {
        var s = new StringBuilder("%name = inttoptr i64 %c to ptr\nbr label %try0\n");
        int k = 0;
        for (String name : kernels.keySet()) {
            s.append("try" + k + ":\n%c" + k + " = call i32 @strcmp(ptr %name, ptr @PREFIX_k_" + name + ")\n%e" + k + " = icmp eq i32 %c" + k + ", 0\nbr i1 %e" + k + ", label %is" + k + ", label %try"
                + (k + 1) + "\nis" + k + ":\nstore ptr @kernel_" + name + ", ptr %a\nret i32 0\n");
            k++;
        }
        return s + "try" + k + ":\nret i32 500";
    }

    /** Names of all functions. */
    static List<String> functions() {
        var all = new ArrayList<>(BODIES.keySet());
        all.add("cuLaunchKernel");
        return all;
    }

    /** The table of functions. */
    Driver driver() {
        return new Driver(new AddressedFunctions(f -> names.contains(f) ? code.address(prefix + "_" + f) : 0));
    }

    public CudaDevice device() {
        return new CudaDevice(driver());
    }

    /** That there is no cuBLAS. */
    static Cublas.Library none(int version) {
        return new Cublas.Library(null, "there is none for " + version);
    }

    /** A driver without one of the functions. */
    Driver without(String function) {
        return new Driver(new AddressedFunctions(f -> names.contains(f) && !f.equals(function) ? code.address(prefix + "_" + f) : 0));
    }

    void version(int v) {
        put(code.address(prefix + "_version"), v);
    }

    /** What the assembler in the driver says of all code that it is given. */
    void assemblerSays(String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        Bridge.buffer(code.address(prefix + "_info"), 256).put(bytes);
    }

    void attribute(int which, int value) {
        put(code.address(prefix + "_attributes") + 4L * which, value);
    }

    private static void put(long address, int value) {
        Bridge.buffer(address, 4).order(ByteOrder.nativeOrder()).putInt(0, value);
    }

    /** From now on the function fails with this result. */
    public void fails(String function, int result) {
        fails(function, result, OTHER << 32);
    }

    /** The next {@code times} calls of the function fail. */
    public void fails(String function, int result, long times) {
        long at = state + 32L * names.indexOf(function);
        Bridge.Memory.put(at + 8, result);
        Bridge.Memory.put(at + 16, calls(function));
        Bridge.Memory.put(at + 24, calls(function) + times);
    }

    /** How often a function has been called. */
    public long calls(String function) {
        return Bridge.Memory.get(state + 32L * names.indexOf(function));
    }

    /** Blocks of the last launch. */
    public int grid() {
        return Bridge.buffer(code.address(prefix + "_grid"), 4).order(ByteOrder.nativeOrder()).getInt(0);
    }

    /** A limit of the context, which all devices of this driver share. */
    long limit(int which) {
        return Bridge.Memory.get(code.address(prefix + "_limits") + 8L * which);
    }

    @Override
    public void close() {
        code.close();
    }
}
