package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Gradients of trips that may be rejected: it is asked first. */
class TripsAskedTest {
    /** A trip with so many operations, whose cotangent and sum are as an accepted step has them. */
    private static String steps(int operations, String next, String term) {
        String work = IntStream.range(0, operations).mapToObj(k -> "t" + (k + 1) + " = " + (k % 2 == 0 ? "neg t" + k : "add t" + k + " a")).collect(Collectors.joining("\n"));
        return """
            f(n:i32[], w:f64[k], p:bool[l], x:f64[m]) {
              ok = lt n 1000:i32
              check[index ""] ok
              c, s, y = for(n, 1.0:f64, 0.0:f64, x) { i:i32[], c0:f64[], s0:f64[], y0:f64[m] ->
                taken = index p i
                a = index w i
                t0 = sub a c0
                WORK
                step = select taken tLAST 0.0:f64
                s1 = acc_add s0 step
                term = select taken TERM 0.0:f64
                y1 = acc_add y0 i term
                c1 = NEXT
                yield c1, s1, y1 }
              return c, s, y
            }
            """.replace("WORK", work).replace("NEXT", next).replace("TERM", term).replace("LAST", Integer.toString(operations));
    }

    private static void asks(int branches, String text) {
        SummedProgram p = SummedProgram.of(text);
        var found = new int[1];
        Regions.each(p.accumulated().body(), e -> found[0] += e.prim() == Prim.COND ? 1 : 0);
        assertEquals(branches, found[0], p.accumulated()::toString);
        var random = new Random(4);
        for (int n : new int[] {0, 1, 2, 5, 30}) {
            var taken = new boolean[n + 3];
            for (int i = 0; i < taken.length; i++) {
                taken[i] = random.nextInt(3) > 0;
            }
            p.computes(List.of(Tensor.of(Lit.i32(n)), SummedProgram.whole(random, n + 3), new Tensor(DType.BOOL, new int[] {n + 3}, taken), SummedProgram.whole(random, n + 3)));
        }
    }

    @Test
    void acceptedSteps() {
        asks(1, steps(24, "add c0 step", "t9"));
        asks(1, steps(24, "select taken t3 c0", "t9"));
    }

    @Test
    void tooLittleToAskFor() {
        asks(0, steps(12, "add c0 step", "t9"));
    }

    @Test
    void aCotangentThatChangesInAnyCase() {
        asks(0, steps(24, "add t1 step", "t9"));
    }

    @Test
    void aSumThatNeedsNoTripBefore() {
        asks(0, steps(24, "add c0 step", "a"));
    }
}
