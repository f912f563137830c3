package dev.jacobi.llvm.bound;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.simplify.Inline;
import dev.jacobi.llvm.buffer.Shadows;
import dev.jacobi.llvm.library.LibraryRoutine;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * How many nanoseconds a call of a function takes at most, by and large, as a function of the same inputs that looks at scalars and extents
 * only. Costs of single equations are estimates on the safe side; trip counts are upper bounds. Where a trip count depends on what is in an array, on
 * a condition that is not a counter's, or on how deep a recursion goes, the result is so large that no limit admits it.
 *
 * <p>Arrays that a native call uses where they lie hold up most collectors. How long earlier calls took says nothing about one whose time depends
 * on the contents of its arrays; this bound does.
 *
 * <p>Loops and functions that would make the bound useless may be left out of it: such a loop, or a call of such a function, is <em>charged</em>, which means that the code counts its trips while it runs, and gives up when they have cost more than the caller allows.
 */
public final class WorkBound {
    /** More than any limit, but such that products of a few do not overflow. */
    static final double UNKNOWN = 1e30;
    private static final double OPERATION = 0.4;
    private static final double SLOW = 8;
    private static final double ACCESS = 0.4;
    /** One byte after the other, from main memory. */
    private static final double STREAMED_BYTE = 0.1;
    /** Lanes are filled less than perfectly. */
    private static final double LANE = 1.2;
    /**
     * An access to a place that does not follow from a loop's index, where the array fits a core's cache, where it fits the one that cores share, and where it fits none: the most on the safe side of all, as how long
     * they take depends on what is in arrays, so that earlier calls say nothing about it.
     */
    private static final double GATHER = 7.5;
    private static final double GATHER_SHARED = 20;
    private static final double GATHER_FAR = 50;
    /** The same where trips are counted while the code runs, and the clock is looked at. */
    private static final double GATHER_COUNTED = 12;
    private static final double CACHE_BYTES = 512 << 10;
    private static final double SHARED_CACHE_BYTES = 16 << 20;
    /** New memory is cleared by the system, a page at a time, and then written. */
    private static final double BYTE = 0.25;
    /** A product of two elements and its sum in a routine that multiplies matrices, by the bytes of an element. */
    private static final double MULTIPLIED_BYTE = 0.008;
    private static final int MOST_LANES = 16;
    private static final double OUTER_CALL = 60;
    private static final double STRICT_MATH = 300;
    private static final int MOST_FUNCTIONS = 64;
    /** Trips that no array has follow from an integer that may be anything. */
    private static final double ANY_TRIPS = 1e9;
    /** The same where all integers that are known are small: what is left is half of that, or a fourth. */
    private static final double ANY_TRIPS_OF_FEW = 1e8;
    /** A trip that costs as much takes longer than any call may. */
    private static final double MOST_CHARGED = 1e9;
    /** What charges are counted in: parts of a nanosecond. */
    public static final int PARTS = 16;
    private final Arithmetic math;
    private final ValueRanges ranges;
    private final Map<String, Func> functions;
    private final Set<String> active;
    private final ToIntFunction<Var> lanes;
    private final int[] seen;
    /** What a trip of the loops that are charged costs, in {@link #PARTS}, by their first results; null where none may be. */
    private Map<Var, Long> charges;
    /** Whether the equations at hand are in a loop that is charged, so that their costs must be numbers. */
    private boolean charging;
    /** The functions that are charged for each call; null where none may be. */
    private Map<String, Call> calls;
    private final Map<String, Boolean> recursive = new HashMap<>();

    private WorkBound(Arithmetic math, ValueRanges ranges, Map<String, Func> functions, Set<String> active, ToIntFunction<Var> lanes, int[] seen) {
        this.math = math;
        this.ranges = ranges;
        this.functions = functions;
        this.active = active;
        this.lanes = lanes;
        this.seen = seen;
    }

    /** What a call of a function costs in {@link #PARTS} without its loops that are charged themselves, and what a trip of these costs, by {@link Shadows#sign}. */
    public record Call(long once, Map<Var, Long> charges) { }

    /**
     * The bound of an entry, a function as {@link #of} has it, and what it leaves out: what a trip of some loops costs in {@link #PARTS}, by {@link Shadows#sign}, and what is charged in functions that count themselves, as
     * nothing else tells how often they are called or how long they take.
     */
    public record Charged(Func bound, Map<Var, Long> charges, Map<String, Call> calls) {
        public boolean isEmpty() {
            return charges.isEmpty() && calls.isEmpty();
        }
    }

