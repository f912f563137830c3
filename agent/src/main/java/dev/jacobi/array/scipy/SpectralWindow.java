package dev.jacobi.array.scipy;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Windows of segments of signals, by name or with elements of their own. Those by name go on periodically: they are symmetric about the middle but for the first element. */
public record SpectralWindow(String name, NDArray elements) {
    /** The factors of cosines whose sum a window is, with alternating signs. */
    private static final Map<String, double[]> COSINES = Map.of("boxcar", new double[] {1}, "hann", new double[] {0.5, 0.5}, "hamming", new double[] {0.54, 0.46},
        "blackman", new double[] {0.42, 0.5, 0.08}, "nuttall", new double[] {0.3635819, 0.4891775, 0.1365995, 0.0106411},
        "blackmanharris", new double[] {0.35875, 0.48829, 0.14128, 0.01168},
        "flattop", new double[] {0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368});

    /** A window by its name. */
    public static SpectralWindow of(String name) {
        return new SpectralWindow(name, null);
    }

    /** A window of these elements. */
    public static SpectralWindow of(NDArray elements) {
        return new SpectralWindow(null, elements);
    }

    /** How long segments are: as said, or as the elements, or as the whole signal; not longer than that. */
    int segment(String what, Integer nperseg, int length) {
        if (nperseg != null && nperseg < 1) {
            throw new JacobiException(what + ": segments of " + nperseg + " elements are asked for; give a positive number.");
        }
        if (elements == null) {
            return Math.min(nperseg == null ? length : nperseg, length);
        }
        if (elements.rank() != 1 || elements.size() > length || nperseg != null && nperseg != elements.size()) {
            throw new JacobiException(what + ": the window has the shape " + elements.shapeOf() + ", the signal " + length + " elements"
                + (nperseg == null ? "" : " and its segments " + nperseg) + "; give a vector as long as the segments, and not longer than the signal.");
        }
        return elements.size();
    }

    /** The window's elements, of the type of {@code like}. */
    NDArray of(String what, int n, NDArray like) {
        if (elements != null) {
            return elements.astype(like.dtype());
        }
        double[] factors = COSINES.get(name);
        if (factors == null) {
            throw new JacobiException(what + ": there is no window '" + name + "'; there are " + String.join(", ", new TreeMap<>(COSINES).keySet()) + ", or give its elements.");
        }
        double[] w = IntStream.range(0, n).mapToDouble(i -> n == 1 ? 1 : cosines(factors, 2 * Math.PI * i / n)).toArray();
        return NDArray.of((Object) w, like.dtype().real());
    }

    private static double cosines(double[] factors, double angle) {
        double sum = 0;
        for (int k = 0; k < factors.length; k++) {
            sum += (k % 2 == 0 ? factors[k] : -factors[k]) * Math.cos(k * angle);
        }
        return sum;
    }
}
