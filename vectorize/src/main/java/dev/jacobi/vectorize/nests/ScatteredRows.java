package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.vectorize.checks.PolyCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings convolutions that are written from where their terms come to the form that {@link GatheredTerms} knows, in which two loops go along one row. A loop over a kernel's rows goes around the loop along a row of terms, as
 * each of its trips changes elements of a row of its own; in a flat array that is asked in front. Where terms are several elements apart, those of which the elements are so, too, come one after the other. Each element takes
 * its terms in the same order as before.
 *
 * <pre>
 *  for(w) { j -> for(p) { a -> for(q) { b -> y[i + a, j + b] += f(a, j, b) } } }
 *  for(p) { a -> for(w) { j -> for(q) { b -> y[i + a, j + b] += f(a, j, b) } } }
 *
 *  for(n) { i -> for(m) { j -> y[s * i + j] += f(i, j) } }
 *  for(s) { r -> for(n) { i -> for((m - r - 1) / s + 1) { k -> y[s * i + s * k + r] += f(i, s * k + r) } } }
 * </pre>
 */
final class ScatteredRows {
    /** Elements of a row at most, so that as many rows as a kernel has are less than half of all numbers apart. */
    private static final long WIDEST = (1L << 31) / GatheredTerms.MOST_TERMS;

    /** What {@code in} becomes; itself where it has no such loops. */
    Func run(Func in) {
        return Regions.any(in.body(), ScatteredRows::mayScatter) ? new Walk(in).run() : in;
    }

    /** Changes loops where it finds them, inner ones first. */
    private static final class Walk extends AccessWalk {
        private final Func in;

        Walk(Func in) {
            super(in);
            this.in = in;
        }

        @Override
        protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
            if (old != now || !mayScatter(now)) {
                return List.of(now);
            }
            Builder b = values.shapes.ids;
            var code = new PolyCode(b, values, in);
            ScatteredNest nest = ScatteredNest.of(now, inside, values);
            if (nest != null) {
                return isStep(nest, inside) ? steps(nest, b) : List.of(now);
            }
            Rows rows = rows(now, b);
            nest = rows == null ? null : ScatteredNest.of(rows.inner, inside, values);
            Set<Poly> apart = nest == null || !nest.isSum() && !isStep(nest, inside) ? null : apart(now, rows, nest);
            if (apart == null) {
                return List.of(now);
            }
            b.open();
            ScatteredNest along = nest;
            // what goes out of the loop that goes inside is there where that loop has a trip
            Atom runs = b.emit(Prim.GE, RegionView.of(now).head(), Lit.i32(1));
            b.cond(b.emit(Prim.AND, code.hold(apart), runs), () -> rows.around(along, b), () -> Rewrite.repeat(b, now), now.out());
            return b.close();
        }

        /** Whether several of the outer loop's trips may change an element, to which they add: not where something else is read as far apart, as rows are. */
        private boolean isStep(ScatteredNest nest, List<ElementAccess> inside) {
            Poly m = values.exact(nest.inner().head());
            if (!nest.isStep() || m == null || values.facts.prove(nest.outwards().minus(m))) {
                return false;
            }
            Eqn write = nest.write();
            boolean adds = inside.stream().anyMatch(a -> a.eqn() != write && a.eqn().in().get(0).equals(write.in().get(0)));
            return adds && inside.stream().allMatch(a -> a.eqn().in().get(0).equals(write.in().get(0)) || a.eqn().indices().stream().allMatch(x -> movesByNumber(x, nest.outer().trip())));
        }

        private boolean movesByNumber(Atom index, Var trip) {
            Poly by = values.ring(index).linear(trip.id());
            return by != null && by.isConst();
        }

