package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Two rows that change places in each trip of the outer of two loops, {@code for i { for j { cur[j] = f(prev[j], ..) }; swap prev and cur }}: a table of which only the last two rows are kept.
 *
 * <p>The row that is written is not read before it is whole, but for elements that no trip writes; every trip writes the same places of it, and an element is written at one time at most by the inner loop's place that it has. So any number of rows
 * may take turns where there were two, as long as a row's places that nobody writes are those of the row two before.
 *
 * @param previous the outer loop's slot of the row that is read
 * @param current its slot of the row that is written
 * @param written the inner loop's slot of the latter
 */
record RowPair(Slot previous, Slot current, Slot written) {
    /** The pair, if a nest has one; else null. */
    static RowPair of(RegionView outer, RegionView inner, List<Eqn> before, List<Eqn> after) {
        for (Slot c : outer.slots()) {
            Slot p = c.param().type().isScalar() ? null : outer.slots().stream().filter(s -> s != c && s.param().equals(c.yield())).findFirst().orElse(null);
            Slot w = p == null ? null : inner.slots().stream().filter(s -> s.result().equals(p.yield())).findFirst().orElse(null);
            if (w != null && sameTypes(p, c, w)) {
                var pair = new RowPair(p, c, w);
                return pair.isUsedSo(outer, inner, before, after) ? pair : null;
            }
        }
        return null;
    }

    private static boolean sameTypes(Slot p, Slot c, Slot w) {
        return p.param().type().rank() == 1 && List.of(p.init().type(), p.param().type(), p.result().type(), c.init().type(), c.param().type(), c.result().type(), w.param().type(), w.result().type())
            .stream().distinct().count() == 1;
    }

    /** Whether the row that is read is only read, and the other one only written, in front of the inner loop and in it, in all trips. */
    private boolean isUsedSo(RegionView outer, RegionView inner, List<Eqn> before, List<Eqn> after) {
        Set<Integer> rows = versions(before, inner);
        if (rows == null) {
            return false;
        }
        for (Slot s : outer.slots()) {
            boolean read = s.yield().equals(previous.param());
            boolean made = s.yield() instanceof Var v && (rows.contains(v.id()) || v.equals(written.result()));
            if (read != s.equals(current) || made != s.equals(previous)) {
                return false;
            }
        }
        return isReadOnly(previous.param(), outer.body().body()) && isReadOnly(written.result(), after) && after.stream().noneMatch(e -> uses(e, rows))
            && inner.slots().stream().noneMatch(s -> s.init().equals(previous.param()) || s.yield().equals(previous.param()));
    }

    /** The versions of the row that is written, each of which is used once: by the next one; null if it is used in any other way. */
    private Set<Integer> versions(List<Eqn> before, RegionView inner) {
        var rows = new HashSet<Integer>();
        Var last = follow(current.param(), before, rows);
        if (last == null || !written.init().equals(last) || inner.slots().stream().filter(s -> s.init().equals(written.init())).count() > 1
                || Regions.captures(inner.body()).stream().anyMatch(v -> rows.contains(v.id()))) {
            return null;
        }
        if (!isWrittenOnly(inner)) {
            return null;
        }
        Var end = follow(written.param(), inner.body().body(), rows);
        return end != null && written.yield().equals(end) && inner.body().out().stream().filter(a -> a instanceof Var v && rows.contains(v.id())).count() == 1 ? rows : null;
    }

    /** The last version in a body; null when something other than an update in all trips uses one. */
    private static Var follow(Var first, List<Eqn> body, Set<Integer> rows) {
        Var now = first;
        rows.add(first.id());
        for (Eqn e : body) {
            if (now.equals(first) && isReadOnly(first, List.of(e))) {
                continue;
            }
            if (uses(e, rows)) {
                if (e.prim() != Prim.UPDATE || !e.in().get(0).equals(now) || !isPlace(e) || e.in().stream().filter(a -> a instanceof Var v && rows.contains(v.id())).count() > 1) {
                    return null;
                }
                now = e.result();
                rows.add(now.id());
            }
        }
        return now;
    }

    private boolean isWrittenOnly(RegionView inner) {
        return !Regions.any(inner.body().body(), e -> e.prim() != Prim.UPDATE && e.in().contains(written.param()));
    }

