package dev.jacobi.transform;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.backend.Dump;
import dev.jacobi.backend.FunctionCompiler;
import dev.jacobi.backend.ProcessResources;
import dev.jacobi.backend.tier.Optimiser;
import dev.jacobi.boot.EngineLoader;
import dev.jacobi.classes.Freshness;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Callbacks;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.spi.ArrayEngine;
import dev.jacobi.spi.SavedFunction;
import dev.jacobi.spi.Transformation;
import dev.jacobi.stub.extent.ExtentCode;
import dev.jacobi.transform.program.ArgumentNumbers;
import dev.jacobi.transform.program.DividedProgram;
import dev.jacobi.transform.program.ProgramSharding;
import dev.jacobi.transform.program.SourceLines;
import dev.jacobi.transform.program.Structures;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes the code of transformed functions and keeps it, by function and structure of the arguments, with the class that the function is of. */
public final class TransformEngine {
    private static final int MOST_SLOTS = 250;
    /** Structures of arguments for which a class's functions have code at the same time. */
    static final int MOST_PLANS = 512;
    private final FunctionCompiler compiler;
    private final DebugSites debug = new DebugSites();
    private final Optimiser optimiser = new Optimiser();
    private final ClassValue<PlanCache> kept = new ClassValue<>() {
        @Override
        protected PlanCache computeValue(Class<?> c) {
            return new PlanCache();
        }
    };

    /** {@code resources} are those of the process. */
    public TransformEngine(Options options, ProcessResources resources) {
        compiler = new FunctionCompiler(options, resources);
    }

    FunctionCompiler compiler() {
        return compiler;
    }

    DebugSites debug() {
        return debug;
    }

    /** Memory and operations of arrays outside of the Java heap. */
    public ArrayEngine arrays() {
        return compiler.arrays();
    }

    /** The program of a file; an IOException says why the bytes are none. */
    public SavedFunction load(byte[] file, ClassLoader loader) throws IOException {
        return SavedFunctions.load(this, file, loader);
    }

    /** How a function's code is made, beyond its program. */
    record Settings(boolean fast, Options.Backend backend) {
    }

    /**
     * The code for a call's arguments. Lifting initialises classes and so may run anything: two threads may do it for the same function at the same time, and
     * no lock is held meanwhile. The rest runs nothing of the program's, and is done once.
     */
    CompiledPlan plan(TransformedFunction f, Object[] args, Set<Integer> lengths) {
        PlanCache known = kept.get(f.home());
        PlanCache.Key key = key(f, args, lengths);
        CompiledPlan p = known.plan(key);
        if (p != null) {
            return p;
        }
        PlanCache.Refused no = known.refused.get(key);
        if (no != null && no.freshness().lasts()) {
            throw no.again();
        }
        known.refused.drop(key, no);
        Draft draft;
        Freshness freshness = compiler.fresh();
        try {
            draft = new Draft(f, key, true, freshness);
            draft = DebugSites.in(draft.program.module()) ? new Draft(f, key, false, freshness) : draft;
        } catch (JacobiException e) {
            f.refused();
            if (PlanCache.Refused.lasts(e) && !InitializerView.isBelow()) { // what a class initialiser sets may be what is missing
                known.refused.keep(key, PlanCache.Refused.of(e, freshness));
            }
            throw e;
        }
        CompiledPlan raised = compiled(known, key, draft);
        return raised != null ? raised : compiled(known, key, new Draft(f, key, false, compiler.fresh()));
    }

    /** The code for a call's arguments with loops and checks as they were written: slower, but without checks that may be too strict. */
    CompiledPlan asWritten(TransformedFunction f, Object[] args) {
        return f.forLengths(args, lengths -> new Draft(f, key(f, args, lengths), false, compiler.fresh()).compile());
    }

    /** Null when the back end cannot make the draft's code. */
    private CompiledPlan compiled(PlanCache known, PlanCache.Key key, Draft draft) {
        Object lock = known.locks.computeIfAbsent(key, k -> new Object());
        try {
            synchronized (lock) {
                CompiledPlan p = known.plan(key);
                CompiledPlan made = p != null ? p : draft.compile();
                return made == null ? null : known.plans.keep(key, made);
            }
        } finally {
            known.locks.remove(key, lock);
        }
    }

