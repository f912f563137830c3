package dev.jacobi;

import java.util.Random;

/** Compares derivatives that the compiler finds with differences of values. */
final class GradientChecks {
    private final double atol;
    private final double rtol;
    private final double eps;
    private final Random random = new Random(0);

    GradientChecks(double atol, double rtol, double eps) {
        this.atol = atol;
        this.rtol = rtol;
        this.eps = eps;
    }

    /** Numbers of an array's shape and type, whose parts are between -1 and 1. */
    private NDArray direction(NDArray like) {
        if (like.dtype().isComplex()) {
            return NDArray.complex(direction(like.real()), direction(like.imag()));
        }
        double[] v = new double[like.size()];
        for (int i = 0; i < v.length; i++) {
            v[i] = 2 * random.nextDouble() - 1;
        }
        return Np.reshape(NDArray.of((Object) v, like.dtype()), like.shape());
    }

    void check(Fn1<NDArray, NDArray> f, NDArray x, int order) {
        NDArray v = direction(x);
        NDArray step = NDArray.scalar(eps);
        NDArray change = f.apply(x.plus(v.times(step))).minus(f.apply(x.minus(v.times(step)))).dividedBy(NDArray.scalar(2 * eps));
        ValueAndTangent<NDArray> forward = Jacobi.jvp(f).apply(x, v);
        compare("forward mode", order, forward.tangent(), change);
        NDArray w = direction(change);
        Fn1<NDArray, NDArray> gradient = Jacobi.grad(z -> Np.real(f.apply(z).times(w)).sum());
        compare("reverse mode", order, Np.real(gradient.apply(x).times(v)).sum(), Np.real(change.times(w)).sum());
        if (order > 1) {
            check(gradient, x, order - 1);
        }
    }

    private void compare(String mode, int order, NDArray got, NDArray expected) {
        if (got.dtype().isComplex()) {
            compare(mode, order, got.real(), expected.real());
            compare(mode, order, got.imag(), expected.imag());
            return;
        }
        double[] a = got.toDoubleArray();
        double[] b = expected.toDoubleArray();
        for (int i = 0; i < a.length; i++) {
            if (!(Math.abs(a[i] - b[i]) <= atol + rtol * Math.abs(b[i]))) {
                throw new JacobiException("checkGrads: the derivative in " + mode + ", with " + (order - 1) + " more orders to come, is " + a[i] + " at element " + i + ", and differences of values give " + b[i]
                    + "; the function may not be differentiable there, or the tolerance is too small.");
            }
        }
    }
}
