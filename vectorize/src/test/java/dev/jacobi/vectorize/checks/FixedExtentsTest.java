package dev.jacobi.vectorize.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.text.Parser;
import org.junit.jupiter.api.Test;

/** Lengths for which alone a loop's trips do not fail are checked in front of it. */
class FixedExtentsTest {
    private static final String STEP = "three = sub 3:i32 %s; fits = ge three 0:i32; least = ge %s 3:i32; check[index \"T.f:1\"] least; z:f64[?] = full[f64[?]] 0.0:f64 %s; check[index \"T.f:2\"] fits; ";

    private static Func run(String text) {
        return new FixedExtents().run(Parser.parseFunc(text));
    }

    private static String loop(String before) {
        String step = STEP.formatted("d", "d", "d");
        return "f(a:f64[n], c:f64[]) { " + before + " t:f64[], y:f64[?] = while(0.0:f64, a) { u:f64[], v:f64[?] -> p = lt u c; yield p } do { u:f64[], v:f64[?] -> d = dim[0] v; " + step
            + "x = index v 0:i32; q:f64[?] = update z 1:i32 x; w = add u x; yield w, q }; return y }";
    }

    private static void finds(int extent, String text) {
        Func f = run(text);
        var lines = f.toString().lines().map(String::strip).toList();
        assertEquals("d:bool[] = eq c " + extent + ":i32", lines.get(2), f.toString());
        assertEquals("check[memory \"a length that is fixed\" early] d", lines.get(3), f.toString());
    }

    private static void findsNothing(String text) {
        Func f = Parser.parseFunc(text);
        assertSame(f, new FixedExtents().run(f));
    }

    @Test
    void whatIsHandedFromTripToTrip() {
        finds(3, loop(""));
    }

    /** The length of the argument itself, which the loop's checks in front of it tell where there are trips. */
    @Test
    void anArgumentsLength() {
        finds(3, "f(a:f64[n], c:i32[]) { e = dim[0] a; l = convert[i64] e; m = sub 3:i64 l; q = ge m 0:i64; none = lt c 1:i32; x = or none q; check[index \"T.f:1\" early] x; "
            + "p = ge e 3:i32; y = or none p; check[index \"T.f:2\" early] y; t:f64[] = for(c, 0.0:f64) { i:i32[], u:f64[] -> " + "z:f64[?] = full[f64[?]] u e; k = rem i e; w = index z k; yield w }; return t }");
    }

    /** Other lengths are as good where a branch alone asks for this one, where only the least length is known, or where no array is made in a loop. */
    @Test
    void otherLengthsDoNotFail() {
        findsNothing("f(a:f64[n], c:f64[]) { e = dim[0] a; s = eq e 3:i32; r:f64[] = cond s { yield c } { t:f64[] = while(c) { u:f64[] -> p = lt u 9.0:f64; yield p } do { u:f64[] -> "
            + "z:f64[?] = full[f64[?]] u e; w = index z 0:i32; v = add w 1.0:f64; yield v }; yield t }; return r }");
        findsNothing(loop("").replace("check[index \"T.f:2\"] fits;", ""));
        findsNothing("f(a:f64[n], c:f64[]) { d = dim[0] a; " + STEP.formatted("d", "d", "d") + " return z }");
    }

    /** Longer arrays stay arrays. */
    @Test
    void longArrays() {
        findsNothing(loop("").replace("3:i32", "17:i32"));
    }
}
