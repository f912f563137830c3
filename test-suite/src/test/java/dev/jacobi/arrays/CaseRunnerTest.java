package dev.jacobi.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.arrays.CaseRunner.Outcome;
import dev.jacobi.arrays.ReflectiveCalls.Argument;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The runner on a library of four functions, one of which is wrong, and one of which lacks an overload. */
class CaseRunnerTest {
    /** Functions of raw arrays of f32 and i32. */
    public static final class Np {
        private Np() {}

        public static RawArray negative(RawArray a) {
            double[] v = new double[a.parts()];
            for (int i = 0; i < v.length; i++) {
                v[i] = -a.value(i);
            }
            return RawArray.of(a.type(), a.dims(), v);
        }

        public static RawArray positive(RawArray a) {
            return negative(a);
        }


        public static String axes(RawArray a, int... axes) {
            return "axes of " + axes.length;
        }

        public static String axes(RawArray a, int axis, boolean keep) {
            return "axis " + axis + keep;
        }

        public static String axes(List<RawArray> all, double number) {
            return all.size() + " arrays " + number;
        }
    }

    private static final class Fake implements ArrayLibrary {
        @Override
        public Class<?> owner(String simpleName) {
            return simpleName.equals("Np") ? Np.class : null;
        }

        @Override
        public boolean supports(ElementType type) {
            return type == ElementType.F32 || type == ElementType.I32;
        }

        @Override
        public Object make(RawArray array) {
            return array;
        }

        @Override
        public boolean isArray(Object value) {
            return value instanceof RawArray;
        }

        @Override
        public RawArray read(Object array) {
            return (RawArray) array;
        }

        @Override
        public Object dtype(ElementType type) {
            return type;
        }

        @Override
        public Object key(long seed) {
            return seed;
        }
    }

    private static CaseRunner.Result run(String java) {
        CaseTable.Row row = CaseTable.read("elementwise").stream().filter(r -> r.java().equals(java)).findFirst().orElseThrow();
        return new CaseRunner(new Fake()).run(row, Records.of("elementwise"), CaseRunner.Choice.ALL);
    }

    @Test
    void rightWrongAndMissingAreToldApart() {
        CaseRunner.Result right = run("Np.negative");
        assertEquals(0, right.count(Outcome.WRONG) + right.count(Outcome.MISSING));
        assertTrue(right.count(Outcome.OK) > 5 && right.count(Outcome.UNSUPPORTED) > 0 && right.count(Outcome.UNTRIED) == 1, right.toString());
        CaseRunner.Result wrong = run("Np.positive");
        assertTrue(wrong.count(Outcome.WRONG) > 4, wrong.toString());
        assertTrue(wrong.wrong().get(0).contains("element 0 is "), wrong.wrong().get(0));
        CaseRunner.Result missing = run("Np.sin");
        assertTrue(missing.count(Outcome.MISSING) > 5 && missing.missing().get(0).equals("Np.sin does not exist"), missing.toString());
        assertTrue(ArrayTables.report("t", List.of(right, wrong, missing)).contains("Np.positive {"));
    }

    @Test
    void aChangedRowHasNoRecord() {
        CaseRunner.Result r = new CaseRunner(new Fake()).run(CaseTable.read("elementwise").get(0), new Records(Map.of()), CaseRunner.Choice.ALL);
        assertEquals(r.row().cases().size(), r.count(Outcome.UNRECORDED));
    }

    private static NamedArguments.Named named(Argument a) {
        return new NamedArguments.Named(null, a);
    }

    @Test
    void theClosestOverloadIsCalled() throws ReflectiveOperationException {
        var calls = new ReflectiveCalls(new Fake());
        var a = named(new Argument.Item(RawArray.of(ElementType.F32, new int[0], new double[] {1}), "a"));
        var one = named(new Argument.Plain(1L));
        assertEquals("axes of 0", calls.call(Np.class, "axes", List.of(a)));
        assertEquals("axes of 1", calls.call(Np.class, "axes", List.of(a, one)));
        assertEquals("axes of 2", calls.call(Np.class, "axes", List.of(a, named(new Argument.Sequence(List.of(one.value(), one.value()))))));
        assertEquals("axis 1true", calls.call(Np.class, "axes", List.of(a, one, named(new Argument.Plain(true)))));
        assertEquals("2 arrays 1.0", calls.call(Np.class, "axes", List.of(named(new Argument.Sequence(List.of(a.value(), a.value()))), one)));
        assertThrows(ReflectiveCalls.Missing.class, () -> calls.call(Np.class, "axes", List.of(a, named(new Argument.Plain("no")))));
    }
}
