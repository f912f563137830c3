package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.cfg.Classes;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Receiver;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;

/** The function being lifted: its equations, its inputs, the names of its locations, and where in the program the lifter is. */
public final class LiftContext {
    /** An input of the function; {@code loc} is the array's location, -1 for a scalar. */
    public record Input(Lifted.Source source, Var var, int loc) {
    }

    private static final String SYMBOLS = "nmkpqrstuvw";
    private final LiftAssumptions lifting;
    private final EquationBuilder ir;
    private final LoopUnroller trips;
    private final boolean entry;
    private final Map<String, Integer> locations = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final Map<Lifted.Source, Input> inputs = new LinkedHashMap<>();
    private final Map<Integer, Input> roots = new HashMap<>();
    private final Map<Integer, Input> rowInputs = new HashMap<>();
    private final List<Input> order = new ArrayList<>();
    private final Set<Var> inputVars = new HashSet<>();
    private final Map<Val.Given, String> notNull = new LinkedHashMap<>();
    private final Map<Activation, Integer> activations = new HashMap<>();
    private final Map<Integer, Var> constants = new HashMap<>();
    private final List<Eqn> prelude = new ArrayList<>();
    private final Deque<String> loops = new ArrayDeque<>();
    private final LoopRecords records = new LoopRecords(loops);
    private StaticFields initializer;
    private final Origins origins = new Origins(this::isRoot, this::isConstant);
    private int symbols;
    private int tags;
    private Activation act;
    private AbstractInsnNode insn;

    public LiftContext(LiftAssumptions lifting, boolean entry) {
        this.lifting = lifting;
        this.ir = new EquationBuilder(lifting::makes);
        this.entry = entry;
        this.trips = new LoopUnroller(lifting, ir);
    }

    public LiftAssumptions lifting() {
        return lifting;
    }

    public EquationBuilder ir() {
        return ir;
    }

    public LoopUnroller trips() {
        return trips;
    }

    public Classes classes() {
        return lifting.classes();
    }

    public List<Input> inputs() {
        return order;
    }

    public int indexOf(int loc) {
        return order.indexOf(roots.get(loc));
    }

    public Map<Integer, Input> roots() {
        return roots;
    }

    /** The input with the row numbers of an array of arrays, or null. */
    public Input rowsOf(int loc) {
        return rowInputs.get(loc);
    }

    public void at(Activation a, AbstractInsnNode i) {
        act = a;
        insn = i;
    }

    /** Runs code that looks at other instructions, and comes back to this one. */
    public <T> T aside(java.util.function.Supplier<T> look) {
        Activation a = act;
        AbstractInsnNode i = insn;
        try {
            return look.get();
        } finally {
            at(a, i);
        }
    }

    /** The instruction that is being lifted. */
    public AbstractInsnNode insn() {
        return insn;
    }

    public String where() {
        return act == null ? "?" : act.method().where(insn);
    }

    /** {@code Class.method:line} in the user's own code. */
    public String place() {
        return act == null ? "?" : act.place(insn);
    }

    /** Where that is inside of a library which the code calls, the sentence begins with the call. */
    public Refusal refuse(ReasonCode code, String reason) {
        String call = act == null ? null : act.foreignCall();
        return new Refusal(code, call == null || reason.contains(call) ? reason : "it calls " + call + ", and that cannot be compiled: " + reason, place());
    }

    /** Refuses for now what uses a class for the first time: code in place would leave out what the class does then. */
    public void needsInitialised(String cls) {
        if (classes().hasInitialiser(cls) && !classes().source().initialised(cls)) {
            throw refuse(ReasonCode.CLASS_NOT_INITIALISED, "the class " + cls.replace('/', '.') + " is not initialised yet");
        }
    }

    /** The number of the location with this name. */
    public int location(String name) {
        return locations.computeIfAbsent(name, k -> {
            names.add(k);
            return names.size() - 1;
        });
    }

    public String place(Activation a, String at) {
        return "a" + activations.computeIfAbsent(a, k -> activations.size()) + at + trips.suffix();
    }

    /** The name of a location that is the same in all attempts. */
    public String name(int loc) {
        return (act == null ? "" : act.root().method().key()) + ":" + names.get(loc);
    }

    /** Lifts code in which a variable that is one of several arrays, to which others refer, too, is told by a tag instead of getting a location of its own. */
    public <T> T withTags(java.util.function.Supplier<T> lift) {
        tags++;
        try {
            return lift.get();
        } finally {
            tags--;
        }
    }

    public boolean prefersTags() {
        return tags > 0;
    }

    /** The loops around the code being lifted, outermost first. */
    public Deque<String> loops() {
        return loops;
    }

    /** What arrays and objects may be the same ones as came with the call. */
    public Origins origins() {
        return origins;
    }

    /** What was found in the loops lifted so far. */
    public LoopRecords records() {
        return records;
    }

    public boolean isRoot(int loc) {
        return roots.containsKey(loc);
    }

