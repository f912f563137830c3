package dev.jacobi.llvm.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.emit.Oracle;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
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

    private static final String TURNS = "f(a:i32[n], st:i32[]) { n = dim[0] a; c, p, o = for(n, 0:i32, 7:i32, a) { i, h, at, t -> x = index t i; y = add x at; t2:i32[n] = update t i y; STEP; yield h2, q, t2 }; return c, p, o }";

    /** A place that goes by the same step in all trips, and what is counted where it turns. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "j = add at st; e = ge j 9:i32; k = sub j 9:i32; q = select e k j; h2 = add h 1:i32 | 1",
        "j = sub at st; e = lt j 0:i32; k = add j 100:i32; q = select e k j; h1 = add h 1:i32; h2 = select e h1 h | 2",
        "j = add at st; e = gt j 9:i32; k = sub j 18:i32; l = select e k j; d = lt l -9:i32; m = add l 18:i32; q = select d m l; h2 = add h 1:i32 | 2",
        "q, h2 = cond(e) false { j = sub at 3:i32; yield j, h } true { k = add at st; h1 = add h 1:i32; yield k, h1 } | 1",
        // data are the step, or the limit
        "j = add at x; e = ge j 9:i32; k = sub j 9:i32; q = select e k j; h2 = add h 1:i32 | 0", "j = add at st; e = ge j x; k = sub j 9:i32; q = select e k j; h2 = add h 1:i32 | 0",
        // bits of the place decide, as in a generator of random numbers
        "b = and at 1:i32; e = ne b 0:i32; k = add at 5:i32; l = shr at 1:i32; q = select e k l; h2 = add h 1:i32 | 0"})
    void turns(String step, int found) {
        String text = TURNS.replace("STEP", (step.startsWith("q, h2") ? "e = lt at 0:i32; " : "") + step);
        assertEquals(found, RingSteps.of(Parser.parseFunc(text)).size(), text);
        for (int n : new int[] {0, 1, 4, 77}) {
            Oracle.check(text, List.of(), IntStream.range(0, n).map(i -> i * i * 37 % 11).toArray(), 4);
        }
    }

    @Test
    void phase() {
        String text = "f(a:f64[n], st:f64[]) { n = dim[0] a; p, o = for(n, 0.25:f64, a) { i, at, t -> t2:f64[n] = update t i at; j = add at st; e = ge j 1.0:f64; k = add j -1.0:f64; q = select e k j; yield q, t2 }; return p, o }";
        assertEquals(1, RingSteps.of(Parser.parseFunc(text)).size());
        for (double step : new double[] {0.3, 1e-3, 2.5, Double.NaN, Double.POSITIVE_INFINITY}) {
            Oracle.check(text, List.of(), new double[77], step);
        }
    }

    /** Many short loops, each by its own step: the turns are not foreseen, unless the place is handed on from one to the next. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0:i32 | 0", "w | 1"})
    void shortLines(String begin, int found) {
        String text = "f(a:i32[n], m:i32[]) { n = dim[0] a; c, w0 = for(n, 0:i32, 0:i32) { i, s, w -> st = index a i; s3, w2 = for(m, s, BEGIN) { k, s2, at -> z = xor s2 at; "
            + "j = add at st; e = ge j 9:i32; l = sub j 9:i32; q = select e l j; yield z, q }; yield s3, w2 }; return c, w0 }";
        text = text.replace("BEGIN", begin);
        assertEquals(found, RingSteps.of(Parser.parseFunc(text)).size());
        Oracle.check(text, List.of(), new int[] {1, 5, 2, 7, 4}, 9);
    }
}
