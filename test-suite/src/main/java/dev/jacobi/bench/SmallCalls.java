// How much time ordinary small methods take under the agent with policy=always, beside the same methods as plain Java.
package dev.jacobi.bench;

import dev.jacobi.bench.calls.Arguments;
import dev.jacobi.bench.calls.CountMethods;
import dev.jacobi.bench.calls.ExactMethods;
import dev.jacobi.bench.calls.GridMethods;
import dev.jacobi.bench.calls.SearchMethods;
import dev.jacobi.bench.calls.VectorMethods;
import dev.jacobi.harness.Arrays;
import dev.jacobi.harness.Figures;
import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Javac;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code main [-Dcalls.sizes=10,1000,1000000] [-Dcalls.millis=120] [-Dcalls.java=OPTIONS] [-Dcalls.options=OPTIONS] [METHOD ...]} starts a JVM with the agent, which has each method twice: as compiled code and, in a class of another name, as plain Java. Both are called in loops of
 * their own, as programs call them, by turns; the JVM compiles them before it goes on ({@code -Xbatch}), and the least time of a call counts, so that other work on the machine does little harm. Rows are sorted by Java's time over that of compiled code. A result or an array that differs is an error; calls that fell back and methods without code are named.
 */
public final class SmallCalls {
    private static final List<Class<?>> METHODS = List.of(CountMethods.class, ExactMethods.class, GridMethods.class, SearchMethods.class, VectorMethods.class);
    private static final String COMPILED = "dev/jacobi/bench/calls";
    /** As long as the other name, so that class files are as valid with it. */
    private static final String PLAIN = "dev/jacobi/bench/plain";
    private static final String LOOPS = "dev.jacobi.bench.loops.Loops";
    private static final long WARM_NANOS = 400_000_000;
    private static final long BATCH_NANOS = 400_000;
    private static final int MOST_WARM = 30_000;
    private static final int SECONDS = 3_000;
    private static final long NANOS = Long.getLong("calls.millis", 120) * 1_000_000;

    private record Row(String name, int size, double java, double compiled) {
        double ratio() {
            return java / compiled;
        }
    }

    private SmallCalls() {
    }

    public static void main(String[] args) throws Throwable {
        if (Boolean.getBoolean("calls.forked")) {
            measure(List.of(args));
            return;
        }
        Path report = Files.createTempFile("calls", ".json");
        var options = new ArrayList<>(List.of("-Xbatch", "-Dcalls.forked=true", "-Dcalls.sizes=" + sizes(), "-Dcalls.millis=" + NANOS / 1_000_000,
            "-javaagent:" + Fork.agentJar() + "=policy=always,report=" + report + ",include=dev.jacobi.bench.calls.*Methods" + System.getProperty("calls.options", "")));
        options.addAll(Stream.of(System.getProperty("calls.java", "").split(" ")).filter(s -> !s.isEmpty()).toList());
        var command = new ArrayList<>(List.of(SmallCalls.class.getName()));
        command.addAll(List.of(args));
        int exit = Fork.java(options, System.getProperty("java.class.path"), SECONDS, command, System.out::println);
        for (Map<String, Object> m : Json.methods(report)) {
            if (!"compiled".equals(m.get("state")) || ((Number) m.get("fallbacks")).longValue() > 0) {
                System.out.println(Json.name(m) + ": " + m.get("state") + ", fell back " + m.get("fallbacks") + " times of " + m.get("calls") + ", last: " + m.get("lastFallback") + " " + m.get("reason"));
            }
        }
        Files.delete(report);
        System.exit(exit);
    }

    private static String sizes() {
        return System.getProperty("calls.sizes", "10,1000,1000000");
    }

