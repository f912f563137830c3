// Runs one program on the JVM and compiled, on several argument lists, and compares what they did.
package dev.jacobi.fuzz;

import dev.jacobi.harness.Javac;
import dev.jacobi.harness.Outcome;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.site.Compiled;
import dev.jacobi.site.OnDemandCompiler;
import dev.jacobi.woven.Deopt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What it counts for a mode: {@code programs}; {@code refused} (not compiled); of the calls, {@code accelerated} (compiled code gave the
 * result), {@code exceptional} (it rightly left it to the original), {@code needless} (it need not have). With {@code -Dfuzz.explain=CODE} a
 * refusal or a needless fallback of that code is a failure, to see why.
 */
final class Fuzzer {
    static final int CALLS = 4;
    private static final String EXPLAIN = System.getProperty("fuzz.explain");
    private static final int SHRINK_ATTEMPTS = 600;

    /** {@code kind} groups failures of one cause; {@code details} is for people. */
    record Failure(String kind, String details) {
    }

    private final Mode.Engines engines;
    private final Counts counts;
    private ClassLoader loader;
    private ClassSource classes;

    Fuzzer(Mode.Engines engines, Counts counts) {
        this.engines = engines;
        this.counts = counts;
    }

    /** The same object for all programs of a loader: engines share what they lift from it. */
    private ClassSource classes(OnDemandCompiler engine, Class<?> type) {
        if (loader != type.getClassLoader()) {
            loader = type.getClassLoader();
            classes = engine.classes(loader);
        }
        return classes;
    }

    /** Compiles; every third program gets another shape than javac's. */
    static Javac.Loader compile(Javac javac, Map<String, String> sources) {
        Map<String, byte[]> classes = new TreeMap<>(javac.compile(sources).classes());
        classes.replaceAll((name, bytes) -> Math.floorMod(owner(name).hashCode(), 3) == 0 ? Reshape.reshape(bytes, name.hashCode()) : bytes);
        return new Javac.Loader(classes);
    }

    /** A program's class; null when the compiler has made one that the JVM rejects, as JDK 17's does of some switch expressions in conditions. */
    static Class<?> load(Javac javac, Javac.Loader loader, Methods.Program p) throws ClassNotFoundException {
        try {
            return Class.forName(p.name(), true, loader);
        } catch (VerifyError e) {
            try {
                Class.forName(p.name(), true, javac.compile(Map.of(p.name(), p.source().toString())));
            } catch (VerifyError same) {
                return null;
            }
            // What the compiler made is good, and what we made of it is not.
            throw e;
        }
    }

    private static String owner(String name) {
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }

    /** Null when the compiled program does all that the JVM does. */
    Failure check(Methods.Program program, Class<?> type, Mode mode) {
        return check(program, named(type, "run"), mode);
    }

    /** The same for a method that is the program. */
    Failure check(Methods.Program program, Method method, Mode mode) {
        Class<?> type = method.getDeclaringClass();
        OnDemandCompiler engine = engines.get(mode, program.seed());
        counts.add(mode + " programs");
        counts.add(mode + " programs of " + program.kind());
        Compiled compiled;
        try {
            compiled = engine.compile(method, classes(engine, type));
        } catch (Refusal e) {
            if (e.code() == ReasonCode.INTERNAL_ERROR) {
                return new Failure(mode + " cannot be compiled: " + alike(e.getMessage()), e.getMessage());
            }
            if (e.code().toString().equals(EXPLAIN)) {
                return new Failure(mode + " refuses it: " + e.code(), e.sentence());
            }
            counts.add(mode + " refused at once " + e.code() + " " + e.getMessage());
            return null;
        } catch (RuntimeException | Error e) {
            return new Failure(mode + " cannot be compiled: " + e.getClass().getName() + place(e), trace(e));
        }
        Coverage.count(counts, mode, compiled.lifted().module());
        long before = counts.get(mode + " accelerated");
        for (int k = 0; k < CALLS; k++) {
            Failure failure = call(mode, engine, program, method, compiled, k);
            if (failure != null) {
                return failure;
            }
        }
        if (counts.get(mode + " accelerated") > before) {
            counts.add(mode + " ran " + program.kind());
            program.forms().forEach(form -> counts.add(mode + " ran " + program.kind() + ": " + form));
        }
        return null;
    }

