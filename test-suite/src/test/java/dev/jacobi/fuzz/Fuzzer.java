// Runs one program on the JVM and compiled, on several argument lists, and compares what they did.
package dev.jacobi.fuzz;

import dev.jacobi.dispatch.Compiled;
import dev.jacobi.dispatch.Deopt;
import dev.jacobi.dispatch.Engine;
import dev.jacobi.harness.Javac;
import dev.jacobi.harness.Outcome;
import dev.jacobi.lift.Refusal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One mode of execution with its counts. With {@code -Dfuzz.explain=CODE} a refusal or a
 * needless fallback of that code counts as a failure, to see why.
 */
final class Fuzzer {
    static final int CALLS = 4;
    private static final String EXPLAIN = System.getProperty("fuzz.explain");
    private static final int SHRINK_ATTEMPTS = 600;

    /** {@code kind} groups failures of one cause; {@code details} is for people. */
    record Failure(String kind, String details) {
    }

    private final Mode mode;
    private final Engine engine;
    final Map<String, Integer> refused = new TreeMap<>();
    final Map<String, Integer> needless = new TreeMap<>();
    /** Calls where compiled code gave the result; where it rightly left it to the original; where it need not have. */
    int accelerated;
    int exceptional;
    int programs;

    Fuzzer(Mode mode) {
        this.mode = mode;
        this.engine = mode.engine();
    }

    Mode mode() {
        return mode;
    }

    /** Compiles; every third program gets another shape than javac's. */
    static Javac.Loader compile(Javac javac, Map<String, String> sources) {
        Map<String, byte[]> classes = new TreeMap<>(javac.compile(sources).classes());
        classes.replaceAll((name, bytes) -> Math.floorMod(owner(name).hashCode(), 3) == 0 ? Reshape.reshape(bytes, name.hashCode()) : bytes);
        return new Javac.Loader(classes);
    }

    private static String owner(String name) {
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }

    /** Null when the compiled program does all that the JVM does. */
    Failure check(Methods.Program program, Class<?> type) {
        Method method = Stream.of(type.getMethods()).filter(m -> m.getName().equals("run")).findFirst().orElseThrow();
        programs++;
        Compiled compiled;
        try {
            compiled = engine.compile(method);
        } catch (Refusal e) {
            if (e.code().equals("INTERNAL-ERROR")) {
                return new Failure(mode + " cannot be compiled: " + alike(e.getMessage()), e.getMessage());
            }
            if (e.code().equals(EXPLAIN)) {
                return new Failure(mode + " refuses it: " + e.code(), e.sentence());
            }
            refused.merge(e.code() + " " + e.getMessage(), 1, Integer::sum);
            return null;
        } catch (RuntimeException | Error e) {
            return new Failure(mode + " cannot be compiled: " + e.getClass().getName() + place(e), trace(e));
        }
        for (int k = 0; k < CALLS; k++) {
            Failure failure = call(program, method, compiled, k);
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    private Failure call(Methods.Program program, Method method, Compiled compiled, int k) {
        Outcome want = Outcome.of(args -> original(method, args), Inputs.of(program.seed(), program.params(), k));
        Object[] args = Inputs.of(program.seed(), program.params(), k);
        boolean[] left = {false};
        RuntimeException[] broken = {null};
        Outcome got = Outcome.of(a -> {
            try {
                return compiled.invoke(a);
            } catch (Deopt e) {
                left[0] = true;
            } catch (RuntimeException e) {
                broken[0] = e;
            }
            return original(method, a);
        }, args);
        if (broken[0] != null) {
            return new Failure(mode + " fails: " + broken[0].getClass().getName() + place(broken[0]), "argument list " + k + "\n" + trace(broken[0]));
        }
        if (!want.text().equals(got.text())) {
            return new Failure(mode + " differs", "argument list " + k + (left[0] ? " (the original ran after the compiled code)" : "") + "\n"
                    + Outcome.difference(want, got));
        }
        if (!left[0]) {
            accelerated++;
        } else if (want.normal()) {
            String reason = engine.lastFallback(method);
            if (EXPLAIN != null && reason.startsWith(EXPLAIN)) {
                return new Failure(mode + " falls back without need: " + EXPLAIN, reason + ", argument list " + k);
            }
            needless.merge(reason.replaceAll(" at .*", ""), 1, Integer::sum);
        } else {
            exceptional++;
        }
        return null;
    }

    private static Object original(Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(null, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static String place(Throwable e) {
        return e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0].getClassName() + "." + e.getStackTrace()[0].getMethodName();
    }

    /** The first line of a message without numbers and shapes, so that equal causes have equal texts. */
    private static String alike(String message) {
        return message.lines().findFirst().orElse("").replaceAll("\\[[^\\]]*\\]", "[]").replaceAll("\\b[a-z]+[0-9]+\\b", "T").replaceAll("\\d+", "N");
    }

    private static String trace(Throwable e) {
        StringWriter s = new StringWriter();
        e.printStackTrace(new PrintWriter(s));
        return s.toString();
    }

    /** The smallest source found that fails in the same way. */
    String shrink(Methods.Program program, Failure failure, Javac javac) {
        Fuzzer fresh = new Fuzzer(mode);
        return Shrinker.shrink(program.source(), source -> {
            try {
                Failure f = fresh.check(program, compile(javac, Map.of(program.name(), source)).loadClass(program.name()));
                return f != null && f.kind().equals(failure.kind());
            } catch (Javac.CompileError | ClassNotFoundException e) {
                return false;
            }
        }, SHRINK_ATTEMPTS);
    }

    int needlessCalls() {
        return needless.values().stream().mapToInt(i -> i).sum();
    }

    int refusals() {
        return refused.values().stream().mapToInt(i -> i).sum();
    }
}
