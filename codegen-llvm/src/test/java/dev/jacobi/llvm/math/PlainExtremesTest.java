package dev.jacobi.llvm.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.emit.Oracle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Extremes of which one operand is a number and no negative zero are one comparison and one choice, and what Java's are for all values. */
class PlainExtremesTest {
    private static final double[] EDGES = {0.0, -0.0, 1.5, -1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 3, -3, Double.MIN_VALUE, -Double.MIN_VALUE, 1e300, -1e300, 0.0, -0.0, 2, 7};

    @ParameterizedTest
    @ValueSource(strings = {"0.0", "-0.0", "1.5", "-1.5", "inf", "-inf", "nan", "5e-324"})
    void allOperands(String literal) {
        String text = """
            f(a:f64[n], k:i32[]) { n = dim[0] a; w = convert[f64] k
              p, q, r, s, t, u = map(n) { i -> x = index a i
                p = max x L; q = max L x; r = min x L; s = min L x; t = max x w; u = min w x
                yield p, q, r, s, t, u }
              return p, q, r, s, t, u }
            """.replace("L", literal + ":f64");
        var calls = new ArrayList<Object[]>();
        for (int k : new int[] {0, 1, -1, 3, Integer.MIN_VALUE}) {
            calls.add(new Object[] {EDGES.clone(), k});
            calls.add(new Object[] {new double[] {EDGES[3 + k & 15], -0.0}, k});
        }
        Oracle.checkAll(text, List.of(), calls);
    }

    /** All pairs: a number and a sum of it. */
    @Test
    void sums() {
        double[] a = new double[EDGES.length * EDGES.length];
        double[] b = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            a[i] = EDGES[i % EDGES.length];
            b[i] = EDGES[i / EDGES.length];
        }
        Oracle.check("f(a:f64[n], b:f64[n]) { n = dim[0] a; p, q = map(n) { i -> x = index a i; v = index b i; z = add v x; y = max x z; w = max z x; yield y, w }; return p, q }", List.of(), a, b);
    }

    @Test
    void floats() {
        float[] edges = new float[EDGES.length];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = (float) EDGES[i];
        }
        Oracle.check("f(a:f32[n]) { n = dim[0] a; p, q = map(n) { i -> x = index a i;  y = max 0.0:f32 x;  z = min y 2.0:f32;  w = min 0.0:f32 x;  yield z, w };  return p, q }", List.of(), edges);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "y = max 0.0:f64 x | true | a zero is added to",
        "y = max x -2.0:f64 | true | the second operand is a number",
        "y = min x w | true | an integer is one",
        "y = max x w | false | an integer may be zero beside a negative zero",
        "z = add v x;  y = max x z | true | a sum of the other one",
        "z = add v x;  y = min x z | false | the smaller one of these may be a negative zero",
        "y = max x -0.0:f64 | false | a negative zero",
        "y = min x v | false | any two"})
    void found(String equation, boolean is, String why) {
        Func f = Parser.parseFunc("f(x:f64[], v:f64[], k:i32[]) { w = convert[f64] k;  " + equation + ";  return y }");
        Eqn extreme = f.body().stream().filter(e -> e.prim() == Prim.MAX || e.prim() == Prim.MIN).findFirst().orElseThrow();
        assertEquals(is, PlainExtremes.of(extreme, v -> Regions.definition(f.body(), v)) != null, why);
    }
}