    /** The bound of an entry with loops that are charged where there would be none else; arguments as those of {@link #of}. */
    public static Charged charged(Func f, Map<String, Func> functions, ToIntFunction<Var> lanes, Set<Var> copied) {
        var charges = new HashMap<Var, Long>();
        var calls = new HashMap<String, Call>();
        Func bound = of(f, functions, lanes, copied, charges, calls);
        // Who calls a function that counts has to hand the clock on to it.
        var m = new Module(functions);
        List<String> counting = List.copyOf(calls.keySet());
        functions.keySet().stream().filter(n -> !calls.containsKey(n) && counting.stream().anyMatch(to -> Inline.reaches(m, n, to))).toList().forEach(n -> calls.put(n, new Call(0, Map.of())));
        boolean unknown = calls.containsValue(null) || bound.out().get(0) instanceof Lit l && l.asDouble() >= UNKNOWN;
        return unknown ? new Charged(bound, Map.of(), Map.of()) : new Charged(bound, charges, calls);
    }

    /**
     * The bound of an entry: its inputs to one f64. {@code functions} are those that calls name; {@code lanes} says how many iterations of the loop
     * with this index run at a time; {@code copied} are inputs that the code works on in copies of its own.
     */
    public static Func of(Func f, Map<String, Func> functions, ToIntFunction<Var> lanes, Set<Var> copied) {
        return of(f, functions, lanes, copied, null, null);
    }

    private static Func of(Func f, Map<String, Func> functions, ToIntFunction<Var> lanes, Set<Var> copied, Map<Var, Long> charges, Map<String, Call> calls) {
        var b = new Builder(Regions.firstFreeId(f));
        var math = new Arithmetic(b);
        var ranges = new ValueRanges(math, f, null, List.of());
        var w = new WorkBound(math, ranges, functions, new HashSet<>(), lanes, new int[1]);
        w.charges = charges;
        w.calls = calls;
        Atom all = w.body(f.body(), 1);
        for (Var v : copied) {
            // Twice to begin with, and compared at the end.
            all = math.add(all, math.mul(ranges.elements(v), Lit.f64(3 * BYTE * v.dtype().bytes())));
        }
        return b.build(f.in(), List.of(all));
    }

    private Atom body(List<Eqn> body, double scale) {
        double fixed = 0;
        Atom sum = Lit.f64(0);
        for (Eqn e : body) {
            double own = fixed(e);
            if (own >= 0) {
                fixed += own * scale;
            } else {
                // What is known now is not added up by each call: a long body has thousands of such costs.
                Atom cost = structured(e, scale);
                if (cost instanceof Lit l) {
                    fixed += l.asDouble();
                } else {
                    sum = math.add(sum, cost);
                }
            }
        }
        return math.add(sum, Lit.f64(fixed));
    }

    /** What a scalar equation costs; below zero for those whose cost depends on values. */
    private static double fixed(Eqn e) {
        return switch (e.prim().group()) {
            case UNARY, BINARY -> e.prim() == Prim.DIV || e.prim() == Prim.REM || e.prim() == Prim.SQRT ? SLOW : OPERATION;
            case COMPARE, TERNARY, CONVERSION, COLLECTIVE, MARK -> OPERATION;
            case RANDOM -> 80;
            case CONTROL -> e.prim() == Prim.CHECK || e.prim() == Prim.DEBUG_CALLBACK ? OPERATION : -1;
            case STRUCTURAL -> e.prim() == Prim.DIM || e.prim() == Prim.RESHAPE ? 0 : -1;
            case ACCESS, LINEAR, REDUCTION, LIBRARY -> -1;
        };
    }

