// Writes a call of the table as Java.
package dev.jacobi.arrays;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Collectors;

/** Java's text for a method and the arguments that were found for it. */
final class CallSources {
    private CallSources() {}

    static String call(Class<?> owner, Method m, List<ReflectiveCalls.Argument> arguments) {
        boolean member = !Modifier.isStatic(m.getModifiers());
        Class<?>[] types = m.getParameterTypes();
        List<ReflectiveCalls.Argument> rest = member ? arguments.subList(1, arguments.size()) : arguments;
        var text = new StringBuilder(member ? text(arguments.get(0), owner) : owner.getSimpleName()).append('.').append(m.getName()).append('(');
        for (int k = 0; k < types.length; k++) {
            boolean spread = m.isVarArgs() && k == types.length - 1 && !(rest.size() == types.length && rest.get(k) instanceof ReflectiveCalls.Argument.Sequence);
            text.append(k == 0 ? "" : ", ").append(spread ? text(new ReflectiveCalls.Argument.Sequence(rest.subList(k, rest.size())), types[k]) : text(rest.get(k), types[k]));
        }
        return text.append(')').toString();
    }

    private static String text(ReflectiveCalls.Argument a, Class<?> type) {
        if (a instanceof ReflectiveCalls.Argument.Item i) {
            return i.source();
        }
        if (a instanceof ReflectiveCalls.Argument.Sequence s) {
            Class<?> item = type.isArray() ? type.getComponentType() : Object.class;
            String items = s.items().stream().map(i -> text(i, item)).collect(Collectors.joining(", "));
            return type.isArray() ? "new " + type.getCanonicalName() + " {" + items + "}" : "List.of(" + items + ")";
        }
        return plain(((ReflectiveCalls.Argument.Plain) a).value(), type);
    }

    private static String plain(Object v, Class<?> type) {
        if (v == null) {
            return "(" + type.getCanonicalName() + ") null";
        }
        if (v instanceof Long n) {
            return type == int[].class ? "new int[] {" + n + "}" : type.getSimpleName().equals("NDArray") ? "NDArray.scalar(" + n + "L)"
                    : type == long.class || type == Long.class ? n + "L" : type == double.class || type == Double.class ? number(n.doubleValue()) : "" + n;
        }
        if (v instanceof Double d) {
            return type.getSimpleName().equals("NDArray") ? "NDArray.scalar(" + number(d) + ")" : type == float.class ? "(float) " + number(d) : number(d);
        }
        if (v instanceof String s) {
            return type.isEnum() ? type.getCanonicalName() + "." + ReflectiveCalls.constant(type, s) : '"' + s + '"';
        }
        return v instanceof Enum<?> e ? e.getDeclaringClass().getSimpleName() + "." + e.name() : String.valueOf(v);
    }

    /** A double as Java writes it. */
    static String number(double d) {
        return Double.isNaN(d) ? "Double.NaN" : Double.isInfinite(d) ? "Double." + (d > 0 ? "POSITIVE" : "NEGATIVE") + "_INFINITY" : Double.toString(d);
    }
}
