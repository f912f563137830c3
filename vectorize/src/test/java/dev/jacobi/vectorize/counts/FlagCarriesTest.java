package dev.jacobi.vectorize.counts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.simplify.DeadCode;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.trips.HeadTest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops that go on by a boolean, as bytecode has it, are counted like others. */
class FlagCarriesTest {
    /** What the flag is at first, the condition, what a trip makes of the flag {@code p} behind i + 1, and what becomes of the loop. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "q = 0:i32 | c = eq p 0:i32 | d = ge j n; q = convert[i32] d | for", "b = lt n 1:i32; q = convert[i32] b | c = eq p 0:i32 | d = ge j n; q = convert[i32] d | for",
        "b = gt n 0:i32; q = convert[i32] b | c = ne p 0:i32 | d = lt j n; q = convert[i32] d | for", "b = eq n 0:i32; q = convert[i32] b | c = eq p 0:i32 | d = eq j n; q = select d 1:i32 p | for",
        "b = lt n 1:i32; q = convert[i32] b | c = ne p 1:i32 | d = ge j n; q = cond(d) false { yield p } true { yield 1:i32 } | for", "b = lt n 2:i32; q = convert[i32] b | c = eq p 0:i32 | d = ge j n; q = convert[i32] d | while",
        "b = lt m 1:i32; q = convert[i32] b | c = eq p 0:i32 | d = ge j n; q = convert[i32] d | while", "q = 0:i32 | c = eq p 0:i32 | d = ge j n; h = convert[i32] d; q = add h p | while",
        "q = 0:i32 | a = ne p 2:i32; b = lt i n; c = and a b | d = ge i m; q = convert[i32] d | for", "q = 2:i32 | c = ne p 0:i32 | d = lt j n; q = convert[i32] d | while", "q = 1:i32 | c = ne p 0:i32 | d = lt j n; q = convert[i32] d | for"})
    void counts(String first, String condition, String next, String loop) {
        String text = """
            f(n:i32[], m:i32[]) {
              FIRST
              p9, i9, s9 = while(START, 0:i32, 7:i32) { p:i32[], i:i32[], s:i32[] -> COND; yield c } do { p:i32[], i:i32[], s:i32[] ->
                t = mul s 31:i32; u = xor t p; v = add u i; j = add i 1:i32; NEXT; yield q, j, v }
              return p9, i9, s9 }""".replace("FIRST", first.matches("q = \\d.*") ? "" : first).replace("START", first.matches("q = \\d.*") ? first.substring(4) : "q0").replace("q = convert[i32] b", "q0 = convert[i32] b")
            .replace("COND", condition).replace("NEXT", next);
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new FlagCarries(), new HeadTest(), new WhileToFor(), new DeadCode()), text);
        assertEquals(loop, Same.skeleton(g), g::toString);
        for (int n : new int[] {1, 2, 3, 9}) {
            for (int m : new int[] {-1, 0, 1, 4}) {
                Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m))));
            }
        }
        if (loop.equals("for") && !first.matches("q = \\d.*")) {
            Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(0)), Tensor.of(Lit.i32(0))));
        }
    }

    /** The flag is asked first, and a branch of the trip sets it; an inner loop has one, too. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void inBranchesAndInnerLoops(boolean inner) {
        String text = """
            f(n:i32[], m:i32[]) {
              g9, i9, s9 = while(1:i32, 0:i32, 0.0:f64) { g:i32[], i:i32[], s:f64[] -> c = ne g 0:i32; yield c } do { g:i32[], i:i32[], s:f64[] ->
                d = ge i n
                g1, i1, s1 = cond(d) false { BODY; j = add i 1:i32; yield g, j, u } true { yield 0:i32, i, s }
                yield g1, i1, s1 }
              return i9, s9 }""".replace("BODY", !inner ? "ok = lt i m; check[index \"t\"] ok; x = convert[f64] i; u = add s x" : """
                h9, k9, u = while(0:i32, 0:i32, s) { h:i32[], k:i32[], w:f64[] -> c = eq h 0:i32; yield c } do { h:i32[], k:i32[], w:f64[] ->
                  x = convert[f64] k; y = mul w 0.5:f64; z = add y x; l = add k 1:i32; e = gt l i; h1 = convert[i32] e; yield h1, l, z }""");
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new FlagCarries(), new HeadTest(), new WhileToFor(), new DeadCode()), text);
        assertEquals(false, Regions.any(g.body(), e -> e.prim() == Prim.WHILE), g::toString);
        for (int n : new int[] {-1, 0, 1, 2, 7}) {
            Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(5))));
        }
    }
}
