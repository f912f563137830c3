package dev.jacobi.vectorize.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Indices that data choose among a few constants: the place of the least of some elements, or where a shift of elements ended. Which loops have to be taken trip by trip for that is asked first; once they
 * are, such an index is a tree of selects whose leaves are constants, and an element at it is the same tree of elements.
 */
final class ChosenPlaces {
    /** A tree of more selects is not written again for an element: comparing the index with all its values is shorter. */
    private static final int MOST_SELECTS = 8;
    private static final int DEPTH = 64;
    private static final Set<Prim> OPERATIONS = Set.of(Prim.ADD, Prim.SUB, Prim.MUL, Prim.DIV, Prim.MIN, Prim.MAX, Prim.SHR, Prim.AND);
    /** What may be computed for elements that are not set: it takes one step and cannot fail, and no derivative of it is a product, which is NaN where the other factor is infinite. */
    private static final Set<Prim> AT_EACH_PLACE = Set.of(Prim.ADD, Prim.SUB, Prim.MIN, Prim.MAX, Prim.AND, Prim.OR, Prim.XOR);
    private final Map<Integer, Eqn> definitions;
    /** Loops by the parameters of their bodies. */
    private final Map<Integer, Eqn> loops;
    private final Map<Integer, Optional<Set<Long>>> known = new HashMap<>();

    ChosenPlaces(Map<Integer, Eqn> definitions, Map<Integer, Eqn> loops) {
        this.definitions = definitions;
        this.loops = loops;
    }

    /** The numbers of trips that an index is chosen by, of loops that have to be taken apart; null for an index that is something else, such as one from memory. */
    Set<Integer> trips(Atom index) {
        var trips = new TreeSet<Integer>();
        return index instanceof Var && isChosen(index, trips, new HashSet<>(), 0) ? trips : null;
    }

    private boolean isChosen(Atom a, Set<Integer> trips, Set<Integer> seen, int depth) {
        if (a instanceof Lit || !seen.add(((Var) a).id())) {
            return true;
        }
        Var v = (Var) a;
        Eqn e = definitions.get(v.id());
        Eqn loop = e == null ? loops.get(v.id()) : Regions.isLoop(e) ? e : null;
        if (depth > DEPTH || e == null && loop == null) {
            return false;
        }
        if (loop != null) {
            if (loop.prim() != Prim.FOR) {
                return false;
            }
            trips.add(Regions.trip(loop).id());
            RegionView view = RegionView.of(loop);
            RegionView.Slot slot = e == null ? view.ofParam(v) : RegionView.ofResult(e, v);
            return slot == null || isChosen(slot.init(), trips, seen, depth + 1) && isChosen(slot.yield(), trips, seen, depth + 1);
        }
        List<Atom> of = isBit(e) ? List.of() : isOperation(e) ? e.in() : Definitions.ways(e, v);
        return of != null && of.stream().allMatch(x -> isChosen(x, trips, seen, depth + 1));
    }

    /** Whether an equation makes 0 or 1 of a bool, as selects of these are written. */
    private static boolean isBit(Eqn e) {
        return e.prim() == Prim.CONVERT && e.in().get(0).dtype() == DType.BOOL;
    }

    /** Whether an equation computes an integer of two that may be chosen. */
    private static boolean isOperation(Eqn e) {
        return OPERATIONS.contains(e.prim()) && e.result().type().isScalar() && e.result().dtype().isInt() && (e.prim() != Prim.DIV || e.in().get(1) instanceof Lit l && l.asLong() != 0);
    }

    /** The values that an index may have, once loops are taken apart; null where they are not seen, or are more than a few. */
    private Set<Long> values(Atom index) {
        if (index instanceof Lit l) {
            return Set.of(l.asLong());
        }
        int id = ((Var) index).id();
        Optional<Set<Long>> found = known.get(id);
        if (found == null) {
            // what is asked again on the way to its own values is not seen
            known.put(id, Optional.empty());
            found = Optional.ofNullable(found((Var) index, definitions.get(id))).filter(v -> v.size() <= SmallShapes.MOST_ELEMENTS);
            known.put(id, found);
        }
        return found.orElse(null);
    }

    private Set<Long> found(Var index, Eqn e) {
        if (e != null && isBit(e)) {
            return Set.of(0L, 1L);
        }
        var all = new TreeSet<Long>();
        if (e != null && isOperation(e)) {
            Set<Long> from = values(e.in().get(0));
            Set<Long> by = values(e.in().get(1));
            if (from == null || by == null) {
                return null;
            }
            DType t = index.dtype();
            by.forEach(y -> from.forEach(x -> all.add(Eval.fold(e.prim(), e.params(), List.of(Lit.of(t, x), Lit.of(t, y))).asLong())));
            return all;
        }
        List<Atom> ways = e == null ? null : Definitions.ways(e, index);
        if (ways == null) {
            return null;
        }
        for (Atom a : ways) {
            Set<Long> some = values(a);
            if (some == null) {
                return null;
            }
            all.addAll(some);
        }
        return all;
    }

