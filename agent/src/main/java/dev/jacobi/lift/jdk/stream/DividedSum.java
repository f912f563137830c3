package dev.jacobi.lift.jdk.stream;

/**
 * What a parallel stream of doubles adds up. The JDK divides where the elements come from in halves until there are four parts for each thread or more, and longer ranges at their eighths; each part is
 * added up by itself, and the sums are put together as the parts come from each other. So is this, with the rounding that it has, for the threads that the common pool has.
 */
final class DividedSum {
    private static final int PARTS_OF_THREAD = 4;
    /** Halves may come to half of that, and eighths to an eighth; both are rounded. */
    private static final int MOST_OF_THREAD = 128;
    private static final int LONG_RANGE = 1 << 24;
    private static final int LONG_PART = 8;
    private final boolean ofRange;
    private final int leaf;
    private final int[] ends;
    private final double[] sums;
    private final double[] errors;
    private final double[] simple;
    private final long[] counts;

    private DividedSum(boolean ofRange, int leaf, int most) {
        this.ofRange = ofRange;
        this.leaf = leaf;
        ends = new int[most];
        sums = new double[most];
        errors = new double[most];
        simple = new double[most];
        counts = new long[most];
    }

    static DoubleStatisticsModel of(StreamElements in) {
        int n = in.size();
        int threads = Remarks.threads();
        var all = new DividedSum(in.isOfRange(), Math.max(1, n / (PARTS_OF_THREAD * threads)), MOST_OF_THREAD * threads);
        int parts = divide(all.ofRange, 0, n, all.leaf, all.ends, 0);
        int least = n;
        for (int k = 0; k < parts; k++) {
            least = Math.min(least, all.ends[k] - all.begin(k));
        }
        for (int k = 0; k < parts; k++) {
            var part = new DoubleStatisticsModel();
            int begin = all.begin(k);
            // so many elements has each part, so that parts can go together
            add(in.part(begin, begin + least), part);
            add(in.part(begin + least, all.ends[k]), part);
            all.put(k, part);
        }
        join(all.ofRange, 0, n, all.leaf, 0, all.sums, all.errors, all.simple, all.counts);
        return new DoubleStatisticsModel(all.sums[0], all.errors[0], all.simple[0], all.counts[0]);
    }

    private static void add(StreamElements part, DoubleStatisticsModel to) {
        part.until(v -> {
            to.add((double) v);
            return true;
        });
    }

    private int begin(int k) {
        return k == 0 ? 0 : ends[k - 1];
    }

    private void put(int k, DoubleStatisticsModel part) {
        sums[k] = part.sum();
        errors[k] = part.error();
        simple[k] = part.simple();
        counts[k] = part.getCount();
    }

    /** Where the parts end, in order, behind the {@code count} that are known; returns how many are. */
    private static int divide(boolean ofRange, int from, int to, int leaf, int[] ends, int count) {
        if (to - from <= leaf) {
            ends[count] = to;
            return count + 1;
        }
        int middle = middle(ofRange, from, to);
        return divide(ofRange, middle, to, leaf, ends, divide(ofRange, from, middle, leaf, ends, count));
    }

    private static int middle(boolean ofRange, int from, int to) {
        int n = to - from;
        return from + n / (ofRange && n >= LONG_RANGE ? LONG_PART : 2);
    }

    /** Puts the sums of the parts from the {@code k}th on together there; returns the number of the part behind them. */
    private static int join(boolean ofRange, int from, int to, int leaf, int k, double[] sums, double[] errors, double[] simple, long[] counts) {
        if (to - from <= leaf) {
            return k + 1;
        }
        int middle = middle(ofRange, from, to);
        int other = join(ofRange, from, middle, leaf, k, sums, errors, simple, counts);
        int end = join(ofRange, middle, to, leaf, other, sums, errors, simple, counts);
        var both = new DoubleStatisticsModel(sums[k], errors[k], simple[k], counts[k]);
        both.combine(new DoubleStatisticsModel(sums[other], errors[other], simple[other], counts[other]));
        sums[k] = both.sum();
        errors[k] = both.error();
        simple[k] = both.simple();
        counts[k] = both.getCount();
        return end;
    }
}
