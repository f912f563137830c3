// Calls functions of arrays by backend=tpu with numbers that are not arrays, and prints their results and where they ran.
package dev.jacobi.tpu;

import dev.jacobi.CacheInfo;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.NDArray;
import dev.jacobi.Np;

/** Functions of arrays of f32 with numbers of Java's, on a device without f64. */
final class NumbersMain {
    private NumbersMain() {
    }

    private static void print(String name, Object value, CacheInfo info) {
        System.out.println(name + " " + value + " " + info.backends());
    }

    public static void main(String[] args) {
        NDArray x = NDArray.of(1f, 2f, 3f);
        double decay = 0.9;
        Fn1<NDArray, NDArray> captured = Jacobi.jit((NDArray a) -> a.times(decay).plus(a.times(1 - decay).times(Math.sqrt(decay))));
        print("captured", captured.apply(x), Jacobi.cacheInfo(captured));
        // The first eight values have code, the ninth runs on the CPU.
        Fn2<NDArray, Double, NDArray> varying = Jacobi.jit((NDArray a, Double d) -> a.times(1 - d));
        for (int k = 0; k < 9; k++) {
            print("varying", varying.apply(x, 0.25 * k), Jacobi.cacheInfo(varying));
        }
        Fn1<double[], double[]> doubles = Jacobi.jit((double[] a) -> new double[] {a[0] * a[1]});
        print("doubles", doubles.apply(new double[] {2, 3})[0], Jacobi.cacheInfo(doubles));
    }
}