    /** The function as it is now, and the structures of a call's arguments; {@code lengths} as for {@link ArrayLeaves#general}. */
    private PlanCache.Key key(TransformedFunction f, Object[] args, Set<Integer> lengths) {
        List<ValueTree> all = trees(f, args);
        all.add(f.tree());
        List<ValueTree> general = ArrayLeaves.general(all, lengths);
        return new PlanCache.Key(general.get(args.length), general.subList(0, args.length));
    }

    /** The structures of arguments; static ones are part of it with their value. */
    List<ValueTree> trees(TransformedFunction f, Object[] args) {
        int arity = f.arity();
        if (arity >= 0 && arity != args.length) {
            throw new JacobiException(f + " (" + where(f) + ") takes " + (arity == 1 ? "1 argument" : arity + " arguments") + ", but " + args.length + (args.length == 1 ? " is" : " are")
                + " given; give " + f.wanted() + ".");
        }
        List<Integer> fixed = f.transformation() instanceof Transformation.Jit j ? ArgumentNumbers.of(j.staticArgs(), args.length, "staticArgs") : List.of();
        var trees = new ArrayList<ValueTree>();
        for (int i = 0; i < args.length; i++) {
            if (args[i] == null && !fixed.contains(i)) {
                trees.add(new ValueTree.Const(null));
            } else {
                trees.add(fixed.contains(i) ? new ValueTree.Const(constant(args[i], i)) : ValueTrees.of(args[i], "argument " + i + " of " + f, f.hasLanes(i)));
            }
        }
        return trees;
    }

    private static Object constant(Object v, int i) {
        if (v == null || v instanceof String || v instanceof Enum || ValueTrees.dtype(v.getClass()) != null) {
            return v;
        }
        throw new JacobiException("Argument " + i + " is static and so has to be a number, a string or an enum constant, but is a " + v.getClass().getName() + ".");
    }

    Settings settings(TransformedFunction f) {
        Options o = compiler.options();
        Options.Backend usual = f.devices() != null ? Options.Backend.TPU : o.backend();
        if (!(f.transformation() instanceof Transformation.Jit j)) {
            return new Settings(o.fast(), usual);
        }
        Options.Backend by = j.backend().isEmpty() ? usual : Options.Backend.named(j.backend());
        if (by == null) {
            throw new JacobiException("There is no back end '" + j.backend() + "'; there are " + Options.Backend.names() + ".");
        }
        return new Settings(j.fp().isFast(o.fast()), by);
    }

    /** The program of a transformed function for arguments of these structures; without {@code raise} its loops stay as they are. */
    private Program program(TransformedFunction f, PlanCache.Key key, boolean raise, Options.Backend by, Freshness made, Dump dump) {
        return orSay(f, () -> new FunctionPrograms(this, f.home(), raise, new Settings(settings(f).fast(), by), false, made, dump).program(key.function(), key.args()));
    }

    /** A refusal says what it means for a function. */
    private static <T> T orSay(TransformedFunction f, Supplier<T> work) {
        try {
            return work.get();
        } catch (Refusal r) {
            throw RefusalSentences.of(f, r);
        }
    }

    /** As it is now, for the arguments of a call and a back end; without {@code raise} its loops stay as they are. */
    Program program(TransformedFunction f, Options.Backend by, boolean raise, Object[] args) {
        return f.forLengths(args, lengths -> program(f, key(f, args, lengths), raise, by, compiler.fresh(), Dump.none()));
    }

    /** The programs of a function before and after each transformation, from the inside out. */
    String steps(TransformedFunction f, Object[] args) {
        return f.forLengths(args, lengths -> {
            var programs = new FunctionPrograms(this, f.home(), true, settings(f), false, compiler.fresh(), Dump.none());
            PlanCache.Key key = key(f, args, lengths);
            orSay(f, () -> programs.program(key.function(), key.args()));
            return programs.steps();
        });
    }

    /** What the program's inputs are for leaves of a call. */
    List<Tensor> inputs(TransformedFunction f, Program p, Lifted ready, Object[] leaves) {
        return compiler.inputs(ready, type(p), f.home(), leaves);
    }

