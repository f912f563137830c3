package dev.jacobi;

/**
 * Functions over the lanes of a {@code vmap} whose axis has a name. They have a meaning only inside of a function that is mapped, where they are compiled;
 * called elsewhere they throw.
 */
public final class Lax {
    private Lax() {
    }

    private static JacobiException outside(String what, String axis) {
        return new JacobiException("Lax." + what + " over the axis '" + axis + "' was called outside of a vmap with an axis of that name; give the name with "
            + "Axes.in(..).named(\"" + axis + "\").");
    }

    /** The sum over all lanes. */
    public static double psum(double x, String axis) {
        throw outside("psum", axis);
    }

    /** As {@link #psum(double, String)}. */
    public static float psum(float x, String axis) {
        throw outside("psum", axis);
    }

    /** As {@link #psum(double, String)}. */
    public static int psum(int x, String axis) {
        throw outside("psum", axis);
    }

    /** As {@link #psum(double, String)}, element by element. */
    public static double[] psum(double[] x, String axis) {
        throw outside("psum", axis);
    }

    /** As {@link #psum(double, String)}, element by element. */
    public static float[] psum(float[] x, String axis) {
        throw outside("psum", axis);
    }

    /** The mean over all lanes. */
    public static double pmean(double x, String axis) {
        return psum(x, axis) / psum(1, axis);
    }

    /** As {@link #pmean(double, String)}. */
    public static float pmean(float x, String axis) {
        return psum(x, axis) / psum(1, axis);
    }

    /** As {@link #pmean(double, String)}, element by element. */
    public static double[] pmean(double[] x, String axis) {
        double[] sum = psum(x, axis);
        int lanes = psum(1, axis);
        double[] mean = new double[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = sum[i] / lanes;
        }
        return mean;
    }

    /** The largest of all lanes' values. */
    public static double pmax(double x, String axis) {
        throw outside("pmax", axis);
    }

    /** As {@link #pmax(double, String)}. */
    public static float pmax(float x, String axis) {
        throw outside("pmax", axis);
    }

    /** As {@link #pmax(double, String)}. */
    public static int pmax(int x, String axis) {
        throw outside("pmax", axis);
    }

    /** The smallest of all lanes' values. */
    public static double pmin(double x, String axis) {
        throw outside("pmin", axis);
    }

    /** As {@link #pmin(double, String)}. */
    public static float pmin(float x, String axis) {
        throw outside("pmin", axis);
    }

    /** As {@link #pmin(double, String)}. */
    public static int pmin(int x, String axis) {
        throw outside("pmin", axis);
    }

    /** The number of this lane, from 0. */
    public static int axisIndex(String axis) {
        throw outside("axisIndex", axis);
    }
}