    private static void measure(List<String> names) throws Throwable {
        List<Method> methods = METHODS.stream().flatMap(c -> Stream.of(c.getMethods())).filter(m -> Modifier.isStatic(m.getModifiers()) && (names.isEmpty() || names.contains(m.getName()))).toList();
        Map<String, byte[]> code = new Javac().compile(Map.of(LOOPS, loops(methods))).classes();
        Class<?> compiled = new Javac.Loader(code).loadClass(LOOPS);
        var renamed = new HashMap<String, byte[]>();
        code.forEach((name, bytes) -> renamed.put(name, renamed(bytes)));
        for (Class<?> c : METHODS) {
            try (InputStream in = c.getResourceAsStream(c.getSimpleName() + ".class")) {
                renamed.put(c.getName().replace(COMPILED.replace('/', '.'), PLAIN.replace('/', '.')), renamed(in.readAllBytes()));
            }
        }
        Class<?> plain = new Javac.Loader(renamed).loadClass(LOOPS);
        var rows = new ArrayList<Row>();
        for (Method m : methods) {
            for (String size : sizes().split(",")) {
                rows.add(row(m, Integer.parseInt(size), loop(plain, m), loop(compiled, m)));
            }
        }
        rows.sort(Comparator.comparingDouble(Row::ratio));
        System.out.printf(Locale.ROOT, "%-24s %10s %14s %14s %8s%n", "method", "size", "Java ns", "compiled ns", "ratio");
        rows.forEach(r -> System.out.printf(Locale.ROOT, "%-24s %10d %14.1f %14.1f %8.3f%n", r.name, r.size, r.java, r.compiled, r.ratio()));
        System.out.printf(Locale.ROOT, "geometric mean of %d: %.2f; below 1: %d%n", rows.size(), Figures.geometricMean(rows.stream().mapToDouble(Row::ratio)), rows.stream().filter(r -> r.ratio() < 1).count());
    }

    private static MethodHandle loop(Class<?> loops, Method m) throws ReflectiveOperationException {
        return MethodHandles.publicLookup().findStatic(loops, m.getName(), MethodType.methodType(long.class, Object[].class, int.class));
    }

    private static byte[] renamed(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).replace(COMPILED, PLAIN).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A class with a method for each, which calls it so many times with the elements of an array and leaves the last result there. */
    private static String loops(List<Method> methods) {
        var text = new StringBuilder("package dev.jacobi.bench.loops;\npublic final class Loops {\n");
        for (Method m : methods) {
            var values = new ArrayList<String>();
            text.append("public static long ").append(m.getName()).append("(Object[] args, int n) {\n");
            for (int k = 0; k < m.getParameterCount(); k++) {
                String type = m.getParameterTypes()[k].getCanonicalName();
                text.append(type).append(" a").append(k).append(" = (").append(type).append(") args[").append(k).append("];\n");
                values.add("a" + k);
            }
            String call = m.getDeclaringClass().getName() + "." + m.getName() + "(" + String.join(", ", values) + ")";
            Class<?> type = m.getReturnType();
            String last = "args[" + m.getParameterCount() + "]";
            text.append("long s = 0;\nfor (int i = 0; i < n; i++) ").append(type == void.class ? call + ";" : type.isArray() ? last + " = " + call + ";" : type == boolean.class ? "s += " + call + " ? 1 : 0;" : "s += (long) " + call + ";")
                .append("\n").append(type == void.class || type.isArray() ? "" : last + " = s;").append("return s;\n}\n");
        }
        return text.append("}\n").toString();
    }

    private static Row row(Method m, int size, MethodHandle plain, MethodHandle compiled) throws Throwable {
        Object[] args = java.util.Arrays.copyOf(Arguments.of(m.getParameters(), size), m.getParameterCount() + 1);
        Object[] a = Arrays.copy(args);
        Object[] b = Arrays.copy(args);
        for (int k = 0; k < 3; k++) {
            long x = (long) plain.invokeExact(a, 1);
            long y = (long) compiled.invokeExact(b, 1);
            if (x != y || !java.util.Arrays.deepEquals(a, b)) {
                throw new IllegalStateException(m.getName() + " of " + size + " differs from Java");
            }
        }
        int calls = Math.min(warm(plain, a), warm(compiled, b));
        double java = Double.MAX_VALUE;
        double ours = Double.MAX_VALUE;
        long end = System.nanoTime() + NANOS;
        for (int k = 0; k < 7 || System.nanoTime() < end; k++) {
            java = Math.min(java, time(plain, a, calls));
            ours = Math.min(ours, time(compiled, b, calls));
        }
        return new Row(m.getName(), size, java, ours);
    }

    /** Calls until the code is certain to be warm; how many calls a batch has. */
    private static int warm(MethodHandle loop, Object[] args) throws Throwable {
        long end = System.nanoTime() + WARM_NANOS;
        double least = Double.MAX_VALUE;
        for (int k = 0; k < MOST_WARM && System.nanoTime() < end || k < 3; k += 10) {
            least = Math.min(least, time(loop, args, 10));
        }
        return (int) Math.max(1, Math.min(10_000, BATCH_NANOS / least));
    }

    /** Nanoseconds of a call. */
    private static double time(MethodHandle loop, Object[] args, int calls) throws Throwable {
        long start = System.nanoTime();
        long sum = (long) loop.invokeExact(args, calls);
        long nanos = System.nanoTime() - start;
        return sum == Long.MIN_VALUE ? 0 : (double) nanos / calls;
    }
}
