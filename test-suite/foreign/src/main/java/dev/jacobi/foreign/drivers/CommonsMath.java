// Special functions, transforms, statistics, interpolation and linear algebra.
package dev.jacobi.foreign.drivers;

import dev.jacobi.foreign.Data;
import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.analysis.interpolation.SplineInterpolator;
import org.apache.commons.math3.analysis.polynomials.PolynomialSplineFunction;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import org.apache.commons.math3.util.FastMath;
import org.apache.commons.math3.util.MathArrays;

/** Apache commons-math3. */
public final class CommonsMath implements Driver {
    @Override
    public String name() {
        return "commons-math3";
    }

    @Override
    public List<String> include() {
        return List.of("org.apache.commons.math3.*");
    }

    @Override
    public void run(int round, Results results) {
        double[] x = Data.doubles(round, 2000);
        double[] y = Data.doubles(round + 1, 2000);
        functions(x, results);
        results.add(StatUtils.variance(x));
        results.add(StatUtils.percentile(x, 30));
        results.add(new PearsonsCorrelation().correlation(x, y));
        results.add(MathArrays.linearCombination(x, y));
        results.add(MathArrays.convolve(Arrays.copyOf(x, 300), Arrays.copyOf(y, 100)));
        results.add(MathArrays.safeNorm(x));
        Complex[] t = new FastFourierTransformer(DftNormalization.STANDARD).transform(Arrays.copyOf(x, 1024), TransformType.FORWARD);
        for (Complex c : t) {
            results.add(c.getReal() * c.getImaginary());
        }
        double[] knots = new double[200];
        for (int i = 0; i < knots.length; i++) {
            knots[i] = i + 0.3 * x[i];
        }
        PolynomialSplineFunction spline = new SplineInterpolator().interpolate(knots, Arrays.copyOf(y, 200));
        results.add(spline.value(77.5));
        double[][] m = new double[24][];
        for (int i = 0; i < m.length; i++) {
            m[i] = Arrays.copyOfRange(x, 24 * i, 24 * i + 24);
        }
        Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(m);
        results.add(new LUDecomposition(matrix).getDeterminant());
        results.add(new SingularValueDecomposition(matrix).getSingularValues());
    }

    private static void functions(double[] x, Results results) {
        for (int i = 0; i < x.length; i += 4) {
            double v = x[i];
            results.add(FastMath.sin(100 * v) + FastMath.exp(v) + FastMath.log(1.5 + v) + FastMath.pow(1.1 + v, 3.7) + FastMath.atan2(v, 0.3) + FastMath.cbrt(v));
            results.add(Gamma.logGamma(2 + v) + Erf.erf(v) + Beta.regularizedBeta(0.5 + v / 3, 2.5, 3.5) + Gamma.digamma(3 + v));
        }
    }
}
