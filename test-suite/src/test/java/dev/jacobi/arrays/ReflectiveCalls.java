// Finds the overload that a call of the table means, and calls it.
package dev.jacobi.arrays;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Calls by a convention: a Java method takes what the table gives it, in that order, which is JAX's; what JAX has defaults for is left out.
 *
 * <p>A whole number fits {@code int}, {@code long}, {@code double}, an array of ints of one element, and their boxes; a tuple an array or a List;
 * a list of arrays {@code NDArray...} or a List; a string a String or an enum's constant of that name; {@code none} any reference. Of several
 * overloads that fit, the one with the closest types is called. */
final class ReflectiveCalls {
    private static final int NEVER = 1000;
    /** What an argument costs that is a default: more than any conversion of a number. */
    private static final int DEFAULT = 12;
    private final ArrayLibrary library;
    private final NamedArguments names = new NamedArguments();

    ReflectiveCalls(ArrayLibrary library) {
        this.library = library;
    }

    /** An argument: a value, or what stands for one of several Java types. */
    sealed interface Argument {
        /** An array, and Java's text for it. */
        record Item(Object array, String source) implements Argument {}

        record Sequence(List<Argument> items) implements Argument {}

        record Plain(Object value) implements Argument {}
    }

    /** A row's call that no method takes. */
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1;

