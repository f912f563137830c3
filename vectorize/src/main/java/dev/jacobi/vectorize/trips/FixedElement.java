package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
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
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Versions;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A loop that reads in all trips one element of an array that it goes through, {@code a[i] /= a[k]}, changes this element in one trip only: the trips up to it read what was there before, those behind it what is there
 * then, so these are two loops that read a number.
 */
public final class FixedElement implements Optimisation {
    private static final int MOST_EQUATIONS = 60;

    @Override
    public String name() {
        return "fixed-element";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.FOR)) {
            return in;
        }
        Map<Eqn, Found> found = new IdentityHashMap<>();
        walk(in.body(), new IntValues(in), found);
        return found.isEmpty() ? in : Rewrite.run(in, (e, r) -> {
            Found f = found.get(r.old());
            if (f == null) {
                return false;
            }
            RegionView view = RegionView.of(e);
            Var some = r.b.emit(Prim.GT, view.head(), Lit.zero(view.head().dtype()));
            r.replace(e.out(), r.b.cond(some, () -> two(view, f, r), view::inits));
            return true;
        });
    }

    /** Finds such loops where trips may write the element. */
    private static List<Eqn> walk(List<Eqn> body, IntValues values, Map<Eqn, Found> to) {
        for (Eqn e : body) {
            if (!Regions.of(e).isEmpty()) {
                Found f = e.prim() == Prim.FOR ? found(e) : null;
                values.regions(e, b -> {
                    walk(b, values, to);
                    if (f != null && !apart(f, values)) {
                        to.put(e, f);
                    }
                    return b;
                });
            }
            values.define(e);
        }
        return body;
    }

    private static boolean apart(Found f, IntValues values) {
        try {
            return values.facts.proveNotZero(values.exact(f.written()).minus(values.exact(f.fixed())));
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** The array, where each trip writes it, and where all trips read it. */
    private record Found(RegionView.Slot slot, Eqn write, Eqn read) {
        Atom written() {
            return write.indices().get(write.indices().size() - 1);
        }

        Atom fixed() {
            return read.indices().get(read.indices().size() - 1);
        }
    }

    private static Found found(Eqn e) {
        RegionView view = RegionView.of(e);
        List<Eqn> body = view.body().body();
        if (Regions.size(body) > MOST_EQUATIONS || Regions.any(body, x -> x.prim() == Prim.CHECK || x.prim() != Prim.COND && !Regions.of(x).isEmpty())) {
            return null;
        }
        Set<Integer> inside = Regions.defined(view.body());
        return view.slots().stream().filter(s -> s.param().isArray()).map(s -> found(view, s, inside)).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static Found found(RegionView view, RegionView.Slot s, Set<Integer> inside) {
        Set<Integer> versions = Versions.of(view, s);
        if (versions == null) {
            return null;
        }
        var writes = new ArrayList<Eqn>();
        var reads = new ArrayList<Eqn>();
        var others = new boolean[1];
        Regions.each(view.body().body(), x -> {
            if (x.in().stream().noneMatch(a -> a instanceof Var v && versions.contains(v.id()))) {
                return;
            }
            if (ElementAccess.isOne(x, Prim.UPDATE)) {
                writes.add(x);
            } else if (ElementAccess.isOne(x, Prim.INDEX)) {
                reads.add(x);
            } else {
                others[0] |= x.prim() != Prim.DIM;
            }
        });
        if (others[0] || writes.isEmpty() || writes.stream().anyMatch(w -> !w.indices().equals(writes.get(0).indices()))) {
            return null;
        }
        Found found = null;
        for (Eqn x : reads) {
            if (!x.indices().equals(writes.get(0).indices())) {
                boolean again = found != null && !x.indices().equals(found.read.indices());
                if (again || !x.in().get(0).equals(s.param()) || x.indices().stream().anyMatch(a -> a instanceof Var v && inside.contains(v.id()))) {
                    return null;
                }
                found = found == null || view.body().body().contains(x) ? new Found(s, writes.get(0), x) : found;
            }
        }
        // in the first trip, at least, it is read
        return found != null && view.body().body().contains(found.read) && goesThrough(view, found, inside) ? found : null;
    }

    /** Whether the trips write one element after the other, in the part that the fixed one is in. */
    private static boolean goesThrough(RegionView view, Found f, Set<Integer> inside) {
        int last = f.write.indices().size() - 1;
        if (!f.write.indices().subList(0, last).equals(f.read.indices().subList(0, last)) || f.fixed().dtype() != DType.I32 || view.head().dtype() != DType.I32) {
            return false;
        }
        Atom at = f.written();
        Eqn e = at instanceof Var v ? Regions.definition(view.body().body(), v) : null;
        return at.equals(view.trip()) || e != null && (e.prim() == Prim.ADD || e.prim() == Prim.SUB && e.in().get(0).equals(view.trip()))
            && e.in().contains(view.trip()) && e.in().stream().noneMatch(a -> a instanceof Var v && !v.equals(view.trip()) && inside.contains(v.id())) && !e.in().get(0).equals(e.in().get(1));
    }

    /** Appends both loops; what the second one hands on. */
    private static List<Atom> two(RegionView view, Found f, Rewrite r) {
        Builder b = r.b;
        Atom n = view.head();
        // in 64 bits, as the difference of two places may be no int
        Rewrite first = r.beside().replace(view.trip(), Lit.zero(DType.I32));
        Eqn place = f.written() instanceof Var v ? Regions.definition(view.body().body(), v) : null;
        if (place != null) {
            first.append(place);
        }
        Atom begin = first.atom(f.written());
        Var after = b.emit(Prim.ADD, b.emit(Prim.SUB, b.convert(r.atom(f.fixed()), DType.I64), b.convert(begin, DType.I64)), Lit.of(DType.I64, 1));
        Var within = b.emit(Prim.MIN, b.emit(Prim.MAX, after, Lit.zero(DType.I64)), b.convert(n, DType.I64));
        Var until = b.convert(within, DType.I32);
        List<Atom> middle = loop(view, f, r, Lit.zero(DType.I32), until, view.inits());
        return loop(view, f, r, until, b.emit(Prim.SUB, n, until), middle);
    }

    private static List<Atom> loop(RegionView view, Found f, Rewrite r, Atom from, Atom trips, List<? extends Atom> init) {
        Builder b = r.b;
        // by the parameter, as what the slot begins with has another name where an earlier loop has been split
        Atom array = init.get(view.slots().stream().map(RegionView.Slot::param).toList().indexOf(f.slot.param()));
        Var value = b.index(array, Params.Access.PROMISED, r.atoms(f.read.indices()));
        Rewrite copy = r.beside((e, w) -> {
            boolean read = w.old().prim() == Prim.INDEX && w.old().in().get(0).equals(f.slot.param()) && w.old().indices().equals(f.read.indices());
            if (read) {
                w.replace(w.old().result(), value);
            }
            return read;
        });
        Var i = b.fresh(view.trip().type());
        b.open();
        copy.replace(view.trip(), b.folded(Prim.ADD, i, from));
        var slots = new ArrayList<RegionView.Slot>();
        var params = new ArrayList<Var>();
        for (RegionView.Slot s : view.slots()) {
            params.add(copy.rename(s.param()));
        }
        copy.append(view.body().body());
        List<Eqn> body = b.close();
        for (int k = 0; k < params.size(); k++) {
            RegionView.Slot s = view.slots().get(k);
            slots.add(RegionView.Slot.of(s.role(), init.get(k), params.get(k), copy.atom(s.yield()), b.fresh(s.result().type())));
        }
        b.append(RegionView.loop(Prim.FOR, Dim.UNKNOWN, trips, i, slots, body));
        return new ArrayList<>(slots.stream().map(RegionView.Slot::result).toList());
    }
}
