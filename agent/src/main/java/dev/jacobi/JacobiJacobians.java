package dev.jacobi;

/** Jacobians and Hessians. */
abstract class JacobiJacobians extends JacobiAtPoint {
    JacobiJacobians() {
    }

    /**
     * The Jacobian by forward mode, which is best for few inputs. For a result of shape {@code [m]} and an argument of shape {@code [n]} it has the shape
     * {@code [m][n]}: for each number or array of the result one array, whose axes are those of the result and then those of the argument.
     *
     * <pre>{@code
     * Fn1<double[], double[]> squares = x -> { double[] y = new double[x.length]; for (int i = 0; i < y.length; i++) y[i] = x[i] * x[i]; return y; };
     * Fn1<double[], double[][]> jacobian = Jacobi.jacfwd(squares);
     * double[][] j = jacobian.apply(new double[] {1, 2});   // {{2.0, 0.0}, {0.0, 4.0}}
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, R, J> Fn1<A, J> jacfwd(Fn1<A, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /**
     * As {@link #jacfwd(Fn1, int...)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, R, J> Fn2<A, B, J> jacfwd(Fn2<A, B, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /**
     * As {@link #jacfwd(Fn1, int...)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, R, J> Fn3<A, B, C, J> jacfwd(Fn3<A, B, C, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /**
     * As {@link #jacfwd(Fn1, int...)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, R, J> Fn4<A, B, C, D, J> jacfwd(Fn4<A, B, C, D, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /**
     * As {@link #jacfwd(Fn1, int...)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, R, J> Fn5<A, B, C, D, E, J> jacfwd(Fn5<A, B, C, D, E, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /**
     * As {@link #jacfwd(Fn1, int...)}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, R, J> Fn6<A, B, C, D, E, F, J> jacfwd(Fn6<A, B, C, D, E, F, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /**
     * As {@link #jacfwd(Fn1, int...)}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, G, R, J> Fn7<A, B, C, D, E, F, G, J> jacfwd(Fn7<A, B, C, D, E, F, G, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /**
     * As {@link #jacfwd(Fn1, int...)}, of a function of eight arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <H> type of the eighth argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, G, H, R, J> Fn8<A, B, C, D, E, F, G, H, J> jacfwd(Fn8<A, B, C, D, E, F, G, H, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /**
     * The Jacobian by reverse mode, which is best for few outputs; the form is that of {@link #jacfwd(Fn1, int...)}.
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, R, J> Fn1<A, J> jacrev(Fn1<A, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /**
     * As {@link #jacrev(Fn1, int...)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, R, J> Fn2<A, B, J> jacrev(Fn2<A, B, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /**
     * As {@link #jacrev(Fn1, int...)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, R, J> Fn3<A, B, C, J> jacrev(Fn3<A, B, C, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /**
     * As {@link #jacrev(Fn1, int...)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, R, J> Fn4<A, B, C, D, J> jacrev(Fn4<A, B, C, D, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /**
     * As {@link #jacrev(Fn1, int...)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, R, J> Fn5<A, B, C, D, E, J> jacrev(Fn5<A, B, C, D, E, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /**
     * As {@link #jacrev(Fn1, int...)}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, R, J> Fn6<A, B, C, D, E, F, J> jacrev(Fn6<A, B, C, D, E, F, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /**
     * As {@link #jacrev(Fn1, int...)}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, G, R, J> Fn7<A, B, C, D, E, F, G, J> jacrev(Fn7<A, B, C, D, E, F, G, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /**
     * As {@link #jacrev(Fn1, int...)}, of a function of eight arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <H> type of the eighth argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the Jacobian by the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, G, H, R, J> Fn8<A, B, C, D, E, F, G, H, J> jacrev(Fn8<A, B, C, D, E, F, G, H, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /**
     * The second derivatives of a function whose result is one number, as {@code jacrev(jacrev(f))}; the rows share one forward pass.
     * By an argument of shape {@code [n]} they have the shape {@code [n][n]}.
     *
     * <pre>{@code
     * Fn1<double[], Double> cubes = x -> { double s = 0; for (double v : x) s += v * v * v; return s; };
     * Fn1<double[], double[][]> hessian = Jacobi.hessian(cubes);
     * double[][] h = hessian.apply(new double[] {1, 2});   // {{6.0, 0.0}, {0.0, 12.0}}
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the second derivatives by the one argument, or for several an {@code Object[]} of an {@code Object[]} for each pair
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, R, J> Fn1<A, J> hessian(Fn1<A, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }

    /**
     * As {@link #hessian(Fn1, int...)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the second derivatives by the one argument, or for several an {@code Object[]} of an {@code Object[]} for each pair
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, R, J> Fn2<A, B, J> hessian(Fn2<A, B, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }

    /**
     * As {@link #hessian(Fn1, int...)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the second derivatives by the one argument, or for several an {@code Object[]} of an {@code Object[]} for each pair
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, R, J> Fn3<A, B, C, J> hessian(Fn3<A, B, C, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }

    /**
     * As {@link #hessian(Fn1, int...)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the second derivatives by the one argument, or for several an {@code Object[]} of an {@code Object[]} for each pair
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, R, J> Fn4<A, B, C, D, J> hessian(Fn4<A, B, C, D, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }

    /**
     * As {@link #hessian(Fn1, int...)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the second derivatives by the one argument, or for several an {@code Object[]} of an {@code Object[]} for each pair
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, R, J> Fn5<A, B, C, D, E, J> hessian(Fn5<A, B, C, D, E, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }

    /**
     * As {@link #hessian(Fn1, int...)}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the second derivatives by the one argument, or for several an {@code Object[]} of an {@code Object[]} for each pair
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, R, J> Fn6<A, B, C, D, E, F, J> hessian(Fn6<A, B, C, D, E, F, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }

    /**
     * As {@link #hessian(Fn1, int...)}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the second derivatives by the one argument, or for several an {@code Object[]} of an {@code Object[]} for each pair
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, G, R, J> Fn7<A, B, C, D, E, F, G, J> hessian(Fn7<A, B, C, D, E, F, G, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }

    /**
     * As {@link #hessian(Fn1, int...)}, of a function of eight arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <H> type of the eighth argument
     * @param <R> type of the result
     * @param <J> type of the derivatives
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the second derivatives by the one argument, or for several an {@code Object[]} of an {@code Object[]} for each pair
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, G, H, R, J> Fn8<A, B, C, D, E, F, G, H, J> hessian(Fn8<A, B, C, D, E, F, G, H, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }
}
