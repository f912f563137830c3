package dev.jacobi.autodiff.vjp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.autodiff.Orders;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What gradients keep of each trip: the smallest of what they could go by. */
class KeptValuesTest {
    /** The types of the tapes of {@code rank} axes: arrays that are made unset or, of bools, false. */
    private static List<DType> kept(String text, int rank) {
        Module v = Gradients.simplified(Vjp.of(Gradients.module(text), "f", Gradients.floats(Gradients.module(text).get("f"))));
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

    /** What remains of a trip's number is computed again where it is divided by a known number; by another one that takes too long. */
    @Test
    void remaindersByKnownNumbers() {
        String product = """
            f(a:f64[7], k:i32[]) {
              r = for(20:i32, 1.0:f64) { i, s -> j = rem i 7:i32; x = index a j; t = mul s x; yield t }
              return r }
            """;
        assertEquals(List.of(DType.F64), kept(product, 1));
        String unknown = product.replace("rem i 7:i32", "rem i k");
        assertEquals(2, kept(unknown, 1).size());
        Orders.check(2, Gradients.module(product), "f", Gradients.random(23, 0.5, 1, 7), Tensor.of(Lit.i32(3)));
    }

    /** Where a loop is left early, its counters and its flag follow from the number of the trip: nothing else than what the trips compute is kept. */
    @Test
    void countersOfLoopsThatDataEnd() {
        String early = """
            f(x:f64[n], most:f64[]) {
              n = dim[0] x
              s, i, l, found = while(1.0:f64, 3:i32, 7:i64, false) { s, i, l, found -> p = lt i n; q = not found; r = and p q; yield r } do { s, i, l, found ->
                a = index x i
                k = convert[f64] l
                b = mul a k
                c = mul s b
                d = gt c most
                j = add i 1:i32
                e = select d 0:i32 j
                g = add l -2:i64
                yield c, e, g, d
              }
              t = convert[f64] i
              u = mul s t
              return u }
            """;
        assertEquals(Set.of(DType.F64), Set.copyOf(kept(early, 1)));
        for (double most : new double[] {-1, 0.5, 3, 1e9}) {
            Orders.check(2, Gradients.module(early), "f", Gradients.random(24, 0.5, 1, 9), Tensor.of(Lit.f64(most)));
        }
        Orders.check(1, Gradients.module(early), "f", Gradients.random(25, 0.5, 1, 2), Tensor.of(Lit.f64(1)));
    }

    /** The sine and the cosine of the same angle are each the other's derivative: both are kept, and the gradient computes no other ones. */
    @Test
    void functionsThatAreThereAlready() {
        String turns = """
            f(x:f64[], y:f64[], n:i32[]) {
              r = for(n, x) { i, a -> s = sin a; b = mul s y; c = cos a; d = add c 2.0:f64; e = div b d; yield e }
              return r }
            """;
        Module v = Gradients.simplified(Vjp.of(Gradients.module(turns), "f", List.of(true, true, false)));
        var functions = new ArrayList<Prim>();
        Regions.each(v.get("vjp(f)").body(), e -> {
            if (e.prim() == Prim.SIN || e.prim() == Prim.COS) {
                functions.add(e.prim());
            }
        });
        assertEquals(List.of(Prim.SIN, Prim.COS), functions);
        Orders.check(2, Gradients.module(turns), "f", Tensor.of(Lit.f64(0.7)), Tensor.of(Lit.f64(1.2)), Tensor.of(Lit.i32(6)));
    }

    /** A tree of prices from its leaves, whose levels are of differing length: the tape is as long as all of them, known in front of the loops. */
    @Test
    void aTapeOfATriangle() {
        String tree = """
            f(a:f64[k], n:i32[]) {
              d = dim[0] a; fits = lt n d; check[index "f:1" early] fits; last = sub n 1:i32
              r = for(n, a) { t, a -> level = sub last t; count = add level 1:i32
                b = for(count, a) { i, a -> j = add i 1:i32; x = index a i; y = index a j; z = mul x y; s = sin z; b = update a i s; yield b }
                yield b }
              return r }
            """;
        Module v = Gradients.simplified(Vjp.of(Gradients.module(tree), "f", List.of(true, false)));
        assertFalse(Regions.any(v.get("vjp(f)").body(), e -> e.prim() == Prim.UPDATE_SLICE), () -> v.get("vjp(f)").toString());
        for (int n : new int[] {0, 1, 4}) {
            Orders.check(n == 4 ? 2 : 1, Gradients.module(tree), "f", Gradients.random(31, -1, 1, n + 2), Tensor.of(Lit.i32(n)));
        }
        // how often the inner loop runs depends on the data: the tape grows
        String data = tree.replace("count = add level 1:i32", "u = index a t; some = gt u 0.0:f64; c1 = add level 1:i32; count = select some c1 level");
        Module grows = Gradients.simplified(Vjp.of(Gradients.module(data), "f", List.of(true, false)));
        assertTrue(Regions.any(grows.get("vjp(f)").body(), e -> e.prim() == Prim.UPDATE_SLICE), () -> grows.get("vjp(f)").toString());
        Orders.check(1, Gradients.module(data), "f", Gradients.random(32, 0.2, 1, 6), Tensor.of(Lit.i32(4)));
    }

    /** As many trips as no number of 64 bits counts: they are too many for a tape, not few. */
    @Test
    void tooManyTripsForATape() {
        String many = """
            f(x:f64[], n:i32[], p:i32[], q:i32[]) {
              r = for(n, x) { t, x0 -> a = add p t; c = add q t
                u = for(a, x0) { i, x1 -> v = for(a, x1) { j, x2 -> w = for(c, x2) { k, x3 -> y = sin x3; yield y }
                    yield w }
                  yield v }
                yield u }
              return r }
            """;
        Module v = Gradients.simplified(Vjp.of(Gradients.module(many), "f", List.of(true, false, false, false)));
        assertFalse(Regions.any(v.get("vjp(f)").body(), e -> e.prim() == Prim.UPDATE_SLICE), () -> v.get("vjp(f)").toString());
        List<Tensor> args = List.of(Tensor.of(Lit.f64(0.5)), Tensor.of(Lit.i32(1)), Tensor.of(Lit.i32(1 << 22)), Tensor.of(Lit.i32(1 << 20)), Tensor.of(Lit.f64(1)));
        assertThrows(CheckFailed.class, () -> Interpreter.run(v, "vjp(f)", args));
    }
}
