// Programs with and without recursion, run by the interpreter.
package dev.jacobi.vectorize.recursion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.harness.Seeds;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.NoRule;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.simplify.Inline;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecursionTest {
    private static final Seeds SEEDS = Seeds.of("recursion", 100).from(0);
    private static final String SUM = "f(n:i32[], x:f64[]) { p = gt n 0:i32; r:f64[] = cond(p) false { yield x } true { m = sub n 1:i32; s:f64[] = call[f] m x; t = add s x; yield t }; return r }";

    private static Module loops(String text, int depth) {
        Module m = Parser.parseModule(text);
        Verifier.verify(m);
        String entry = m.funcs().keySet().iterator().next();
        Module r = RecursionToLoop.run(m, entry, depth);
        Verifier.verify(r);
        for (String name : r.funcs().keySet()) {
            assertTrue(!Inline.reaches(r, name, name), () -> r.toString());
        }
        return r;
    }

    private static List<Tensor> run(Module m, Object... args) {
        return Interpreter.run(m, m.funcs().keySet().iterator().next(), Tensors.all(args));
    }

    private static void same(String text, Module r, Object... args) {
        Comparison.EXACT.check(text, run(Parser.parseModule(text), args), run(r, args));
    }

    @Test
    void aLoopOverAStack() {
        assertEquals("""
            f(a:i32[], b:f64[]) {
              c:i32[10] = full[i32[10]] 0:i32 10:i32
              d:i32[10] = update c 0:i32 -1:i32
              e:i32[10] = update d 1:i32 a
              f:i32[], g:i32[], h:i32[10], i:f64[] = while(0:i32, 0:i32, e, 0.0:f64) { j:i32[], k:i32[], l:i32[10], m:f64[] ->
                n:bool[] = ge j 0:i32
                yield n
              } do { o:i32[], p:i32[], q:i32[10], r:f64[] ->
                s:bool[] = ne o 0:i32
                t:i32[], u:i32[], v:i32[10], w:f64[] = cond(s) false {
                  x:i32[] = mul p 2:i32
                  y:i32[] = add x 1:i32
                  z:i32[] = index q y
                  aa:bool[] = ge z 1:i32
                  ab:f64[] = select aa r b
                  ac:i32[], ad:i32[], ae:i32[10] = cond(aa) false {
                    af:i32[] = index q x
                    ag:i32[] = add p -1:i32
                    yield af, ag, q
                  } true {
                    ah:i32[] = add z -1:i32
                    ai:i32[] = add p 1:i32
                    aj:bool[] = lt ai 5:i32
                    check[depth "calls of f"] aj
                    ak:i32[] = mul ai 2:i32
                    al:i32[] = add ak 1:i32
                    am:i32[10] = update q al ah
                    an:i32[10] = update am ak 1:i32
                    yield 0:i32, ai, an
                  }
                  yield ac, ad, ae, ab
                } true {
                  ao:f64[] = add r b
                  ap:i32[] = mul p 2:i32
                  aq:i32[] = index q ap
                  ar:i32[] = add p -1:i32
                  yield aq, ar, q, ao
                }
                yield t, u, v, w
              }
              return i
            }""", new Simplify().run(loops(SUM, 5).get("f")).toString().trim());
    }

    @Test
    void callsThatGoTooDeepFailACheck() {
        same(SUM, loops(SUM, 5), 4, 0.5);
        CheckFailed failed = assertThrows(CheckFailed.class, () -> run(loops(SUM, 5), 5, 0.5));
        assertTrue(failed.getMessage().contains("calls of f"), failed.getMessage());
    }

    @Test
    void randomProgramsGiveTheSame() {
        SEEDS.each((seed, random) -> {
            String text = RandomRecursion.program(seed);
            Module r = loops(text, 6);
            same(text, r, 3, 0.75, new double[] {1, 2, 4}, new double[] {8, 16, 32});
            var simple = new LinkedHashMap<String, Func>();
            r.funcs().forEach((name, f) -> simple.put(name, new Simplify().run(f)));
            same(text, new Module(simple), 2, 0.75, new double[] {1, 2, 4}, new double[] {8, 16, 32});
        });
    }

    @Test
    void eachOther() {
        String text = "main(n:i32[], x:f64[]) { r:f64[] = call[even] n x; return r }\n"
            + "even(n:i32[], x:f64[]) { p = le n 0:i32; r:f64[] = cond(p) false { m = sub n 1:i32; s:f64[] = call[odd] m x n; yield s } true { yield x }; return r }\n"
            + "odd(n:i32[], x:f64[], k:i32[]) { y = mul x 3.0:f64; m = sub n 1:i32; s:f64[] = call[even] m y; z = convert[f64] k; t = add s z; return t }";
        Module r = loops(text, 20);
        assertEquals(2, r.funcs().size());
        same(text, r, 7, 0.5);
        same(text, r, 0, 0.5);
    }

    /** What all calls share is read where it is; what they hand on in turn is carried. */
    @Test
    void arraysThatAreHandedOnAreNotStacked() {
        String text = "f(a:f64[n], b:f64[n], i:i32[]) { d = dim[0] a; p = lt i d; r:f64[n] = cond(p) false { yield b } true { x = index a i; c = update b i x; j = add i 1:i32;"
            + " s:f64[n] = call[f] a c j; y = index s 0:i32; z = add y x; t = update s i z; yield t }; return r }";
        Module r = loops(text, 9);
        assertTrue(!r.toString().contains("f64[9,"), r::toString);
        same(text, r, new double[] {1, 2, 3}, new double[] {5, 6, 7}, 0);
    }

    @Test
    void arraysOfACallHaveRows() {
        String text = "f(n:i32[], a:f64[k]) { d = dim[0] a; p = gt n 0:i32; s:f64[] = cond(p) false { x = index a 0:i32; yield x } true { m = sub n 1:i32; b = copy a; x = index a 0:i32;"
            + " y = add x 1.0:f64; c = update b 0:i32 y; q:f64[] = call[f] m c; z = index c 0:i32; w = mul q z; yield w }; return s }";
        Module r = loops(text, 9);
        assertTrue(r.toString().contains("f64[9,?]"), r::toString);
        same(text, r, 4, new double[] {1, 2});
    }

    @Test
    void arraysOfOtherSizesFailACheck() {
        String text = "f(n:i32[], a:f64[k]) { p = gt n 0:i32; s:f64[] = cond(p) false { x = index a 0:i32; yield x } true { m = sub n 1:i32; b = full[f64[?]] 2.0:f64 n;"
            + " q:f64[] = call[f] m b; z = index b 0:i32; y = index a 0:i32; u = mul q z; w = add u y; yield w }; return s }";
        Module r = loops(text, 9);
        same(text, r, 0, new double[] {1, 2});
        same(text, r, 1, new double[] {1});
        assertThrows(CheckFailed.class, () -> run(r, 3, new double[] {1, 2, 3}));
    }

    @Test
    void arraysOfUnknownSizeHaveNoPlace() {
        String text = "f(n:i32[]) { p = gt n 0:i32; s:f64[] = cond(p) false { yield 1.0:f64 } true { m = sub n 1:i32; b = full[f64[?]] 2.0:f64 n; q:f64[] = call[f] m;"
            + " z = index b 0:i32; w = add q z; yield w }; return s }";
        assertTrue(assertThrows(NoRule.class, () -> loops(text, 9)).getMessage().contains("makes an array whose extents are not known"));
    }

    @Test
    void whatIsNotRecursiveStays() {
        Module m = Parser.parseModule("main(x:f64[]) { y = neg x; return y }");
        assertEquals(m.toString(), RecursionToLoop.run(m, "main", 5).toString());
        assertEquals(0, loops(SUM, 5).get("f").body().stream().filter(e -> e.params() instanceof Params.Call).count());
    }
}