        Missing(String message) {
            super(message);
        }
    }

    /** A method and its arguments. */
    record Choice(Method method, List<Argument> arguments, int cost) {}

    Object call(Class<?> owner, String method, List<NamedArguments.Named> arguments) throws ReflectiveOperationException {
        Choice best = closest(owner, method, arguments);
        if (best == null) {
            throw new Missing(missing(owner, method, arguments));
        }
        return invoke(best.method, best.arguments);
    }

    /** A sentence if no method takes the arguments, else null. */
    String missing(Class<?> owner, String method, List<NamedArguments.Named> arguments) {
        boolean known = Arrays.stream(owner.getMethods()).anyMatch(m -> m.getName().equals(method));
        return closest(owner, method, arguments) != null ? null : owner.getSimpleName() + "." + method
                + (known ? " has no overload for " + arguments.stream().map(a -> (a.name() == null ? "" : a.name() + "=") + text(a.value())).toList() : " does not exist");
    }

    private static String text(Argument a) {
        return a instanceof Argument.Item ? "array" : a instanceof Argument.Sequence s ? s.items().stream().map(ReflectiveCalls::text).toList().toString()
                : String.valueOf(((Argument.Plain) a).value());
    }

    /** The overload with the closest types; names of parameters decide before places do. */
    Choice closest(Class<?> owner, String method, List<NamedArguments.Named> arguments) {
        List<Argument> inOrder = arguments.stream().map(NamedArguments.Named::value).toList();
        boolean named = arguments.stream().anyMatch(a -> a.name() != null);
        Choice best = null;
        for (Method m : owner.getMethods()) {
            if (m.getName().equals(method)) {
                boolean member = !Modifier.isStatic(m.getModifiers());
                NamedArguments.Bound bound = member ? null : names.bind(m, owner.getSimpleName(), arguments);
                best = better(best, bound == null ? null : new Choice(m, bound.arguments(), cost(m, bound.arguments()) + DEFAULT * bound.defaults()));
                best = better(best, new Choice(m, inOrder, cost(m, inOrder) + (named && !member ? NEVER / 4 : 0)));
            }
        }
        return best;
    }

    private static Choice better(Choice a, Choice b) {
        return b == null || b.cost >= NEVER || a != null && a.cost <= b.cost ? a : b;
    }

    private Object invoke(Method m, List<Argument> arguments) throws ReflectiveOperationException {
        boolean member = !Modifier.isStatic(m.getModifiers());
        Object target = member ? ((Argument.Item) arguments.get(0)).array() : null;
        List<Argument> rest = member ? arguments.subList(1, arguments.size()) : arguments;
        Class<?>[] types = m.getParameterTypes();
        Object[] values = new Object[types.length];
        boolean spread = spread(m, rest);
        for (int k = 0; k < types.length; k++) {
            boolean last = spread && k == types.length - 1;
            values[k] = convert(last ? new Argument.Sequence(rest.subList(k, rest.size())) : rest.get(k), types[k]);
        }
        try {
            m.setAccessible(true);
            return m.invoke(target, values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException r) {
                throw r;
            }
            if (e.getCause() instanceof Error r) {
                throw r;
            }
            throw e;
        }
    }

    /** Whether the last arguments have to be put into an array for the last parameter. */
    private boolean spread(Method m, List<Argument> arguments) {
        int n = m.getParameterCount();
        return m.isVarArgs() && (arguments.size() != n || cost(arguments.get(n - 1), m.getParameterTypes()[n - 1]) >= NEVER);
    }

    private int cost(Method m, List<Argument> arguments) {
        boolean member = !Modifier.isStatic(m.getModifiers());
        if (member && (arguments.isEmpty() || !(arguments.get(0) instanceof Argument.Item i) || !m.getDeclaringClass().isInstance(i.array()))) {
            return NEVER;
        }
        List<Argument> rest = member ? arguments.subList(1, arguments.size()) : arguments;
        Class<?>[] types = m.getParameterTypes();
        boolean spread = m.isVarArgs() && rest.size() >= types.length - 1 && spread(m, rest);
        if (!spread && rest.size() != types.length) {
            return NEVER;
        }
        int sum = spread ? 1 : 0;
        for (int k = 0; k < types.length && sum < NEVER; k++) {
            boolean last = spread && k == types.length - 1;
            sum += cost(last ? new Argument.Sequence(rest.subList(k, rest.size())) : rest.get(k), types[k]);
        }
        return sum;
    }

    private int cost(Argument a, Class<?> type) {
        if (a instanceof Argument.Item i) {
            return type == Object.class ? 20 : type.isInstance(i.array()) ? 0 : NEVER;
        }
        if (a instanceof Argument.Sequence s) {
            if (type == Object.class || type.isAssignableFrom(List.class)) {
                return type == Object.class ? 20 : 2;
            }
            return !type.isArray() ? NEVER : s.items().stream().mapToInt(i -> cost(i, type.getComponentType())).max().orElse(0);
        }
        Object v = ((Argument.Plain) a).value();
        int cost = plainCost(v, type);
        return cost < NEVER || v == null ? cost : type.isInstance(library.number(v)) ? 15 : NEVER;
    }

    private static int plainCost(Object v, Class<?> type) {
        if (v == null) {
            return type.isPrimitive() ? NEVER : 1;
        }
        if (v instanceof Long) {
            return rank(type, List.of(int.class, long.class, Integer.class, Long.class, int[].class, double.class, float.class, Double.class, Number.class, Object.class));
        }
        if (v instanceof Double) {
            return rank(type, List.of(double.class, float.class, Double.class, Float.class, Number.class, Object.class));
        }
        if (v instanceof Boolean) {
            return rank(type, List.of(boolean.class, Boolean.class, Object.class));
        }
        if (v instanceof String s) {
            return type.isEnum() ? constant(type, s) == null ? NEVER : 1 : rank(type, List.of(String.class, Object.class));
        }
        return type.isInstance(v) ? 0 : NEVER;
    }

    private static int rank(Class<?> type, List<Class<?>> order) {
        int at = order.indexOf(type);
        return at < 0 ? NEVER : 2 * at;
    }

    static Object constant(Class<?> type, String name) {
        String plain = name.replaceAll("[^A-Za-z0-9]", "");
        return Arrays.stream(type.getEnumConstants()).filter(c -> ((Enum<?>) c).name().replace("_", "").equalsIgnoreCase(plain)).findFirst().orElse(null);
    }

    private Object convert(Argument a, Class<?> type) {
        if (a instanceof Argument.Item i) {
            return i.array();
        }
        if (a instanceof Argument.Sequence s) {
            if (!type.isArray()) {
                return s.items().stream().map(i -> convert(i, Object.class)).toList();
            }
            Object array = Array.newInstance(type.getComponentType(), s.items().size());
            for (int k = 0; k < s.items().size(); k++) {
                Array.set(array, k, convert(s.items().get(k), type.getComponentType()));
            }
            return array;
        }
        Object v = ((Argument.Plain) a).value();
        Object number = v == null || type == Object.class ? null : library.number(v);
        return number != null && type.isInstance(number) ? number : plain(v, type);
    }

    private static Object plain(Object v, Class<?> type) {
        if (v instanceof Long n) {
            return type == int[].class ? new int[] {n.intValue()} : type == long.class || type == Long.class ? n
                    : type == double.class || type == Double.class ? (Object) n.doubleValue() : type == float.class ? (Object) n.floatValue() : (Object) n.intValue();
        }
        if (v instanceof Double d) {
            return type == float.class || type == Float.class ? (Object) d.floatValue() : d;
        }
        return v instanceof String s && type.isEnum() ? constant(type, s) : v;
    }

    /** The leaves of a result: arrays, components of records, elements of lists, arrays and maps, and boxed numbers. */
    List<RawArray> leaves(Object result) {
        var leaves = new ArrayList<RawArray>();
        collect(result, leaves);
        return leaves;
    }

    private void collect(Object r, List<RawArray> to) {
        if (r == null) {
            return;
        }
        int[] scalar = new int[0];
        if (library.isArray(r)) {
            to.add(library.read(r));
        } else if (r instanceof Boolean b) {
            to.add(RawArray.ofIntegers(ElementType.BOOL, scalar, new long[] {b ? 1 : 0}));
        } else if (r instanceof Integer || r instanceof Long) {
            to.add(RawArray.ofIntegers(ElementType.I32, scalar, new long[] {((Number) r).longValue()}));
        } else if (r instanceof Number n) {
            to.add(RawArray.of(ElementType.F32, scalar, new double[] {n.doubleValue()}));
        } else if (r instanceof Iterable<?> all) {
            all.forEach(i -> collect(i, to));
        } else if (r instanceof Map<?, ?> m) {
            m.values().forEach(i -> collect(i, to));
        } else if (r.getClass().isArray()) {
            for (int k = 0; k < Array.getLength(r); k++) {
                collect(Array.get(r, k), to);
            }
        } else if (r instanceof Record) {
            components(r, to);
        } else {
            throw new IllegalStateException("a result of type " + r.getClass().getName() + " has no leaves that the test knows");
        }
    }

    private void components(Object r, List<RawArray> to) {
        try {
            for (RecordComponent c : r.getClass().getRecordComponents()) {
                collect(c.getAccessor().invoke(r), to);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
