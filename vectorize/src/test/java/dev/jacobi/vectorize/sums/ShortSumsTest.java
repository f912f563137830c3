package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops over a few coordinates within a loop over pairs: the gradient of an energy of all pairs of points, and of a number beside that all coordinates add to. */
class ShortSumsTest {
    /** For all i < j: x'[i,k] += g d, x'[j,k] -= g d, s += g d for each coordinate k, where g is slow. */
    private static final String PAIRS = """
        f(x:f64[%2$s], w:f64[p], dx:f64[%2$s]) {
          n = dim[0] w
          ok = lt n 1000:i32
          check[index ""] ok
          last = add n -1:i32
          y, z = for(last, dx, 0.0:f64) { i:i32[], y0:f64[%2$s], z0:f64[] ->
            first = add i 1:i32
            m = sub n first
            y1, s = for(m, y0, z0) { t:i32[], y2:f64[%2$s], s0:f64[] ->
              j = add first t
              v = index w j; u = mul v v; g = sqrt u
              z1, y3 = for(%1$d:i32, 0.0:f64, y2) { k:i32[], z2:f64[], y4:f64[%2$s] ->
                %3$s
                y5 = acc_add y4 %4$s p
                q = neg p
                y6 = acc_add y5 %5$s q
                z3 = acc_add z2 p
                yield z3, y6 }
              s1 = acc_add s0 z1
              yield y3, s1 }
            yield y1, s }
          return y, z
        }
        """;

    private static String flat(int coordinates) {
        String term = "a = mul i %1$d:i32; at = add a k; b = mul j %1$d:i32; bt = add b k; c = index x at; e = index x bt; d = sub c e; p = mul g d".formatted(coordinates);
        return PAIRS.formatted(coordinates, "h", term, "at", "bt");
    }

    private static String rows(int coordinates) {
        return PAIRS.formatted(coordinates, "h,%d".formatted(coordinates), "c = index x i k; e = index x j k; d = sub c e; p = mul g d", "i k", "j k");
    }

    private static void computes(String text, int coordinates, boolean flat) {
        var random = new Random(coordinates);
        for (int n = 1; n < 12; n++) {
            int[] dims = flat ? new int[] {n * coordinates} : new int[] {n, coordinates};
            SummedProgram.of(text).computes(List.of(SummedProgram.whole(random, dims), SummedProgram.whole(random, n), SummedProgram.whole(random, dims)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void oneReduceTakesAllCoordinates(int coordinates) {
        for (boolean flat : new boolean[] {true, false}) {
            String text = flat ? flat(coordinates) : rows(coordinates);
            SummedProgram p = SummedProgram.of(text);
            assertEquals("for(reduce)", Same.skeleton(p.raised()), text);
            computes(text, coordinates, flat);
        }
    }

    /** Without a number beside, the short loops would do as loops of their own; and what is shared need not be slow. */
    @Test
    void oneReduceTakesAllThoughTheShortLoopsAreNestsThemselves() {
        for (String shared : new String[] {"u = mul v v; g = sqrt u", "w0 = index w i; u = mul v w0; g = add u v"}) {
            String text = """
                f(x:f64[h,3], w:f64[p], dx:f64[h,3]) {
                  n = dim[0] w
                  ok = lt n 1000:i32
                  check[index ""] ok
                  y = for(n, dx) { i:i32[], y0:f64[h,3] ->
                    first = add i 1:i32
                    m = sub n first
                    y1 = for(m, y0) { t:i32[], y2:f64[h,3] ->
                      j = add first t
                      v = index w j; SHARED
                      y3 = for(3:i32, y2) { k:i32[], y4:f64[h,3] ->
                        c = index x i k; e = index x j k; d = sub c e; p = mul g d
                        y5 = acc_add y4 i k p
                        q = neg p
                        y6 = acc_add y5 j k q
                        yield y6 }
                      yield y3 }
                    yield y1 }
                  return y
                }
                """.replace("SHARED", shared);
            assertEquals("for(reduce cond)", Same.skeleton(SummedProgram.of(text).raised()), text);
            computes(text, 3, false);
        }
    }

    /** What a kernel's taps add to overlaps: these loops change places with the one around. */
    @Test
    void tapsStayALoop() {
        String text = """
            f(x:f64[h], w:f64[q], dx:f64[h], dw:f64[q]) {
              h0 = dim[0] x
              n = sub h0 2:i32
              ok = lt n 1000:i32
              check[index ""] ok
              y, z = for(n, dx, dw) { i:i32[], y0:f64[h], z0:f64[q] ->
                g = index x i
                y1, z1 = for(3:i32, y0, z0) { k:i32[], y2:f64[h], z2:f64[q] ->
                  at = add i k; u = index w k; a = mul g u
                  y3 = acc_add y2 at a
                  v = index x at; b = mul g v
                  z3 = acc_add z2 k b
                  yield y3, z3 }
                yield y1, z1 }
              return y, z
            }
            """;
        String skeleton = Same.skeleton(SummedProgram.of(text).raised());
        assertTrue(skeleton.contains("for(map)") && skeleton.contains("map(reduce)"), skeleton);
    }

    /** Loops of more trips stay: written out they would be long. */
    @Test
    void fiveCoordinatesStayALoop() {
        assertEquals("for(for(map reduce))", Same.skeleton(SummedProgram.of(flat(5)).raised()));
        computes(flat(5), 5, true);
    }

    /** Lanes that read neighbours behind stores to others of these would wait for the stores. */
    @Test
    void allCoordinatesAreReadBeforeOneIsWritten() {
        var reduces = new ArrayList<Eqn>();
        Regions.each(SummedProgram.of(flat(3)).raised().body(), e -> {
            if (e.prim() == Prim.REDUCE) {
                reduces.add(e);
            }
        });
        List<Eqn> body = Regions.of(reduces.get(0)).get(0).body();
        int firstWrite = body.size() - (int) body.stream().dropWhile(e -> !ElementAccess.isOne(e, Prim.UPDATE)).count();
        assertEquals(3, body.stream().filter(e -> ElementAccess.isOne(e, Prim.UPDATE)).count());
        assertTrue(body.subList(firstWrite, body.size()).stream().noneMatch(e -> ElementAccess.isOne(e, Prim.INDEX)), () -> reduces.get(0).toString());
        assertTrue(reduces.get(0).in().stream().filter(Lit.class::isInstance).count() == 4, "three coordinates and the number beside");
    }
}
