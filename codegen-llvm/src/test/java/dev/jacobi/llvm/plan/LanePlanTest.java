package dev.jacobi.llvm.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.buffer.Aliases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which of the loops of a nest runs in lanes. */
class LanePlanTest {
    /** Rows of which each is computed by a map, or, where it has fewer than four elements, by a loop in which each trip waits for the one before. */
    private static final String ROWS = """
        f(a:f64[b, n]) { b = dim[0] a; n = dim[1] a; z = full[f64[b, n]] 0.0:f64 b n; long = ge n 4:i32
          c = map(b, z) { i, z -> p = index a i
            r = cond(long) false {
              s = for(n, z) { t, z -> h = max t 1:i32; g = sub h 1:i32; x = index p t; w = index z i g; y0 = mul x w; MORE v = add y12 x; u = update z i t v; yield u }
              yield s
            } true {
              m = map(n, z) { k, z -> x = index p k; y = mul x x; v = add y x; q = mul v y; o = sub q x; u = update z i k o; yield u }
              yield m
            }
            yield r }
          return c }
        """.replace("MORE", IntStream.range(0, 12).mapToObj(k -> "y" + (k + 1) + " = mul y" + k + " x; ").collect(Collectors.joining()));

    /** By index parameter in the order of the text, whether the loop runs in lanes. */
    private static List<Boolean> inLanes(String text) {
        Func f = Parser.parseModule(text).get("f");
        Map<Var, Integer> lanes = LanePlan.choose(f.body(), new Aliases(f, Map.of()), Map.of(), 64, false).lanes();
        List<Boolean> found = new ArrayList<>();
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.MAP || e.prim() == Prim.FOR) {
                found.add(lanes.containsKey(Regions.trip(e)));
            }
        });
        return found;
    }

    /** What a condition keeps short does not decide about the rest, whichever way the condition is written. */
    @Test
    void shortLoopsOfABranchCountAsShort() {
        assertEquals(List.of(false, false, true), inLanes(ROWS));
        assertEquals(List.of(true, false, false), inLanes(ROWS.replace("long = ge n 4:i32", "m = max n 1:i32; long = ge m 4:i32")));
    }

    /** Rows of a product go together, so that each register of the factor they share is loaded once for some of them: lanes of their own, which would write a column of the result each, do not beat that. */
    @Test
    void rowsThatShareWhatTheyLoadHaveLanesInside() {
        assertEquals(List.of(false, true), inLanes("""
            f(a:f64[n, k], g:f64[n, p]) { n = dim[0] a; k = dim[1] a; p = dim[1] g; z = full[f64[k, p]] 0.0:f64 k p
              c = map(k, z) { i, z ->
                m = map(p, z) { j, z -> s = reduce[?, add](n, 0.0:f64) { t -> x = index g t j; y = index a t i; q = mul x y; yield q }; u = update z i j s; yield u }
                yield m }
              return c }
            """));
    }

    /** Windows of an image: lanes of rows would read registers along their rows, but for the trips that are left, which cost the most. */
    @Test
    void windowsHaveLanesAlongRows() {
        assertEquals(List.of(false, true, false, false), inLanes("""
            f(a:f64[n, m], k:f64[h, w], z:f64[p, q], t:bool[p, q]) { p = dim[0] z; q = dim[1] z; h = dim[0] k
              c, d = map(p, z, t) { i, z, t ->
                e, f = map(q, z, t) { j, z, t ->
                  s = for(h, 0.0:f64) { u, s -> x = add i u
                    r = for(h, s) { v, s -> y = add j v; b = index a x y; g = index k u v; l = mul b g; o = add s l; yield o }
                    yield r }
                  m = max s 0.0:f64; w = ge s 0.0:f64; z1 = update z i j m; t1 = update t i j w
                  yield z1, t1 }
                yield e, f }
              return c, d }
            """));
    }
}
