package dev.jacobi.vectorize.ahead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places of a histogram that loops look for are found first. */
class HistogramsBehindTest {
    private static final String CLASSES = """
        f(x:f64[n], c:f64[m], h:i32[k], s:f64[k], n:i32[], m:i32[]) {
          z = dim[0] h
          r = hist[?, add](n, h) { i ->
            e = index x i
            at = reduce[?, max](m, 0:i32) { j -> v = index c j; q = gt e v; w = select q j 0:i32; yield w }
            yield at, WEIGHT }
          return r
        }""";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 2047, 2048, 2049, 5000})
    void placesOfEachBlock(int n) {
        for (String weight : new String[] {"1:i32", "i"}) {
            String text = CLASSES.replace("WEIGHT", weight);
            Func f = Parser.parseFunc(text);
            Func g = new HistogramsBehind().run(f);
            Verifier.verify(g);
            int[] maps = {0};
            Regions.each(g.body(), e -> maps[0] += e.prim() == Prim.MAP ? 1 : 0);
            assertEquals(1, maps[0], g::toString);
            double[] x = new Random(n).doubles(n, -1, 9).toArray();
            List<Tensor> in = List.of(Tensors.of(x), Tensors.of(new double[] {0, 1, 3, 4, 7}), Tensors.of(new int[] {1, 2, 3, 4, 5, 6}), Tensors.of(new double[6]), Tensors.of(n), Tensors.of(5));
            Same.computes(f, g, true, in);
        }
    }

    /** Places are checked before they are counted. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6})
    void checkedPlaces(int most) {
        Func f = Parser.parseFunc(CLASSES.replace("yield at, WEIGHT", "o = lt at " + most + ":i32; check[index \"T.f:1\"] o; yield at, 1:i32"));
        Func g = new HistogramsBehind().run(f);
        assertNotSame(f, g);
        Verifier.verify(g);
        for (int n : new int[] {0, 1, 3000}) {
            Same.computes(f, g, true, List.of(Tensors.of(new Random(n).doubles(n, -1, 9).toArray()), Tensors.of(new double[] {0, 1, 3, 4, 7}), Tensors.of(new int[6]), Tensors.of(new double[6]), Tensors.of(n), Tensors.of(5)));
        }
    }

    @Test
    void placesThatAreReadStay() {
        Func f = Parser.parseFunc(CLASSES.replaceAll("at = reduce.*", "at = convert[i32] e").replace("WEIGHT", "1:i32"));
        assertSame(f, new HistogramsBehind().run(f));
    }
}
