package dev.jacobi.transform;

import dev.jacobi.Fn;
import dev.jacobi.JacobiException;
import dev.jacobi.array.core.NeedsExtent;
import dev.jacobi.array.core.Precision;
import dev.jacobi.array.core.Trace;
import dev.jacobi.backend.BackendUsage;
import dev.jacobi.backend.Dump;
import dev.jacobi.boot.EngineLoader;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.NeedsNumbers;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.options.Options;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.spi.EngineFunction;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Sharding;
import dev.jacobi.spi.Transformation;
import dev.jacobi.spi.Transformed;
import dev.jacobi.transform.program.ProgramSharding;
import dev.jacobi.woven.Deopt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A transformation applied to functions, with the code for the structures that its arguments have had. */
public final class TransformedFunction implements EngineFunction {
    private final Transformation transformation;
    private final List<Object> functions;
    private final TransformEngine engine;
    private final List<Object> captured;
    private final boolean fixed;
    private final int arity;
    private static final int MOST_REASONS = 256;
    private static final int TRIED = 4;
    /** What may be refused because ways through the program make different objects. */
    private static final Set<ReasonCode> BY_WAYS = Set.of(ReasonCode.CAST, ReasonCode.INSTANCEOF, ReasonCode.IDENTITY, ReasonCode.COLLECTION, ReasonCode.BAD_CODE, ReasonCode.LAMBDA,
        ReasonCode.OBJECT, ReasonCode.OBJECT_ARRAY, ReasonCode.ALIASING, ReasonCode.MAP_KEY, ReasonCode.BOXED, ReasonCode.VIRTUAL_CALL, ReasonCode.RESULT);
    /** Code by the structures of arguments and captured values. */
    private final LruCache<List<ValueTree>, CompiledPlan> plans = new LruCache<>(TransformEngine.MOST_PLANS);
    /** Numbers of the different lengths of axes that programs for such arguments need to know. */
    private final Map<List<ValueTree>, Set<Integer>> lengths = new ConcurrentHashMap<>();
    private final ArrayDeque<String> reasons = new ArrayDeque<>();
    private final ArrayDeque<BackendUsage> ran = new ArrayDeque<>();
    /** What is counted of the calls of each compilation; one may have several. */
    private final Set<MethodStats> counted = Collections.newSetFromMap(new IdentityHashMap<>());
    private final AtomicLong fallbacks = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    /** What calls used last, the latest first: trying these costs less than finding out a structure. */
    private volatile CompiledPlan[] recent = {};
    private CompiledPlan newest;
    private int compilations;
    /** Plain on purpose: a lost increment is cheaper than an atomic one on each call. */
    private long calls;

    public TransformedFunction(TransformEngine engine, Transformation transformation, List<Object> functions) {
        this(engine, transformation, functions.stream().map(Functions::referredTo).toList(), null);
    }

    /** {@code held}: values in place of those that the functions captured; null for these. */
    private TransformedFunction(TransformEngine engine, Transformation transformation, List<Object> functions, List<Object> held) {
        this.engine = engine;
        this.transformation = transformation;
        this.functions = functions;
        this.captured = held != null ? held : functions.stream().flatMap(f -> Functions.captured(f).stream()).collect(Collectors.toList());
        this.fixed = held != null;
        arity = arity(Functions.arity(functions.get(0)));
    }

    @Override
    public TransformedFunction fixed() {
        ValueTrees trees = trees();
        return fixed(captured.stream().map(c -> mayChange(c) ? trees.copy(c, "captured value") : c).toList());
    }

    @Override
    public TransformedFunction fixed(List<Object> values) {
        return new TransformedFunction(engine, transformation, functions, values);
    }

    @Override
    public List<Object> held() {
        return fixed ? captured : null;
    }

    /** The transformed function behind an object, or null when the object is none. */
    static TransformedFunction of(Object f) {
        return f instanceof Transformed t ? (TransformedFunction) t.function() : f instanceof TransformedFunction t ? t : null;
    }

    List<Object> captured() {
        return captured;
    }

    /** The class whose loader and rights go with it. */
    Class<?> home() {
        return Functions.home(functions.get(0));
    }

    /** What copies and makes values of its classes. */
    private ValueTrees trees() {
        return new ValueTrees(EngineLoader.of(home()));
    }

