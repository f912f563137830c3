package dev.jacobi.llvm.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.text.Parser;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows whose sums wait for each addition, and which go side by side therefore, have extremes or sums of their own that lanes find. */
class RowsSideBySideTest {
    @ParameterizedTest
    @CsvSource({"i32,max", "i32,add", "i64,min", "f64,max", "f32,min"})
    void whatLanesFindIsOfItsRow(String type, String op) {
        String zero = type.startsWith("f") ? "0.0:" + type : "0:" + type;
        String three = type.startsWith("f") ? "3.0:" + type : "3:" + type;
        String text = """
            f(n:i32[], a:TYPE[p,q], y:TYPE[k], o:TYPE[l]) { m = dim[1] a
              c, d = map(n, y, o) { i, y, o -> z = reduce[?, OP](m, ZERO) { j -> v = index a i j; yield v }
                s = for(m, ZERO) { j, s -> v = index a i j; t = mul s THREE; u = add t v; yield u }
                e = update y i z; g = update o i s; yield e, g }
              return c, d }""".replace("TYPE", type).replace("OP", op).replace("ZERO", zero).replace("THREE", three);
        var m = Parser.parseModule(text);
        for (int n = 0; n < 6; n++) {
            for (int width : new int[] {1, 4, 9, 33, 70}) {
                double[] values = new double[n * width];
                for (int k = 0; k < values.length; k++) {
                    values[k] = k * 7919 % 101 - 50;
                }
                var t = DType.valueOf(type.toUpperCase(Locale.ROOT));
                var args = List.of(Tensors.all(n).get(0), Tensors.of(t, new int[] {n, width}, values), Tensors.of(t, new int[] {n}, new double[n]), Tensors.of(t, new int[] {n}, new double[n]));
                for (int bytes : new int[] {16, 32, 64}) {
                    Oracle.compare(m, "f", List.of(), bytes, 1, List.of(args));
                }
            }
        }
    }
}
