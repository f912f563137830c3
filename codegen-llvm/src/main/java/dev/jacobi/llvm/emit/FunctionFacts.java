package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ExtentOrigin;
import dev.jacobi.llvm.buffer.Aliases;
import dev.jacobi.llvm.buffer.CalleePlan;
import dev.jacobi.llvm.buffer.Failures;
import dev.jacobi.llvm.buffer.Shadows;
import dev.jacobi.llvm.buffer.SharedIndices;
import dev.jacobi.llvm.buffer.WhollyWritten;
import dev.jacobi.llvm.choice.BesideBranches;
import dev.jacobi.llvm.choice.BestSoFar;
import dev.jacobi.llvm.choice.LateChoices;
import dev.jacobi.llvm.choice.RingSteps;
import dev.jacobi.llvm.choice.SteeredReads;
import dev.jacobi.llvm.emit.LoopPhis.PhiForm;
import dev.jacobi.llvm.math.ComparedExtremes;
import dev.jacobi.llvm.plan.ColumnAccesses;
import dev.jacobi.llvm.plan.ArrayPlaces;
import dev.jacobi.llvm.plan.Collecting;
import dev.jacobi.llvm.plan.NextRows;
import dev.jacobi.llvm.plan.OrderedTrips;
import dev.jacobi.llvm.plan.OverflowTests;
import dev.jacobi.llvm.plan.PromisedIndices;
import dev.jacobi.llvm.plan.TripReads;
import dev.jacobi.llvm.plan.Variance;
import dev.jacobi.llvm.plan.WrappedCounters;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What is known about a bufferised function before it is emitted: memory of carries, arrays for the stack, how values vary over lanes. */
public final class FunctionFacts {
    private final Func func;
    private final Aliases aliases;
    private final WrappedCounters wrapped;
    private final PromisedIndices promised;
    private final OverflowTests overflows;
    private final Map<String, List<Integer>> calls;
    private final ArrayPlaces places;
    /** By variable. */
    private final BitSet used = new BitSet();
    private final Eqn[] definitions;
    private Variance variance = new Variance(List.of(), Set.of(), Set.of());
    private Map<Var, Integer> lanes = Map.of();
    private Map<Var, OrderedTrips> ordered = Map.of();
    private final Set<Var> lastFirst = new HashSet<>();
    private Map<Var, Integer> rows = Map.of();
    private Map<Var, Integer> columns = Map.of();
    private Map<Var, Map<Var, Integer>> inFewTrips = Map.of();
    private Collecting scalar = Collecting.NONE;
    private Set<Var> fmaRoots = Set.of();
    private Set<Var> fetching = Set.of();
    private Map<Var, Long> charges = Map.of();
    private Map<String, CalleePlan> callees = Map.of();
    private Set<Var> separate = Set.of();
    private final Set<Var> compared;
    private final Set<Var> whollyWritten;
    private SharedIndices shared = SharedIndices.none();
    private final SteeredReads.Found steering;
    private final Set<Var> late;
    private final Map<Var, List<Eqn>> beside;
    private final Set<Var> waiting = new HashSet<>();
    private final Set<Var> ofTrips;

    /** {@code room}: bytes of stack that the function's arrays may take together, in its outlined loops too. */
    public FunctionFacts(Func f, Map<String, List<Integer>> calls, long room) {
        func = f;
        this.calls = calls;
        aliases = new Aliases(f, calls);
        wrapped = new WrappedCounters(f);
        definitions = new Eqn[Regions.firstFreeId(f)];
        Regions.each(f.body(), e -> {
            e.out().forEach(v -> definitions[v.id()] = e);
        });
        promised = new PromisedIndices(f, this::definition);
        overflows = new OverflowTests(this::definition);
        f.body().forEach(e -> Regions.uses(e, used::set));
        Regions.uses(f.out(), used::set);
        places = new ArrayPlaces(f, aliases, room);
        whollyWritten = WhollyWritten.of(f, this::definition);
        steering = SteeredReads.of(f);
        compared = ComparedExtremes.in(f);
        ofTrips = TripReads.of(f, aliases, this::definition);
        late = new HashSet<>(LateChoices.of(f));
        late.addAll(BestSoFar.of(f));
        late.addAll(RingSteps.of(f));
        beside = BesideBranches.of(f);
        beside.values().forEach(selects -> selects.forEach(s -> waiting.add(s.result())));
    }

    /** Selects in front of a branch that are known where its ways meet, in code for one trip ({@code alone}). */
    List<Eqn> beside(Eqn branch, boolean alone) {
        return !alone || branch.out().isEmpty() ? List.of() : beside.getOrDefault(branch.out().get(0), List.of());
    }

    /** Whether a select is one of those. */
    boolean waits(Eqn select, boolean alone) {
        return alone && waiting.contains(select.result());
    }

    /** Whether a choice, a select or a cond, is better a branch, as it decides where the next trip reads or is known long after what it chooses from. */
    boolean steers(Eqn e) {
        return !e.out().isEmpty() && (steering.chosen().contains(e.out().get(0)) || late.contains(e.out().get(0)));
    }

