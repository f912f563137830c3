package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.jit.NativeRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lanes that go along rows, from their beginning and from their end, in flat arrays and arrays of arrays: registers of elements are read and exchanged. What is not a row of its own is gathered. */
class RowBlocksTest {
    @ParameterizedTest
    @CsvSource({"flat,true", "backwards,true", "nested,true", "scaled,false", "looked up,false"})
    void sumsOfRows(String form, boolean blocks) {
        for (String type : List.of("f64", "f32", "i32", "i64")) {
            String text = """
                f(n:i32[], m:i32[], a:TYPE[SHAPE], x:TYPE[q], p:i32[r], y:TYPE[k]) {
                  c = map(n, y) { i, y -> START
                    s = for(m, 1:TYPE) { j, s -> PLACE
                      u = index[promised] x j; z = mul v u; w = sub s z; yield w }
                    u = update[promised] y i s; yield u }
                  return c }""".replace("SHAPE", form.equals("nested") ? "g,h" : "l")
                .replace("START", form.equals("nested") || form.equals("looked up") ? "" : form.equals("backwards") ? "i1 = add i 1:i32; t = mul i1 m; b = sub t 1:i32" : "b = mul i m")
                .replace("PLACE", switch (form) {
                    case "flat" -> "e = add b j; v = index[promised] a e";
                    case "backwards" -> "e = sub b j; v = index[promised] a e";
                    case "nested" -> "v = index[promised] a i j";
                    case "scaled" -> "d = mul j 2:i32; o = sub d j; o2 = add o 0:i32; e1 = add b d; e = sub e1 j; e2 = shr e 0:i32; v = index[promised] a e2";
                    default -> "b = index[promised] p i; e = add b j; v = index[promised] a e";
                }).replace("w = sub s z", type.startsWith("f") ? "w = sub s z" : "w0 = sub s z; w = shr w0 1:TYPE").replace("TYPE", type); // sums of integers would go by lanes along the rows
            var m = Parser.parseModule(text);
            String ir = Emitter.emit(new CompileRequest(m, "f", List.of(-1), false, 1), 64, true).text();
            assertEquals(blocks, ir.contains("block"), ir);
            var calls = new ArrayList<Object[]>();
            for (int[] e : new int[][] {{form.equals("nested") ? 2 : 0, 3}, {3, 0}, {1, 1}, {16, 8}, {33, 17}, {70, 40}, {32, 7}, {20, 40}, {5, 9}, {9, 24}, {31, 64}}) {
                Object a = values(type, e[0] * e[1], 1);
                calls.add(new Object[] {e[0], e[1], form.equals("nested") ? rows(type, e[0], e[1]) : a, values(type, e[1], 2), starts(e[0], e[1]), values(type, e[0], 3)});
            }
            if (type.equals("f64")) {
                Oracle.checkAll(text, List.of(), calls);
            }
            for (int bytes : new int[] {16, 32, 64}) {
                Oracle.compare(m, "f", List.of(), bytes, 1, calls.stream().map(Tensors::all).toList());
            }
        }
    }

    /** Where rows begin, in no order. */
    private static int[] starts(int rows, int length) {
        int[] at = new int[rows];
        Arrays.setAll(at, i -> i * 5 % Math.max(1, rows) * length);
        return at;
    }

    private static Object rows(String type, int n, int m) {
        return switch (type) {
            case "f64" -> fill(new double[n][], i -> (double[]) values(type, m, i));
            case "f32" -> fill(new float[n][], i -> (float[]) values(type, m, i));
            case "i32" -> fill(new int[n][], i -> (int[]) values(type, m, i));
            default -> fill(new long[n][], i -> (long[]) values(type, m, i));
        };
    }

    private static <T> T[] fill(T[] all, IntFunction<T> row) {
        Arrays.setAll(all, row);
        return all;
    }

    private static Object values(String type, int n, int seed) {
        double[] x = new double[n];
        Arrays.setAll(x, i -> Math.sin(i * 1.7 + seed) * 10);
        return switch (type) {
            case "f64" -> x;
            case "i32" -> Arrays.stream(x).mapToInt(v -> (int) v).toArray();
            case "i64" -> Arrays.stream(x).mapToLong(v -> (long) v).toArray();
            default -> {
                float[] f = new float[n];
                for (int i = 0; i < n; i++) {
                    f[i] = (float) x[i];
                }
                yield f;
            }
        };
    }

    /** Rows that an array says where they are, which other threads may change meanwhile: places of no row are brought to one that is there, or to zeros. */
    @ParameterizedTest
    @CsvSource({"nested,w,true", "flat,m,true", "flat,8:i32,true", "flat,5:i32,true", "flat,13:i32,true", "flat,65:i32,false", "flat,3:i32,false"})
    void rowsThatAnArraySays(String form, String length, boolean blocks) {
        String text = """
            f(n:i32[], m:i32[], a:f64[SHAPE], p:i32[r], y:f64[k]) {
              w = dim[0] a; c = map(n, y) { i, y -> b = index p i
                s = for(LENGTH, 1.0:f64) { j, s -> PLACE; z = mul v v; x = sub s z; yield x }
                u = update y i s; yield u }
              return c }""".replace("SHAPE", form.equals("nested") ? "g,h" : "l").replace("dim[0]", form.equals("nested") ? "dim[1]" : "dim[0]").replace("LENGTH", length)
            .replace("PLACE", form.equals("nested") ? "v = index a b j" : "e = add b j; v = index a e");
        var m = Parser.parseModule(text);
        String ir = Emitter.emit(new CompileRequest(m, "f", List.of(-1), false, 1), 64, true).text();
        assertEquals(blocks, ir.contains("block"), ir);
        int most = length.length() == 1 ? 13 : Integer.parseInt(length.split(":")[0]);
        for (int n : new int[] {0, 1, 7, 16, 37}) {
            Object a = form.equals("nested") ? rows("f64", 5, most) : values("f64", 5 * most, 1);
            int[] there = new int[n];
            Arrays.setAll(there, i -> i * 3 % 5 * (form.equals("nested") ? 1 : most));
            for (int bytes : new int[] {16, 32, 64}) {
                Oracle.compare(m, "f", List.of(), bytes, 1, List.of(Tensors.all(n, most, a, there, new double[n])));
                var run = new NativeRun(Emitter.emit(new CompileRequest(m, "f", List.of(-1), false, 1), bytes), false);
                for (int far : new int[] {-1, 5 * most - 1, 1 << 30, Integer.MIN_VALUE}) {
                    int[] gone = there.clone();
                    Arrays.fill(gone, n / 2, n, far);
                    assertEquals(1, run.run(Tensors.all(n, most, a, gone, new double[n])).results().size());
                    var without = new ArrayList<>(Tensors.all(n, most, 0, gone, new double[n]));
                    without.set(2, Tensors.of(DType.F64, form.equals("nested") ? new int[] {0, most} : new int[] {0}));
                    assertEquals(1, run.run(without).results().size());
                }
            }
        }
    }
}
