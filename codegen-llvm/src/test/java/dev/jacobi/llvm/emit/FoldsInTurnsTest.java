package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folds of reals that run no lanes: their trips take turns with four results, and those of short ones go one after the other. */
class FoldsInTurnsTest {
    private static final String FOLD = """
        f(n:i32[], a:TYPE[k], p:i32[l]) {
          s = reduce[?, OP](n, START:TYPE) { i -> j = index p i; c = lt j 40:i32; check[index "here"] c; x = index a j; TERM; yield y }
          return s }""";

    @ParameterizedTest
    @CsvSource({"2, add, 0.5, y = mul x x", "2, mul, -1.0, y = add x 0.0:TYPE", "1, max, 0.25, y = neg x", "1, min, 0.25, y = neg x"})
    void inTurns(int ways, String op, String start, String term) {
        for (String type : List.of("f32", "f64")) {
            String text = FOLD.replace("TERM", term).replace("OP", op).replace("START", start).replace("TYPE", type);
            String ir = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(-1), false, 1), 0, false).text();
            // four loads in the loop, and one behind it; sums and products are emitted for the only block that there is and for one of several
            assertEquals(5L * ways, ir.lines().filter(l -> l.contains(" = load " + (type.equals("f32") ? "float" : "double")) && l.contains("align")).count(), ir);
            var calls = new ArrayList<Object[]>();
            for (int n : new int[] {0, 1, 3, 7, 8, 9, 11, 12, 100}) {
                double[] d = IntStream.range(0, 41).mapToDouble(i -> op.equals("mul") ? i % 2 == 0 ? 2 : -0.5 : i % 7 == 3 ? -0.0 : (i * 37 % 41 - 20) / 4.0).toArray();
                float[] f = new float[d.length];
                IntStream.range(0, d.length).forEach(i -> f[i] = (float) d[i]);
                // in the longest fold an index fails
                calls.add(new Object[] {n, type.equals("f32") ? f : d, IntStream.range(0, n).map(i -> i == 77 ? 40 : i * 11 % 40).toArray()});
            }
            Oracle.checkAll(text, List.of(), calls);
        }
    }
}
