package dev.jacobi.array.tree;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayRuntime;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Goes through trees. Leaves are NDArrays, boxed numbers, Java arrays of numbers and enum constants or strings; records, lists, maps, and arrays of objects are nodes; null is an empty tree. Maps with
 * strings as keys are gone through in the order of these.
 */
public final class TreeWalk {
    private TreeWalk() {
    }

    /** What is done with a leaf, or with the leaves at one place of several trees; {@code path} says where, as in {@code .layers[0].weight}. */
    @FunctionalInterface
    public interface LeafFunction {
        Object of(String path, List<Object> leaves);
    }

    /** The tree of what a function gives for each place of trees of one structure. */
    public static Object map(LeafFunction f, List<Object> trees) {
        return map(f, trees, "");
    }

    private static Object map(LeafFunction f, List<Object> trees, String path) {
        Object first = trees.get(0);
        if (first == null) {
            return null;
        }
        if (isLeaf(first)) {
            return f.of(path, trees);
        }
        List<Object> parts = parts(first);
        List<String> names = names(first);
        List<List<Object>> all = new ArrayList<>();
        for (Object t : trees) {
            if (t == null || isLeaf(t) || parts(t).size() != parts.size() || !names(t).equals(names)) {
                throw new JacobiException("Trees have different structures at '" + path + "': " + Describe.of(first) + " and " + Describe.of(t) + "; give trees with the same records, lists and keys.");
            }
            all.add(parts(t));
        }
        var made = new ArrayList<Object>();
        for (int k = 0; k < parts.size(); k++) {
            int at = k;
            List<Object> here = new ArrayList<>();
            all.forEach(p -> here.add(p.get(at)));
            made.add(map(f, here, path + names.get(k)));
        }
        return with(first, made);
    }

    /** The leaves in order. */
    public static List<Object> leaves(Object tree) {
        var out = new ArrayList<Object>();
        collect(tree, out);
        return out;
    }

    private static void collect(Object tree, List<Object> out) {
        if (tree == null) {
            return;
        }
        if (isLeaf(tree)) {
            out.add(tree);
        } else {
            parts(tree).forEach(p -> collect(p, out));
        }
    }

    /** The tree of this structure that has these leaves. */
    public static Object unflatten(Object like, List<?> leaves) {
        var rest = leaves.iterator();
        Object out = map((path, old) -> rest.next(), Arrays.asList(new Object[] {like}), "");
        if (rest.hasNext()) {
            throw new JacobiException("A tree of the structure " + Describe.of(like) + " has fewer leaves than the " + leaves.size() + " given.");
        }
        return out;
    }

    /** Whether a value is no node. */
    public static boolean isLeaf(Object v) {
        return v instanceof NDArray || v instanceof Number || v instanceof Boolean || v instanceof Character || v instanceof String || v instanceof Enum<?>
            || v.getClass().isArray() && v.getClass().getComponentType().isPrimitive() || v.getClass().isArray() && element(v.getClass()).isPrimitive();
    }

    private static Class<?> element(Class<?> c) {
        return c.isArray() ? element(c.getComponentType()) : c;
    }

    /** The trees right below a node. */
    public static List<Object> parts(Object node) {
        if (node instanceof Record r) {
            var out = new ArrayList<Object>();
            for (RecordComponent c : r.getClass().getRecordComponents()) {
                try {
                    c.getAccessor().setAccessible(true);
                    out.add(c.getAccessor().invoke(r));
                } catch (ReflectiveOperationException | RuntimeException e) {
                    throw new JacobiException("The record " + r.getClass().getName() + " cannot be taken apart (" + e.getMessage() + "); open its package to Jacobi.", e);
                }
            }
            return out;
        } else if (node instanceof List<?> l) {
            return new ArrayList<>(l);
        } else if (node instanceof Map<?, ?> m) {
            return new ArrayList<>(sorted(m).values());
        } else if (node instanceof Object[] a) {
            return new ArrayList<>(Arrays.asList(a));
        }
        NodeKind k = registered(node);
        if (k != null) {
            return new ArrayList<>(k.toParts().apply(node));
        }
        throw new JacobiException("A " + node.getClass().getName() + " is no part of a tree; trees are made of records, lists, maps, arrays, numbers, and classes given to Tree.register().");
    }

