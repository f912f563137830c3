package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Which of the inputs that would be worked on in copies ({@link Shadows}) may be written where they lie, as the function notes what it overwrites and puts it back when it fails. That is possible where each write is of one
 * element, and in no loop whose trips run together, or where a loop inside of another one writes a part of a row or a column, which is noted before. It is better than a copy where a call is likely to write few of the elements. Loops of a known number of
 * trips whose number says which element they write, and which no loop is around, are not such: they go along the array, and then a copy costs less for each element. A function that is called may write what it can note itself ({@link LoggedCalls}). What is written when nothing fails any more is not
 * looked at.
 */
public final class LoggedWrites {
    private static final int DEEPEST = 10;

    /** What a loop overwrites of an array: so many elements along an axis from {@code first} on, or from 0 on where that is null, at these indices, in which that of the axis says nothing. */
    public record Part(Var array, List<Atom> at, int axis, Atom first, Atom count) { }

    /** The inputs, the parts of them that loops overwrite, by {@link Shadows#sign}, and the results of equations that overwrite what need not be noted: because that is done in front of their loop, or because nothing fails behind them. */
    public record Found(Set<Var> inputs, Map<Var, List<Part>> parts, Set<Var> unnoted) {
        public static final Found NONE = new Found(Set.of(), Map.of(), Set.of());
    }

    private final Aliases aliases;
    private final Map<String, List<Integer>> calls;
    private final Map<String, Set<Integer>> able;
    private final ToIntFunction<Var> lanes;
    /** Whether the function is called by compiled code, so that a loop may be around all that it does, and its caller may fail behind it. */
    private final boolean called;
    /** The loops that may end the call because it has taken too long. */
    private final Set<Var> charged;
    private final Definitions defs;
    private final Set<Var> left;
    private final Failures failures;
    private final Map<Var, List<Part>> parts = new HashMap<>();
    private final Set<Var> unnoted = new HashSet<>();

    private LoggedWrites(Func f, Aliases aliases, Map<String, List<Integer>> calls, ToIntFunction<Var> lanes, Set<Var> candidates, Map<String, Set<Integer>> able, boolean called, Failures.Sure sure, Set<Var> charged) {
        this.aliases = aliases;
        this.calls = calls;
        this.able = able;
        this.lanes = lanes;
        this.called = called;
        this.charged = charged;
        defs = Definitions.in(f.body());
        left = new HashSet<>(candidates);
        failures = new Failures(e -> !written(e).isEmpty(), sure);
    }

    /** Those of the {@code candidates}; {@code lanes} says how many trips of the loop with this index run together, {@code callees} what functions note that are called, {@code sure} of which new arrays the place is certain, {@code charged} which loops may take too long, by {@link Shadows#sign}. */
    public static Found of(Func f, Aliases aliases, Map<String, List<Integer>> calls, ToIntFunction<Var> lanes, Set<Var> candidates, LoggedCalls callees, Failures.Sure sure, Set<Var> charged) {
        return candidates.isEmpty() ? Found.NONE : of(new LoggedWrites(f, aliases, calls, lanes, candidates, callees.able(), false, sure, charged), f);
    }

    /** The same of a function that compiled code calls; {@code able}: which of their inputs functions can note. */
    static Found ofCallee(Func f, Aliases aliases, Map<String, List<Integer>> calls, ToIntFunction<Var> lanes, Set<Var> candidates, Map<String, Set<Integer>> able) {
        return of(new LoggedWrites(f, aliases, calls, lanes, candidates, able, true, Failures.Sure.NONE, Set.of()), f);
    }

    private static Found of(LoggedWrites w, Func f) {
        if (w.left.isEmpty()) {
            return Found.NONE;
        }
        w.walk(f.body(), true, w.called, null, w.called);
        w.parts.values().forEach(all -> all.removeIf(p -> !w.left.contains(p.array)));
        return new Found(Set.copyOf(w.left), w.parts, w.unnoted);
    }

    /** {@code alone}: no trips run together here; {@code inside}: there is a loop around; {@code trip}: the number of the trip of the innermost one, null where it has none; {@code fails}: the call may fail behind these equations. */
    private void walk(List<Eqn> body, boolean alone, boolean inside, Var trip, boolean fails) {
        boolean later = fails;
        for (int i = body.size() - 1; i >= 0; i--) {
            Eqn e = body.get(i);
            boolean mayFail = mayFail(e);
            boolean within = Regions.of(e).stream().anyMatch(r -> Regions.any(r.body(), this::mayFail));
            if (!later && !within && !(mayFail && mayFailInTheMiddle(e))) {
                leave(e);
            } else {
                equation(e, alone, inside, trip, later);
            }
            later |= mayFail || within;
        }
    }

    private void equation(Eqn e, boolean alone, boolean inside, Var trip, boolean later) {
        for (Var v : written(e)) {
            if (!alone || !(e.prim() == Prim.CALL ? notes(e, v) : isSingle(e, trip))) {
                left.remove(v);
            }
        }
        for (Region r : Regions.of(e)) {
            if (e.prim() == Prim.COND) {
                walk(r.body(), alone, inside, trip, later);
            } else if (!(alone && inside && noted(e))) {
                Var index = e.prim() == Prim.FOR ? RegionView.of(e).trip() : null;
                walk(r.body(), alone && (e.prim() == Prim.WHILE || index != null && lanes.applyAsInt(index) == 1), true, index, true);
            }
        }
    }

