// The corner matrix: every operator, conversion and exact library method, on all pairs of edge values, compiled and on the JVM.
package dev.jacobi.corner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.fuzz.Mode;
import dev.jacobi.harness.Javac;
import dev.jacobi.harness.Outcome;
import dev.jacobi.site.Compiled;
import dev.jacobi.site.OnDemandCompiler;
import dev.jacobi.woven.Deopt;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One test per operation: on scalars, in array loops (lanes), and with each operand constant. */
class CornerTest {
    /** A plain {@code mvn verify} takes one in so many of the forms of each operation, others than of its neighbours, {@code mvn -Pfull} all. */
    private static final int PART = Integer.getInteger("tests.part", 1);
    @Test
    void theMatrixIsComplete() {
        List<Operation> rows = Operation.all();
        assertTrue(rows.size() >= 250, () -> rows.size() + " rows");
        assertEquals(rows.size(), rows.stream().map(Operation::toString).distinct().count());
    }

    @TestFactory
    Stream<DynamicTest> machineCode() throws ClassNotFoundException {
        return tests(Mode.NATIVE);
    }

    @TestFactory
    Stream<DynamicTest> interpreter() throws ClassNotFoundException {
        return tests(Mode.RAISED);
    }

    private static Stream<DynamicTest> tests(Mode mode) throws ClassNotFoundException {
        List<Operation> rows = Operation.all();
        Map<String, String> sources = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            String name = rows.get(i).className(i);
            sources.put(name, rows.get(i).source(name));
        }
        Javac.Loader loader = new Javac().compile(sources);
        OnDemandCompiler engine = mode.engine();
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            int at = i;
            Operation row = rows.get(i);
            Class<?> type = loader.loadClass(row.className(i));
            tests.add(DynamicTest.dynamicTest(mode + " " + row, () -> check(engine, row, type, at)));
        }
        return tests.stream();
    }

    private static void check(OnDemandCompiler engine, Operation row, Class<?> type, int number) {
        Method[] forms = type.getDeclaredMethods();
        Arrays.sort(forms, Comparator.comparing(Method::getName));
        for (int k = 0; k < forms.length; k++) {
            if (Math.floorMod(k - number, Math.min(PART, forms.length)) != 0) {
                continue;
            }
            Method m = forms[k];
            Compiled compiled = engine.compile(m);
            switch (m.getName()) {
                case "one" -> scalars(row, m, compiled);
                case "all" -> arrays(row, m, compiled);
                case "left" -> constants(m, compiled, values(row.b()), Array.getLength(Corners.values(row.a())), row.divides());
                case "right" -> constants(m, compiled, values(row.a()), Array.getLength(Corners.values(row.b())), false);
                default -> throw new AssertionError(m);
            }
        }
    }

    private static void scalars(Operation row, Method m, Compiled compiled) {
        List<Object> operands = row.operands(true);
        for (int i = 0; i < Array.getLength(operands.get(0)); i++) {
            int at = i;
            same(m, compiled, operands.stream().map(o -> Array.get(o, at)).toArray(), operands.stream().map(o -> Array.get(o, at)).toArray(), row.divides());
        }
    }

    private static void arrays(Operation row, Method m, Compiled compiled) {
        List<Object> operands = new ArrayList<>(row.operands(!row.divides()));
        int n = Array.getLength(operands.get(0));
        Object[] want = Stream.concat(operands.stream(), Stream.of(Array.newInstance(row.result(), n))).toArray();
        Object[] got = Stream.concat(operands.stream(), Stream.of(Array.newInstance(row.result(), n))).toArray();
        same(m, compiled, want, got, false);
    }

    private static void constants(Method m, Compiled compiled, List<Object> variables, int n, boolean mayThrow) {
        Class<?> result = m.getParameterTypes()[1].getComponentType();
        for (Object v : variables) {
            same(m, compiled, new Object[] {v, Array.newInstance(result, n)}, new Object[] {v, Array.newInstance(result, n)}, mayThrow);
        }
    }

    private static List<Object> values(Class<?> type) {
        Object array = Corners.values(type);
        return IntStream.range(0, Array.getLength(array)).mapToObj(i -> Array.get(array, i)).toList();
    }

    /** The compiled code must have run, unless the JVM throws here. */
    private static void same(Method m, Compiled compiled, Object[] forJvm, Object[] forCompiled, boolean mayThrow) {
        Outcome want = Outcome.of(args -> original(m, args), forJvm);
        boolean[] left = {false};
        Outcome got = Outcome.of(args -> {
            try {
                return compiled.invoke(args);
            } catch (Deopt e) {
                left[0] = true;
                return original(m, args);
            }
        }, forCompiled);
        assertTrue(!left[0] || mayThrow && !want.normal(), () -> m + " was left to the JVM for " + List.of(forJvm));
        if (!want.text().equals(got.text())) {
            throw new AssertionError(m + ": " + Outcome.difference(want, got) + "\nwith first argument " + forJvm[0]);
        }
    }

    private static Object original(Method m, Object[] args) throws Throwable {
        try {
            return m.invoke(null, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
