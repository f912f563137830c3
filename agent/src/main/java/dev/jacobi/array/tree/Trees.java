package dev.jacobi.array.tree;

import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Fn4;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import java.util.ArrayList;
import java.util.List;

/** Functions of arrays on the leaves of trees. All of this is plain code over {@link TreeWalk}, so that it can be compiled with the function that calls it. */
public final class Trees {
    private Trees() {
    }

    /** A function of each leaf. */
    @SuppressWarnings("unchecked")
    public static <T> T map(Fn1<NDArray, NDArray> f, T a) {
        return a == null ? null : (T) TreeWalk.map((path, v) -> Leaves.isNumeric(v.get(0)) ? Leaves.back(f.apply(NDArray.of(v.get(0))), v.get(0)) : v.get(0), List.of(a));
    }

    /** A function of the leaves at each place of two trees. */
    @SuppressWarnings("unchecked")
    public static <T> T map(Fn2<NDArray, NDArray, NDArray> f, T a, Object b) {
        return a == null ? null : (T) TreeWalk.map((path, v) -> Leaves.isNumeric(v.get(0)) ? Leaves.back(f.apply(NDArray.of(v.get(0)), NDArray.of(v.get(1))), v.get(0)) : v.get(0),
            List.of(a, given(b)));
    }

    /** A function of the leaves at each place of three trees. */
    @SuppressWarnings("unchecked")
    public static <T> T map(Fn3<NDArray, NDArray, NDArray, NDArray> f, T a, Object b, Object c) {
        return a == null ? null : (T) TreeWalk.map((path, v) -> Leaves.isNumeric(v.get(0))
            ? Leaves.back(f.apply(NDArray.of(v.get(0)), NDArray.of(v.get(1)), NDArray.of(v.get(2))), v.get(0)) : v.get(0), List.of(a, given(b), given(c)));
    }

    /** A function of the leaves at each place of four trees. */
    @SuppressWarnings("unchecked")
    public static <T> T map(Fn4<NDArray, NDArray, NDArray, NDArray, NDArray> f, T a, Object b, Object c, Object d) {
        return a == null ? null : (T) TreeWalk.map((path, v) -> Leaves.isNumeric(v.get(0))
            ? Leaves.back(f.apply(NDArray.of(v.get(0)), NDArray.of(v.get(1)), NDArray.of(v.get(2)), NDArray.of(v.get(3))), v.get(0)) : v.get(0), List.of(a, given(b), given(c), given(d)));
    }

    /** A function of each leaf and of where it is. */
    @SuppressWarnings("unchecked")
    public static <T> T mapWithPath(Fn2<String, NDArray, NDArray> f, T a) {
        return a == null ? null : (T) TreeWalk.map((path, v) -> Leaves.isNumeric(v.get(0)) ? Leaves.back(f.apply(path, NDArray.of(v.get(0))), v.get(0)) : v.get(0), List.of(a));
    }

    private static Object given(Object tree) {
        if (tree == null) {
            throw new JacobiException("Tree.map: the first tree has leaves, another one is null; give trees of one structure.");
        }
        return tree;
    }

    /** The leaves that are numbers, as arrays. */
    public static List<NDArray> arrays(Object tree) {
        List<Object> all = TreeWalk.leaves(tree);
        List<NDArray> out = new ArrayList<>();
        for (int k = 0; k < all.size(); k++) {
            if (Leaves.isNumeric(all.get(k))) {
                out.add(NDArray.of(all.get(k)));
            }
        }
        return out;
    }

    /** The tree of this structure that has these arrays at its places. */
    @SuppressWarnings("unchecked")
    public static <T> T unflatten(T like, List<?> leaves) {
        List<Object> old = TreeWalk.leaves(like);
        List<Object> all = new ArrayList<>();
        int next = 0;
        for (int k = 0; k < old.size(); k++) {
            boolean numeric = Leaves.isNumeric(old.get(k));
            if (numeric && next == leaves.size()) {
                throw new JacobiException("Tree.unflatten: the structure has more leaves than the given ones; give one for each place.");
            }
            all.add(numeric ? leaves.get(next) : old.get(k));
            next += numeric ? 1 : 0;
        }
        if (next < leaves.size()) {
            throw new JacobiException("Tree.unflatten: the structure has fewer leaves than the given ones; give one for each place.");
        }
        return (T) TreeWalk.unflatten(like, all);
    }

    /** What becomes of a value when a function adds each leaf to it in order. */
    public static NDArray reduce(Fn2<NDArray, NDArray, NDArray> f, Object tree, NDArray init) {
        List<NDArray> all = arrays(tree);
        NDArray out = init;
        for (int k = 0; k < all.size(); k++) {
            out = f.apply(out, all.get(k));
        }
        return out;
    }

    /** A tree of trees inside out: that of {@code inner}'s structure, whose leaves have {@code outer}'s. */
    public static Object transpose(Object outer, Object inner, Object tree) {
        int rows = arrays(outer).size();
        int columns = arrays(inner).size();
        List<NDArray> all = arrays(tree);
        if (all.size() != rows * columns) {
            throw new JacobiException("Tree.transpose: the tree has not as many leaves as the outer structure times the inner one; give a tree with the inner structure at each place of the outer one.");
        }
        List<Object> turned = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            List<Object> own = new ArrayList<>();
            for (int o = 0; o < rows; o++) {
                own.add(all.get(o * columns + i));
            }
            turned.add(unflatten(outer, own));
        }
        return unflatten(inner, turned);
    }
}
