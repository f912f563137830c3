package dev.jacobi.llvm.upcall;

import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * The discrete Fourier transforms of all lines along the last axis, by JTransforms, in O(n log n) for every length. Real and imaginary parts are arrays of their own, of doubles; the inverse
 * divides by the length.
 */
final class FourierCall implements HostFunction {
    /** Complex numbers that are read and written at a time, whole lines where they are shorter. */
    private static final int PART = 1 << 15;
    /** The library has real and imaginary parts in one Java array. */
    private static final long LONGEST = 1L << 30;
    private final FourierPlans plans;
    private final int rank;
    private final boolean inverse;

    FourierCall(FourierPlans plans, int rank, boolean inverse) {
        this.plans = plans;
        this.rank = rank;
        this.inverse = inverse;
    }

    @Override
    public void call(NativeView memory, long at) {
        LongBuffer words = memory.at(at, 8L * (2 * (1 + rank) + 2)).asLongBuffer();
        long lines = 1;
        for (int d = 1; d < rank; d++) {
            lines *= words.get(d);
        }
        long n = words.get(rank);
        if (n >= LONGEST) {
            throw new OutOfMemoryError("A Fourier transform of " + n + " numbers does not fit into a Java array.");
        }
        if (n == 0 || lines == 0) {
            return;
        }
        int length = (int) n;
        int together = (int) Math.min(lines, Math.max(1, PART / length));
        DoubleFFT_1D plan = plans.of(length);
        var in = new Parts(memory, words.get(0), words.get(1 + rank));
        var out = new Parts(memory, words.get(2 + 2 * rank), words.get(3 + 2 * rank));
        double[] pairs = new double[2 * together * length];
        double[] part = new double[Math.min(PART, together * length)];
        for (long line = 0; line < lines; line += together) {
            int some = (int) Math.min(together, lines - line);
            in.read(line * n, pairs, some * length, part);
            for (int k = 0; k < some; k++) {
                if (inverse) {
                    plan.complexInverse(pairs, 2 * k * length, true);
                } else {
                    plan.complexForward(pairs, 2 * k * length);
                }
            }
            out.write(line * n, pairs, some * length, part);
        }
    }

    /** Real and imaginary parts at two addresses. */
    private record Parts(NativeView memory, long re, long im) {
        /** Takes numbers from the first-th on as pairs. */
        void read(long first, double[] pairs, int count, double[] part) {
            for (int done = 0; done < count; done += part.length) {
                int some = Math.min(part.length, count - done);
                for (int side = 0; side < 2; side++) {
                    at(side, first + done, some).get(part, 0, some);
                    for (int i = 0, to = 2 * done + side; i < some; i++, to += 2) {
                        pairs[to] = part[i];
                    }
                }
            }
        }

        void write(long first, double[] pairs, int count, double[] part) {
            for (int done = 0; done < count; done += part.length) {
                int some = Math.min(part.length, count - done);
                for (int side = 0; side < 2; side++) {
                    for (int i = 0, from = 2 * done + side; i < some; i++, from += 2) {
                        part[i] = pairs[from];
                    }
                    at(side, first + done, some).put(part, 0, some);
                }
            }
        }

        private DoubleBuffer at(int side, long element, int count) {
            return memory.at((side == 0 ? re : im) + 8 * element, 8L * count).asDoubleBuffer();
        }
    }
}
