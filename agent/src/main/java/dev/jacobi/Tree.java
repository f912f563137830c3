package dev.jacobi;

import dev.jacobi.array.core.ArrayRuntime;
import dev.jacobi.array.tree.LeafMath;
import dev.jacobi.array.tree.NodeKind;
import dev.jacobi.array.tree.TreeWalk;
import dev.jacobi.array.tree.Trees;
import java.util.List;
import java.util.function.Function;

/**
 * Functions on trees of arrays: records, lists, maps and Java arrays of objects, nested in any way. Leaves are NDArrays, numbers and Java arrays of numbers; texts and enum constants are part of the
 * structure, and null is a tree without leaves. Functions get each leaf as an NDArray; what they give becomes a leaf of the same kind as before. Parts of records and lists are in their order, those of
 * maps with strings as keys in the order of the keys. All functions with arrays or trees as results work eagerly and in compiled functions, where the structure is known.
 *
 * <pre>{@code
 * record Layer(NDArray weight, NDArray bias) { }
 * Layer next = Tree.map((p, g) -> p.minus(g.times(0.1)), layer, gradient);
 * }</pre>
 */
public final class Tree {
    private Tree() {
    }

    /**
     * Applies a function to each leaf.
     *
     * @param f a function of arrays
     * @param tree the tree
     * @param <T> its class
     * @return a tree of the same structure
     */
    public static <T> T map(Fn1<NDArray, NDArray> f, T tree) {
        return Trees.map(f, tree);
    }

    /**
     * Applies a function to the leaves at each place of two trees.
     *
     * @param f a function of arrays
     * @param first a tree
     * @param second one of the same structure
     * @param <T> the first tree's class
     * @return a tree of the same structure, with leaves of the first one's kinds
     * @throws JacobiException if the structures differ
     */
    public static <T> T map(Fn2<NDArray, NDArray, NDArray> f, T first, Object second) {
        return Trees.map(f, first, second);
    }

    /**
     * Applies a function to the leaves at each place of three trees.
     *
     * @param f a function of arrays
     * @param first a tree
     * @param second one of the same structure
     * @param third one of the same structure
     * @param <T> the first tree's class
     * @return a tree of the same structure, with leaves of the first one's kinds
     * @throws JacobiException if the structures differ
     */
    public static <T> T map(Fn3<NDArray, NDArray, NDArray, NDArray> f, T first, Object second, Object third) {
        return Trees.map(f, first, second, third);
    }

    /**
     * Applies a function to the leaves at each place of four trees.
     *
     * @param f a function of arrays
     * @param first a tree
     * @param second one of the same structure
     * @param third one of the same structure
     * @param fourth one of the same structure
     * @param <T> the first tree's class
     * @return a tree of the same structure, with leaves of the first one's kinds
     * @throws JacobiException if the structures differ
     */
    public static <T> T map(Fn4<NDArray, NDArray, NDArray, NDArray, NDArray> f, T first, Object second, Object third, Object fourth) {
        return Trees.map(f, first, second, third, fourth);
    }

    /**
     * Applies a function to each leaf and to where it is.
     *
     * @param f a function of a path such as {@code .layers[0].weight} or {@code ['bias']}, and of the array there
     * @param tree the tree
     * @param <T> its class
     * @return a tree of the same structure
     */
    public static <T> T mapWithPath(Fn2<String, NDArray, NDArray> f, T tree) {
        return Trees.mapWithPath(f, tree);
    }

    /**
     * The leaves as arrays, in order.
     *
     * @param tree a tree
     * @return a list of as many arrays as there are leaves
     */
    public static List<NDArray> leaves(Object tree) {
        return Trees.arrays(tree);
    }

    /**
     * What a tree is without its leaves. Not for compiled functions.
     *
     * @param tree a tree
     * @return its structure, which can be compared and printed
     */
    public static TreeStructure structure(Object tree) {
        return TreeStructure.of(tree);
    }

    /**
     * Leaves and structure.
     *
     * @param leaves the leaves in order
     * @param structure what makes a tree of them
     */
    public record Flat(List<NDArray> leaves, TreeStructure structure) {
        /**
         * Keeps a copy of the list.
         *
         * @param leaves the leaves in order
         * @param structure what makes a tree of them
         */
        public Flat {
            leaves = List.copyOf(leaves);
        }
    }

    /**
     * Takes a tree apart. Not for compiled functions, which use {@link #leaves}.
     *
     * @param tree a tree
     * @return its leaves and its structure
     */
    public static Flat flatten(Object tree) {
        return new Flat(Trees.arrays(tree), TreeStructure.of(tree));
    }

    /**
     * The tree of a structure with these leaves. Not for compiled functions; see {@link #unflatten(Object, List)}.
     *
     * @param structure the structure
     * @param leaves a leaf, or a tree, for each place in order
     * @return the tree
     * @throws JacobiException if there are more or fewer leaves than places
     */
    public static Object unflatten(TreeStructure structure, List<?> leaves) {
        return structure.unflatten(leaves);
    }

    /**
     * The tree with these leaves that has the structure of another one.
     *
     * @param like a tree
     * @param leaves a leaf, or a tree, for each of its places in order
     * @param <T> its class
     * @return the tree
     * @throws JacobiException if there are more or fewer leaves than places
     */
    public static <T> T unflatten(T like, List<?> leaves) {
        return Trees.unflatten(like, leaves);
    }

