package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folds over rows of what their elements come to, in lanes, which are joined behind the last row: of one, two and three loops. */
class FoldsOfRowsTest {
    private static final String FOLD = """
        f(h:i32[], n:i32[], m:i32[], a:TYPE[k,l], b:TYPE[l]) {
          s, t = reduce[?, OP, OP](h, START:TYPE, START:TYPE) { g ->
            s0, t0 = reduce[?, OP, OP](n, NONE:TYPE, NONE:TYPE) { i ->
              s1, t1 = reduce[?, OP, OP](m, NONE:TYPE, NONE:TYPE) { j -> x = index a i j; y = index b j; z = mul x y; yield z, x }
              yield s1, t1 }
            yield s0, t0 }
          return s, t }""";

    @ParameterizedTest
    @CsvSource({"add, 0, 0, f64 f32 i32, 1", "add, 3, 0, i32, 1", "add, 3.0, 1.0, f64, 0", "max, 1, -2147483648, i32, 1", "min, -inf, inf, f64 f32, 1"})
    void overRows(String op, String start, String none, String types, int joined) {
        for (String type : types.split(" ")) {
            boolean whole = type.equals("i32");
            String zero = whole ? start : start.contains("inf") || start.contains(".") ? start : start + ".0";
            String text = FOLD.replace("OP", op).replace("START", zero).replace("NONE", whole || none.contains("inf") || none.contains(".") ? none : none + ".0").replace("TYPE", type);
            String ir = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(-1, -1), false, 1), 64, false).text();
            assertEquals(joined == 1, ir.lines().anyMatch(l -> l.contains("= alloca <")), ir);
            var calls = new ArrayList<Object[]>();
            for (int n : new int[] {0, 1, 2, 5}) {
                for (int m : new int[] {0, 1, 3, 8, 9, 31, 32, 33, 40, 71}) {
                    calls.add(new Object[] {2, n, m, rows(type), row(type, 1)});
                }
            }
            Oracle.checkAll(text, List.of(), calls);
        }
    }

    private static Object rows(String type) {
        Object first = row(type, 0);
        Object rows = Array.newInstance(first.getClass(), 5);
        for (int i = 0; i < 5; i++) {
            Array.set(rows, i, row(type, i));
        }
        return rows;
    }

    /** Whole numbers, which no order of a sum changes. */
    private static Object row(String type, int i) {
        int[] a = IntStream.range(0, 80).map(j -> (i * 80 + j) * 37 % 41 - 20).toArray();
        float[] f = new float[a.length];
        IntStream.range(0, a.length).forEach(j -> f[j] = a[j]);
        return type.equals("i32") ? a : type.equals("f32") ? f : IntStream.of(a).asDoubleStream().toArray();
    }
}
