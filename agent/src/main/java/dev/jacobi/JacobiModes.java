package dev.jacobi;

/** Forward and reverse mode as such. */
abstract class JacobiModes extends JacobiValueAndGrad {
    JacobiModes() {
    }

    /**
     * The derivative in a direction, by forward mode. The result takes the arguments, then for each a tangent of its structure.
     * Functions of five arguments and more take both as one value each ({@link Args5} to {@link Args8}).
     *
     * <pre>{@code
     * Fn1<Double, Double> square = x -> x * x;
     * ValueAndTangent<Double> v = Jacobi.jvp(square).apply(3.0, 1.0);   // value 9.0, tangent 6.0
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the arguments and their tangents; it gives the value, and the derivative in that direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null
     */
    public static <A, R> Fn2<A, A, ValueAndTangent<R>> jvp(Fn1<A, R> f) {
        return JacobiFunction.of(Transform.jvp(), f);
    }

    /**
     * As {@link #jvp(Fn1)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the arguments and their tangents; it gives the value, and the derivative in that direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, R> Fn4<A, B, A, B, ValueAndTangent<R>> jvp(Fn2<A, B, R> f) {
        return JacobiFunction.of(Transform.jvp(), f);
    }

    /**
     * As {@link #jvp(Fn1)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the arguments and their tangents; it gives the value, and the derivative in that direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, R> Fn6<A, B, C, A, B, C, ValueAndTangent<R>> jvp(Fn3<A, B, C, R> f) {
        return JacobiFunction.of(Transform.jvp(), f);
    }

    /**
     * As {@link #jvp(Fn1)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the arguments and their tangents; it gives the value, and the derivative in that direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, R> Fn8<A, B, C, D, A, B, C, D, ValueAndTangent<R>> jvp(Fn4<A, B, C, D, R> f) {
        return JacobiFunction.of(Transform.jvp(), f);
    }

    /**
     * As {@link #jvp(Fn1)}, of a function of five arguments, which the result takes together as one value, and so their tangents.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the arguments and their tangents, each together as one value; it gives the value, and the derivative in that direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, R> Fn2<Args5<A, B, C, D, E>, Args5<A, B, C, D, E>, ValueAndTangent<R>> jvp(Fn5<A, B, C, D, E, R> f) {
        return JacobiFunction.of(Transform.jvpOfArgs(), f);
    }

    /**
     * As {@link #jvp(Fn1)}, of a function of six arguments, which the result takes together as one value, and so their tangents.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the arguments and their tangents, each together as one value; it gives the value, and the derivative in that direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, R> Fn2<Args6<A, B, C, D, E, F>, Args6<A, B, C, D, E, F>, ValueAndTangent<R>> jvp(Fn6<A, B, C, D, E, F, R> f) {
        return JacobiFunction.of(Transform.jvpOfArgs(), f);
    }

    /**
     * As {@link #jvp(Fn1)}, of a function of seven arguments, which the result takes together as one value, and so their tangents.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the arguments and their tangents, each together as one value; it gives the value, and the derivative in that direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, G, R> Fn2<Args7<A, B, C, D, E, F, G>, Args7<A, B, C, D, E, F, G>, ValueAndTangent<R>> jvp(Fn7<A, B, C, D, E, F, G, R> f) {
        return JacobiFunction.of(Transform.jvpOfArgs(), f);
    }

    /**
     * As {@link #jvp(Fn1)}, of a function of eight arguments, which the result takes together as one value, and so their tangents.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <H> type of the eighth argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the arguments and their tangents, each together as one value; it gives the value, and the derivative in that direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, G, H, R> Fn2<Args8<A, B, C, D, E, F, G, H>, Args8<A, B, C, D, E, F, G, H>, ValueAndTangent<R>> jvp(Fn8<A, B, C, D, E, F, G, H, R> f) {
        return JacobiFunction.of(Transform.jvpOfArgs(), f);
    }

    /**
     * The value and the derivative in a direction at a point, at once.
     *
     * <pre>{@code
     * Fn2<Double, Double, Double> product = (x, y) -> x * y;
     * ValueAndTangent<Double> v = Jacobi.jvp(product, new Object[] {3.0, 4.0}, new Object[] {1.0, 0.0});   // value 12.0, tangent 4.0
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param f the function
     * @param primals the argument, as an array of one
     * @param tangents the direction, a value of the structure of the argument, as an array of one
     * @return the value at the point, and the derivative in the direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null, the arrays have different lengths, a tangent has not the structure of its argument, or {@code f} cannot be differentiated
     */
    public static <A, R> ValueAndTangent<R> jvp(Fn1<A, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /**
     * As {@link #jvp(Fn1, Object[], Object[])}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param f the function
     * @param primals the arguments, one for each parameter
     * @param tangents the direction: for each argument a value of its structure
     * @return the value at the point, and the derivative in the direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null, the arrays have different lengths, a tangent has not the structure of its argument, or {@code f} cannot be differentiated
     */
    public static <A, B, R> ValueAndTangent<R> jvp(Fn2<A, B, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /**
     * As {@link #jvp(Fn1, Object[], Object[])}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param f the function
     * @param primals the arguments, one for each parameter
     * @param tangents the direction: for each argument a value of its structure
     * @return the value at the point, and the derivative in the direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null, the arrays have different lengths, a tangent has not the structure of its argument, or {@code f} cannot be differentiated
     */
    public static <A, B, C, R> ValueAndTangent<R> jvp(Fn3<A, B, C, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /**
     * As {@link #jvp(Fn1, Object[], Object[])}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param f the function
     * @param primals the arguments, one for each parameter
     * @param tangents the direction: for each argument a value of its structure
     * @return the value at the point, and the derivative in the direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null, the arrays have different lengths, a tangent has not the structure of its argument, or {@code f} cannot be differentiated
     */
    public static <A, B, C, D, R> ValueAndTangent<R> jvp(Fn4<A, B, C, D, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /**
     * As {@link #jvp(Fn1, Object[], Object[])}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param f the function
     * @param primals the arguments, one for each parameter
     * @param tangents the direction: for each argument a value of its structure
     * @return the value at the point, and the derivative in the direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null, the arrays have different lengths, a tangent has not the structure of its argument, or {@code f} cannot be differentiated
     */
    public static <A, B, C, D, E, R> ValueAndTangent<R> jvp(Fn5<A, B, C, D, E, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /**
     * As {@link #jvp(Fn1, Object[], Object[])}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param f the function
     * @param primals the arguments, one for each parameter
     * @param tangents the direction: for each argument a value of its structure
     * @return the value at the point, and the derivative in the direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null, the arrays have different lengths, a tangent has not the structure of its argument, or {@code f} cannot be differentiated
     */
    public static <A, B, C, D, E, F, R> ValueAndTangent<R> jvp(Fn6<A, B, C, D, E, F, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /**
     * As {@link #jvp(Fn1, Object[], Object[])}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param f the function
     * @param primals the arguments, one for each parameter
     * @param tangents the direction: for each argument a value of its structure
     * @return the value at the point, and the derivative in the direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null, the arrays have different lengths, a tangent has not the structure of its argument, or {@code f} cannot be differentiated
     */
    public static <A, B, C, D, E, F, G, R> ValueAndTangent<R> jvp(Fn7<A, B, C, D, E, F, G, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /**
     * As {@link #jvp(Fn1, Object[], Object[])}, of a function of eight arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <H> type of the eighth argument
     * @param <R> type of the result
     * @param f the function
     * @param primals the arguments, one for each parameter
     * @param tangents the direction: for each argument a value of its structure
     * @return the value at the point, and the derivative in the direction, which has the structure of the value
     * @throws JacobiException if {@code f} is null, the arrays have different lengths, a tangent has not the structure of its argument, or {@code f} cannot be differentiated
     */
    public static <A, B, C, D, E, F, G, H, R> ValueAndTangent<R> jvp(Fn8<A, B, C, D, E, F, G, H, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /**
     * The transposed derivative, by reverse mode: the result takes the argument and a cotangent of the structure of the value.
     * A function of eight arguments takes them as one value ({@link Args8}).
     *
     * <pre>{@code
     * Fn1<double[], double[]> twice = x -> { double[] y = new double[x.length]; for (int i = 0; i < y.length; i++) y[i] = 2 * x[i]; return y; };
     * double[] g = Jacobi.vjp(twice).apply(new double[] {1, 2}, new double[] {1, 0}).grad();   // {2.0, 0.0}
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the argument and a cotangent; it gives the value and the gradient, which has the structure of the argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, R> Fn2<A, R, ValueAndGrad<R, A>> vjp(Fn1<A, R> f) {
        return JacobiFunction.of(Transform.vjp(), f);
    }

    /**
     * As {@link #vjp(Fn1)}, of a function of two arguments, with an {@code Object[]} of one gradient for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the arguments and a cotangent; it gives the value and an {@code Object[]} of one gradient for each argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, R> Fn3<A, B, R, ValueAndGrad<R, Object[]>> vjp(Fn2<A, B, R> f) {
        return JacobiFunction.of(Transform.vjp(), f);
    }

    /**
     * As {@link #vjp(Fn1)}, of a function of three arguments, with an {@code Object[]} of one gradient for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the arguments and a cotangent; it gives the value and an {@code Object[]} of one gradient for each argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, R> Fn4<A, B, C, R, ValueAndGrad<R, Object[]>> vjp(Fn3<A, B, C, R> f) {
        return JacobiFunction.of(Transform.vjp(), f);
    }

    /**
     * As {@link #vjp(Fn1)}, of a function of four arguments, with an {@code Object[]} of one gradient for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the arguments and a cotangent; it gives the value and an {@code Object[]} of one gradient for each argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, R> Fn5<A, B, C, D, R, ValueAndGrad<R, Object[]>> vjp(Fn4<A, B, C, D, R> f) {
        return JacobiFunction.of(Transform.vjp(), f);
    }

    /**
     * As {@link #vjp(Fn1)}, of a function of five arguments, with an {@code Object[]} of one gradient for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the arguments and a cotangent; it gives the value and an {@code Object[]} of one gradient for each argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, R> Fn6<A, B, C, D, E, R, ValueAndGrad<R, Object[]>> vjp(Fn5<A, B, C, D, E, R> f) {
        return JacobiFunction.of(Transform.vjp(), f);
    }

    /**
     * As {@link #vjp(Fn1)}, of a function of six arguments, with an {@code Object[]} of one gradient for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the arguments and a cotangent; it gives the value and an {@code Object[]} of one gradient for each argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, R> Fn7<A, B, C, D, E, F, R, ValueAndGrad<R, Object[]>> vjp(Fn6<A, B, C, D, E, F, R> f) {
        return JacobiFunction.of(Transform.vjp(), f);
    }

    /**
     * As {@link #vjp(Fn1)}, of a function of seven arguments, with an {@code Object[]} of one gradient for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the arguments and a cotangent; it gives the value and an {@code Object[]} of one gradient for each argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, G, R> Fn8<A, B, C, D, E, F, G, R, ValueAndGrad<R, Object[]>> vjp(Fn7<A, B, C, D, E, F, G, R> f) {
        return JacobiFunction.of(Transform.vjp(), f);
    }

    /**
     * As {@link #vjp(Fn1)}, of a function of eight arguments, which the result takes together as one value, with an {@code Object[]} of one gradient for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <H> type of the eighth argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the arguments, together as one value, and a cotangent; it gives the value and an {@code Object[]} of one gradient for each argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, G, H, R> Fn2<Args8<A, B, C, D, E, F, G, H>, R, ValueAndGrad<R, Object[]>> vjp(Fn8<A, B, C, D, E, F, G, H, R> f) {
        return JacobiFunction.of(Transform.vjpOfArgs(), f);
    }
}
