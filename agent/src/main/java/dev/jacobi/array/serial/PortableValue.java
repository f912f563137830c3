package dev.jacobi.array.serial;

import dev.jacobi.Fn;
import dev.jacobi.array.tree.TreeWalk;
import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Values as they are written: themselves where Java's serialization knows them, and records that do not implement {@code Serializable} by their class and components, also inside of records, lists, maps and
 * arrays, which are then written by their parts. Reading an object stream gives the values again; a list or map of the JDK is of the same class, of
 * another class it cannot be changed then.
 */
public final class PortableValue {
    private PortableValue() {
    }

    /** What to write in place of a value; the value itself where nothing in it needs another form. What cannot be written at all is left for the stream to refuse. */
    public static Object of(Object v) {
        if (v instanceof Fn) {
            LambdaForm f = LambdaForm.of(v);
            return f == null ? v : f;
        }
        if (v == null || v instanceof Enum || !isNode(v)) {
            return v;
        }
        List<Object> parts = TreeWalk.parts(v);
        List<Object> forms = parts.stream().map(PortableValue::of).toList();
        boolean same = true;
        for (int k = 0; k < forms.size() && same; k++) {
            same = forms.get(k) == parts.get(k);
        }
        return same && v instanceof Serializable ? v : new Node(v, forms);
    }

    private static boolean isNode(Object v) {
        return v instanceof Record || v instanceof List || v instanceof Map || v instanceof Object[] && !TreeWalk.isLeaf(v);
    }

    /** A record, list, map or array of objects by its parts. */
    private static final class Node implements Serializable {
        private static final long serialVersionUID = 1L;
        /** A record's class, or an empty node of the same kind. */
        private final Object like;
        private final Object[] parts;
        /** The JDK's class of a list or map that is empty where it is made; null of another value. */
        private final Class<?> container;

        Node(Object v, List<Object> parts) {
            this.like = v instanceof List ? new ArrayList<>() : TreeWalk.emptied(v);
            this.parts = parts.toArray();
            this.container = isRemade(v) ? v.getClass() : null;
        }

        private static boolean isRemade(Object v) {
            try {
                boolean ordered = v instanceof SortedMap<?, ?> m && m.comparator() != null;
                return (v instanceof List || v instanceof Map) && !ordered && v.getClass().getName().startsWith("java.util.") && v.getClass().getConstructor() != null && Modifier.isPublic(v.getClass().getModifiers());
            } catch (NoSuchMethodException e) {
                return false;
            }
        }

        @SuppressWarnings("unchecked")
        private Object remade(Object value) {
            try {
                Object out = container == null ? value : container.getConstructor().newInstance();
                if (out != value && value instanceof List<?> l) {
                    ((List<Object>) out).addAll(l);
                } else if (out != value) {
                    ((Map<Object, Object>) out).putAll((Map<?, ?>) value);
                }
                return out;
            } catch (ReflectiveOperationException e) {
                return value;
            }
        }

        private Object readResolve() throws ObjectStreamException {
            try {
                return remade(TreeWalk.with(like, Arrays.asList(parts)));
            } catch (RuntimeException e) {
                var at = new InvalidObjectException("A value of " + (like instanceof Class<?> c ? c.getName() : TreeWalk.kind(like)) + " cannot be made of the parts that arrived (" + e.getMessage()
                    + "); run the same version of the program on both sides.");
                at.initCause(e);
                throw at;
            }
        }
    }
}
