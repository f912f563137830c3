package dev.jacobi.vectorize.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import java.util.List;
import java.util.stream.IntStream;

/** Which arrays are small, and where their elements are. */
final class SmallShapes {
    /** Elements of an array at most. */
    static final int MOST_ELEMENTS = 20;
    /** The same where arrays of that size are sorted, as windows of 5 x 5 are. */
    static final int MOST_SORTED = 25;

    private SmallShapes() {
    }

    /** How many elements an array may have in a function. */
    static int mostElements(Func f) {
        return Regions.any(f.body(), e -> isSorted(e) && isSmall(e.result().type(), MOST_SORTED)) ? MOST_SORTED : MOST_ELEMENTS;
    }

    /** Whether an operation makes an array of numbers that are known for each element. */
    static boolean isMaker(Eqn e) {
        return e.prim() == Prim.FULL || e.prim() == Prim.IOTA && e.result().type().rank() == 1 && e.result().dtype().isInt();
    }

    static boolean isSorted(Eqn e) {
        return e.prim() == Prim.SORT && e.in().size() == 1 && e.result().type().rank() == 1;
    }

    /** Whether an array is small in any function. */
    static boolean isSmall(Type t) {
        return isSmall(t, MOST_ELEMENTS);
    }

    static boolean isSmall(Type t, int most) {
        long n = t.isScalar() ? 0 : 1;
        for (Dim d : t.dims()) {
            n = d.isConst() && n <= most ? n * d.add() : 0;
        }
        return n > 0 && n <= most;
    }

    /** The places, in the order of rows, of all elements along an axis, the other indices being constants; of the one element where the axis is -1. */
    static List<Integer> places(Type t, List<Atom> indices, int axis) {
        int at = 0;
        int step = 1;
        for (int k = 0; k < indices.size(); k++) {
            int n = (int) t.dims().get(k).add();
            at = at * n + (k == axis ? 0 : (int) ((Lit) indices.get(k)).asLong());
            step = k > axis ? step * n : step;
        }
        int first = at;
        int by = step;
        return IntStream.range(0, axis < 0 ? 1 : (int) t.dims().get(axis).add()).mapToObj(k -> first + k * by).toList();
    }

    /** The number of elements. */
    static int count(Type t) {
        int n = 1;
        for (Dim d : t.dims()) {
            n *= (int) d.add();
        }
        return n;
    }
}