    private boolean isConstant(int loc) {
        return constants.containsKey(loc);
    }

    public boolean isInput(Var v) {
        return inputVars.contains(v);
    }

    /** Whether the array at a location may be one that came with the call; a location that merges others counts as such. */
    public boolean mayBeGiven(int loc) {
        return isRoot(loc) || names.get(loc).contains("|");
    }

    /**
     * Whether all given arrays of this type are whole arguments of the method asked for, and the code being lifted is of that method's class,
     * which is where comparisons are looked for when a call's variant is chosen.
     */
    public boolean onlyArguments(DType element, int rank) {
        return entry && act.method().owner().name.equals(lifting.entryOwner) && order.stream().allMatch(i -> i.loc() < 0
            || i.var().dtype() != element || i.var().type().rank() != rank
            || i.source() instanceof Lifted.Source.Arg a && a.path().isEmpty());
    }

    /** True for the location of an array, given or new. */
    public boolean isArray(Env env, int loc) {
        return cell(env, loc) instanceof HeapCell.Arr;
    }

    public HeapCell cell(Env env, int loc) {
        HeapCell c = env.heap.get(loc);
        if (c == null && roots.containsKey(loc)) {
            Input rows = rowInputs.get(loc);
            return new HeapCell.Arr(roots.get(loc).var(), rows == null ? null : rows.var());
        }
        return c == null && constants.containsKey(loc) ? new HeapCell.Arr(constants.get(loc), null) : c;
    }

    /** An array whose elements are known; it is made where the function starts. */
    public Val constant(String name, Tensor t) {
        int loc = location(name);
        if (!constants.containsKey(loc)) {
            EquationBuilder.Captured<Atom> made = ir.capture(() -> {
                List<Dim> dims = java.util.Arrays.stream(t.dims()).mapToObj(Dim::of).toList();
                Atom a = ir.builder().full(Lit.zero(t.dtype()), dims, java.util.Arrays.stream(t.dims()).mapToObj(Lit::i32).toList());
                for (int i = 0; i < java.lang.reflect.Array.getLength(t.data()); i++) {
                    a = ir.update(a, List.of(Lit.i32(i)), literal(java.lang.reflect.Array.get(t.data(), i), t.dtype()));
                }
                return a;
            });
            prelude.addAll(made.code());
            constants.put(loc, (Var) made.result());
            inputVars.add((Var) made.result());
        }
        return new Val.Ref(loc, List.of());
    }

    public static Lit literal(Object v, DType d) {
        return v instanceof Double x ? Lit.f64(x) : v instanceof Float x ? Lit.f32(x) : v instanceof Boolean b ? Lit.bool(b)
            : v instanceof Character c ? Lit.of(d, c) : Lit.of(d, ((Number) v).longValue());
    }

    public void initialize(StaticFields i) {
        initializer = i;
    }

    /** Set while a class initializer is evaluated. */
    public StaticFields initializer() {
        return initializer;
    }

    public Func build(List<Atom> out) {
        Func f = ir.builder().build(order.stream().map(Input::var).toList(), out);
        var body = new ArrayList<>(prelude);
        body.addAll(f.body());
        return new Func(f.in(), body, f.out());
    }

    public boolean hasRows(int loc) {
        return lifting.rows.contains(names.get(loc));
    }

    /** The rows of this array are exchanged: lift again with a table of its rows. */
    public void needsRows(int loc) {
        if (!entry) {
            throw refuse(ReasonCode.ROW_STORE, "a recursive method exchanges rows of an array of arrays");
        }
        String name = names.get(loc);
        if (!lifting.rows.add(name) || name.contains("|")) {
            throw refuse(ReasonCode.ROW_STORE, "it exchanges rows of an array of arrays that is not always the same array");
        }
        throw new Restart();
    }

    public void mustNotBeNull(Val.Given g) {
        notNull.putIfAbsent(g, place());
    }

    /**
     * The code is for objects that are not null where it compares them with null; that shows when something is read of them. Of objects of which nothing else
     * is read one number is, and where they have none a null cannot be told from an object.
     */
    public void readWhatWasTested() {
        for (Map.Entry<Val.Given, String> e : Map.copyOf(notNull).entrySet()) {
            Lifted.Source s = e.getKey().origin();
            if (lifting.isKnown(s) || inputs.keySet().stream().anyMatch(i -> reaches(s, i))) {
                continue;
            }
            var c = classes().node(e.getKey().cls());
            var number = c == null ? null : c.fields.stream().filter(f -> (f.access & Opcodes.ACC_STATIC) == 0 && Descriptors.dtype(f.desc) != null).findFirst().orElse(null);
            if (number == null) {
                throw new Refusal(ReasonCode.NULL_TEST, "it compares with null an object of " + e.getKey().cls().replace('/', '.') + " of which it reads nothing else", e.getValue());
            }
            given(field(s, new Lifted.Field(c.name, number.name, number.desc)));
        }
    }

