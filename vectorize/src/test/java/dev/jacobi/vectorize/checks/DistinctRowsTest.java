package dev.jacobi.vectorize.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.raise.LoopForm;
import dev.jacobi.vectorize.raise.Parallelise;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of a flat array, as far apart as the caller says: a loop over them is parallel where no row reaches into the next one. */
class DistinctRowsTest {
    private static final String ROWS = """
        f(h:i32[], w:i32[], s:i32[], o:i32[], a:i32[k], d:i32[z]) {
          l = dim[0] d; l1 = convert[i64] l; h1 = convert[i64] h; s1 = convert[i64] s; o1 = convert[i64] o; w1 = convert[i64] w
          first = ge o 0:i32
          check[index early] first
          rows = mul h1 s1; last = add rows o1; end = add last w1; inside = le end l1
          check[index early] inside
          x = for(h, d) { y:i32[], x0:i32[z] -> r = mul y s; q = add o r
            x3 = for(w, x0) { j:i32[], x1:i32[z] -> at = add q j; v = BODY; x2 = update x1 at v; yield x2 }
            yield x3 }
          return x
        }
        """;

    /** For all numbers of rows, widths and distances, with rows that overlap among them. */
    private static void check(String text, int parallel) {
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new DistinctRows(), new Parallelise(false, LoopForm.PARTS)), text);
        var outer = new int[1];
        Regions.each(g.body(), e -> outer[0] += e.prim() == Prim.MAP && Regions.any(Regions.of(e).get(0).body(), x -> x.prim() == Prim.MAP) ? 1 : 0);
        assertEquals(parallel, outer[0], g.toString());
        int[] a = new int[40];
        Arrays.setAll(a, i -> i * 7 % 11);
        for (int h = 0; h <= 3; h++) {
            for (int w = 0; w <= 4; w++) {
                for (int s : new int[] {-4, -1, 0, 1, 3, 4, 5}) {
                    Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(h)), Tensor.of(Lit.i32(w)), Tensor.of(Lit.i32(s)), Tensor.of(Lit.i32(12)), Tensor.of(a.clone(), a.length), Tensor.of(a, a.length)));
                }
            }
        }
    }

    @Test
    void whatIsWrittenFromElsewhere() {
        check(ROWS.replace("BODY", "index a j"), 1);
    }

    @Test
    void whatIsWrittenOfItself() {
        check(ROWS.replace("BODY", "index x1 at"), 1);
    }

    /** Both loops are copied, and the second one's copies read what came of the first one's. */
    @Test
    void twoLoopsOfWhichOneReadsTheOther() {
        String second = "z = for(h, x) { v:i32[], z0:i32[z] -> t = mul v s; u = add o t\n z3 = for(w, z0) { i:i32[], z1:i32[z] -> e = add u i; m = index x e; n = mul m 3:i32; z2 = update z1 e n; yield z2 }\n yield z3 }\n return z";
        check(ROWS.replace("BODY", "index a j").replace("return x", second), 2);
    }

    /** From the last row to the first. */
    @Test
    void downwards() {
        check(ROWS.replace("mul y s", "mul u s").replace("y:i32[], x0:i32[z] ->", "y:i32[], x0:i32[z] -> h0 = sub h 1:i32; u = sub h0 y;").replace("BODY", "index a j"), 1);
    }

    /** Each row is made of the one before. */
    @Test
    void rowsOfEachOther() {
        check(ROWS.replace("v = BODY", "before = sub at s; u = index x1 before; v = add u 1:i32"), 0);
    }

    /** A distance that is known needs no question. */
    @Test
    void rowsThatAreApartInAnyCase() {
        String text = ROWS.replace("BODY", "index a j").replace("for(w,", "for(4:i32,").replace("mul y s", "mul y 8:i32");
        Func f = Parser.parseFunc(text);
        assertEquals(f, new DistinctRows().run(f));
    }
}
