package dev.jacobi.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Arrays;
import dev.jacobi.harness.Javac;
import dev.jacobi.harness.Outcome;
import dev.jacobi.ir.harness.Seeds;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.polybench.PolyKernel;
import dev.jacobi.polybench.PolyMain;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.site.Compiled;
import dev.jacobi.tsvc.TsvcLoops;
import dev.jacobi.woven.Deopt;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Loops of suites, of linear algebra and of what went wrong before, with an instruction or a few changed: nothing was written with these in mind. {@code -Dmutants.programs=N} (80), {@code -Dmutants.seed=S} (1), {@code -Dmutants.of=PART} of the names of their classes;
 * compiled, each does what the JVM does, on several argument lists.
 */
class MutantsTest {
    private static final Seeds SEEDS = Seeds.of("mutants", 80);
    private static final String OF = System.getProperty("mutants.of", "");
    private static final int CALLS = 6;
    private static final int JUMPS_BACK = 200_000;
    private static final int[] LENGTHS = {40, 64, 33, 17, 8, 9, 3, 2, 1, 0, 100};
    private final Mode.Engines engines = new Mode.Engines();
    private int compiled;
    private int ran;

    @Test
    void mutantsDoWhatTheJvmDoes() {
        List<Method> methods = methods();
        assertTrue(methods.size() > (OF.isEmpty() ? 250 : 0), () -> methods.size() + " methods");
        SEEDS.each((seed, random) -> check(methods.get(random.nextInt(methods.size())), seed, random));
        System.out.println("mutants: " + compiled + " compiled, of which calls ran to their end " + ran + " times");
        assertTrue(SEEDS.some(compiled, 3) && SEEDS.some(ran, 1), compiled + " compiled, " + ran + " calls");
    }

    private static List<Method> methods() {
        Stream<Method> loops = TsvcLoops.all().stream().map(TsvcLoops.Loop::method);
        Stream<Method> kernels = PolyMain.forms(0, 1).stream().map(PolyKernel.Form::method);
        return Stream.of(loops, kernels, Stream.of(KnownLoops.class.getDeclaredMethods()), Stream.of(WindowLoops.class.getDeclaredMethods())).flatMap(s -> s)
            .filter(m -> m.getDeclaringClass().getName().contains(OF) && Modifier.isStatic(m.getModifiers()) && !m.isSynthetic() && Stream.of(m.getParameterTypes()).allMatch(MutantsTest::isOfNumbers)).distinct()
            .sorted(Comparator.comparing(Method::toString)).toList();
    }

    private static boolean isOfNumbers(Class<?> c) {
        return c.isArray() ? isOfNumbers(c.getComponentType()) : c.isPrimitive();
    }

    private void check(Method original, long seed, Random random) throws ReflectiveOperationException {
        Mutation mutation = Mutation.of(original, "dev.jacobi.fuzz.Mutant" + seed, random, JUMPS_BACK);
        if (mutation == null) {
            return;
        }
        String what = original + ", " + mutation.changes();
        var loader = new Javac.Loader(mutation.classes());
        Method method;
        Method counted;
        try {
            method = Class.forName(mutation.name(), true, loader).getMethod(original.getName(), original.getParameterTypes());
            counted = Class.forName(mutation.name() + "Counted", true, loader).getMethod(original.getName(), original.getParameterTypes());
        } catch (VerifyError noSuchProgram) {
            return;
        }
        List<Object[]> calls = calls(counted, random);
        for (Mode mode : seed % 4 == 0 ? List.of(Mode.QUICK, Mode.NATIVE) : List.of(Mode.QUICK)) {
            compare(method, mode, seed, loader, calls, what);
        }
    }

    /** Argument lists with which the method ends. */
    private static List<Object[]> calls(Method counted, Random random) {
        var calls = new ArrayList<Object[]>();
        for (int k = 0; k < CALLS; k++) {
            Object[] args = arguments(counted, random, k);
            Outcome out = Outcome.of(a -> Fuzzer.original(counted, a), Arrays.copy(args));
            if (!out.text().contains(IllegalMonitorStateException.class.getName()) && !out.text().contains(StackOverflowError.class.getName())) {
                calls.add(args);
            }
        }
        return calls;
    }

    private void compare(Method method, Mode mode, long seed, Javac.Loader loader, List<Object[]> calls, String what) {
        var engine = engines.get(mode, seed);
        Compiled code;
        try {
            code = engine.compile(method, engine.classes(loader));
        } catch (Refusal e) {
            assertTrue(e.code() != ReasonCode.INTERNAL_ERROR, () -> what + ": " + e.getMessage());
            return;
        }
        compiled++;
        for (Object[] args : calls) {
            Outcome want = Outcome.of(a -> Fuzzer.original(method, a), Arrays.copy(args));
            assertEquals(want.text(), Outcome.of(a -> run(code, method, a), Arrays.copy(args)).text(), () -> mode + ", " + what);
        }
    }

    /** What compiled code leaves to the original the original does, from the beginning. */
    private Object run(Compiled code, Method method, Object[] args) throws Throwable {
        try {
            Object result = code.invoke(args);
            ran++;
            return result;
        } catch (Deopt e) {
            return Fuzzer.original(method, args);
        } catch (Refusal e) {
            assertTrue(e.code() != ReasonCode.INTERNAL_ERROR, e::getMessage);
            return Fuzzer.original(method, args);
        }
    }

    /** The first list has the lengths that most methods want. */
    private static Object[] arguments(Method m, Random random, int k) {
        int n = LENGTHS[k == 0 ? 0 : random.nextInt(LENGTHS.length)];
        int w = k == 0 ? 6 : random.nextInt(3) == 0 ? n : LENGTHS[random.nextInt(LENGTHS.length)];
        boolean whole = random.nextInt(3) == 0;
        boolean square = random.nextInt(4) > 0;
        boolean flat = k > 0 && random.nextInt(3) == 0;
        return Stream.of(m.getParameterTypes()).map(t -> argument(t, square ? n : LENGTHS[random.nextInt(LENGTHS.length)], flat ? n * w : n, w, whole, random)).toArray();
    }

    private static Object argument(Class<?> t, int n, int flat, int w, boolean whole, Random random) {
        if (!t.isArray()) {
            return scalar(t, random.nextInt(4) == 0 ? random.nextInt(5) - 1 : random.nextBoolean() ? n : w, whole, random);
        }
        Class<?> element = t.getComponentType();
        Object array = Array.newInstance(element, element.isArray() ? n : flat);
        for (int i = 0; i < Array.getLength(array); i++) {
            Array.set(array, i, element.isArray() ? argument(element, w, w, Math.min(w, 9), whole, random) : scalar(element, random.nextInt(Math.max(1, n)), whole, random));
        }
        return array;
    }

    private static Object scalar(Class<?> t, int place, boolean whole, Random random) {
        double x = whole ? random.nextInt(9) - 4 : random.nextInt(40) == 0 ? -0.0 : random.nextGaussian();
        if (t == double.class) {
            return x;
        } else if (t == float.class) {
            return (float) x;
        } else if (t == int.class) {
            return place;
        } else if (t == long.class) {
            return (long) place;
        } else if (t == boolean.class) {
            return random.nextBoolean();
        }
        int bits = random.nextInt(256) - 128;
        return t == byte.class ? (Object) (byte) bits : t == short.class ? (Object) (short) (bits * 3) : (Object) (char) (bits & 255);
    }
}
