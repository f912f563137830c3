package dev.jacobi.lift.jdk;

/**
 * What stands for a {@link java.util.Random} that a method makes itself from a seed: the generator that its documentation fixes, without
 * the care for other threads. Methods that are not here are left to the original.
 */
public final class RandomModel {
    /** Internal name of this class. */
    public static final String NAME = RandomModel.class.getName().replace('.', '/');
    public static final String STANDS_FOR = "java/util/Random";
    private static final long MULTIPLIER = 0x5DEECE66DL;
    private static final long MASK = (1L << 48) - 1;
    private long seed;
    private double kept;
    private boolean hasKept;

    RandomModel(long seed) {
        this.seed = (seed ^ MULTIPLIER) & MASK;
    }

    void setSeed(long newSeed) {
        seed = (newSeed ^ MULTIPLIER) & MASK;
        hasKept = false;
    }

    private int next(int bits) {
        seed = seed * MULTIPLIER + 11 & MASK;
        return (int) (seed >>> 48 - bits);
    }

    int nextInt() {
        return next(32);
    }

    /** Numbers of an incomplete last round are drawn again. */
    int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException();
        }
        int drawn = next(31);
        if ((bound & bound - 1) == 0) {
            return (int) (bound * (long) drawn >> 31);
        }
        int result = drawn % bound;
        while (drawn - result + (bound - 1) < 0) {
            drawn = next(31);
            result = drawn % bound;
        }
        return result;
    }

    long nextLong() {
        long high = (long) next(32) << 32;
        return high + next(32);
    }

    boolean nextBoolean() {
        return next(1) != 0;
    }

    float nextFloat() {
        return next(24) / (float) (1 << 24);
    }

    double nextDouble() {
        long high = (long) next(26) << 27;
        return (high + next(27)) * 0x1.0p-53;
    }

    /** The polar method; every second number was kept from the call before. */
    double nextGaussian() {
        if (hasKept) {
            hasKept = false;
            return kept;
        }
        double x;
        double y;
        double s;
        do {
            x = 2 * nextDouble() - 1;
            y = 2 * nextDouble() - 1;
            s = x * x + y * y;
        } while (s >= 1 || s == 0);
        double scale = StrictMath.sqrt(-2 * StrictMath.log(s) / s);
        kept = y * scale;
        hasKept = true;
        return x * scale;
    }

    void nextBytes(byte[] to) {
        int drawn = 0;
        for (int i = 0; i < to.length; i++) {
            drawn = i % 4 == 0 ? nextInt() : drawn >> 8;
            to[i] = (byte) drawn;
        }
    }
}
