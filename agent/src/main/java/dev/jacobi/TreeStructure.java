package dev.jacobi;

import dev.jacobi.array.tree.Leaves;
import dev.jacobi.array.tree.TreeWalk;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * What a tree is without its leaves: classes, keys, and how many parts there are. Two of them are equal if trees of them can be given to {@link Tree#map} together.
 *
 * <pre>{@code
 * Tree.structure(new Layer(w, b)).toString();   // Layer(weight=*, bias=*)
 * }</pre>
 */
public final class TreeStructure implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Object like;
    private final String name;
    private final List<String> keys;
    private final List<TreeStructure> parts;
    private final Object constant;

    private TreeStructure(Object like, String name, List<String> keys, List<TreeStructure> parts, Object constant) {
        this.like = like;
        this.name = name;
        this.keys = keys;
        this.parts = parts;
        this.constant = constant;
    }

    static TreeStructure of(Object v) {
        if (v == null) {
            return new TreeStructure(null, "null", List.of(), List.of(), null);
        } else if (TreeWalk.isLeaf(v)) {
            return new TreeStructure(null, "*", List.of(), List.of(), Leaves.isNumeric(v) ? null : v);
        }
        return new TreeStructure(TreeWalk.emptied(v), TreeWalk.kind(v), TreeWalk.names(v), TreeWalk.parts(v).stream().map(TreeStructure::of).toList(), null);
    }

    /**
     * How many leaves trees of this structure have.
     *
     * @return the number of places
     */
    public int leaves() {
        return name.equals("*") ? constant == null ? 1 : 0 : parts.stream().mapToInt(TreeStructure::leaves).sum();
    }

    Object unflatten(List<?> leaves) {
        if (leaves.size() != leaves()) {
            throw new JacobiException("Tree.unflatten: the structure " + this + " has " + leaves() + " leaves, but " + leaves.size() + " are given; give one for each place.");
        }
        return unflatten(leaves.iterator());
    }

    private Object unflatten(Iterator<?> leaves) {
        if (like == null) {
            return name.equals("null") ? null : constant == null ? leaves.next() : constant;
        }
        List<Object> made = new ArrayList<>();
        parts.forEach(p -> made.add(p.unflatten(leaves)));
        return TreeWalk.with(like, made);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeStructure t && name.equals(t.name) && keys.equals(t.keys) && parts.equals(t.parts) && Objects.equals(constant, t.constant);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, keys, parts, constant);
    }

    @Override
    public String toString() {
        if (parts.isEmpty() && like == null) {
            return constant == null ? name : constant instanceof String s ? "\"" + s + "\"" : constant.toString();
        }
        var out = new ArrayList<String>();
        for (int k = 0; k < parts.size(); k++) {
            String key = keys.get(k);
            out.add((key.startsWith(".") ? key.substring(1) + "=" : key.startsWith("['") ? key.substring(2, key.length() - 2) + "=" : "") + parts.get(k));
        }
        String all = String.join(", ", out);
        return name.equals("list") ? "[" + all + "]" : name.equals("map") ? "{" + all + "}" : name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1) + "(" + all + ")";
    }
}