    private static boolean isPlace(Eqn e) {
        return e.params() instanceof Params.Access a && a.mode() == Params.Mode.PROMISED && a.op() == null && a.axis() == 0;
    }

    private static boolean uses(Eqn e, Set<Integer> rows) {
        return e.in().stream().anyMatch(a -> a instanceof Var v && rows.contains(v.id())) || Regions.of(e).stream().anyMatch(r -> Regions.captures(r).stream().anyMatch(v -> rows.contains(v.id())));
    }

    private static boolean isReadOnly(Var row, List<Eqn> body) {
        for (Eqn e : body) {
            for (int k = 0; k < e.in().size(); k++) {
                if (e.in().get(k).equals(row) && !(k == 0 && (e.prim() == Prim.INDEX && isPlace(e) || e.prim() == Prim.DIM))) {
                    return false;
                }
            }
            for (Region r : Regions.of(e)) {
                if (r.out().stream().anyMatch(a -> a.equals(row)) || !isReadOnly(row, r.body())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The least factor, up to {@code most}, by which a row has to stay behind the one above for each element that it reads of that one to be there; more than {@code most} if there is none. */
    int skew(SkewedNest nest, List<ElementAccess> accesses, IntValues values, int most) {
        Set<Integer> rows = versions(nest.before(), nest.inner());
        Set<Integer> after = Regions.definitions(nest.after()).keySet();
        Set<Integer> inside = Regions.defined(nest.inner().body());
        List<ElementAccess> writes = accesses.stream().filter(a -> a.writes() && rows.contains(a.array().id())).toList();
        List<ElementAccess> reads = accesses.stream().filter(a -> a.array().equals(previous.param()) && !after.contains(a.eqn().result().id())).toList();
        if (accesses.stream().anyMatch(a -> a.array().equals(current.param()) && !a.writes() && writes.stream().anyMatch(w -> !isOther(a, w, nest, inside, values)))) {
            return most + 1;
        }
        int skew = 1;
        for (ElementAccess w : writes) {
            boolean inner = inside.contains(w.eqn().result().id());
            if (w.index().size() != 1 || !isFixed(w.index().get(0), nest, inner)) {
                return most + 1;
            }
            for (ElementAccess r : inner ? reads : List.<ElementAccess>of()) {
                while (skew <= most && !isThere(r, w, skew, nest, inside.contains(r.eqn().result().id()), values)) {
                    skew++;
                }
            }
        }
        return skew;
    }

    /** Whether a place is the same in all trips of the outer loop, and the inner loop's number plus something if that has it. */
    private static boolean isFixed(Poly place, SkewedNest nest, boolean inner) {
        try {
            Set<Integer> varies = new HashSet<>(Regions.defined(nest.outer().body()));
            return !(inner ? place.minus(Poly.var(nest.inner().trip().id())) : place).mentions(varies::contains);
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** Whether an element that is read in front of the inner loop is none of those that an access writes. */
    private static boolean isOther(ElementAccess r, ElementAccess w, SkewedNest nest, Set<Integer> inside, IntValues values) {
        try {
            Poly ahead = r.index().get(0).minus(w.index().get(0));
            if (!inside.contains(w.eqn().result().id())) {
                return ahead.isConst() && ahead.constant() != 0;
            }
            Poly first = ahead.plus(Poly.var(nest.inner().trip().id()));
            return isNatural(first.negate().plus(-1), r, values) || isNatural(first.minus(values.exact(nest.inner().head())), r, values);
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    private static boolean isNatural(Poly p, ElementAccess at, IntValues values) {
        return p.isConst() ? p.constant() >= 0 : at.proves(p, values);
    }

    /** Whether the trip of the row above that writes what is read comes before: {@code place = trip + c}, read in a trip {@code t}, is there when {@code place - c < t + skew}. */
    private static boolean isThere(ElementAccess r, ElementAccess w, int skew, SkewedNest nest, boolean inside, IntValues values) {
        try {
            Poly trip = Poly.var(nest.inner().trip().id());
            Poly writer = r.index().get(0).minus(w.index().get(0).minus(trip));
            Poly left = (inside ? trip : Poly.ZERO).plus(skew - 1).minus(writer);
            return isNatural(left, r, values);
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }
}
