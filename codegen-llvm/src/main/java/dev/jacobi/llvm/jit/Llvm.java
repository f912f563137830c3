package dev.jacobi.llvm.jit;

import static org.bytedeco.llvm.global.LLVM.LLVMGetHostCPUFeatures;
import static org.bytedeco.llvm.global.LLVM.LLVMGetHostCPUName;
import static org.bytedeco.llvm.global.LLVM.LLVMInitializeNVPTXAsmPrinter;
import static org.bytedeco.llvm.global.LLVM.LLVMInitializeNVPTXTarget;
import static org.bytedeco.llvm.global.LLVM.LLVMInitializeNVPTXTargetInfo;
import static org.bytedeco.llvm.global.LLVM.LLVMInitializeNVPTXTargetMC;
import static org.bytedeco.llvm.global.LLVM.LLVMParseCommandLineOptions;

import dev.jacobi.ir.interp.Callbacks;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.host.AddressSpace;
import dev.jacobi.llvm.host.Background;
import dev.jacobi.llvm.host.Checksum;
import dev.jacobi.llvm.host.LargeStack;
import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.llvm.host.Platform;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.llvm.natives.Presets;
import dev.jacobi.llvm.text.HostCall;
import dev.jacobi.llvm.upcall.HostFunctions;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.llvm.LLVM.LLVMOrcResourceTrackerRef;

/**
 * LLVM in this process: text in, machine code at an address out. One instance serves all threads; each compilation has its
 * own context and target machine, and they share one ORC session that holds the finished code. Compilation runs on a
 * thread of its own with a large stack, because LLVM recurses deeply and cannot be stopped by a stack overflow check.
 */
public final class Llvm {
    /**
     * Loops with several exits are unrolled, as HotSpot does: searches are mostly such loops. The scheduler compares all pairs of loads and stores of a block; from some hundred on in groups only,
     * else long blocks take seconds. A switch of fewer than ten cases is comparisons, as in HotSpot: processors foresee those by what came before better than where a jump through a table goes. What concerns one processor only is in {@link Platform}.
     */
    private static final List<String> FLAGS = List.of("jacobi", "-unroll-runtime-multi-exit", "-unroll-runtime-other-exit-predictable", "-dag-maps-huge-region=300",
        "-min-jump-table-entries=10");
    /** For GPUs, whose code generator does not ask how wide vectors should be. */
    private static final int PTX_BITS = 256;
    private static final long RUNTIME_CACHE = 1 << 20;
    /** Address space for the library, the pool's threads and a first compilation, and for one more compilation with its thread. */
    private static final long TO_LOAD = 640L << 20;
    private static final long TO_COMPILE = 320L << 20;
    private final Natives natives;
    private final ModuleCompiler compiler;
    private final JitSession session;
    private final ModuleCompiler.Target host;
    private final ObjectCache cache;
    private final ObjectCache kept;
    private final String version;
    private final NativeMemory memory;
    private final AtomicLong names = new AtomicLong();
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final Ending ending = new Ending();
    private final OpenBlas openblas = new OpenBlas();
    private final IdleMemory idle;
    private final ThreadLocal<Long> apart = ThreadLocal.withInitial(() -> 0L);
    private volatile boolean byAddress;
    private final HostFunctions hostFunctions = new HostFunctions();
    private final BiFunction<Object, Runnable, Cleaner.Cleanable> cleaner = Background.cleaner();

    /** Optimised LLVM IR and assembly of a module, for dumps. */
    public record Texts(String llvm, String assembly) {
    }

    /** Loads LLVM from a natives folder and starts its JIT; {@code threads} is the most native threads a kernel may use. */
    public static Llvm open(Natives natives, int threads) {
        return open(natives, threads, null, 0);
    }

    /** The same with a cache of compiled code, or null, and a limit to the memory that native code may have at once, in bytes; 0 for what the JVM's own limit of its heap leaves. */
    public static Llvm open(Natives natives, int threads, ObjectCache cache, long memory) {
        AddressSpace.need(TO_LOAD, "Loading LLVM");
        return new Llvm(natives, threads, cache, memory);
    }

