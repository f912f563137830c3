package dev.jacobi.vectorize.nests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.raise.Raise;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a trip has read and overwrites under a condition is overwritten in any case, in arrays that the function has made. */
class CertainStoresTest {
    /** An array goes through a loop of such loops; each trip reads its element and then asks. */
    private static String text(String loop, String array, String branches) {
        return """
            f(n:i32[], a:f64[10], x:f64[10]) {
              made:f64[10] = full[f64[10]] 0.5:f64 10:i32
              b = for(n, ARRAY) { t:i32[], b0:f64[10] ->
                b1 = LOOP(n, b0) { i:i32[], b2:f64[10] ->
                  old = index b2 i
                  u = index x i; v = add u old; c = lt v 1.0:f64
                  b3:f64[10] = cond(c) BRANCHES
                  yield b3 }
                yield b1 }
              return b
            }
            """.replace("LOOP", loop).replace("ARRAY", array).replace("BRANCHES", branches);
    }

    private static final String IF = "false { yield b2 } true { w = update b2 i v; yield w }";

    private static boolean asks(Func f) {
        return Regions.any(f.body(), e -> e.prim() == Prim.COND);
    }

    private static void computes(Func f, Func g) {
        Verifier.verify(g);
        var random = new Random(5);
        for (int n = 0; n <= 10; n++) {
            Tensor[] in = {floats(random), floats(random)};
            Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), in[0], in[1]));
        }
    }

    private static Tensor floats(Random random) {
        return new Tensor(DType.F64, new int[] {10}, random.doubles(10, -1, 2).toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {IF, "false { w = update b2 i v; yield w } true { yield b2 }"})
    void whatTheFunctionMadeIsWrittenInAnyCase(String branches) {
        Func f = Parser.parseFunc(text("map", "made", branches));
        Func g = CertainStores.run(f, false);
        assertEquals(false, asks(g), g::toString);
        computes(f, g);
        computes(f, Same.run(Raise.passes(false), text("map", "made", branches)));
    }

    @Test
    void whatAnotherThreadMayWriteIsWrittenOnlyWhereTheProgramDoes() {
        Func f = Parser.parseFunc(text("map", "a", IF));
        assertSame(f, CertainStores.run(f, true));
    }

    @Test
    void loopsInOrderAskWhereNoDerivativeIsTaken() {
        Func f = Parser.parseFunc(text("for", "made", IF));
        assertSame(f, CertainStores.run(f, false));
        Func g = CertainStores.run(f, true);
        assertEquals(false, asks(g), g::toString);
        computes(f, g);
    }

    /** The element may not be there for trips that do not write it. */
    @Test
    void anotherElementIsAskedFor() {
        Func f = Parser.parseFunc(text("for", "made", "false { yield b2 } true { w = update b2 t v; yield w }"));
        assertSame(f, CertainStores.run(f, true));
    }
}
