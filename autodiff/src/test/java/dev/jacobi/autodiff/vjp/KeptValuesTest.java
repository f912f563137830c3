package dev.jacobi.autodiff.vjp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.autodiff.Orders;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What gradients keep of each trip: the smallest of what they could go by. */
class KeptValuesTest {
    /** The types of the tapes of {@code rank} axes: arrays that are made unset or, of bools, false. */
    private static List<DType> kept(String text, int rank) {
        Module v = Gradients.simplified(Vjp.of(Gradients.module(text), "f", List.of(true)));
        var kept = new ArrayList<DType>();
        Regions.each(v.get("vjp(f)").body(), e -> {
            if (e.prim() == Prim.FULL && e.in().get(0).equals(Lit.unset(e.result().dtype())) && e.result().type().rank() == rank) {
                kept.add(e.result().dtype());
            }
        });
        return kept;
    }

    /** Shortest paths: of a minimum of two numbers that are overwritten the gradient keeps which one it was. */
    @Test
    void whichOfTwoNotBoth() {
        String paths = """
            f(a:f64[4,4]) {
              r = for(4:i32, a) { k, a ->
                b = for(4:i32, a) { i, a ->
                  c = for(4:i32, a) { j, a -> x = index a i j; y = index a i k; z = index a k j; s = add y z; m = min x s; b = update a i j m; yield b }
                  yield c }
                yield b }
              return r }
            """;
        assertEquals(List.of(DType.BOOL, DType.BOOL), kept(paths, 3));
        Orders.check(2, Gradients.module(paths), "f", Gradients.random(21, 0.1, 1, 4, 4));
        Orders.check(2, Gradients.module(paths.replace("min", "max")), "f", Gradients.random(22, -1, -0.1, 4, 4));
    }
}
