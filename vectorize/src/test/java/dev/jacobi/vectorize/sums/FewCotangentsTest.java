package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows of which each element's cotangent goes to one of some neighbours: the loop asks how many elements have one, and where. */
class FewCotangentsTest {
    private static final String CHOICE = """
        a = select left v 0.0:f64
        d = select left 0.0:f64 v
        """;
    private static final String SUMS = """
        x1 = acc_add x0 i a
        x2 = acc_add x1 j u
        """;

    private static String row(String choice, String sums) {
        return """
            f(n:i32[], c:f64[k], p:bool[m], b:f64[q]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x, s = for(n, b, 0.0:f64) { i:i32[], x0:f64[q], s0:f64[] ->
                v = index c i
                left = index p i
                CHOICE
                t = mul d 3.0:f64
                u = neg t
                w = mul u 2.0:f64
                j = add i 1:i32
                SUMS
                s1 = acc_add s0 w
                yield x2, s1 }
              return x, s
            }
            """.replace("CHOICE", choice).replace("SUMS", sums);
    }

    private static void asks(int loops, String text) {
        SummedProgram p = SummedProgram.of(text);
        var found = new int[1];
        Regions.each(p.accumulated().body(), e -> found[0] += e.prim() == Prim.REDUCE && ((Params.Fold) e.params()).ops().contains(Prim.MAX) ? 1 : 0);
        assertEquals(loops, found[0], p.accumulated()::toString);
        var random = new Random(4);
        for (int n : new int[] {0, 1, 2, 5, 9, 40}) {
            for (int every : new int[] {1, 2, 17, 100}) {
                var ways = new boolean[n + 3];
                for (int i = 0; i < ways.length; i++) {
                    ways[i] = random.nextInt(3) > 0;
                }
                var cotangents = new double[n + 4];
                for (int i = every / 2; i < cotangents.length; i += every) {
                    cotangents[i] = random.nextInt(-9, 10);
                }
                p.computes(List.of(Tensor.of(Lit.i32(n)), new Tensor(DType.F64, new int[] {n + 4}, cotangents), new Tensor(DType.BOOL, new int[] {n + 3}, ways), SummedProgram.whole(random, n + 4)));
            }
        }
    }

    @Test
    void anElementGoesToOneOfTwo() {
        asks(1, row(CHOICE, SUMS));
    }

    @Test
    void branchesAdd() {
        asks(1, row(CHOICE, """
            x1 = acc_add x0 i a
            last = eq j n
            x2 = cond(last) false {
              y = acc_add x1 j u
              yield y
            } true {
              yield x1
            }
            """));
    }

    @Test
    void aLoopOverNeighboursAdds() {
        asks(1, row(CHOICE, """
            x2 = for(2:i32, x0) { h:i32[], y0:f64[q] ->
              o = eq h 1:i32
              r = select o u 0.0:f64
              g = add i h
              y1 = acc_add y0 g r
              yield y1 }
            """));
    }

    /** Zero times an infinite slope is no number, however many others have a cotangent. */
    @Test
    void slopesThatAreInfinite() {
        asks(1, row("slope = select left 2.0:f64 inf:f64\nvs = mul v slope\n" + CHOICE.replace(" v", " vs"), SUMS));
    }

    @Test
    void allOfItGoesToBoth() {
        asks(0, row("a = add v v\nd = add v v", SUMS));
    }

    @Test
    void whatIsAddedBesidesIsNoCotangent() {
        asks(0, row(CHOICE, SUMS.replace("acc_add x1 j u", "acc_add x1 j 1.0:f64")));
    }

    @Test
    void elementsAreSet() {
        asks(0, row(CHOICE, SUMS.replace("acc_add x0 i a", "update x0 i a")));
    }
}
