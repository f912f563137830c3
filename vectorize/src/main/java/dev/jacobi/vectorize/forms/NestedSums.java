package dev.jacobi.vectorize.forms;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums of numbers in nests, whose order is free: an inner loop goes on with the sum of the loop around it instead of starting one of its own, so that the loops are one nest of sums.
 *
 * <pre>
 *  for i { t = 0;  for j { t += f(i, j) };  s += t }      becomes      for i { for j { s += f(i, j) } }
 * </pre>
 */
public final class NestedSums {
    /** Loops over so few coordinates are written out, or stay in the trip that they belong to. */
    private static final int FEW = 16;
    private final Map<Integer, Integer> uses;
    /** By loops: what their sums start from, by operands. */
    private final Map<Eqn, Map<Integer, Var>> starts = new IdentityHashMap<>();
    /** Additions that are not needed any more, with the results of the loops that add now. */
    private final Map<Eqn, Var> gone = new IdentityHashMap<>();

    private NestedSums(Func f) {
        uses = Regions.uses(f.body(), f.out());
    }

    public static Func run(Func f) {
        var sums = new NestedSums(f);
        sums.block(f.body());
        return sums.gone.isEmpty() ? f : Rewrite.run(f, sums::rewrite);
    }

    private void block(List<Eqn> body) {
        var place = new HashMap<Var, Integer>();
        var sums = new HashMap<Var, Var>();
        for (int k = 0; k < body.size(); k++) {
            Eqn e = body.get(k);
            Regions.of(e).forEach(r -> block(r.body()));
            for (Var v : e.out()) {
                place.put(v, k);
            }
            if (e.prim() != Prim.ACC_ADD || e.result().isArray() || !(e.in().get(0) instanceof Var before) || !(e.written() instanceof Var term) || !isOnce(before) || !isOnce(term)) {
                continue;
            }
            Eqn loop = place.containsKey(term) ? body.get(place.get(term)) : null;
            Var start = sums.getOrDefault(before, before);
            if (loop != null && loop.prim() == Prim.FOR && !(loop.in().get(0) instanceof Lit n && n.asLong() <= FEW) && place.getOrDefault(start, -1) < place.get(term)) {
                RegionView view = RegionView.of(loop);
                Slot slot = view.slots().stream().filter(s -> s.result().equals(term)).findFirst().orElseThrow();
                if (slot.init() instanceof Lit l && l.asDouble() == 0 && isSum(view, slot)) {
                    starts.computeIfAbsent(loop, x -> new HashMap<>()).put(view.operand(slot), start);
                    sums.put(e.result(), term);
                    gone.put(e, term);
                }
            }
        }
    }

    private boolean isOnce(Var v) {
        return uses.getOrDefault(v.id(), 0) == 1;
    }

    /** Whether a loop does nothing with a number but add to it. */
    private boolean isSum(RegionView loop, Slot slot) {
        Atom now = slot.param();
        for (Eqn e : loop.body().body()) {
            Atom sum = now;
            if (!Regions.captures(List.of(e)).contains((Var) now)) {
                continue;
            } else if (e.prim() == Prim.COND) {
                now = e.out().stream().filter(v -> isSum(e, e.out().indexOf(v), sum)).findFirst().orElse(null);
                if (now == null) {
                    return false;
                }
            } else if (!isOnce((Var) now)) {
                return false;
            } else if (e.prim() == Prim.ACC_ADD && e.in().get(0).equals(now)) {
                now = e.result();
            } else if (e.prim() == Prim.FOR && !e.in().get(0).equals(now)) {
                RegionView inner = RegionView.of(e);
                Slot own = inner.slots().stream().filter(s -> s.init().equals(sum)).findFirst().orElse(null);
                if (own == null || !isSum(inner, own)) {
                    return false;
                }
                now = own.result();
            } else {
                return false;
            }
        }
        return slot.yield().equals(now) && isOnce((Var) now);
    }

    /** Whether a choice does nothing with a number but add to it, in some of its branches, and hand it on. */
    private boolean isSum(Eqn choice, int result, Atom number) {
        for (Region r : Regions.of(choice)) {
            Atom now = r.out().get(result);
            while (!now.equals(number)) {
                Eqn e = Regions.definition(r.body(), now);
                if (e == null || e.prim() != Prim.ACC_ADD || !isOnce(e.result())) {
                    return false;
                }
                now = e.in().get(0);
            }
        }
        return uses.get(((Var) number).id()) == Regions.of(choice).size();
    }

    private boolean rewrite(Eqn e, Rewrite r) {
        if (gone.containsKey(r.old())) {
            r.replace(e.out(), List.of(gone.get(r.old())));
            return true;
        }
        Map<Integer, Var> own = starts.get(r.old());
        if (own == null) {
            return false;
        }
        var in = new ArrayList<>(e.in());
        own.forEach(in::set);
        r.b.append(new Eqn(e.prim(), in, Regions.with(e.params(), Regions.of(r.old()).stream().map(r::region).toList()), e.out()));
        return true;
    }
}
