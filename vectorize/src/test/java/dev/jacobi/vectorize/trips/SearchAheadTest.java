package dev.jacobi.vectorize.trips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches in all the forms that people write are looked through in blocks, and find, throw and leave behind what the loops as written do. */
class SearchAheadTest {
    private static final String HEAD = "f(a:i32[n], s:i32[], t:i32[], c:i32[]) { d = dim[0] a;  ";
    /** Where loops begin and end: beside the array's ends, and where counters wrap around. */
    private static final int[] PLACES = {0, 0, 0, -1, 1, 2, 3, 15, 16, 17, 40, 99, 100, 101, Integer.MAX_VALUE, Integer.MAX_VALUE - 1, Integer.MIN_VALUE, Integer.MIN_VALUE + 1};

    @ParameterizedTest
    @ValueSource(strings = {
        // whileAnd
        """
              e = while(s) { f -> g = lt f t;  h = cond(g) false { yield false } true { i = ge f 0:i32;  j = lt f d;  k = and i j;  check[index "T.f:1"] k;  l = index a f;  m = ne l c;  yield m };  yield h }
              do { n -> o = add n 1:i32;  yield o };  return e""",
        // pre
        """
              e, f = while(s, 1:i32) { g, h -> i = eq h 1:i32;  yield i } do { j, k -> l = add j 1:i32;  m = ge l t;
              n = cond(m) false { o = ge l 0:i32;  p = lt l d;  q = and o p;  check[index "T.f:1"] q;  r = index a l;  v = eq r c;  w = select v 4:i32 1:i32;  yield w } true { yield 2:i32 };  yield l, n };
              return e, f""",
        // last
        """
              e = add t -1:i32;  f, g = while(e, false) { h, i -> j = not i;  k = ge h s;  l = and j k;  yield l } do { m, n -> o = lt m d;  z = ge m 0:i32;  y = and o z;  check[index "T.f:1"] y;
              p = index a m;  q = ne p c;  r = eq p c;  v = add m -1:i32;  w = select q v m;  yield w, r };  return f, g""",
        // le
        """
              f, g = while(s, false) { h, i -> j = not i;  k = le h t;  l = and j k;  yield l } do { m, n -> o = ge m 0:i32;  p = lt m d;  q = and o p;  check[index "T.f:1"] q;
              r = index a m;  v = ne r c;  w = eq r c;  x = add m 2:i32;  y = select v x m;  yield y, w };  return f, g""",
        // flag
        """
              e, f = while(0:i32, s) { g, h -> i = lt h t;  j = eq g 0:i32;  k = and i j;  yield k } do { l, m -> n = ge m 0:i32;  o = lt m d;  p = and n o;  check[index "T.f:1"] p;
              q = index a m;  r = ne q c;  v = select r 0:i32 1:i32;  w = add m 1:i32;  yield v, w };  return e, f""",
        // tested behind
        """
              f, g = while(s, false) { j, k -> l = cond(k) false { m = ge j 0:i32;  n = lt j d;  o = and m n;  check[index "T.f:1"] o;  p = index a j;  q = ne p c;  yield q } true { yield false };  yield l }
              do { r, v -> w = add r 1:i32;  u = ge w t;  yield w, u };  return f, g""",
        // two conditions
        """
              f, g = while(s, false) { h, i -> j = not i;  x = add h 1:i32;  k = lt x t;  l = and j k;  yield l } do { m, n -> o = add m 1:i32;  p = ge m 0:i32;  q = lt m d;  r = and p q;  check[index "T.f:1"] r;
              v = index a m;  w = eq v c;  u = cond(w) false { yield false } true { y = lt o d;  check[index "T.f:2"] y;  z = index a o;  aa = eq z c;  yield aa };  ab = select u m o;  yield ab, u };  return f, g"""})
    void searchesAre(String loop) {
        String text = HEAD + loop + " }";
        Func f = Parser.parseFunc(text);
        Func found = Same.run(List.of(new SearchAhead()), text);
        assertTrue(Same.skeleton(found).matches("while(\\(cond.*\\))? while\\(cond\\((cond\\()?reduce.*"), found::toString);
        assertEquals(found.toString(), new SearchAhead().run(found).toString(), "it is done once");
        var r = new Random(loop.hashCode());
        for (int run = 0; run < 400; run++) {
            int n = r.nextInt(4) == 0 ? 100 : r.nextInt(5);
            int[] a = r.ints(n, 0, r.nextBoolean() ? 3 : 200).toArray();
            int from = PLACES[r.nextInt(PLACES.length)];
            int to = r.nextInt(3) == 0 ? PLACES[r.nextInt(PLACES.length)] : n;
            // from one end of the numbers to the other the interpreter would need a day
            boolean far = Math.abs((long) to - from) > 1_000;
            Same.computes(f, found, true, List.of(Tensor.of(a), Tensor.of(Lit.i32(far ? 0 : from)), Tensor.of(Lit.i32(far ? n : to)), Tensor.of(Lit.i32(r.nextInt(3)))));
        }
    }

    /** What a trip hands to the next besides the counter is no search, nor is a loop without elements of arrays. */
    @ParameterizedTest
    @ValueSource(strings = {
        "e, f = while(s, 0.0:f64) { g, h -> i = lt g t;  yield i } do { k, l -> m = add k 1:i32;  p = index a k;  q = convert[f64] p;  o = add l q;  yield m, o };  return e, f",
        "e, f = while(s, 0:i32) { g, h -> i = lt g t;  yield i } do { k, l -> m = add k 1:i32;  p = index a k;  q = eq p c;  o = add l 1:i32;  v = select q k m;  yield v, o };  return e, f",
        "e, f = while(s, t) { g, h -> i = lt g t;  yield i } do { k, l -> m = add k 1:i32;  p = index a k;  o = max l p;  yield m, o };  return e, f",
        "e = while(s) { g -> h = index a g;  i = index a h;  j = lt i t;  yield j } do { k -> m = add k 1:i32;  yield m };  return e",
        "e = while(s) { g -> h = index a g;  i = rem h c;  j = ne i t;  yield j } do { k -> m = add k 1:i32;  yield m };  return e",
        "e = while(s) { g -> i = mul g g;  j = lt i t;  yield j } do { k -> m = add k 1:i32;  yield m };  return e"})
    void others(String loop) {
        Func f = Parser.parseFunc(HEAD + loop + " }");
        assertEquals(f.toString(), new SearchAhead().run(f).toString());
    }

    /** Loops in loops may be short. */
    @Test
    void innerLoops() {
        String text = HEAD + """
              r = for(t, 0:i32) { x, y -> e = while(s) { f -> g = index a f;  h = ne g c;  yield h } do { n -> o = add n 1:i32;  yield o };  z = add y e;  yield z };  return r }""";
        Func f = Parser.parseFunc(text);
        assertEquals(f.toString(), new SearchAhead().run(f).toString());
    }
}
