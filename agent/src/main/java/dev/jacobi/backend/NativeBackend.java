package dev.jacobi.backend;

import dev.jacobi.JacobiException;
import dev.jacobi.backend.saved.CpuCode;
import dev.jacobi.backend.tier.EntryCode;
import dev.jacobi.backend.tier.Optimiser;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.interp.Callbacks;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.jvm.Collector;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.host.Background;
import dev.jacobi.llvm.host.Checksum;
import dev.jacobi.llvm.host.NativeAccess;
import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.jit.NativeCode;
import dev.jacobi.llvm.jit.ObjectCache;
import dev.jacobi.llvm.jit.Signature;
import dev.jacobi.llvm.jit.TooLong;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.llvm.text.NotEmitted;
import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.policy.Inexact;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.spi.ArrayEngine;
import dev.jacobi.stub.ArrayCall;
import dev.jacobi.stub.Kernel;
import dev.jacobi.stub.NativeStub;
import dev.jacobi.stub.PinningClock;
import dev.jacobi.stub.size.ArgumentWords;
import dev.jacobi.stub.size.ResultSizes;
import dev.jacobi.stub.size.Size;
import dev.jacobi.woven.Deopt;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;

/** Machine code for the host's CPU. LLVM is loaded once per process, when it is first needed. */
final class NativeBackend implements Backend {
    private static final long CACHE_LIMIT = 256L << 20;
    private final Options options;
    private final Pipeline pipeline;
    private final Supplier<Tuning> tuning;
    private volatile Tuning known;
    private final Instrumentation instrumentation;
    private final ProcessResources resources;

    /** LLVM, or why it cannot be had. */
    record Opened(Llvm llvm, ObjectCache cache, JvmRoutines routines, String problem) {
    }

    /** {@code tuning} is asked for when the first method is compiled; {@code instrumentation} may be null. */
    NativeBackend(Options options, Pipeline pipeline, Supplier<Tuning> tuning, Instrumentation instrumentation, ProcessResources resources) {
        this.options = options;
        this.pipeline = pipeline;
        this.tuning = tuning;
        this.instrumentation = instrumentation;
        this.resources = resources;
    }

    /** Loads LLVM. */
    Llvm llvm() {
        Opened o = resources.llvm.get();
        if (o == null) {
            synchronized (resources.llvm) {
                o = resources.llvm.get();
                if (o == null) {
                    o = opened();
                    resources.llvm.set(o);
                }
            }
        }
        if (o.llvm == null) {
            throw new Refusal(ReasonCode.NO_NATIVES, "native code is not available: " + o.problem, "jacobi");
        }
        return o.llvm;
    }

    @Override
    public void open() {
        llvm();
    }

    private void load() {
        try {
            llvm();
        } catch (Refusal | NativesUnavailable r) {
            // Said when it is needed, and where it was tried.
        }
    }

    /** The JVM's own functions of Math. */
    JvmRoutines routines() {
        llvm();
        return resources.llvm.get().routines();
    }

    /** Makes calls of C functions possible, without LLVM. */
    void bridge() {
        Bridge.load(natives());
    }

    private Natives natives() {
        if (instrumentation != null) {
            NativeAccess.enable(instrumentation);
        }
        return options.natives() == null ? Natives.inUserCache() : Natives.in(Path.of(options.natives()));
    }

    private Opened opened() {
        try {
            int threads = Math.max(options.threadCount(), Runtime.getRuntime().availableProcessors());
            Natives natives = natives();
            ObjectCache cache = cache();
            Llvm llvm = Llvm.open(natives, threads, cache, options.memory());
            if (Collector.movesNothing()) {
                llvm.arraysByAddress();
            }
            var opened = new Opened(llvm, cache, new JvmRoutines(llvm), null);
            say(natives.notice());
            return opened;
        } catch (NativesUnavailable | LinkageError | VirtualMachineError e) {
            if (e instanceof NativesUnavailable n && n.isEnding()) {
                // It says nothing of this machine, so it is not kept.
                throw n;
            }
            Log.say(options, Options.Log.WARN, "Everything runs on the JVM: " + e.getMessage());
            return new Opened(null, null, null, e.getMessage());
        }
    }

    /** The folder for compiled code, or null when there is none or it cannot be used. */
    private ObjectCache cache() {
        try {
            return options.cache() == null ? null : ObjectCache.in(Path.of(options.cache()), CACHE_LIMIT);
        } catch (NativesUnavailable e) {
            Log.say(options, Options.Log.WARN, e.getMessage());
            return null;
        }
    }

    private void say(String sentence) {
        if (sentence != null) {
            Log.say(options, Options.Log.WARN, sentence);
        }
    }

    private Tuning tuning() {
        if (known == null) {
            known = tuning.get();
        }
        return known;
    }

