// In a JVM with Jacobi: compiled callers before and after what they call is redefined or retransformed, against classes that Jacobi does not touch.
package dev.jacobi.fuzz;

import dev.jacobi.harness.Javac;
import dev.jacobi.harness.Outcome;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Also an agent, for the sake of its {@code Instrumentation}. Arguments: the first seed, how many programs. Ends with 1 after a difference. */
public final class RedefineMain implements ClassFileTransformer {
    /** The package whose callers Jacobi compiles, and the one that it leaves alone. */
    static final String COMPILED = "redefined";
    private static final String PLAIN = "plain";
    private static final int CALLS = 4;
    private static final AtomicReference<Instrumentation> INSTRUMENTATION = new AtomicReference<>();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Javac.Loader compiled;
    private final Javac.Loader second;
    private final Javac.Loader plain;
    private final Javac.Loader plainSecond;
    private int differences;

    private RedefineMain(long first, long programs) {
        Javac javac = new Javac();
        compiled = javac.compile(all(first, programs, COMPILED, 1));
        second = javac.compile(all(first, programs, COMPILED, 2));
        plain = javac.compile(all(first, programs, PLAIN, 1));
        plainSecond = javac.compile(all(first, programs, PLAIN, 2));
    }

    /** Keeps what may change classes. */
    public static void premain(String args, Instrumentation instrumentation) {
        INSTRUMENTATION.set(instrumentation);
    }

    private static Map<String, String> all(long first, long programs, String inPackage, int version) {
        Map<String, String> all = new LinkedHashMap<>();
        for (long seed = first; seed < first + programs; seed++) {
            all.putAll(RedefinedPrograms.sources(seed, inPackage, version));
        }
        return all;
    }

    public static void main(String[] args) throws Exception {
        long first = Long.parseLong(args[0]);
        long programs = Long.parseLong(args[1]);
        RedefineMain main = new RedefineMain(first, programs);
        for (long seed = first; seed < first + programs; seed++) {
            main.one(seed);
        }
        System.exit(main.differences == 0 ? 0 : 1);
    }

    private void one(long seed) throws Exception {
        Method caller = run(compiled, COMPILED, seed);
        Class<?> callee = compiled.loadClass(COMPILED + ".D" + seed);
        same(seed, "at first", caller, run(plain, PLAIN, seed));
        byte[] changed = second.classes().get(callee.getName());
        Instrumentation jvm = INSTRUMENTATION.get();
        if (seed % 2 == 0) {
            jvm.redefineClasses(new ClassDefinition(callee, changed));
            same(seed, "redefined", caller, run(plainSecond, PLAIN, seed));
            jvm.redefineClasses(new ClassDefinition(callee, compiled.classes().get(callee.getName())));
        } else {
            files.put(callee.getName().replace('.', '/'), changed);
            jvm.addTransformer(this, true);
            jvm.retransformClasses(callee);
            same(seed, "retransformed", caller, run(plainSecond, PLAIN, seed));
            files.clear();
            jvm.removeTransformer(this);
            jvm.retransformClasses(callee);
        }
        same(seed, "as it was", caller, run(plain, PLAIN, seed));
    }

    private static Method run(ClassLoader loader, String inPackage, long seed) throws ClassNotFoundException {
        return Stream.of(loader.loadClass(inPackage + ".C" + seed).getMethods()).filter(m -> m.getName().equals("run")).findFirst().orElseThrow();
    }

    private void same(long seed, String when, Method caller, Method expected) {
        for (int k = 0; k < CALLS; k++) {
            Outcome want = call(expected, seed, k);
            Outcome got = call(caller, seed, k);
            if (!want.equals(got)) {
                differences++;
                System.out.println("Seed " + seed + " (" + RedefinedPrograms.form(seed) + "), " + when + ", call " + k + ":\n" + Outcome.difference(want, got) + "\n" + texts(seed));
                return;
            }
        }
    }

    private static List<String> texts(long seed) {
        List<String> texts = new ArrayList<>();
        RedefinedPrograms.sources(seed, COMPILED, 1).values().forEach(texts::add);
        texts.add("second version:\n" + RedefinedPrograms.sources(seed, COMPILED, 2).get(COMPILED + ".D" + seed));
        return texts;
    }

    private static Outcome call(Method m, long seed, int k) {
        JType t = Stream.of(JType.INT, JType.LONG, JType.DOUBLE, JType.FLOAT).filter(x -> x.javaClass() == m.getReturnType()).findFirst().orElseThrow();
        return Outcome.of(a -> {
            try {
                return m.invoke(null, a);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }, Inputs.of(seed, List.of(JType.INT, t.array()), Kind.GENERAL.lengths(), k, m));
    }

    @Override
    public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        return name == null || redefined == null ? null : files.get(name);
    }
}
