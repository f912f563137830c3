package dev.jacobi.llvm.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.emit.Oracle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops that are products of matrices are bit-equal to what they say where a routine takes their place: it keeps the order of sums, in blocks of all sizes, and for numbers that are none. */
@Tag("slow")
class OrderedProductsTest {
    private static final String ZERO = """
        f(a:T[m,l], b:T[k,n]) {
          rows:i32[] = DIM_M
          columns:i32[] = DIM_N
          terms:i32[] = DIM_K
          c:T[m,n] = full[T[m,n]] 0.0:T rows columns
          r:T[m,n] = map(rows, c) { i:i32[], ci:T[m,n] ->
            s:T[m,n] = map(columns, ci) { j:i32[], cj:T[m,n] ->
              t:T[] = for(terms, 0.0:T) { p:i32[], was:T[] ->
                x:T[] = index a A_AT
                y:T[] = index b B_AT
                z:T[] = mul x y
                now:T[] = add was z
                yield now
              }
              u:T[m,n] = update cj i j t
              yield u
            }
            yield s
          }
          return r
        }
        """;
    private static final String SCALED = """
        f(c:f64[m,n], a:f64[m,k], b:f64[k,n], alpha:f64[], beta:f64[]) {
          rows:i32[] = dim[0] c
          columns:i32[] = dim[1] c
          terms:i32[] = dim[0] b
          r:f64[m,n] = map(rows, c) { i:i32[], ci:f64[m,n] ->
            d:f64[m,n] = map(columns, ci) { j:i32[], cj:f64[m,n] ->
              v:f64[] = index cj i j
              w:f64[] = mul v beta
              u:f64[m,n] = update cj i j w
              yield u
            }
            s:f64[m,n] = map(columns, d) { j2:i32[], cj2:f64[m,n] ->
              v2:f64[] = index cj2 i j2
              t:f64[] = for(terms, v2) { p:i32[], was:f64[] ->
                x:f64[] = index a i p
                ax:f64[] = mul alpha x
                y:f64[] = index b p j2
                z:f64[] = mul ax y
                now:f64[] = add was z
                yield now
              }
              u2:f64[m,n] = update cj2 i j2 t
              yield u2
            }
            yield s
          }
          return r
        }
        """;

