package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements that one trip writes and the next reads become carried scalars; where that is not certain nothing changes. */
class LoopLoadEliminationTest {
    private static final List<FunctionPass> PASSES = List.of(new LoopLoadElimination(), new Simplify());

    private static void computes(String text) {
        Func f = Parser.parseFunc(text);
        Func g = Same.run(PASSES, text);
        for (int n = -1; n <= 6; n++) {
            Same.computes(f, g, true, List.of(Tensor.of(new double[] {1, 0.5, -3, 8, 2, 7, 11}), Tensor.of(Lit.i32(n))));
        }
    }

    /** Each number of a chain is used twice by the next: as a polynomial each is found once. */
    @Test
    void chainsOfSumsTakeNoTime() {
        var chain = new StringBuilder("x0 = index b i; y0 = add x0 i; ");
        for (int k = 0; k < 60; k++) {
            chain.append("x%2$d = add x%1$d y%1$d; y%2$d = sub x%2$d y%1$d; ".formatted(k, k + 1));
        }
        String text = """
            f(a:i32[k], b:i32[l], n:i32[]) {
              r = for(n, a) { i, a -> %s x = index[clamp] a x60; v = add x 1:i32; c = update[clamp] a y60 v; yield c }
              return r
            }
            """.formatted(chain);
        Func f = Parser.parseFunc(text);
        Same.computes(f, Same.run(PASSES, text), true, List.of(Tensor.of(new int[] {5, 6, 7}), Tensor.of(new int[] {0, 0, 1}), Tensor.of(Lit.i32(3))));
    }

    @Test
    void aRecurrenceKeepsItsLastElementAtHand() {
        String text = """
            f(a:f64[k], n:i32[]) {
              r = for(n, a) { i, a -> x = index a i; y = mul x 0.5:f64; j = add i 1:i32; z = index a j; v = add y z; b = update a j v; yield b }
              return r
            }
            """;
        Same.prints("""
            f(a:f64[k], b:i32[]) {
              c:bool[] = ge b 1:i32
              d:f64[] = cond(c) false {
                yield 0.0:f64
              } true {
                e:f64[] = index a 0:i32
                yield e
              }
              f:f64[k], g:f64[] = for(b, a, d) { h:i32[], i:f64[k], j:f64[] ->
                k:f64[] = mul j 0.5:f64
                l:i32[] = add h 1:i32
                m:f64[] = index i l
                n:f64[] = add k m
                o:f64[k] = update i l n
                yield o, n
              }
              return f
            }
            """, PASSES, text);
        computes(text);
    }

    @Test
    void elementsOfTwoTripsBeforeAreHandedOn() {
        String text = """
            f(a:f64[k], n:i32[]) {
              m = sub n 1:i32
              r = for(m, a) { i, a -> x = index a i; j = add i 1:i32; y = index a j; v = add x y; l = add i 2:i32; b = update a l v; yield b }
              return r
            }
            """;
        Same.prints("""
            f(a:f64[k], b:i32[]) {
              c:i32[] = add b -1:i32
              d:bool[] = ge c 1:i32
              e:f64[] = cond(d) false {
                yield 0.0:f64
              } true {
                f:f64[] = index a 1:i32
                yield f
              }
              g:f64[] = cond(d) false {
                yield 0.0:f64
              } true {
                h:f64[] = index a 0:i32
                yield h
              }
              i:f64[k], j:f64[], k:f64[] = for(c, a, e, g) { l:i32[], m:f64[k], n:f64[], o:f64[] ->
                p:f64[] = add o n
                q:i32[] = add l 2:i32
                r:f64[k] = update m q p
                yield r, p, n
              }
              return i
            }
            """, PASSES, text);
        computes(text);
    }

    @Test
    void anAccumulatorInAnArrayIsStoredOnce() {
        String text = """
            f(a:f64[k], n:i32[]) {
              r = for(n, a) { i, a -> x = index a 2:i32; c = convert[f64] i; v = add x c; b = update a 2:i32 v; yield b }
              return r
            }
            """;
        Same.prints("""
            f(a:f64[k], b:i32[]) {
              c:bool[] = ge b 1:i32
              d:f64[] = cond(c) false {
                yield 0.0:f64
              } true {
                e:f64[] = index a 2:i32
                yield e
              }
              f:f64[] = for(b, d) { g:i32[], h:f64[] ->
                i:f64[] = convert[f64] g
                j:f64[] = add h i
                yield j
              }
              k:f64[k] = cond(c) false {
                yield a
              } true {
                l:f64[k] = update a 2:i32 f
                yield l
              }
              return k
            }
            """, PASSES, text);
        computes(text);
    }

    /** Bodies of {@code for(n, a) { i, a -> ... }} that must stay, each for its own reason. */
    @ParameterizedTest
    @ValueSource(strings = {
        "x = index a i; j = add i 2:i32; m = and j 3:i32; b = update a m x; yield b",
        "j = add i 1:i32; x = index a j; b = update a i x; yield b",
        "p = lt i 3:i32; check[index] p; x = index a i; j = add i 1:i32; b = update a j x; yield b",
        "j = add i 1:i32; p = lt i 3:i32; x = cond(p) { yield 1.0:f64 } { y = index a i; yield y } b = update a j x; yield b",
        "x = index a i; j = add i 1:i32; c = update a 0:i32 x; b = update c j x; yield b",
        "x = index[clamp] a i; j = add i 1:i32; b = update[clamp] a j x; yield b",
        "x = index a i; j = add i 1:i32; p = lt x 3.0:f64; b = cond(p) { yield a } { c = update a j x; yield c } yield b"})
    void whatIsNotCertainStays(String body) {
        String text = "f(a:f64[k], n:i32[]) { r = for(n, a) { i, a -> " + body + " } return r }";
        Same.prints(new Simplify().run(Parser.parseFunc(text)).toString(), PASSES, text);
        computes(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "x = index a i; j = add i 1:i32; b = update a j x; yield b",
        "l = sub 6:i32 i; x = index a l; k = sub l 1:i32; y = index a k; v = sub y x; b = update a k v; yield b",
        "x = index a i; j = add i 1:i32; y = index a j; p = lt x y; v = select p x y; b = update a j v; c = for(2:i32, b) { q, b -> z = index b q; w = mul z 1.5:f64; o = update b q w; yield o } yield c",
        "x = index a 3:i32; v = mul x x; y = index a i; w = add v y; b = update a 3:i32 w; yield b"})
    void resultsAreKept(String body) {
        computes("f(a:f64[k], n:i32[]) { r = for(n, a) { i, a -> " + body + " } return r }");
    }

    @Test
    void rowsOfATable() {
        Func f = Parser.parseFunc("""
            f(a:i32[k], n:i32[]) {
              m = max n 0:i32
              w = add m 1:i32
              t = full[i32[?,?]] 1:i32 w w
              r = for(m, t) { i, t ->
                i1 = add i 1:i32
                u = for(m, t) { j, t -> j1 = add j 1:i32; x = index t i1 j; y = index t i j1; z = index t i j; v = add x y; s = sub v z; q = add s 1:i32; b = update t i1 j1 q; yield b }
                yield u }
              return r
            }
            """);
        Func g = Same.run(PASSES, f.toString());
        org.junit.jupiter.api.Assertions.assertEquals(2, g.toString().lines().filter(l -> l.contains("= index")).count() - 1, g.toString());
        for (int n = 0; n < 4; n++) {
            Same.computes(f, g, true, List.of(Tensor.of(new int[0]), Tensor.of(Lit.i32(n))));
        }
    }
}
