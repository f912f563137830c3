package dev.jacobi.ir.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is wrong is found, the table has what it had, and a failure says how it is seen again. */
class HarnessTest {
    private static final Module NEGATED = Parser.parseModule("f(a:f64[n]) { p = dim[0] a; q = gt p 0:i32; check[throw] q; b = neg a; return b }");

    private static void differ(Comparison c, Object want, Object have) {
        assertThrows(AssertionError.class, () -> c.check("", Tensors.all(want), Tensors.all(have)), () -> want + " and " + have);
    }

    @Test
    void differencesAreFound() {
        differ(Comparison.EXACT, 0.0, -0.0);
        differ(Comparison.EXACT, 1.0, Math.nextUp(1.0));
        differ(Comparison.EXACT, 1.0, 1.0f);
        differ(Comparison.EXACT, new int[] {1}, 1);
        differ(Comparison.EXACT, new double[0], new double[1]);
        differ(Comparison.within(1e-3), 1, 2);
        differ(Comparison.within(1e-3), new double[] {1000, 1}, new double[] {1000, 1.1});
        differ(Comparison.within(1e-3), Double.NaN, 1.0);
        differ(Comparison.within(1e-3), 1.0, Double.POSITIVE_INFINITY);
        differ(Comparison.ofLargest(1e-3), new double[] {1000, 1}, new double[] {1000, 2.1});
        Comparison.ofLargest(1e-3).check("", Tensors.all(new double[] {1000, 1}), Tensors.all(new double[] {1000, 1.9}));
        Comparison.EXACT.check("", Tensors.all(Float.intBitsToFloat(0x7fc00001)), Tensors.all(Float.NaN));
        differ(Comparison.EXACT.with(Comparison.Freedom.SUBNORMALS), 0.0, -0.0);
        Comparison.EXACT.with(Comparison.Freedom.SUBNORMALS).check("", Tensors.all(Double.MIN_VALUE), Tensors.all(0.0));
    }

    @Test
    void waysAreComparedWithTheInterpreter() {
        List<List<Tensor>> calls = List.of(Tensors.all(new double[] {1, 2}), Tensors.all(new double[0]));
        Way.INTERPRETED.check(NEGATED, "f", Comparison.EXACT, calls);
        var wrong = new Way("wrong", (m, entry) -> in -> Tensors.all(new double[] {-1, -1.25}));
        var e = assertThrows(AssertionError.class, () -> wrong.check(NEGATED, "f", Comparison.EXACT, calls));
        assertTrue(e.getMessage().startsWith("wrong: for arguments of [[2]]\nresult 0, element 1 is -1.25"), e.getMessage());
        var careless = new Way("careless", (m, entry) -> in -> in.get(0).size() == 0 ? in : Interpreter.run(m, entry, in));
        e = assertThrows(AssertionError.class, () -> careless.check(NEGATED, "f", Comparison.EXACT, calls));
        assertTrue(e.getMessage().startsWith("careless: for arguments of [[0]] a check fails only in the interpreter"), e.getMessage());
    }

    @Test
    void aFailureNamesItsSeed() {
        var e = assertThrows(AssertionError.class, () -> new Seeds("harness", 7, 3).each((seed, random) -> assertTrue(seed < 8, "eight")));
        assertTrue(e.getMessage().startsWith("seed 8: ") && e.getMessage().contains("eight") && e.getMessage().endsWith("-Dtest=HarnessTest -Dharness.seed=8 -Dharness.programs=1"), e.getMessage());
    }

    /** Programs that the interpreter runs on what is drawn for them, of any use. */
    @Test
    void everyProgramRuns() {
        assertEquals(List.of(232, 168, 121), List.of(ProgramTable.of("dD", "f64", "i64").size(), ProgramTable.joined("gG", "f64", "i64").size(), ProgramTable.of("t", "f64", "i64").size()));
        for (TestProgram p : ProgramTable.of("dDt", "f64", "i64")) {
            boolean t = p.is('t');
            Interpreter.run(p.module(), "f", p.inputs(new Random(1), t ? 5 : 4, 3, t ? 4 : 2));
        }
        ProgramTable.of("gG", "f32", "i32").forEach(p -> Interpreter.run(p.module(), "f", p.inputs(new Random(1), 40, 7, 5)));
    }

    @Test
    void edgeValuesAreDistinctInEachType() {
        for (DType t : DType.values()) {
            List<Lit> values = EdgeValues.of(t);
            assertEquals(values.size(), values.stream().distinct().count());
            assertTrue(values.size() >= (t == DType.BOOL ? 2 : 28), () -> t + ": " + values.size());
            assertEquals(values.size() * values.size(), EdgeValues.pairs(values).get(1).size());
        }
    }
}
