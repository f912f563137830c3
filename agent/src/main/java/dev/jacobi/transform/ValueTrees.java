package dev.jacobi.transform;

import dev.jacobi.Fn;
import dev.jacobi.JacobiException;
import dev.jacobi.Mesh;
import dev.jacobi.NDArray;
import dev.jacobi.NamedSharding;
import dev.jacobi.PartitionSpec;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.ValueAndTangent;
import dev.jacobi.ir.DType;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.stub.NestedArrayPacking;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Java values and their structure: from a value to its tree and its leaves, and from leaves back to a value. */
final class ValueTrees {
    /** Arrays of so many ints at most, as shapes and axes are, may be part of what a program is made for. */
    private static final int MOST_NUMBERS = 16;

    /** How a record is taken apart and made. */
    private record Parts(List<MethodHandle> read, MethodHandle make, String ctor, List<String> names, boolean ofNumbers) {
    }

    /** A function of the class alone, which is kept with it. */
    private static final ClassValue<Parts> RECORDS = new ClassValue<>() {
        @Override
        protected Parts computeValue(Class<?> c) {
            return parts(c);
        }
    };

    /** Makes a value of one structure from its leaves, all of them or a stretch that the maker knows; what can be looked up beforehand has been. */
    interface Maker {
        Object make(Object[] leaves);
    }

    private final ClassLoader loader;

    /** Classes of records that results are made of are looked for here. */
    ValueTrees(ClassLoader loader) {
        this.loader = loader;
    }

    private static Parts parts(Class<?> c) {
        try {
            MethodHandles.Lookup l = MethodHandles.privateLookupIn(c, MethodHandles.lookup());
            var read = new ArrayList<MethodHandle>();
            var types = new ArrayList<Class<?>>();
            var names = new ArrayList<String>();
            for (RecordComponent rc : c.getRecordComponents()) {
                read.add(l.unreflect(rc.getAccessor()).asType(MethodType.methodType(Object.class, Object.class)));
                types.add(rc.getType());
                names.add(rc.getName());
            }
            MethodType ctor = MethodType.methodType(void.class, types);
            MethodHandle make = l.findConstructor(c, ctor);
            make = make.asSpreader(Object[].class, types.size()).asType(MethodType.methodType(Object.class, Object[].class));
            return new Parts(read, make, ctor.toMethodDescriptorString(), names, RecordRows.isOfNumbers(c));
        } catch (IllegalAccessException | NoSuchMethodException e) {
            throw new JacobiException("The record " + c.getName() + " cannot be taken apart (" + e.getMessage() + "); open its package to Jacobi.", e);
        }
    }

    /** The element type of a primitive's class or box; null for another. */
    static DType dtype(Class<?> c) {
        return c == double.class || c == Double.class ? DType.F64 : c == float.class || c == Float.class ? DType.F32
            : c == int.class || c == Integer.class ? DType.I32 : c == long.class || c == Long.class ? DType.I64
            : c == boolean.class || c == Boolean.class ? DType.BOOL : c == short.class || c == Short.class ? DType.I16
            : c == byte.class || c == Byte.class ? DType.I8 : c == char.class || c == Character.class ? DType.U16 : null;
    }

    /** The structure of a value; {@code what} names it in errors. */
    static ValueTree of(Object v, String what) {
        return of(v, what, false);
    }

    /** As {@link #of(Object, String)}; with {@code lanes} arrays of records hold a record for each lane. */
    static ValueTree of(Object v, String what, boolean lanes) {
        if (v == null || v instanceof String || v instanceof Enum || v instanceof Mesh || v instanceof PartitionSpec || v instanceof NamedSharding) {
            return new ValueTree.Const(v);
        }
        DType d = dtype(v.getClass());
        if (d != null) {
            return new ValueTree.Leaf(d, 0);
        }
        if (v instanceof NDArray x) {
            return ArrayLeaves.tree(x);
        }
        if (v.getClass().isArray()) {
            return array(v, what, lanes);
        }
        if (v instanceof Record && !(v instanceof Fn)) {
            return record(v, what, lanes);
        }
        if (v instanceof List<?> l) {
            return ValueTree.Seq.list(all(l, what, lanes));
        }
        if (v instanceof Map<?, ?> m) {
            List<Object> keys = keys(m, what);
            var parts = new ArrayList<ValueTree>();
            keys.forEach(k -> parts.add(of(m.get(k), what + "[" + k + "]", lanes)));
            return new ValueTree.Dict(keys, parts);
        }
        if (v instanceof Fn) {
            return Functions.tree(v, what);
        }
        throw new JacobiException("The " + what + " is a " + v.getClass().getName() + "; a value has to be a number, an array of numbers, an enum "
            + "constant, a record, a List, or a Map. Make the class a record, or pass what is needed of it.");
    }

