package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * In a loop's body, an element that is read after another one of the array has been written is read before that, and one that has just been written is not read at all: its value is known. So a trip reads what
 * earlier trips have left before it writes, and trips that write what earlier ones have only read can go together. Of two elements that a trip writes, that which a later trip writes again, where this one has
 * the other, is written first: then so do trips that overwrite what earlier ones have written. In parallel loops, too, lanes read neighbours, as the coordinates of points are, before any of these is stored.
 */
public final class ForwardReads implements Optimisation {
    private final boolean sums;

    /** Of all elements. */
    public ForwardReads() {
        this(true);
    }

    /**
     * Without {@code sums}, what is read to be added to stays in front of the sum: derivatives are still to be taken, and that of {@code a[i] += x} leaves the element's cotangent where it is, if nothing
     * stands between.
     */
    public ForwardReads(boolean sums) {
        this.sums = sums;
    }

    @Override
    public String name() {
        return "forward-reads";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), ForwardReads::isLoop)) {
            return in;
        }
        var walk = new Walk(new IntValues(in), sums);
        List<Eqn> body = walk.block(in.body(), null);
        return walk.known.isEmpty() && !walk.moved ? in : Rewrite.run(new Func(in.in(), body, in.out()), (e, r) -> {
            Atom value = e.out().size() == 1 ? walk.known.get(e.result()) : null;
            if (value != null) {
                r.replace(e.result(), r.atom(value));
            }
            return value != null;
        });
    }

    private static boolean isLoop(Eqn e) {
        return e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE;
    }

    private static final class Walk {
        private final IntValues values;
        /** Elements that are read, and the values just written to them. */
        final Map<Var, Atom> known = new HashMap<>();
        boolean moved;
        private final boolean sums;

        Walk(IntValues values, boolean sums) {
            this.values = values;
            this.sums = sums;
        }

        /** {@code loop} is the loop whose body this is, null where it is none. */
        List<Eqn> block(List<Eqn> body, Eqn loop) {
            var out = new ArrayList<Eqn>();
            for (int k = 0; k < body.size(); k++) {
                Eqn e = body.get(k);
                Eqn now = Regions.of(e).isEmpty() ? e : values.regions(e, b -> block(b, isLoop(e) ? e : null));
                if (loop == null || !moves(e, loop, out, body.subList(k + 1, body.size()))) {
                    out.add(now);
                }
                values.define(e);
            }
            return out;
        }

        /** Whether an access goes somewhere else. In what order a trip writes matters only to trips that follow each other. */
        private boolean moves(Eqn e, Eqn loop, List<Eqn> out, List<Eqn> rest) {
            return ElementAccess.isOne(e, Prim.INDEX) ? read(e, out, rest) : ElementAccess.isOne(e, Prim.UPDATE) && loop.prim() == Prim.FOR && write(e, out, rest, Regions.of(loop).get(0));
        }

        /** Puts the read to where it belongs; false when that is here. */
        private boolean read(Eqn e, List<Eqn> out, List<Eqn> rest) {
            Atom array = e.in().get(0);
            int place = out.size();
            for (int k = out.size() - 1; k >= 0; k--) {
                Eqn u = out.get(k);
                if (u.out().contains(array)) {
                    if (!ElementAccess.isOne(u, Prim.UPDATE)) {
                        break;
                    }
                    int same = compare(e.indices(), u.indices());
                    if (same > 0) {
                        known.put(e.result(), u.written());
                        return false;
                    } else if (same == 0) {
                        break;
                    }
                    place = k;
                    array = u.in().get(0);
                }
            }
            return place < out.size() && (sums || !isAddedTo(e, rest)) && move(e, array, place, out);
        }

        /** Whether the element is written next in the array that it was read from, as a sum of itself. */
        private static boolean isAddedTo(Eqn e, List<Eqn> rest) {
            for (Eqn u : rest) {
                if (ElementAccess.isOne(u, Prim.UPDATE) && u.in().get(0).equals(e.in().get(0))) {
                    Eqn sum = u.written() instanceof Var v ? Regions.definition(rest, v) : null;
                    return sum != null && u.indices().equals(e.indices())
                        && (sum.prim() == Prim.ADD && sum.in().contains(e.result()) || sum.prim() == Prim.SUB && sum.in().get(0).equals(e.result()));
                }
            }
            return false;
        }

        /** Writes an element in front of those that have been written, as far as a later trip writes them where this one writes the element; false when there are none. */
        private boolean write(Eqn e, List<Eqn> out, List<Eqn> rest, Region loop) {
            Eqn last = Regions.definition(out, e.in().get(0));
            if (last == null || !ElementAccess.isOne(last, Prim.UPDATE) || !isAhead(e, last, loop.params().get(0))) {
                return false;
            }
            var others = new ArrayList<>(out);
            others.addAll(rest);
            Map<Integer, Integer> uses = new HashMap<>(Regions.uses(others, loop.out()));
            e.in().forEach(a -> uses.merge(a instanceof Var v ? v.id() : -1, 1, Integer::sum));
            var behind = new ArrayList<Eqn>();
            Atom array = e.in().get(0);
            Eqn u = Regions.definition(out, array);
            while (u != null && ElementAccess.isOne(u, Prim.UPDATE) && uses.getOrDefault(u.result().id(), 0) == 1 && isAhead(e, u, loop.params().get(0))) {
                behind.add(0, u);
                array = u.in().get(0);
                u = Regions.definition(out, array);
            }
            if (behind.isEmpty()) {
                return false;
            }
            out.removeAll(behind);
            for (int k = -1; k < behind.size(); k++) {
                Eqn x = k < 0 ? e : behind.get(k);
                var in = new ArrayList<>(x.in());
                in.set(0, array);
                Var result = k + 1 == behind.size() ? e.result() : values.shapes.ids.fresh(e.result().type());
                Eqn written = new Eqn(Prim.UPDATE, in, x.params(), List.of(result));
                out.add(written);
                if (k + 1 < behind.size()) {
                    values.define(written);
                }
                array = result;
            }
            moved = true;
            return true;
        }

        /** Whether an element that a trip writes is, some trips later, what the other write is to, and never so in the same trip. */
        private boolean isAhead(Eqn e, Eqn u, Var trip) {
            List<Atom> x = e.indices();
            List<Atom> y = u.indices();
            int last = x.size() - 1;
            try {
                Poly d = values.exact(x.get(last)).minus(values.exact(y.get(last)));
                Poly step = values.exact(y.get(last)).linear(trip.id());
                return x.subList(0, last).equals(y.subList(0, last)) && d.isConst() && step != null && step.isConst() && step.constant() != 0
                    && d.constant() % step.constant() == 0 && d.constant() / step.constant() > 0;
            } catch (ArithmeticException tooLarge) {
                return false;
            }
        }

        /** Positive when the places are the same, negative when they certainly differ. */
        private int compare(List<Atom> x, List<Atom> y) {
            boolean same = true;
            for (int k = 0; k < x.size(); k++) {
                try {
                    Poly d = values.exact(x.get(k)).minus(values.exact(y.get(k)));
                    if (values.facts.proveNotZero(d)) {
                        return -1;
                    }
                    same &= d.equals(Poly.ZERO);
                } catch (ArithmeticException tooLarge) {
                    same = false;
                }
            }
            return same ? 1 : 0;
        }

        /** Moves the read, of another version of its array, and the arithmetic that it needs in front of an equation; false when something on the way may fail or is more than arithmetic. */
        private boolean move(Eqn e, Atom array, int place, List<Eqn> out) {
            List<Eqn> way = out.subList(place, out.size());
            var slice = new ArrayList<>(BackwardSlice.of(way, e.indices()).eqns());
            if (Regions.any(way, x -> x.prim() == Prim.CHECK || x.prim() == Prim.CALL) || slice.stream().anyMatch(u -> u.prim().form() != Prim.Form.ELEMENTWISE)) {
                return false;
            }
            var in = new ArrayList<>(e.in());
            in.set(0, array);
            out.removeAll(slice);
            slice.add(e.with(in));
            out.addAll(place, slice);
            moved = true;
            return true;
        }
    }
}
