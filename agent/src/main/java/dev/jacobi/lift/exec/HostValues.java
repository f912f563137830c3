package dev.jacobi.lift.exec;

import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Trace;
import dev.jacobi.boot.EngineLoader;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.heap.Containers;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.KnownArray;
import dev.jacobi.lift.state.LiftAssumptions;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Literals;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Type;

/** Between values of the symbolic machine and Java objects that functions on arrays take and give while a program is being made. */
final class HostValues {
    /** What stands for a value that is not known before the call. */
    static final Object UNKNOWN = new Object();
    private static final int LONGEST = 4096;
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Heap heap;

    HostValues(LiftContext context, Heap heap) {
        this.context = context;
        this.ir = context.ir();
        this.heap = heap;
    }

    /** The program as operations on arrays append to it. */
    Trace trace() {
        Builder b = ir.builder();
        String where = context.place();
        return new Trace(b, () -> where, context.attempt().imported(), context.session().programs()::lanes);
    }

    /** The Java class of a type. */
    static Class<?> type(Type t, ClassLoader loader) {
        try {
            return switch (t.getSort()) {
                case Type.BOOLEAN -> boolean.class;
                case Type.BYTE -> byte.class;
                case Type.CHAR -> char.class;
                case Type.SHORT -> short.class;
                case Type.INT -> int.class;
                case Type.LONG -> long.class;
                case Type.FLOAT -> float.class;
                case Type.DOUBLE -> double.class;
                case Type.ARRAY -> Class.forName(t.getDescriptor().replace('/', '.'), false, loader);
                default -> Class.forName(t.getClassName(), false, loader);
            };
        } catch (ClassNotFoundException e) {
            return Void.class;
        }
    }

    /** The Java object for a parameter of this type, which is null for a receiver; {@link #UNKNOWN} where it is not known. */
    Object host(Val v, Type type, Env env) {
        if (v instanceof Val.Array a) {
            return trace().array(a.element(), a.weak(), a.atoms());
        } else if (v instanceof Val.Null) {
            return null;
        } else if (v instanceof Val.Sc s) {
            return s.atom() instanceof Lit l ? number(l, type) : UNKNOWN;
        } else if (v instanceof Val.Opaque o) {
            return o.constant() == null ? UNKNOWN : o.constant();
        }
        if (v instanceof Val.Given g && g.origin() instanceof Lifted.Source.Static s && s.path().isEmpty()) {
            return constant(s);
        }
        if (v instanceof Val.Given g && g.origin() instanceof Lifted.Source.Static s && g.cls().equals("java/lang/String") && context.isFunction()) {
            Object text = context.session().programs().numbers(s);
            return text == null ? UNKNOWN : text;
        }
        HeapCell.Obj o = context.object(env, v);
        if (o != null) {
            return object(o, type, env);
        }
        if (v instanceof Val.Ref r && r.prefix().isEmpty() && context.cell(env, r.loc()) instanceof HeapCell.Arr a) {
            return a.content().dtype() == DType.I32 ? numbers(r, a.content()) : UNKNOWN;
        }
        return UNKNOWN;
    }

    /** An array of ints, or of rows of them. */
    private Object numbers(Val.Ref r, Atom content) {
        List<Integer> known = ir.known(content);
        List<List<Integer>> rows = ir.knownRows(content);
        if (rows != null) {
            return rows.stream().map(row -> row.stream().mapToInt(Integer::intValue).toArray()).toArray(int[][]::new);
        } else if (known != null && content.type().rank() == 1) {
            return known.stream().mapToInt(Integer::intValue).toArray();
        }
        Lifted.Source.Static field = context.inputs().isRoot(r.loc()) && context.inputs().root(r.loc()).equals(content) ? context.inputs().fieldOf(r.loc()) : null;
        Object now = field != null && context.assumed().has(LiftAssumptions.Fact.CONSTANT_NUMBERS, field.toString()) ? context.session().programs().numbers(field) : null;
        return now == null ? UNKNOWN : now;
    }