    private static ValueTree array(Object v, String what, boolean lanes) {
        int rank = rank(v.getClass());
        Class<?> c = element(v.getClass());
        if (c.isPrimitive()) {
            return v instanceof int[] ints && ints.length <= MOST_NUMBERS ? ValueTree.Leaf.ofNumbers(ints) : new ValueTree.Leaf(dtype(c), rank);
        }
        Object[] elements = (Object[]) v;
        if (lanes && rank == 1 && c.isRecord()) {
            if (elements.length == 0) {
                throw new JacobiException("The " + what + " is an array of records without elements, whose structure is not known; pass at least one.");
            }
            if (elements[0] == null) {
                throw new JacobiException("The " + what + "[0] is null; give a value.");
            }
            ValueTree.Rec row = (ValueTree.Rec) of(elements[0], what + "[0]", true);
            return rows(row);
        }
        ValueTree.Rec row = RecordRows.row(elements);
        return row != null ? rows(row) : new ValueTree.Seq(component(elements), all(Arrays.asList(elements), what, lanes));
    }

    private static ValueTree.Rows rows(ValueTree.Rec row) {
        return new ValueTree.Rows(row, row.parts().stream().map(p -> stacked(p, 1)).toList());
    }

    /** The tree with the rank of each leaf changed. */
    static ValueTree stacked(ValueTree t, int axes) {
        return t instanceof ValueTree.Leaf l ? l.grown(axes) : t.with(t.below().stream().map(p -> stacked(p, axes)).toList());
    }

    /** How many axes an array of a class has; 0 for another class. */
    static int rank(Class<?> c) {
        return c.isArray() ? 1 + rank(c.getComponentType()) : 0;
    }

    /** What an array of arrays holds in the end. */
    private static Class<?> element(Class<?> c) {
        return c.isArray() ? element(c.getComponentType()) : c;
    }

    /** The class of an array's elements. */
    private static String component(Object[] a) {
        return a.getClass().getComponentType().getName().replace('.', '/');
    }

    private static List<ValueTree> all(List<?> values, String what, boolean lanes) {
        var parts = new ArrayList<ValueTree>();
        for (Object o : values) {
            parts.add(of(o, what + "[" + parts.size() + "]", lanes));
        }
        return parts;
    }

    private static ValueTree record(Object v, String what, boolean lanes) {
        Parts p = RECORDS.get(v.getClass());
        Object[] components = components(v);
        var trees = new ArrayList<ValueTree>();
        for (Object c : components) {
            trees.add(of(c, what + "." + p.names.get(trees.size()), lanes));
        }
        return new ValueTree.Rec(v.getClass().getName().replace('.', '/'), p.ctor, p.names, trees);
    }

    /** What a record holds. */
    static Object[] components(Object v) {
        return RECORDS.get(v.getClass()).read.stream().map(h -> get(h, v)).toArray();
    }

    /** What reads each component of a record. */
    static List<MethodHandle> readers(Class<?> c) {
        return RECORDS.get(c).read;
    }