    private static boolean mayChange(Object v) {
        return v != null && (v.getClass().isArray() || v.getClass().isRecord() || v instanceof List || v instanceof Map);
    }

    @Override
    public Transformation transformation() {
        return transformation;
    }

    @Override
    public List<Object> functions() {
        return functions;
    }

    /** The mesh of a plugin's devices that it is on, which run it whatever back end the options name; else null. */
    MeshAxes devices() {
        Sharding on = transformation instanceof Transformation.ShardMap s ? s.on() : transformation instanceof Transformation.Jit j ? j.on() : null;
        TransformedFunction inner = on != null ? null : of(functions.get(0));
        return on != null ? on.mesh().isReal() ? on.mesh() : null : inner == null ? null : inner.devices();
    }

    /** Whether a vmap takes an argument apart, which may then be an array of a record for each lane. */
    boolean hasLanes(int argument) {
        boolean mapped = transformation instanceof Transformation.Vmap v && (argument >= v.in().size() || v.in().get(argument) != null);
        boolean same = !(transformation instanceof Transformation.Jvp) && !(transformation instanceof Transformation.Vjp); // these take more arguments than what they are of
        TransformedFunction inner = of(functions.get(0));
        return mapped || inner != null && (same ? inner.hasLanes(argument) : inner.hasLanes());
    }

    private boolean hasLanes() {
        TransformedFunction inner = of(functions.get(0));
        return transformation instanceof Transformation.Vmap || inner != null && inner.hasLanes();
    }

    /** Whether it is left to the options, or to the meshes in it, where it runs. */
    boolean namesNoBackend() {
        return !(transformation instanceof Transformation.Jit j) || j.backend().isEmpty();
    }

    /** What arguments are to be given, in words. */
    String wanted() {
        boolean packed = transformation instanceof Transformation.Jvp j && j.packed() || transformation instanceof Transformation.Vjp v && v.packed();
        return (packed ? "one value that holds all arguments" : "one value for each parameter") + (transformation instanceof Transformation.Jvp ? packed ? ", then one that holds a tangent for each"
            : ", then a tangent for each" : transformation instanceof Transformation.Vjp ? ", then a cotangent of the result" : "");
    }

    /** How many arguments it takes; -1 when that is not known. */
    int arity() {
        return arity;
    }

    private int arity(int n) {
        return n < 0 ? n : switch (transformation.kind()) {
            case JVP -> ((Transformation.Jvp) transformation).packed() ? 2 : 2 * n;
            case VJP -> ((Transformation.Vjp) transformation).packed() ? 2 : n + 1;
            case GRAD, JACOBIAN, HESSIAN, VMAP, SHARD_MAP, JIT, CHECKPOINT, CUSTOM_JVP, CUSTOM_VJP -> n;
        };
    }

    /** The structure as it is now: what was captured may have another one at the next call. */
    ValueTree tree() {
        return new ValueTree.Word(transformation, functions.stream().map(f -> Functions.tree(f, "function")).toList());
    }

    @Override
    public Object call(Object... args) {
        CompiledPlan p = null;
        Object[] leaves = null;
        CompiledPlan[] tried = recent;
        for (int i = 0; i < tried.length && leaves == null; i++) {
            p = tried[i];
            leaves = p.lasts() ? p.flatten(args, captured) : null;
        }
        if (leaves == null) {
            try {
                p = find(args);
            } catch (JacobiException e) {
                if (throwsAlways(e)) {
                    return new Replay(engine.where(this)).run(this, args, "no way through it returns");
                }
                throw e;
            }
            leaves = p.flatten(args, captured);
            if (leaves == null) {
                throw new JacobiException("The arguments of " + this + " changed their structure while it was called.");
            }
        }
        String aliased = p.aliased(leaves);
        if (aliased != null) {
            return new Replay(engine.where(this)).aliased(this, args, aliased);
        }
        try {
            calls++;
            Object out = p.call(leaves);
            return Precision.ofProcess().checksNans() ? new Replay(engine.where(this)).withoutNans(this, args, out) : out;
        } catch (Deopt d) {
            return again(p, leaves, args, d);
        }
    }

