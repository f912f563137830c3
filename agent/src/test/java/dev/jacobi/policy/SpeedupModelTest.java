package dev.jacobi.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.text.Parser;
import org.junit.jupiter.api.Test;

/** What is foreseen of programs whose loops are of one kind or the other. */
class SpeedupModelTest {
    private static double of(String text) {
        return SpeedupModel.of(Parser.parseModule(text));
    }

    private static String map(String body) {
        return "f(a:f64[n]) { n:i32[] = dim[0] a; c:f64[n] = map[n](n) { i:i32[] -> t:f64[] = index a i; " + body + " yield u }; return c }";
    }

    private static final String SUM =
        "f(a:f64[n]) { n:i32[] = dim[0] a; c:f64[] = for[n](n, 0.0:f64) { i:i32[], s:f64[] -> t:f64[] = index a i; u:f64[] = add s t; yield u }; return c }";

    @Test
    void aSumInOrderGainsNextToNothing() {
        assertEquals(1.1, of(SUM), 0.01);
    }

    @Test
    void whatTheJvmVectorisesGainsLittle() {
        double simple = of(map("u:f64[] = mul t t;"));
        assertTrue(simple > of(SUM) && simple < 1.6, simple + "");
    }

    @Test
    void whatItDoesNotVectoriseGains() {
        assertTrue(of(map("u:f64[] = sin t;")) > 2);
        assertTrue(of(map("b:bool[] = lt t 0.0:f64; v:f64[] = neg t; u:f64[] = select b v t;")) > 2);
    }

    @Test
    void countingGains() {
        assertTrue(of("f(a:i32[n], b:i32[k]) { n:i32[] = dim[0] a; c:i32[k] = hist[n, add](n, b) { i:i32[] -> t:i32[] = index a i; yield t, 1:i32 }; return c }") > 2);
    }

    @Test
    void whatTakesMostOfTheTimeCounts() {
        String both = "f(a:f64[n]) { n:i32[] = dim[0] a; s:f64[] = for[n](n, 0.0:f64) { i:i32[], s:f64[] -> v:f64[] = for[n](n, s) { j:i32[], r:f64[] -> t:f64[] = index a j;"
            + " w:f64[] = add r t; yield w }; yield v }; c:f64[n] = map[n](n) { k:i32[] -> x:f64[] = index a k; y:f64[] = sin x; yield y }; return c, s }";
        assertTrue(of(both) < 1.4, of(both) + "");
    }

    @Test
    void anEmptyProgramGainsNothing() {
        assertEquals(1, of("f(a:f64[]) { return a }"));
    }
}