        /** What must not be negative for trips of the loop that goes around to change different elements; null where that cannot be told. */
        private Set<Poly> apart(Eqn loop, Rows rows, ScatteredNest nest) {
            Set<Integer> changed = Regions.defined(Regions.of(loop).get(0));
            int trip = rows.around.trip().id();
            List<? extends Atom> indices = nest.write().indices();
            for (Atom index : indices) {
                Poly at = values.ring(index);
                Poly by = at.linear(trip);
                if (by != null && by.isConst() && Math.abs(by.constant()) == 1 && !at.minus(Poly.var(trip).times(by)).mentions(changed::contains)) {
                    return Set.of();
                }
            }
            Atom lastIndex = indices.get(indices.size() - 1);
            Poly at = values.ring(lastIndex);
            Poly by = at.linear(trip);
            Poly n = values.exact(nest.outer().head());
            Poly m = values.exact(nest.inner().head());
            Poly many = values.exact(rows.around.head());
            if (by == null || by.equals(Poly.ZERO) || by.mentions(changed::contains) || nest.inwards().negate().equals(nest.outwards()) || n == null || m == null || many == null) {
                return null;
            }
            try {
                Poly rest = at.minus(Poly.var(trip).times(by));
                if (lastIndex.equals(nest.place())) {
                    rest = rest.minus(Poly.var(nest.outer().trip().id()).times(nest.outwards())).minus(Poly.var(nest.inner().trip().id()).times(nest.inwards()));
                }
                if (rest.mentions(changed::contains)) {
                    return null;
                }
                Poly row = nest.outwards().times(n.plus(-1)).plus(nest.inwards().times(m.plus(-1))).plus(1);
                var apart = new LinkedHashSet<Poly>(List.of(by.minus(row), Poly.of(WIDEST).minus(by), Poly.of(GatheredTerms.MOST_TERMS).minus(many)));
                if (!nest.outwards().isConst()) {
                    apart.add(nest.outwards());
                }
                return apart.stream().allMatch(p -> PolyCode.isSafe(p, values.facts)) ? apart : null;
            } catch (ArithmeticException tooLarge) {
                return null;
            }
        }
    }

    /** Whether it is worth a look at places: loops of one array, three of them or two whose places may be steps apart. */
    private static boolean mayScatter(Eqn e) {
        Eqn inner = last(e);
        return inner != null && (last(inner) != null || Regions.of(inner).get(0).body().stream().anyMatch(x -> x.prim() == Prim.UPDATE) && Regions.of(e).get(0).body().stream().anyMatch(x -> x.prim() == Prim.MUL || x.prim() == Prim.SHL));
    }

    private static Eqn last(Eqn e) {
        List<Eqn> body = e.prim() == Prim.FOR && e.out().size() == 1 && e.result().isArray() ? Regions.of(e).get(0).body() : List.of();
        Eqn last = body.isEmpty() ? null : body.get(body.size() - 1);
        return last != null && last.prim() == Prim.FOR && last.out().size() == 1 && last.result().isArray() ? last : null;
    }

    /** The loops as they are to be. */
    private record Rows(RegionView loop, RegionView around, List<Eqn> fixed, Var array, Eqn inner) {
        /** The loop that goes around, with what it computes for all of its trip; the array in the end. */
        List<Var> around(ScatteredNest nest, Builder b) {
            var body = new ArrayList<>(fixed);
            body.addAll(nest.isStep() ? steps(nest, b) : List.of(inner));
            Var result = b.fresh(inner.result().type());
            b.append(RegionView.loop(Prim.FOR, around.extent(), around.head(), around.trip(), List.of(Slot.of(RegionView.Role.CARRY, loop.inits().get(0), array, inner.result(), result)), body));
            return List.of(result);
        }
    }

    /** A loop around one around another with the first two exchanged; null where what they compute beside does not let them. */
    private static Rows rows(Eqn e, Builder b) {
        Eqn second = last(e);
        Eqn third = second == null ? null : last(second);
        if (third == null) {
            return null;
        }
        RegionView loop = RegionView.of(e);
        RegionView around = RegionView.of(second);
        RegionView inner = RegionView.of(third);
        Slot one = loop.slots().get(0);
        Slot two = around.slots().get(0);
        Slot three = inner.slots().get(0);
        List<Eqn> before = beside(loop);
        List<Eqn> between = beside(around);
        Set<Integer> changed = Regions.defined(loop.body());
        boolean handsOn = two.init().equals(one.param()) && three.init().equals(two.param()) && one.yield().equals(two.result()) && two.yield().equals(three.result());
        boolean simple = before.stream().allMatch(x -> isCheap(x, Set.of(one.param()))) && between.stream().allMatch(x -> isCheap(x, Set.of(one.param(), two.param())));
        boolean same = !(around.head() instanceof Var v && changed.contains(v.id())) && !Regions.any(third.params().regions().get(0).body(), x -> x.in().contains(one.param()) || x.in().contains(two.param()));
        if (!handsOn || !simple || !same) {
            return null;
        }
        // what does not depend on the trip that goes inside stays in front of its loop
        var moved = new HashSet<Atom>(List.of(loop.trip()));
        before.forEach(x -> moved.addAll(x.out()));
        var fixed = new ArrayList<Eqn>();
        var body = new ArrayList<>(before);
        for (Eqn x : between) {
            boolean moves = x.in().stream().anyMatch(moved::contains);
            (moves ? body : fixed).add(x);
            if (moves) {
                moved.addAll(x.out());
            }
        }
        if (moved.contains(inner.head())) {
            return null;
        }
        Var array = b.fresh(one.param().type());
        Var carried = b.fresh(one.param().type());
        Var result = b.fresh(one.result().type());
        body.add(RegionView.loop(Prim.FOR, inner.extent(), inner.head(), inner.trip(), List.of(Slot.of(three.role(), carried, three.param(), three.yield(), three.result())), inner.body().body()));
        Eqn along = RegionView.loop(Prim.FOR, loop.extent(), loop.head(), loop.trip(), List.of(Slot.of(one.role(), array, carried, three.result(), result)), body);
        return new Rows(loop, around, fixed, array, along);
    }

    private static List<Eqn> beside(RegionView loop) {
        List<Eqn> body = loop.body().body();
        return body.subList(0, body.size() - 1);
    }

    private static boolean isCheap(Eqn e, Set<Var> arrays) {
        return ScatteredNest.isSimple(e) && !e.prim().cost().isSlow() && e.in().stream().noneMatch(arrays::contains);
    }

    /** The loops over terms that are a step apart, around those of each: of two where only the call knows how many. */
    private static List<Eqn> steps(ScatteredNest nest, Builder b) {
        Atom known = nest.outwards().isConst() ? null : Var.among(nest.term().stream().flatMap(e -> e.in().stream()).toList()).stream().filter(v -> v.id() == nest.outwards().asVar()).findFirst().orElse(null);
        if (known == null && !nest.outwards().isConst()) {
            return List.of(nest.outer().eqn());
        }
        Lit step = Lit.i32(known == null ? (int) nest.outwards().constant() : 2);
        Atom m = nest.inner().head();
        b.open();
        Atom few = b.emit(Prim.AND, b.emit(Prim.GT, m, step), b.emit(Prim.LE, m, Lit.i32(GatheredTerms.MOST_TERMS)));
        Atom ok = b.emit(Prim.AND, few, b.emit(Prim.GE, nest.outer().head(), b.emit(Prim.MUL, m, Lit.i32(2))));
        Atom same = known == null ? ok : b.emit(Prim.AND, ok, b.emit(Prim.EQ, known, Lit.of(known.dtype(), 2)));
        b.cond(same, () -> b.loop(step, nest.outer().inits(), p -> step(nest, b, step, p, known)), () -> Rewrite.repeat(b, nest.outer().eqn()), nest.outer().eqn().out());
        return b.close();
    }

    /** The loops over terms whose numbers are a given one and as many steps as there are further ones; {@code known} is what is as far as the step. */
    private static List<Var> step(ScatteredNest nest, Builder b, Lit step, List<Var> first, Atom known) {
        Atom left = b.emit(Prim.SUB, b.emit(Prim.SUB, nest.inner().head(), first.get(0)), Lit.i32(1));
        Atom terms = b.emit(Prim.ADD, b.emit(Prim.DIV, left, step), Lit.i32(1));
        return b.loop(nest.outer().head(), List.of(first.get(1)), i -> {
            Rewrite r = new Rewrite(b).replace(nest.outer().trip(), i.get(0));
            if (known instanceof Var v) {
                r.replace(v, Lit.of(v.dtype(), 2));
            }
            r.append(beside(nest.outer()));
            return b.loop(terms, List.of(i.get(1)), k -> {
                Atom j = b.emit(Prim.ADD, b.emit(Prim.MUL, k.get(0), step), first.get(0));
                r.replace(nest.inner().trip(), j).replace(nest.inner().slots().get(0).param(), k.get(1));
                r.append(nest.inner().body().body());
                return List.of(r.atom(nest.inner().slots().get(0).yield()));
            });
        });
    }
}
