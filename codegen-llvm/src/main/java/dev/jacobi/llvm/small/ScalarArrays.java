package dev.jacobi.llvm.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.ir.simplify.DeadCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Arrays of few elements become scalars, and loops over them are written out, after array primitives have become loops. What loops carry of them are scalars, too.
 * Where an array is needed after all, it is made there. A loop with many trips is tried with the limits of {@link Limits#LANES} first; unless that leaves no array
 * in it that is made in each trip, it cannot run by lanes, and is done again with the lower ones.
 *
 * <p>{@code dev.jacobi.vectorize.small.SmallArrays} does the like before derivatives are made, for arrays that loops over elements make and use; this pass also sees what
 * operations on whole arrays have become, and takes an array as scalars in one place though another one needs it in memory.
 */
public final class ScalarArrays {
    /** Elements of an array of which one is chosen by comparisons where its index is no number. */
    private static final int CHOSEN = 4;
    private final Builder b;
    private final ScalarValues values;
    private Limits limits = Limits.ONE_BY_ONE;
    private final ArraysInMemory inLanes;
    private final ArraysInMemory oneByOne;
    private boolean changed;
    /** Equations that loops may still be written out to, all together: more would take longer to compile than they save. */
    private int left = 8000;

    private ScalarArrays(Func f) {
        b = new Builder(Regions.firstFreeId(f));
        values = new ScalarValues(b);
        inLanes = ArraysInMemory.of(f, Limits.LANES, CHOSEN);
        oneByOne = ArraysInMemory.of(f, Limits.ONE_BY_ONE, CHOSEN);
    }

    /** As a pass. */
    public static FunctionPass pass() {
        return PassBuilder.named("scalar-arrays").requires(Property.LOWERED).keeps(Property.LOWERED, Property.FIXED_TAPES).each(ScalarArrays::run);
    }

    /** The function without the arrays that are better scalars. */
    public static Func run(Func f) {
        if (!Regions.any(f.body(), e -> e.out().stream().anyMatch(v -> isFew(v.type())))) {
            return f;
        }
        var walk = new ScalarArrays(f);
        walk.body(f.body());
        List<Atom> out = walk.values.arrays(f.out());
        return walk.changed ? new DeadCode().run(walk.b.build(f.in(), out)) : f;
    }

    private static boolean isFew(Type t) {
        int n = Small.count(t);
        return n >= 0 && n <= Limits.LANES.elements();
    }

    private boolean isSmall(Type t) {
        int n = Small.count(t);
        return n >= 0 && n <= limits.elements();
    }

    private boolean staysInMemory(Atom a) {
        return (limits == Limits.LANES ? inLanes : oneByOne).has(a);
    }

    // Equations.

    private void body(List<Eqn> body) {
        body.forEach(this::eqn);
    }

    private void eqn(Eqn e) {
        if (e.prim() == Prim.COND) {
            cond(e);
        } else if (!Regions.of(e).isEmpty()) {
            loop(e);
        } else if (!known(e)) {
            keep(e, e.params(), values.arrays(e.in()));
        }
    }

    /** Appends an equation with these operands. */
    private void keep(Eqn e, Params p, List<Atom> in) {
        List<Var> out = e.out().stream().map(v -> b.fresh(v.type())).toList();
        b.append(new Eqn(e.prim(), in, p, out));
        for (int k = 0; k < out.size(); k++) {
            values.define(e.out().get(k), out.get(k));
        }
    }

    /** Whether the equation has become scalars, or a number. */
    private boolean known(Eqn e) {
        Small a = e.in().isEmpty() ? null : values.small(e.in().get(0));
        return switch (e.prim().form()) {
            case FULL -> full(e);
            case DIM -> dim(e, a);
            case COPY, STOP_GRADIENT, SHARD -> a != null && is(e.result(), a);
            case RESHAPE -> a != null && reshape(e, a);
            case INDEX -> a != null && index(e, a);
            case UPDATE -> a != null && update(e, a);
            case ELEMENTWISE, SELECT -> e.computesScalars() && scalar(e);
            case FUNCTION, THREEFRY2X32, IOTA, BROADCAST, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, GATHER, SCATTER, REDUCE_ADD,
                 REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY,
                 TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, PSUM, PMAX, PMIN,
                 ALL_GATHER, AXIS_INDEX, OPT_BARRIER -> false;
        };
    }

    /** The extents that are operands, or null where some are no numbers, or so large that they make no small array. */
    private List<Integer> extents(Eqn e) {
        var out = new ArrayList<Integer>();
        for (Atom a : e.in().subList(1, e.in().size())) {
            if (!(values.atom(a) instanceof Lit l) || l.asLong() < 0 || l.asLong() > Limits.LANES.elements()) {
                return null;
            }
            out.add((int) l.asLong());
        }
        return out;
    }

    private boolean reshape(Eqn e, Small a) {
        List<Integer> dims = extents(e);
        return dims != null && Small.product(dims) == a.elements().size() && is(e.result(), new Small(a.dtype(), dims, a.elements()));
    }

    private boolean is(Var v, Small s) {
        values.define(v, s);
        changed = true;
        return true;
    }

    private boolean full(Eqn e) {
        List<Integer> dims = extents(e);
        return dims != null && Small.product(dims) <= limits.elements() && !staysInMemory(e.result())
            && is(e.result(), new Small(e.result().dtype(), dims, Collections.nCopies(Small.product(dims), values.atom(e.in().get(0)))));
    }

    private boolean dim(Eqn e, Small a) {
        int axis = ((Params.Axis) e.params()).axis();
        Dim d = e.in().get(0).type().dims().get(axis);
        if (a == null && !d.isConst()) {
            return false;
        }
        values.define(e.result(), Lit.i32(a == null ? (int) d.add() : a.dims().get(axis)));
        return true;
    }

    private static boolean isFixed(List<Atom> indices) {
        return indices.stream().allMatch(i -> i instanceof Lit);
    }

    /** Whether an access by indices of data becomes comparisons. */
    private static boolean isChosen(Small a) {
        return a.elements().size() <= CHOSEN;
    }

    private boolean index(Eqn e, Small a) {
        List<Atom> at = e.indices().stream().map(values::atom).toList();
        Small s = isFixed(at) || isChosen(a) ? a.at(b, at, ((Params.Access) e.params()).mode()) : null;
        if (s != null) {
            values.define(e.result(), s.dims().isEmpty() ? null : s, s.dims().isEmpty() ? s.elements().get(0) : null);
        }
        return s != null;
    }

    private boolean update(Eqn e, Small a) {
        List<Atom> at = e.indices().stream().map(values::atom).toList();
        boolean part = !e.written().isArray() || values.small(e.written()) != null || isSmall(e.written().type());
        if (((Params.Access) e.params()).op() != null || !part || !isFixed(at) && !isChosen(a)) {
            return false;
        }
        return is(e.result(), a.with(b, at, values.part(e.written())));
    }

    /** Numbers of numbers, and what neutral elements leave: indices of loops that are written out above all. */
    private boolean scalar(Eqn e) {
        List<Atom> in = e.in().stream().map(values::atom).toList();
        if (in.stream().allMatch(x -> x instanceof Lit)) {
            Lit l = Eval.fold(e.prim(), e.params(), in.stream().map(Lit.class::cast).toList());
            if (l != null) {
                values.define(e.result(), l);
            }
            return l != null;
        }
        boolean integers = e.result().dtype().isInt() && in.size() == 2;
        if (integers && (e.prim() == Prim.ADD || e.prim() == Prim.MUL || e.prim() == Prim.SUB)) {
            values.define(e.result(), b.folded(e.prim(), in.get(0), in.get(1)));
            return true;
        }
        if (e.prim() == Prim.SELECT && in.get(0) instanceof Lit l) {
            values.define(e.result(), in.get(l.asBool() ? 1 : 2));
            return true;
        }
        return false;
    }

    // Regions.

    private void cond(Eqn e) {
        List<Region> regions = Regions.of(e);
        if (values.atom(e.in().get(0)) instanceof Lit l) {
            Region r = regions.get((int) Math.max(0, Math.min(regions.size() - 1, l.asLong())));
            body(r.body());
            for (int k = 0; k < e.out().size(); k++) {
                values.define(e.out().get(k), values.small(r.out().get(k)), values.atom(r.out().get(k)));
            }
            return;
        }
        List<Type> scalars = IntStream.range(0, e.out().size()).mapToObj(k -> asScalars(e.out().get(k), RegionView.slot(e, k), regions)).toList();
        List<Region> done = regions.stream().map(r -> region(List.of(), List.of(), r, yields -> flat(yields, scalars))).toList();
        values.beforeNext();
        results(e.out(), b.emitAll(Prim.COND, new Params.Branches(done), List.of(values.atom(e.in().get(0)))), scalars);
    }

    /** The type of a variable that becomes scalars, which says how many; that of one that stays as it is has no extents to say. */
    private Type asScalars(Var v, RegionView.Slot s, List<Region> regions) {
        return isSmall(v.type()) && !staysInMemory(v) && isMade(s, regions) ? v.type() : Type.scalar(v.dtype());
    }

    /** Whether what a slot is may be scalars somewhere: otherwise arrays only change places. */
    private boolean isMade(RegionView.Slot s, List<Region> regions) {
        return s.init() != null && values.small(s.init()) != null
            || s.yields().stream().anyMatch(y -> values.small(y) != null
                || regions.stream().anyMatch(r -> r.body().stream().anyMatch(x -> y instanceof Var v && x.out().contains(v))));
    }

    /** Values, as scalars where the types are those of arrays; what is yielded may not know its own extents. */
    private List<Atom> flat(List<Atom> as, List<Type> scalars) {
        var out = new ArrayList<Atom>();
        for (int k = 0; k < as.size(); k++) {
            out.addAll(scalars.get(k).isScalar() ? List.of(values.array(as.get(k))) : elements(as.get(k), scalars.get(k)));
        }
        return out;
    }

    /** An array's elements, as many as the type says. Where a variable is null in one branch, an empty array stands for it there, which nobody reads: zeros are as good. */
    private List<Atom> elements(Atom a, Type type) {
        List<Atom> own = values.scalars(a, type).elements();
        return own.size() == Small.count(type) ? own : Collections.nCopies(Small.count(type), Lit.zero(type.dtype()));
    }

    /** Defines variables by what stands for them: one value, or the scalars of one that is marked. */
    private void results(List<Var> vars, List<Var> now, List<Type> scalars) {
        int at = 0;
        for (int k = 0; k < vars.size(); k++) {
            int n = scalars.get(k).isScalar() ? 1 : Small.count(scalars.get(k));
            values.define(vars.get(k), scalars.get(k), now.subList(at, at + n));
            changed |= !scalars.get(k).isScalar();
            at += n;
        }
    }

    private void loop(Eqn e) {
        List<Atom> in = new ArrayList<>(e.in());
        if (e.prim() != Prim.WHILE) {
            in.set(0, values.atom(in.get(0)));
        }
        int trips = limits.trips(new Eqn(e.prim(), in, e.params(), e.out()));
        if (trips >= 0 && left > 0 && isWorthIt(e, trips)) {
            left -= trips * Regions.size(Regions.of(e).get(0).body());
            writeOut(e, trips);
        } else if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE) {
            sequential(e, in);
        } else {
            RegionView.of(e).slots(RegionView.Role.DEST).forEach(s -> {
                inLanes.keep(s.result());
                oneByOne.keep(s.result());
            });
            if (limits == Limits.LANES || !makesArrays(Regions.of(e).get(0).body()) || !byLanes(e, in)) {
                keep(e, in, parallel(e));
            }
        }
    }

    /** A loop whose trips may be lanes, with all small arrays in it as scalars; false where that leaves some. */
    private boolean byLanes(Eqn e, List<Atom> in) {
        boolean was = changed;
        limits = Limits.LANES;
        Region r = parallel(e);
        limits = Limits.ONE_BY_ONE;
        boolean clean = !makesArrays(r.body());
        if (clean) {
            keep(e, in, r);
        } else {
            changed = was;
        }
        return clean;
    }

    private void keep(Eqn e, List<Atom> in, Region r) {
        List<Atom> arrays = new ArrayList<>(List.of(in.get(0)));
        arrays.addAll(values.arrays(e.in().subList(1, e.in().size())));
        values.beforeNext();
        keep(e, Regions.with(e.params(), List.of(r)), arrays);
    }

    private Region parallel(Eqn e) {
        Region r = Regions.of(e).get(0);
        return region(r.params(), r.params().stream().map(p -> false).toList(), r, values::arrays);
    }

    private static boolean makesArrays(List<Eqn> body) {
        return Regions.any(body, e -> {
            boolean stack = Regions.of(e).isEmpty() ? e.prim() != Prim.INDEX && e.prim() != Prim.UPDATE && e.prim() != Prim.RESHAPE
                : RegionView.of(e).slots().stream().anyMatch(s -> s.role() == RegionView.Role.STACK || s.results().size() > 1);
            return stack && e.out().stream().anyMatch(Atom::isArray);
        });
    }

    private void sequential(Eqn e, List<Atom> in) {
        List<RegionView.Slot> slots = RegionView.of(e).slots();
        List<Type> scalars = slots.stream().map(s -> asScalars(s.param(), s, Regions.of(e))).toList();
        int first = e.prim() == Prim.FOR ? 1 : 0;
        List<Boolean> marks = new ArrayList<>();
        for (int k = 0; k < first + scalars.size(); k++) {
            marks.add(k >= first && !scalars.get(k - first).isScalar());
        }
        List<Region> done = Regions.of(e).stream().map(r -> {
            boolean condition = e.params() instanceof Params.While w && w.cond() == r;
            return region(r.params(), marks, r, yields -> condition ? values.arrays(yields) : flat(yields, scalars));
        }).toList();
        var all = new ArrayList<Atom>(in.subList(0, first));
        all.addAll(flat(e.in().subList(first, e.in().size()), scalars));
        values.beforeNext();
        results(e.out(), b.emitAll(e.prim(), Regions.with(e.params(), done), all), scalars);
    }

    /** A region written anew, with some of its parameters as scalars. */
    private Region region(List<Var> params, List<Boolean> scalars, Region r, Function<List<Atom>, List<Atom>> yields) {
        return values.inside(b.nextId(), () -> {
            var now = new ArrayList<Var>();
            for (int k = 0; k < params.size(); k++) {
                List<Var> fresh = values.fresh(params.get(k).type(), scalars.get(k));
                values.define(params.get(k), scalars.get(k) ? params.get(k).type() : Type.scalar(params.get(k).dtype()), fresh);
                now.addAll(fresh);
            }
            b.open();
            body(r.body());
            return b.close(now, yields.apply(r.out()));
        });
    }

    // Loops that are written out.

    /** Whether scalars come of it: it writes to, reads or makes small arrays, and what it makes is small. */
    private boolean isWorthIt(Eqn e, int trips) {
        List<RegionView.Slot> slots = RegionView.of(e).slots();
        for (RegionView.Slot s : slots) {
            int row = s.yield().isArray() ? Math.max(1, Small.count(s.yield().type())) : 1;
            boolean many = s.role() == RegionView.Role.STACK && (row * trips > limits.elements() || s.yield().isArray() && Small.count(s.yield().type()) < 0);
            if (many || s.role() == RegionView.Role.FOLD && s.init().isArray()) {
                return false;
            }
        }
        return slots.stream().anyMatch(s -> s.role() == RegionView.Role.STACK && !staysInMemory(s.result()) || s.init() != null && values.small(s.init()) != null)
            || Regions.any(Regions.of(e).get(0).body(), x -> x.prim() == Prim.INDEX && values.small(x.in().get(0)) != null);
    }

    /** A loop as the equations of all its trips. */
    private void writeOut(Eqn e, int trips) {
        changed = true;
        RegionView view = RegionView.of(e);
        var now = view.slots().stream().map(Carried::new).toList();
        for (int t = 0; t < trips; t++) {
            values.define(view.trip(), Lit.of(view.trip().dtype(), t));
            now.forEach(Carried::enter);
            body(view.body().body());
            now.forEach(Carried::leave);
        }
        now.forEach(c -> c.end(trips));
    }

    /** What a slot of a loop that is written out has come to. */
    private final class Carried {
        private final RegionView.Slot slot;
        private final List<Atom> stack = new ArrayList<>();
        private Small small;
        private Atom atom;

        Carried(RegionView.Slot s) {
            slot = s;
            small = s.init() == null ? null : values.small(s.init());
            atom = s.init() == null ? null : values.atom(s.init());
        }

        void enter() {
            if (slot.param() != null) {
                values.define(slot.param(), small, atom);
            }
        }

        void leave() {
            if (slot.role() == RegionView.Role.STACK) {
                stack.addAll(values.part(slot.yield()).elements());
            } else if (slot.role() == RegionView.Role.FOLD) {
                atom = b.emit(slot.op(), atom, values.atom(slot.yield()));
            } else {
                small = values.small(slot.yield());
                atom = values.atom(slot.yield());
            }
        }

        void end(int trips) {
            if (slot.role() != RegionView.Role.STACK) {
                values.define(slot.result(), small, atom);
                return;
            }
            var dims = new ArrayList<Integer>(List.of(trips));
            dims.addAll(slot.yield().isArray() ? Small.dims(slot.yield().type()) : List.of());
            values.define(slot.result(), new Small(slot.result().dtype(), dims, stack));
        }
    }
}
