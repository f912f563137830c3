// Vector operations in Java of a library whose matrices are native.
package dev.jacobi.foreign.drivers;

import dev.jacobi.foreign.Data;
import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import java.util.List;
import org.jblas.JavaBlas;

/** jblas' {@code JavaBlas}. */
public final class Jblas implements Driver {
    private static final int[] SIZES = {100, 1000, 10_000};

    @Override
    public String name() {
        return "jblas";
    }

    @Override
    public List<String> include() {
        return List.of("org.jblas.*");
    }

    @Override
    public void run(int round, Results results) {
        int n = SIZES[round % SIZES.length];
        double[] x = Data.doubles(round, n);
        double[] y = Data.doubles(round + 1, n);
        double[] z = new double[n];
        float[] f = Data.floats(round, n);
        float[] g = Data.floats(round + 1, n);
        for (int i = 0; i < 500_000 / n; i++) {
            JavaBlas.raxpy(n, 0.01, x, 0, 1, y, 0, 1);
            results.add(JavaBlas.rdot(n, x, 0, 1, y, 0, 1));
            JavaBlas.rzaxpy(n, z, 0, 1, 0.5, x, 0, 1, y, 0, 1);
            JavaBlas.rzgxpy(n, z, x, y);
            JavaBlas.raxpy(n, 0.01f, f, 0, 1, g, 0, 1);
            results.add((double) JavaBlas.rdot(n / 2, f, 0, 2, g, 1, 2));
            JavaBlas.rswap(n / 2, x, 0, 2, y, 0, 2);
        }
        results.add(y);
        results.add(z);
        results.add(g);
    }
}