    /**
     * A program and what its code needs besides: all that may run code of the program, done before compiling. Machine code is made of the raised program; where
     * the back end cannot make that, of the program with its loops as they were written; and where that cannot be made either, the interpreter runs it,
     * which is slow and said.
     */
    private final class Draft {
        private final TransformedFunction f;
        private final Settings settings;
        private final Program program;
        private final MethodType type;
        private final boolean raise;
        private final Freshness made;
        private final Dump dump;
        private final List<ValueTree> captured;
        private final ValueTrees.Maker maker;
        private final MeshSharding sharding;
        private final DividedProgram devices;
        private final boolean wide;

        Draft(TransformedFunction f, PlanCache.Key key, boolean raise, Freshness made) {
            this.f = f;
            this.raise = raise;
            this.wide = key.wide();
            this.made = made;
            this.dump = compiler.dump(f.home(), Structures.text(key.function()), String.join(", ", key.args().stream().map(Structures::text).toList()), raise ? "" : "-as-written");
            Settings usual = settings(f);
            var programs = new FunctionPrograms(TransformEngine.this, f.home(), raise, usual, false, made, dump);
            Program p = orSay(f, () -> programs.program(key.function(), key.args()));
            String axis = NamedAxes.open(p.main().body());
            if (axis != null) {
                throw RefusalSentences.of(f, new Refusal(ReasonCode.AXIS_NAME, "it uses the axis '" + axis + "', which no vmap around it has", where(f)));
            }
            this.settings = programs.onDevices() && f.namesNoBackend() ? new Settings(usual.fast(), Options.Backend.TPU) : usual;
            this.devices = settings == usual && programs.onSimulated()
                ? orSay(f, () -> new FunctionPrograms(TransformEngine.this, f.home(), raise, usual, true, made, dump).divided((ValueTree.Word) key.function(), key.args())) : null;
            this.program = devices != null ? devices.program() : settings == usual ? p : program(f, key, raise, settings.backend(), made, dump);
            List<ValueTree.Leaf> taken = leaves(program);
            boolean arrays = taken.stream().anyMatch(ValueTree.Leaf::isNDArray);
            if (taken.size() > MOST_SLOTS || !arrays && taken.stream().mapToInt(l -> l.rank() > 0 ? l.rank() + 1 : 2).sum() > MOST_SLOTS) {
                throw new JacobiException("The arguments of " + f + " have " + taken.size() + " arrays and numbers, which is more than a compiled call can "
                    + "take; put some of them together into one array.");
            }
            this.type = type(program);
            ClassSource classes = compiler.classes(EngineLoader.of(f.home()), made);
            program.statics().stream().filter(s -> s instanceof Lifted.Source.Static).forEach(s -> classes.initialised(((Lifted.Source.Static) s).owner()));
            this.captured = Functions.capturedTrees(key.function());
            this.sharding = f.devices() == null ? ProgramSharding.of(program) : ProgramSharding.onDevices(program, f.devices());
            this.maker = new ValueTrees(EngineLoader.of(f.home())).maker(program.result(), 0);
        }

        /** Null when the raised program cannot be compiled. */
        CompiledPlan compile() {
            String name = "jacobi$" + program.entry().replaceAll("[^A-Za-z0-9_$]", "_");
            Lifted ready = ready(f, program, settings.fast(), raise, settings.backend(), dump);
            FunctionCompiler.Code code;
            Callbacks listener = debug.listener(EngineLoader.of(f.home()));
            try {
                code = compiler.compile(ready, type, f.home(), name, settings.fast(), settings.backend(), sharding, dump, DebugSites.weakly(listener));
            } catch (Refusal r) {
                if (r.code() != ReasonCode.NOT_EMITTED && r.code() != ReasonCode.TOO_LARGE) {
                    throw RefusalSentences.of(f, r);
                }
                if (raise) {
                    return null;
                }
                Log.say(compiler.options(), Options.Log.WARN, f + " is interpreted, which is slow, because " + r.getMessage() + ".");
                code = compiler.compile(ready, type, f.home(), name, settings.fast(), Options.Backend.INTERP, null, dump, DebugSites.weakly(listener));
            }
            ExtentCode few = raise && settings.backend() == Options.Backend.CPU && sharding == null && devices == null ? ExtentCode.of(type, ready, settings.fast(), optimiser::later, ofFew(ready, name, listener)) : null;
            MethodHandle call = (few == null ? code.call() : few.over(code.call())).asSpreader(Object[].class, type.parameterCount()).asType(MethodType.methodType(Object.class, Object[].class));
            var overwritten = ready.writes().stream().filter(w -> w instanceof Lifted.Write.Contents).map(Lifted.Write::input).toList();
            return new CompiledPlan(program, captured, overwritten, call, code, maker, made, wide, listener, devices);
        }