    /** Numbers of all kinds: few that are none where {@code odd}, so that not every sum is NaN. */
    private static Tensor numbers(DType t, boolean odd, int rows, int columns) {
        double[] x = new double[rows * columns];
        float[] y = new float[rows * columns];
        long seed = 7 + rows * 31L + columns;
        for (int i = 0; i < x.length; i++) {
            seed = seed * 6364136223846793005L + 1442695040888963407L;
            int kind = (int) (seed >>> 40) & 4095;
            x[i] = !odd || kind > 4 ? (seed >> 11) * 0x1p-52 : kind == 0 ? Double.NaN : kind == 1 ? Double.POSITIVE_INFINITY : kind == 2 ? Double.NEGATIVE_INFINITY : kind == 3 ? -0.0 : 1e30;
            y[i] = (float) x[i];
        }
        return new Tensor(t, new int[] {rows, columns}, t == DType.F64 ? x : y);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f32", "f64"})
    void layoutsAndSizes(String t) {
        DType d = DType.valueOf(t.toUpperCase());
        for (int layout = 0; layout < 4; layout++) {
            boolean ta = layout % 2 == 1;
            boolean tb = layout > 1;
            var calls = new ArrayList<Object[]>();
            for (int[] q : new int[][] {{64, 8, 64}, {97, 13, 61}, {8, 300, 515}, {515, 9, 8}, {67, 257, 71}, {13, 2050, 67}, {1, 9, 4099}, {0, 8, 64}, {64, 0, 64}, {64, 8, 0}, {3, 2, 1}}) {
                // large ones take long to interpret: with numbers that are none, once
                for (boolean odd : layout == 0 || q[0] * q[1] * q[2] < 1 << 20 ? new boolean[] {false, true} : new boolean[] {layout == 3}) {
                    calls.add(new Object[] {ta ? numbers(d, odd, q[1], q[0]) : numbers(d, odd, q[0], q[1]), tb ? numbers(d, odd, q[2], q[1]) : numbers(d, odd, q[1], q[2])});
                }
            }
            String text = ZERO.replace("a:T[m,l]", ta ? "a:T[k,m]" : "a:T[m,k]").replace("b:T[k,n]", tb ? "b:T[n,k]" : "b:T[k,n]").replace("DIM_M", ta ? "dim[1] a" : "dim[0] a")
                .replace("DIM_N", tb ? "dim[0] b" : "dim[1] b").replace("DIM_K", ta ? "dim[0] a" : "dim[1] a").replace("A_AT", ta ? "p i" : "i p").replace("B_AT", tb ? "j p" : "p j").replace("T", t);
            assertCalls(text);
            Oracle.checkAll(text, List.of(), calls);
        }
    }

    /** Rows that are longer than the sum is are read where they are. */
    @Test
    void partsOfRows() {
        String text = ZERO.replace("DIM_M", "dim[0] a").replace("DIM_N", "dim[1] b").replace("DIM_K", "dim[0] b").replace("A_AT", "i p").replace("B_AT", "p j").replace("T", "f64");
        assertCalls(text);
        Oracle.checkAll(text, List.of(), List.of(new Object[] {numbers(DType.F64, true, 70, 30), numbers(DType.F64, true, 23, 75)}, new Object[] {numbers(DType.F64, true, 70, 23), numbers(DType.F64, true, 23, 75)}));
    }

    /** What a loop has scaled is what the sums start from; the first factor is a product itself. */
    @Test
    void scaledSums() {
        assertCalls(SCALED);
        var calls = new ArrayList<Object[]>();
        for (int[] q : new int[][] {{64, 8, 64}, {67, 300, 73}, {1, 3, 5}, {64, 0, 64}}) {
            calls.add(new Object[] {numbers(DType.F64, true, q[0], q[2]), numbers(DType.F64, true, q[0], q[1]), numbers(DType.F64, false, q[1], q[2]), 1.25, 0.75});
        }
        Oracle.checkAll(SCALED, List.of(), calls);
        Oracle.checkAll(SCALED, List.of(0), calls);
    }

    /** Sums that start from a number start from it also where the product is written into the vector that the loop copies it to. */
    @Test
    void sumsFromANumberInAVector() {
        String text = """
            f(a:f64[m,k], b:f64[k,n], first:f64[], length:i32[]) {
              rows:i32[] = dim[0] a
              columns:i32[] = dim[1] b
              terms:i32[] = dim[0] b
              c:f64[?] = full[f64[?]] 7.0:f64 length
              r:f64[?] = map(rows, c) { i:i32[], ci:f64[?] ->
                row:i32[] = mul i columns
                s:f64[?] = map(columns, ci) { j:i32[], cj:f64[?] ->
                  t:f64[] = for(terms, first) { p:i32[], was:f64[] ->
                    x:f64[] = index a i p
                    y:f64[] = index b p j
                    z:f64[] = mul x y
                    now:f64[] = add was z
                    yield now
                  }
                  at:i32[] = add row j
                  u:f64[?] = update cj at t
                  yield u
                }
                yield s
              }
              return r
            }
            """;
        var calls = new ArrayList<Object[]>();
        for (int more : new int[] {0, 3}) {
            calls.add(new Object[] {numbers(DType.F64, false, 70, 30), numbers(DType.F64, false, 30, 75), 1.5, 70 * 75 + more});
        }
        Oracle.checkAll(text, List.of(), calls);
        Oracle.checkAll(text.replace("full[f64[?]] 7.0:f64", "full[f64[?]] 0.0:f64").replace("for(terms, first)", "for(terms, 2.5:f64)"), List.of(), calls);
    }

    /** What the sums start from may be a number for each column or row, as a layer of a network has it, or be computed of such numbers: it is added first. */
    @ParameterizedTest
    @ValueSource(strings = {"start:T[] = index v j", "start:T[] = index v i", "once:T[] = index v j; start:T[] = mul once once"})
    void sumsFromNumbersOfColumnsOrRows(String start) {
        for (String t : List.of("f32", "f64")) {
            DType d = DType.valueOf(t.toUpperCase());
            String text = ZERO.replace("b:T[k,n])", "b:T[k,n], v:T[h])").replace("DIM_M", "dim[0] a").replace("DIM_N", "dim[1] b").replace("DIM_K", "dim[0] b").replace("A_AT", "i p").replace("B_AT", "p j")
                .replace("      t:T[] = for(terms, 0.0:T)", "      " + start.replace("; ", "\n      ") + "\n      t:T[] = for(terms, start)").replace("T", t);
            assertCalls(text);
            var calls = new ArrayList<Object[]>();
            for (int[] q : new int[][] {{64, 8, 64}, {97, 13, 61}, {61, 40, 97}, {3, 2, 1}, {64, 0, 64}, {0, 8, 64}}) {
                for (boolean odd : new boolean[] {false, true}) {
                    Tensor numbers = numbers(d, odd, 1, Math.max(q[0], q[2]));
                    calls.add(new Object[] {numbers(d, odd, q[0], q[1]), numbers(d, odd, q[1], q[2]), new Tensor(d, new int[] {Math.max(q[0], q[2])}, numbers.data())});
                }
            }
            Oracle.checkAll(text, List.of(), calls);
        }
    }

    /** The code calls the routine, and needs no library for that. */
    private static void assertCalls(String text) {
        LlvmModule m = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(-1), false, 2), Tuning.host());
        assertEquals(1, m.text().lines().filter(l -> l.contains("call void @jacobi_ordered_")).count(), m.text());
        assertFalse(m.library());
    }
}