    /** The code has no result, perhaps only because a check in front of a loop was too strict. */
    private Object again(CompiledPlan p, Object[] leaves, Object[] args, Deopt d) {
        var replay = new Replay(engine.where(this));
        Deopt why = d;
        if (d.early() && !Replay.onlyCompiled(this)) {
            if (p.asWritten() == null || !p.asWritten().lasts()) {
                replay.methods(this, args);
                p.asWritten(engine.asWritten(this, args));
            }
            try {
                return p.asWritten().call(leaves);
            } catch (Deopt again) {
                why = again;
            }
        }
        fallbacks.incrementAndGet();
        return replay.run(this, args, why.getMessage());
    }

    @Override
    public Object[] copies(Object... args) {
        ValueTrees trees = trees();
        var out = new Object[args.length];
        Arrays.setAll(out, i -> args[i] == null || args[i] instanceof Fn ? args[i] : trees.copy(args[i], "argument " + i));
        return out;
    }

    @Override
    public void compile(Object... args) {
        try {
            find(args);
        } catch (JacobiException e) {
            throw rather(e, args);
        }
    }

    /** Where no way returns because an argument is null or jagged, that is what to say. */
    private JacobiException rather(JacobiException e, Object[] args) {
        if (throwsAlways(e)) {
            new Replay(engine.where(this)).checkValues(this, args);
        }
        return e;
    }

    private static boolean throwsAlways(JacobiException e) {
        return e.getCause() instanceof Refusal r && r.code() == ReasonCode.ALWAYS_THROWS;
    }

    @Override
    public LoweredProgram lower(Object... args) {
        boolean fast = engine.settings(this).fast();
        Program p;
        try {
            p = engine.program(this, engine.settings(this).backend(), true, args);
        } catch (JacobiException e) {
            throw rather(e, args);
        }
        Lifted ready = engine.ready(this, p, fast, true, engine.settings(this).backend(), Dump.none());
        Object[] leaves = CompiledPlan.leaves(p, args, captured);
        Supplier<LoweredProgram.OfArrays> arrays = () -> {
            Program whole = engine.program(this, Options.Backend.TPU, true, args);
            return new LoweredProgram.OfArrays(whole, engine.ready(this, whole, fast, true, Options.Backend.TPU, Dump.none()),
                devices() != null ? ProgramSharding.onDevices(whole, devices()) : ProgramSharding.of(whole));
        };
        return new LoweredProgram(engine, ready, arrays, engine.settings(this), leaves, () -> engine.steps(this, args), () -> engine.inputs(this, p, ready, leaves), new SavedFunctions(engine, this, args));
    }

    /** The code for arguments of this structure, compiled when there is none. */
    CompiledPlan find(Object[] args) {
        List<ValueTree> key = engine.trees(this, args);
        try {
            captured.forEach(c -> key.add(ValueTrees.of(c, "captured value")));
        } catch (JacobiException e) {
            tree(); // says more about it
            throw e;
        }
        return forLengths(key, lengths -> {
            List<ValueTree> form = ArrayLeaves.general(key, lengths);
            if (ArrayLeaves.isWide()) {
                form.add(new ValueTree.Const("x64"));
            }
            CompiledPlan known = plans.get(form);
            if (known != null && !known.lasts()) {
                plans.drop(form, known);
                known = null;
            }
            return remember(form, known != null ? known : engine.plan(this, args, lengths));
        });
    }

    /** Makes something for a call's arguments: with lengths of axes as numbers where it turned out that the program needs those; see {@link ArrayLeaves#general}. */
    <T> T forLengths(Object[] args, Function<Set<Integer>, T> make) {
        List<ValueTree> key = engine.trees(this, args);
        captured.forEach(c -> key.add(ValueTrees.of(c, "captured value")));
        return forLengths(key, make);
    }

