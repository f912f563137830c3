package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.host.AddressSpace;
import dev.jacobi.llvm.host.Background;
import dev.jacobi.llvm.host.Checksum;
import dev.jacobi.llvm.host.LargeStack;
import dev.jacobi.llvm.host.NativesUnavailable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * LLVM in this process: text in, machine code at an address out. One instance serves all threads; each compilation has its
 * own context and target machine, and they share one ORC session that holds the finished code. Compilation runs on a
 * thread of its own with a large stack, because LLVM recurses deeply and cannot be stopped by a stack overflow check.
 */
public final class Llvm {
    private static final long FUNCTION_ATTRIBUTES = 0xFFFFFFFFL;
    private static final int INTERNAL_LINKAGE = 8;
    private static final int OBJECT = 1;
    private static final int ASSEMBLY = 0;
    private static final long RUNTIME_CACHE = 1 << 20;
    /** Address space for the library, the pool's threads and a first compilation, and for one more compilation with its thread. */
    private static final long TO_LOAD = 640L << 20;
    private static final long TO_COMPILE = 320L << 20;
    private final LlvmApi api;
    private final Target host;
    private final long ignore;
    private final long jit;
    private final long dylib;
    private final ObjectCache cache;
    private final ObjectCache kept;
    private final String version;
    private final NativeMemory memory;
    private final AtomicLong names = new AtomicLong();
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final AtomicLong live = new AtomicLong();
    private final Ending ending = new Ending();
    private final IdleMemory idle;
    private final java.util.function.BiFunction<Object, Runnable, java.lang.ref.Cleaner.Cleanable> cleaner = Background.cleaner();

    /** Optimised LLVM IR and assembly of a module, for dumps. */
    public record Texts(String llvm, String assembly) {
    }

    /** Loads LLVM from a natives folder and starts its JIT; {@code threads} is the most native threads a kernel may use. */
    public static Llvm open(Natives natives, int threads) {
        return open(natives, threads, null);
    }

    /** The same with a cache of compiled code; null for none. */
    public static Llvm open(Natives natives, int threads, ObjectCache cache) {
        return open(natives, threads, cache, 0);
    }

    /** The same with a limit to the memory that native code may have at once, in bytes; 0 for what the JVM's own limit of its heap leaves. */
    public static Llvm open(Natives natives, int threads, ObjectCache cache, long memory) {
        AddressSpace.need(TO_LOAD, "Loading LLVM");
        return new Llvm(natives.install(), threads, cache, memory);
    }

    private Llvm(Natives.Installed files, int threads, ObjectCache cache, long most) {
        this.cache = cache;
        if (!ending.begin()) {
            throw NativesUnavailable.ending();
        }
        try {
            Bridge.load(files.bridge());
            long bridge = Bridge.open(files.bridge().toString(), false);
            ignore = Bridge.symbol(bridge, "jacobi_ignore");
            api = new LlvmApi(files.llvm(), new NativeThread(bridge));
            ending.loaded(bridge);
            idle = new IdleMemory(ending, files.llvm());
            version = files.llvm().getParent().getFileName().toString();
            for (String part : List.of("TargetInfo", "Target", "TargetMC", "AsmPrinter", "AsmParser")) {
                api.call("LLVMInitializeX86" + part);
            }
            long triple = api.call("LLVMGetDefaultTargetTriple");
            String cpu = api.take(api.call("LLVMGetHostCPUName"));
            String features = api.take(api.call("LLVMGetHostCPUFeatures"));
            try (var memory = new Bridge.Memory()) {
                // Minimum and maximum stay conditional moves, as HotSpot has them: on a loop's critical path a mispredicted branch costs more.
                // Loops with several exits are unrolled, as HotSpot does: searches are mostly such loops.
                // The scheduler compares all pairs of loads and stores of a block; from some hundred on in groups only, else long blocks take seconds.
                var flags = List.of("jacobi", "-x86-cmov-converter=0", "-unroll-runtime-multi-exit", "-unroll-runtime-other-exit-predictable",
                    "-dag-maps-huge-region=300");
                api.call("LLVMParseCommandLineOptions", flags.size(), memory.longs(flags.stream().mapToLong(memory::string).toArray()), 0);
                long out = memory.longs(0, 0);
                host = target(triple, cpu, features);
                api.check(api.call("LLVMOrcCreateLLJIT", out, 0), "starting the JIT");
                jit = Bridge.Memory.get(out);
                dylib = api.call("LLVMOrcLLJITGetMainJITDylib", jit);
                long session = api.call("LLVMOrcLLJITGetExecutionSession", jit);
                api.call("LLVMOrcExecutionSessionSetErrorReporter", session, Bridge.symbol(bridge, "jacobi_apply"),
                    api.address("LLVMConsumeError"));
                api.check(api.call("LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess", out, 0, 0, 0), "looking at the process");
                api.call("LLVMOrcJITDylibAddGenerator", dylib, Bridge.Memory.get(out));
                // libjava holds StrictMath's functions (JDK 17); the JVM has loaded it, but not for everybody to see
                for (String library : List.of("libm.so.6", Path.of(System.getProperty("java.home"), "lib", "libjava.so").toString())) {
                    long error = api.call("LLVMOrcCreateDynamicLibrarySearchGeneratorForPath", out, memory.string(library), 0, 0, 0);
                    if (error == 0) {
                        api.call("LLVMOrcJITDylibAddGenerator", dylib, Bridge.Memory.get(out));
                    } else {
                        api.call("LLVMConsumeError", error);
                    }
                }
            }
            kept = ObjectCache.ofRuntimeIfPossible(files.llvm().getParent(), RUNTIME_CACHE);
            this.memory = NativeRuntime.load(this, threads, most);
        } finally {
            ending.done();
        }
    }

