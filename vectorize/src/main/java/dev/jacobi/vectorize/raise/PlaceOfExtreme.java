package dev.jacobi.vectorize.raise;

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
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An extreme of values and the first trip that has it, which {@link ArgExtreme} finds in two reductions, found in one go by {@code argmin} or {@code argmax} in an array of the values:
 * back ends that compute arrays as wholes read their operands once then. Only where the number of trips is known before the program runs, as the array has that extent.
 */
public final class PlaceOfExtreme implements Optimisation {
    private static final Lit NONE = Lit.i32(Integer.MAX_VALUE);

    @Override
    public String name() {
        return "place-of-extreme";
    }

    @Override
    public Func run(Func in) {
        Map<Integer, Values> extremes = new HashMap<>();
        var known = new KnownExtents(in);
        Map<Integer, Values> wanted = new HashMap<>();
        Regions.each(in.body(), e -> {
            Values v = extreme(e);
            if (v != null && known.isKnown(e.in().get(0))) {
                extremes.put(e.result().id(), v);
            }
        });
        Map<Integer, Integer> better = better(in, extremes);
        Regions.each(in.body(), e -> {
            Var of = place(e, extremes, better);
            if (of != null) {
                wanted.put(of.id(), extremes.get(of.id()));
            }
        });
        Map<Integer, Found> found = new HashMap<>();
        return wanted.isEmpty() ? in : Rewrite.run(in, (e, r) -> {
            Eqn old = r.old();
            if (old.prim() == Prim.REDUCE && old.out().size() == 1 && wanted.containsKey(old.result().id())) {
                found.put(old.result().id(), find(RegionView.of(r.copy(e)), wanted.get(old.result().id()), r.b));
                r.replace(old.result(), found.get(old.result().id()).extreme);
                return true;
            }
            Var of = place(old, extremes, better);
            if (of == null || !found.containsKey(of.id())) {
                return false;
            }
            r.replace(old.result(), found.get(of.id()).place);
            return true;
        });
    }

    /** What a reduction finds the extreme of: the equations of a trip, those of its value in front of the question whether that is a number. */
    private record Values(RegionView loop, List<Eqn> body, Atom value, Prim op) {
    }

    /** The extreme, and the place where it is. */
    private record Found(Atom extreme, Atom place) {
    }

    /** By what is found where an extreme is beyond another number the extreme: there are numbers then, and the first place of the extreme is theirs. */
    private static Map<Integer, Integer> better(Func in, Map<Integer, Values> extremes) {
        Map<Integer, Eqn> defs = Regions.definitions(in.body());
        var out = new HashMap<Integer, Integer>();
        Regions.each(in.body(), e -> {
            Eqn test = e.prim() == Prim.COND && e.in().get(0) instanceof Var s ? defs.get(s.id()) : null;
            if (test != null && test.in().get(0) instanceof Var of && extremes.containsKey(of.id()) && test.prim() == (extremes.get(of.id()).op == Prim.MIN ? Prim.LT : Prim.GT)) {
                Regions.of(e).get(1).body().forEach(x -> x.out().forEach(v -> out.put(v.id(), of.id())));
            }
        });
        return out;
    }

    private static boolean isPlain(Eqn e) {
        return e.prim() == Prim.REDUCE && e.out().size() == 1 && RegionView.of(e).slots().get(0).role() == RegionView.Role.FOLD
            && RegionView.of(e).body().body().stream().allMatch(x -> Regions.of(x).isEmpty() && !x.prim().hasEffect() && x.prim() != Prim.CALL && x.out().size() == 1 && x.result().type().isScalar());
    }

