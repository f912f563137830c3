package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Parts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;

/** Arrays that tables of expected values are about, and how rows of them are checked: the values are those of JAX 0.10.2 for the same arrays. */
abstract class NpTable {
    final NDArray v = NDArray.of(new double[] {1.5, -2, 0.25, 3, 1.5});
    final NDArray m = NDArray.of(new double[][] {{1, 2, 3.5, -4}, {0.5, -6, 7, 8}, {9, 2, -1, 0}});
    final NDArray t = NDArray.of(new double[][][] {{{1, 2, 3}, {4, 5, 6}}, {{-1, 0, 2}, {0.5, 8, -3}}});
    final NDArray n = NDArray.of(new double[][] {{1, Double.NaN, 3}, {Double.NaN, Double.NaN, Double.NaN}, {4, -2, 0}});
    final NDArray i = NDArray.of(new int[][] {{3, -1, 4}, {1, -5, 9}});
    final NDArray k = NDArray.of(new int[] {2, 0, 1, 2, 5});
    final NDArray u = NDArray.of(new int[] {200, 100, 7, 255}, DType.U8);
    final NDArray h = NDArray.of(new double[] {1000.5, 2000, -30, 0.125}, DType.F16);
    final NDArray d = NDArray.of(new double[] {0.1, 2.5, -3}, DType.F64);
    final NDArray b = NDArray.of(new boolean[][] {{true, false, true}, {true, true, true}});
    final NDArray c = Parts.complex(NDArray.of(new double[][] {{1, -2}, {0.5, 3}}), NDArray.of(new double[][] {{2, 1}, {-1, 0}}));
    final NDArray e = JavaArrays.empty(DType.F32, 0, 3);
    private final List<String> wrong = new ArrayList<>();

    /** {@code expected} is the type, the shape, and the elements, of complex ones the real parts and then the imaginary ones. */
    void row(String name, Supplier<NDArray> got, String expected) {
        String[] parts = expected.split(" ", 3);
        try {
            NDArray x = got.get();
            if (!x.dtype().text().equals(parts[0]) || !Arrays.toString(x.shape()).replace(" ", "").equals(parts[1])) {
                wrong.add(name + ": " + x.dtype() + Arrays.toString(x.shape()) + " in place of " + parts[0] + parts[1]);
                return;
            }
            double[] want = parts[2].isEmpty() ? new double[0] : Arrays.stream(parts[2].split(" ")).mapToDouble(NpTable::number).toArray();
            double[] have = Parts.real(x).toDoubleArray();
            if (x.dtype().isComplex()) {
                double[] im = Parts.imaginary(x).toDoubleArray();
                have = Arrays.copyOf(have, 2 * im.length);
                System.arraycopy(im, 0, have, im.length, im.length);
            }
            if (!close(have, want, x.dtype())) {
                wrong.add(name + ": " + Arrays.toString(have) + " in place of " + Arrays.toString(want));
            }
        } catch (RuntimeException | Error failure) {
            wrong.add(name + ": " + failure);
        }
    }

    private static double number(String s) {
        return switch (s) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(s);
        };
    }

    private static boolean close(double[] have, double[] want, DType d) {
        if (have.length != want.length) {
            return false;
        }
        double relative = !d.isInexact() ? 0 : d.real() == DType.F64 ? 1e-12 : d == DType.F16 || d == DType.BF16 ? 2e-3 : 4e-6;
        for (int j = 0; j < have.length; j++) {
            boolean same = Double.compare(have[j], want[j]) == 0 || Math.abs(have[j] - want[j]) <= relative * Math.max(1, Math.abs(want[j]));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    @AfterEach
    void allRowsAreRight() {
        assertEquals("", String.join("\n", wrong));
    }
}