    /** A constant of the public interface, such as {@code Slice.ALL}. */
    private static Object constant(Lifted.Source.Static s) {
        if (!s.owner().startsWith("dev/jacobi/") || s.owner().indexOf('/', "dev/jacobi/".length()) >= 0) {
            return UNKNOWN;
        }
        try {
            Field f = Class.forName(s.owner().replace('/', '.'), true, EngineLoader.ofEngine()).getDeclaredField(s.name());
            f.setAccessible(true);
            Object value = Modifier.isFinal(f.getModifiers()) ? f.get(null) : null;
            return value == null ? UNKNOWN : value;
        } catch (ReflectiveOperationException e) {
            return UNKNOWN;
        }
    }

    private static Object number(Lit l, Type type) {
        int sort = type == null ? Type.INT : type.getSort();
        return switch (sort) {
            case Type.BOOLEAN -> l.asLong() != 0;
            case Type.BYTE -> (byte) l.asLong();
            case Type.CHAR -> (char) l.asLong();
            case Type.SHORT -> (short) l.asLong();
            default -> boxed(l);
        };
    }

    private static Object boxed(Lit l) {
        return switch (l.dtype()) {
            case BOOL -> l.asBool();
            case I8, I16, U16, I32 -> (int) l.asLong();
            case I64 -> l.asLong();
            case F32 -> Float.intBitsToFloat((int) l.bits());
            case F64 -> Double.longBitsToDouble(l.bits());
            case BF16, F16 -> throw new IllegalStateException("no Java number");
        };
    }

    private Object object(HeapCell.Obj o, Type type, Env env) {
        DType box = Descriptors.boxed(o.cls());
        if (box != null) {
            return o.fields().get(o.cls() + ".value") instanceof Val.Sc s && s.atom() instanceof Lit l ? box == DType.BOOL ? (Object) (l.asLong() != 0) : boxed(l) : UNKNOWN;
        }
        if (KnownArray.is(o)) {
            List<Object> elements = all(KnownArray.element(o).equals("java/lang/Object") ? KnownArray.elements(o).stream().map(v -> position(v, env)).toList() : KnownArray.elements(o), env);
            if (elements == null) {
                return UNKNOWN;
            }
            Object out = Array.newInstance(type(Type.getObjectType(KnownArray.element(o)), EngineLoader.ofEngine()), elements.size());
            for (int i = 0; i < elements.size(); i++) {
                Array.set(out, i, elements.get(i));
            }
            return out;
        }
        if (Containers.isList(o.cls())) {
            List<Object> elements = all(Containers.parts(o), env);
            return elements == null ? UNKNOWN : elements;
        }
        if (Containers.isMap(o.cls())) {
            List<Object> elements = all(Containers.parts(o), env);
            var map = new LinkedHashMap<Object, Object>();
            for (int i = 0; elements != null && i < elements.size(); i++) {
                map.put(Containers.keys(o).get(i), elements.get(i));
            }
            return elements == null ? UNKNOWN : map;
        }
        return o.cls().startsWith("dev/jacobi/") ? record(o, env) : UNKNOWN;
    }

    /** A boxed integer that the program computes, among objects that select a part of an array, as an array without axes; else the value itself. */
    private Val position(Val v, Env env) {
        HeapCell.Obj box = context.object(env, v);
        boolean isInteger = box != null && (box.cls().equals("java/lang/Integer") || box.cls().equals("java/lang/Long"));
        return isInteger && box.fields().get(box.cls() + ".value") instanceof Val.Sc s && !(s.atom() instanceof Lit)
            ? new Val.Array(box.cls().equals("java/lang/Integer") ? dev.jacobi.DType.I32 : dev.jacobi.DType.I64, true, List.of(s.atom())) : v;
    }

    private List<Object> all(List<Val> values, Env env) {
        var out = new ArrayList<Object>();
        for (Val v : values) {
            Object h = host(v, null, env);
            if (h == UNKNOWN) {
                return null;
            }
            out.add(h);
        }
        return out;
    }

    /** A record of the array interface, made by its constructor. */
    private Object record(HeapCell.Obj o, Env env) {
        try {
            Class<?> c = Class.forName(o.cls().replace('/', '.'), true, EngineLoader.ofEngine());
            if (!c.isRecord()) {
                return UNKNOWN;
            }
            RecordComponent[] parts = c.getRecordComponents();
            Object[] args = new Object[parts.length];
            Class<?>[] types = new Class<?>[parts.length];
            for (int i = 0; i < parts.length; i++) {
                types[i] = parts[i].getType();
                args[i] = host(o.fields().get(o.cls() + "." + parts[i].getName()), Type.getType(types[i]), env);
                if (args[i] == UNKNOWN) {
                    return UNKNOWN;
                }
            }
            var make = c.getDeclaredConstructor(types);
            make.setAccessible(true);
            return make.newInstance(args);
        } catch (ReflectiveOperationException e) {
            return UNKNOWN;
        }
    }