    /** What code is made for: LLVM's target and triple (a C string), the processor, its features. */
    private record Target(long target, long triple, String cpu, String features) {
    }

    private Target target(long triple, String cpu, String features) {
        try (var memory = new Bridge.Memory()) {
            long out = memory.longs(0, 0);
            if (api.call("LLVMGetTargetFromTriple", triple, out, out + 8) != 0) {
                throw new NativesUnavailable("LLVM has no target " + Bridge.string(triple) + ": " + api.take(Bridge.Memory.get(out + 8)));
            }
            return new Target(Bridge.Memory.get(out), triple, cpu, features);
        }
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
        try (var memory = new Bridge.Memory()) {
            Target gpu = target(memory.string("nvptx64-nvidia-cuda"), cpu, features);
            return build(gpu, texts, visible, false, m -> new String(emit(m, ASSEMBLY), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    /** Not done when LLVM is loaded, as most programs never ask for it; a further time does nothing. */
    private synchronized void initialiseNvptx() {
        for (String part : List.of("TargetInfo", "Target", "TargetMC", "AsmPrinter")) {
            api.call("LLVMInitializeNVPTX" + part);
        }
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
        String key = cache == null || quick ? null : ObjectCache.key(module.text(), StubEmitter.emit(module, signature, "stub"), host.cpu(), host.features(), version);
        // the same code once more while the first is in use needs another name, and so is not the cached one
        boolean cached = key != null && used.add("jacobi_" + key);
        String name = "jacobi_" + (cached ? key : "n" + names.incrementAndGet());
        List<String> texts = List.of(module.text(), StubEmitter.emit(module, signature, name));
        try {
            byte[] found = cached ? cache.get(key) : null;
            byte[] object = found != null ? found : build(host, texts, List.of(name, name + "_state"), quick, m -> emit(m, OBJECT));
            if (cached && found == null) {
                cache.put(key, object);
            }
            long tracker = link(object);
            try {
                return new NativeCode(this, signature, module.checks().size(), found != null, tracker, name);
            } catch (LlvmException e) {
                remove(tracker, name);
                throw new LlvmException(e.getMessage() + "; is one of these missing? " + declared(module.text()));
            }
        } catch (RuntimeException e) {
            used.remove(name);
            throw e;
        }
    }

    /** The functions that a module expects to find, for an error. */
    private static List<String> declared(String text) {
        return text.lines().filter(l -> l.startsWith("declare ") && !l.contains("@llvm.")).map(l -> l.replaceAll("^[^@]*@([^(]*)\\(.*$", "$1")).toList();
    }

    /** Optimised IR and assembly of what {@link #compile} would make. */
    public Texts texts(LlvmModule module, Signature signature) {
        return build(host, List.of(module.text(), StubEmitter.emit(module, signature, "stub")), List.of("stub", module.entry()), false,
            m -> new Texts(api.take(api.call("LLVMPrintModuleToString", m.module())), new String(emit(m, ASSEMBLY), java.nio.charset.StandardCharsets.UTF_8)));
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
        return new LinkedCode(this, link(build(host, texts, names, quick, m -> emit(m, OBJECT))), names);
    }

    /** Adds a module that all later ones may refer to. Its names stay visible. */
    void addLibrary(String text, List<String> visible) {
        link(build(host, List.of(text), visible, false, m -> emit(m, OBJECT)));
    }

    /** The same for texts that are part of this version, made of these sources: their code is kept beside LLVM's library. */
    void addRuntime(java.util.function.Supplier<List<String>> texts, String[] sources, List<String> visible) {
        String key = Checksum.of(Checksum.of(sources), host.cpu(), host.features(), version);
        byte[] object = kept == null ? null : kept.get(key);
        if (object == null) {
            object = build(host, texts.get(), visible, false, m -> emit(m, OBJECT));
            if (kept != null) {
                kept.put(key, object);
            }
        }
        link(object);
    }

    /** An object file in memory becomes code; the returned resource tracker frees it. */
    private long link(byte[] object) {
        try (var memory = new Bridge.Memory()) {
            long tracker = api.call("LLVMOrcJITDylibCreateResourceTracker", dylib);
            api.check(api.call("LLVMOrcLLJITAddObjectFileWithRT", jit, tracker, buffer(memory.bytes(object), object.length, "object")), "linking");
            live.incrementAndGet();
            return tracker;
        }
    }

    /** What is given back when there is nothing to do. */
    IdleMemory idle() {
        return idle;
    }

    /** How many modules' code is held. */
    long live() {
        return live.get();
    }

    /** Before a call that may take much memory: the limit follows what the heap uses now. */
    void refreshMemory() {
        memory.refresh();
    }

    /** Frees the code that a tracker holds; not when the JVM is ending, since LLVM is then being torn down. */
    void remove(long tracker, String name) {
        if (ending.begin()) {
            try {
                api.check(api.call("LLVMOrcResourceTrackerRemove", tracker), "freeing code");
                api.call("LLVMOrcReleaseResourceTracker", tracker);
                used.remove(name);
                if (live.decrementAndGet() % 256 == 0) {
                    api.call("LLVMOrcSymbolStringPoolClearDeadEntries", api.call("LLVMOrcExecutionSessionGetSymbolStringPool",
                        api.call("LLVMOrcLLJITGetExecutionSession", jit)));
                }
            } finally {
                ending.done();
            }
        }
    }

    /** The address of a linked symbol. */
    long address(String name) {
        try (var memory = new Bridge.Memory()) {
            long out = memory.longs(0);
            api.check(api.call("LLVMOrcLLJITLookup", jit, out, memory.string(name)), "looking up " + name);
            return Bridge.Memory.get(out);
        }
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

    private long buffer(long bytes, long size, String name) {
        try (var memory = new Bridge.Memory()) {
            return api.call("LLVMCreateMemoryBufferWithMemoryRangeCopy", bytes, size, memory.string(name));
        }
    }

    /** A module being compiled. */
    private record Unit(Target target, long context, long module, long machine) {
    }

    /** Parses and joins texts, optimises, hands the module over, frees everything. */
    private <R> R build(Target target, List<String> texts, List<String> visible, boolean quick, java.util.function.Function<Unit, R> then) {
        Effort effort = Effort.of(texts.stream().mapToLong(String::length).sum(), quick);
        return apart(() -> {
            var budget = new Budget(api);
            long context = api.call("LLVMContextCreate");
            long machine = machine(target, effort);
            try {
                api.call("LLVMContextSetDiagnosticHandler", context, ignore, 0);
                long module = 0;
                for (String text : texts) {
                    long parsed = parse(context, text);
                    if (module == 0) {
                        module = parsed;
                    } else if (api.callApart("LLVMLinkModules2", module, parsed) != 0) {
                        throw new LlvmException("LLVM cannot join the module with its stub.");
                    }
                }
                var unit = new Unit(target, context, module, machine);
                try {
                    optimise(unit, visible, effort);
                    budget.check();
                    return then.apply(unit);
                } finally {
                    api.call("LLVMDisposeModule", module);
                }
            } finally {
                api.call("LLVMDisposeTargetMachine", machine);
                api.call("LLVMContextDispose", context);
            }
        });
    }

    private long parse(long context, String text) {
        try (var memory = new Bridge.Memory()) {
            byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            long out = memory.longs(0, 0);
            long source = buffer(memory.bytes(bytes), bytes.length, "jacobi");
            if (api.callApart("LLVMParseIRInContext", context, source, out, out + 8) != 0) {
                throw new LlvmException("LLVM does not understand the text: " + api.take(Bridge.Memory.get(out + 8)));
            }
            return Bridge.Memory.get(out);
        }
    }

    private void optimise(Unit u, List<String> visible, Effort effort) {
        try (var memory = new Bridge.Memory()) {
            api.call("LLVMSetTarget", u.module(), u.target().triple());
            long layout = api.call("LLVMCreateTargetDataLayout", u.machine());
            api.call("LLVMSetModuleDataLayout", u.module(), layout);
            api.call("LLVMDisposeTargetData", layout);
            var attributes = List.of(attribute(u, "target-cpu", u.target().cpu()), attribute(u, "target-features", u.target().features()),
                attribute(u, "prefer-vector-width", u.target().features().contains("+avx512f") ? "512" : "256"));
            for (long f = api.call("LLVMGetFirstFunction", u.module()); f != 0; f = api.call("LLVMGetNextFunction", f)) {
                if (api.call("LLVMCountBasicBlocks", f) != 0) {
                    for (long a : attributes) {
                        api.call("LLVMAddAttributeAtIndex", f, FUNCTION_ATTRIBUTES, a);
                    }
                    hide(f, visible);
                }
            }
            for (long g = api.call("LLVMGetFirstGlobal", u.module()); g != 0; g = api.call("LLVMGetNextGlobal", g)) {
                if ((int) api.call("LLVMIsDeclaration", g) == 0) {
                    hide(g, visible);
                }
            }
            long out = memory.longs(0);
            if ((int) api.callApart("LLVMVerifyModule", u.module(), 2, out) != 0) {
                throw new LlvmException("LLVM rejects the module: " + api.take(Bridge.Memory.get(out)));
            }
            api.take(Bridge.Memory.get(out));
            long options = api.call("LLVMCreatePassBuilderOptions");
            try {
                api.check(api.callApart("LLVMRunPasses", u.module(), memory.string(effort.passes()), u.machine(), options), "optimising");
            } finally {
                api.call("LLVMDisposePassBuilderOptions", options);
            }
        }
    }

    /** Everything that is not asked for by name becomes private to its module, so that names of different modules never meet. */
    private void hide(long value, List<String> visible) {
        if (!visible.contains(Bridge.string(api.call("LLVMGetValueName", value)))) {
            api.call("LLVMSetLinkage", value, INTERNAL_LINKAGE);
        }
    }

    private long attribute(Unit u, String key, String value) {
        try (var memory = new Bridge.Memory()) {
            return api.call("LLVMCreateStringAttribute", u.context(), memory.string(key), key.length(), memory.string(value), value.length());
        }
    }

    private long machine(Target target, Effort effort) {
        try (var memory = new Bridge.Memory()) {
            long options = api.call("LLVMCreateTargetMachineOptions");
            api.call("LLVMTargetMachineOptionsSetCPU", options, memory.string(target.cpu()));
            api.call("LLVMTargetMachineOptionsSetFeatures", options, memory.string(target.features()));
            api.call("LLVMTargetMachineOptionsSetCodeGenOptLevel", options, effort.codeGeneration());
            api.call("LLVMTargetMachineOptionsSetRelocMode", options, 2);
            api.call("LLVMTargetMachineOptionsSetCodeModel", options, 1);
            long machine = api.call("LLVMCreateTargetMachineWithOptions", target.target(), target.triple(), options);
            api.call("LLVMDisposeTargetMachineOptions", options);
            return machine;
        }
    }

    private byte[] emit(Unit u, int kind) {
        try (var memory = new Bridge.Memory()) {
            long out = memory.longs(0, 0);
            if ((int) api.callApart("LLVMTargetMachineEmitToMemoryBuffer", u.machine(), u.module(), kind, out, out + 8) != 0) {
                throw new LlvmException("LLVM cannot make machine code: " + api.take(Bridge.Memory.get(out)));
            }
            long code = Bridge.Memory.get(out + 8);
            ByteBuffer from = Bridge.buffer(api.call("LLVMGetBufferStart", code), api.call("LLVMGetBufferSize", code));
            var bytes = new byte[from.remaining()];
            from.get(bytes);
            api.call("LLVMDisposeMemoryBuffer", code);
            return bytes;
        }
    }

    /** Runs a compilation on a thread with a large stack; refuses when the JVM is ending, since LLVM is then being torn down. */
    private <R> R apart(Callable<R> work) {
        AddressSpace.need(TO_COMPILE, "Compiling");
        if (!ending.begin()) {
            throw NativesUnavailable.ending();
        }
        try {
            return idle.during(() -> LargeStack.call("jacobi-llvm", work));
        } finally {
            ending.done();
        }
    }
}