    private Llvm(Natives natives, int threads, ObjectCache cache, long most) {
        this.natives = natives;
        Natives.Installed files = natives.install();
        this.cache = cache;
        if (!ending.begin()) {
            throw NativesUnavailable.ending();
        }
        try {
            Bridge.load(files);
            ending.loaded();
            idle = new IdleMemory(ending, files.llvm());
            version = files.folder().getFileName() + "+" + ModuleCompiler.REVISION;
            Platform platform = Platform.host();
            set(Stream.concat(FLAGS.stream(), platform.settings().stream()).toList());
            compiler = new ModuleCompiler(files.llvm());
            host = compiler.target(platform, LlvmPreset.take(LLVMGetHostCPUName()), LlvmPreset.take(LLVMGetHostCPUFeatures()));
            session = new JitSession(compiler.address("LLVMConsumeError"));
            kept = ObjectCache.ofRuntimeIfPossible(files.folder(), RUNTIME_CACHE);
            this.memory = NativeRuntime.load(this, threads, most);
        } finally {
            ending.done();
        }
    }

    /** Settings of LLVM's that only its command line has. */
    private static void set(List<String> flags) {
        List<BytePointer> texts = flags.stream().map(Presets::string).toList();
        var all = new PointerPointer<Pointer>(Presets.words(texts.stream().mapToLong(BytePointer::address).toArray()));
        LLVMParseCommandLineOptions(flags.size(), all, (BytePointer) null);
        Reference.reachabilityFence(texts);
    }

    /**
     * Has stubs ask the JVM for one array of a call only and find the others by themselves. To be called where the collector moves no array while a thread has pinned one, before any stub is called. Whether the
     * arrays are where they are looked for: else all goes on as before.
     */
    public boolean arraysByAddress() {
        return byAddress || (byAddress = NativeRuntime.arraysByAddress(this));
    }

    /** Whether {@link #arraysByAddress()} has found where arrays are. */
    public boolean findsArrays() {
        return byAddress;
    }

    /** The CPU time that LLVM has taken so far for what the current thread has asked of it, on threads of its own; in nanoseconds. */
    public long nanosApart() {
        return apart.get();
    }

    /** Where native libraries are kept. */
    public Natives natives() {
        return natives;
    }

    /** What the host's CPU can do, as LLVM lists it. */
    public String features() {
        return host.features();
    }

    /** The version of what code is made by and calls. */
    public String version() {
        return version;
    }

    /** The host's CPU as LLVM names it. */
    public String cpu() {
        return host.cpu();
    }

    /**
     * Joins modules and translates them to PTX for an NVIDIA GPU ({@code sm_90}, {@code +ptx80}); {@code visible} are the kernels. Needs neither
     * a device nor the CUDA toolkit.
     */
    public String ptx(List<String> texts, List<String> visible, String cpu, String features) {
        initialiseNvptx();
        return apart(() -> compiler.assembly(compiler.target("nvptx64-nvidia-cuda", cpu, features, PTX_BITS), texts, visible));
    }

    /** Not done when LLVM is loaded, as most programs never ask for it; a further time does nothing. */
    private synchronized void initialiseNvptx() {
        LLVMInitializeNVPTXTargetInfo();
        LLVMInitializeNVPTXTarget();
        LLVMInitializeNVPTXTargetMC();
        LLVMInitializeNVPTXAsmPrinter();
    }

    /** Whether a module is so long that LLVM does less for it. */
    public static boolean isLong(LlvmModule module) {
        return module.text().length() > Effort.LONG;
    }

    /** Compiles a module to code that can be bound to a native method of this signature. */
    public NativeCode compile(LlvmModule module, Signature signature) {
        return compile(module, signature, false);
    }

    /** The same; {@code quick} leaves the optimisations out. Such code is not kept between runs. */
    public NativeCode compile(LlvmModule module, Signature signature, boolean quick) {
        return compile(module, signature, quick, Callbacks.NONE);
    }

