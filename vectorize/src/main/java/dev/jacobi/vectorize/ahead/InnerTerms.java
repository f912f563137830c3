package dev.jacobi.vectorize.ahead;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A loop within another that carries on what the other one sums up, and takes long over each term: it comes apart into one that puts the terms into an array and one that adds them up, in the same order. Only the second waits
 * for earlier trips of the loop around then. So do sums beside it that only the trip itself needs, whose terms are several at a time then.
 *
 * <pre>
 *  for i { for j { s += log(p[j]) } }        for i { for j { t[j] = log(p[j]) }   for j { s += t[j] } }
 * </pre>
 */
final class InnerTerms {
    private static final int MOST_TERMS = 2;
    /** Operations at most that wait: the sum, and what is cheap. */
    private static final int MOST_WAITING = 4;

    /** A loop in two parts: what its equations are that do not wait, and that do, and which numbers go from the former to the latter. */
    private record Parts(RegionView loop, List<RegionView.Slot> sums, List<Eqn> first, List<Eqn> then, List<Var> terms) {
    }

    private InnerTerms() {
    }

    /** The function with such loops apart that are in one of these loops, which are named by what they give. */
    static Func run(Func in, Set<Var> around) {
        Map<Eqn, Parts> found = new IdentityHashMap<>();
        Map<Eqn, Atom> extents = new IdentityHashMap<>();
        return Rewrite.run(in, (e, r) -> {
            Parts parts = found.get(r.old());
            if (parts != null) {
                apart(parts, extents.get(r.old()), r);
            } else if (e.prim() == Prim.FOR && !e.out().isEmpty() && around.contains(r.old().out().get(0))) {
                parts(r.old()).forEach(p -> {
                    Atom n = r.atom(p.loop().head());
                    found.put(p.loop().eqn(), p);
                    extents.put(p.loop().eqn(), r.b.emit(Prim.MAX, n, Lit.zero(n.dtype())));
                });
            }
            return parts != null;
        });
    }

    /** The loops that have such a loop. */
    static Set<Var> around(Func f) {
        Set<Var> found = new HashSet<>();
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.FOR && !e.out().isEmpty() && parts(e).stream().anyMatch(p -> p.sums().stream().anyMatch(s -> RegionView.of(e).params().contains(s.init())))) {
                found.add(e.out().get(0));
            }
        });
        return found;
    }

    private static List<Parts> parts(Eqn outer) {
        RegionView view = RegionView.of(outer);
        return view.body().body().stream().map(x -> parts(x, view)).filter(Objects::nonNull).toList();
    }

    /** How a loop of another one's body comes apart; null where it does not. */
    private static Parts parts(Eqn e, RegionView outer) {
        if (e.prim() != Prim.FOR || Regions.hasEffect(e) || e.in().get(0) instanceof Var n && Regions.defined(outer.body()).contains(n.id())) {
            return null;
        }
        RegionView loop = RegionView.of(e);
        List<RegionView.Slot> sums = loop.slots().stream().filter(s -> s.param().type().isScalar()).toList();
        Set<Var> waiting = new HashSet<>();
        sums.forEach(s -> waiting.add(s.param()));
        var first = new ArrayList<Eqn>();
        var then = new ArrayList<Eqn>();
        for (Eqn x : loop.body().body()) {
            boolean waits = Regions.captures(List.of(x)).stream().anyMatch(waiting::contains);
            (waits ? then : first).add(x);
            waiting.addAll(waits ? x.out() : List.of());
        }
        boolean light = then.size() <= MOST_WAITING && then.stream().allMatch(x -> x.prim().isElementwise() && !x.prim().cost().isSlow() && x.result().type().isScalar());
        boolean others = loop.slots().stream().allMatch(s -> sums.contains(s) || !waiting.contains(s.yield()));
        if (sums.isEmpty() || !light || !others) {
            return null;
        }
        Set<Var> needed = new HashSet<>(Regions.captures(then));
        sums.forEach(s -> needed.addAll(Var.among(s.yields())));
        List<Var> terms = first.stream().flatMap(x -> x.out().stream()).filter(needed::contains).toList();
        List<Eqn> slice = BackwardSlice.of(first, terms).eqns();
        // where loops are within, trips of this one can go together as well
        boolean goesOn = sums.stream().anyMatch(s -> outer.params().contains(s.init()));
        boolean slow = slice.stream().anyMatch(x -> x.prim().cost().isSlow() || Regions.isLoop(x)) && !(goesOn && slice.stream().anyMatch(Regions::isLoop));
        return slow && terms.size() <= MOST_TERMS && terms.stream().allMatch(v -> v.type().isScalar()) ? new Parts(loop, sums, first, then, terms) : null;
    }

    /** Whether each trip does nothing with an array but write an element of its own. */
    private static boolean isOwn(RegionView.Slot s, Parts p) {
        Eqn write = Regions.definition(p.first(), s.yield());
        Set<Integer> inside = Regions.defined(p.loop().body());
        return write != null && write.prim() == Prim.UPDATE && write.in().get(0).equals(s.param()) && Regions.uses(p.first(), List.of()).get(s.param().id()) == 1 && write.indices().size() == s.param().type().rank()
            && write.indices().stream().allMatch(a -> a.equals(p.loop().trip()) || !(a instanceof Var v && inside.contains(v.id()))) && write.indices().contains(p.loop().trip());
    }

    private static void apart(Parts p, Atom extent, Rewrite r) {
        Builder b = r.b;
        Atom n = r.atom(p.loop().head());
        List<RegionView.Slot> kept = p.loop().slots().stream().filter(s -> !p.sums().contains(s)).toList();
        var from = new ArrayList<Atom>(r.atoms(kept.stream().map(RegionView.Slot::init).toList()));
        p.terms().forEach(t -> from.add(b.full(Lit.unset(t.dtype()), List.of(Dim.UNKNOWN), List.of(extent))));
        Rewrite in = r.beside();
        Var at = b.fresh(n.type());
        List<Var> carried = from.stream().map(a -> b.fresh(a.type())).toList();
        b.open();
        in.replace(p.loop().trip(), at);
        kept.forEach(s -> in.replace(s.param(), carried.get(kept.indexOf(s))));
        in.append(p.first());
        var out = new ArrayList<Atom>(in.atoms(kept.stream().map(RegionView.Slot::yield).toList()));
        p.terms().forEach(t -> out.add(b.update(carried.get(out.size()), Params.Access.PROMISED, List.of(at), in.atom(t))));
        var params = new ArrayList<Var>(List.of(at));
        params.addAll(carried);
        List<Var> made = b.loop(kept.stream().allMatch(s -> isOwn(s, p)) ? Prim.MAP : Prim.FOR, Dim.UNKNOWN, b.close(params, out), n, from);
        kept.forEach(s -> r.replace(s.result(), made.get(kept.indexOf(s))));
        List<Var> sums = b.loop(n, r.atoms(p.sums().stream().map(RegionView.Slot::init).toList()), now -> {
            Rewrite add = r.beside();
            p.terms().forEach(t -> add.replace(t, b.index(made.get(kept.size() + p.terms().indexOf(t)), Params.Access.PROMISED, List.of(now.get(0)))));
            p.sums().forEach(s -> add.replace(s.param(), now.get(1 + p.sums().indexOf(s))));
            add.replace(p.loop().trip(), now.get(0));
            add.append(p.then());
            return add.atoms(p.sums().stream().map(RegionView.Slot::yield).toList());
        });
        p.sums().forEach(s -> r.replace(s.result(), sums.get(p.sums().indexOf(s))));
    }
}
