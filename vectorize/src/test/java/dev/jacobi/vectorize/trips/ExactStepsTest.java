package dev.jacobi.vectorize.trips;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Floats that are counted by constant steps: with and without the carry they are the same to the bit, also where sums begin to be rounded. */
class ExactStepsTest {
    private static final String COUNTS = """
        f(n:i32[], a:TYPE[m]) {
          s2, a2 = for(n, START:TYPE, a) { i, s, a -> t = add s STEP:TYPE; k = rem i 64:i32; x = index[promised] a k; y = sub x s; z = add y t; w = update[promised] a k z; yield t, w }
          return s2, a2 }""";

    private static Func[] both(String type, String start, String step) {
        String text = COUNTS.replace("TYPE", type).replace("START", start).replace("STEP", step);
        return new Func[] {Parser.parseFunc(text), Same.run(List.of(new ExactSteps()), text)};
    }

    private static void same(Func[] both, String type, int... trips) {
        for (int n : trips) {
            Same.computes(both[0], both[1], true, List.of(Tensor.of(Lit.i32(n)), type.equals("f32") ? Tensor.of(new float[64]) : Tensor.of(new double[64])));
        }
    }

    @ParameterizedTest
    @CsvSource({"f32,0.0,2.0", "f32,0.0,-0.5", "f32,1.0,1.0", "f32,4.0,-2.0", "f64,0.25,1.0", "f64,-3.0,1.0", "f64,100.0,-0.375"})
    void countedWithoutRounding(String type, String start, String step) {
        Func[] both = both(type, start, step);
        assertEquals(type.equals("f32") ? "cond(for for)" : "for", Same.skeleton(both[1]), both[1]::toString);
        same(both, type, -1, 0, 1, 2, 3, 5, 100);
    }

    @ParameterizedTest
    @CsvSource({"f32,16773000.0,1.0", "f32,-16773000.0,-1.0", "f32,16773000.5,0.5", "f32,4193000.0,0.25"})
    void theLastTripsThatAreNotRoundedAndTheFirstThatAre(String type, String start, String step) {
        same(both(type, start, step), type, 4090, 4200, 4215, 4216, 4217, 4218, 4400, 8000);
    }

    @Test
    void roundedFromTheBeginning() {
        for (String[] x : new String[][] {{"f32", "0.0", "0.1"}, {"f64", "0.1", "1.0"}, {"f32", "-0.0", "1.0"}, {"f32", "0.0", "0.0"}, {"f32", "16777215.0", "1.0"}, {"f32", "0.0", "1e-45"}}) {
            Func[] both = both(x[0], x[1], x[2]);
            assertEquals("for", Same.skeleton(both[1]), both[1]::toString);
        }
    }
}
