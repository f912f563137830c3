package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.RowNumber;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.cfg.Classes;
import dev.jacobi.lift.jdk.StandIns;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Programs;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.report.ReasonCode;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a function that is being lifted begins with: its inputs, which are found one by one as the code asks for them, and arrays that are constants. */
public final class FunctionInputs {
    /** An input of the function; {@code loc} is the array's location, -1 for a scalar. */
    public record Input(Lifted.Source source, Var var, int loc) {
    }

    private static final String SYMBOLS = "nmkpqrstuvw";
    private final LiftContext context;
    private final EquationBuilder ir;
    private final boolean entry;
    private final Map<Lifted.Source, Input> bySource = new LinkedHashMap<>();
    private final Map<Integer, Input> roots = new HashMap<>();
    private final Map<Integer, Input> rowInputs = new HashMap<>();
    private final List<Input> order = new ArrayList<>();
    private final Set<Var> vars = new HashSet<>();
    private final Map<Val.Given, String> notNull = new LinkedHashMap<>();
    private final Map<Integer, Var> constants = new HashMap<>();
    private final List<Eqn> prelude = new ArrayList<>();
    private final Set<String> nulls = new LinkedHashSet<>();
    /** By the locations of arrays of arrays, the rows that the code takes of them. */
    private final Map<Integer, Set<Atom>> rowsTaken = new HashMap<>();
    private int symbols;

    FunctionInputs(LiftContext context, boolean entry) {
        this.context = context;
        this.ir = context.ir();
        this.entry = entry;
    }

    /** All inputs found so far, in their order. */
    public List<Input> all() {
        return Collections.unmodifiableList(order);
    }

    /** The number of the input that has an array's location. */
    public int indexOf(int loc) {
        return order.indexOf(roots.get(loc));
    }

    /** The number of the input that comes from a source, -1 where there is none. */
    public int indexOf(Lifted.Source source) {
        return order.indexOf(bySource.get(source));
    }

    /** The locations of arrays that came with the call. */
    public Set<Integer> roots() {
        return roots.keySet();
    }

    /** The input whose array is at a location. */
    public Var root(int loc) {
        return roots.get(loc).var();
    }

    /** The static field that the array at a location was read from; null where it came as an argument. */
    public Lifted.Source.Static fieldOf(int loc) {
        return roots.get(loc).source() instanceof Lifted.Source.Static s ? s : null;
    }

    /** The input with the row numbers of an array of arrays, or null. */
    public Input rowsOf(int loc) {
        return rowInputs.get(loc);
    }

    public boolean isRoot(int loc) {
        return roots.containsKey(loc);
    }

    boolean isConstant(int loc) {
        return constants.containsKey(loc);
    }

    /** Whether a variable has its value where the function starts: an input or a constant. */
    public boolean has(Var v) {
        return vars.contains(v);
    }

    /** Whether all given arrays of this type are whole arguments. */
    boolean onlyArguments(DType element, int rank) {
        return entry && order.stream().allMatch(i -> i.loc() < 0 || i.var().dtype() != element || i.var().type().rank() != rank
            || i.source() instanceof Lifted.Source.Arg a && a.path().isEmpty());
    }

    /** The array at a location as it was where the function started; null where there was none. */
    HeapCell initial(int loc) {
        Input rows = rowInputs.get(loc);
        return roots.containsKey(loc) ? new HeapCell.Arr(root(loc), rows == null ? null : rows.var())
            : constants.containsKey(loc) ? new HeapCell.Arr(constants.get(loc), null) : null;
    }

