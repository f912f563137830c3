package dev.jacobi.llvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops inside of parallel ones count their trips where a check may fail that Java would come to first. */
class EndlessTripsTest {
    private static final String HALVES = """
        f(a:i32[n], b:i32[n]) {
          d = dim[0] a
          r = map(d, b) { i, x ->
            v = index a i
            w = while(v) { y -> g = gt y 1:i32; yield g } do { z -> h = div z 2:i32; yield h }
            ok = ne w 0:i32
            check[throw "T.f:1"] ok
            u = update x i w
            yield u
          }
          return r
        }
        """;

    private static final String CHECK = "check[throw \"T.f:1\"] ok";

    private static Func ending(String text) {
        Func f = Parser.parseFunc(text);
        Func now = EndlessTrips.run(f);
        Verifier.verify(Module.of("f", now));
        if (now == f) {
            return f;
        }
        List<Tensor> in = List.of(Tensor.of(new int[] {5, 3, 9, 1}, 4), Tensor.of(new int[4], 4));
        Tensor before = Interpreter.run(Module.of("f", f), "f", in).get(0);
        Tensor after = Interpreter.run(Module.of("f", now), "f", in).get(0);
        for (int i = 0; i < 4; i++) {
            assertEquals(before.get(i), after.get(i));
        }
        return now;
    }

    private static boolean counts(Func f) {
        return Regions.any(f.body(), e -> e.params() instanceof Params.Check c && c.code() == Params.Code.TRIPS);
    }

    @Test
    void aCheckInTheSameTrip() {
        Func f = ending(HALVES);
        assertTrue(counts(f), f.toString());
    }

    @Test
    void aCheckBehindTheMap() {
        Func f = ending(HALVES.replace(CHECK, "").replace("return r", "k = index r 0:i32; q = ne k 9:i32; check[throw \"T.f:2\"] q; return r"));
        assertTrue(counts(f), f.toString());
    }

    /** No check that may come too late, or a loop that ends. */
    @ParameterizedTest
    @ValueSource(strings = {"check[throw \"T.f:1\"] ok>", "h = div z 2:i32>h = add z -1:i32"})
    void nothingToCount(String change) {
        String[] c = change.split(">", 2);
        Func f = Parser.parseFunc(HALVES.replace(c[0], c[1]));
        assertEquals(f.toString(), EndlessTrips.run(f).toString());
    }

    /** A check in front of the map has been made by then. */
    @Test
    void aCheckInFront() {
        Func f = Parser.parseFunc(HALVES.replace(CHECK, "").replace("r = map", "o = gt d 0:i32; check[throw \"T.f:2\"] o; r = map"));
        assertEquals(f.toString(), EndlessTrips.run(f).toString());
    }
}
