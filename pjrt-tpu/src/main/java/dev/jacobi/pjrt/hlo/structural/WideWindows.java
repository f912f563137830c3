package dev.jacobi.pjrt.hlo.structural;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Convolutions with wide windows and few places to put them, as a kernel's gradient is: its window is the image. Each place is a matrix product of the part of the images under the
 * window. libtpu takes minutes for such a convolution in full precision, and seconds for the products.
 */
final class WideWindows {
    /** A window of fewer elements is a convolution for all compilers. */
    private static final int WIDE = 256;
    /** For more places the text would become long: a kernel of 7 by 7 has so many. */
    private static final int PLACES = 49;

    private WideWindows() {
    }

    /** Whether it is one, by the extents of the filters and of the result. */
    static boolean is(int[] filters, int[] result) {
        return extent(filters) >= WIDE && extent(result) <= PLACES;
    }

    private static long extent(int[] dims) {
        return Arrays.stream(dims, 2, dims.length).asLongStream().reduce(1, (a, b) -> a * b);
    }

    /** The convolution of images [N, C, ..] by filters [O, C, ..], in one group. */
    static Tensor convolve(Ops o, Tensor images, Tensor filters, int[] result, Params.Conv p) {
        int spatial = p.strides().size();
        int[] low = new int[2 + spatial];
        int[] high = new int[2 + spatial];
        for (int k = 0; k < spatial; k++) {
            low[2 + k] = Math.toIntExact(p.padLow().get(k));
            high[2 + k] = Math.toIntExact(p.padHigh().get(k));
        }
        Tensor padded = o.pad(images, o.constant(Lit.zero(images.dtype())), low, high);
        List<Integer> inner = IntStream.rangeClosed(1, 1 + spatial).boxed().toList();
        var places = new ArrayList<Tensor>();
        int count = (int) extent(result);
        for (int place = 0; place < count; place++) {
            int[] start = new int[2 + spatial];
            int[] limit = padded.shape().clone();
            int[] step = new int[2 + spatial];
            Arrays.fill(step, 1);
            int rest = place;
            for (int k = spatial - 1; k >= 0; k--) {
                start[2 + k] = rest % result[2 + k] * Math.toIntExact(p.strides().get(k));
                rest /= result[2 + k];
                step[2 + k] = Math.toIntExact(p.dilation().get(k));
                limit[2 + k] = start[2 + k] + (filters.shape()[2 + k] - 1) * step[2 + k] + 1;
            }
            Tensor part = o.slice(padded, start, limit, step);
            Tensor sums = LibraryOps.dot(o, part, filters, new int[] {result[0], result[1]}, "", inner, inner);
            places.add(o.reshape(sums, result[0], result[1], 1));
        }
        return o.reshape(o.concat(List.copyOf(places), 2), result);
    }
}