    /** Whether such a choice is made only where another one has gone its way. */
    boolean steersInside(Atom a) {
        return a instanceof Var v && steering.inner().contains(v);
    }

    /** Whether an array need not be filled: all of it is written before any of it is read. */
    boolean isWhollyWritten(Var v) {
        return whollyWritten.contains(v);
    }

    /** What overflows if a comparison says so, or null. */
    OverflowTests.Test overflow(Eqn e) {
        return overflows.of(e);
    }

    /** True when something reads the variable. */
    boolean used(Var v) {
        return used.get(v.id());
    }

    public Aliases aliases() {
        return aliases;
    }

    WrappedCounters wrapped() {
        return wrapped;
    }

    PromisedIndices promised() {
        return promised;
    }

    public Variance variance() {
        return variance;
    }

    /** The function uses arrays that other threads may write to; {@code callee}: it is called by compiled code. */
    public void share(boolean callee) {
        shared = SharedIndices.of(func, aliases, callee);
    }

    /** Which accesses may be out of their arrays because of what other threads write. */
    SharedIndices shared() {
        return shared;
    }

    /** Fixes in which order the equations of loops are that carry something, so that their trips may go together. */
    public void order(Map<Var, OrderedTrips> loops) {
        ordered = loops;
        loops.values().forEach(o -> lastFirst.addAll(o.conditions()));
    }

    /** Whether lanes that take the last branch of a condition go before the others. */
    boolean lastBranchFirst(Eqn cond) {
        return !cond.out().isEmpty() && lastFirst.contains(cond.out().get(0));
    }

    /** How trips of a for may go together, by its index parameter. */
    OrderedTrips ordered(Var index) {
        return ordered.get(index);
    }

    /** Fixes which loops run in lanes (by index parameter: how many) and which are jammed. */
    public void plan(Map<Var, Integer> wide, Map<Var, Integer> jammed) {
        lanes = wide;
        rows = new HashMap<>(jammed);
        Regions.each(func.body(), e -> {
            // whether an access is within would be a question for each of the rows
            if (e.prim() != Prim.COND && Regions.of(e).stream().anyMatch(r -> Regions.any(r.body(), shared::asks))) {
                Regions.of(e).forEach(r -> r.params().stream().limit(1).forEach(rows::remove));
            }
        });
        variance = new Variance(func.body(), wide.keySet(), rows.keySet());
        fetching = wide.isEmpty() ? Set.of() : NextRows.choose(func, aliases, this::lanes);
    }

    /** Fixes which accesses are by columns, by their results, see {@link ColumnAccesses}. */
    public void goByColumns(Map<Var, Integer> results) {
        columns = results;
    }

    /** Where an access is by columns, by how many elements it goes on from row to row, 1 or -1; else 0. */
    int byColumns(Eqn access) {
        return columns.getOrDefault(access.result(), 0);
    }

    /** Fixes which loops run in lanes inside of a loop of so few trips that it does not, see {@link dev.jacobi.llvm.plan.LanePlan#inFewTrips}. */
    public void planFewTrips(Map<Var, Map<Var, Integer>> plans) {
        inFewTrips = plans;
    }

    /** Emits the trips of a loop that has few of them, one by one: loops inside may run in lanes instead. */
    <T> T oneByOne(Var index, Supplier<T> trips) {
        if (!inFewTrips.containsKey(index)) {
            return trips.get();
        }
        Map<Var, Integer> before = lanes;
        Variance varying = variance;
        // rows have been chosen to go together by what differs in the other loops' lanes
        Map<Var, Integer> together = rows;
        lanes = inFewTrips.get(index);
        rows = Map.of();
        variance = new Variance(func.body(), lanes.keySet(), Set.of());
        T out = trips.get();
        lanes = before;
        rows = together;
        variance = varying;
        return out;
    }

    /** Whether a reduction comes to an extreme that is compared with others only, see {@link ComparedExtremes}. */
    boolean isCompared(Eqn reduction) {
        return reduction.out().size() == 1 && compared.contains(reduction.result());
    }

    /** Fixes which sums are not made one instruction with the product they add, see {@link dev.jacobi.llvm.plan.CarriedSums}. */
    public void addSeparately(Set<Var> sums) {
        separate = sums;
    }

    /** Whether the sum with this result is an instruction of its own. */
    boolean addsSeparately(Var sum) {
        return separate.contains(sum);
    }

    /** Whether the access with this result fetches the next row's element, too, where rows lie anywhere. */
    boolean fetchesNext(Var access) {
        return fetching.contains(access);
    }

    /** How many accesses do so. */
    int fetches() {
        return fetching.size();
    }

    /** Fixes which loops LLVM shall not run in lanes either, and the products of their trips' numbers and steps. */
    public void keepScalar(Collecting loops) {
        scalar = loops;
    }

    /** Whether LLVM shall not run the loop with this index in lanes. */
    boolean staysScalar(Var index) {
        return scalar.loops().contains(index);
    }