        /** Makes the code for few elements of the program that code for any number was made of, and not of what came before it, in which the order of sums may have been open: both give the same bits. No call waits for it. */
        private ExtentCode.Maker ofFew(Lifted ready, String name, Callbacks listener) {
            Class<?> home = f.home();
            MethodType as = type;
            Settings by = settings;
            return (fix, numbers, general) -> {
                Dump none = Dump.none();
                try {
                    Lifted few = ready.with(compiler.prepare(fix.apply(ready.module()), by.fast(), true, by.backend(), none));
                    return compiler.compile(few, as, home, name, by.fast(), by.backend(), null, none, DebugSites.weakly(listener)).call();
                } catch (RuntimeException | Error e) {
                    Log.say(compiler.options(), Options.Log.DEBUG, name + " has no code for " + numbers + " because of " + e + ".");
                    return null;
                }
            };
        }
    }

    /** {@code Class.method:line} of what a function is made of. */
    String where(TransformedFunction f) {
        return SourceLines.of(compiler.classes(EngineLoader.of(f.home()), compiler.fresh()), Structures.body(f.tree()));
    }

    /** The Java type of a call that takes all leaves. */
    static MethodType type(Program p) {
        var desc = new StringBuilder("(");
        leaves(p).forEach(l -> desc.append(l.desc()));
        List<ValueTree.Leaf> results = p.result().leaves();
        desc.append(')').append(results.isEmpty() ? "V" : results.size() == 1 ? results.get(0).desc() : "Ljava/lang/Object;");
        return MethodType.fromMethodDescriptorString(desc.toString(), TransformEngine.class.getClassLoader());
    }

    /** What a call takes: the leaves of the arguments, and of what was captured. */
    private static List<ValueTree.Leaf> leaves(Program p) {
        return Stream.concat(ValueTree.leaves(p.args()).stream(), p.function().leaves().stream()).toList();
    }

    /** The program as a back end takes it; results may be stored in donated arrays of the same extents. */
    Lifted ready(TransformedFunction f, Program p, boolean fast, boolean raise, Options.Backend by, Dump dump) {
        Module m = orSay(f, () -> compiler.finish(p.module(), fast, raise, by, dump));
        List<Integer> free = DonatedArrays.of(f, p);
        var writes = new ArrayList<>(p.writes());
        var inputs = new ArrayList<Lifted.Source>();
        for (ValueTree.Leaf l : leaves(p)) {
            inputs.add(new Lifted.Source.Arg(inputs.size(), List.of(), l.desc()));
        }
        inputs.addAll(p.statics());
        var parts = new ArrayList<Lifted.Result>();
        for (ValueTree.Leaf l : p.result().leaves()) {
            int place = l.isNDArray() ? -1 : DonatedArrays.place(m.get(p.entry()), parts.size(), free);
            if (place >= 0) {
                free.remove((Integer) place);
                writes.add(new Lifted.Write.Contents(parts.size(), place));
                parts.add(new Lifted.Result.Same(place));
                continue;
            }
            parts.add(l.isNDArray() ? new Lifted.Result.Array(parts.size(), l.array()) : l.rank() == 0 ? new Lifted.Result.Scalar(parts.size(), l.desc()) : new Lifted.Result.NewArray(parts.size(), l.desc()));
        }
        Lifted.Result result = parts.isEmpty() ? new Lifted.Result.Void() : parts.size() == 1 ? parts.get(0) : new Lifted.Result.Tuple(parts);
        return new Lifted(m, p.entry(), inputs, result, writes);
    }
}
