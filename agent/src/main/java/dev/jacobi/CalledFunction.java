package dev.jacobi;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says which function of the array interface a program has called when an error is met below it: Np.where, where the formula that meets the error is that of
 * another one. It is the outermost one in a row on the stack of methods that belong to arrays. It knows classes by name, so it loads none.
 */
final class CalledFunction {
    private static final String ARRAYS = "dev.jacobi.array.";
    private static final String API = "dev.jacobi.";
    /** Where the functions of an interface stand: in the class of this name, and in abstract classes whose names begin with it. */
    private static final List<String> FACADES = List.of("Np", "Lax", "Nn", "Linalg", "Fft", "Special", "Stats", "Prng", "Tree", "Optim", "Optimize", "Ode", "Signal",
        "NDArray", "Array", "IndexedArray", "Schedules", "Batches", "Checkpoints", "ArrayFiles");
    private static final Pattern INNER = Pattern.compile("(?:[A-Z]\\w*\\.)?(\\w+|[A-Z_]+ \\w+)(: | (?=has no meaning))(.*)", Pattern.DOTALL);

    /** How messages begin that name an operation and the program's line themselves. */
    private static final String PLACED = "NaN: ";

    private CalledFunction() {
    }

    /** The message with the name of the function in front, if arrays have thrown it. */
    static String named(String message) {
        String outer = message == null || message.startsWith(PLACED) ? null : StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).walk(frames -> {
            String found = null;
            for (StackWalker.StackFrame f : (Iterable<StackWalker.StackFrame>) frames::iterator) {
                Class<?> c = f.getDeclaringClass();
                String name = c.getName();
                String facade = facade(c);
                if (facade != null && !f.getMethodName().startsWith("lambda$") && !f.getMethodName().equals("<init>")) {
                    found = facade + "." + f.getMethodName();
                } else if (facade == null && !name.startsWith(ARRAYS) && !name.startsWith("java.util.") && c != Iterable.class && !isThrowable(c)) {
                    return found;
                }
            }
            return found;
        });
        return outer == null ? message : joined(outer, message);
    }

    private static boolean isThrowable(Class<?> c) {
        return Throwable.class.isAssignableFrom(c) || c == CalledFunction.class;
    }

    /** The interface that a class belongs to, or null. */
    private static String facade(Class<?> c) {
        String name = c.getName();
        if (!name.startsWith(API) || name.indexOf('.', API.length()) >= 0) {
            return null;
        }
        String simple = name.substring(API.length());
        String own = FACADES.contains(simple) ? simple : !Modifier.isAbstract(c.getModifiers()) ? null
            : FACADES.stream().filter(simple::startsWith).findFirst().orElse(null);
        return "Array".equals(own) ? "NDArray" : own;
    }

    private static String joined(String outer, String message) {
        String name = outer.substring(outer.indexOf('.') + 1);
        Matcher m = INNER.matcher(message);
        if (!m.matches()) {
            String first = message.substring(0, Math.max(0, message.indexOf(' ')));
            boolean word = first.equals("A") || first.length() > 1 && Character.isLowerCase(first.charAt(1)) && first.indexOf('.') < 0;
            return outer + ": " + (word ? first.toLowerCase(Locale.ROOT) + message.substring(first.length()) : message);
        }
        String inner = m.group(1);
        String rest = m.group(2).equals(": ") ? m.group(3) : "it " + m.group(3);
        boolean isPublic = inner.chars().anyMatch(Character::isLowerCase) && inner.indexOf('_') < 0;
        return inner.equals(name) || !isPublic ? outer + ": " + rest : outer + ", in " + inner + ": " + rest;
    }
}
