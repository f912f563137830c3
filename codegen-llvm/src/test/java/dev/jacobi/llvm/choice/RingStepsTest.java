package dev.jacobi.llvm.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.emit.Oracle;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The next place in a ring is found by a branch. */
class RingStepsTest {
    private static final String DELAY = "f(a:i32[n], b:i32[m]) { n = dim[0] a; m = dim[0] b; c, p, o, r = for(n, 0:i32, 0:i32, a, b) { i, h, at, t, ring -> x = index t i; d = index[clamp] ring at; y = add x d; z = mul h 31:i32; h2 = xor z y; "
        + "t2:i32[n] = update t i y; r2:i32[m] = update[clamp] ring at h2; STEP; yield h2, q, t2, r2 }; return c, p, o, r }";

    private static void check(int found, String text) {
        assertEquals(found, RingSteps.of(Parser.parseFunc(text)).size(), text);
        for (int n : new int[] {0, 1, 4, 9, 77}) {
            Oracle.check(text, List.of(), IntStream.range(0, n).map(i -> i * i * 37 % 11).toArray(), new int[] {1, 2, 3, 4, 5});
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "j = add at 1:i32; e = eq j m; q = select e 0:i32 j | 1", "j = add at 1:i32; e = lt at 4:i32; q = select e j 0:i32 | 1", "j = sub at 1:i32; e = lt j 0:i32; q = select e 4:i32 j | 1",
        "j = add at 1:i32; e = ge j m; s = select e m 0:i32; q = sub j s | 1",
        // data decide, or the ends are data
        "j = add at 1:i32; e = lt x 4:i32; q = select e j 0:i32 | 0", "k = and x 3:i32; j = add at 1:i32; e = gt j 4:i32; q = select e k j | 0", "k = and x 3:i32; j = add at 1:i32; e = gt j k; q = select e 0:i32 j | 0"})
    void steps(String step, int found) {
        check(found, DELAY.replace("STEP", step));
    }

    /** An inner loop that begins somewhere in the ring and ends after about one round. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"w | 0", "w2 | 1"})
    void shortRounds(String handedOn, int found) {
        check(found, "f(a:i32[n], b:i32[m]) { n = dim[0] a; m = dim[0] b; c, w0 = for(n, 0:i32, 0:i32) { i, s, w -> s3, w2 = for(m, s, w) { k, s2, at -> x = index[clamp] b at; y = mul s2 3:i32; z = add x y; "
            + "j = add at 1:i32; e = eq j m; q = select e 0:i32 j; yield z, q }; yield s3, " + handedOn + " }; return c, w0 }");
    }
}