    private Atom structured(Eqn e, double scale) {
        if (ValueRanges.isCounted(e)) {
            Region r = Regions.of(e).get(0);
            int wide = r.params().isEmpty() ? 1 : Math.min(MOST_LANES, lanes.applyAsInt(r.params().get(0)));
            Atom trips = math.max(ranges.of(e.in().get(0)).hi(), Lit.f64(0));
            double inside = wide > 1 ? scale * LANE / wide : scale;
            double own = OPERATION * inside + (e.prim() == Prim.HIST ? GATHER : 0);
            if (charges != null && (trips instanceof Lit l ? l.asDouble() > ANY_TRIPS : charging || math.example(trips) > ANY_TRIPS_OF_FEW)) {
                return math.add(charge(e, () -> math.add(body(r.body(), inside), Lit.f64(own))), stacked(e));
            }
            Atom once = math.add(body(r.body(), inside), Lit.f64(own));
            return math.add(math.mul(trips, once), stacked(e));
        } else if (e.prim() == Prim.WHILE) {
            Params.While w = (Params.While) e.params();
            Supplier<Atom> once = () -> math.add(math.add(body(w.cond().body(), scale), body(w.body().body(), scale)), Lit.f64(OPERATION));
            Atom trips = new WhileTrips(math, ranges, e).most();
            boolean unknown = trips instanceof Lit l ? l.asDouble() > ANY_TRIPS : charging || math.example(trips) > ANY_TRIPS_OF_FEW;
            return charges != null && unknown ? charge(e, once) : math.mul(trips, once.get());
        } else if (e.prim() == Prim.COND) {
            return branches(e, scale);
        } else if (e.prim() == Prim.CALL) {
            return call(e);
        }
        if (e.out().size() != 1 || e.prim().group() == Prim.Group.LIBRARY) {
            return Lit.f64(UNKNOWN);
        } else if (e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD) {
            return access(e, scale);
        }
        return e.prim() == Prim.ACC_GET ? Lit.f64(ACCESS) : e.prim() == Prim.ACC_NEW || !e.result().type().isScalar() ? made(e.result()) : Lit.f64(UNKNOWN);
    }

    /** All branches, as lanes may go through each; what depends on extents costs nothing where these rule it out: a product of large matrices is no loop over its elements. */
    private Atom branches(Eqn e, double scale) {
        Atom sum = Lit.f64(2 * OPERATION);
        boolean two = e.in().get(0).dtype() == DType.BOOL;
        List<Region> all = Regions.of(e);
        for (int k = 0; k < all.size(); k++) {
            Atom cost = body(all.get(k).body(), scale);
            if (two && !(cost instanceof Lit)) {
                ValueRanges.Range which = ranges.of(e.in().get(0));
                cost = math.select(k == 0 ? math.atMost(which.lo(), Lit.f64(0)) : math.atMost(Lit.f64(1), which.hi()), cost, Lit.f64(0));
            }
            sum = math.add(sum, cost);
        }
        return sum;
    }

    /** What is known beforehand of a loop whose trips are charged: next to nothing, unless a trip has no price. */
    private Atom charge(Eqn e, Supplier<Atom> once) {
        boolean around = charging;
        charging = true;
        Atom cost = once.get();
        charging = around;
        Var sign = Shadows.sign(e);
        if (sign == null || !(cost instanceof Lit l) || l.asDouble() >= UNKNOWN) {
            return Lit.f64(UNKNOWN);
        }
        charges.put(sign, Math.max(1, Math.round(Math.min(l.asDouble(), MOST_CHARGED) * PARTS)));
        return Lit.f64(OPERATION);
    }

    /** Memory for arrays that the loop's yields are stacked in. */
    private Atom stacked(Eqn e) {
        // What a map writes to is there already: only what its trips yield is put into new arrays.
        Stream<Var> stacks = e.prim() == Prim.MAP ? RegionView.of(e).slots(RegionView.Role.STACK).stream().map(RegionView.Slot::result)
            : e.prim() == Prim.SCAN ? e.out().stream().filter(Var::isArray) : Stream.of();
        return stacks.map(this::made).reduce(Lit.f64(0), math::add);
    }

    private Atom made(Atom array) {
        double each = array.dtype().bytes() * BYTE + ACCESS;
        return math.add(math.mul(ranges.elements(array), Lit.f64(each)), Lit.f64(40));
    }

    private Atom access(Eqn e, double scale) {
        boolean writes = e.prim() != Prim.INDEX;
        Atom value = writes ? e.in().get(e.in().size() - 1) : null;
        if (writes && !value.type().isScalar()) {
            return made(value);
        }
        int indices = e.in().size() - (writes ? 2 : 1);
        for (int k = 0; k < indices; k++) {
            if (!follows(e.in().get(1 + k), 8)) {
                if (charging) {
                    return Lit.f64(GATHER_COUNTED);
                }
                Atom bytes = math.mul(ranges.elements(e.in().get(0)), Lit.f64(e.in().get(0).dtype().bytes()));
                Atom far = math.select(math.atMost(bytes, Lit.f64(SHARED_CACHE_BYTES)), Lit.f64(GATHER_SHARED), Lit.f64(GATHER_FAR));
                return math.select(math.atMost(bytes, Lit.f64(CACHE_BYTES)), Lit.f64(GATHER), far);
            }
        }
        return Lit.f64(ACCESS * scale + STREAMED_BYTE * e.in().get(0).dtype().bytes());
    }

