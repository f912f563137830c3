package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.order.Diagonals;
import dev.jacobi.vectorize.order.LoopOrder;
import dev.jacobi.vectorize.order.SkewedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sweep that notes its largest change goes along several rows at a time, where the order in which changes are looked at does not matter; what it adds is added in the order of the rows. */
class SweepErrorsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "true | 0.0:f64 | d = abs x | gt d s | select c d s", "true | 0.0:f64 | d = mul x x | lt s d | select c d s", "true | 1.0:f64 | d = abs x | ge d s | select c d s",
        "true | 9.0:f64 | d = abs x | lt d s | select c d s", "true | nan:f64 | d = abs x | gt d s | select c d s", "true | -5.0:f64 | d0 = mul x x; d = sqrt d0 | gt d s | select c d s",
        "false | 0.0:f64 | d = neg x | gt d s | select c d s", "false | -0.0:f64 | d = abs x | gt d s | select c d s", "false | 0.0:f64 | d = abs x | gt d s | select c s d",
        "false | 0.0:f64 | d = abs x | gt d 0.5:f64 | select c d s"})
    void largestChange(boolean skewed, String first, String change, String asked, String chosen) {
        sweep(skewed, first, change + "; c = " + asked + "; w = " + chosen);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "true | 0.0:f64 | w = add s x", "true | -0.0:f64 | d = mul x x; w = add d s", "true | 1.0E17:f64 | d = abs x; w = add s d", "true | inf:f64 | w = add s x",
        "false | 0.0:f64 | w = sub s x", "false | 0.0:f64 | d = add s x; w = add d x", "false | 0.0:f64 | d = mul s 0.5:f64; w = add s d", "false | 0.0:f64 | w = add s s"})
    void sumOfChanges(boolean skewed, String first, String sum) {
        sweep(skewed, first, sum);
    }

    private static void sweep(boolean skewed, String first, String change) {
        String f = """
            f(a:f64[p,q], n:i32[], m:i32[]) {
              b, z = for(n, a, FIRST) { i, e, r ->
                i1 = add i 1:i32
                g, y = for(m, e, r) { j, h, s ->
                  j1 = add j 1:i32; u = index h i j1; l = index h i1 j; o = index h i1 j1; t = add u l; v = mul t 0.5:f64; x = sub v o; CHANGE
                  k = update h i1 j1 v
                  yield k, w }
                yield g, y }
              return b, z }""".replace("FIRST", first).replace("CHANGE", change);
        List<FunctionPass> passes = new ArrayList<>(List.of(new LoopOrder(2), new SkewedRows(false, 4)));
        RaisedProgram p = RaisedProgram.of(passes, f);
        // devices do not take such a nest by diagonals, in whose order there is no sum
        RaisedProgram device = RaisedProgram.of(List.of(new Diagonals()), f);
        assertEquals(Same.skeleton(device.original()), Same.skeleton(device.raised()));
        assertEquals(skewed, Same.skeleton(p.raised()).replace("cond ", "").contains("for(for for for for"), p.raised().toString());
        var random = new Random(11);
        for (int n : new int[] {0, 1, 4, 5, 9}) {
            for (int m : new int[] {0, 1, 6, 7, 11}) {
                double[] a = random.doubles(10 * 12, -1, 1).toArray();
                Arrays.setAll(a, k -> k % 17 == 5 ? Double.NaN : k % 5 == 0 ? -0.0 : a[k]);
                p.computes(true, List.of(Tensor.of(a, 10, 12), Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m))));
            }
        }
    }

    /** Rows that are counted by longs: their sum stays as it is. */
    @ParameterizedTest
    @CsvSource({"i32, true", "i64, false"})
    void rowsOfLongs(String type, boolean skewed) {
        String f = """
            f(a:f64[p,q], n:TYPE[], m:i32[]) {
              b, z = for(n, a, 0.0:f64) { i0, e, r ->
                i = convert[i32] i0; i1 = add i 1:i32
                g, y = for(m, e, r) { j, h, s ->
                  j1 = add j 1:i32; u = index h i j1; l = index h i1 j; o = index h i1 j1; t = add u l; v = mul t 0.5:f64; x = sub v o; w = add s x
                  k = update h i1 j1 v
                  yield k, w }
                yield g, y }
              return b, z }""".replace("TYPE", type);
        RaisedProgram p = RaisedProgram.of(List.of(new SkewedRows(false, 4)), f.replace(type.equals("i32") ? "i = convert[i32] i0; " : "~", type.equals("i32") ? "i = add i0 0:i32; " : "~"));
        assertEquals(skewed, Same.skeleton(p.raised()).replace("cond ", "").contains("for(for for for for"), p.raised().toString());
        p.computes(true, List.of(Tensor.of(new Random(3).doubles(10 * 12, -1, 1).toArray(), 10, 12), Tensor.of(type.equals("i32") ? Lit.i32(9) : Lit.i64(9)), Tensor.of(Lit.i32(11))));
    }
}
