package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
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
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An array element that each trip of a for reads and writes, and no other element of that array, becomes a scalar carry: read before the
 * loop, written after it, both only if there is a trip, as only then the index is known to be valid.
 */
public final class ScalarPromotion implements Optimisation {
    @Override
    public String name() {
        return "scalar-promotion";
    }

    @Override
    public Func run(Func in) {
        return Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.FOR && promote(e, r));
    }

    private static boolean promote(Eqn e, Rewrite r) {
        Region body = Regions.of(e).get(0);
        Map<Integer, Integer> counts = Regions.uses(body.body(), body.out());
        for (int k = 1; k < body.params().size(); k++) {
            List<Atom> at = element(body, k, counts);
            if (at != null) {
                apply(e, k, at, r);
                return true;
            }
        }
        return false;
    }

    /** The index of the one element of carry k that the body reads first and writes, both at its top level and before any check; or null. */
    private static List<Atom> element(Region body, int k, Map<Integer, Integer> counts) {
        Var version = body.params().get(k);
        if (version.type().isScalar()) {
            return null;
        }
        List<Atom> at = null;
        boolean written = false;
        int uses = 0;
        for (Eqn e : body.body()) {
            if (e.prim() == Prim.CHECK && at == null) {
                return null;
            }
            if (e.prim() == Prim.INDEX && e.in().get(0).equals(version) || e.prim() == Prim.UPDATE && e.in().get(0).equals(version)) {
                int last = e.prim() == Prim.INDEX ? e.in().size() : e.in().size() - 1;
                List<Atom> index = e.in().subList(1, last);
                if (!e.params().equals(Params.Access.PROMISED)) {
                    return null;
                }
                if (at == null ? e.prim() != Prim.INDEX : !at.equals(index)) {
                    return null;
                }
                at = index;
                uses++;
                if (e.prim() == Prim.UPDATE) {
                    written = true;
                    // The version before must have had no other use.
                    if (counts.getOrDefault(version.id(), 0) != uses) {
                        return null;
                    }
                    version = e.result();
                    uses = 0;
                }
            }
        }
        if (!written) {
            return null;
        }
        Set<Integer> inside = Regions.defined(body);
        boolean element = at.size() == version.type().rank() && body.out().get(k - 1).equals(version) && counts.getOrDefault(version.id(), 0) == uses + 1
            && at.stream().noneMatch(a -> a instanceof Var v && inside.contains(v.id()));
        return element ? at : null;
    }

    private static void apply(Eqn e, int k, List<Atom> at, Rewrite r) {
        Builder b = r.b;
        Atom array = e.in().get(k);
        Atom n = e.in().get(0);
        b.open();
        List<Atom> outs = new ArrayList<>(e.in().subList(1, e.in().size()));
        Region none = b.close(List.of(), outs);
        b.open();
        Var before = b.index(array, Params.Access.PROMISED, r.atoms(at));
        Region body = Regions.of(e).get(0);
        var params = new ArrayList<>(body.params());
        params.set(k, b.fresh(before.type()));
        var scalars = new HashMap<Integer, Atom>();
        var rest = new ArrayList<Eqn>();
        Atom value = scalarise(body, k, params.get(k), scalars, rest);
        var yields = new ArrayList<>(Rewrite.substitute(body.out(), scalars));
        yields.set(k - 1, value);
        var in = new ArrayList<>(e.in());
        in.set(k, before);
        List<Var> results = e.out().stream().map(v -> b.fresh(v.type())).toList();
        var loopOut = new ArrayList<>(results);
        loopOut.set(k - 1, b.fresh(before.type()));
        r.append(new Eqn(Prim.FOR, in, new Params.Loop(Dim.UNKNOWN, new Region(params, rest, yields)), loopOut));
        var done = new ArrayList<Atom>(r.atoms(loopOut));
        done.set(k - 1, b.update(array, Params.Access.PROMISED, r.atoms(at), r.atom(loopOut.get(k - 1))));
        Region some = b.close(List.of(), done);
        r.replace(e.out(), b.emitAll(Prim.COND, new Params.Branches(List.of(none, some)), List.of(b.emit(Prim.GT, n, Lit.zero(n.dtype())))));
    }

    /** The body without the accesses: reads become the scalar's value at that point. Returns its last value. */
    private static Atom scalarise(Region body, int k, Var carry, Map<Integer, Atom> scalars, List<Eqn> rest) {
        Var version = body.params().get(k);
        Atom value = carry;
        for (Eqn e : body.body()) {
            if (e.prim() == Prim.INDEX && e.in().get(0).equals(version)) {
                scalars.put(e.result().id(), value);
            } else if (e.prim() == Prim.UPDATE && e.in().get(0).equals(version)) {
                value = Rewrite.substitute(List.of(e.in().get(e.in().size() - 1)), scalars).get(0);
                version = e.result();
            } else {
                rest.add(Rewrite.substitute(e, scalars));
            }
        }
        return value;
    }
}
