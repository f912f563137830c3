package dev.jacobi.ir.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.text.Parser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places that a loop hands from trip to trip, and whether each check that they lie in a range is certain; those that are not have an example that leaves it. */
class CarriedRangesTest {
    private static List<Boolean> certain(String text) {
        Func f = Parser.parseFunc(text);
        var values = new IntValues(f);
        var certain = new ArrayList<Boolean>();
        values.walk(f.body(), e -> {
            if (e.prim() == Prim.CHECK) {
                certain.add(values.isCertain(e.in().get(0)));
            }
        });
        return certain;
    }

    /** The first place of which a block of trips finds something, or the end. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"x | n | true", "x | m | false", "h | n | true", "y | n | false"})
    void placeThatBlocksFind(String found, String none, boolean within) {
        String text = """
            f(a:i32[n], m:i32[]) {
              n = dim[0] a
              r, q = while(0:i32, n) { v, w -> s = lt v n; t = ge v 0:i32; u = and s t; o = eq w n; p = and u o; yield p } do { v, w ->
                left = sub n v; k = min left 256:i32
                z = reduce[?, min](k, n) { h -> x = add v h; y = index a h; c = gt y m; e = select c FOUND NONE; yield e }
                b = add v 256:i32
                yield b, z }
              lo = ge q 0:i32; hi = le q n; ok = and lo hi
              check[index ""] ok
              return q
            }""".replace("FOUND", found).replace("NONE", none);
        assertEquals(List.of(within), certain(text));
    }

    /** One of two numbers in turn, from one that is between them on. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "f | q = sub 3:i32 p | true", "1:i32 | q = sub 3:i32 p | true", "1:i32 | q = neg p | false", "f | q = sub 4:i32 p | false", "n | q = sub 3:i32 p | false", "1:i32 | e = lt i 5:i32; o = sub 3:i32 p; q = select e o p | true"})
    void inTurn(String first, String step, boolean within) {
        String text = "f(c:i32[], n:i32[]) { o = and n 1:i32; f = add o 1:i32; r = for(c, FIRST) { i, p -> lo = ge p 1:i32; hi = lt p 3:i32; ok = and lo hi; check[index \"\"] ok; STEP; yield q }; return r }";
        assertEquals(List.of(within), certain(text.replace("FIRST", first).replace("STEP", step)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "j = add p 1:i32; q = rem j n | true",
        "j = add p 1:i32; e = eq j n; q = select e 0:i32 j | true",
        "j = add p 1:i32; e = lt j n; q = select e j 0:i32 | true",
        "m = sub n 1:i32; e = lt p m; j = add p 1:i32; q = select e j 0:i32 | true",
        "j = add p 1:i32; e = ge j n; q = cond(e) false { yield j } true { yield 0:i32 } | true",
        "j = add p 1:i32; e = ge j n; s = select e n 0:i32; q = sub j s | true",
        "m = sub n 1:i32; j = sub p 1:i32; e = lt j 0:i32; q = select e m j | true",
        "e = eq p 0:i32; s = select e n p; q = sub s 1:i32 | true",
        "j = add p 1:i32; q = min j n1 | true",
        "j = sub p 1:i32; q = max j 0:i32 | true",
        // p = 1, n = 2 comes to 3
        "j = add p 2:i32; e = eq j n; q = select e 0:i32 j | false",
        "j = add p 1:i32; e = eq j n; q = select e n j | false",
        "j = add p 1:i32; e = gt j n; q = select e 0:i32 j | false",
        "j = add p 1:i32; q = min j n | false",
        "j = sub p 1:i32; q = rem j n | false",
        // overflows where n is large
        "j = mul p 3:i32; k = add j 1:i32; q = rem k n | false",
        "j = add p p; k = add j 1:i32; q = rem k n | false"})
    void placesInARing(String step, boolean within) {
        String text = """
            f(c:i32[], n:i32[]) {
              z = gt n 0:i32
              check[index ""] z
              n1 = sub n 1:i32
              r = for(c, 0:i32) { i, p -> lo = ge p 0:i32; hi = lt p n; ok = and lo hi; check[index ""] ok; STEP; yield q }
              a = ge r 0:i32
              b = lt r n
              d = and a b
              check[index ""] d
              return r
            }
            """.replace("STEP", step);
        assertEquals(List.of(false, within, within), certain(text));
    }

    /** Nothing says that the ring has an element where the loop begins, but each trip does so first. */
    @Test
    void aRingThatMayBeEmpty() {
        String text = """
            f(c:i32[], n:i32[]) {
              r = for(c, 0:i32) { i, p -> hi = lt p n; check[index ""] hi; j = add p 1:i32; q = rem j n; yield q }
              return r
            }
            """;
        assertEquals(List.of(false), certain(text));
    }

