package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Parts a map whose trips each run loops and then compute something slow of the numbers that these leave:
 *
 * <pre>
 * map i { s = reduce k { .. };  h[i] = tanh s }   becomes   map i { t[i] = reduce k { .. } };  map i { h[i] = tanh t[i] }
 * </pre>
 *
 * Such a map is best run trip by trip, the lanes along the inner loops, and the formula of a slow function then runs for one number at a time. In a map of its own it runs by lanes. Every
 * operation is the same, so results keep their bits.
 */
public final class SlowTails {
    /** So many equations behind the loops make it worth to store a number and to load it again. */
    private static final int SLOW = 24;
    /** So many equations may be computed in both maps, and so many numbers be handed from one to the other. */
    private static final int TWICE = 8;
    private static final int NUMBERS = 3;
    /** Fewer trips are not run by lanes. */
    private static final int FEW = 8;
    private static final Set<Prim> LOOPS = EnumSet.of(Prim.FOR, Prim.WHILE, Prim.MAP, Prim.REDUCE, Prim.SCAN, Prim.HIST);
    private final Eqn map;
    private final Region region;
    /** What the loops need and they themselves, what stands behind them, and the numbers that go from one to the other. */
    private final List<Eqn> first = new ArrayList<>();
    private final List<Eqn> second = new ArrayList<>();
    private final List<Var> handed = new ArrayList<>();

    private SlowTails(Eqn map) {
        this.map = map;
        region = Regions.of(map).get(0);
    }

    /** As a pass on lowered functions. */
    public static FunctionPass pass() {
        return PassBuilder.named("slow-tails").keeps(Property.LOWERED).mayBeLeftOut().each(SlowTails::run);
    }

    static Func run(Func f) {
        return Rewrite.ofLoops(f, (e, r) -> {
            if (e.prim() != Prim.MAP || Regions.hasEffect(e) || e.in().get(0) instanceof Lit n && n.asLong() < FEW) {
                return false;
            }
            var parts = new SlowTails(e);
            boolean apart = parts.find();
            if (apart) {
                parts.write(r.b);
            }
            return apart;
        });
    }

    private static boolean runs(Eqn e) {
        return Regions.any(List.of(e), x -> LOOPS.contains(x.prim()));
    }

    /** Finds both parts; false where the map had better stay whole. */
    private boolean find() {
        List<Eqn> body = region.body();
        Set<Integer> needed = new HashSet<>();
        for (int k = body.size() - 1; k >= 0; k--) {
            Eqn e = body.get(k);
            if (runs(e) || e.out().stream().anyMatch(v -> needed.contains(v.id()))) {
                Regions.uses(e, needed::add);
                first.add(0, e);
            }
        }
        Set<Integer> read = new HashSet<>();
        Regions.uses(region.out(), read::add);
        for (int k = body.size() - 1; k >= 0; k--) {
            Eqn e = body.get(k);
            if (e.out().stream().noneMatch(v -> read.contains(v.id()))) {
                continue;
            }
            if (runs(e)) {
                e.out().stream().filter(v -> read.contains(v.id())).forEach(handed::add);
            } else {
                Regions.uses(e, read::add);
                second.add(0, e);
            }
        }
        return !handed.isEmpty() && handed.size() <= NUMBERS && handed.stream().allMatch(v -> v.type().isScalar()) && !writesOutside()
            && second.stream().filter(e -> e.out().stream().anyMatch(v -> needed.contains(v.id()))).count() <= TWICE
            && slow() >= SLOW;
    }

    /** Whether the first part makes new versions of the arrays that the map writes. */
    private boolean writesOutside() {
        Set<Integer> carried = new HashSet<>();
        region.params().stream().skip(1).forEach(v -> carried.add(v.id()));
        return first.stream().anyMatch(e -> e.prim() != Prim.INDEX && e.prim() != Prim.DIM && e.in().stream().anyMatch(a -> a instanceof Var v && carried.contains(v.id())));
    }

    /** How many equations follow from the numbers that the loops leave; a formula that is called counts as a long one. */
    private int slow() {
        Set<Integer> behind = new HashSet<>();
        handed.forEach(v -> behind.add(v.id()));
        int n = 0;
        for (Eqn e : second) {
            boolean[] follows = {false};
            Regions.uses(e, id -> follows[0] |= behind.contains(id));
            if (follows[0]) {
                e.out().forEach(v -> behind.add(v.id()));
                n += e.prim() == Prim.CALL ? SLOW : Regions.size(List.of(e));
            }
        }
        return n;
    }

    private void write(Builder b) {
        Atom trips = map.in().get(0);
        Var trip = region.params().get(0);
        Atom extent = b.emit(Prim.MAX, trips, trips.dtype() == DType.I64 ? Lit.i64(0) : Lit.i32(0));
        List<Var> zeros = handed.stream().map(v -> b.full(Lit.zero(v.dtype()), List.of(Dim.UNKNOWN), List.of(extent))).toList();
        var params = new ArrayList<Var>(List.of(b.fresh(trip.type())));
        zeros.forEach(z -> params.add(b.fresh(z.type())));
        b.open();
        var copy = new Rewrite(b).replace(trip, params.get(0));
        for (int k = 1; k < region.params().size(); k++) {
            copy.replace(region.params().get(k), map.in().get(k));
        }
        copy.append(first);
        var stored = new ArrayList<Var>();
        for (int k = 0; k < handed.size(); k++) {
            stored.add(b.update(params.get(k + 1), Params.Access.PROMISED, List.of(params.get(0)), copy.atom(handed.get(k))));
        }
        List<Var> numbers = b.loop(Prim.MAP, ((Params.Loop) map.params()).extent(), b.close(params, stored), trips, zeros);
        List<Eqn> body = new ArrayList<>();
        for (int k = 0; k < handed.size(); k++) {
            body.add(new Eqn(Prim.INDEX, List.of(numbers.get(k), trip), Params.Access.PROMISED, List.of(handed.get(k))));
        }
        body.addAll(second);
        b.append(new Eqn(map.prim(), map.in(), Regions.with(map.params(), List.of(new Region(region.params(), body, region.out()))), map.out()));
    }
}
