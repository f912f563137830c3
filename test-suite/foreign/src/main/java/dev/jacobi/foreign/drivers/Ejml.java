// Products, factorisations and solutions of dense matrices.
package dev.jacobi.foreign.drivers;

import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import java.util.List;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.ejml.simple.SimpleMatrix;

/** EJML 0.41. */
public final class Ejml implements Driver {
    private static final int[] SIZES = {8, 30, 64, 100};

    @Override
    public String name() {
        return "ejml";
    }

    @Override
    public List<String> include() {
        return List.of("org.ejml.*");
    }

    @Override
    public void run(int round, Results results) {
        int n = SIZES[round % SIZES.length];
        Random random = new Random(round);
        DMatrixRMaj a = RandomMatrices_DDRM.rectangle(n, n, -1, 1, random);
        DMatrixRMaj b = RandomMatrices_DDRM.rectangle(n, n + 3, -1, 1, random);
        DMatrixRMaj c = new DMatrixRMaj(n, n + 3);
        CommonOps_DDRM.mult(a, b, c);
        results.add(c.data);
        CommonOps_DDRM.multTransA(a, b, c);
        CommonOps_DDRM.solve(a, c, b);
        results.add(b.data);
        results.add(CommonOps_DDRM.det(a));
        SimpleMatrix s = SimpleMatrix.wrap(a);
        results.add(s.svd().getSingularValues());
        results.add(s.mult(s.transpose()).plus(1).invert().getDDRM().data);
        if (n <= 30) {
            results.add(s.eig().getEigenvalues().stream().mapToDouble(e -> e.getReal() * e.getReal() + e.getImaginary() * e.getImaginary()).toArray());
        }
    }
}