    /**
     * Combines all leaves, from the first on.
     *
     * @param f a function of what has come out so far, and of a leaf
     * @param tree a tree
     * @param init what to begin with
     * @return what the function gives at last
     */
    public static NDArray reduce(Fn2<NDArray, NDArray, NDArray> f, Object tree, NDArray init) {
        return Trees.reduce(f, tree, init);
    }

    /**
     * Whether no element of any leaf is 0 or false.
     *
     * @param tree a tree
     * @return a bool without axes; true for a tree without leaves
     */
    public static NDArray all(Object tree) {
        return Trees.reduce((a, x) -> LeafMath.and(a, LeafMath.all(x)), tree, LeafMath.of(true));
    }

    /**
     * Whether some element of some leaf is not 0 or false.
     *
     * @param tree a tree
     * @return a bool without axes; false for a tree without leaves
     */
    public static NDArray any(Object tree) {
        return Trees.reduce((a, x) -> LeafMath.or(a, LeafMath.any(x)), tree, LeafMath.of(false));
    }

    /**
     * Turns a tree of trees inside out, as a list of records becomes a record of lists. Components of records have to be declared so that they can hold trees.
     *
     * @param outer a tree of the outer structure
     * @param inner a tree of the inner structure
     * @param tree a tree with the inner structure at each place of the outer one
     * @return a tree with the outer structure at each place of the inner one
     * @throws JacobiException if the tree has another number of leaves
     */
    public static Object transpose(Object outer, Object inner, Object tree) {
        return Trees.transpose(outer, inner, tree);
    }

    /**
     * A tree of zeros.
     *
     * @param tree a tree
     * @param <T> its class
     * @return one of the same structure, shapes and types
     */
    public static <T> T zerosLike(T tree) {
        return fullLike(tree, 0);
    }

    /**
     * A tree of ones.
     *
     * @param tree a tree
     * @param <T> its class
     * @return one of the same structure, shapes and types
     */
    public static <T> T onesLike(T tree) {
        return fullLike(tree, 1);
    }

    /**
     * A tree of one number.
     *
     * @param tree a tree
     * @param number each element, converted to the leaf's type
     * @param <T> its class
     * @return one of the same structure, shapes and types
     */
    public static <T> T fullLike(T tree, double number) {
        return Trees.map(x -> LeafMath.fullLike(x, NDArray.scalar(number)), tree);
    }

    /**
     * The sum of all elements of all leaves.
     *
     * @param tree a tree
     * @return an array without axes
     */
    public static NDArray sum(Object tree) {
        return Trees.reduce((a, x) -> a.plus(LeafMath.sum(x)), tree, NDArray.scalar(0));
    }

    /**
     * The sum of products of elements at one place, without conjugation.
     *
     * @param a a tree
     * @param b one of the same structure and shapes
     * @return an array without axes
     * @throws JacobiException if the structures or shapes differ
     */
    public static NDArray dot(Object a, Object b) {
        List<NDArray> x = Trees.arrays(a);
        List<NDArray> y = Trees.arrays(b);
        if (x.size() != y.size()) {
            throw new JacobiException("Tree.dot: the trees have different numbers of leaves; give trees of one structure.");
        }
        NDArray out = NDArray.scalar(0);
        for (int k = 0; k < x.size(); k++) {
            out = out.plus(LeafMath.dot(x.get(k), y.get(k)));
        }
        return out;
    }

    /**
     * The square root of the sum of the squares of all elements.
     *
     * @param tree a tree of real or complex numbers
     * @return an array without axes
     */
    public static NDArray globalNorm(Object tree) {
        return LeafMath.sqrt(squaredNorm(tree));
    }

    /**
     * The sum of the squares of the absolute values of all elements.
     *
     * @param tree a tree
     * @return an array without axes
     */
    public static NDArray squaredNorm(Object tree) {
        return Trees.reduce((a, x) -> a.plus(LeafMath.squares(x)), tree, NDArray.scalar(0.0));
    }

    /**
     * How many elements all leaves have. Not for compiled functions.
     *
     * @param tree a tree
     * @return the sum of the leaves' sizes
     */
    public static long size(Object tree) {
        long n = 0;
        for (NDArray x : Trees.arrays(tree)) {
            n += x.size();
        }
        return n;
    }

    /**
     * Whether a value is a leaf.
     *
     * @param v a value
     * @return false for records, lists, maps, arrays of objects, registered classes and null
     */
    public static boolean isLeaf(Object v) {
        return v != null && TreeWalk.isLeaf(v);
    }

    /**
     * Makes objects of a class that is no record nodes of trees in this process. Functions of this class go through them eagerly; arguments and results of compiled functions have to be records, lists
     * or maps: convert there and back.
     *
     * @param type the class
     * @param toParts takes an object apart
     * @param fromParts makes one of as many parts
     * @param <T> the class
     */
    @SuppressWarnings("unchecked")
    public static <T> void register(Class<T> type, Function<T, List<?>> toParts, Function<List<?>, T> fromParts) {
        ArrayRuntime.ofProcess().nodes().put(type, new NodeKind(v -> (List<Object>) toParts.apply((T) v), fromParts::apply));
    }
}
