package dev.jacobi.ir.simplify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.harness.Seeds;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that both branches have are computed once; results stay, to the bit. */
class AlikeBranchesTest {
    private static final Seeds SEEDS = Seeds.of("alike-branches", 2000);
    private static final double[] VALUES = {-700, -3.5, -1, -0.0, 0, 1e-9, 0.5, 2, 40, 800, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

    @Test
    void aSoftplusHasOneLogarithm() {
        Func f = parsed("f(s:f64[]) { p = gt s 0.0; y = cond(p) { a = exp s; b = log1p a; c = sub b s; yield c } { d = neg s; e = exp d; g = log1p e; yield g }; return y }");
        assertEquals("""
            f(a:f64[]) {
              b:bool[] = gt a 0.0:f64
              c:f64[] = neg a
              d:f64[] = select b c a
              e:f64[] = exp d
              f:f64[] = log1p e
              g:f64[] = cond(b) false {
                h:f64[] = sub f a
                yield h
              } true {
                yield f
              }
              return g
            }
            """, same(f).toString());
    }

    @Test
    void polynomialsGoWithTheFunction() {
        Func f = same(parsed("""
            normal(x:f64[]) {
              p = lt x 0.0
              y = cond(p) {
                a = mul x 0.23; b = add 1.0 a; c = div 1.0 b; d = mul x x; e = mul d -0.5; g = exp e; h = mul c 0.31; i = add h 0.35; j = mul i g; k = sub 1.0 j; yield k
              } {
                m = neg x
                l = mul m 0.23; n = add 1.0 l; o = div 1.0 n; q = mul m m; r = mul q -0.5; s = exp r; t = mul o 0.31; u = add t 0.35; v = mul u s; yield v
              }
              return y
            }
            """));
        assertEquals(1, count(f, Prim.DIV));
        assertEquals(1, count(f, Prim.EXP));
        assertEquals(1, count(f, Prim.SELECT));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        // results of pairs, of others, and what is there before
        "a = exp x; b = mul a x; yield a, b, x } { c = sin x; d = neg x; e = exp d; g = mul e c; yield e, g, e",
        // something between two pairs that only one branch has
        "a = exp x; b = log a; yield a, b, x } { c = exp 0.5; d = add c x; e = abs d; g = log e; yield g, c, d",
        // functions in another order, and one twice
        "a = exp x; b = log x; yield a, b, b } { c = neg x; d = log c; e = exp c; g = exp e; yield e, d, g",
        // the same values on both sides, literals in place of results
        "a = exp x; yield a, 1.0, a } { b = exp x; yield 2.0, b, b",
        // a slow one of one branch alone, in front of the function of both
        "a = tanh x; b = exp a; yield b, a, a } { c = exp x; d = tanh c; yield c, d, x",
        // elements that only one of the branches may read
        "i = convert[i32] 1.0; j = index t i; a = exp j; yield a, j, x } { k = exp x; l = mul k x; yield k, l, l",
        "i = convert[i32] 1.0; j = index t i; a = pow x j; b = pow j j; yield a, j, b } { k = index t 0:i32; l = pow k x; m = pow k 2.0; yield l, m, k",
        // a literal where the other branch reads, which goes on to use what it has read
        "k = max x 0.0; b = exp k; yield b, x, x } { j = index t 0:i32; l = max x j; d = exp l; e = mul d j; yield e, j, d",
        "j = index t 0:i32; l = max x j; d = exp l; e = mul d j; yield e, j, d } { k = max x 0.0; b = exp k; yield b, x, x",
        // branches of branches
        "q = gt x -2.0; b = cond(q) { c = mul x 3.0; d = exp c; yield d } { e = neg x; g = exp e; yield g }; yield b, x, x } { h = exp 3.0; j = mul h x; yield h, j, h"})
    void resultsStay(String branches) {
        Func f = parsed("f(x:f64[], t:f64[2]) { p = gt x 0.0; a0, a1, a2 = cond(p) { " + branches + " }; return a0, a1, a2 }");
        same(f);
    }

