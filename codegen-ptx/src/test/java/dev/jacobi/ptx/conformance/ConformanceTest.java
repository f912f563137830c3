// Every primitive, through schedule and emitter, on the emulated grid against the interpreter.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.harness.ProgramTable;
import dev.jacobi.ir.harness.Seeds;
import dev.jacobi.ir.harness.TestProgram;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.text.NotEmitted;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Exact for integers and for + - * / sqrt and all that moves or compares; functions within 1e-13 (f64) or 1e-5 (f32) of each element, which is what the
 * interpreter's library leaves open; sums in another order within that part of the largest element. {@code -Dptx.conformance=all}: narrow types, and all sizes.
 */
class ConformanceTest {
    /** Every so manyth program beside those that are needed: fewer in a plain {@code mvn verify} than with {@code mvn -Pfull}. */
    private static final int EVERY = 3 * Integer.getInteger("tests.part", 1);
    private static final boolean ALL = "all".equals(System.getProperty("ptx.conformance"));

    private static void check(List<TestProgram> cases, double tolerance, int... sizes) {
        var wrong = new ArrayList<String>();
        for (TestProgram c : cases) {
            List<List<Tensor>> arguments = IntStream.of(sizes).filter(n -> n >= 10 || isProgram(c, n)).mapToObj(n -> inputs(c, n)).toList();
            try {
                Emulated.each(Emulated.compile(c.module(), "f", false, Emulated.arch()), c.module(), "f", arguments, c.is('G') ? 0 : sums(c) ? 10 * tolerance : tolerance, sums(c), ALL);
            } catch (RuntimeException | AssertionError e) {
                wrong.add(c + "\n    " + e + "\n    " + Seeds.again(e, "-Dtests.program='" + c + "'"));
            }
        }
        assertEquals(List.of(), wrong, () -> wrong.size() + " of " + cases.size() + "\n" + String.join("\n", wrong));
    }

    private static List<Tensor> inputs(TestProgram c, int n) {
        return c.inputs(new Random(n), n, 5 + n / 20, 4 + n / 30);
    }

    /** True when results are sums whose order is open, or have zeros that are only known as well as the numbers around them. */
    private static boolean sums(TestProgram c) {
        return c.text().matches("(?s).*(reduce|cum_|dot_|conv\\[|fft|chol|triang|= lu |qr\\[|eigh|svd|scan\\[|gamma).*");
    }