    /** Those of n places at which an index may be. */
    private List<Long> places(Atom index, int n) {
        Set<Long> values = values(index);
        return LongStream.range(0, n).filter(k -> values == null || values.contains(k)).boxed().toList();
    }

    /** The element at an index, which is one of the function that is written anew. */
    Atom read(Rewrite r, List<Atom> elements, Atom index) {
        Atom found = new Tree(r, elements).at(index);
        if (found != null) {
            return found;
        }
        List<Long> places = places(index, elements.size());
        Atom value = elements.get(places.isEmpty() ? 0 : (int) (long) places.get(places.size() - 1));
        for (int p = places.size() - 2; p >= 0; p--) {
            value = r.b.emit(Prim.SELECT, is(r, index, places.get(p)), elements.get((int) (long) places.get(p)), value);
        }
        return value;
    }

    /**
     * The elements with another one at an index; {@code update} is the equation that sets it. Where what is written is computed of the element that is there, as counts are, each place computes it of its own: no element waits for one
     * that all of them are chosen from.
     */
    List<Atom> write(Rewrite r, List<Atom> elements, Atom index, Eqn update) {
        Eqn value = definitions.get(update.written() instanceof Var v ? v.id() : -1);
        int own = value == null || !AT_EACH_PLACE.contains(value.prim()) ? -1 : ownOperand(value, update);
        Atom other = r.atom(own < 0 ? update.written() : value.in().get(1 - own));
        var all = new ArrayList<>(elements);
        for (long k : places(index, elements.size())) {
            Atom now = elements.get((int) k);
            Atom next = own < 0 ? other : r.b.emit(value.prim(), own == 0 ? now : other, own == 0 ? other : now);
            all.set((int) k, r.b.emit(Prim.SELECT, is(r, index, k), next, now));
        }
        return all;
    }

    /** Which operand of what an update writes is the element that it replaces; -1 when none is. */
    private int ownOperand(Eqn value, Eqn update) {
        for (int k = 0; k < value.in().size(); k++) {
            Eqn read = definitions.get(value.in().get(k) instanceof Var v ? v.id() : -1);
            if (read != null && read.prim() == Prim.INDEX && read.in().equals(update.in().subList(0, update.in().size() - 1))) {
                return k;
            }
        }
        return -1;
    }

    private static Atom is(Rewrite r, Atom index, long k) {
        return r.b.emit(Prim.EQ, r.atom(index), Lit.of(index.dtype(), k));
    }

    /** One reading of an element at an index that is a tree of selects. */
    private final class Tree {
        private final Rewrite r;
        private final List<Atom> elements;
        private final Map<List<Object>, Atom> written = new HashMap<>();

        Tree(Rewrite r, List<Atom> elements) {
            this.r = r;
            this.elements = elements;
        }

        /** The element at the index; null where the index is no small tree of selects. */
        Atom at(Atom index) {
            return leaves(index, 0) > MOST_SELECTS + 1 ? null : element(index, 0);
        }

        private int leaves(Atom index, int depth) {
            if (index instanceof Lit) {
                return 1;
            }
            Eqn e = definitions.get(((Var) index).id());
            if (e == null || depth > DEPTH) {
                return MOST_SELECTS + 2;
            }
            if (isBit(e)) {
                return 2;
            } else if (e.prim() == Prim.SELECT) {
                int one = leaves(e.in().get(1), depth + 1);
                return one > MOST_SELECTS ? one : one + leaves(e.in().get(2), depth + 1);
            }
            Definitions.Offset by = Definitions.Offset.of(e);
            return by == null ? MOST_SELECTS + 2 : leaves(by.base(), depth + 1);
        }

        private Atom element(Atom index, long plus) {
            if (index instanceof Lit l) {
                // sums wrap around as the index' type does; a place that is not there is not chosen
                long place = Lit.of(index.dtype(), l.asLong() + plus).asLong();
                return elements.get((int) Math.max(0, Math.min(elements.size() - 1, place)));
            }
            var key = List.<Object>of(index, plus);
            Atom found = written.get(key);
            if (found == null) {
                Eqn e = definitions.get(((Var) index).id());
                if (e.prim() == Prim.SELECT) {
                    found = select(e.in().get(0), element(e.in().get(1), plus), element(e.in().get(2), plus));
                } else if (isBit(e)) {
                    found = select(e.in().get(0), element(Lit.of(index.dtype(), 1), plus), element(Lit.of(index.dtype(), 0), plus));
                } else {
                    Definitions.Offset by = Definitions.Offset.of(e);
                    found = element(by.base(), plus + by.by());
                }
                written.put(key, found);
            }
            return found;
        }

        private Atom select(Atom chosen, Atom yes, Atom no) {
            return yes.equals(no) ? yes : r.b.emit(Prim.SELECT, r.atom(chosen), yes, no);
        }
    }
}