    /** An array whose elements are known; it is made where the function starts. */
    public Val constant(String name, Tensor t) {
        int loc = context.location(name);
        if (!constants.containsKey(loc)) {
            EquationBuilder.Captured<Atom> made = ir.capture(() -> {
                List<Dim> dims = Arrays.stream(t.dims()).mapToObj(Dim::of).toList();
                Atom a = ir.builder().full(Lit.zero(t.dtype()), dims, Arrays.stream(t.dims()).mapToObj(Lit::i32).toList());
                for (int i = 0; i < Array.getLength(t.data()); i++) {
                    a = ir.update(a, List.of(Lit.i32(i)), Literals.of(Array.get(t.data(), i), t.dtype()));
                }
                return a;
            });
            prelude.addAll(made.code());
            constants.put(loc, (Var) made.result());
            vars.add((Var) made.result());
        }
        return new Val.Ref(loc);
    }

    /** The function with these inputs, whose equations are all that were made. */
    public Func build(List<Atom> out) {
        Func f = ir.builder().build(order.stream().map(Input::var).toList(), out);
        var body = new ArrayList<>(prelude);
        body.addAll(f.body());
        return new Func(f.in(), body, f.out());
    }

    public void mustNotBeNull(Val.Given g) {
        notNull.putIfAbsent(g, context.place());
    }

    /**
     * The code is for objects that are not null where it compares them with null; that shows when something is read of them. Of objects of which nothing else
     * is read one number is, and where they have none a null cannot be told from an object.
     */
    public void readWhatWasTested() {
        for (Map.Entry<Val.Given, String> e : List.copyOf(notNull.entrySet())) {
            Lifted.Source s = e.getKey().origin();
            if (context.session().isKnown(s) || s instanceof Lifted.Source.Static f && presence(f) == Programs.Presence.OBJECT || bySource.keySet().stream().anyMatch(s::leadsTo)) {
                continue;
            }
            var c = context.classes().node(e.getKey().cls());
            var number = c == null ? null : Classes.instanceFields(c).stream().filter(f -> Descriptors.dtype(f.desc) != null).findFirst().orElse(null);
            if (number == null) {
                throw new Refusal(ReasonCode.NULL_TEST, "it compares with null an object of " + e.getKey().cls().replace('/', '.') + " of which it reads nothing else", e.getValue());
            }
            given(s.field(new Lifted.Field(c.name, number.name, number.desc)));
        }
    }

    /** What a source holds now: behind branches and loops, the array that came with the call may be in other locations than at the start. */
    public Val given(Env env, Lifted.Source source) {
        Val v = given(source);
        return v instanceof Val.Ref r ? env.roots.getOrDefault(r.loc(), v) : v;
    }

    /** The value that comes with the call from a source, where the call begins. */
    public Val given(Lifted.Source source) {
        String desc = source.desc();
        if (source instanceof Lifted.Source.Static s && Descriptors.dtype(desc) == null && presence(s) == Programs.Presence.NULL) {
            nulls.add(name(s));
            return new Val.Null();
        }
        if (desc.equals(ValueTree.ArrayForm.DESC) && source instanceof Lifted.Source.Static s && context.isFunction()) {
            return ofStatic(s);
        }
        if (Descriptors.dtype(desc.substring(desc.lastIndexOf('[') + 1)) == null) {
            return new Val.Given(source, desc.startsWith("[") ? desc : desc.substring(1, desc.length() - 1));
        }
        Input in = bySource.get(source);
        if (in == null) {
            LiftAssumptions assumed = context.assumed();
            boolean isStatic = source instanceof Lifted.Source.Static || !((Lifted.Source.Arg) source).path().isEmpty();
            if (!entry && isStatic && !assumed.statics().contains(source)) {
                throw new Restart(assumed.withStatic(source));
            }
            in = new Input(source, ir.fresh(Descriptors.type(desc, this::symbol)), desc.startsWith("[") ? context.location("in" + order.size()) : -1);
            add(in);
            bySource.put(source, in);
            if (in.loc() >= 0) {
                root(in);
            }
        }
        return in.loc() >= 0 ? new Val.Ref(in.loc()) : new Val.Sc(ir.widen(in.var()));
    }

