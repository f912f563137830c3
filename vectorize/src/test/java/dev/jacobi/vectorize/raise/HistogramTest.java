package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops that count into an array under a condition. */
class HistogramTest {
    @ParameterizedTest
    @ValueSource(strings = {"add", "max", "xor", "mul"})
    void underACondition(String op) {
        for (boolean kept : new boolean[] {false, true}) {
            String does = "{ k = and u 3:i32; v = index h k; w = %s v u; z = update h k w; yield z }".formatted(op);
            String not = "{ yield h }";
            same("hist(cond)", """
                f(a:i32[n], h:i32[m]) { n = dim[0] a; m = dim[0] h; ok = ge m 4:i32; check[index "T.f:1"] ok
                  i, r = while(0:i32, h) { i, h -> g = lt i n; yield g } do { i, h ->
                    u = index a i; c = gt u 2:i32
                    y = cond c %s %s
                    i2 = add i 1:i32; yield i2, y }
                  return r }
                """.formatted(kept ? does : not, kept ? not : does));
        }
    }

    /** The index is checked only where the element is touched. */
    @Test
    void withACheckThatDependsOnData() {
        same("hist(cond(check))", """
            f(a:i32[n], h:i32[m]) { n = dim[0] a
              i, r = while(0:i32, h) { i, h -> g = lt i n; yield g } do { i, h ->
                u = index a i; c = gt u 2:i32
                y = cond c { yield h } { d = dim[0] h; low = ge u 0:i32; high = lt u d; ok = and low high; check[index "T.f:1"] ok
                  v = index h u; w = add v 1:i32; z = update h u w; yield z }
                i2 = add i 1:i32; yield i2, y }
              return r }
            """);
    }

    /** What was counted is read behind the branch. */
    @Test
    void whatIsReadBehindTheBranchStays() {
        same("for(cond check)", """
            f(a:i32[n], h:i32[m]) { n = dim[0] a; m = dim[0] h; ok = ge m 4:i32; check[index "T.f:1"] ok
              i, r = while(0:i32, h) { i, h -> g = lt i n; yield g } do { i, h ->
                u = index a i; c = gt u 2:i32
                y = cond c { yield h } { k = and u 3:i32; v = index h k; w = add v 1:i32; z = update h k w; yield z }
                p = index y 1:i32; low = ge p -9:i32; check[index "T.f:2"] low
                i2 = add i 1:i32; yield i2, y }
              return r }
            """);
    }

    /** Both ways write, or the condition looks at what was counted: the trips depend on each other. */
    @Test
    void otherLoopsStay() {
        same("for", """
            f(a:i32[n], h:i32[m]) { n = dim[0] a; m = dim[0] h; ok = ge m 4:i32; check[index "T.f:1"] ok
              i, r = while(0:i32, h) { i, h -> g = lt i n; yield g } do { i, h ->
                u = index a i; o = index h 0:i32; c = gt u o
                y = cond c { yield h } { k = and u 3:i32; v = index h k; w = add v u; z = update h k w; yield z }
                i2 = add i 1:i32; yield i2, y }
              return r }
            """);
    }

    private static void same(String skeleton, String text) {
        Func raised = Same.run(Raise.passes(false), text);
        assertEquals(skeleton, Same.skeleton(raised).replace("for(cond)", "for"), raised::toString);
        var r = new Random(5);
        for (int run = 0; run < 200; run++) {
            int[] a = r.ints(r.nextInt(9), -2, 8).toArray();
            int[] h = r.ints(r.nextInt(9), -3, 4).toArray();
            Same.computes(Parser.parseFunc(text), raised, true,
                List.of(new Tensor(DType.I32, new int[] {a.length}, a), new Tensor(DType.I32, new int[] {h.length}, h)));
        }
    }
}