    /** What a function has given, as a value of the symbolic machine. */
    Val val(Object v, Type type, Env env, String place) {
        if (type == Type.VOID_TYPE || v == null) {
            return new Val.Null();
        } else if (v instanceof NDArray x) {
            List<Atom> atoms = x.value() instanceof ArrayValue.Traced t ? t.atoms() : trace().atoms(x);
            return new Val.Array(x.dtype(), x.isWeak(), atoms);
        } else if (type.getSort() < Type.ARRAY) {
            return new Val.Sc(v instanceof Boolean b ? Lit.i32(b ? 1 : 0) : Literals.of(v));
        } else if (v instanceof Number || v instanceof Boolean) {
            String cls = v.getClass().getName().replace('.', '/');
            return context.put(env, place + "box", new HeapCell.Obj(cls, Map.of(cls + ".value", new Val.Sc(v instanceof Boolean b ? Lit.i32(b ? 1 : 0) : Literals.of(v))), "", true));
        } else if (v instanceof Record r && r.getClass().getName().startsWith("dev.jacobi.") && holdsArrays(r)) {
            return object(r, env, place);
        } else if (v instanceof List<?> l) {
            return context.put(env, place + "list", Containers.list(each(l, env, place)));
        } else if (v instanceof Map<?, ?> m) {
            return context.put(env, place + "map", Containers.map(new ArrayList<>(m.keySet()), each(new ArrayList<>(m.values()), env, place)));
        } else if (v instanceof Object[] a) {
            return context.put(env, place + "array", KnownArray.of(a.getClass().getComponentType().getName().replace('.', '/'), each(Arrays.asList(a), env, place)));
        } else if (v.getClass().isArray()) {
            return numbers(v, env, place);
        }
        return new Val.Opaque(v instanceof String ? "a string" : "a " + v.getClass().getName(), v);
    }

    private static boolean holdsArrays(Record r) {
        for (RecordComponent c : r.getClass().getRecordComponents()) {
            if (c.getType() == NDArray.class || c.getType().isArray() || List.class.isAssignableFrom(c.getType())) {
                return true;
            }
        }
        return false;
    }

    private List<Val> each(List<?> values, Env env, String place) {
        var out = new ArrayList<Val>();
        for (Object v : values) {
            out.add(val(v, Type.getType(Object.class), env, place + "." + out.size()));
        }
        return out;
    }

    private Val object(Record r, Env env, String place) {
        String cls = r.getClass().getName().replace('.', '/');
        var fields = new LinkedHashMap<String, Val>();
        var ctor = new StringBuilder("(");
        try {
            for (RecordComponent c : r.getClass().getRecordComponents()) {
                c.getAccessor().setAccessible(true);
                Type t = Type.getType(c.getType());
                Val v = val(c.getAccessor().invoke(r), t, env, place + "." + c.getName());
                fields.put("#" + fields.size() / 2, v);
                fields.put(cls + "." + c.getName(), v);
                ctor.append(t.getDescriptor());
            }
        } catch (ReflectiveOperationException e) {
            throw context.refuse(ReasonCode.OBJECT, "it uses an object of " + r.getClass().getName() + " that cannot be looked into");
        }
        return context.put(env, place + "rec", new HeapCell.Obj(cls, fields, ctor + ")V", true));
    }

    /** A Java array of numbers, which becomes a constant of the program. */
    private Val numbers(Object v, Env env, String place) {
        int n = Array.getLength(v);
        context.refuseIf(n > LONGEST, ReasonCode.TOO_LARGE, "a function on arrays gives a Java array of " + n + " numbers that are constants");
        DType d = Descriptors.dtype(v.getClass().getComponentType().descriptorString());
        context.refuseIf(d == null, ReasonCode.OBJECT_ARRAY, "a function on arrays gives an array of arrays");
        Val ref = context.inputs().constant(place + "const", new Tensor(d, new int[] {n}, v));
        if (v instanceof int[] ints) {
            ir.know(heap.content(env, ref), Arrays.stream(ints).boxed().toList());
        }
        return ref;
    }
}