    /** The same with who listens to the module's callbacks. It lives as long as the code is held; code that is kept between runs does not know it. */
    public NativeCode compile(LlvmModule module, Signature signature, boolean quick, Callbacks callbacks) {
        libraries(module);
        String key = cache == null || quick ? null : ObjectCache.key(module.text(), StubEmitter.emit(module, signature, "stub"), host.cpu(), host.features(), version);
        // the same code once more while the first is in use needs another name, and so is not the cached one
        boolean cached = key != null && used.add("jacobi_" + key);
        String name = "jacobi_" + (cached ? key : "n" + names.incrementAndGet());
        List<String> texts = List.of(module.text(), StubEmitter.emit(module, signature, name));
        try {
            byte[] found = cached ? cache.get(key) : null;
            byte[] object = found != null ? found : apart(() -> compiler.object(host, texts, List.of(name, name + "_state"), Effort.of(texts, quick)));
            if (cached && found == null) {
                cache.put(key, object);
            }
            LLVMOrcResourceTrackerRef tracker = session.link(object);
            try {
                return new NativeCode(this, signature, module.checks().size(), found != null, tracker, name, hostFunctions.of(module.hostCalls(), callbacks));
            } catch (LlvmException e) {
                remove(tracker, name);
                throw new LlvmException(e.getMessage() + "; is one of these missing? " + declared(module.text()));
            }
        } catch (RuntimeException e) {
            used.remove(name);
            throw e;
        }
    }

    /** Loads the native library that a module may call, if this is the first one that may; {@link #compile} does so itself. */
    public void libraries(LlvmModule module) {
        if (module.library()) {
            openblas.load(this, natives, host.features());
        }
    }

    /** The functions that a module expects to find, for an error. */
    private static List<String> declared(String text) {
        return text.lines().filter(l -> l.startsWith("declare ") && !l.contains("@llvm.")).map(l -> l.replaceAll("^[^@]*@([^(]*)\\(.*$", "$1")).toList();
    }

    /** Optimised IR and assembly of what {@link #compile} would make. */
    public Texts texts(LlvmModule module, Signature signature) {
        return apart(() -> compiler.texts(host, List.of(module.text(), StubEmitter.emit(module, signature, "stub")), List.of("stub", module.entry())));
    }

    /**
     * Compiles a module to code that is called by address. The names stay visible to all later modules, so no other module may have
     * them; {@code quick} leaves the optimisations out.
     */
    public LinkedCode link(String text, List<String> names, boolean quick) {
        return link(List.of(text), names, quick);
    }

    /** The same for several modules that are joined into one. */
    public LinkedCode link(List<String> texts, List<String> names, boolean quick) {
        return link(texts, names, quick, List.of(), Callbacks.NONE);
    }

    /**
     * The same for modules that call these functions in Java, as emitted with one of them; {@code callbacks} listens to the callbacks among them. The code must be called from threads of the
     * JVM's, and no heap array may be pinned meanwhile. What Java has thrown {@link LinkedCode#rethrow} throws.
     */
    public LinkedCode link(List<String> texts, List<String> names, boolean quick, List<HostCall> calls, Callbacks callbacks) {
        String table = calls.isEmpty() ? null : "jacobi_table_" + this.names.incrementAndGet();
        var all = new ArrayList<>(texts);
        var visible = new ArrayList<>(names);
        if (table != null) {
            all.add("@" + table + " = global ptr null\n" + HostTable.text("@" + table));
            visible.add(table);
        }
        LLVMOrcResourceTrackerRef tracker = session.link(apart(() -> compiler.object(host, all, visible, Effort.of(all, quick))));
        return new LinkedCode(this, tracker, names, table, hostFunctions.of(calls, callbacks));
    }

    /** Compiles a module to code whose entry is called by address; {@link LinkedCode#address} knows it by the module's own name. {@code callbacks} as for {@link #link(List, List, boolean, List, Callbacks)}. */
    public LinkedCode link(LlvmModule module, boolean quick, Callbacks callbacks) {
        libraries(module);
        String outer = outer(module);
        String key = cache == null || quick ? null : ObjectCache.key(module.text(), outer, host.cpu(), host.features(), version);
        boolean cached = key != null && used.add("jacobi_" + key);
        String name = "jacobi_" + (cached ? key : "n" + names.incrementAndGet());
        byte[] found = cached ? cache.get(key) : null;
        byte[] object = found != null ? found : object(module, name, quick);
        if (cached && found == null) {
            cache.put(key, object);
        }
        return link(module, object, name, callbacks);
    }

