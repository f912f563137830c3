package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.vectorize.trips.PrivateArrays;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop that changes an argument of the function, and whose trips make an array of their own each, makes that array once and hands it from trip to trip. There may be no memory for an array, and as a call that fails must have changed
 * nothing, all that is changed before is worked on in copies, which takes longer than what another thread saves where trips go through their rows only a few times.
 */
public final class KeptArrays {
    /** More threads than these save more by sharing trips than a copy of an argument takes. */
    private static final int FEW_THREADS = 4;

    private KeptArrays() {
    }

    /** The pass, on lowered programs, for so many threads. */
    public static Pass pass(int threads) {
        return PassBuilder.named("kept-arrays").keeps(Property.LOWERED).mayBeLeftOut().each(f -> run(f, threads));
    }

    /** What the pass makes of a function. */
    public static Func run(Func in, int threads) {
        Set<Var> inputs = Set.copyOf(in.in());
        int[] around = {0};
        return Rewrite.ofLoops(in, (e, r) -> {
            if (!Regions.isLoop(e)) {
                return false;
            }
            List<Eqn> made = around[0] == 0 && (e.prim() == Prim.MAP && threads <= FEW_THREADS || e.prim() == Prim.FOR || e.prim() == Prim.WHILE) ? made(r.old(), inputs) : List.of();
            around[0]++;
            Eqn loop = made.isEmpty() ? r.copy(e) : null;
            around[0]--;
            if (loop != null) {
                r.b.append(loop);
            } else {
                keep(r.old(), made, r);
            }
            return true;
        });
    }

    /** The arrays that each trip makes and that could as well be made in front of the loop; none where the loop changes no argument, or its trips can go together and do much else. */
    private static List<Eqn> made(Eqn loop, Set<Var> inputs) {
        RegionView view = RegionView.of(loop);
        List<Eqn> body = view.body().body();
        boolean changes = view.slots().stream().allMatch(s -> s.param() != null) && view.slots().stream().anyMatch(s -> s.init() instanceof Var v && inputs.contains(v) && v.isArray());
        if (!changes || loop.prim() == Prim.WHILE && !Regions.of(loop).get(0).body().stream().allMatch(Eqn::computesScalars) || loop.prim() == Prim.MAP && Regions.any(body, x -> Regions.isLoop(x) && Regions.any(RegionView.of(x).body().body(), Regions::isLoop))) {
            return List.of();
        }
        Set<Integer> inside = Regions.defined(view.body());
        return body.stream().filter(e -> e.prim() == Prim.FULL && e.result().isArray() && e.in().stream().skip(1).anyMatch(a -> a instanceof Var) && e.in().stream().noneMatch(a -> a instanceof Var v && inside.contains(v.id()))
            && last(e, view.body()) != null).toList();
    }

    /** The array as the trip leaves it, when the trip fills it first and keeps it for itself; else null. */
    private static Var last(Eqn made, Region body) {
        Var at = made.result();
        boolean first = true;
        for (Eqn e : body.body()) {
            Var before = at;
            if (e == made || Regions.of(e).isEmpty() && e.in().stream().noneMatch(before::equals)) {
                continue;
            } else if (e.prim() == Prim.UPDATE && e.in().get(0).equals(at) && !first) {
                at = e.result();
            } else if (e.prim() == Prim.INDEX && e.result().type().isScalar() && !first || e.prim() == Prim.DIM) {
                continue;
            } else if (Regions.of(e).isEmpty()) {
                return null;
            }
            List<RegionView.Slot> slots = RegionView.of(e).slots().stream().filter(s -> before.equals(s.init())).toList();
            boolean used = !slots.isEmpty() || Regions.captures(e).contains(before);
            if (used && first && !(slots.size() == 1 && !Regions.captures(e).contains(before) && PrivateArrays.fills(e, slots.get(0), made))) {
                return null;
            }
            if (slots.size() > 1 || e.prim() == Prim.COND && used && e.out().stream().anyMatch(v -> v.type().equals(before.type()))) {
                return null;
            }
            first &= !used;
            at = slots.isEmpty() ? at : slots.get(0).result();
        }
        Var end = at;
        return first || body.out().stream().anyMatch(a -> a.equals(end) || a.equals(made.result())) ? null : end;
    }

    /** Whether there is a first trip. */
    private static Atom runs(RegionView view, Rewrite r) {
        return view.head() == null ? r.beside().asked(view.eqn()) : r.b.emit(Prim.GT, r.atom(view.head()), Lit.zero(view.head().dtype()));
    }

    /** How long the array is: where there is no trip it need not be there, whatever its length would be. */
    private static List<Atom> extents(Eqn made, Atom some, Rewrite r) {
        var all = new ArrayList<Atom>();
        for (int k = 0; k < made.in().size() - 1; k++) {
            Atom n = r.atom(made.in().get(1 + k));
            all.add(made.result().type().dims().get(k).isUnknown() ? r.b.emit(Prim.SELECT, some, r.b.emit(Prim.MAX, n, Lit.zero(n.dtype())), Lit.zero(n.dtype())) : n);
        }
        return all;
    }

    private static void keep(Eqn loop, List<Eqn> made, Rewrite r) {
        RegionView view = RegionView.of(loop);
        var slots = new ArrayList<RegionView.Slot>();
        boolean asks = loop.prim() == Prim.WHILE;
        view.slots().forEach(s -> slots.add(asks ? s : RegionView.Slot.of(RegionView.Role.CARRY, s.init(), s.param(), s.yield(), s.result())));
        Map<Integer, Atom> params = new HashMap<>();
        Atom some = runs(view, r);
        for (Eqn e : made) {
            Var whole = r.b.full(r.atom(e.in().get(0)), e.result().type().dims(), extents(e, some, r));
            Var param = r.b.fresh(e.result().type());
            params.put(e.result().id(), param);
            List<Var> own = asks ? List.of(r.b.fresh(param.type()), param) : List.of(param);
            slots.add(new RegionView.Slot(RegionView.Role.CARRY, null, whole, own, List.of(last(e, view.body())), List.of(r.b.fresh(param.type()))));
        }
        Set<Eqn> gone = new HashSet<>(made);
        List<Eqn> body = view.body().body().stream().filter(e -> !gone.contains(e)).map(e -> Rewrite.substitute(e, params)).toList();
        r.b.append(r.eqn(asks ? view.with(slots, List.of(Regions.of(loop).get(0).body(), body)) : RegionView.loop(Prim.FOR, view.extent(), view.head(), view.trip(), slots, body)));
    }
}
