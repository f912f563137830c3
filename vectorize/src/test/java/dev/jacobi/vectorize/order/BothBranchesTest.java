package dev.jacobi.vectorize.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums that leave one term out, of the trip's own number, in loops of any kind. */
class BothBranchesTest {
    private static final String SUM = """
        s = for(n, b) { j, t -> p = eq j i; v = cond(p) { x = index a i j; y = index c j; z = mul x y; yield z } { yield 0.0:f64 }; u = sub t v; yield u };
        """;

    @ParameterizedTest
    @ValueSource(strings = {"r = map(n, d) { i, o -> b = index c i; %s q = update o i s; yield q }; return r",
        "m, r = reduce[n, max](n, 0.0:f64, d) { i, o -> b = index c i; %s q = update o i s; e = abs s; yield e, q }; return r, m",
        "m, r = for(n, 0.0:f64, d) { i, l, o -> b = index c i; %s q = update o i s; e = add l s; yield e, q }; return r, m"})
    void oneTermIsLeftOut(String loop) {
        Func f = Parser.parseFunc("f(a:f64[n,n], c:f64[n], d:f64[n]) { n = dim[0] c; " + loop.formatted(SUM) + " }");
        Func now = BothBranches.inSums(f);
        Verifier.verify(now);
        assertEquals(false, Regions.any(now.body(), e -> e.prim() == Prim.COND), now::toString);
        Same.computes(f, now, true, List.of(Tensor.of(new double[] {1, 2, -3, 4, Double.NaN, 6, 7, 8, 9}, 3, 3), Tensor.of(new double[] {3, -0.0, 4}), Tensor.of(new double[3])));
        Func other = Parser.parseFunc(f.toString().replaceAll("eq (\\w+) (\\w+)", "lt $1 $2"));
        assertSame(other, BothBranches.inSums(other));
    }
}
