package dev.jacobi.llvm.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.Tuning;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which square roots are multiplied out: those of loops that wait for the divider. */
class SquareRootPlanTest {
    /** All pairs: a root and a division for each, and a dozen other operations. */
    private static final String PAIRS = """
        f(a:f64[n], b:f64[n], m:f64[n]) { n = dim[0] a
          c = map[n](n) { i -> p = index a i; q = index b i
            s, t = for(n, 0.0:f64, 0.0:f64) { j, s, t -> u = index a j; v = index b j; dx = sub u p; dy = sub v q
              xx = mul dx dx; yy = mul dy dy; d = add xx yy; e = add d 0.5:f64; r = sqrt e; w = mul e r; k = index m j; g = div k w
              gx = mul g dx; gy = mul g dy; s2 = add s gx; t2 = add t gy; yield s2, t2 }
            z = add s t; yield z }
          return c }
        """;

    private static void multipliesOut(boolean yes, String text) {
        String ir = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(-1), false, 1), new Tuning(64, false, false, true)).text();
        assertEquals(yes, ir.contains("rsqrt14"), ir);
    }

    @Test
    void besideADivision() {
        multipliesOut(true, PAIRS);
        multipliesOut(true, "f(a:f64[n]) { n = dim[0] a; b = map[n](n) { i -> x = index a i; r = sqrt x; y = div 1.0:f64 r; yield y }; return b }");
        multipliesOut(true, "f(a:f64[n]) { n = dim[0] a; s = reduce[n, add](n, 0.0:f64) { i -> x = index a i; r = sqrt x; y = div x r; yield y }; return s }");
    }

    @Test
    void notOfFloats() {
        multipliesOut(false, PAIRS.replace("f64", "f32"));
    }

    /** What the loop does besides takes longer than the divider. */
    @Test
    void notAmongMuch() {
        multipliesOut(false, PAIRS.replace("d = add xx yy;", "d0 = add xx yy; l = log d0; d1 = exp l; d2 = sin d1; d = abs d2;"));
    }

    /** The next iteration waits for the root, which the divider has sooner. */
    @Test
    void notWhereItIsWaitedFor() {
        multipliesOut(false, """
            f(a:f64[n]) { n = dim[0] a
              b = map[n](n) { i -> x = index a i; s = for(n, x) { j, s -> t = add s 1.0:f64; r = sqrt t; q = div x r; yield q }; yield s }
              return b }
            """);
    }
}