    /** Whether an index is a loop's index, or the same in all its trips, give or take what is: then a processor knows what is read next. */
    private boolean follows(Atom a, int depth) {
        if (a instanceof Lit || ranges.loopOf(a) != null) {
            return true;
        }
        Eqn e = ranges.definition(a);
        if (e == null || e.prim() == Prim.DIM) {
            return true;
        }
        return depth > 0 && e.in().stream().allMatch(x -> x.type().isScalar() && !x.dtype().isFloat()) && Regions.of(e).isEmpty()
            && e.prim().group() != Prim.Group.ACCESS && e.in().stream().allMatch(x -> follows(x, depth - 1));
    }

    private Atom call(Eqn e) {
        String name = ((Params.Call) e.params()).name();
        Func f = functions.get(name);
        if (f == null) {
            return LibraryRoutine.products().contains(name) ? product(e) : Lit.f64(STRICT_MATH);
        }
        if (calls != null && (calls.containsKey(name) || leadsToRecursion(name))) {
            return counted(name, f);
        }
        if (++seen[0] > MOST_FUNCTIONS || !active.add(name)) {
            return Lit.f64(UNKNOWN);
        }
        var inside = new WorkBound(math, new ValueRanges(math, f, ranges, e.in()), functions, active, v -> 1, seen);
        Atom cost = math.add(inside.body(f.body(), 1), Lit.f64(OUTER_CALL));
        active.remove(name);
        return calls != null && (cost instanceof Lit l ? l.asDouble() >= UNKNOWN : charging) ? counted(name, f) : cost;
    }

    /** What is known beforehand of a call that is charged. */
    private Atom counted(String name, Func f) {
        if (!calls.containsKey(name)) {
            // what it calls may call it, which then is charged already
            calls.put(name, new Call(0, Map.of()));
            calls.put(name, charged(f));
        }
        return Lit.f64(calls.get(name) == null ? UNKNOWN : OUTER_CALL);
    }

    /** Whether a call of a function may lead to a recursive one. */
    private boolean leadsToRecursion(String name) {
        var m = new Module(functions);
        return recursive.computeIfAbsent(name, n -> functions.keySet().stream().anyMatch(to -> (to.equals(n) || Inline.reaches(m, n, to)) && Inline.reaches(m, to, to)));
    }

    /** What is charged for each call of a function, and for the loops in it whose trips are not known; null where that cannot be told. What it calls is charged in the same way. */
    private Call charged(Func f) {
        // Its arguments may be any: the code of their ranges is not used.
        var unused = new Arithmetic(new Builder(Regions.firstFreeId(f)));
        var inside = new WorkBound(unused, new ValueRanges(unused, f, null, List.of()), functions, active, v -> 1, seen);
        inside.charges = new HashMap<>();
        inside.calls = calls;
        inside.charging = true;
        return ++seen[0] > MOST_FUNCTIONS || !(inside.body(f.body(), 1) instanceof Lit l) || l.asDouble() >= UNKNOWN ? null
            : new Call(Math.max(1, Math.round(Math.min(l.asDouble(), MOST_CHARGED) * PARTS)), inside.charges);
    }

    /** A routine's product of matrices, whose last operand says how many rows and columns it has, and how many terms each sum has. */
    private Atom product(Eqn e) {
        Map<Long, Atom> words = new HashMap<>();
        Eqn d = ranges.definition(e.in().get(e.in().size() - 1));
        while (d != null && d.prim() == Prim.UPDATE && d.in().get(1) instanceof Lit at) {
            words.putIfAbsent(at.asLong(), ranges.of(d.in().get(2)).hi());
            d = ranges.definition(d.in().get(0));
        }
        if (!words.keySet().containsAll(List.of(0L, 1L, 2L))) {
            return Lit.f64(UNKNOWN);
        }
        // a result that is no matrix is several products
        Atom sums = LibraryRoutine.takesRows(e) ? math.mul(words.get(0L), words.get(1L)) : ranges.elements(e.in().get(0));
        Atom each = math.add(math.mul(words.get(2L), Lit.f64(MULTIPLIED_BYTE)), Lit.f64(BYTE));
        return math.add(math.mul(sums, math.mul(each, Lit.f64(e.in().get(0).dtype().bytes()))), Lit.f64(STRICT_MATH));
    }
}
