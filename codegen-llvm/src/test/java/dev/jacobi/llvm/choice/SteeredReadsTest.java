package dev.jacobi.llvm.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.text.Parser;
import org.junit.jupiter.api.Test;

/** Which choices of a loop decide where its next trip reads, one step further or not. */
class SteeredReadsTest {
    private static void found(int chosen, int inner, String text) {
        SteeredReads.Found f = SteeredReads.of(Parser.parseModule(text).funcs().values().iterator().next());
        assertEquals(chosen, f.chosen().size(), f.toString());
        assertEquals(inner, f.inner().size(), f.toString());
    }

    @Test
    void pointersIntoTwoArrays() {
        found(5, 2, """
            f(a:i32[n], b:i32[m]) {
              c = dim[0] a
              d = dim[0] b
              e, f, g = while(0:i32, 0:i32, 0:i32) { h, i, j -> k = lt h c; l = lt i d; m = and k l; yield m } do { n, o, p ->
                q = index a n
                r = index b o
                s = ne q r
                t = add n 1:i32
                u = add o 1:i32
                v = add p 1:i32
                w = ge q r
                x = select w n t
                y = select w u o
                z = select s x t
                aa = select s y u
                ab = select s p v
                yield z, aa, ab
              }
              return g
            }
            """);
    }

    /** Where what is looked for has been found there is no next trip: one that comes has gone on by one, whatever is chosen. */
    @Test
    void aSearchThatEndsWhereItFindsSomething() {
        found(0, 0, """
            f(a:f64[n], v:f64[]) {
              n = dim[0] a
              at, found = while(0:i32, false) { i, b -> c = not b; d = lt i n; e = and c d; yield e } do { j, old ->
                x = index a j
                is = ge x v
                k = add j 1:i32
                l = select is j k
                yield l, is
              }
              return at, found
            }
            """);
    }

    /** A sign is skipped, digits are read by a loop inside, and anything else is one step. */
    @Test
    void aLoopInsideGoesOnFromTheSamePlace() {
        found(2, 0, """
            f(n:i32[], b:i8[m]) {
              d, e = while(0:i32, 0:i32) { f, g -> h = lt g n; yield h } do { i, j ->
                k = index b j
                o = ne k 45:i8
                p = add j 1:i32
                q = select o j p
                r, s, t = while(q, 0:i32, 0:i32) { u, v, w -> x = lt u n
                  y = cond(x) false { yield false } true { ac = index b u; ae = ge ac 48:i8; yield ae }
                  yield y
                } do { am, an, ao ->
                  ar = index b am
                  as = convert[i32] ar
                  au = add an as
                  aq = add am 1:i32
                  yield aq, au, 1:i32
                }
                av = eq t 0:i32
                ay = add i s
                az = add r 1:i32
                bb = select av az r
                yield ay, bb
              }
              return d
            }
            """);
    }

    /** How long a letter is says where the next one begins. */
    @Test
    void aStepThatIsChosen() {
        found(3, 2, """
            f(a:i8[n]) {
              b = dim[0] a
              c, d = while(0:i32, 0:i32) { e, f -> g = lt f b; yield g } do { h, i ->
                k = index a i
                l = convert[i32] k
                n = ge l 16:i32
                o = ge l 32:i32
                p = ge l 48:i32
                q = select p 4:i32 3:i32
                r = select o q 2:i32
                s = select n r 1:i32
                t = add i s
                u = add h 1:i32
                yield u, t
              }
              return c
            }
            """);
    }

    /** Of a pattern's beginnings, each with a link to a shorter one. */
    @Test
    void placesInATableOfLinks() {
        found(2, 0, """
            f(t:i8[n], p:i8[m], links:i32[m]) {
              n = dim[0] t
              m = dim[0] p
              a, b = for(n, 0:i32, 0:i32) { i, k, count ->
                c = while(k) { q -> r = index p q; s = index t i; u = ne r s; yield u } do { v -> w = index links v; yield w }
                d = index p c
                e = index t i
                g = ne d e
                h = add c 1:i32
                j = select g c h
                l = eq j m
                x, y = cond(l) { yield j, count } { z = index links j; aa = add count 1:i32; yield z, aa }
                yield x, y
              }
              return b
            }
            """);
    }

    /** In a tree each choice is between links, and none can be foreseen. */
    @Test
    void branchesOfATreeAreNoSteps() {
        found(0, 0, """
            f(left:i32[n], right:i32[n], at:f64[n], x:f64[]) {
              a = while(0:i32) { k -> b = ge k 0:i32; yield b } do { l ->
                c = index at l
                d = lt x c
                e = index left l
                g = index right l
                h = select d e g
                yield h
              }
              return a
            }
            """);
    }

    /** What a binary search reads next is far away, and which half it is cannot be foreseen. */
    @Test
    void halvesAreNoSteps() {
        found(0, 0, """
            f(a:i32[n], x:i32[]) {
              c = dim[0] a
              e, f = while(0:i32, c) { h, i -> k = lt h i; yield k } do { lo, hi ->
                s = add lo hi
                mid = ushr s 1:i32
                q = index a mid
                w = lt q x
                t = add mid 1:i32
                y = select w t lo
                z = select w hi mid
                yield y, z
              }
              return e
            }
            """);
    }

    /** The place of the best value so far is kept or becomes the trip's number, or is handed on to the place of the second best. */
    @Test
    void bestPlaces() {
        found(3, 1, """
            f(a:f64[n]) {
              c = dim[0] a
              e, f = for(c, 0:i32, 0:i32) { i, x, y ->
                v = index a i
                b = index a x
                s = index a y
                w = gt v b
                u = gt v s
                t = select u i y
                k = select w x t
                z = select w i x
                yield z, k
              }
              return e
            }
            """);
    }

    /** Elements that are counted are read at each place in turn, whatever they are. */
    @Test
    void countsSteerNothing() {
        found(0, 0, """
            f(a:i32[n]) {
              c = dim[0] a
              e = for(c, 0:i32) { i, s -> q = index a i; w = lt q 5:i32; t = add s 1:i32; y = select w t s; yield y }
              return e
            }
            """);
    }

    /** The least rotation of a text: one of two beginnings moves on by as much as has been compared. */
    @Test
    void onBehindWhatWasCompared() {
        String text = """
            f(n:i32[], b:i8[m]) {
              d, e, f = while(0:i32, 1:i32, 0:i32) { g, h, i -> j = lt g n; k = lt h n; l = and j k; p = lt i n; q = and l p; yield q } do { i, j, k ->
                s = add i k
                x = index[clamp] b s
                t = add j k
                y = index[clamp] b t
                u = ne x y
                k1 = add k 1:i32
                k2 = select u 0:i32 k1
                i2:i32[], j2:i32[] = cond(u) false { yield i, j } true {
                  w = le x y
                  i1 = STEP
                  j1 = STEP2
                  i3 = select w i i1
                  j3 = select w j1 j
                  yield i3, j3
                }
                yield i2, j2, k2
              }
              z = min d e
              return z
            }
            """;
        found(4, 0, text.replace("STEP2", "add j k1").replace("STEP", "add i k1"));
        // a place that is a fraction of another one is not foreseen by those before it
        found(0, 0, text.replace("STEP2", "ushr j k1").replace("STEP", "ushr i k1"));
    }
}
