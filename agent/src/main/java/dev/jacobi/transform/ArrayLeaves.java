package dev.jacobi.transform;

import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.core.Precision;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Dim;
import dev.jacobi.lift.request.ValueTree;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * NDArrays among the leaves of values. A complex one has two leaves, as an object of its real and its imaginary part. A program knows of extents which are 0 or 1, which are equal, and the values
 * of those that it was made for: extents in the structure of a value are numbers at first, and {@link #general} makes symbols of them.
 */
final class ArrayLeaves {
    /** Among the lengths that a program was made for: the numbers in short arrays of ints are part of it. */
    static final int NUMBERS = -1;

    private ArrayLeaves() {
    }

    static ValueTree tree(NDArray x) {
        if (x.dtype().isComplex()) {
            return ValueTree.ArrayForm.complex(leaf(Parts.real(x)), leaf(Parts.imaginary(x)));
        }
        return leaf(x);
    }

    private static ValueTree.Leaf leaf(NDArray x) {
        List<Dim> dims = Arrays.stream(x.shape()).mapToObj(Dim::of).toList();
        return new ValueTree.Leaf(x.dtype().ir(), dims.size(), new ValueTree.ArrayForm(x.dtype(), x.isWeak(), dims));
    }

    static boolean isComplex(ValueTree.Rec r) {
        return r.cls().equals(ValueTree.ArrayForm.CLASS);
    }

    static int flatten(ValueTree.Rec r, Object v, Object[] out, int at) {
        if (!(v instanceof NDArray x) || !x.dtype().isComplex() || !fits((ValueTree.Leaf) r.parts().get(0), Parts.real(x))) {
            return -1;
        }
        out[at] = Parts.real(x);
        out[at + 1] = Parts.imaginary(x);
        return at + 2;
    }

    static NDArray complex(NDArray re, NDArray im) {
        return Parts.complex(re, im);
    }

    /** Whether an array has the type and rank of a leaf; extents are looked at by {@link Shapes}. */
    static boolean fits(ValueTree.Leaf l, NDArray x) {
        return x.dtype() == l.array().element() && x.isWeak() == l.array().weak() && x.rank() == l.rank();
    }

    /** Whether numbers have 64 bits where nothing says otherwise: part of what a program is made for. */
    static boolean isWide() {
        return Precision.ofProcess().isWide();
    }

    /**
     * The structures with symbols for extents above 1: equal ones for equal extents. Those whose number is {@code known} stay numbers, and so do short arrays of ints where {@link #NUMBERS} is among
     * them.
     */
    static List<ValueTree> general(List<ValueTree> trees, Set<Integer> known) {
        var seen = new ArrayList<Long>();
        var out = new ArrayList<ValueTree>();
        boolean numbers = known.contains(NUMBERS);
        for (ValueTree t : trees) {
            boolean same = t.leaves().stream().allMatch(l -> !l.isNDArray() && (numbers || l.numbers() == null));
            out.add(same ? t : t.mapLeaves(l -> l.isNDArray() ? general(l, seen, known) : numbers ? l : l.withoutNumbers()));
        }
        return out;
    }

    private static ValueTree.Leaf general(ValueTree.Leaf l, List<Long> seen, Set<Integer> known) {
        var dims = new ArrayList<Dim>();
        for (Dim d : l.array().dims()) {
            if (d.add() > 1 && !seen.contains(d.add())) {
                seen.add(d.add());
            }
            int k = seen.indexOf(d.add());
            dims.add(d.add() < 2 || known.contains(k) ? d : Trace.input(k));
        }
        return new ValueTree.Leaf(l.dtype(), l.rank(), new ValueTree.ArrayForm(l.array().element(), l.array().weak(), dims));
    }

    /** The structure of an array, with its extents, or of none; the array that was last found to have it is not looked at again. */
    static final class Seen {
        private final ValueTree tree;
        private volatile WeakReference<NDArray> last;

        Seen(NDArray x) {
            tree = x == null ? null : ArrayLeaves.tree(x);
            last = new WeakReference<>(x);
        }

        ValueTree tree() {
            return tree;
        }

        boolean fits(NDArray x) {
            if (x == null || tree == null) {
                return x == null && tree == null;
            }
            if (last.get() == x) {
                return true;
            }
            boolean fits = ArrayLeaves.tree(x).equals(tree);
            if (fits) {
                last = new WeakReference<>(x);
            }
            return fits;
        }
    }

    /** The extents that a program was made for: tells whether a call's arrays have them. */
    static final class Shapes {
        private final int[] leaves;
        private final Dim[][] dims;

        /** {@code all} are the leaves of a call in their order. */
        Shapes(List<ValueTree.Leaf> all) {
            var at = new ArrayList<Integer>();
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).isNDArray()) {
                    at.add(i);
                }
            }
            leaves = at.stream().mapToInt(Integer::intValue).toArray();
            dims = at.stream().map(i -> all.get(i).array().dims().toArray(Dim[]::new)).toArray(Dim[][]::new);
        }

        boolean fit(Object[] values) {
            if (leaves.length == 0) {
                return true;
            }
            int[] seen = new int[8];
            int count = 0;
            for (int i = 0; i < leaves.length; i++) {
                int[] own = ((ArrayValue.Stored) ((NDArray) values[leaves[i]]).value()).dims();
                for (int k = 0; k < own.length; k++) {
                    int n = own[k];
                    int number = 0;
                    while (number < count && seen[number] != n) {
                        number++;
                    }
                    if (n > 1 && number == count) {
                        seen = count == seen.length ? Arrays.copyOf(seen, 2 * count) : seen;
                        seen[count++] = n;
                    }
                    Dim d = dims[i][k];
                    if (d.isConst() ? d.add() != n : n < 2 || Trace.inputOf(d.sym()) != number) {
                        return false;
                    }
                }
            }
            return true;
        }
    }
}
