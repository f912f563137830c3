package dev.jacobi.autodiff.vjp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.autodiff.Orders;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops that read neighbours of a row which the loop around them changes: the row is kept once, not a tape for each of the neighbours. */
class NeighbourReadsTest {
    /** Each level of a lattice is a new row, two elements shorter than the one before. */
    private static final String LATTICE = """
        f(a:f64[k], p:f64[], q:f64[], n:i32[]) {
          last = sub n 1:i32
          r:f64[?] = for(n, a) { t, v:f64[?] -> level = sub last t; twice = mul level 2:i32; count = add twice 1:i32
            e = full[f64[?]] 0.0:f64 count
            w:f64[?] = map(count, e) { i, u:f64[?] -> i1 = add i 1:i32; i2 = add i1 1:i32
              x = index v i; y = index v i1; z = index v i2; px = mul p x; qy = mul q y; pz = mul p z; s = add px qy; s2 = add s pz; b = update u i s2; yield b }
            yield w }
          return r }
        """;
    /** Each step changes the row in place, from its begin. */
    private static final String IN_PLACE = """
        f(a:f64[k], p:f64[], n:i32[], steps:i32[]) {
          r = for(steps, a) { t, v:f64[k] ->
            w = for(n, v) { i, u:f64[k] -> i1 = add i 1:i32; x = index u i; y = index u i1; z = mul x y; px = mul p z; b = update u i px; yield b }
            yield w }
          return r }
        """;
    /** Rows of a matrix in a flat array, each from a place of its own. */
    private static final String FLAT = """
        f(a:f64[k], m:i32[], n:i32[], steps:i32[]) {
          r:f64[?] = for(steps, a) { t, v:f64[?] -> size = dim[0] a
            e = full[f64[?]] 0.5:f64 size
            w:f64[?] = for(m, e) { h, u0:f64[?] -> n2 = add n 2:i32; row = mul h n2
              w0:f64[?] = for(n, u0) { i, u:f64[?] -> at = add row i; i1 = add at 1:i32; i2 = add at 2:i32; x = index v at; z = index v i2; y = mul x z; b = update u i1 y; yield b }
              yield w0 }
            yield w }
          return r }
        """;

    /** How many tapes of floating numbers of this rank the gradient makes. */
    private static long kept(String text, int rank) {
        Module v = Gradients.simplified(Vjp.of(Gradients.module(text), "f", Gradients.floats(Gradients.module(text).get("f"))));
        long[] tapes = {0};
        Regions.each(v.get("vjp(f)").body(), e -> {
            if (e.prim() == Prim.FULL && e.result().dtype().isFloat() && e.in().get(0).equals(Lit.unset(e.result().dtype())) && e.result().type().rank() == rank) {
                tapes[0]++;
            }
        });
        return tapes[0];
    }

    private static Tensor number(int n) {
        return Tensor.of(Lit.i32(n));
    }

    @Test
    void levelsOfALattice() {
        assertEquals(1, kept(LATTICE, 1));
        for (int n : new int[] {0, 1, 4}) {
            List<Tensor> in = List.of(Gradients.random(41, 0.2, 1, 2 * n + 1), Gradients.scalar(0.4), Gradients.scalar(0.3), number(n));
            Gradients.check(Gradients.module(LATTICE), "f", in, 1e-6);
        }
        Orders.check(2, Gradients.module(LATTICE), "f", Gradients.random(42, 0.2, 1, 5), Gradients.scalar(0.4), Gradients.scalar(0.3), number(2));
    }

    @Test
    void rowsChangedInPlace() {
        assertEquals(1, kept(IN_PLACE, 2));
        for (int n : new int[] {0, 1, 3}) {
            Gradients.check(Gradients.module(IN_PLACE), "f", List.of(Gradients.random(43, 0.5, 1, 4), Gradients.scalar(0.9), number(n), number(3)), 1e-6);
        }
        Gradients.check(Gradients.module(IN_PLACE), "f", List.of(Gradients.random(43, 0.5, 1, 0), Gradients.scalar(0.9), number(0), number(3)), 1e-6);
        Gradients.check(Gradients.module(IN_PLACE), "f", List.of(Gradients.random(43, 0.5, 1, 4), Gradients.scalar(0.9), number(-1), number(3)), 1e-6);
        Orders.check(2, Gradients.module(IN_PLACE), "f", Gradients.random(44, 0.5, 1, 4), Gradients.scalar(0.9), number(3), number(2));
    }

    /** What an earlier trip has written is no element of the row as it was: both are kept. */
    @Test
    void elementsWrittenBefore() {
        String behind = IN_PLACE.replace("b = update u i px", "b = update u i1 px");
        assertEquals(2, kept(behind, 2));
        Gradients.check(Gradients.module(behind), "f", List.of(Gradients.random(45, 0.5, 1, 4), Gradients.scalar(0.9), number(3), number(3)), 1e-6);
    }

    @Test
    void rowsOfAFlatMatrix() {
        assertEquals(1, kept(FLAT, 3));
        for (int n : new int[] {0, 1, 3}) {
            Gradients.check(Gradients.module(FLAT), "f", List.of(Gradients.random(46, 0.5, 1, 2 * (n + 2)), number(2), number(n), number(3)), 1e-6);
        }
        // a loop whose rows grow shares its counter with them
        String grows = FLAT.replace("for(m, e) { h, u0:f64[?] -> n2", "for(m, e) { h, u0:f64[?] -> t1 = add t 1:i32; some = min t1 n; n2").replace("for(n, u0)", "for(some, u0)");
        assertEquals(1, kept(grows, 1));
        Gradients.check(Gradients.module(grows), "f", List.of(Gradients.random(47, 0.5, 1, 10), number(2), number(3), number(3)), 1e-6);
    }
}
