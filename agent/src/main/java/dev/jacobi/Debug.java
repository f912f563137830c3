package dev.jacobi;

import dev.jacobi.array.core.Precision;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Looking at values while functions run, also where they are compiled. Each call has the values of its time, and calls come in the order of the program: once for each trip of a loop, and in a
 * derivative once, with the values of the function itself. Under {@code vmap} there is a call for each lane, from the first to the last, or one for all where the lanes share all values. Outside of
 * transformed functions these are ordinary methods.
 *
 * <p>Code that calls them is compiled with its loops as they were written, on the CPU. If a call of it throws an exception of its own, the function runs a second time in Java to find it, and prints
 * again. Methods that the agent compiles without being asked by a transformation are left to the JVM if they call these.
 */
public final class Debug {
    private Debug() {
    }

    /**
     * Prints a line to {@code System.out}.
     *
     * <pre>{@code
     * double loss(double[] w) {
     *     double s = 0;
     *     for (int i = 0; i < w.length; i++) {
     *         s += w[i] * w[i];
     *         Debug.print("after {}: {}", i, s);
     *     }
     *     return s;
     * }}</pre>
     *
     * @param format the line, a constant, in which each {@code {}} stands for the next value, and what is written between the braces is its name for the reader only; <code>{{</code> and
     *     <code>}}</code> are braces
     * @param args numbers, strings, arrays, and lists, maps and records of these
     * @throws IllegalArgumentException if there are more or fewer values than places
     */
    public static void print(String format, Object... args) {
        System.out.println(line(format, args));
    }

    /**
     * Calls a function with values.
     *
     * <pre>{@code Debug.callback(v -> History.add((Double) v[0]), loss);}</pre>
     *
     * @param fn the function, which runs on the thread that called the compiled code. In transformed functions a reference to a static method, or a lambda that captures nothing but numbers. What it
     *     throws ends the call of the compiled code
     * @param args what it is given: numbers, strings, arrays, and lists, maps and records of these; what it writes into arrays nobody sees where the code is compiled
     */
    public static void callback(Consumer<Object[]> fn, Object... args) {
        fn.accept(args);
    }

    /**
     * Has each result looked at, at once and of compiled functions: NaN among the numbers is an error that names the operation on arrays and the line of the program that made it of other numbers; NaN that a function was given is none. Off at
     * first; it costs time, and is for finding where a NaN comes from. A compiled function whose result has a NaN runs a second time, operation by operation, to find that.
     *
     * <pre>{@code
     * Debug.checkNans(true);
     * train.apply(params, batch);   // JacobiException: log gives NaN at Model.loss:31 ...
     * }</pre>
     *
     * @param on whether results are looked at from now on, by all threads
     */
    public static void checkNans(boolean on) {
        Precision.ofProcess().checkNans(on);
    }

    private static String line(String format, Object[] args) {
        var out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            boolean twice = i + 1 < format.length() && format.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && twice) {
                out.append(c);
                i++;
                continue;
            }
            int end = c == '{' ? format.indexOf('}', i) : -1;
            if (end < 0) {
                out.append(c);
                continue;
            }
            if (next == args.length) {
                throw new IllegalArgumentException("The format '" + format + "' has more places than the " + args.length + " values that were given.");
            }
            out.append(text(args[next++]));
            i = end;
        }
        if (next < args.length) {
            throw new IllegalArgumentException("The format '" + format + "' has " + next + " places for the " + args.length + " values that were given.");
        }
        return out.toString();
    }

    private static String text(Object v) {
        if (v == null || !v.getClass().isArray()) {
            return Objects.toString(v);
        }
        String s = Arrays.deepToString(new Object[] {v});
        return s.substring(1, s.length() - 1);
    }
}
