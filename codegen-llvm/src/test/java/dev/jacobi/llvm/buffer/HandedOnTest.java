package dev.jacobi.llvm.buffer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.emit.Oracle;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops that carry a row of an array beside other arrays. */
class HandedOnTest {
    private static final double[][] ROWS = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};

    private static Func withoutViews(String text) {
        return Bufferise.withoutViews(Parser.parseModule(text).funcs().get("f"));
    }

    private static boolean copies(Func f) {
        return Regions.any(f.body(), e -> e.prim() == Prim.COPY);
    }

    /** The destination stays where it is, though a row is changed beside it: a copy could not be written to. */
    @Test
    void aDestinationBesideARow() {
        for (String loop : List.of("map", "for")) {
            String text = """
                f(a:f64[n,m], b:f64[n,m]) { n = dim[0] a; m = dim[1] a
                  r = LOOP(n, b) { i, t -> v = index a i
                    w, u = for(m, v, t) { j, x, y -> e = index x j; l = add e 1.0:f64; o = update x j l; d = update y i j e; yield o, d }
                    yield u }
                  return r }
                """.replace("LOOP", loop);
            assertFalse(copies(withoutViews(text)));
            Oracle.check(text, List.of(-1), ROWS, new double[3][3]);
            Oracle.check(text, List.of(1), ROWS, new double[3][3]);
        }
    }

    /** Arrays that the loop exchanges, always, in some trips, or by way of an inner loop: what it ends with may be the row. */
    @Test
    void arraysThatAreExchanged() {
        for (String ends : List.of("yield d, o", "c = lt j 2:i32; p, q = cond c { yield o, d } { yield d, o }; yield p, q", "p, q = for(j, o, d) { k, g, h -> yield h, g }; yield p, q")) {
            String text = """
                f(a:f64[n,m], b:f64[m]) { n = dim[0] a; m = dim[1] a
                  r = for(n, b) { i, t -> v = index a i
                    w, u = for(m, v, t) { j, x, d -> e = index x j; z = index d j; l = add e z; o = update x j l; ENDS }
                    yield u }
                  return r }
                """.replace("ENDS", ends);
            assertTrue(copies(withoutViews(text)), ends);
            Oracle.check(text, List.of(-1), ROWS, new double[] {0.5, -1, 4});
        }
    }

    /** The same where the arrays only change places within a trip. */
    @Test
    void arraysThatAreExchangedTwice() {
        String text = """
            f(a:f64[n,m], b:f64[m]) { n = dim[0] a; m = dim[1] a
              r = for(n, b) { i, t -> v = index a i
                w, u = for(m, v, t) { j, x, d -> e = index x j; z = index d j; l = add e z; o = update x j l; c = lt j 1:i32
                  p, q = cond c { yield d, o } { yield d, o }
                  yield q, p }
                yield u }
              return r }
            """;
        assertFalse(copies(withoutViews(text)));
        Oracle.check(text, List.of(-1), ROWS, new double[] {0.5, -1, 4});
    }
}
