package dev.jacobi.llvm.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.text.Parser;
import org.junit.jupiter.api.Test;

/** Which choices are known so late that a branch is better. */
class LateChoicesTest {
    /** A step of size h is taken where its error is small; {@code error} is what makes that of the step. */
    private static String steps(String error, String choice) {
        return "f(y:f64[], end:f64[], tol:f64[]) { t, z, h = while(0.0:f64, y, 0.1:f64) { u, v, w -> p = lt u end; yield p } do { u, v, w -> d = mul v w; n = add v d; " + error
            + " good = lt e tol; un = add u w; small = mul w 0.5:f64; large = mul w 1.5:f64; " + choice + "; yield u1, v1, w1 }; return z }";
    }

    private static void found(int n, String text) {
        assertEquals(n, LateChoices.of(Parser.parseFunc(text)).size(), text);
    }

    private static final String SELECTS = "u1 = select good un u; v1 = select good n v; w1 = select good large small";
    private static final String LONG = "a = mul n n; b = mul a n; c = sqrt b; e = div c n;";

    @Test
    void acceptedSteps() {
        found(3, steps(LONG, SELECTS));
        found(1, steps(LONG, "u1, v1, w1 = cond good { yield u, v, small } { yield un, n, large }"));
    }

    @Test
    void notWhereItIsKnownSoon() {
        found(0, steps("e = abs d;", SELECTS));
    }

    /** What is counted by a condition that the count has no part in makes no trip wait, however late that is. */
    @Test
    void notWhatNoTripWaitsFor() {
        found(0, "f(n:i32[], s:i64[]) { k, x = for(n, 0:i32, s) { i, c, seed -> m = mul seed 25214903917:i64; y = add m 11:i64; r = convert[f64] y; q = mul r r; w = sqrt q; v = div w r; hit = lt v 0.5:f64; "
            + "c1 = add c 1:i32; c2 = select hit c1 c; yield c2, y }; return k }");
    }

    /** The best value so far is known as late as that it is better, but nothing else waits for it. */
    @Test
    void betterPlaces() {
        found(3, "f(y:f64[], m:i32[]) { z, f, r = for(m, y, 9.0:f64, 1.0:f64) { i, v, best, w -> d = mul v w; n = sub v d; " + LONG + " better = lt e best; v1 = select better n v; f1 = select better e best; "
            + "large = mul w 2.0:f64; small = mul w 0.25:f64; w1 = select better large small; yield v1, f1, w1 }; return z }");
        found(0, "f(x:f64[n], m:i32[]) { f, c = for(m, 9.0:f64, 0:i32) { i, best, since -> n = index x i; " + LONG + " better = lt e best; f1 = select better e best; one = add since 1:i32; c1 = select better 0:i32 one; yield f1, c1 }; return c }");
    }

    /** A sweep over what must not be below a floor: a trip that hands on the floor need not have waited for the quotient. */
    @Test
    void floors() {
        String sweep = "f(x:f64[n], m:i32[], k:f64[]) { f, g = for(m, 1.0:f64, 0.0:f64) { i, before, s -> low = index x i; a = add before low; b = mul a k; c = div b 1.5:f64; d = sub c low; e = mul d 1.25:f64; "
            + "w = add low e; under = lt w low; v = select under low w; t = add s v; yield v, t }; return g }";
        found(1, sweep);
        found(1, sweep.replace("v = select under low w", "v = cond under { yield w } { yield low }"));
        found(0, sweep.replace("div b 1.5:f64", "mul b 1.5:f64"));
        found(0, sweep.replace("a = add before low", "a = add low low"));
    }

    /** Neurons that fire and begin anew, where a select would wait for the comparison in each trip: but the larger one of two is a single instruction. */
    @Test
    void beginningAnew() {
        String neuron = "f(a:f64[n]) { n = dim[0] a; r, k = for(n, 0.0:f64, 0:i32) { i, v, c -> x = index a i; m = mul v 0.9:f64; w = add m x; fires = gt w 1.0:f64; d = add c 1:i32; v1 = select fires 0.0:f64 w; c1 = select fires d c; yield v1, c1 }; return r, k }";
        found(2, neuron);
        found(2, neuron.replace("fires = gt w 1.0:f64", "high = gt w 1.0:f64; low = lt w -1.0:f64; fires = or high low"));
        found(0, neuron.replace("select fires 0.0:f64 w", "select fires 1.0:f64 w"));
        found(0, neuron.replace("fires = gt w 1.0:f64", "fires = gt x 1.0:f64"));
    }
}
