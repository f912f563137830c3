package dev.jacobi.vectorize.vmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.text.Parser;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Loops in which part of what a trip computes is the same for all lanes: lanes give what they did, and functions of shared values are outside of them. */
class SharedTripsTest {
    /** A value and its tangent in one loop, as forward mode writes them. */
    private static final String CARRIED = """
        f(x:f64[], s:f64[], n:i32[]) {
          y, t = for(n, x, s) { i:i32[], y:f64[], t:f64[] ->
            a = sin y
            b = cos y
            c = mul t b
            yield a, c
          }
          return y, t
        }""";

    /** Elements, of which the first has no neighbour; one branch yields the neighbour and its tangent. */
    private static final String NEIGHBOURS = """
        f(x:f64[4], s:f64[4]) {
          w = full[f64[4]] 0.0:f64 4:i32
          v = full[f64[4]] 0.0:f64 4:i32
          y, t = map[4](4:i32, w, v) { i:i32[], y:f64[4], t:f64[4] ->
            p = gt i 0:i32
            l, k = cond(p) false {
              yield 0.5:f64, 0.0:f64
            } true {
              j = sub i 1:i32
              a = index x j
              b = index s j
              yield a, b
            }
            e = index x i
            d = index s i
            q = exp l
            r = sin e
            u = mul q r
            o = mul d k
            z = mul o u
            h = add k z
            y2 = update y i u
            t2 = update t i h
            yield y2, t2
          }
          return y, t
        }""";

    /** Sums of values and of tangents, with a loop of both inside. */
    private static final String SUMS = """
        f(x:f64[4], s:f64[4], n:i32[]) {
          y, t = reduce[4, add, add](4:i32, 0.0:f64, 0.0:f64) { i:i32[] ->
            e = index x i
            d = index s i
            g = exp e
            p, q = for(n, g, d) { j:i32[], p:f64[], q:f64[] ->
              a = mul p e
              b = mul q p
              yield a, b
            }
            r = mul q g
            yield p, r
          }
          return y, t
        }""";

    /** Functions that a lane computes. */
    private static int inLanes(String text, List<Boolean> varies) {
        Module m = Parser.parseModule(text);
        int[] n = {0};
        Regions.each(BatchShared.of(m, m.get("f"), varies).lane().body(), e -> n[0] += e.prim().form() == Prim.Form.FUNCTION ? 1 : 0);
        return n[0];
    }

    @Test
    void lanesGiveWhatTheyDid() {
        BatchTest.check(CARRIED, List.of(-1, 0, -1), List.of(0, 0), null);
        BatchTest.check(CARRIED, List.of(0, -1, -1), List.of(0, 0), null);
        BatchTest.check(NEIGHBOURS, List.of(-1, 0), List.of(0, 0), null);
        BatchTest.check(NEIGHBOURS, List.of(-1, 1), List.of(0, 1), null);
        BatchTest.check(SUMS, List.of(-1, 0, -1), List.of(0, 0), null);
    }

    @Test
    void functionsOfSharedValuesAreComputedOnce() {
        assertEquals(0, inLanes(CARRIED, List.of(false, true, false)));
        assertEquals(2, inLanes(CARRIED, List.of(true, false, false)));
        assertEquals(0, inLanes(NEIGHBOURS, List.of(false, true)));
        assertEquals(0, inLanes(SUMS, List.of(false, true, false)));
    }

    /** A long trip, of which each value needs the one before. */
    @Test
    void longTrips() {
        String steps = IntStream.range(0, 5000).mapToObj(k -> "v" + (k + 1) + " = add v" + k + " x\n").collect(Collectors.joining());
        String text = "f(x:f64[], s:f64[], n:i32[]) {\ny, t = for(n, x, s) { i:i32[], y:f64[], t:f64[] ->\ne = sin y\nv0 = add y x\n" + steps + "c = mul t v5000\nyield e, c\n}\nreturn y, t\n}";
        assertEquals(0, inLanes(text, List.of(false, true, false)));
    }
}
