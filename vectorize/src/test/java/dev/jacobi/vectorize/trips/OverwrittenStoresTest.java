package dev.jacobi.vectorize.trips;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Stores at a place that moves on in some trips only are made in these, and in the last one. */
class OverwrittenStoresTest {
    /** {@code to[k] = a[i]; k += a[i] > 0 ? 1 : 0}, with how the place moves on left open. */
    private static final String TEXT = """
        f(n:i32[], k0:i32[], a:f64[k], d:f64[m]) {
          l = dim[0] d
          p, x = for(n, k0, d) { i:i32[], q:i32[], x0:f64[m] ->
            v = index a i
            lo = ge q 0:i32
            hi = lt q l
            ok = and lo hi
            check[index "f"] ok
            x1 = update x0 q v
            c = gt v 0.0:f64
            %s
            yield t, x1 }
          return p, x
        }
        """;

    @Test
    void additionsAndChoices() {
        check("one = add q 1:i32 ; t = select c one q", true);
        check("one = add q 1:i32 ; t = select c q one", true);
        check("s = convert[i32] c ; t = add q s", true);
        // moves backwards, too, where checks fail at other places
        check("one = sub q 1:i32 ; t = select c one q", true);
    }

    @Test
    void othersStay() {
        check("one = add q 1:i32 ; t = select c one i", false);
        check("w = lt i q ; one = add q 1:i32 ; t = select w one q", false);
        check("s = convert[i32] v ; t = add q s", false);
        // not moved on from where it is
        check("s = convert[i32] c ; t = add i s", false);
        check("s = convert[i32] c ; t = add s i", false);
        check("s = convert[i32] c ; two = mul q 2:i32 ; t = add s two", false);
        check("s = convert[i32] c ; h = gt v 0.5:f64 ; u = convert[i32] h ; t = add s u", false);
        // where it is decides whether it moves on
        check("w = lt q 3:i32 ; s = convert[i32] w ; t = add q s", false);
    }

    @Test
    void checksOfOtherThings() {
        check("w = le q i ; check[index \"g\"] w ; s = convert[i32] c ; t = add q s", false);
    }

    private static void check(String step, boolean changes) {
        String text = String.format(TEXT, step.replace(" ; ", "\n    "));
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new OverwrittenStores()), text);
        assertEquals(changes, Regions.any(g.body(), e -> e.prim() == Prim.COND), g.toString());
        var random = new Random(7);
        for (int t = 0; t < 200; t++) {
            int n = random.nextInt(6);
            int m = random.nextInt(6);
            Tensor a = new Tensor(DType.F64, new int[] {n}, random.doubles(n, -1, 1).toArray());
            Tensor d = new Tensor(DType.F64, new int[] {m}, random.doubles(m).toArray());
            Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(random.nextInt(3))), a, d));
        }
    }
}
