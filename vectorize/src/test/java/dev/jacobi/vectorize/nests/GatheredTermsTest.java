package dev.jacobi.vectorize.nests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.raise.Raise;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops that add to neighbouring elements, of floats whose sums show the order of their terms, for all short lengths. */
class GatheredTermsTest {
    private static final int LONGEST = 14;
    private final Random random = new Random(7);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "p = add i j",
        "q = add i 3:i32; p = add j q",
        "q = sub i j; p = add q 5:i32",
        "q = sub 5:i32 j; p = add q i"})
    void nests(String place) {
        Func f = nest(30, "", place);
        Func g = new GatheredTerms().run(f);
        Verifier.verify(g);
        assertEquals(3, maps(Raise.run(f, false)), () -> Raise.run(f, false).toString());
        for (int n = 0; n <= LONGEST; n++) {
            for (int m = 0; m <= 6; m++) {
                same(f, g, 30, n, m);
            }
        }
    }

    /** Terms that are a constant or a given number of elements apart. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "i2 = mul i 2:i32; p = add i2 j", "i2 = mul i 3:i32; q = add i2 2:i32; p = add q j", "i2 = mul i k; p = add i2 j", "i2 = shl i 1:i32; p = add j i2"})
    void steps(String place) {
        Func f = nest(99, ", k:i32[]", place);
        Func g = new GatheredTerms().run(f);
        Verifier.verify(g);
        // up to six terms three apart: one place at most has terms missing at either end, and needs no loop over such places
        int loops = place.contains("3:i32") ? 2 : 3;
        assertTrue(maps(Raise.run(f, false)) >= loops, () -> Raise.run(f, false).toString());
        for (int n = 0; n <= LONGEST; n++) {
            for (int m = 0; m <= 6; m++) {
                for (int k = 0; k <= (place.contains("k") ? 6 : 0); k++) {
                    Same.computes(f, g, true, List.of(floats(99), floats(16), floats(6), Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)), Tensor.of(Lit.i32(k))));
                }
            }
        }
    }

    /** Kernels of two axes, whose rows go around the rows of terms; flat ones where rows are long enough. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "f64[9,9] | o = add i a | p = add j b | o p", "f64[19,30] | i2 = mul i 2:i32; o = add i2 a | j2 = mul j 2:i32; p = add j2 b | o p",
        "f64[200] | o = add i a; l = mul o k | q = add l j; p = add q b | p", "f64[9,30] | o = add i a | i2 = mul j k; p = add i2 b | o p",
        "f64[400] | i2 = mul i 2:i32; o = add i2 a; l = mul o k | j2 = mul j 2:i32; q = add l j2; p = add q b | p"})
    void kernels(String type, String row, String place, String index) {
        Func f = Parser.parseFunc("""
            f(y:TYPE, x:f64[4,8], h:f64[3,3], w:i32[], k:i32[]) {
              okW = le w 7:i32
              check[index ""] okW
              okK = le k 30:i32
              check[index ""] okK
              r = for(4:i32, y) { i, u ->
                t = for(w, u) { j, v ->
                  s = index x i j
                  t1 = for(3:i32, v) { a, v1 ->
                    ROW
                    t2 = for(3:i32, v1) { b, v2 -> PLACE; e = index v2 INDEX; c = index h a b; d = mul s c; g = add e d; z = update v2 INDEX g; yield z }
                    yield t2
                  }
                  yield t1
                }
                yield t
              }
              return r
            }
            """.replace("TYPE", type).replace("ROW", row).replace("PLACE", place).replace("INDEX", index));
        Func g = new GatheredTerms().run(f);
        Verifier.verify(g);
        // up to six terms three apart: one place at most has terms missing at either end, and needs no loop over such places
        int loops = place.contains("3:i32") ? 2 : 3;
        assertTrue(maps(Raise.run(f, false)) >= loops, () -> Raise.run(f, false).toString());
        for (int w = 0; w <= 7; w++) {
            for (int k = 0; k <= (row.contains("k") ? 24 : place.contains("k") ? 3 : 0); k++) {
                int[] axes = Arrays.stream(type.substring(4, type.length() - 1).split(",")).mapToInt(Integer::parseInt).toArray();
                Object y = floats(Arrays.stream(axes).reduce(1, (p, q) -> p * q)).data();
                Same.computes(f, g, true, List.of(Tensor.of(y, axes), Tensor.of(floats(32).data(), 4, 8), Tensor.of(floats(9).data(), 3, 3), Tensor.of(Lit.i32(w)), Tensor.of(Lit.i32(k))));
            }
        }
    }

    /** What is computed between the loops may bring two rows of terms to one place, where the order of their additions counts. */
    @Test
    void rowsThatMeet() {
        Func f = Parser.parseFunc("""
            f(y:f64[400], x:f64[20], h:f64[3], n:i32[], k:i32[]) {
              ok = le n 20:i32
              check[index ""] ok
              okK = le k 50:i32
              check[index ""] okK
              r = for(n, y) { i, u ->
                s = index x i
                t = for(4:i32, u) { a, v ->
                  odd = and a 1:i32; o = mul odd k; l = mul a k; m = sub l o; q = add m i
                  t2 = for(3:i32, v) { b, w -> p = add q b; e = index w p; c = index h b; d = mul s c; g = add e d; z = update w p g; yield z }
                  yield t2
                }
                yield t
              }
              return r
            }
            """);
        Func g = new GatheredTerms().run(f);
        Verifier.verify(g);
        for (int n = 0; n <= 20; n++) {
            for (int k = 0; k <= 50; k += 5) {
                Same.computes(f, g, true, List.of(floats(400), floats(20), floats(3), Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(k))));
            }
        }
    }

    /** A loop that goes outside has trips where the one around it had none; what is read between them is not there then. */
    @Test
    void nothingIsReadWhereThereWasNoTrip() {
        Func f = Parser.parseFunc("""
            f(y:f64[3,30], x:f64[16], h:f64[4], off:i32[3], n:i32[], k:i32[]) {
              ok = lt n 15:i32
              check[index ""] ok
              none = le n 0:i32; fits = le k 3:i32; okK = or none fits
              check[index ""] okK
              r = for(n, y) { i, u ->
                s = index x i
                t = for(k, u) { a, v ->
                  o = index[promised] off a; q = and o 3:i32
                  t2 = for(q, v) { b, w -> p = add i b; e = index[promised] w a p; c = index h b; d = mul s c; g = add e d; z = update[promised] w a p g; yield z }
                  yield t2
                }
                yield t
              }
              return r
            }
            """);
        Func g = new GatheredTerms().run(f);
        Verifier.verify(g);
        assertTrue(Regions.any(g.body(), e -> e.prim() == Prim.COND), g::toString);
        for (int n = 0; n < 15; n++) {
            for (int k = 0; k <= (n == 0 ? 9 : 3); k++) {
                Tensor y = Tensor.of(floats(90).data(), 3, 30);
                Same.computes(f, g, true, List.of(y, floats(16), floats(4), Tensor.of(new int[] {3, 1, 2}, 3), Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(k))));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "p = add i 1:i32; a = index u i; b = index u p; c = mul s 3.1:f64; d = add a s; e = add b c; v = update u i d; w = update v p e",
        "p = add i 1:i32; a = index u i; d = add a s; v = update u i d; b = index v p; e = mul b s; w = update v p e",
        "p = add i 3:i32; q = add i 1:i32; a = index u q; d = sub a s; v = update u q d; b = index v p; e = div b s; k = update v p e; c = index k i; h = add c s; w = update k i h",
        // what says where is right for trips that there are, and for no others
        "k = max i 0:i32; p = add k 1:i32; a = index u k; b = index u p; d = add a s; e = mul b s; v = update u k d; w = update v p e",
        "k = abs i; p = add k 1:i32; a = index u k; b = index u p; d = add a s; e = mul b s; v = update u k d; w = update v p e",
        "c = convert[u16] i; k = convert[i32] c; p = add k 2:i32; a = index u k; d = add a s; v = update u k d; w = update v p s",
        "h = shl i 1:i32; k = ushr h 1:i32; p = add k 1:i32; a = index u k; d = add a s; v = update u k d; w = update v p s",
        // what trips far apart write, not what they read
        "p = add i 2:i32; v = update u p s; a = index v i; d = add a s; w = update v i d",
        // the last one to write an element is the first of the trips' statements
        "p = add i 1:i32; c = mul s s; v = update u p c; w = update v i s"})
    void statements(String body) {
        Func f = parse(body);
        Func g = new GatheredTerms().run(f);
        Verifier.verify(g);
        assertEquals(2, Regions.definition(g.body(), g.out().get(0)).params().regions().size(), g::toString);
        for (int n = 0; n <= LONGEST; n++) {
            same(f, g, 30, n, 0);
        }
    }

    /** An inner loop that reads the array as it was in front of it, where trips before may have changed it. */
    @Test
    void readsOfTheArrayInFront() {
        Func f = Parser.parseFunc("""
            f(y:f64[30], x:f64[16], h:f64[6], n:i32[], m:i32[]) {
              ok = lt n 15:i32
              check[index ""] ok
              okM = lt m 7:i32
              check[index ""] okM
              r = for(n, y) { i, u ->
                s = index x i
                t = for(m, u) { j, v -> p = add i j; q = add p 1:i32; a = index u q; d = mul s a; w = update v p d; yield w }
                yield t
              }
              return r
            }
            """);
        assertSame(f, new GatheredTerms().run(f));
    }

    /** What a trip does to one element depends on another one, or goes twice to the same. */
    @ParameterizedTest
    @ValueSource(strings = {
        "p = add i 1:i32; a = index u i; b = index u p; d = add a b; v = update u i d; w = update v p s",
        "p = add i 1:i32; a = index u i; d = add a s; v = update u p s; w = update v p d",
        "p = add i 1:i32; v = update u p s; b = index v p; d = add b s; w = update v i d",
        "p = add i 9:i32; v = update u p s; w = update v i s",
        "p = mul i 2:i32; v = update u p s; w = update v i s"})
    void others(String body) {
        Func f = parse(body);
        assertSame(f, new GatheredTerms().run(f));
    }

    /** Up to five changes, of which some read what the pass must not take for their own element, and are then left alone. */
    @Test
    void randomStatements() {
        int taken = 0;
        for (int seed = 0; seed < 400; seed++) {
            Func f = parse(body(new Random(seed)));
            Func g = new GatheredTerms().run(f);
            Verifier.verify(g);
            taken += f == g ? 0 : 1;
            for (int n = 0; n <= LONGEST && f != g; n++) {
                same(f, g, 30, n, 0);
            }
        }
        assertTrue(taken > 100 && taken < 380, "taken: " + taken);
    }

    private static String body(Random r) {
        var text = new StringBuilder("o = add i 6:i32; ");
        int changes = 2 + r.nextInt(4);
        String array = "u";
        for (int k = 0; k < changes; k++) {
            int ahead = r.nextInt(9) - 4;
            text.append("p%d = add o %d:i32; ".formatted(k, ahead));
            String from = r.nextInt(5) == 0 ? "u" : array;
            int at = r.nextInt(12) == 0 ? r.nextInt(k + 1) : k;
            text.append("a%d = index %s p%d; ".formatted(k, from, at));
            text.append("b%d = %s a%d %s; ".formatted(k, List.of("add", "sub", "mul", "max").get(r.nextInt(4)), k, r.nextBoolean() ? "s" : "1.7:f64"));
            String written = r.nextInt(6) == 0 ? "s" : "b" + k;
            text.append("%s = update %s p%d %s; ".formatted(k == changes - 1 ? "w" : "v" + k, array, k, written));
            array = "v" + k;
        }
        return text.substring(0, text.length() - 2);
    }

    /** Two loops that add to the element at {@code p}, which {@code place} computes; {@code more} are further arguments. */
    private static Func nest(int length, String more, String place) {
        return Parser.parseFunc("""
            f(y:f64[LENGTH], x:f64[16], h:f64[6], n:i32[], m:i32[]MORE) {
              ok = lt n 15:i32
              check[index ""] ok
              okM = lt m 7:i32
              check[index ""] okM
              r = for(n, y) { i, u ->
                s = index x i
                t = for(m, u) { j, v -> PLACE; a = index v p; c = index h j; d = mul s c; e = add a d; w = update v p e; yield w }
                yield t
              }
              return r
            }
            """.replace("LENGTH", "" + length).replace("MORE", more).replace("PLACE", place));
    }

    private static Func parse(String body) {
        return Parser.parseFunc("""
            f(y:f64[30], x:f64[16], h:f64[6], n:i32[], m:i32[]) {
              ok = lt n 15:i32
              check[index ""] ok
              r = for(n, y) { i, u -> s = index x i; BODY; yield w }
              return r
            }
            """.replace("BODY", body));
    }

    private void same(Func f, Func g, int length, int n, int m) {
        Same.computes(f, g, true, List.of(floats(length), floats(16), floats(6), Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m))));
    }

    private Tensor floats(int n) {
        return Tensor.of(random.doubles(n).map(d -> d * 3 - 1).toArray());
    }

    private static int maps(Func f) {
        int[] n = {0};
        Regions.each(f.body(), e -> n[0] += e.prim() == Prim.MAP && Regions.any(Regions.of(e).get(0).body(), x -> x.prim() == Prim.FOR) ? 1 : 0);
        return n[0];
    }
}