    /** False where the arrays are too small for indices that are promised. */
    private static boolean isProgram(TestProgram c, int n) {
        try {
            Interpreter.run(c.module(), "f", inputs(c, n));
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** By default those that have a primitive which none before has, and every third (in a plain {@code mvn verify}, every twelfth). */
    private static List<TestProgram> some(List<TestProgram> cases) {
        var out = new ArrayList<TestProgram>();
        Set<Prim> seen = EnumSet.noneOf(Prim.class);
        for (int k = 0; k < cases.size(); k++) {
            if (seen.addAll(cases.get(k).primitives()) || k % EVERY == 0 || ALL) {
                out.add(cases.get(k));
            }
        }
        return out;
    }

    /** All programs for a GPU with these types. */
    static List<TestProgram> programs(String real, String integer) {
        return ProgramTable.joined("gG", real, integer);
    }

    /** Integers of fewer bits, and reals of 16 bits where they are computed one by one. */
    private static List<TestProgram> narrow() {
        return Stream.concat(Stream.of("i8", "i16", "u16").flatMap(t -> programs("f32", t).stream().filter(c -> c.text().matches("(?s)f\\([^)]*\\b" + t + "\\[(n|m,n).*"))),
            Stream.of("f16", "bf16").flatMap(t -> programs(t, "i16").stream().filter(c -> c.is('G') && c.section().equals("elementwise") && c.text().contains(t)))).toList();
    }

    @Test
    void callbacksAreRefused() {
        TestProgram c = ProgramTable.line("g | 0.5..2 | a:f64[] | debug_callback[\"p\"] a; b = mul a a | b | -", "f64", "i64").get(0);
        NotEmitted e = assertThrows(NotEmitted.class, () -> Emulated.compile(c.module(), "f", false, Emulated.arch()));
        assertEquals("the callback p belongs to the JVM, which a GPU cannot call", e.getMessage());
    }

    @Test
    void doubles() {
        check(some(programs("f64", "i64")), 1e-13, ALL ? new int[] {0, 1, 5, 70, 700} : new int[] {70});
    }

    @Test
    void floats() {
        check(some(programs("f32", "i32")), 1e-5, ALL ? new int[] {5, 70, 700} : new int[] {40});
    }

    @Test
    void narrowTypes() {
        List<TestProgram> cases = narrow();
        check(ALL ? cases : cases.stream().filter(c -> c.text().contains("hist") || c.text().contains("popcnt a")).toList(), 1e-5, ALL ? new int[] {5, 70, 700} : new int[] {70});
    }

    @Test
    void severalTilesAndBlocks() {
        check(programs("f64", "i64").stream().filter(c -> c.text().matches("(?s).*(scan|reduce|hist)\\[n.*") || c.text().contains("cum_add[0] a; c = cum_add[0 ")).toList(), 1e-12,
            5000);
    }

    @Test
    void aSelectorThatIsNoBranchsTakesTheLastBranch() {
        Module m = Parser.parseModule("f(s:i32[], a:f64[n]) { b = cond(s) 0 { x = neg a; yield x } 1 { yield a } 2 { x = mul a a; yield x }; c = cond(s) 0 { yield 1.0:f64 } 1 { yield 2.0:f64 }; return b, c }");
        for (int s = -2; s < 5; s++) {
            Emulated.same(m, "f", List.of(Tensor.of(Lit.i32(s)), Tensor.of(new double[] {3, 4})), false, 0, false);
        }
    }

    @Test
    void moreElementsThanThreads() {
        check(ProgramTable.line("G | -9..9 | a:i32[n] | b = neg a | b | -", "f64", "i64"), 0, 1_100_000);
    }

    @Test
    void aCheckOfAnOuterLoopIsMadeWhereTheInnerOneHasNoTrips() {
        Module m = Parser.parseModule("f(a:i32[n], c:i32[n,m]) { n = dim[0] a; m = dim[1] c; r = map[n](n, c) { i, c -> x = index a i; p = ne x 0:i32; check[division \"C.f:1\"] p; y = div 9:i32 x;"
            + " d = map[m](m, c) { j, c -> u = update c i j y; yield u }; yield d }; return r }");
        for (int columns : new int[] {0, 3}) {
            Tensor c = new Tensor(DType.I32, new int[] {3, columns}, new int[3 * columns]);
            Emulated.same(m, "f", List.of(Tensor.of(new int[] {1, 2, 3}), c), false, 0, false);
            assertThrows(CheckFailed.class, () -> Emulated.run(Emulated.compile(m, "f", false, Arch.SM_80), List.of(Tensor.of(new int[] {1, 0, 3}), c), false));
        }
    }

    /** Sums of subnormal floats are exact, in any order; the GPU's own addition would make them zero. */
    @Test
    void subnormalFloatsAreAddedToBins() {
        String text = "f(a:R[n], b:R[k]) { n = dim[0] a; h = hist[n, add](n, b) { i -> x = index a i; j = and i 7:i32; yield j, x }; return h }";
        float[] a = new float[1000];
        float[] b = new float[8];
        var random = new Random(9);
        for (int k = 0; k < a.length; k++) {
            a[k] = (random.nextInt(20001) - 10000) * Float.MIN_VALUE;
            b[k % 8] = k * Float.MIN_VALUE;
        }
        Module m = Parser.parseModule(text.replaceAll("\\bR\\b", "f32"));
        GpuProgram p = Emulated.compile(m, "f", true, Arch.SM_80);
        Emulated.same(p, m, "f", List.of(Tensor.of(a), Tensor.of(b)), 0, false);
        for (String way : new String[] {"add.f32", "cas.b32"}) {
            assertTrue(Pattern.compile("\\batom\\.\\S*" + Pattern.quote(way)).matcher(p.code().ptx()).find(), () -> way + "\n" + p.code().ptx());
        }
        String doubles = Emulated.compile(Parser.parseModule(text.replaceAll("\\bR\\b", "f64")), "f", true, Arch.SM_80).code().ptx();
        assertTrue(doubles.contains("add.f64") && !doubles.contains("cas"), doubles);
    }

    @Test
    void everyPrimitiveHasACase() {
        assumeTrue(ProgramTable.isWhole(), "only some programs are run again");
        Set<Prim> missing = EnumSet.allOf(Prim.class);
        programs("f64", "i64").forEach(c -> missing.removeAll(c.primitives()));
        assertEquals(Set.of(Prim.DEBUG_CALLBACK), missing, "what a GPU does not refuse");
    }
}
