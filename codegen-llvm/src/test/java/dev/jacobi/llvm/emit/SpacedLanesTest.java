package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lanes whose elements are a few elements apart, which share registers, and farther ones, which do not. */
class SpacedLanesTest {
    @ParameterizedTest
    @CsvSource({"2,true", "3,true", "4,true", "5,false"})
    void readsAndStores(int step, boolean shared) {
        for (String type : List.of("f64", "f32", "i32")) {
            String text = """
                f(n:i32[], a:TYPE[m], b:TYPE[k]) {
                  c = map(n, b) { i, b -> j = mul i STEP:i32; j1 = add j 1:i32; x = index[promised] a j; y = index[promised] b j1; d = gt x y; s = add x y
                    r = cond(d) false { u = update[promised] b j1 s; yield u } true { yield b }
                    v = update[promised] r j x; yield v }
                  return c }""".replace("TYPE", type).replace("STEP", Integer.toString(step));
            var m = Parser.parseModule(text);
            String ir = Emitter.emit(new CompileRequest(m, "f", List.of(-1), false, 1), 64, true).text();
            if (shared) {
                assertFalse(ir.contains("masked.gather") || ir.contains("masked.scatter"), ir);
            } else {
                assertTrue(ir.contains("masked.gather"), ir);
            }
            // without an instruction that stores the lanes of a mask as fast as all, lanes store one by one, those that are off where nobody reads
            String each = Emitter.emit(new CompileRequest(m, "f", List.of(-1), false, 1), 32, true).text();
            assertFalse(each.contains("masked.store") || shared && each.contains("masked.scatter"), each);
            assertTrue(each.contains("load volatile ptr"), each);
            var calls = new ArrayList<Object[]>();
            for (int n : new int[] {0, 1, 2, 7, 16, 33, 70}) {
                calls.add(new Object[] {n, values(type, n * step + 1, 1), values(type, n * step + 1, 2)});
            }
            Oracle.checkAll(text, List.of(), calls);
            for (int bytes : new int[] {16, 32, 64}) {
                Oracle.compare(m, "f", List.of(), bytes, 1, calls.stream().map(Tensors::all).toList());
            }
        }
    }

    private static Object values(String type, int n, int seed) {
        double[] x = new double[n];
        Arrays.setAll(x, i -> Math.sin(i * 1.7 + seed) * 10);
        if (type.equals("f64")) {
            return x;
        } else if (type.equals("i32")) {
            return Arrays.stream(x).mapToInt(v -> (int) v).toArray();
        }
        float[] f = new float[n];
        for (int i = 0; i < n; i++) {
            f[i] = (float) x[i];
        }
        return f;
    }
}
