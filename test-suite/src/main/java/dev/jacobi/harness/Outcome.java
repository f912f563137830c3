// What a call did, as text: result or exception, and all arrays afterwards, with which arrays are the same object.
package dev.jacobi.harness;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.util.IdentityHashMap;
import java.util.Map;

/** Two calls did the same exactly when their texts are equal. All NaNs are one value. */
public record Outcome(String text, boolean normal) {
    /** Something that can be called and may throw. */
    public interface Call {
        Object apply(Object[] args) throws Throwable;
    }

    /** Calls and describes. */
    public static Outcome of(Call call, Object[] args) {
        Map<Object, Integer> names = new IdentityHashMap<>();
        for (Object arg : args) {
            name(names, arg);
        }
        StringBuilder b = new StringBuilder();
        boolean normal = true;
        try {
            Object result = call.apply(args);
            b.append("returns ");
            append(b, result, names);
        } catch (Throwable e) {
            normal = false;
            b.append("throws ").append(e.getClass().getName()).append(": ").append(e.getMessage());
        }
        for (Object arg : args) {
            if (arg != null && arg.getClass().isArray()) {
                b.append("\n  ");
                append(b, arg, names);
            }
        }
        return new Outcome(b.toString(), normal);
    }

    public static Outcome of(MethodHandle method, Object[] args) {
        return of(a -> method.invokeWithArguments(a), args);
    }

    /** Where two texts part, with a little around it. */
    public static String difference(Outcome want, Outcome got) {
        String a = want.text;
        String b = got.text;
        int at = 0;
        while (at < Math.min(a.length(), b.length()) && a.charAt(at) == b.charAt(at)) {
            at++;
        }
        int from = Math.max(0, at - 60);
        return "expected ..." + a.substring(from, Math.min(a.length(), at + 80)) + "\n     got ..." + b.substring(from, Math.min(b.length(), at + 80));
    }

    private static void name(Map<Object, Integer> names, Object value) {
        if (value != null && value.getClass().isArray() && names.putIfAbsent(value, names.size()) == null && value instanceof Object[] rows) {
            for (Object row : rows) {
                name(names, row);
            }
        }
    }

    private static void append(StringBuilder b, Object value, Map<Object, Integer> names) {
        if (value == null || !value.getClass().isArray()) {
            b.append(value);
            return;
        }
        Integer name = names.get(value);
        b.append(value.getClass().getSimpleName()).append(name == null ? "(new)" : "(" + name + ")").append('{');
        for (int i = 0; i < Array.getLength(value); i++) {
            b.append(i == 0 ? "" : ", ");
            Object element = Array.get(value, i);
            if (element instanceof Character c) {
                b.append((int) c);
            } else {
                append(b, element, names);
            }
        }
        b.append('}');
    }
}
