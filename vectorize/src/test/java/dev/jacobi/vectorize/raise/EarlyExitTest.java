package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops with several exits: a counter that stands still when the loop ends only grows in its trips, which proves the checks in it. */
class EarlyExitTest {
    @Test
    void aSearchNeedsNoChecks() {
        proves("while", """
            f(a:i32[n], t:i32[]) { n = dim[0] a
              i, found = while(0:i32, 0:i32) { i, d -> m = eq d 0:i32; l = lt i n; g = and m l; yield g } do { i, d ->
                low = ge i 0:i32; high = lt i n; ok = and low high; check[index "T.f:1"] ok
                x = index a i; same = eq x t; other = ne x t; kind = select same 1:i32 0:i32
                next = add i 1:i32; i2 = select other next i
                yield i2, kind }
              return i, found }
            """);
    }

    /** With a flag as its end the same search is split at the trip that ends it, whose check is made once, behind the search. */
    @Test
    void aSearchByAFlagIsSplit() {
        proves("while(reduce(cond)) cond for cond", """
            f(a:i32[n], t:i32[]) { n = dim[0] a
              i, found = while(0:i32, false) { i, d -> m = not d; l = lt i n; g = and m l; yield g } do { i, d ->
                low = ge i 0:i32; high = lt i n; ok = and low high; check[index "T.f:1"] ok
                x = index a i; same = eq x t; other = ne x t
                next = add i 1:i32; i2 = select other next i
                yield i2, same }
              return i, found }
            """);
    }

    /** On its way out the counter is 0, which is no matter: no trip sees it. */
    @Test
    void whatEndsTheLoopMayChangeTheCounter() {
        proves("while", """
            f(a:i32[n], t:i32[]) { n = dim[0] a
              i, kind = while(1:i32, 13:i32) { i, k -> c = eq k 13:i32; l = lt i n; g = and c l; yield g } do { i, k ->
                ok = ge i 1:i32; check[index "T.f:1"] ok; j = sub i 1:i32
                x = index a j; other = ne x t; low = le x t; high = gt x t
                next = add i 1:i32; p = select low next 0:i32; q = select high 17:i32 13:i32
                i2 = select other p i; k2 = select other q 19:i32
                yield i2, k2 }
              return i, kind }
            """);
    }

    /** Here the counter may fall to zero while the loop goes on. */
    @Test
    void aCounterThatIsSetBackIsNotProven() {
        proves("while(check)", """
            f(a:i32[n], t:i32[]) { n = dim[0] a
              i, c, d = while(1:i32, 0:i32, false) { i, c, d -> m = not d; l = lt i n; h = lt c 9:i32; g = and m l; r = and g h; yield r } do { i, c, d ->
                ok = ge i 1:i32; check[index "T.f:1"] ok; j = sub i 1:i32
                x = index a j; high = gt x t; same = eq x t
                next = add i 1:i32; p = select high 0:i32 next; c2 = add c 1:i32
                yield p, c2, same }
              return i, c, d }
            """);
    }

    private static void proves(String skeleton, String text) {
        Func raised = Same.run(Raise.passes(false), text);
        assertEquals(skeleton, Same.skeleton(raised), raised::toString);
        var r = new Random(1);
        for (int run = 0; run < 100; run++) {
            int[] a = r.ints(r.nextInt(6), 0, 6).toArray();
            Same.computes(Parser.parseFunc(text), raised, true, List.of(new Tensor(DType.I32, new int[] {a.length}, a), Tensor.of(Lit.i32(r.nextInt(6)))));
        }
    }
}