    @Test
    void arraysOfABranchStay() {
        Func f = same(parsed("""
            f(x:f64[], t:f64[2]) {
              p = gt x 0.0
              u, s = cond(p) { a = exp x; b = update t 0:i32 a; yield b, a } { c = neg x; d = exp c; e = update t 1:i32 d; g = index e 0:i32; h = mul d g; yield e, h }
              return u, s
            }
            """));
        assertEquals(1, count(f, Prim.EXP));
        assertEquals(2, count(f, Prim.UPDATE));
    }

    @Test
    void nothingIsDoneInVain() {
        for (String way : List.of("a = mul x x; yield a } { b = mul x 2.0; yield b", "a = exp x; yield a } { b = sin x; yield b", "a = pow x 2.0; yield a } { yield x",
            "a = pow x 7.0; yield a } { b = neg x; c = pow b 0.3; yield c",
            "i = convert[i32] x; p1 = lt i 2:i32; check[index] p1; j = index[promised] t i; d = exp j; yield d } { d2 = exp x; yield d2",
            "a = index t 1:i32; u = update t 0:i32 a; b = index u 1:i32; c = exp b; yield c } { d = exp x; yield d")) {
            Func f = parsed("f(x:f64[], t:f64[2]) { p = gt x 0.0; y = cond(p) { " + way + " }; return y }");
            assertSame(f, new AlikeBranches().run(f), way);
        }
    }

    @Test
    void resultsOfRandomBranchesStay() {
        int[] changed = {0};
        SEEDS.each((seed, random) -> {
            Func f = parsed("f(x:f64[], t:f64[2]) { p = gt x 0.0; y, z = cond(p) { " + branch("a", random) + " } { " + branch("b", random) + " }; return y, z }");
            changed[0] += same(f) == f ? 0 : 1;
        });
        assertTrue(SEEDS.some(changed[0], 3), "too few have a function in both branches: " + changed[0]);
    }

    private static String branch(String name, Random random) {
        var text = new StringBuilder();
        List<String> values = new ArrayList<>(List.of("x", "0.5", "x", "0.0"));
        for (int k = 0, n = 2 + random.nextInt(9); k < n; k++) {
            String v = values.get(random.nextInt(values.size()));
            String w = values.get(random.nextInt(values.size()));
            String[] forms = {"exp " + v, "exp " + v, "log1p " + v, "pow " + v + " " + w, "neg " + v, "max " + v + " " + w, "tanh " + v, "add " + v + " " + w, "mul " + v + " " + w, "div " + v + " " + w, "index t " + random.nextInt(2) + ":i32"};
            text.append(name).append(k).append(" = ").append(forms[random.nextInt(forms.length)]).append("; ");
            values.add(name + k);
        }
        return text + "yield " + values.get(values.size() - 1) + ", " + values.get(random.nextInt(values.size()));
    }

    /** Literals without a type are doubles. */
    private static Func parsed(String text) {
        return Parser.parseFunc(text.replaceAll("(?<![\\w.])(-?\\d+\\.\\d+)(?![:\\d])", "$1:f64"));
    }

    private static long count(Func f, Prim p) {
        long[] n = {0};
        Regions.each(f.body(), e -> n[0] += e.prim() == p ? 1 : 0);
        return n[0];
    }

    private static Func same(Func f) {
        Func out = new AlikeBranches().run(f);
        Verifier.verify(out);
        for (double x : VALUES) {
            List<Tensor> args = f.in().size() == 1 ? List.of(Tensor.of(Lit.f64(x))) : List.of(Tensor.of(Lit.f64(x)), Tensor.of(new double[] {x / 3, 1.25}));
            assertEquals(results(f, args), results(out, args), () -> "at " + x + ":\n" + f + out);
        }
        return out;
    }

    private static List<String> results(Func f, List<Tensor> args) {
        return Interpreter.run(f, args).stream().map(Tensors::text).toList();
    }
}