    static Object get(MethodHandle h, Object v) {
        try {
            return (Object) h.invokeExact(v);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Object> keys(Map<?, ?> m, String what) {
        var keys = new ArrayList<Object>(m.keySet());
        for (Object k : keys) {
            if (!(k instanceof String || k instanceof Integer || k instanceof Long || k instanceof Enum)) {
                throw new JacobiException("The " + what + " is a map with a key that is no string, number or enum constant: " + k + ". Use names as keys.");
            }
        }
        if (keys.stream().allMatch(k -> k instanceof String)) {
            keys.sort((a, b) -> ((String) a).compareTo((String) b));
        }
        return keys;
    }

    /** Puts the leaves of a value into {@code out} from {@code at} on; the next place, or -1 when the value has another structure. */
    static int flatten(ValueTree t, Object v, Object[] out, int at) {
        if (t instanceof ValueTree.Leaf l) {
            if (v == null || !(l.isNDArray() ? v instanceof NDArray x && ArrayLeaves.fits(l, x) : isLeaf(l, v.getClass())) || l.numbers() != null && !holds((int[]) v, l.numbers())) {
                return -1;
            }
            out[at] = v;
            return at + 1;
        }
        return t instanceof ValueTree.Const c ? Objects.equals(c.value(), v) ? at : -1 : parts(t, v, out, at);
    }

    /** The same with several values, of a structure each. */
    static int flatten(List<? extends ValueTree> trees, List<?> values, Object[] out, int from) {
        int at = from;
        for (int i = 0; i < trees.size() && at >= 0; i++) {
            at = flatten(trees.get(i), values.get(i), out, at);
        }
        return at;
    }

    private static boolean holds(int[] now, List<Integer> numbers) {
        boolean holds = now.length == numbers.size();
        for (int i = 0; holds && i < now.length; i++) {
            holds = now[i] == numbers.get(i);
        }
        return holds;
    }

    private static boolean isLeaf(ValueTree.Leaf l, Class<?> c) {
        return c == CLASSES[l.dtype().ordinal()][Math.min(l.rank(), CLASSES[0].length - 1)] || l.rank() >= CLASSES[0].length && c.descriptorString().equals(l.desc());
    }

    private static final Class<?>[][] CLASSES = classes();

    private static Class<?>[][] classes() {
        var out = new Class<?>[DType.values().length][4];
        for (Class<?> c : List.of(double.class, float.class, int.class, long.class, boolean.class, short.class, byte.class, char.class)) {
            Class<?>[] row = out[dtype(c).ordinal()];
            row[0] = MethodType.methodType(c).wrap().returnType();
            row[1] = c.arrayType();
            row[2] = row[1].arrayType();
            row[3] = row[2].arrayType();
        }
        return out;
    }

    private static int parts(ValueTree t, Object v, Object[] out, int from) {
        int at = from;
        if (t instanceof ValueTree.Rec r) {
            if (ArrayLeaves.isComplex(r)) {
                return ArrayLeaves.flatten(r, v, out, at);
            }
            if (v == null || v instanceof Fn || !v.getClass().getName().equals(r.cls().replace('/', '.'))) {
                return -1;
            }
            Parts p = RECORDS.get(v.getClass());
            for (int i = 0; i < p.read.size() && at >= 0; i++) {
                at = flatten(r.parts().get(i), get(p.read.get(i), v), out, at);
            }
            return at;
        } else if (t instanceof ValueTree.Seq s) {
            List<?> l = v instanceof List<?> x && !s.isArray() ? x
                : v instanceof Object[] a && s.isArray() && component(a).equals(s.of()) ? Arrays.asList(a) : null;
            return l == null || l.size() != s.parts().size() ? -1 : flatten(s.parts(), l, out, at);
        } else if (t instanceof ValueTree.Dict d) {
            if (!(v instanceof Map<?, ?> m) || m.size() != d.keys().size() || !m.keySet().stream().allMatch(d.keys()::contains)) {
                return -1;
            }
            for (int i = 0; i < d.keys().size() && at >= 0; i++) {
                at = flatten(d.parts().get(i), m.get(d.keys().get(i)), out, at);
            }
            return at;
        } else if (t instanceof ValueTree.Rows r) {
            return v instanceof Record[] rows && rows.length > 0 ? rows(r, rows, out, at) : -1;
        }
        return v instanceof Fn ? Functions.flatten(t, v, out, at) : -1;
    }

    /** Records one after another become arrays of their leaves. */
    private static int rows(ValueTree.Rows r, Record[] rows, Object[] out, int at) {
        Class<?> of = rows.getClass().getComponentType();
        if (of.isRecord() && RECORDS.get(of).ofNumbers && RecordRows.isWhole(r.row()) && RecordRows.isFor(of, r.row())) {
            return RecordRows.columns(r.row(), rows, out, at);
        }
        List<ValueTree.Leaf> leaves = r.row().leaves();
        var one = new Object[leaves.size()];
        for (int i = 0; i < rows.length; i++) {
            if (flatten(r.row(), rows[i], one, 0) < 0) {
                return -1;
            }
            for (int k = 0; k < one.length; k++) {
                if (i == 0) {
                    Class<?> c = leaves.get(k).rank() == 0 ? MethodType.methodType(one[k].getClass()).unwrap().returnType() : one[k].getClass();
                    out[at + k] = Array.newInstance(c, rows.length);
                }
                Array.set(out[at + k], i, one[k]);
            }
        }
        return at + one.length;
    }

    /** The value of a structure with these leaves. */
    Object build(ValueTree t, Object[] leaves) {
        return maker(t, 0).make(leaves);
    }

    /** What makes values of a structure whose leaves stand from {@code at} on. */
    Maker maker(ValueTree t, int at) {
        if (t instanceof ValueTree.Leaf) {
            return leaves -> leaves[at];
        } else if (t instanceof ValueTree.Const c) {
            return leaves -> c.value();
        } else if (t instanceof ValueTree.Rows r) {
            return rows(r, at);
        } else if (t instanceof ValueTree.Fun || t instanceof ValueTree.Word) {
            throw new JacobiException("A compiled function cannot return a function; apply it inside and return what it gives.");
        }
        var parts = new Maker[t.below().size()];
        int next = at;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = maker(t.below().get(i), next);
            next += t.below().get(i).leaves().size();
        }
        if (t instanceof ValueTree.Rec r) {
            return record(r, parts);
        } else if (t instanceof ValueTree.Seq s) {
            Class<?> element = s.isArray() ? type(s.of()) : null;
            return leaves -> element == null ? new ArrayList<>(Arrays.asList(all(parts, leaves, new Object[parts.length])))
                : all(parts, leaves, (Object[]) Array.newInstance(element, parts.length));
        }
        Object[] keys = ((ValueTree.Dict) t).keys().toArray();
        return leaves -> {
            var m = new LinkedHashMap<Object, Object>();
            for (int i = 0; i < keys.length; i++) {
                m.put(keys[i], parts[i].make(leaves));
            }
            return m;
        };
    }

    private static Object[] all(Maker[] parts, Object[] leaves, Object[] out) {
        for (int i = 0; i < parts.length; i++) {
            out[i] = parts[i].make(leaves);
        }
        return out;
    }

    private Maker rows(ValueTree.Rows r, int at) {
        int k = r.row().leaves().size();
        Maker row = maker(r.row(), 0);
        Class<?> c = type(r.row().cls());
        return leaves -> {
            var rows = (Object[]) Array.newInstance(c, Array.getLength(leaves[at]));
            for (int i = 0; i < rows.length; i++) {
                var one = new Object[k];
                for (int j = 0; j < k; j++) {
                    one[j] = Array.get(leaves[at + j], i);
                }
                rows[i] = row.make(one);
            }
            return rows;
        };
    }

    private Class<?> type(String cls) {
        try {
            return Class.forName(cls.replace('/', '.'), false, loader);
        } catch (ClassNotFoundException e) {
            throw new JacobiException("The class " + cls.replace('/', '.') + " of a result cannot be loaded.", e);
        }
    }

    private Maker record(ValueTree.Rec r, Maker[] parts) {
        if (ArrayLeaves.isComplex(r)) {
            return leaves -> ArrayLeaves.complex((NDArray) parts[0].make(leaves), (NDArray) parts[1].make(leaves));
        }
        Class<?> c = type(r.cls());
        if (c == ValueAndGrad.class) {
            return leaves -> new ValueAndGrad<>(parts[0].make(leaves), parts[1].make(leaves));
        } else if (c == ValueAndTangent.class) {
            return leaves -> new ValueAndTangent<>(parts[0].make(leaves), parts[1].make(leaves));
        }
        MethodHandle make = constructor(c, r);
        return leaves -> {
            try {
                return (Object) make.invokeExact(all(parts, leaves, new Object[parts.length]));
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new JacobiException("The result of class " + c.getName() + " cannot be made: " + e + ".", e);
            }
        };
    }

    private MethodHandle constructor(Class<?> c, ValueTree.Rec r) {
        if (c.isRecord() && RECORDS.get(c).ctor.equals(r.ctor())) {
            return RECORDS.get(c).make;
        }
        try {
            MethodType ctor = MethodType.fromMethodDescriptorString(r.ctor(), loader);
            return MethodHandles.privateLookupIn(c, MethodHandles.lookup()).findConstructor(c, ctor).asSpreader(Object[].class, ctor.parameterCount())
                .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new JacobiException("The constructor of " + c.getName() + ", an object of which is the result, cannot be reached: " + e + ".", e);
        }
    }

    /** A copy of a value that shares no array with it. */
    Object copy(Object v, String what) {
        ValueTree t = of(v, what);
        var leaves = new Object[t.leaves().size()];
        flatten(t, v, leaves, 0);
        for (int i = 0; i < leaves.length; i++) {
            leaves[i] = copyArray(leaves[i]);
        }
        return build(t, leaves);
    }

    private static Object copyArray(Object a) {
        if (a == null || !a.getClass().isArray()) {
            return a;
        }
        Object out = NestedArrayPacking.copy(a);
        if (out instanceof Object[] rows) {
            Arrays.setAll(rows, i -> copyArray(rows[i]));
        }
        return out;
    }
}
