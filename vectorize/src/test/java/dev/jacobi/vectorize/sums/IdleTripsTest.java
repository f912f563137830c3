package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Trips of gradients that choose where a cotangent goes: without one they add nothing. */
class IdleTripsTest {
    /** The way back through a table: a cotangent goes up or left, as p says. */
    private static String table(String next, String up) {
        return """
            f(n:i32[], d:f64[k], w:f64[l], p:bool[m], b:f64[q]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x, c, s, y = for(n, d, 1.0:f64, 0.0:f64, w) { i:i32[], x0:f64[k], c0:f64[], s0:f64[], y0:f64[l] ->
                j = add i 1:i32
                a = index x0 i
                x = add c0 a
                x1 = update x0 i 0.0:f64
                left = index p i
                e = index b i
                t = mul x e
                u = neg t
                s1 = acc_add s0 t
                y1 = acc_add y0 i u
                go = select left x 0.0:f64
                up = select left 0.0:f64 x
                x2 = acc_add x1 j UP
                yield x2, NEXT, s1, y1 }
              return x, c, s, y
            }
            """.replace("NEXT", next).replace("UP", up);
    }

    private static void leavesOut(int branches, String text) {
        SummedProgram p = SummedProgram.of(text);
        var found = new int[1];
        Regions.each(p.accumulated().body(), e -> found[0] += e.prim() == Prim.COND ? 1 : 0);
        assertEquals(branches, found[0], p.accumulated()::toString);
        var random = new Random(4);
        for (int n : new int[] {0, 1, 2, 5, 30}) {
            var ways = new boolean[n + 3];
            for (int i = 0; i < ways.length; i++) {
                ways[i] = random.nextInt(3) > 0;
            }
            var few = new double[n + 4];
            few[n / 2] = n % 2 == 0 ? 3 : 0;
            p.computes(List.of(Tensor.of(Lit.i32(n)), new Tensor(DType.F64, new int[] {n + 4}, few), SummedProgram.whole(random, n + 3),
                new Tensor(DType.BOOL, new int[] {n + 3}, ways), SummedProgram.whole(random, n + 3)));
        }
    }

    @Test
    void aPathThroughATable() {
        leavesOut(1, table("go", "up"));
    }

    @Test
    void aCotangentThatAlwaysGoesOn() {
        leavesOut(0, table("x", "up"));
    }

    @Test
    void anElementThatAlwaysGetsSomething() {
        leavesOut(0, table("go", "t"));
    }

    @Test
    void aSumThatIsNotOfTheCotangent() {
        leavesOut(0, table("go", "up").replace("acc_add y0 i u", "acc_add y0 i e"));
    }
}