    private <T> T forLengths(List<ValueTree> exact, Function<Set<Integer>, T> make) {
        List<ValueTree> general = ArrayLeaves.general(exact, Set.of());
        while (true) {
            Set<Integer> known = lengths.getOrDefault(general, Set.of());
            try {
                return make.apply(known);
            } catch (NeedsExtent e) {
                int k = Trace.inputOf(e.symbol());
                var more = new TreeSet<>(known);
                if (k < 0 || !more.add(k)) {
                    more.addAll(allLengths(exact, known));
                }
                if (more.equals(known)) {
                    throw new JacobiException(this + " cannot be made because the shape of an array in it depends on values; shapes have to follow from the shapes of the arguments and from constants.", e);
                }
                lengths.put(general, Collections.unmodifiableSet(more));
            } catch (NeedsNumbers e) {
                var more = new TreeSet<>(known);
                if (!more.add(ArrayLeaves.NUMBERS) || ValueTree.leaves(exact).stream().allMatch(l -> l.numbers() == null)) {
                    throw RefusalSentences.of(this, e.otherwise());
                }
                lengths.put(general, Collections.unmodifiableSet(more));
            } catch (JacobiException e) {
                Set<Integer> all = allLengths(exact, known);
                if (!(e.getCause() instanceof Refusal r && mayHangOnLengths(r.code())) || all.equals(known)) {
                    throw e;
                }
                return withNumbers(e, all, general, make);
            }
        }
    }

    /** Whether what is refused may be what ways through the program differ in that a test of lengths tells apart: known lengths leave one of them. */
    private static boolean mayHangOnLengths(ReasonCode code) {
        return saysShapes(code) || BY_WAYS.contains(code);
    }

    private static boolean saysShapes(ReasonCode code) {
        return code == ReasonCode.ARRAY || code == ReasonCode.NO_RULE;
    }

    /** Tries again with all lengths as numbers: what does not fit is then said with them, and what cannot be seen to fit otherwise may. */
    private <T> T withNumbers(JacobiException e, Set<Integer> all, List<ValueTree> general, Function<Set<Integer>, T> make) {
        try {
            T made = make.apply(all);
            lengths.put(general, all);
            return made;
        } catch (NeedsExtent | NeedsNumbers n) {
            throw e;
        } catch (JacobiException again) {
            throw saysShapes(((Refusal) e.getCause()).code()) || again.getCause() instanceof Refusal r && r.code() == ReasonCode.ARRAY ? again : e;
        }
    }

    private static Set<Integer> allLengths(List<ValueTree> exact, Set<Integer> known) {
        int axes = ValueTree.leaves(exact).stream().filter(ValueTree.Leaf::isNDArray).mapToInt(ValueTree.Leaf::rank).sum();
        return IntStream.range(known.contains(ArrayLeaves.NUMBERS) ? ArrayLeaves.NUMBERS : 0, axes).boxed().collect(Collectors.toUnmodifiableSet());
    }

    private synchronized CompiledPlan remember(List<ValueTree> key, CompiledPlan p) {
        if (plans.get(key) == null) {
            if (reasons.size() == MOST_REASONS) {
                reasons.removeFirst();
                ran.removeFirst();
            }
            reasons.add(why(p) + p.undivided());
            ran.add(p.ran());
            counted.add(p.stats());
            newest = plans.keep(key, p);
            compilations++;
        }
        var out = new ArrayList<CompiledPlan>(List.of(p));
        for (CompiledPlan q : recent) {
            if (q != p && q.lasts() && out.size() < TRIED) {
                out.add(q);
            }
        }
        recent = out.toArray(new CompiledPlan[0]);
        return p;
    }

    /** It was found that there can be no code for a structure. */
    void refused() {
        refusals.incrementAndGet();
    }

    private String why(CompiledPlan p) {
        if (newest == null) {
            return "It was compiled for " + p.describe() + ", the first structure it was called with.";
        }
        List<String> was = newest.structures();
        List<String> is = p.structures();
        for (int i = 0; i < is.size(); i++) {
            if (i >= was.size() || !is.get(i).equals(was.get(i))) {
                return "It was compiled again because " + p.part(i) + " was " + is.get(i) + (i < was.size() ? " instead of " + was.get(i) : "") + ".";
            }
        }
        return "It was compiled again for " + p.describe() + ".";
    }

    @Override
    public synchronized Info info() {
        Iterator<String> why = reasons.iterator();
        return new Info(compilations, calls - fallbacks.get(), fallbacks.get(), refusals.get(), ran.stream().map(r -> r.add(why.next())).toList(),
            ran.stream().map(BackendUsage::backend).toList(), counted.stream().mapToLong(MethodStats::uploads).sum(), counted.stream().mapToLong(MethodStats::downloads).sum());
    }

    @Override
    public String toString() {
        return transformation.title() + functions.stream().map(f -> of(f) != null ? of(f).toString() : Functions.name(f)).toList()
            .toString().replace('[', '(').replace(']', ')');
    }
}