    private boolean mayFail(Eqn e) {
        return failures.mayFail(e) || isCharged(e);
    }

    private boolean isCharged(Eqn e) {
        return !charged.isEmpty() && charged.contains(Shadows.sign(e));
    }

    /** Whether something may have been written when it fails: a loop that has no memory for what its trips make, or one of a known number of trips that only takes too long, does so before the first one. */
    private boolean mayFailInTheMiddle(Eqn e) {
        return failures.mayFail(e) && !failures.reserves(e) || isCharged(e) && e.prim() == Prim.WHILE;
    }

    /** What it writes is never put back, as nothing fails behind it. */
    private void leave(Eqn e) {
        unnoted.addAll(e.out());
        Regions.of(e).forEach(r -> Regions.each(r.body(), x -> unnoted.addAll(x.out())));
    }

    /** Whether it writes one element of one array, which the number of the trip does not say, unless a loop may be around the function. */
    private boolean isSingle(Eqn e, Var trip) {
        return isElement(e) && aliases.roots(e.in().get(0)).size() == 1 && (called || trip == null || e.indices().stream().noneMatch(a -> follows(a, trip, DEEPEST)));
    }

    /** Whether a function that is called notes what it overwrites of this input. */
    private boolean notes(Eqn call, Var input) {
        Set<Integer> noted = able.getOrDefault(((Params.Call) call.params()).name(), Set.of());
        return InPlace.operands(call, calls).stream().allMatch(k -> {
            Set<Var> roots = aliases.roots(call.in().get(k));
            return !roots.contains(input) || roots.size() == 1 && noted.contains(k);
        });
    }

    /** The inputs that an equation itself overwrites. */
    private Set<Var> written(Eqn e) {
        var out = new HashSet<Var>();
        InPlace.operands(e, calls).forEach(k -> out.addAll(aliases.roots(e.in().get(k))));
        out.retainAll(left);
        return out;
    }

    /**
     * Whether what a loop overwrites is parts of rows or columns that are known before it begins; then these are added. Each trip writes its elements for certain, and none can fail: then nothing is put back that other threads have written
     * meanwhile and this call has not.
     */
    private boolean noted(Eqn loop) {
        Var trip = loop.prim() == Prim.MAP || loop.prim() == Prim.FOR ? RegionView.of(loop).trip() : null;
        if (trip == null || Failures.allocates(loop)) {
            return false;
        }
        Region r = Regions.of(loop).get(0);
        Set<Integer> own = Regions.defined(r);
        var found = new ArrayList<Part>();
        for (Eqn e : r.body()) {
            if (!Regions.of(e).isEmpty() || failures.mayFail(e)) {
                return false;
            }
            for (Var v : written(e)) {
                Part p = isElement(e) && aliases.roots(e.in().get(0)).size() == 1 ? part(v, e.indices(), trip, own, loop.in().get(0)) : null;
                if (p == null) {
                    return false;
                }
                found.add(p);
            }
        }
        if (!found.isEmpty()) {
            r.body().stream().filter(e -> !written(e).isEmpty()).forEach(e -> unnoted.add(e.result()));
            parts.computeIfAbsent(Shadows.sign(loop), k -> new ArrayList<>()).addAll(found);
        }
        return true;
    }

    private Part part(Var array, List<Atom> at, Var trip, Set<Integer> own, Atom count) {
        int[] axes = IntStream.range(0, at.size()).filter(k -> isOwn(at.get(k), own)).toArray();
        if (axes.length != 1 || at.size() != array.type().rank()) {
            return null;
        }
        Atom place = at.get(axes[0]);
        Eqn e = defs.of(place);
        while (e != null && e.prim() == Prim.CONVERT && isOwn(place, own) && keepsItsValue(e)) {
            place = e.in().get(0);
            e = defs.of(place);
        }
        if (place.equals(trip)) {
            return new Part(array, at, axes[0], null, count);
        }
        int k = e == null || e.prim() != Prim.ADD ? -1 : e.in().indexOf(trip);
        return k < 0 || isOwn(e.in().get(1 - k), own) ? null : new Part(array, at, axes[0], e.in().get(1 - k), count);
    }

    /** Whether a number is converted to a type that has it: the lower half of a long says where an element lies, and the long does not. */
    private static boolean keepsItsValue(Eqn conversion) {
        DType from = conversion.in().get(0).dtype();
        DType to = conversion.result().dtype();
        return from.isInt() && (to == DType.I32 || to == DType.I64) && from.bytes() <= to.bytes();
    }

    private static boolean isOwn(Atom a, Set<Integer> own) {
        return a instanceof Var v && own.contains(v.id());
    }

    private static boolean isElement(Eqn e) {
        return (e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD) && e.written().type().isScalar() && ((Params.Access) e.params()).mode() != Params.Mode.CLAMP;
    }

    /** Whether an index is a sum or a product with the number of the trip in it. */
    private boolean follows(Atom a, Var trip, int depth) {
        if (a.equals(trip)) {
            return true;
        }
        Eqn e = depth == 0 ? null : defs.of(a);
        return e != null && switch (e.prim().group()) {
            case BINARY, CONVERSION -> e.in().stream().anyMatch(x -> x.type().isScalar() && follows(x, trip, depth - 1));
            case UNARY, COMPARE, TERNARY, STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> false;
        };
    }
}