    /** Of the raised program; where that cannot be emitted, of the program with its loops as they were written. */
    @Override
    public Kernel compile(Job job) {
        try {
            return ArrayCall.isFor(job.ready()) ? arrayCode(job) : machineCode(job);
        } catch (Refusal r) {
            if (r.code() != ReasonCode.NOT_EMITTED || job.asWritten() == null) {
                throw r;
            }
            Kernel k = ArrayCall.isFor(job.ready()) ? arrayCode(job.plain()) : machineCode(job.plain());
            job.method().stats().note("its loops run one trip after the other, as they were written: " + r.getMessage());
            return k;
        }
    }

    @Override
    public Backend careful() {
        return this;
    }

    @Override
    public boolean isForeseen() {
        return true;
    }

    /** Machine code of a program with NDArrays, which is called by address. */
    private Kernel arrayCode(Job job) {
        Lifted ready = job.ready();
        EntryCode code = code(ready.module(), ready.entry(), donated(ready), job.fast(), job.dump(), job.callbacks());
        return new Kernel(ready, ArrayCall.handle(ready, job.method(), code), null, Options.Backend.CPU.toString(), false);
    }

    /** Compiles a prepared program and binds it to a stub. */
    private Kernel machineCode(Job job) {
        Lifted ready = job.ready();
        MethodStats stats = job.method().stats();
        Dump dump = job.dump();
        dump.stage("passes");
        if (resources.llvm.get() == null) {
            Background.start("jacobi-load", 0, this::load); // while the program is being emitted
        }
        Tuning how = tuning();
        List<Integer> donated = donated(ready);
        var words = new ArgumentWords(ready);
        Set<Integer> byRow = words.rows(NativeStub.byRow(ready));
        SortedMap<Integer, List<Size>> sizes = words.results(ResultSizes.of(ready));
        Set<Integer> given = ResultSizes.of(false, sizes);
        Set<Integer> givenRows = ResultSizes.of(true, sizes);
        // LLVM's optimisations are not part of the text
        String depends = List.of(how.vectorBytes(), how.eager(), how.fmaRoots(), job.fast(), options.threadCount()).toString();
        LlvmModule m = pipeline.emitted(ready, depends,
            () -> emit(new CompileRequest(ready.module(), ready.entry(), donated, job.fast(), options.threadCount(), false, given, byRow, givenRows, ready.rows()), how, dump.passes(options.check())));
        dump.write("llvm", "ll", m.text());
        dump.stage("emit");
        Llvm llvm = llvm();
        dump.stage("load");
        Signature signature = Signature.of(m, donated, given, givenRows);
        if (dump.active()) {
            Llvm.Texts texts = llvm.texts(m, signature);
            dump.write("optimised", "ll", texts.llvm());
            dump.write("assembly", "s", texts.assembly());
        }
        NativeCode code;
        long apart = llvm.nanosApart();
        try {
            code = llvm.compile(m, signature, how.quick(), job.callbacks());
        } catch (TooLong e) {
            throw new Refusal(ReasonCode.TOO_LARGE, e.getMessage(), ready.entry());
        }
        dump.apart(llvm.nanosApart() - apart);
        say(llvm.libraryNotice());
        if (Llvm.isLong(m)) {
            stats.note("it is so long that LLVM optimises it less: " + m.text().length() / 1000 + " kB of LLVM IR");
        }
        dump.stage("llvm");
        ObjectCache kept = resources.llvm.get().cache();
        say(kept == null ? null : kept.failure());
        try {
            NativeStub.Defined stub = NativeStub.define(ready, signature, sizes, job.method(), times(code, llvm.findsArrays()), Inexact.of(ready.module(), job.fast()), m);
            job.method().fallbacks().onMemory(() -> Log.say(options, Options.Log.INFO, "Calls of " + stats.method() + " run on the JVM when they need more memory than "
                + (options.memory() > 0 ? "memory=" + options.memory() + " allows" : "the JVM's heap has left (-Xmx), unless the option memory= says how much native code may have")
                + "."));
            code.whenFreed(stub.dropped());
            code.bind(stub.holder(), NativeStub.NATIVE, thrown(m, code.failures()));
            dump.stage("stub");
            stats.threads(m.threaded() ? options.threadCount() : 1);
            return new Kernel(ready, stub.call(), stub.trial(), Options.Backend.CPU.toString(), code.cacheHit());
        } catch (RuntimeException | Error e) {
            code.free();
            throw e;
        }
    }

    /** What the native method throws: for each check that fails, for want of memory, and where it cannot have rows where they lie. */
    private static Throwable[] thrown(LlvmModule m, int number) {
        var thrown = new ArrayList<Throwable>();
        for (Params.Check c : m.checks()) {
            thrown.add(c.code() == Params.Code.MEMORY && !c.early() ? Deopt.memory(c.where()) : Deopt.of(c));
        }
        thrown.add(Deopt.memory("copies and results of native code"));
        if (thrown.size() < number) {
            thrown.add(Deopt.ROWS);
        }
        return thrown.toArray(new Throwable[0]);
    }