    /** An object that came with the call as what it is at run time: of a class whose code is known, or a lambda. */
    public Val known(Env env, Val.Given g, String wanted) {
        Receiver r = lifting.receiver(g.origin());
        if (r instanceof Receiver.Plain p) {
            return new Val.Given(g.origin(), p.cls());
        }
        if (!(r instanceof Receiver.Lambda l)) {
            throw refuse(ReasonCode.VIRTUAL_CALL, r instanceof Receiver.Unknown u ? u.why() : wanted);
        }
        List<Val> captured = l.captured().stream().map(f -> given(env, field(g.origin(), f))).toList();
        Method m = l.method().equals("<init>") ? null : classes().resolve(l.owner(), l.method(), l.desc());
        if (m == null && !l.method().equals("<init>")) {
            throw refuse(ReasonCode.CLASS_FILE, "the class file of " + l.owner().replace('/', '.') + " cannot be read");
        }
        int kind = m == null ? Opcodes.H_NEWINVOKESPECIAL : m.isStatic() ? Opcodes.H_INVOKESTATIC : Opcodes.H_INVOKEVIRTUAL;
        return new Val.Fun(l.itf(), l.name(), new Handle(kind, l.owner(), l.method(), l.desc(), false), captured);
    }

    private static boolean reaches(Lifted.Source from, Lifted.Source to) {
        if (from instanceof Lifted.Source.Arg a && to instanceof Lifted.Source.Arg b) {
            return a.index() == b.index() && b.path().size() > a.path().size() && b.path().subList(0, a.path().size()).equals(a.path());
        }
        return from instanceof Lifted.Source.Static a && to instanceof Lifted.Source.Static b && a.owner().equals(b.owner())
            && a.name().equals(b.name()) && b.path().size() > a.path().size() && b.path().subList(0, a.path().size()).equals(a.path());
    }

    public Lifted.Source field(Lifted.Source of, Lifted.Field f) {
        if (of instanceof Lifted.Source.Arg a) {
            var path = new ArrayList<>(a.path());
            path.add(f);
            return new Lifted.Source.Arg(a.index(), path, f.desc());
        }
        Lifted.Source.Static s = (Lifted.Source.Static) of;
        var path = new ArrayList<>(s.path());
        path.add(f);
        return new Lifted.Source.Static(s.owner(), s.name(), s.fieldDesc(), path, f.desc());
    }

    /** What a source holds now: behind branches and loops, the array that came with the call may be in other locations than at the start. */
    public Val given(Env env, Lifted.Source source) {
        Val v = given(source);
        return v instanceof Val.Ref r ? env.roots.getOrDefault(r.loc(), v) : v;
    }

    /** The value that comes with the call from a source, where the call begins. */
    public Val given(Lifted.Source source) {
        String desc = source.desc();
        String element = desc.substring(desc.lastIndexOf('[') + 1);
        DType d = Descriptors.dtype(element);
        if (d == null) {
            return new Val.Given(source, desc.startsWith("[") ? desc : desc.substring(1, desc.length() - 1));
        }
        Input in = inputs.get(source);
        if (in == null) {
            boolean isStatic = source instanceof Lifted.Source.Static || !((Lifted.Source.Arg) source).path().isEmpty();
            if (!entry && isStatic && !lifting.statics.contains(source)) {
                lifting.statics.add(source);
                throw new Restart();
            }
            Var v = ir.fresh(desc.startsWith("[") ? LiftAssumptions.arrayType(desc, this::symbol) : Type.scalar(d));
            in = new Input(source, v, desc.startsWith("[") ? location("in" + order.size()) : -1);
            add(in);
            inputs.put(source, in);
            if (in.loc() >= 0) {
                roots.put(in.loc(), in);
                if (v.type().rank() > 1 && hasRows(in.loc())) {
                    Var rows = ir.fresh(new Type(DType.I32, v.type().dims().subList(0, 1)));
                    Input r = new Input(new Lifted.Source.Rows(order.size() - 1), rows, -1);
                    rowInputs.put(in.loc(), r);
                    add(r);
                }
            }
        }
        if (in.loc() >= 0) {
            return new Val.Ref(in.loc(), List.of());
        }
        Atom a = in.var();
        return new Val.Sc(a.dtype() == DType.I8 || a.dtype() == DType.I16 || a.dtype() == DType.U16 ? ir.convert(a, DType.I32) : a);
    }

    /** Takes the static fields that the code writes from the caller. */
    public void takeStatics(Env env) {
        lifting.written.forEach(s -> env.statics.put(s, given(s)));
    }

    public int indexOf(Lifted.Source source) {
        return order.indexOf(inputs.get(source));
    }

    private void add(Input in) {
        order.add(in);
        inputVars.add(in.var());
    }

    private Dim symbol() {
        int k = symbols++;
        return Dim.sym(k < SYMBOLS.length() ? SYMBOLS.substring(k, k + 1) : "n" + k);
    }
}
