package dev.jacobi;

/**
 * Transformations of functions over numbers, arrays, records, lists and maps: gradients, batching, compilation, in any order and depth.
 * Functions are static methods or lambdas as they are; each result is a function again. The methods are grouped in the super classes.
 */
public final class Jacobi extends JacobiRules {
    private Jacobi() {
    }

    /** What has been compiled for a transformed function so far, and why it was compiled again. */
    public static CacheInfo cacheInfo(Fn f) {
        return JacobiFunction.cacheInfo(f);
    }
}
