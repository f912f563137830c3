package dev.jacobi.vectorize.trips;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that are made in the loop that uses them, {@code o = new double[n][]; for (i..) { o[i] = new double[m]; .. }}. */
class FilledRowsTest {
    /** Each trip fills its row with what is there, says that it is there, and writes an element of the row that {@code %s} numbers. */
    private static final String ROWS = """
        f(n:i32[], m:i32[]) {
          o = full[f64[?,?]] 0.0:f64 n m
          there = full[bool[?]] false n
          o, there = for(n, o, there) { i:i32[], o:f64[?,?], there:bool[?] ->
            o = for(m, o) { j:i32[], o:f64[?,?] -> o = update o i j %s:f64; yield o }
            there = update there i true
            x = convert[f64] i; last = sub n 1:i32; o = update o %s 0:i32 x
            yield o, there }
          all = reduce[?, and](n, true) { i:i32[] -> t = index there i; yield t }
          check[null "f"] all
          return o }
        """;

    /** Whether there is a loop in a loop. */
    private static boolean nested(Func f) {
        return Regions.any(f.body(), e -> Regions.isLoop(e) && Regions.of(e).stream().anyMatch(r -> Regions.any(r.body(), Regions::isLoop)));
    }

    private static Func run(String text) {
        Func out = new Simplify().run(Same.run(List.of(new FilledRows()), text));
        for (int[] s : new int[][] {{0, 3}, {1, 1}, {4, 3}}) {
            Same.computes(Parser.parseFunc(text), out, true, List.of(Tensor.of(Lit.i32(s[0])), Tensor.of(Lit.i32(s[1]))));
        }
        return out;
    }

    @Test
    void rowsThatAreFilledWithWhatIsThereAreNot() {
        Func out = run(ROWS.formatted("0.0", "i"));
        assertFalse(Regions.any(out.body(), e -> e.prim() == Prim.CHECK), out::toString);
        assertFalse(nested(out), out::toString);
    }

    @Test
    void otherNumbersAndOtherRowsStay() {
        for (String text : List.of(ROWS.formatted("-0.0", "i"), ROWS.formatted("1.0", "i"), ROWS.formatted("0.0", "last"))) {
            Func out = run(text);
            assertTrue(nested(out), out::toString);
        }
    }
}
