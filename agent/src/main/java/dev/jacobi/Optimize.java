package dev.jacobi;

import dev.jacobi.array.scipy.Bfgs;
import dev.jacobi.array.scipy.NelderMead;

/** Minima and roots of functions of arrays. The methods decide by values, so they run in Java around a compiled function; they are not parts of compiled functions themselves. */
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
     * @throws JacobiException if there is no such method, or the start is no vector of reals
     */
    public static Minimum minimize(Fn1<NDArray, NDArray> f, NDArray x0, String method) {
        return minimize(f, x0, method, method.equalsIgnoreCase("BFGS") ? Bfgs.TOLERANCE : NelderMead.TOLERANCE, 0);
    }

    /**
     * A place where a function of a vector is least, near a given one, with a tolerance and a limit.
     *
     * @param f a function of a vector, which gives an array without axes
     * @param x0 the vector to start from, of reals
     * @param method {@code BFGS}, which follows gradients, or {@code Nelder-Mead}, which needs none
     * @param tolerance BFGS stops where no element of the gradient is greater, Nelder-Mead where neither places nor values differ by more
     * @param maxiter the most iterations; 0 for 200 times the number of elements
     * @return the place and how it was found
     * @throws JacobiException if there is no such method, or the start is no vector of reals
     */
    public static Minimum minimize(Fn1<NDArray, NDArray> f, NDArray x0, String method, double tolerance, int maxiter) {
        if (x0.rank() != 1 || !x0.dtype().isReal()) {
            throw new JacobiException("minimize: the start is an array of " + x0.dtype() + " of the shape " + x0.shapeOf() + "; give a vector of reals.");
        }
        int most = maxiter > 0 ? maxiter : 200 * x0.size();
        return switch (method.toUpperCase(java.util.Locale.ROOT)) {
            case "BFGS" -> {
                Fn1<NDArray, ValueAndGrad<NDArray, NDArray>> both = Jacobi.valueAndGrad(f);
                yield Bfgs.minimize(both::apply, x0, tolerance, most);
            }
            case "NELDER-MEAD" -> NelderMead.minimize(Jacobi.jit(f)::apply, x0, tolerance, most);
            default -> throw new JacobiException("minimize: there is no method '" + method + "'; give BFGS or Nelder-Mead.");
        };
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
