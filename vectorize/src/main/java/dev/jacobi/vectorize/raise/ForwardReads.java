package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
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
 * earlier trips have left before it writes, and trips that write what earlier ones have only read can go together.
 */
public final class ForwardReads implements Optimisation {
    @Override
    public String name() {
        return "forward-reads";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.FOR)) {
            return in;
        }
        var walk = new Walk(new IntValues(in));
        List<Eqn> body = walk.block(in.body(), false);
        return walk.known.isEmpty() && !walk.moved ? in : Rewrite.run(new Func(in.in(), body, in.out()), (e, r) -> {
            Atom value = e.out().size() == 1 ? walk.known.get(e.result()) : null;
            if (value != null) {
                r.replace(e.result(), r.atom(value));
            }
            return value != null;
        });
    }

    private static final class Walk {
        private final IntValues values;
        /** Elements that are read, and the values just written to them. */
        final Map<Var, Atom> known = new HashMap<>();
        boolean moved;

        Walk(IntValues values) {
            this.values = values;
        }

        List<Eqn> block(List<Eqn> body, boolean loop) {
            var out = new ArrayList<Eqn>();
            for (Eqn e : body) {
                Eqn now = Regions.of(e).isEmpty() ? e : values.regions(e, b -> block(b, e.prim() == Prim.FOR));
                if (!loop || !ElementAccess.isOne(e, Prim.INDEX) || !read(e, out)) {
                    out.add(now);
                }
                values.define(e);
            }
            return out;
        }

        /** Puts the read to where it belongs; false when that is here. */
        private boolean read(Eqn e, List<Eqn> out) {
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
            return place < out.size() && move(e, array, place, out);
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