    private static Values extreme(Eqn e) {
        if (!isPlain(e) || e.in().get(0).dtype() != DType.I32) {
            return null;
        }
        RegionView loop = RegionView.of(e);
        RegionView.Slot s = loop.slots().get(0);
        DType t = e.result().dtype();
        if (s.op() != Prim.MIN && s.op() != Prim.MAX || !s.init().equals(FoldIdentity.neutral(s.op(), t))) {
            return null;
        }
        List<Eqn> body = new ArrayList<>(loop.body().body());
        Eqn last = Regions.definition(body, s.yield());
        Eqn asked = t.isFloat() && last != null && last.prim() == Prim.SELECT && last.in().get(1).equals(s.init()) ? Regions.definition(body, last.in().get(0)) : null;
        if (!t.isFloat()) {
            return new Values(loop, body, s.yield(), s.op());
        } else if (asked == null || asked.prim() != Prim.NE || !asked.in().equals(List.of(last.in().get(2), last.in().get(2)))) {
            return null;
        }
        body.remove(last);
        body.remove(asked);
        return new Values(loop, body, last.in().get(2), s.op());
    }

    /** The extreme whose first place a reduction finds; null when it is none. */
    private static Var place(Eqn e, Map<Integer, Values> extremes, Map<Integer, Integer> better) {
        if (!isPlain(e) || e.result().dtype() != DType.I32) {
            return null;
        }
        RegionView loop = RegionView.of(e);
        RegionView.Slot s = loop.slots().get(0);
        List<Eqn> body = new ArrayList<>(loop.body().body());
        Eqn chosen = s.op() == Prim.MIN && s.init().equals(NONE) ? Regions.definition(body, s.yield()) : null;
        Eqn test = chosen != null && chosen.prim() == Prim.SELECT && chosen.in().subList(1, 3).equals(List.of(loop.trip(), NONE)) ? Regions.definition(body, chosen.in().get(0)) : null;
        if (test == null || test.prim() != Prim.EQ || !(test.in().get(1) instanceof Var of) || !extremes.containsKey(of.id())) {
            return null;
        }
        Values v = extremes.get(of.id());
        if (of.dtype().isFloat() && !Integer.valueOf(of.id()).equals(better.get(e.result().id()))) {
            return null;
        }
        body.remove(chosen);
        body.remove(test);
        Map<Integer, Atom> same = new HashMap<>(Map.of(loop.trip().id(), v.loop.trip()));
        boolean equal = body.size() == v.body.size() && loop.head().equals(v.loop.head());
        for (int k = 0; equal && k < body.size(); k++) {
            Eqn mine = body.get(k);
            Eqn other = v.body.get(k);
            equal = mine.prim() == other.prim() && mine.params().equals(other.params()) && Rewrite.substitute(mine.in(), same).equals(other.in());
            same.put(mine.result().id(), other.result());
        }
        return equal && Rewrite.substitute(List.of(test.in().get(0)), same).get(0).equals(v.value) ? of : null;
    }

    private static Found find(RegionView loop, Values v, Builder b) {
        Atom n = loop.head();
        DType t = v.value.dtype();
        Lit neutral = FoldIdentity.neutral(v.op, t);
        List<Var> out = List.of(b.fresh(neutral.type()), b.fresh(NONE.type()));
        b.cond(b.emit(Prim.GT, n, Lit.i32(0)), () -> {
            Var none = b.full(neutral, List.of(Dim.UNKNOWN), List.of(n));
            Var array = b.fresh(none.type());
            b.open();
            b.append(loop.body().body());
            Region body = b.close(List.of(loop.trip(), array), List.of(b.update(array, Params.Access.PROMISED, List.of(loop.trip()), loop.slots().get(0).yield())));
            Var all = b.loop(Prim.MAP, Dim.UNKNOWN, body, n, List.of(none)).get(0);
            Var at = b.emit(v.op == Prim.MIN ? Prim.ARGMIN : Prim.ARGMAX, new Params.Axis(0, false), all);
            return List.of(b.index(all, Params.Access.PROMISED, List.of(at)), at);
        }, () -> List.of(neutral, NONE), out);
        return new Found(out.get(0), out.get(1));
    }
}
