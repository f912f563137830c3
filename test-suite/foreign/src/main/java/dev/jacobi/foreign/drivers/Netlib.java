// Products, factorisations and eigenvalues of dense matrices, by LAPACK as it was translated from Fortran.
package dev.jacobi.foreign.drivers;

import dev.jacobi.foreign.Data;
import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import java.util.List;
import org.netlib.blas.Dgemm;
import org.netlib.blas.Dsyrk;
import org.netlib.blas.Dtrsm;
import org.netlib.lapack.Dgeev;
import org.netlib.lapack.Dgels;
import org.netlib.lapack.Dgesvd;
import org.netlib.lapack.Dgesv;
import org.netlib.lapack.Dpotrf;
import org.netlib.lapack.Dsyev;
import org.netlib.util.intW;

/** Netlib's BLAS and LAPACK by f2j: flat arrays by columns, with offsets and leading dimensions. */
public final class Netlib implements Driver {
    private static final int[] SIZES = {10, 33, 64, 100};

    @Override
    public String name() {
        return "netlib";
    }

    @Override
    public List<String> include() {
        return List.of("org.netlib.*");
    }

    @Override
    public void run(int round, Results results) {
        int n = SIZES[round % SIZES.length];
        double[] a = Data.doubles(round, n * n);
        double[] b = Data.doubles(round + 1, n * n);
        double[] c = Data.doubles(round + 2, n * n);
        Dgemm.dgemm("N", "N", n, n, n, 1, a, 0, n, b, 0, n, 0.5, c, 0, n);
        Dgemm.dgemm(round % 2 == 0 ? "T" : "N", "T", n, n, n, -1, a, 0, n, b, 0, n, 1, c, 0, n);
        results.add(c);
        double[] s = new double[n * n];
        Dsyrk.dsyrk("U", "N", n, n, 1, a, 0, n, 0, s, 0, n);
        for (int i = 0; i < n; i++) {
            s[i * n + i] += n;
        }
        results.add(s);
        var info = new intW(0);
        Dpotrf.dpotrf("U", n, s, 0, n, info);
        Dtrsm.dtrsm("L", "U", "T", "N", n, n, 1, s, 0, n, b, 0, n);
        results.add(b);
        var work = new double[40 * n];
        double[] w = new double[n];
        double[] v = c.clone();
        Dsyev.dsyev("V", "L", n, v, 0, n, w, 0, work, 0, work.length, info);
        results.add(w);
        results.add(info.val);
        double[] u = new double[n * n];
        double[] vt = new double[n * n];
        Dgesvd.dgesvd("A", "A", n, n, c.clone(), 0, n, w, 0, u, 0, n, vt, 0, n, work, 0, work.length, info);
        results.add(w);
        Dgels.dgels("N", n, n / 2, 3, a.clone(), 0, n, c, 0, n, work, 0, work.length, info);
        results.add(c);
        int[] pivots = new int[n];
        double[] lu = a.clone();
        Dgesv.dgesv(n, n, lu, 0, n, pivots, 0, b, 0, n, info);
        results.add(b);
        results.add(pivots);
        double[] im = new double[n];
        Dgeev.dgeev("N", "V", n, a, 0, n, w, 0, im, 0, u, 0, n, vt, 0, n, work, 0, work.length, info);
        results.add(w);
        results.add(im);
        results.add(vt);
    }
}
