package dev.jacobi.vectorize.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops that end where the first of their trips asks for an element that there is not. */
class TripsWithinTest {
    private static final String LOOP = """
        f(n:i32[], t:i32[], a:f64[m], p:f64[q]) {
          j = dim[0] a
          k = dim[0] p
          r = for(n, a) { i, b -> %s; x = index p i; y = update b i x; yield y }
          return r }""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "u = lt i j; check[index \"\"] u; v = lt i k; check[index \"\"] v | for",
        "g = ge i 0:i32; u = lt i j; w = and g u; check[index \"\"] w; v = lt i k; check[index \"\"] v | for(check)",
        "u = lt i t; check[index \"\"] u; v = lt i k; check[index \"\"] v; w = lt i j; check[index \"\"] w | for",
        // of another number than the trip's, or below one that the trip finds
        "h = mul i 1:i32; u = lt h j; check[index \"\"] u; v = lt i k; check[index \"\"] v | for(check)",
        "h = mul i 2:i32; u = lt i h; e = eq i 0:i32; w = or u e; check[index \"\"] w; v = lt i k; check[index \"\"] v; z = lt i j; check[index \"\"] z | for(check)"})
    void asksBehind(String checks, String skeleton) {
        String text = LOOP.formatted(checks);
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new TripsWithin()), text);
        assertEquals(skeleton, Same.skeleton(now), now::toString);
        for (int n : new int[] {Integer.MIN_VALUE, -1, 0, 1, 3, 4, 5, 9}) {
            for (int t : new int[] {-3, 0, 4, 9}) {
                for (int m : new int[] {0, 3, 4}) {
                    Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(t)), Tensor.of(new double[m]), Tensor.of(Arrays.copyOf(new double[] {3, -1, 4, 1, -5}, m + 1))));
                }
            }
        }
    }

    @Test
    void noTripBeyondTheArrayBegins() {
        String text = """
            f(n:i32[], a:f64[m]) {
              j = dim[0] a
              r = for(n, a) { i, b -> s = for(i, 0.0:f64) { l, s -> t = add s 1.0:f64; yield t }; u = lt i j; check[index ""] u; y = update b i s; yield y }
              return r }""";
        Func now = Same.run(List.of(new TripsWithin()), text);
        assertEquals(null, Same.outputs(now, List.of(Tensor.of(Lit.i32(Integer.MAX_VALUE)), Tensor.of(new double[5]))), "a check must fail, after five trips");
    }

    @Test
    void aLoopAmongBranchesStaysAsItIs() {
        String text = """
            f(n:i32[], a:f64[m]) {
              j = dim[0] a
              r = for(n, a) { i, b -> c = lt i 3:i32; y = cond(c) false { yield b } true { u = lt i j; check[index ""] u; z = update b i 1.0:f64; yield z }; yield y }
              return r }""";
        Func now = Same.run(List.of(new TripsWithin()), text);
        assertEquals(Parser.parseFunc(text).toString(), now.toString());
    }
}
