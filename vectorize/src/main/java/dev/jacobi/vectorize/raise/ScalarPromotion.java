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
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An array element that each trip of a for reads and writes, and no other element of that array, becomes a scalar carry: read before the
 * loop, written after it, both only if there is a trip where only then the index is known to be valid.
 */
public final class ScalarPromotion implements Optimisation {
    @Override
    public String name() {
        return "scalar-promotion";
    }

    @Override
    public Func run(Func in) {
        Map<Integer, List<Atom>> valid = new HashMap<>();
        return Rewrite.ofLoops(in, (e, r) -> {
            if (e.prim() != Prim.FOR || elements(RegionView.of(e)).isEmpty()) {
                return false;
            } else if (valid.isEmpty()) {
                valid.put(-1, List.of());
                valid(in, valid);
            }
            return promote(e, r, valid);
        });
    }

    /** By carries of loops the elements whose indices are certainly valid in front of the loop. */
    private static void valid(Func in, Map<Integer, List<Atom>> valid) {
        var values = new IntValues(in);
        values.walk(in.body(), e -> {
            if (e.prim() == Prim.FOR) {
                elements(RegionView.of(e)).forEach((s, at) -> {
                    if (values.shapes.isInside(s.init(), at.stream().map(values::exact).toList(), values.facts)) {
                        valid.put(s.param().id(), at);
                    }
                });
            }
        });
    }

    /** The elements to promote, by their carries. */
    private static Map<RegionView.Slot, List<Atom>> elements(RegionView loop) {
        Map<Integer, Integer> counts = Regions.uses(loop.body().body(), loop.body().out());
        var out = new LinkedHashMap<RegionView.Slot, List<Atom>>();
        for (RegionView.Slot s : loop.slots()) {
            List<Atom> at = element(loop.body(), s, counts);
            if (at != null) {
                out.put(s, at);
            }
        }
        return out;
    }

    private static boolean promote(Eqn e, Rewrite r, Map<Integer, List<Atom>> valid) {
        RegionView loop = RegionView.of(e);
        for (Map.Entry<RegionView.Slot, List<Atom>> x : elements(loop).entrySet()) {
            apply(loop, x.getKey(), x.getValue(), r, x.getValue().equals(valid.get(x.getKey().param().id())));
            return true;
        }
        return false;
    }

    /** The index of the one element of a carry that the body reads first and writes, both at its top level and before any check; or null. */
    private static List<Atom> element(Region body, RegionView.Slot carry, Map<Integer, Integer> counts) {
        Var version = carry.param();
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
            if (accesses(e, version)) {
                if (!e.params().equals(Params.Access.PROMISED) || (at == null ? e.prim() != Prim.INDEX : !at.equals(e.indices()))) {
                    return null;
                }
                at = e.indices();
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
        boolean element = at.size() == version.type().rank() && carry.yield().equals(version) && counts.getOrDefault(version.id(), 0) == uses + 1
            && Var.among(at).stream().noneMatch(v -> inside.contains(v.id()));
        return element ? at : null;
    }

    private static boolean accesses(Eqn e, Var version) {
        return (e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE) && e.in().get(0).equals(version);
    }

    private static void apply(RegionView loop, RegionView.Slot array, List<Atom> at, Rewrite r, boolean isValid) {
        Builder b = r.b;
        Region none = new Region(List.of(), List.of(), loop.slots().stream().map(RegionView.Slot::init).toList());
        var access = (Params.Access) Regions.definition(loop.body().body(), array.yield()).params();
        if (!isValid) {
            b.open();
        }
        Var before = b.index(array.init(), access, r.atoms(at));
        Var carry = b.fresh(before.type());
        var scalars = new HashMap<Integer, Atom>();
        var rest = new ArrayList<Eqn>();
        Atom value = scalarise(loop.body(), array.param(), carry, scalars, rest);
        List<Atom> yields = Rewrite.substitute(loop.body().out(), scalars);
        List<Var> results = loop.eqn().out().stream().map(v -> b.fresh(v.type())).toList();
        Var last = b.fresh(before.type());
        var slots = new ArrayList<RegionView.Slot>();
        for (int k = 0; k < results.size(); k++) {
            RegionView.Slot s = loop.slots().get(k);
            slots.add(s == array ? RegionView.Slot.of(s.role(), before, carry, value, last) : RegionView.Slot.of(s.role(), s.init(), s.param(), yields.get(k), results.get(k)));
        }
        Eqn scalar = RegionView.loop(Prim.FOR, Dim.UNKNOWN, loop.head(), loop.trip(), slots, rest);
        r.append(scalar);
        var done = new ArrayList<>(r.atoms(scalar.out()));
        int k = loop.slots().indexOf(array);
        done.set(k, b.update(array.init(), access, r.atoms(at), done.get(k)));
        if (isValid) {
            r.replace(loop.eqn().out(), done);
            return;
        }
        Region some = b.close(List.of(), done);
        Var runs = b.emit(Prim.GT, loop.head(), Lit.zero(loop.head().dtype()));
        r.replace(loop.eqn().out(), b.emitAll(Prim.COND, new Params.Branches(List.of(none, some)), List.of(runs)));
    }

    /** The body without the accesses: reads become the scalar's value at that point. Returns its last value. */
    private static Atom scalarise(Region body, Var array, Var carry, Map<Integer, Atom> scalars, List<Eqn> rest) {
        Var version = array;
        Atom value = carry;
        for (Eqn e : body.body()) {
            if (!accesses(e, version)) {
                rest.add(Rewrite.substitute(e, scalars));
            } else if (e.prim() == Prim.INDEX) {
                scalars.put(e.result().id(), value);
            } else {
                value = Rewrite.substitute(List.of(e.written()), scalars).get(0);
                version = e.result();
            }
        }
        return value;
    }
}