    private Failure call(Mode mode, OnDemandCompiler engine, Methods.Program program, Method method, Compiled compiled, int k) {
        Outcome want = Outcome.of(args -> original(method, args), fresh(program, method, k));
        Outcome wantState = state(method);
        Object[] args = fresh(program, method, k);
        boolean[] left = {false};
        Refusal[] refused = {null};
        RuntimeException[] broken = {null};
        Outcome got = Outcome.of(a -> {
            try {
                return compiled.invoke(a);
            } catch (Deopt e) {
                left[0] = true;
            } catch (Refusal e) {
                // The program for these arguments that are the same array.
                left[0] = true;
                refused[0] = e;
            } catch (RuntimeException e) {
                broken[0] = e;
            }
            return original(method, a);
        }, args);
        if (broken[0] != null) {
            return new Failure(mode + " fails: " + broken[0].getClass().getName() + place(broken[0]), "argument list " + k + "\n" + trace(broken[0]));
        }
        Outcome gotState = state(method);
        if (!wantState.text().equals(gotState.text())) {
            return new Failure(mode + " leaves other values in fields", "argument list " + k + "\n" + Outcome.difference(wantState, gotState));
        }
        if (!want.text().equals(got.text())) {
            return new Failure(mode + " differs in a program of the kind " + program.kind(), "argument list " + k + (left[0] ? " (the original ran after the compiled code)" : "") + "\n"
                    + Outcome.difference(want, got));
        }
        if (refused[0] != null) {
            if (refused[0].code() == ReasonCode.INTERNAL_ERROR) {
                return new Failure(mode + " cannot be compiled: " + alike(refused[0].getMessage()), "argument list " + k + "\n" + refused[0].getMessage());
            }
            counts.add(mode + " refused later " + refused[0].code() + " " + refused[0].getMessage());
        } else if (!left[0]) {
            counts.add(mode + " accelerated");
        } else if (want.normal()) {
            String reason = engine.lastFallback(method);
            if (EXPLAIN != null && reason.startsWith(EXPLAIN)) {
                return new Failure(mode + " falls back without need: " + EXPLAIN, reason + ", argument list " + k);
            }
            counts.add(mode + " needless " + reason.replaceAll(" at .*", ""));
        } else {
            counts.add(mode + " exceptional");
        }
        return null;
    }

    /** Arguments; the program's fields are as in the beginning. */
    static Object[] fresh(Methods.Program program, Method method, int k) {
        Method reset = named(method.getDeclaringClass(), "reset");
        if (reset != null) {
            Outcome.of(a -> original(reset, a), new Object[0]);
        }
        return Inputs.of(program, k, method);
    }

    private static Outcome state(Method method) {
        Method state = named(method.getDeclaringClass(), "state");
        return Outcome.of(a -> state == null ? null : original(state, a), new Object[0]);
    }

    private static Method named(Class<?> type, String name) {
        return Stream.of(type.getMethods()).filter(m -> m.getName().equals(name)).findFirst().orElse(null);
    }

    /** What the JVM does. */
    static Object original(Method method, Object[] args) throws Throwable {
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
    String shrink(Methods.Program program, Mode mode, Failure failure, Javac javac) {
        Fuzzer fresh = new Fuzzer(engines, new Counts());
        return Shrinker.shrink(program.source(), source -> {
            try {
                Failure f = fresh.check(program, compile(javac, Map.of(program.name(), source)).loadClass(program.name()), mode);
                return f != null && f.kind().equals(failure.kind());
            } catch (Javac.CompileError | ClassNotFoundException | VerifyError e) {
                return false;
            }
        }, SHRINK_ATTEMPTS);
    }
}
