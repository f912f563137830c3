// Puts the arguments of a call, some of which the table gives by JAX's names, in the order of a Java method's parameters.
package dev.jacobi.arrays;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Java has no arguments by name, so that a method with a parameter for each of JAX's takes JAX's defaults for those that a call leaves out: defaults.txt has the ones that are neither false nor none. */
final class NamedArguments {
    private final Map<String, Term> defaults = new HashMap<>();

    NamedArguments() {
        CaseTable.resource("defaults.txt").lines().filter(l -> !l.isBlank() && !l.startsWith("#")).forEach(l -> {
            int eq = l.indexOf('=');
            defaults.put(l.substring(0, eq).trim(), CallText.read(l.substring(eq + 1)).get(0).value());
        });
    }

    /** An argument with the name that the table gives it, or null. */
    record Named(String name, ReflectiveCalls.Argument value) {}

    /** Arguments in a method's order and how many of them are defaults. */
    record Bound(List<ReflectiveCalls.Argument> arguments, int defaults) {}

    /** The arguments for a static method whose parameters have names; null if a name is not among them, or a parameter without a default is left. */
    Bound bind(Method m, String owner, List<Named> arguments) {
        Parameter[] parameters = m.getParameters();
        var values = new ReflectiveCalls.Argument[parameters.length];
        for (int k = 0; k < arguments.size(); k++) {
            String name = arguments.get(k).name();
            int at = name == null ? k : find(parameters, name);
            if (at < 0 || at >= values.length || values[at] != null) {
                return null;
            }
            values[at] = arguments.get(k).value();
        }
        int left = 0;
        for (int k = 0; k < values.length; k++) {
            if (values[k] == null) {
                boolean closing = m.isVarArgs() && k == values.length - 1;
                values[k] = closing ? new ReflectiveCalls.Argument.Sequence(List.of()) : standard(parameters[k], owner + "." + m.getName());
                left++;
            }
            if (values[k] == null) {
                return null;
            }
        }
        return new Bound(new ArrayList<>(Arrays.asList(values)), left);
    }

    private static int find(Parameter[] parameters, String name) {
        String plain = name.replace("_", "").toLowerCase(Locale.ROOT);
        for (int k = 0; k < parameters.length; k++) {
            String p = parameters[k].getName().toLowerCase(Locale.ROOT);
            if (p.equals(plain) || plain.equals("axis") && p.equals("axes")) {
                return k;
            }
        }
        return -1;
    }

    private ReflectiveCalls.Argument standard(Parameter p, String method) {
        Term t = defaults.getOrDefault(method + "." + p.getName(), defaults.get(p.getName()));
        if (t == null || t instanceof Term.None) {
            boolean none = !p.getType().isPrimitive();
            return none ? new ReflectiveCalls.Argument.Plain(null) : p.getType() == boolean.class ? new ReflectiveCalls.Argument.Plain(false) : null;
        }
        return constant(t);
    }

    private static ReflectiveCalls.Argument constant(Term t) {
        return t instanceof Term.Tuple u ? new ReflectiveCalls.Argument.Sequence(u.items().stream().map(NamedArguments::constant).toList())
                : new ReflectiveCalls.Argument.Plain(t instanceof Term.Whole w ? (Object) w.value() : t instanceof Term.Real r ? (Object) r.value()
                        : t instanceof Term.Truth b ? (Object) b.value() : ((Term.Text) t).value());
    }
}