    private static PinningClock.Code times(NativeCode code, boolean findsArrays) {
        return new PinningClock.Code() {
            @Override
            public boolean findsArrays() {
                return findsArrays;
            }

            @Override
            public long copiedNanos() {
                return code.copiedNanos();
            }

            @Override
            public long heldBack() {
                return code.heldBack();
            }

            @Override
            public long begunAgain() {
                return code.begunAgain();
            }

            @Override
            public void refreshMemory() {
                code.refreshMemory();
            }
        };
    }

    /** A program of this size is bounded before it costs time: LLVM cannot be stopped. */
    private static LlvmModule emit(CompileRequest request, Tuning how, PassManager passes) {
        CodeSize.check(request.module(), CodeSize.MOST_READY, request.entry());
        try {
            return CodeSize.check(Emitter.emit(request, how, passes), request.entry());
        } catch (NotEmitted e) {
            throw new Refusal(ReasonCode.NOT_EMITTED, e.getMessage(), request.entry());
        }
    }

    /** Machine code of a prepared program that is called by address; {@code donated} as for {@link CompileRequest}, empty for none. */
    EntryCode code(Module ready, String entry, List<Integer> donated, boolean fast, Dump dump, Callbacks callbacks) {
        LlvmModule m = emitted(ready, entry, donated, fast, dump);
        return new EntryCode(llvm().link(m, tuning().quick(), callbacks), m);
    }

    /** The same in strict mode for a program that may run a few times only: quickly first, optimised when that pays. */
    ArrayEngine.Code quickly(Module ready, String entry, Optimiser optimiser, Dump dump) {
        LlvmModule m = emitted(ready, entry, List.of(), false, dump);
        return optimiser.tiered(quick -> new EntryCode(llvm().link(m, quick || tuning().quick(), Callbacks.NONE), m));
    }

    private LlvmModule emitted(Module ready, String entry, List<Integer> donated, boolean fast, Dump dump) {
        List<Integer> into = donated.isEmpty() ? Collections.nCopies(ready.get(entry).out().size(), -1) : donated;
        LlvmModule m = emit(new CompileRequest(ready, entry, into, fast, options.threadCount(), true), tuning(), dump.passes(options.check()));
        dump.write("llvm", "ll", m.text());
        return m;
    }

    /** The program's LLVM IR as emitted, as optimised, and its assembly. */
    List<String> texts(Lifted ready, boolean fast) {
        List<Integer> donated = donated(ready);
        LlvmModule m = emit(new CompileRequest(ready.module(), ready.entry(), donated, fast, options.threadCount(), ArrayCall.isFor(ready)), tuning(), PassManager.quiet());
        Llvm.Texts texts = llvm().texts(m, Signature.of(m, donated));
        return List.of(m.text(), texts.llvm(), texts.assembly());
    }

    /** Code to keep in a file, of programs of which the first is the one to call. */
    CpuCode kept(List<Lifted> ready, boolean fast) {
        var parts = new ArrayList<CpuCode.Part>();
        for (Lifted l : ready) {
            LlvmModule m = emitted(l.module(), l.entry(), donated(l), fast, Dump.none());
            if (m.hostCalls().stream().anyMatch(c -> c.prim() == Prim.DEBUG_CALLBACK)) {
                throw new JacobiException("A program with callbacks of Debug cannot be saved, as nobody would hear of them; leave them out.");
            }
            String name = "jacobi_saved_" + Checksum.of(m.text(), machine().toString());
            parts.add(new CpuCode.Part(name, m.checks(), m.hostCalls(), m.library(), llvm().object(m, name, false)));
            if (m.checks().stream().noneMatch(Params.Check::early)) {
                break;
            }
        }
        return new CpuCode(machine(), parts);
    }

    private CpuCode.Machine machine() {
        return new CpuCode.Machine(llvm().cpu(), llvm().features(), llvm().version(), options.threadCount());
    }

    /** Code that {@link #kept} gave, in this process or another one. What has been loaded before is not loaded again. */
    List<ArrayEngine.Code> loaded(CpuCode c) {
        String misfit = c.machine().misfit(machine());
        if (misfit != null) {
            throw new JacobiException("The program cannot be loaded: " + misfit + "; compile it here.");
        }
        return c.parts().stream().map(p -> (ArrayEngine.Code) resources.saved.computeIfAbsent(p.name(), name -> {
            var m = new LlvmModule("", "entry", List.of(), List.of(), p.checks(), null, false, p.library(), true, p.calls(), List.of(), null, null);
            return new EntryCode(llvm().link(m, p.object(), name, Callbacks.NONE), m);
        })).toList();
    }

    /** For each output of the program the input whose memory it overwrites, or -1. */
    private static List<Integer> donated(Lifted lifted) {
        var out = new ArrayList<Integer>(Collections.nCopies(lifted.module().get(lifted.entry()).out().size(), -1));
        for (Lifted.Write w : lifted.writes()) {
            if (w instanceof Lifted.Write.Contents c) {
                out.set(c.output(), c.input());
            }
        }
        return out;
    }
}
