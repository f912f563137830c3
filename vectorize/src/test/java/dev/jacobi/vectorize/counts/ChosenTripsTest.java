package dev.jacobi.vectorize.counts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A place that a loop chooses among its trips' numbers is checked to be there whichever is chosen. */
class ChosenTripsTest {
    /** Counts, for each number, the last class whose least number is below it. */
    private static final String CLASSES = """
        f(x:f64[n], c:f64[m], h:i32[k], n:i32[], m:i32[], first:i32[]) {
          z = dim[0] h
          r = for(n, h) { i, a ->
            e = index x i
            at = for(m, FIRST) { j, o -> v = index c j; q = gt e v; w = CHOICE; yield w }
            ge0 = ge at 0:i32; l = lt at z; ok = and ge0 l; check[index "h"] ok
            y = index a at; y1 = add y 1:i32; u = update a at y1
            yield u
          }
          return r
        }""";

    private static String classes(String first, String choice) {
        return CLASSES.replace("FIRST", first).replace("CHOICE", choice);
    }

    private static List<Tensor> args(int places, int first) {
        return List.of(Tensors.of(new double[] {.5, 3.5, -1, 9, 2.5}), Tensors.of(new double[] {0, 1, 2, 3}), Tensors.of(new int[places]), Tensors.of(5), Tensors.of(4), Tensors.of(first));
    }

    private static boolean isEarly(Func f) {
        boolean[] early = {false};
        Regions.each(f.body(), e -> early[0] |= e.prim() == Prim.CHECK && ((Params.Check) e.params()).early());
        return early[0];
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0:i32 | select q j o", "first | select q j o", "1:i32 | cond q { yield o } { yield j }", "0:i32 | select q j 3:i32"})
    void whicheverIsChosen(String first, String choice) {
        Func f = Parser.parseFunc(classes(first, choice));
        Func g = Same.run(List.of(new ChosenTrips()), classes(first, choice));
        assertEquals(true, isEarly(g), g::toString);
        for (int least : new int[] {0, 3}) {
            Same.computes(f, g, true, args(4, least));
            Same.computes(f, g, true, args(9, least));
        }
        // the last class might be chosen, but is not
        assertNull(Same.outputs(g, args(3, 0)));
    }

    @Test
    void aPlaceBesideTheTripsNumber() {
        String text = classes("0:i32", "cond q { yield o } { p = add j 2:i32; yield p }");
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new ChosenTrips()), text);
        Same.computes(f, g, true, args(6, 0));
        assertNotNull(Same.outputs(f, args(6, 0)));
        assertNull(Same.outputs(g, args(5, 0)));
    }

    /** What is none at first may stay so, and what data say is any. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"-1:i32 | select q j o", "0:i32 | add o 1:i32", "0:i32 | cond q { yield o } { p = convert[i32] v; yield p }", "0:i32 | select q 0:i32 o"})
    void othersStay(String first, String choice) {
        Func f = Parser.parseFunc(classes(first, choice));
        assertSame(f, new ChosenTrips().run(f));
    }
}
