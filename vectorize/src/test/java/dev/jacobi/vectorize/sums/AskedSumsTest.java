package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nests that add to neighbours where their trips' numbers say that there are any, for all small numbers of trips, in arrays that have not an element more. */
class AskedSumsTest {
    private static final String SQUARE = """
        f(n:i32[], m:i32[], a:f64[k,l], d:f64[k,l]) {
          ok = lt n 1000:i32; check[index ""] ok
          fine = lt m 1000:i32; check[index ""] fine
          more = gt n -9:i32; check[index ""] more
          some = gt m -9:i32; check[index ""] some
          up = sub n 1:i32; right = sub m 1:i32
          x = for(n, d) { i:i32[], x0:f64[k,l] ->
            first = lt i 1:i32; last = ge i up; h = add i -1:i32; p = add i 1:i32
            y = for(m, x0) { j:i32[], y0:f64[k,l] ->
              g = index a i j
              y1 = acc_add y0 i j g
              y2 = cond(first) false { z = acc_add y1 h j g; yield z } true { yield y1 }
              y3 = cond(last) false { u = mul g 2.0:f64; z = acc_add y2 p j u; yield z } true { yield y2 }
              begin = ge j 1:i32
              t, y4 = cond(begin) false { yield 5.0:f64, y3 } true { e = add j -1:i32; v = mul g 3.0:f64; z = acc_add y3 i e v; yield v, z }
              END
              yield y5 }
            yield y }
          return x
        }
        """;
    private static final String ONE = "end = eq j right; y5 = cond(end) false { o = add j 1:i32; z = acc_add y4 i o t; yield z } true { yield y4 }";
    /** A further question in the branch: a neighbour across, of which the first row has none. */
    private static final String TWO = "end = ge j right; y5 = cond(end) false { o = add j 1:i32; c = acc_add y4 i o t;"
        + " z = cond(first) false { w = mul t g; r = acc_add c h o w; yield r } true { yield c }; yield z } true { yield y4 }";

    private static void gathers(String text) {
        SummedProgram p = SummedProgram.of(text);
        assertTrue(Regions.any(p.accumulated().body(), e -> e.prim() == Prim.MAP), p.accumulated()::toString);
        var random = new Random(3);
        for (int n : new int[] {-1, 0, 1, 2, 3, 4, 5}) {
            for (int m : new int[] {-1, 0, 1, 2, 3, 4, 24, 25, 26, 27, 28, 40}) {
                int[] dims = {Math.max(n, 0), Math.max(m, 0)};
                p.computes(List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)), SummedProgram.whole(random, dims), SummedProgram.whole(random, dims)));
            }
        }
    }

    @Test
    void neighboursOnAllSides() {
        gathers(SQUARE.replace("END", ONE));
    }

    @Test
    void neighboursAcross() {
        gathers(SQUARE.replace("END", TWO));
    }

    /** What is added is chosen by a question about the trip as well, which no branch asks. */
    @Test
    void questionsWithoutABranch() {
        gathers(SQUARE.replace("END", "low = lt i 2:i32; more3 = mul t 3.0:f64; chosen = select low more3 t; " + ONE.replace("i o t", "i o chosen")));
        gathers(SQUARE.replace("END", "low = lt j 2:i32; more3 = mul t 3.0:f64; chosen = select low more3 t; " + ONE.replace("i o t", "i o chosen")));
    }

    /** What the trips take of another array, which they set to zero, stays a loop behind the sums. */
    @Test
    void cotangentsThatAreTaken() {
        String text = SQUARE.replace("a:f64[k,l]", "c:f64[k,l]").replace("x = for(n, d) { i:i32[], x0:f64[k,l] ->", "x, q = for(n, d, c) { i:i32[], x0:f64[k,l], q0:f64[k,l] ->")
            .replace("y = for(m, x0) { j:i32[], y0:f64[k,l] ->", "y, q1 = for(m, x0, q0) { j:i32[], y0:f64[k,l], q2:f64[k,l] ->").replace("g = index a i j", "g = index q2 i j; q3 = update q2 i j 0.0:f64")
            .replace("yield y5 }", "yield y5, q3 }").replace("yield y }", "yield y, q1 }").replace("return x", "return x, q");
        gathers(text.replace("END", ONE));
        gathers(text.replace("END", TWO));
    }

    /** So does a sum of numbers beside them. */
    @Test
    void aNumberBeside() {
        gathers(SQUARE.replace("x = for(n, d) { i:i32[], x0:f64[k,l] ->", "x, q = for(n, d, 0.0:f64) { i:i32[], x0:f64[k,l], q0:f64[] ->")
            .replace("y = for(m, x0) { j:i32[], y0:f64[k,l] ->", "y, q1 = for(m, x0, q0) { j:i32[], y0:f64[k,l], q2:f64[] ->").replace("g = index a i j", "g = index a i j; q3 = acc_add q2 g")
            .replace("yield y5 }", "yield y5, q3 }").replace("yield y }", "yield y, q1 }").replace("return x", "return x, q").replace("END", ONE));
    }

    /** In a flat array, too. */
    @Test
    void rowsOfAFlatArray() {
        String flat = """
            f(n:i32[], m:i32[], a:f64[k], d:f64[k]) {
              ok = lt n 1000:i32; check[index ""] ok
              fine = lt m 1000:i32; check[index ""] fine
              more = gt n -9:i32; check[index ""] more
              some = gt m -9:i32; check[index ""] some
              up = sub n 1:i32; right = sub m 1:i32
              x = for(n, d) { i:i32[], x0:f64[k] ->
                last = ge i up; q = mul i m; r = add q m
                y = for(m, x0) { j:i32[], y0:f64[k] ->
                  s = add q j; g = index a s
                  y1 = acc_add y0 s g
                  y2 = cond(last) false { u = mul g 2.0:f64; b = add r j; z = acc_add y1 b u; yield z } true { yield y1 }
                  end = ge j right
                  y3 = cond(end) false { u = mul g 3.0:f64; b = add s 1:i32; z = acc_add y2 b u; yield z } true { yield y2 }
                  yield y3 }
                yield y }
              return x
            }
            """;
        SummedProgram p = SummedProgram.of(flat);
        assertTrue(Regions.any(p.accumulated().body(), e -> e.prim() == Prim.MAP), p.accumulated()::toString);
        var random = new Random(5);
        for (int n : new int[] {0, 1, 2, 3, 5}) {
            for (int m : new int[] {0, 1, 2, 3, 25, 26, 27, 40}) {
                p.computes(List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)), SummedProgram.whole(random, n * m), SummedProgram.whole(random, n * m)));
            }
        }
    }

    /** Nothing is known of the trips in which data ask: such nests stay. */
    @Test
    void dataThatAsk() {
        String text = SQUARE.replace("END", "end = gt g 0.0:f64; y5 = cond(end) false { z = acc_add y4 i j t; yield z } true { yield y4 }");
        var f = Parser.parseFunc(text);
        assertEquals(f.toString(), AskedSums.run(f, true, null).toString(), () -> Same.skeleton(f));
    }
}
