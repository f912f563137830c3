package dev.jacobi.vectorize.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks of the numbers of rows stand in front of a loop that writes rows. */
class CheckLoopsTest {
    /** No loop that hands on something has a check. */
    private static void unchecked(Func g) {
        g.body().stream().filter(e -> e.prim() == Prim.FOR && !e.out().isEmpty()).forEach(e -> assertEquals(false, Regions.any(List.of(e), x -> x.prim() == Prim.CHECK), g.toString()));
    }

    private static void leave(String number) {
        String text = """
            f(n:i32[], m:i32[], p:f64[q], a:f64[k,l], c:f64[r,l]) {
              x = for(n, c) { i:i32[], x0:f64[r,l] ->
                NUMBER
                low = ge row 0:i32
                check[index] low
                most = lt row m
                check[index] most
                x3 = for(2:i32, x0) { j:i32[], x1:f64[r,l] -> v = index a row j; x2 = update x1 i j v; yield x2 }
                yield x3 }
              return x
            }
            """.replace("NUMBER", number);
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new CheckLoops(false)), text);
        unchecked(g);
        for (int n = 0; n <= 4; n++) {
            for (int m = 1; m <= 3; m++) {
                Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)), Tensor.of(new double[] {1.9, 0.2, -0.5, 5.1}, 4),
                    Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2), Tensor.of(new double[8], 4, 2)));
            }
        }
    }

    /** A number that is computed in many steps from an element: {@code ((int) p[i] % 5 + 5) % 5}. */
    @Test
    void rowsThatAreReadFromFarAway() {
        leave("e = index p i; b = convert[i32] e; r0 = rem b 5:i32; r1 = add r0 5:i32; r2 = rem r1 5:i32; r3 = mul r2 3:i32; r4 = sub r3 r2; r5 = shr r4 1:i32; r6 = xor r5 0:i32; r7 = max r6 -1:i32; row = min r7 9:i32");
    }

    /** A number that follows from the trip alone, but not by its bounds: {@code (int) (i * 0.7)}. */
    @Test
    void rowsOfTheTripAlone() {
        leave("t = convert[f64] i; u = mul t 0.7:f64; row = convert[i32] u");
    }

    /** One element of each row is changed where an index says, as a cross entropy's gradient does, and loops inside fill the rows: the indices are looked at in front of all that. */
    @Test
    void oneElementOfEachRowThatIsFilled() {
        String text = """
            f(y:i32[k], c:f64[k,l]) {
              n = dim[0] y
              m = dim[1] c
              x = for(n, c) { i:i32[], x0:f64[k,l] ->
                x1 = for(m, x0) { j:i32[], w:f64[k,l] -> v = convert[f64] j; w1 = update w i j v; yield w1 }
                at = index y i
                low = ge at 0:i32
                most = lt at m
                both = and low most
                check[index] both
                o = index x1 i at
                p = sub o 1.0:f64
                x2 = update x1 i at p
                yield x2 }
              return x
            }
            """;
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new CheckLoops(false)), text);
        g.body().stream().filter(e -> Regions.any(List.of(e), x -> x.prim() == Prim.UPDATE)).forEach(e -> assertEquals(false, Regions.any(List.of(e), x -> x.prim() == Prim.CHECK), g.toString()));
        for (int last = -1; last <= 3; last++) {
            Same.computes(f, g, true, List.of(Tensor.of(new int[] {0, 2, last}, 3), Tensor.of(new double[9], 3, 3)));
        }
    }

    /** What is added at places that trips go along with, and data beside, as where a maximum was, has its indices looked at in front; bins that data alone choose are counted in as they come. */
    @Test
    void placesThatTripsGoAlongWith() {
        String text = """
            f(q:i32[k], d:f64[k], c:f64[l]) { n = dim[0] d; m = dim[0] c
              x = for(n, c) { i:i32[], x0:f64[l] ->
                e = index[clamp] q i; PLACE
                low = ge at 0:i32; most = lt at m; both = and low most
                check[index] both
                o = index x0 at; v = index d i; s = add o v
                x1 = update x0 at s
                yield x1 }
              return x
            }
            """;
        for (String place : new String[] {"b = mul i 2:i32; at = add b e", "at = add e 0:i32"}) {
            Func f = Parser.parseFunc(text.replace("PLACE", place));
            Func g = Same.run(List.of(new CheckLoops(false)), f.toString());
            boolean stays = g.body().stream().anyMatch(e -> e.prim() == Prim.FOR && Regions.any(List.of(e), x -> x.prim() == Prim.UPDATE) && Regions.any(List.of(e), x -> x.prim() == Prim.CHECK));
            assertEquals(!place.contains("mul"), stays, g.toString());
            for (int[] q : new int[][] {{}, {0, 1, 1, 0}, {1, 1, 0, 2}, {0, -1, 3, 1}}) {
                double[] d = new double[q.length];
                Arrays.setAll(d, k -> k + 1.5);
                Same.computes(f, g, true, List.of(Tensor.of(q), Tensor.of(d), Tensor.of(new double[8])));
            }
        }
    }

    /** Rows that a list says, and that are added to: to go over the list takes less than to copy the rows. Those of a flat array have a loop inside. */
    @Test
    void rowsOfAList() {
        String few = "o = index x0 at 0:i32; s = add o v; x3 = update x0 at 0:i32 s";
        String row = "b = mul at 2:i32; x3 = for(2:i32, x0) { j:i32[], x1:f64[l] -> p = add b j; o = index x1 p; s = add o v; x2 = update x1 p s; yield x2 }";
        for (String write : new String[] {few, row}) {
            String text = """
                f(q:i32[k], d:f64[k], c:f64[l%s]) { n = dim[0] d; m = dim[0] c%s
                  x = for(n, c) { i:i32[], x0:f64[l%1$s] ->
                    at = index q i
                    low = ge at 0:i32; most = lt at h; both = and low most
                    check[index] both
                    v = index d i
                    %s
                    yield x3 }
                  return x
                }
                """.formatted(write.equals(few) ? ",2" : "", write.equals(few) ? "; h = add m 0:i32" : "; h = div m 2:i32", write);
            Func f = Parser.parseFunc(text);
            Func g = Same.run(List.of(new CheckLoops(false)), text);
            unchecked(g);
            for (int[] q : new int[][] {{}, {0, 1, 1, 0}, {1, 1, 0, 2}, {0, -1, 3, 1}}) {
                double[] d = new double[q.length];
                Arrays.setAll(d, k -> k + 1.5);
                Same.computes(f, g, true, List.of(Tensor.of(q), Tensor.of(d), write.equals(few) ? Tensor.of(new double[6], 3, 2) : Tensor.of(new double[6])));
            }
        }
    }

    /** Averages of rows that a list says, column by column: all columns ask the same. And a sum of such rows' sums. */
    @Test
    void rowsThatAreRead() {
        String columns = """
            f(q:i32[k], a:f64[r,2], c:f64[l,2]) { n = dim[0] c; h = dim[0] a
              x = for(n, c) { i:i32[], x0:f64[l,2] ->
                x1 = for(2:i32, x0) { j, x2 ->
                  s = for(2:i32, 0.0:f64) { g, t -> o = add i g; at = index[clamp] q o; low = ge at 0:i32; most = lt at h; both = and low most
                    check[index] both
                    v = index a at j; w = add t v; yield w }
                  x3 = update x2 i j s; yield x3 }
                yield x1 }
              return x }
            """;
        String sums = """
            f(q:i32[k], a:f64[r,2], c:f64[l,2]) { n = dim[0] q; h = dim[0] a
              x = for(n, 1.0:f64) { i, u ->
                at = index q i; low = ge at 0:i32; most = lt at h; both = and low most
                check[index] both
                s = for(2:i32, 0.0:f64) { g, t -> v = index a at g; w = add t v; yield w }
                y = sqrt s; x1 = add u y
                yield x1 }
              return x, c }
            """;
        for (String text : new String[] {columns, sums}) {
            Func f = Parser.parseFunc(text);
            Func g = Same.run(List.of(new CheckLoops(false)), text);
            unchecked(g);
            for (int[] q : new int[][] {{0}, {0, 1, 1, 0}, {1, 1, 0, 2}, {0, -1, 3, 1}}) {
                for (int l = 0; l < 4; l++) {
                    Same.computes(f, g, true, List.of(Tensor.of(q), Tensor.of(new double[] {1, 2, 3, 4}, 2, 2), Tensor.of(new double[2 * l], l, 2)));
                }
            }
        }
    }

    /** Rows that a list says, and behind a question that what is written answers an element along which the trips go: the list is gone through in front, and the last trip's element is asked for early. */
    @Test
    void rowsOfAListAndElementsBehindWhatIsWritten() {
        String text = """
            f(q:i32[k], c:f64[l,2], o:f64[r]) { n = dim[0] q; h = dim[0] c; m = dim[0] o
              x, y = for(n, c, o) { i:i32[], x0:f64[l,2], y0:f64[r] ->
                at = index q i; low = ge at 0:i32; most = lt at h; both = and low most
                check[index] both
                v = index x0 at 0:i32; w = add v 1.0:f64; x1 = update x0 at 0:i32 w
                more = gt w 1.5:f64
                y1 = cond(more) false { yield y0 } true { u = lt i m; check[index] u; y2 = update y0 i w; yield y2 }
                yield x1, y1 }
              return x, y }
            """;
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new CheckLoops(false)), text);
        unchecked(g);
        assertEquals(f, Same.run(List.of(new CheckLoops(true)), text), "an element that no trip may write need not be there where failing in vain costs");
        for (int[] q : new int[][] {{}, {0}, {0, 1, 1, 0}, {1, 1, 0, 2}, {0, -1, 3, 1}}) {
            for (int r = 0; r < 5; r++) {
                Same.computes(f, g, false, List.of(Tensor.of(q), Tensor.of(new double[6], 3, 2), Tensor.of(new double[r])));
            }
        }
    }

    /** Cells that are drawn by lot, each of which becomes what another one is: trips come in order whatever is known of the places, so that no other loop looks at them first, unless what is written would have to be taken back. */
    @Test
    void cellsThatAreDrawn() {
        String text = """
            f(n:i32[], c:i32[k]) {
              k = dim[0] c
              MADE
              s, x = for(n, 7:i32, c0) { i:i32[], s0:i32[], x0:i32[k] ->
                s1 = mul s0 1103515245:i32; s2 = add s1 12345:i32; s3 = ushr s2 28:i32
                p = lt s3 k; check[index] p
                s4 = mul s2 1103515245:i32; s5 = add s4 12345:i32; s6 = ushr s5 28:i32
                q = lt s6 k; check[index] q
                v = index x0 s6; w = add v 1:i32; x1 = update x0 s3 w
                yield s5, x1 }
              return x
            }
            """;
        Func fresh = Parser.parseFunc(text.replace("MADE", "c0 = full[i32[k]] 5:i32 k"));
        assertEquals(fresh.toString(), new CheckLoops(false).run(fresh).toString());
        Func given = Parser.parseFunc(text.replace("MADE", "").replace("c0", "c"));
        Func ahead = new CheckLoops(false).run(given);
        unchecked(ahead);
        for (int k : new int[] {0, 3, 16, 20}) {
            for (int n = 0; n < 40; n += 13) {
                Same.computes(given, ahead, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(new int[k], k)));
            }
        }
    }
}
