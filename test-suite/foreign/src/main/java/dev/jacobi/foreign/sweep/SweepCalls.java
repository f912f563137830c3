// Calls the static methods of a library and writes down what they did.
package dev.jacobi.foreign.sweep;

import dev.jacobi.harness.Outcome;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The program that runs in each JVM: {@code JAR RESULTS LONG SEED CALLS}. Methods of which the file {@code RESULTS} has lines, or whose names are in {@code LONG}, are left out; when a call takes too long or ends the JVM, the name of its method
 * goes to {@code LONG} and the JVM ends with {@link #AGAIN}.
 */
final class SweepCalls {
    /** The exit code that asks for another JVM, which goes on behind a method that took too long. */
    static final int AGAIN = 3;
    private static final int SHOWN = 200;
    /** Half of a character that takes two, which cannot be written to a file. */
    private static final Pattern HALF = Pattern.compile("\\p{Cs}");
    private static final long LIMIT_MILLIS = Long.getLong("sweep.limit", 3000);
    private final Path results;
    private final Path slow;
    private final long seed;
    private final int calls;
    private volatile String running;
    private volatile long since;

    private SweepCalls(Path results, Path slow, long seed, int calls) {
        this.results = results;
        this.slow = slow;
        this.seed = seed;
        this.calls = calls;
    }

    public static void main(String[] args) throws IOException {
        var s = new SweepCalls(Path.of(args[1]), Path.of(args[2]), Long.parseLong(args[3]), Integer.parseInt(args[4]));
        System.setOut(new PrintStream(OutputStream.nullOutputStream())); // some libraries talk
        var watch = new Thread(s::watch, "sweep-watch");
        watch.setDaemon(true);
        watch.start();
        Runtime.getRuntime().addShutdownHook(new Thread(s::endsHere, "sweep-end"));
        s.all(new File(args[0]));
        System.exit(0);
    }

    /** {@code Class.method(descriptor)}. */
    private static String name(Method m) {
        return m.getDeclaringClass().getName() + "." + m.getName() + MethodType.methodType(m.getReturnType(), m.getParameterTypes()).toMethodDescriptorString();
    }

    private static Set<String> firstWords(Path file) throws IOException {
        var out = new HashSet<String>();
        if (Files.exists(file)) {
            Files.readAllLines(file).forEach(l -> out.add(l.split("[#\t]", 2)[0]));
        }
        return out;
    }

    private void all(File jar) throws IOException {
        Set<String> done = firstWords(results);
        done.addAll(firstWords(slow));
        for (String type : classes(jar)) {
            for (Method m : methods(type)) {
                if (!done.contains(name(m))) {
                    calls(m);
                }
            }
        }
    }

    private static List<String> classes(File file) throws IOException {
        var names = new ArrayList<String>();
        try (var jar = new JarFile(file)) {
            for (JarEntry e : Collections.list(jar.entries())) {
                String n = e.getName();
                if (n.endsWith(".class") && !n.startsWith("META-INF") && !n.contains("-info")) {
                    names.add(n.substring(0, n.length() - ".class".length()).replace('/', '.'));
                }
            }
        }
        Collections.sort(names);
        return names;
    }

    private static List<Method> methods(String type) {
        try {
            return Arrays.stream(Class.forName(type, false, SweepCalls.class.getClassLoader()).getDeclaredMethods()).filter(SweepCalls::isCalled).sorted(Comparator.comparing(SweepCalls::name)).toList();
        } catch (ClassNotFoundException | LinkageError e) {
            return List.of(); // of another library that is not there
        }
    }

    private static boolean isCalled(Method m) {
        Class<?> r = m.getReturnType();
        boolean tells = r == String.class || r != void.class && RandomCall.isNumeric(r) || r == void.class && Arrays.stream(m.getParameterTypes()).anyMatch(Class::isArray);
        return Modifier.isStatic(m.getModifiers()) && !Modifier.isNative(m.getModifiers()) && !m.isSynthetic() && m.getParameterCount() > 0 && RandomCall.fits(m) && tells && m.trySetAccessible();
    }

    private void calls(Method m) throws IOException {
        var lines = new StringBuilder();
        String name = name(m);
        for (int k = 0; k < calls; k++) {
            Object[] args = RandomCall.arguments(m, seed * 1_000_003 + name.hashCode() * 31L + k);
            since = System.currentTimeMillis();
            running = name;
            Outcome o = Outcome.of(a -> invoke(m, a), args);
            running = null;
            lines.append(name).append('#').append(k).append('\t').append(line(o.text())).append('\n');
        }
        Files.writeString(results, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Of what is long its beginning and a digest. */
    private static String line(String text) {
        String one = HALF.matcher(text.replaceAll("\\s", " ")).replaceAll(m -> "half " + (int) m.group().charAt(0));
        long digest = 7;
        for (int i = 0; i < one.length(); i++) {
            digest = digest * 1_000_003 + one.charAt(i);
        }
        return one.length() <= SHOWN ? one : one.substring(0, SHOWN) + "... " + Long.toHexString(digest);
    }

    private static Object invoke(Method m, Object[] args) throws Throwable {
        try {
            return m.invoke(null, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void watch() {
        while (true) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                return;
            }
            String name = running;
            if (name != null && System.currentTimeMillis() - since > LIMIT_MILLIS) {
                end(name);
            }
        }
    }

    /** A library that ends the JVM, as BLAS does when an argument is wrong, is treated like one that takes too long. */
    private void endsHere() {
        String name = running;
        if (name != null) {
            end(name);
        }
    }

    private void end(String name) {
        try {
            Files.writeString(slow, name + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.err.println("The name of a method that takes long, " + name + ", cannot be written to " + slow + ": " + e);
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(AGAIN);
    }
}
