package dev.jacobi.array.data;

/** A random order of rows that depends on a seed and the number of the epoch alone: SplitMix64 and the shuffle of Fisher and Yates. */
public final class Permutation {
    private long state;

    private Permutation(long state) {
        this.state = state;
    }

    /** The numbers from 0 to n - 1 in a random order. */
    public static int[] of(long seed, int epoch, int n) {
        var r = new Permutation(seed);
        r.state = r.next() + epoch;
        int[] out = new int[n];
        for (int i = 0; i < n; i++) {
            int j = r.below(i + 1);
            out[i] = out[j];
            out[j] = i;
        }
        return out;
    }

    private long next() {
        state += 0x9e3779b97f4a7c15L;
        long z = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** Each number below the bound with the same probability: the high half of a product, where few values of the low one are drawn again. */
    private int below(int bound) {
        long product = (next() >>> 32) * bound;
        int least = Integer.remainderUnsigned(-bound, bound);
        while (Integer.compareUnsigned((int) product, least) < 0) {
            product = (next() >>> 32) * bound;
        }
        return (int) (product >>> 32);
    }
}
