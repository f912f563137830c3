package dev.jacobi.vectorize.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sum over a sparse row makes the checks of the loop in front of it, if these are all that it needs. */
class JoinedChecksTest {
    private static final String CHECKS = "map(N) { i -> p = add lo i; k = index d p; q = ge k 0:i32; r = lt k m; s = and q r; check[index \"x\"] s; yield };";
    private static final String SUM = "t = for(n, 0.0:f64) { j, u -> v = add lo j; w = index d v; x = index e w; y = index b v; z = mul x y; o = add u z; yield o };";

    private static String outcome(Func f, List<Tensor> in) {
        try {
            return Tensors.text(Interpreter.run(f, in).get(0));
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "true | n | | x", "true | n | h = max n 2:i32; | x", "true | n | h = lt n 2:i32; g = cond(h) false { yield 1:i32 } true { yield 2:i32 }; | x",
        "false | n | h = index e 0:i32; | x", "false | l | l0 = sub n 0:i32; | x", "false | n | check[index \"y\"] false1; | x",
        "false | n | | w = index d v; w1 = add w 0:i32; x = index e w1", "false | n | | w = index d j; x = index e w"})
    void sparseRow(boolean joined, String trips, String between, String read) {
        String sum = read.equals("x") ? SUM : SUM.replace("w = index d v; x = index e w", read);
        String head = "f(lo:i32[], n:i32[], d:i32[p], e:f64[m], b:f64[p]) { m = dim[0] e; l = add n 0:i32; false1 = le n 9:i32; ";
        String trip = CHECKS.replace("N", trips) + (between == null ? "" : between) + sum;
        Func alone = Parser.parseFunc(head + trip + " return t }");
        assertSame(alone, JoinedChecks.run(alone), "a long sum is left as it is");
        Func f = Parser.parseFunc(head + "r9 = for(2:i32, 0.0:f64) { i9, s9 -> " + trip + " t9 = add s9 t; yield t9 } return r9 }");
        Func now = JoinedChecks.run(f);
        Verifier.verify(now);
        assertEquals(joined, !Regions.any(now.body(), e -> e.prim() == Prim.MAP), now::toString);
        for (int n : new int[] {-1, 0, 1, 3}) {
            for (int[] d : new int[][] {{0, 1, 2, 0}, {2, 1, 0, 3}, {0, -1, 0, 0}}) {
                List<Tensor> in = List.of(Tensor.of(Lit.i32(1)), Tensor.of(Lit.i32(n)), Tensor.of(d), Tensor.of(new double[] {1.5, -2, 4}), Tensor.of(new double[] {1, 2, 3, 4}));
                assertEquals(outcome(f, in), outcome(now, in), now::toString);
            }
        }
    }
}