    /** What the parts of a node are called in paths. */
    public static List<String> names(Object node) {
        String around = node instanceof Record ? ".%s" : node instanceof Map ? "['%s']" : "[%s]";
        return keys(node).stream().map(k -> String.format(around, k)).toList();
    }

    /** What tells the parts of a node apart: the names of a record's components, a map's keys, numbers from 0. */
    public static List<Object> keys(Object node) {
        var out = new ArrayList<Object>();
        if (node instanceof Record r) {
            for (RecordComponent c : r.getClass().getRecordComponents()) {
                out.add(c.getName());
            }
        } else if (node instanceof Map<?, ?> m) {
            out.addAll(sorted(m).keySet());
        } else {
            for (int k = 0, n = parts(node).size(); k < n; k++) {
                out.add(k);
            }
        }
        return out;
    }

    private static NodeKind registered(Object node) {
        return (NodeKind) ArrayRuntime.ofProcess().nodes().get(type(node));
    }

    private static Class<?> type(Object node) {
        return node instanceof Class<?> c ? c : node.getClass();
    }

    /** What kind of node it is: of a record or another class its name, for all lists one word, and for all maps. */
    public static String kind(Object node) {
        return node instanceof List<?> ? "list" : node instanceof Map<?, ?> ? "map" : node.getClass().getName();
    }

    /** A node of the same kind that keeps no leaves, which {@link #with} takes as a pattern; of a record or an object of a registered class this is the class. */
    public static Object emptied(Object node) {
        if (node instanceof List<?>) {
            return List.of();
        } else if (node instanceof Map<?, ?> m) {
            var keys = new LinkedHashMap<Object, Object>();
            sorted(m).keySet().forEach(k -> keys.put(k, null));
            return keys;
        }
        return node instanceof Object[] a ? Array.newInstance(a.getClass().getComponentType(), 0) : node.getClass();
    }

    private static Map<?, ?> sorted(Map<?, ?> m) {
        return m.keySet().stream().allMatch(k -> k instanceof String) ? new TreeMap<>(m) : m;
    }

    /** A node like another one, with other parts. */
    public static Object with(Object node, List<Object> parts) {
        if (node instanceof Record || node instanceof Class<?> c && c.isRecord()) {
            return record(type(node), parts);
        } else if (node instanceof List<?>) {
            return Collections.unmodifiableList(new ArrayList<>(parts));
        } else if (node instanceof Map<?, ?> m) {
            var out = new LinkedHashMap<Object, Object>();
            int k = 0;
            for (Object key : sorted(m).keySet()) {
                out.put(key, parts.get(k++));
            }
            return Collections.unmodifiableMap(out);
        }
        NodeKind kind = registered(node);
        if (kind != null) {
            return kind.fromParts().apply(parts);
        }
        Object out = Array.newInstance(node.getClass().getComponentType(), parts.size());
        for (int k = 0; k < parts.size(); k++) {
            Array.set(out, k, parts.get(k));
        }
        return out;
    }

    private static Object record(Class<?> c, List<Object> parts) {
        try {
            Class<?>[] types = Arrays.stream(c.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> make = c.getDeclaredConstructor(types);
            make.setAccessible(true);
            return make.newInstance(parts.toArray());
        } catch (InvocationTargetException e) {
            throw new JacobiException("The constructor of the record " + c.getName() + " throws: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new JacobiException("The record " + c.getName() + " cannot be made of what its components became (" + e.getMessage()
                + "); declare components that hold arrays as NDArray, and open its package to Jacobi.", e);
        }
    }
}
