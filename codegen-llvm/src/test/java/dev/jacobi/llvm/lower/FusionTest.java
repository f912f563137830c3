package dev.jacobi.llvm.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.emit.Oracle;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chains of elementwise operations become one loop, and give what the interpreter gives for them one by one. */
class FusionTest {
    private static final double[] X = {1, -2, 0.5, 3, -0.25};
    private static final double[] Y = {2, 2, -1, 0.5, 8};

    private static void check(int loops, String text, Object... args) {
        Func f = Parser.parseModule(text).get("f");
        Func lowered = Lower.pass().run(f);
        assertEquals(loops, lowered.body().stream().filter(e -> e.prim() == Prim.MAP).count(), text);
        Oracle.check(text, List.of(), args);
    }

    @Test
    void chainIsOneLoop() {
        check(1, "f(a:f64[n], b:f64[n]) { c = add a b; d = mul c a; e = neg d; return e }", X, Y);
        check(1, "f(a:f64[n], b:f64[n], n:i32[]) { two:f64[n] = broadcast[-> n] 2.0:f64 n; c = mul a two; d = add b c; return d }", X, Y, 5);
    }

    @Test
    void whatIsUsedTwiceOrReturnedIsMade() {
        check(2, "f(a:f64[n], b:f64[n]) { c = add a b; d = mul c c; return d }", X, Y);
        check(2, "f(a:f64[n], b:f64[n]) { c = add a b; d = mul c a; return c, d }", X, Y);
    }

    @Test
    void extentsAreThoseOfWhatThereIs() {
        check(1, "f(a:f64[n], b:f64[n]) { c = add a b; k = dim[0] c; two:f64[n] = broadcast[-> n] 2.0:f64 k; d = mul c two; return d }", X, Y);
    }

    @Test
    void partsOfLoopsStayThere() {
        check(1, "f(a:f64[n], k:i32[]) { c = neg a; d:f64[n] = for(k, a) { i:i32[], x:f64[n] -> y = add x c; yield y }; return d }", X, 3);
    }

    @Test
    void choicesByOneNumber() {
        check(2, "f(a:f64[n], b:f64[n], n:i32[]) { t:bool[n] = broadcast[-> n] true n; c = neg a; d = select t c b; return d }", X, Y, 5);
    }
}
