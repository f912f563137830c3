package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches for the place of an extreme value become reductions, with the same result for ties, zeros of both signs, infinities and NaN. */
class ArgExtremeTest {
    private static final double[] VALUES = {0.0, -0.0, 1, -1, 2, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

    @ParameterizedTest
    @CsvSource({"lt, m, f64, inf:f64", "le, m, f64, inf:f64", "gt, m, f64, -inf:f64", "ge, m, f64, nan:f64", "lt, m, f64, s", "ge, m, f64, s",
        "lt, m, f32, 1.0:f32", "le, m, i32, 2147483647:i32", "gt, m, i32, t", "ge, m, i32, -2147483648:i32", "lt, m, i64, 5:i64"})
    void theValueIsCarried(String relation, String with, String type, String start) {
        same("reduce cond(reduce)", """
            f(a:%2$s[n], s:%2$s[], t:i32[]) { n = dim[0] a
              i, m, at = while(0:i32, %3$s, t) { i, m, at -> g = lt i n; yield g } do { i, m, at ->
                x = index a i; c = %1$s x m; m2 = select c x m; at2 = select c i at; i2 = add i 1:i32
                yield i2, m2, at2 }
              return m, at }
            """.formatted(relation, type, start), type, relation);
    }

    /** A few trips, of which the program says how many they are, stay one loop where their values are computed; elements of a row are looked through twice. */
    @ParameterizedTest
    @CsvSource({"6, mul x 3:i32, for", "9, mul x 3:i32, reduce cond(reduce)", "6, x, reduce cond(reduce)"})
    void aFewComputedValuesStayALoop(int trips, String value, String loops) {
        String text = """
            f(a:i32[n], s:i32[], t:i32[]) {
              m, at = for(%d:i32, s, t) { i, m, at -> x = index a i;  y = %s;  c = lt y m;  m2 = select c y m;  at2 = select c i at;  yield m2, at2 }
              return m, at }
            """.formatted(trips, value.equals("x") ? "add x 0:i32" : value);
        Func found = Same.run(List.of(new ArgExtreme()), value.equals("x") ? text.replace("y = add x 0:i32;", "").replace("lt y", "lt x").replace("c y m", "c x m") : text);
        assertEquals(loops, Same.skeleton(found), found::toString);
        var r = new Random(5);
        for (int run = 0; run < 50; run++) {
            Same.computes(Parser.parseFunc(text), found, true, List.of(values("i32", 12, r), Tensor.of(Lit.i32(r.nextInt(9) - 4)), Tensor.of(Lit.i32(-1))));
        }
    }

    /** The comparison the other way round: the best so far is kept when it is not beaten. */
    @ParameterizedTest
    @ValueSource(strings = {"lt", "le", "gt", "ge"})
    void theOldOneIsKept(String relation) {
        same("reduce cond(reduce)", """
            f(a:i32[n], s:i32[], t:i32[]) { n = dim[0] a
              i, m, at = while(0:i32, s, t) { i, m, at -> g = lt i n; yield g } do { i, m, at ->
                x = index a i; y = mul x 3:i32; c = %s m y; m2 = select c m y; at2 = select c at i; i2 = add i 1:i32
                yield i2, m2, at2 }
              return m, at }
            """.formatted(relation), "i32", relation);
    }

    @ParameterizedTest
    @CsvSource({"lt, f64", "le, f64", "gt, f32", "ge, f64", "lt, i32", "ge, i64"})
    void onlyThePlaceIsCarried(String relation, String type) {
        same("reduce cond cond(reduce)", """
            f(a:%2$s[n], s:%2$s[], t:i32[]) { n = dim[0] a
              i, at = while(1:i32, 0:i32) { i, at -> g = lt i n; yield g } do { i, at ->
                x = index a i; low = ge at 0:i32; high = lt at n; ok = and low high; check[index "T.f:1"] ok
                m = index a at; c = %1$s x m; at2 = select c i at; i2 = add i 1:i32
                yield i2, at2 }
              return at }
            """.formatted(relation, type), type, relation);
    }

    /** Rows of a flat array, by a stride of 1 and of the rows' number: the best value is read at an index that is computed of the place. */
    @ParameterizedTest
    @ValueSource(strings = {"z = add i 1:i32;  p = add s z;  x = index a p;  q = add s at;  m = index a q",
        "z = add i 1:i32;  y = mul z 2:i32;  p = add t y;  x = index a p;  k = mul at 2:i32;  q = add t k;  m = index a q"})
    void theIndexIsComputedOfThePlace(String reads) {
        String text = """
            f(a:f32[n], s:i32[], t:i32[], c:i32[]) {
              r = for(c, 0:i32) { i, at -> %s;  g = gt x m;  at2 = select g z at;  yield at2 }
              return r }
            """.formatted(reads);
        Func found = Same.run(List.of(new ArgExtreme()), text);
        assertEquals("reduce cond cond(reduce)", Same.skeleton(found).replace(" cond(reduce cond)", " cond(reduce)"), found::toString);
        var r = new Random(11);
        for (int run = 0; run < 300; run++) {
            int trips = r.nextInt(6);
            List<Tensor> args = List.of(values("f32", 2 + 2 * trips + 2, r), Tensor.of(Lit.i32(r.nextInt(3))), Tensor.of(Lit.i32(r.nextInt(2))), Tensor.of(Lit.i32(trips)));
            Same.computes(Parser.parseFunc(text), found, true, args);
        }
    }

    /** What is computed of the place otherwise than of the trip's number is another element. */
    @Test
    void anotherIndexIsNoPlace() {
        Func f = Same.run(List.of(new ArgExtreme()), """
            f(a:f32[n], s:i32[], t:i32[], c:i32[]) {
              r = for(c, 0:i32) { i, at -> p = add s i;  x = index a p;  q = add t at;  m = index a q;  g = gt x m;  at2 = select g i at;  yield at2 }
              return r }
            """);
        assertEquals("for", Same.skeleton(f), f::toString);
    }

    /** What is unequal to the one before is no extreme: the last element is left, and where the last run begins. */
    @ParameterizedTest
    @ValueSource(strings = {"eq", "ne"})
    void equalityIsNoOrder(String relation) {
        same("for", """
            f(a:i32[n], s:i32[], t:i32[]) { n = dim[0] a
              i, m, at = while(0:i32, s, t) { i, m, at -> g = lt i n; yield g } do { i, m, at ->
                x = index a i; c = %s x m; m2 = select c x m; at2 = select c i at; i2 = add i 1:i32
                yield i2, m2, at2 }
              return m, at }
            """.formatted(relation), "i32", relation);
    }

    /** A loop that does more than to search, or whose value depends on what was found, stays as it is. */
    @Test
    void otherLoops() {
        same("for", """
            f(a:i32[n], s:i32[], t:i32[]) { n = dim[0] a
              i, m, at = while(0:i32, s, t) { i, m, at -> g = lt i n; yield g } do { i, m, at ->
                x = index a i; y = add x at; c = lt y m; m2 = select c y m; at2 = select c i at; i2 = add i 1:i32
                yield i2, m2, at2 }
              return m, at }
            """, "i32", "lt");
        same("for", """
            f(a:f64[n], s:f64[], t:i32[]) { n = dim[0] a
              i, m, at = while(0:i32, s, t) { i, m, at -> g = lt i n; yield g } do { i, m, at ->
                x = index a i; c = ge x m; m2 = select c m x; at2 = select c at i; i2 = add i 1:i32
                yield i2, m2, at2 }
              return m, at }
            """, "f64", "lt");
    }

    /** An element that only some trips store, in front of the loop and behind it. */
    @ParameterizedTest
    @ValueSource(strings = {"lt x m", "ge x m", "gt m x", "le m x"})
    void thePlaceIsAnElement(String test) {
        String text = """
            f(a:f32[n], at:i32[k], w:i32[]) { n = dim[0] a;  k = dim[0] at;
              r = map(k, at) { j, b ->
                v, q = for(n, 1.0:f32, b) { i, m, c -> x = index a i;  g = %s;  m2 = select g x m;
                  d = cond(g) false { yield c } true { u = update c j i;  yield u };
                  yield m2, d };
                yield q }
              return r }
            """.formatted(test);
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new ConditionalPromotion()), text);
        assertEquals("map(for)", Same.skeleton(now), now::toString);
        Func found = Same.run(List.of(new ConditionalPromotion(), new ArgExtreme(ArgExtreme.Inside.ALL)), text);
        assertEquals("map(reduce cond(reduce))", Same.skeleton(found).replace(" cond(reduce cond)", " cond(reduce)"), found::toString);
        var r = new Random(7);
        for (int run = 0; run < 100; run++) {
            List<Tensor> args = List.of(values("f32", r.nextInt(7), r), Tensor.of(new int[] {5, -7}), Tensor.of(Lit.i32(0)));
            Same.computes(f, now, true, args);
            Same.computes(f, found, true, args);
        }
    }

    private static void same(String skeleton, String text, String type, String seed) {
        Func raised = Same.run(Raise.passes(false), text);
        assertEquals(skeleton, Same.skeleton(raised).replace(" cond(reduce cond)", " cond(reduce)"), raised::toString);
        // In one go, for back ends that compute arrays as wholes.
        Func placed = new PlaceOfExtreme().run(raised);
        Verifier.verify(placed);
        // As one number of 64 bits, for back ends where each pass over an array counts.
        Func keyed = new PlaceOfExtreme(PlaceOfExtreme.Form.KEY).run(raised);
        Verifier.verify(keyed);
        var r = new Random(seed.hashCode());
        for (int run = 0; run < 300; run++) {
            Tensor a = values(type, r.nextInt(7), r);
            Tensor s = values(type, 1, r);
            List<Tensor> args = List.of(a, new Tensor(s.dtype(), new int[0], s.data()), Tensor.of(Lit.i32(r.nextInt(9) - 4)));
            Same.computes(Parser.parseFunc(text), raised, true, args);
            Same.computes(Parser.parseFunc(text), placed, true, args);
            Same.computes(Parser.parseFunc(text), keyed, true, args);
        }
    }

    private static Tensor values(String type, int n, Random r) {
        double[] x = new double[n];
        float[] f = new float[n];
        int[] i = new int[n];
        long[] l = new long[n];
        for (int k = 0; k < n; k++) {
            x[k] = VALUES[r.nextInt(VALUES.length)];
            f[k] = (float) x[k];
            i[k] = r.nextInt(8) == 0 ? Integer.MAX_VALUE : r.nextInt(8) == 0 ? Integer.MIN_VALUE : r.nextInt(5);
            l[k] = r.nextInt(5);
        }
        int[] dims = {n};
        return switch (type) {
            case "f64" -> new Tensor(DType.F64, dims, x);
            case "f32" -> new Tensor(DType.F32, dims, f);
            case "i32" -> new Tensor(DType.I32, dims, i);
            default -> new Tensor(DType.I64, dims, l);
        };
    }
}
