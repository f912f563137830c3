package dev.jacobi.llvm.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.emit.Oracle;
import dev.jacobi.llvm.lower.Lower;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads of new arrays in sequential nests that nothing has written to before, and reads that what is written meets. */
class UntouchedReadsTest {
    /** Each trip has a row of its own, of which it adds to the diagonal and then to what lies to the left of it; the loop waits for {@code s}. */
    private static final String TRIANGLE = """
        f(x:f64[n]) {
          n = dim[0] x
          r:f64[n,n] = full[f64[n,n]] 0.0:f64 n n
          s, t = for(n, 1.0:f64, r) { i:i32[], s0:f64[], r0:f64[n,n] ->
            u = index x i; s1 = mul s0 0.5:f64; s2 = add s1 u
            d = index r0 ROW i; e = add d s2; r1 = update r0 ROW i e
            r2 = for(i, r1) { j:i32[], r3:f64[n,n] -> v = index x j; w = mul v s2; a = index r3 ROW COLUMN; b = add a w; r4 = update r3 ROW COLUMN b; yield r4 }
            yield s2, r2 }
          return t }""";

    private static final String BRANCHES = """
        f(x:f64[n]) {
          n = dim[0] x; some = ge n 3:i32
          r:f64[n,n] = full[f64[n,n]] 0.5:f64 n n
          s, t = for(n, 1.0:f64, r) { i:i32[], s0:f64[], r0:f64[n,n] ->
            u = index x i; s1 = mul s0 0.5:f64; s2 = add s1 u
            r9:f64[n,n] = cond some { r1 = for(n, r0) { j:i32[], r3:f64[n,n] -> a = index r3 i j; b = add a s2; r4 = update r3 i j b; yield r4 }; yield r1 }
              { c = index r0 i 1:i32; d = add c s2; r5 = update r0 i 1:i32 d; e = index r5 i PLACE:i32; g = mul e s2; r6 = update r5 i PLACE:i32 g; yield r6 }
            yield s2, r9 }
          return t }""";

    private static void reads(int left, String text) {
        Func f = Lower.pass().run(Parser.parseFunc(text));
        Func g = FilledReads.run(f);
        Verifier.verify(g);
        var n = new int[1];
        Regions.each(g.body(), e -> n[0] += e.prim() == Prim.INDEX && e.in().get(0).type().rank() == 2 ? 1 : 0);
        assertEquals(left, n[0], g.toString());
        for (int size : new int[] {3, 4, 17, 40}) {
            double[] x = new double[size];
            for (int i = 0; i < size; i++) {
                x[i] = i % 5 == 0 ? -0.0 : Math.sin(i) * 3;
            }
            Oracle.check(text, List.of(), (Object) x);
        }
    }

    private static String triangle(String row, String column) {
        return TRIANGLE.replace("ROW", row).replace("COLUMN", column);
    }

    @Test
    void elementsOfATripsOwnRow() {
        reads(0, triangle("i", "j"));
    }

    /** Rows that several trips have, in which one finds what another one has written, and elements that the same trip has written. */
    @Test
    void elementsThatAreWrittenBefore() {
        reads(2, triangle("0:i32", "j").replace("0:i32 i;", "0:i32 0:i32;").replace("0:i32 i e", "0:i32 0:i32 e"));
        // each trip begins with a column that is new, and goes on to those of others
        reads(1, triangle("0:i32", "j"));
        // the diagonal is read first, and then by each of the trips inside
        reads(1, triangle("i", "i"));
        reads(1, triangle("i", "0:i32"));
    }

    @Test
    void branches() {
        reads(0, BRANCHES.replace("PLACE", "0"));
        // what has just been written there
        reads(0, BRANCHES.replace("PLACE", "1"));
    }

    /** An array that something has been written to before the loop. */
    @Test
    void arraysThatAreNotNew() {
        reads(2, triangle("i", "j").replace("n n\n", "n n; r8 = update r 0:i32 0:i32 2.0:f64\n").replace("1.0:f64, r)", "1.0:f64, r8)"));
    }
}