    /** Whether lanes may read the index of this element once more where it lies. */
    boolean readsIndexAgain(Var element) {
        return scalar.again().contains(element);
    }

    /** Which operand of a product is the step that LLVM shall know nothing of, -1 for none. */
    int step(Eqn e) {
        return e.prim() == Prim.MUL && scalar.steps().contains(e.result()) ? scalar.loops().contains(e.in().get(0)) ? 1 : 0 : -1;
    }

    /** Fixes what a trip of some loops counts against the time that a call has, by {@link Shadows#sign}, see {@link dev.jacobi.llvm.bound.WorkBound}. */
    public void charge(Map<Var, Long> loops) {
        charges = loops;
    }

    /** What a trip of the loop counts; 0 for most loops. */
    long charge(Eqn loop) {
        Var sign = charges.isEmpty() ? null : Shadows.sign(loop);
        return sign == null ? 0 : charges.getOrDefault(sign, 0L);
    }

    /** Whether there are such loops, or calls that count, within the equation's regions. */
    boolean chargesWithin(Eqn e) {
        var found = new boolean[1];
        if (!charges.isEmpty() || !callees.isEmpty()) {
            Regions.of(e).forEach(r -> Regions.each(r.body(), x -> found[0] |= charge(x) > 0 || x.prim() == Prim.CALL && callee(((Params.Call) x.params()).name()).counts()));
        }
        return found[0];
    }

    /** Fixes what functions that are called do besides computing. */
    public void callees(Map<String, CalleePlan> plans) {
        callees = plans;
    }

    /** The same of one function. */
    CalleePlan callee(String name) {
        return callees.getOrDefault(name, CalleePlan.NONE);
    }

    /** Fixes which square roots {@link dev.jacobi.llvm.text.SquareRoots} computes, by their results. */
    public void multiplyOut(Set<Var> roots) {
        fmaRoots = roots;
    }

    /** Whether the variable is a square root that {@link dev.jacobi.llvm.text.SquareRoots} computes. */
    boolean multipliedOut(Var v) {
        return fmaRoots.contains(v);
    }

    /** Rows of a loop that go together, by its index parameter. */
    int rows(Var index) {
        return rows.getOrDefault(index, 1);
    }

    /** Lanes of a loop, by its index parameter. */
    public int lanes(Var index) {
        return index == null ? 1 : lanes.getOrDefault(index, 1);
    }

    /** Whether each trip of the loop whose trip's number is the index has the element that is read, see {@link TripReads}. */
    boolean isOfTrip(Eqn read) {
        return ofTrips.contains(read.result());
    }

    Eqn definition(Var v) {
        return v.id() < definitions.length ? definitions[v.id()] : null;
    }

    /** Where new arrays may lie. */
    public ArrayPlaces places() {
        return places;
    }

    /** How many trips of the loop with this index go together in lanes, at most; 0 where they do so as rows. */
    public int together(Var index) {
        int wide = lanes(index);
        for (Map<Var, Integer> plan : inFewTrips.values()) {
            wide = Math.max(wide, plan.getOrDefault(index, 1));
        }
        return rows(index) > 1 ? 0 : wide;
    }

    boolean stable(RegionView.Slot c) {
        return aliases.stable(c);
    }

    boolean varies(Atom a) {
        return variance.stride(a) != 0;
    }

    PhiForm form(Var v, EquationEmitter g) {
        return new PhiForm(g.jam > 1 && variance.jammed(v) ? g.jam : 1, g.lanes > 1 ? variance.stride(v) : 0);
    }

    boolean allocates(Eqn e) {
        return Regions.of(e).stream().anyMatch(r -> allocates(r.body()));
    }

    /** True when the equations, or those nested in them, put blocks on the list. Calls return new arrays that are put there too. */
    boolean allocates(List<Eqn> body) {
        boolean[] found = {false};
        Regions.each(body, e -> found[0] |= Failures.allocates(e) || e.prim() == Prim.CALL && callAllocates(e));
        return found[0];
    }

    private boolean callAllocates(Eqn e) {
        List<Integer> shape = calls.getOrDefault(((Params.Call) e.params()).name(), List.of());
        for (int k = 0; k < e.out().size(); k++) {
            if (e.out().get(k).isArray() && (shape.size() <= k || shape.get(k) < 0)) {
                return true;
            }
        }
        return false;
    }

    /** An extent of an array that a region yields, as an i64 text that is valid before the region runs. */
    String extentOf(Atom a, int axis, EquationEmitter g) {
        if (a.type().dims().get(axis).isConst()) {
            return Long.toString(a.type().dims().get(axis).add());
        }
        Eqn e = definition((Var) a);
        if (e == null) {
            return g.arr(a).dims().get(axis);
        }
        ExtentOrigin from = ExtentOrigin.of(e, (Var) a, axis);
        if (from == null) {
            throw new IllegalStateException("the extents of a row yielded by a map are not known before it runs");
        }
        return from.array() == null ? g.extent(g.val(from.integer())) : extentOf(from.array(), from.axis(), g);
    }
}
