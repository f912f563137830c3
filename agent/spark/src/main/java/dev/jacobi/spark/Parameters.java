package dev.jacobi.spark;

import dev.jacobi.NDArray;
import dev.jacobi.Optim;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.tree.Leaves;
import dev.jacobi.array.tree.TreeWalk;
import java.util.ArrayList;
import java.util.List;

/**
 * Parameters as optimisers take them. A tree of NDArrays is one already. Java's arrays and numbers keep all their bits, whatever is the default for arrays: they become NDArrays of their own type, and since a
 * record may not be able to hold these, a list of one for each leaf.
 */
final class Parameters {
    private Parameters() {
    }

    /** What an optimiser sees of a tree of parameters or gradients. */
    static Object tree(Object params) {
        List<Object> leaves = TreeWalk.leaves(params);
        return leaves.stream().allMatch(l -> l instanceof NDArray) ? params : leaves.stream().filter(Leaves::isNumeric).map(Parameters::exact).toList();
    }

    private static NDArray exact(Object leaf) {
        if (leaf instanceof NDArray x) {
            return x;
        }
        Class<?> c = leaf.getClass();
        while (c.isArray()) {
            c = c.getComponentType();
        }
        return NDArray.of(leaf, JavaArrays.dtype(c));
    }

    /** The parameters plus updates for what {@link #tree} gave. */
    @SuppressWarnings("unchecked")
    static <P> P updated(P params, Object updates) {
        Object tree = tree(params);
        Object updated = Optim.applyUpdates(tree, updates);
        if (tree == params) {
            return (P) updated;
        }
        var next = ((List<NDArray>) updated).iterator();
        var all = new ArrayList<>();
        for (Object leaf : TreeWalk.leaves(params)) {
            all.add(Leaves.isNumeric(leaf) ? Leaves.back(next.next(), leaf) : leaf);
        }
        return (P) TreeWalk.unflatten(params, all);
    }
}
