// What a driver has computed, in a form that two runs can be compared by.
package dev.jacobi.foreign;

/** The results of one round: digests of all bits, and sums for reals that may differ in the last place. */
public final class Results {
    private static final double GOLDEN = 0.6180339887498949;

    private long integers = 1;
    private long reals = 1;
    private int count;
    private double size;
    private double weighted;

    /** What is compared, in one line: {@code INTEGERS REALS SIZE WEIGHTED}, see {@link Run#compare}. */
    public String line() {
        return Long.toHexString(integers) + " " + Long.toHexString(reals) + " " + size + " " + weighted;
    }

    public void add(long value) {
        integers = mixed(integers, value);
    }

    /** NaNs are alike. */
    public void add(double value) {
        reals = mixed(reals, Double.doubleToLongBits(value));
        double finite = Double.isFinite(value) ? value : 1;
        size += Math.abs(finite);
        // weights that differ, so that an exchange of two results changes the sum
        double weight = ++count * GOLDEN;
        weighted += finite * (weight - Math.floor(weight));
    }

    private static long mixed(long digest, long value) {
        return Long.rotateLeft(digest, 7) * 0x9E3779B97F4A7C15L + value;
    }

    public void add(double[] values) {
        add(values.length);
        for (double v : values) {
            add(v);
        }
    }

    public void add(float[] values) {
        add(values.length);
        for (float v : values) {
            add((double) v);
        }
    }

    public void add(int[] values) {
        add(values.length);
        for (int v : values) {
            add(v);
        }
    }

    public void add(byte[] values) {
        add(values.length);
        for (byte v : values) {
            add(v);
        }
    }

    public void add(String text) {
        add(text.hashCode());
    }
}