    /** The ends of a search that halves what is left bound each other. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"lo2 = select b m1 lo; hi2 = select b hi m | true", "lo2 = select b m1 lo; hi2 = select b hi m1 | true", "lo2 = select b m1 lo; hi2 = add m 2:i32 | false"})
    void search(String ways, boolean within) {
        String text = """
            f(n:i32[], b:bool[]) {
              z = ge n 0:i32
              check[index ""] z
              l, h = while(0:i32, n) { lo, hi -> t = lt lo hi; yield t } do { lo, hi ->
                s = add lo hi; m = ushr s 1:i32
                x = ge m 0:i32; y = lt m n; ok = and x y
                check[index ""] ok
                m1 = add m 1:i32
                WAYS
                yield lo2, hi2
              }
              e = le l n
              check[index ""] e
              return l
            }
            """.replace("WAYS", ways);
        assertEquals(within, certain(text).get(1));
    }

    /** An element goes down by a gap that the loop does not change, as in Shell's sort, as long as there is one to compare it with; with any other condition it leaves the array. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"t = ge j g | k = sub j g | true", "t = ge j 0:i32 | k = sub j g | false", "t = ge j g | k = add j g | false", "t = ge j g | k = sub g j | false"})
    void stepsOfAGap(String condition, String step, boolean within) {
        String text = """
            f(n:i32[], g:i32[], p:i32[]) {
              z = ge g 1:i32
              check[index ""] z
              a = ge p 0:i32; b = lt p n; in = and a b
              check[index ""] in
              r = while(p) { j -> WHILE; yield t } do { j -> STEP; yield k }
              x = ge r 0:i32; y = lt r n; ok = and x y
              check[index ""] ok
              return r
            }
            """.replace("WHILE", condition).replace("STEP", step);
        assertEquals(within, certain(text).get(2));
    }

    /** As long as q is assumed not to be positive, max(q, 5) is 5, which must not be believed any longer when q has turned out to be. */
    @Test
    void whatFollowsFromAWithdrawnBoundIsForgotten() {
        String text = """
            f(c:i32[], n:i32[]) {
              r, s = for(c, 0:i32, 0:i32) { i, q, p ->
                hi = lt p 6:i32
                check[index ""] hi
                p2 = max q 5:i32; j = add q 1:i32; e = eq j n; q2 = select e 0:i32 j
                yield q2, p2
              }
              return r, s
            }
            """;
        assertEquals(List.of(false), certain(text));
    }

    /** That the ring has an element is known of the trips only. */
    @Test
    void theResultOfALoopThatMayHaveNoTrip() {
        String text = """
            f(c:i32[], n:i32[]) {
              z = gt n 0:i32
              none = le c 0:i32
              o = or none z
              check[index ""] o
              r = for(c, 0:i32) { i, p -> j = add p 1:i32; q = rem j n; yield q }
              hi = lt r n
              check[index ""] hi
              return r
            }
            """;
        assertEquals(List.of(false, false), certain(text));
    }

    /** The sum of the bounds of p is beyond a long; what was assumed of q by then must go, too. */
    @Test
    void boundsBeyondLongs() {
        String text = """
            f(c:i32[], k:i32[]) {
              r, s = for(c, -8589934592:i64, 0:i32) { i, p, q ->
                hi = lt q 6:i32
                check[index ""] hi
                w = convert[i64] i; x = add w 9223372034707292159:i64; e = eq k i; p2 = select e x p
                j = add q 2:i32; d = eq j 7:i32; q2 = select d 0:i32 j
                yield p2, q2
              }
              return r, s
            }
            """;
        assertEquals(List.of(false), certain(text));
    }
}
