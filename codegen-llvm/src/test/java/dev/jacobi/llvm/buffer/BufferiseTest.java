package dev.jacobi.llvm.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.emit.Oracle;
import dev.jacobi.llvm.text.NotEmitted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Values that are still needed after their memory is overwritten. */
class BufferiseTest {
    private static final double[][] ROWS = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};

    /** A row is read again after its element was overwritten: the row is copied, as a copy of the destination would swallow the writes. */
    @Test
    void aRowOfADestinationAsItWas() {
        Oracle.check("""
            f(a:f64[n,m]) { n = dim[0] a
              r = map(n, a) { i, t -> v = index t i; s = update t i 0:i32 -1.0:f64; x = index v 0:i32; u = update s i 1:i32 x; yield u }
              return r }
            """, List.of(0), (Object) ROWS);
    }

    /** The same with the write in an inner loop, and in a branch. */
    @Test
    void aRowReadInAnInnerLoop() {
        Oracle.check("""
            f(a:f64[n,m]) { n = dim[0] a; m = dim[1] a
              r = map(n, a) { i, t -> v = index t i; l = sub m 1:i32
                u = for(l, t) { j, w -> k = add j 1:i32; x = index v j; y = update w i k x; yield y }
                yield u }
              return r }
            """, List.of(0), (Object) ROWS);
        Oracle.check("""
            f(a:f64[n,m]) { n = dim[0] a
              r = map(n, a) { i, t -> v = index t i; c = lt i 2:i32
                u = cond c { yield t } { s = update t i 0:i32 5.0:f64; x = index v 0:i32; y = update s i 2:i32 x; yield y }
                yield u }
              return r }
            """, List.of(0), (Object) ROWS);
    }

    /** Two arrays that a loop carries and that may begin as the same one: one is copied in front of the loop, not in each trip. */
    @Test
    void carriedArraysThatBeginAlike() {
        String text = """
            f(a:f64[n], b:f64[n], c:bool[]) { n = dim[0] a
              g = cond c { yield a } { h = copy b; yield h }
              r, s = for(n, g, a) { i, t, u -> x = index t i; y = index u i; z = add x y; v = update t i z; w = mul y 0.5:f64; o = update u i w; yield v, o }
              return r, s }
            """;
        for (boolean c : new boolean[] {false, true}) {
            Oracle.check(text, List.of(1), new double[] {1, 2, 3}, new double[] {4, -0.0, Double.NaN}, c);
        }
        var f = Parser.parseModule(text).funcs().get("f");
        var copied = new ArrayList<Eqn>();
        Regions.each(Bufferise.run(f, Set.of(f.in().get(0)), Map.of()).body(), e -> {
            assertTrue(e.prim() != Prim.FOR || Regions.of(e).get(0).body().stream().noneMatch(x -> x.prim() == Prim.COPY), e.toString());
            if (e.prim() == Prim.COPY) {
                copied.add(e);
            }
        });
        assertEquals(2, copied.size(), copied.toString());
    }

    /** The destination may be an input that is needed as it was (fuzz seeds 8439, 59215): it is copied in front of the loop, not behind the branch in it. */
    @Test
    void aDestinationWrittenInSomeBranches() {
        String text = """
            f(a:f64[n], c:bool[]) { n = dim[0] a
              g = cond c { yield a } { h = copy a; yield h }
              r = map(n, g) { i, t -> e = lt i 1:i32
                m = cond e { x = index t i; y = add x 1.0:f64; u = update t i y; yield u } { yield t }
                s = cond e { v = update m i 7.0:f64; yield v } { yield m }
                yield s }
              o = cond c { yield r } { yield a }
              return o }
            """;
        for (boolean c : new boolean[] {false, true}) {
            Oracle.check(text, List.of(-1), ROWS[0], c);
            Oracle.check(text, List.of(0), ROWS[0], c);
        }
    }

    /** An array that is made in one trip, and is what another variable holds one trip later, is no input. */
    @Test
    void anArrayThatComesThroughAnotherVariable() {
        Oracle.check("""
            f(a:f64[n], b:f64[n]) {
              l = for(2:i32, a) { i, w -> p, q = for(3:i32, w, w) { n, x, y -> u = update b i 9.0:f64; yield u, x }; yield q }
              return l }
            """, List.of(-1), ROWS[0], ROWS[1]);
        String chain = """
            f(a:f64[n], b:f64[n], k:i32[]) {
              p, q, r = for(k, a, a, a) { n, x, y, z -> u = update b 1:i32 9.0:f64; yield u, x, y }
              return r }
            """;
        for (int k = 0; k < 6; k++) {
            Oracle.check(chain, List.of(0), ROWS[0], ROWS[1], k);
            Oracle.check(chain, List.of(-1), ROWS[0], ROWS[1], k);
        }
    }

    /** What an earlier parallel loop has made is written by a later one and needed as it was. */
    @Test
    void aDestinationThatAnotherLoopHasMade() {
        Oracle.check("""
            f(a:f64[n]) { n = dim[0] a; e = full[f64[n]] 0.0:f64 n
              b = map(n, e) { i, t -> x = index a i; y = neg x; u = update t i y; yield u }
              c = map(n, b) { i, t -> u = update t i 7.0:f64; yield u }
              return c, b }
            """, List.of(-1, -1), (Object) ROWS[0]);
    }

    /** One of two destinations is written, and they may be the same (seeds 8695, 53000); in the second program from an inner loop. */
    @Test
    void destinationsThatMayBeTheSame() {
        String update = "t, u = cond c { v = update s i 5.0:f64; yield r, v } { w = update r i 6.0:f64; yield w, s }";
        for (String body : List.of(update + "; yield t, u", "x, y = for(2:i32, p, q) { j, r, s -> " + update + "; yield t, u }; yield x, y")) {
            String text = """
                f(d:f64[n], c:bool[]) { n = dim[0] d
                  e = cond c { h = full[f64[3]] 0.0:f64 3:i32; yield h } { yield d }
                  o, z = map(3:i32, e, d) { i, %s -> %s }
                  return o, z }
                """.formatted(body.startsWith("x") ? "p, q" : "r, s", body);
            for (boolean c : new boolean[] {false, true}) {
                Oracle.check(text, List.of(-1, -1), ROWS[0], c);
                Oracle.check(text, List.of(-1, 0), ROWS[0], c);
            }
        }
    }

    /** Where only a copy of the destination inside of the loop would help there is no code, but a reason. */
    @Test
    void aDestinationIsNeverCopiedInItsLoop() {
        for (String text : new String[] {
            "f(a:f64[n]) { n = dim[0] a; r = map(n, a) { i, t -> s = update t i 2.0:f64; x = index t i; u = update s i x; yield u }; return r }",
            "f(a:f64[n], b:f64[n]) { n = dim[0] a; r = map(n, a) { i, t -> yield b }; return r }",
            "f(a:f64[n]) { n = dim[0] a; c, r = reduce[n, add](n, 0:i32, a) { i, t -> s = copy t; u = update s i 2.0:f64; yield i, u }; return c, r }"}) {
            var m = Parser.parseModule(text);
            Verifier.verify(m);
            List<Integer> none = m.get("f").out().stream().map(o -> -1).toList();
            var e = assertThrows(NotEmitted.class, () -> Emitter.emit(new CompileRequest(m, "f", none, false, 1), 0), text);
            assertTrue(e.getMessage().contains("parallel loop"), e.getMessage());
        }
    }

    /** Each of many branches chooses between what the two before it chose: there are 2^60 ways through them. */
    @Test
    void manyBranchesInARow() {
        var text = new StringBuilder("f(x0:f64[n], y0:f64[n], z:f64[n], c:bool[]) {\n");
        for (int k = 1; k <= 60; k++) {
            for (String v : List.of("x", "y")) {
                text.append(v + k + " = cond c { yield x" + (k - 1) + " } { yield y" + (k - 1) + " }\n");
            }
        }
        text.append("""
            n = dim[0] z
            r, s = for(n, x60, z) { i, t, u -> a = index u i; b = index t i; v = update t i a; w = update u i b; yield v, w }
            return r, s }
            """);
        Oracle.check(text.toString(), List.of(-1, -1), ROWS[0], ROWS[1], ROWS[2], true);
    }
}
