package dev.jacobi;

import dev.jacobi.array.optim.Bfgs;
import dev.jacobi.array.scipy.NelderMead;

/**
 * Minima and roots of functions of arrays. BFGS is code over arrays, which may be a part of a compiled function as well; Nelder-Mead runs in
 * Java around a compiled function, and is refused in one.
 */
public final class Optimize {
    private static final int MOST_STEPS = 50;
    private static final int MOST_HALVES = 1100;

    private Optimize() {
    }

    /**
     * A place where a function of a vector is least, near a given one.
     *
     * <pre>{@code
     * Minimum m = Optimize.minimize(x -> Np.sum(x.minus(1.0).pow(2)), NDArray.of(0.0, 0.0), "BFGS");
     * m.x();       // [1. 1.]
     * }</pre>
     *
     * @param f a function of a vector, which gives an array without axes
     * @param x0 the vector to start from, of reals
     * @param method {@code BFGS}, which follows gradients, or {@code Nelder-Mead}, which needs none
     * @return the place and how it was found
     * @throws JacobiException if there is no such method, it cannot be a part of a compiled function and is called in one, or the start is no vector of reals
     */
    public static Minimum minimize(Fn1<NDArray, NDArray> f, NDArray x0, String method) {
        return minimize(f, x0, method, NelderMead.is(method) ? NelderMead.TOLERANCE : Bfgs.TOLERANCE, 0);
    }

    /**
     * A place where a function of a vector is least, near a given one, with a tolerance and a limit.
     *
     * @param f a function of a vector, which gives an array without axes
     * @param x0 the vector to start from, of reals
     * @param method {@code BFGS}, which follows gradients, or {@code Nelder-Mead}, which needs none
     * @param tolerance BFGS stops where all elements of the gradient are less, Nelder-Mead where neither places nor values differ by more
     * @param maxiter the most iterations; 0 for 200 times the number of elements
     * @return the place and how it was found
     * @throws JacobiException if there is no such method, it cannot be a part of a compiled function and is called in one, or the start is no vector of reals
     */
    public static Minimum minimize(Fn1<NDArray, NDArray> f, NDArray x0, String method, double tolerance, int maxiter) {
        NelderMead.checkStart(x0);
        int most = maxiter > 0 ? maxiter : 200 * x0.size();
        if (!NelderMead.is(method)) {
            Bfgs.State s = Bfgs.minimize(Jacobi.valueAndGrad(f), x0, tolerance, most);
            int status = Bfgs.status(s, most).toInt();
            int evaluations = s.evaluations().toInt();
            return new Minimum(s.x(), status == 0, status, s.value(), s.gradient(), s.inverse(), evaluations, evaluations, s.iterations().toInt());
        }
        return NelderMead.minimize(Jacobi.jit(f)::apply, x0, tolerance, most);
    }

    /**
     * A root of a function of one number between two places where it has different signs.
     *
     * @param f the function
     * @param a one place
     * @param b another one
     * @param tolerance how far from the root the result may be
     * @return the root
     * @throws JacobiException if the signs are the same
     */
    public static double bisect(Fn1<Double, Double> f, double a, double b, double tolerance) {
        double left = a;
        double right = b;
        double low = f.apply(left);
        double high = f.apply(right);
        if (low == 0 || high == 0) {
            return low == 0 ? left : right;
        }
        if (!(low < 0 ^ high < 0)) {
            throw new JacobiException("bisect: the function is " + low + " at " + a + " and " + high + " at " + b + "; give places where it has different signs.");
        }
        for (int k = 0; k < MOST_HALVES && Math.abs(right - left) > tolerance; k++) {
            double middle = left + (right - left) / 2;
            double value = f.apply(middle);
            if (value == 0 || middle == left || middle == right) {
                return middle;
            }
            if (value < 0 == low < 0) {
                left = middle;
            } else {
                right = middle;
            }
        }
        return left + (right - left) / 2;
    }

    /**
     * A root of a function of one number by Newton's method, with the derivative that the compiler finds.
     *
     * @param f the function
     * @param x0 where to start
     * @param tolerance the last step is not greater than this
     * @return the root
     * @throws JacobiException if there was no small step among the first 50
     */
    public static double newton(Fn1<Double, Double> f, double x0, double tolerance) {
        Fn1<Double, ValueAndGrad<Double, Double>> both = Jacobi.valueAndGrad(f);
        double x = x0;
        for (int k = 0; k < MOST_STEPS; k++) {
            ValueAndGrad<Double, Double> at = both.apply(x);
            double step = at.value() / at.grad();
            x -= step;
            if (Math.abs(step) <= tolerance) {
                return x;
            }
        }
        throw new JacobiException("newton: no root was found in " + MOST_STEPS + " steps from " + x0 + "; start nearer to one, or use bisect.");
    }
}