    /** Whether a static field of a function holds null: that is part of what its program is made for. */
    public Programs.Presence presence(Lifted.Source.Static s) {
        return context.isFunction() && !StandIns.isJdk(s.owner()) ? context.session().programs().presence(s) : Programs.Presence.UNSEEN;
    }

    private static String name(Lifted.Source.Static s) {
        return (s.path().isEmpty() ? s.name() : s.name() + "." + s.path().get(s.path().size() - 1).name()) + " of " + s.owner().replace('/', '.');
    }

    /** What is to be said of static fields that were found to be null, where that may be why something fails; "" where none was. */
    public String saysOfNulls() {
        return nulls.isEmpty() ? "" : "; it reads the static field " + String.join(" and ", nulls) + ", which is null now: set it before the call";
    }

    /** The NDArray in a static field, read at each call; the code is for arrays of its type and shape. */
    private Val ofStatic(Lifted.Source.Static s) {
        ValueTree t = context.session().programs().array(s);
        context.refuseIf(t == null, ReasonCode.CLASS_NOT_INITIALISED, "it uses the array in the static field " + name(s) + ", which cannot be read now");
        if (!(t instanceof ValueTree.Leaf leaf)) {
            throw context.refuse(ReasonCode.ARRAY, "it uses the array of complex numbers in the static field " + name(s) + "; pass it as an argument");
        }
        Input in = bySource.get(s);
        if (in == null && !entry && !context.assumed().statics().contains(s)) {
            throw new Restart(context.assumed().withStatic(s));
        }
        return new Val.Array(leaf.array().element(), leaf.array().weak(), List.of(in != null ? in.var() : array(s, leaf.type())));
    }

    /** An NDArray that comes with the call. */
    public Var array(Lifted.Source source, Type type) {
        Input in = new Input(source, ir.fresh(type), -1);
        add(in);
        bySource.put(source, in);
        return in.var();
    }

    private void root(Input in) {
        roots.put(in.loc(), in);
        if (in.var().type().rank() > 1 && context.exchangesRows(in.loc())) {
            Var rows = ir.fresh(new Type(DType.I32, in.var().type().dims().subList(0, 1)));
            Input r = new Input(new Lifted.Source.Rows(order.size() - 1), rows, -1);
            rowInputs.put(in.loc(), r);
            add(r);
        }
    }

    /** Takes the static fields that the code writes from the caller. */
    public void takeStatics(Env env) {
        context.assumed().written().forEach(s -> env.statics.put(s, given(s)));
    }

    /** The code takes a row of the array of arrays at a location: nothing is ever asked of a row that it has not taken so. */
    public void looksAtRow(int loc, Atom number) {
        rowsTaken.computeIfAbsent(loc, k -> new LinkedHashSet<>()).add(number);
    }

    /** By the numbers of inputs the rows that the code looks at, as {@link Lifted#rows} has them: of inputs about all of whose rows it says where the function begins which they are. */
    public Map<Integer, Set<RowNumber>> rowsLookedAt() {
        var out = new HashMap<Integer, Set<RowNumber>>();
        if (rowsTaken.keySet().stream().anyMatch(l -> !isRoot(l) && !context.origins().isNew(l))) {
            return out; // a location that stands for several may be any input's array
        }
        List<Var> inputs = order.stream().map(Input::var).toList();
        rowsTaken.forEach((loc, numbers) -> {
            List<RowNumber> known = numbers.stream().map(a -> RowNumber.of(a, inputs, ir::definition)).toList();
            if (isRoot(loc) && !known.contains(null)) {
                out.put(indexOf(loc), Set.copyOf(known));
            }
        });
        return out;
    }

    private void add(Input in) {
        order.add(in);
        vars.add(in.var());
    }

    private Dim symbol() {
        int k = symbols++;
        return Dim.sym(k < SYMBOLS.length() ? SYMBOLS.substring(k, k + 1) : "n" + k);
    }
}