    /** A function around a module's entry, in whose place the name is to be that code is linked with. */
    private static String outer(LlvmModule module) {
        return "define i32 @\"NAME\"(ptr %args, ptr %results) {\n  %r = tail call i32 @\"" + module.entry() + "\"(ptr %args, ptr %results)\n  ret i32 %r\n}\ndeclare i32 @\""
            + module.entry() + "\"(ptr, ptr)\n" + (module.hostCalls().isEmpty() ? "" : "@NAME_table = global ptr null\n" + HostTable.text("@NAME_table"));
    }

    private static String table(LlvmModule module, String name) {
        return module.hostCalls().isEmpty() ? null : name + "_table";
    }

    /** The object file of a module for this machine, in which the entry has this name, which no other code may have: for {@link #link(LlvmModule, byte[], String, Callbacks)} in this process or another one. */
    public byte[] object(LlvmModule module, String name, boolean quick) {
        String table = table(module, name);
        List<String> texts = List.of(module.text(), outer(module).replace("NAME", name));
        return apart(() -> compiler.object(host, texts, table == null ? List.of(name) : List.of(name, table), Effort.ofArrays(texts, quick)));
    }

    /** Links what {@link #object} gave; of the module's text nothing is looked at. */
    public LinkedCode link(LlvmModule module, byte[] object, String name, Callbacks callbacks) {
        libraries(module);
        return new LinkedCode(this, session.link(object), Map.of(module.entry(), name), table(module, name), hostFunctions.of(module.hostCalls(), callbacks));
    }

    /** Adds texts that are part of this version, and to whose names all later modules may refer: their code is kept beside LLVM's library. */
    void addRuntime(List<String> texts, List<String> visible) {
        String key = Checksum.of(Checksum.of(texts.toArray(String[]::new)), String.join(" ", visible), host.cpu(), host.features(), version);
        byte[] object = kept == null ? null : kept.get(key);
        if (object == null) {
            object = apart(() -> compiler.object(host, texts, visible, Effort.of(texts, false)));
            if (kept != null) {
                kept.put(key, object);
            }
        }
        session.link(object);
    }

    /** Why code runs without OpenBLAS that would call it, a sentence; null when nothing is wrong. */
    public String withoutLibrary() {
        return openblas.problem();
    }

    /** The same, once. */
    public String libraryNotice() {
        return openblas.notice();
    }

    /** What is given back when there is nothing to do. */
    IdleMemory idle() {
        return idle;
    }

    /** How many modules' code is held. */
    long live() {
        return session.live();
    }

    /** Before a call that may take much memory: the limit follows what the heap uses now. */
    void refreshMemory() {
        memory.refresh();
    }

    /** Frees the code that a tracker holds; not when the JVM is ending, since LLVM is then being torn down. */
    void remove(LLVMOrcResourceTrackerRef tracker, String name) {
        if (ending.begin()) {
            try {
                session.remove(tracker);
                used.remove(name);
            } finally {
                ending.done();
            }
        }
    }

    /** The address of a function of the native runtime; see {@link NativeRuntime}. */
    public long function(String name) {
        return address(name);
    }

    /** Bytes that native code may have at once, as far as is known now. */
    public long memoryLimit() {
        memory.refresh();
        return Bridge.Memory.get(address("jacobi_memory_limit"));
    }

    /** The address of a linked symbol. */
    long address(String name) {
        return session.address(name);
    }

    /** Calls a C function with the argument 0; false, without a call, when the JVM is ending. */
    boolean callUnlessEnding(long function) {
        if (!ending.begin()) {
            return false;
        }
        try {
            Bridge.call(function, 0);
            return true;
        } finally {
            ending.done();
        }
    }

    /** Runs something when an object is no longer reachable. */
    void whenUnreachable(Object o, Runnable then) {
        cleaner.apply(o, then);
    }

    /** Runs a compilation on a thread with a large stack; refuses when the JVM is ending, since LLVM is then being torn down. */
    private <R> R apart(Callable<R> work) {
        AddressSpace.need(TO_COMPILE, "Compiling");
        if (!ending.begin()) {
            throw NativesUnavailable.ending();
        }
        try {
            return idle.during(() -> {
                var taken = new long[1];
                R result = LargeStack.call("jacobi-llvm", () -> {
                    long before = compiler.allNanos();
                    try {
                        return work.call();
                    } finally {
                        taken[0] = compiler.allNanos() - before;
                    }
                });
                apart.set(apart.get() + taken[0]);
                return result;
            });
        } finally {
            ending.done();
        }
    }
}
