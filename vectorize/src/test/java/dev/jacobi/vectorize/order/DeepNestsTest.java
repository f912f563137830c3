package dev.jacobi.vectorize.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.raise.Raise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nests of three loops over a flat array of three axes, in each order: all trips are independent, and in the end the loop along the rows is the innermost one. */
class DeepNestsTest {
    @ParameterizedTest
    @ValueSource(strings = {"ijk", "ikj", "jik", "jki", "kij", "kji"})
    void anyOrder(String order) {
        String text = """
            f(a:f64[l], b:f64[l], n:i32[]) {
              small = lt n 1000:i32; check[index ""] small; positive = ge n 0:i32; check[index ""] positive
              c = mul n n; all = mul c n; total = dim[0] a; ok = eq all total; check[index ""] ok
              m = sub n 2:i32
              r = for(m, b) { X, b -> r = for(m, b) { Y, b -> r = for(m, b) { Z, b ->
                i1 = add i 1:i32; j1 = add j 1:i32; k1 = add k 1:i32
                p = mul i1 n; q = add p j1; s = mul q n; at = add s k1; up = sub at c; left = sub at 1:i32
                x = index[clamp] a up; y = index[clamp] a left; z = add x y
                lo = ge at 0:i32; hi = lt at total; in = and lo hi; check[index ""] in
                d = update b at z; yield d } yield r } yield r }
              return r }
            """.replace("X", order.substring(0, 1)).replace("Y", order.substring(1, 2)).replace("Z", order.substring(2));
        Func f = Parser.parseFunc(text);
        var passes = new ArrayList<>(Raise.passes(false));
        passes.add(new LoopOrder());
        Func now = Same.run(passes, text);
        var nest = new ArrayList<RegionView>();
        for (var body = now.body(); body != null;) {
            var map = body.stream().filter(e -> e.prim() == Prim.MAP).findFirst().orElse(null);
            body = map == null ? null : RegionView.of(map).body().body();
            if (map != null) {
                nest.add(RegionView.of(map));
            }
        }
        assertEquals(3, nest.size(), now::toString);
        // from one trip of the innermost loop to the next it is the next element
        var along = new HashSet<Atom>(List.of(nest.get(2).trip()));
        for (Eqn e : nest.get(2).body().body()) {
            if (e.in().stream().anyMatch(along::contains) && e.result().type().isScalar() && !e.result().dtype().isFloat()) {
                assertTrue(e.prim() != Prim.MUL, now::toString);
                along.add(e.result());
            }
        }
        for (int n : new int[] {0, 1, 2, 3, 5}) {
            double[] a = new double[n * n * n];
            for (int k = 0; k < a.length; k++) {
                a[k] = k * 0.3 - 1;
            }
            Same.computes(f, now, false, List.of(Tensor.of(a), Tensor.of(new double[a.length]), Tensor.of(Lit.i32(n))));
        }
    }
}
