package dev.jacobi;

/** Gradients of functions with one number as result. */
abstract class JacobiGrad {
    JacobiGrad() {
    }

    /**
     * The gradient by the first argument of a function whose result is one number. Calling the gradient neither changes the arguments nor gives the value; see
     * {@link Jacobi#valueAndGrad(Fn1)} for both at once.
     *
     * <pre>{@code
     * Fn1<double[], Double> norm = x -> { double s = 0; for (double v : x) s += v * v; return Math.sqrt(s); };
     * double[] g = Jacobi.grad(norm).apply(new double[] {3, 4});   // {0.6, 0.8}
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the number
     * @param f the function
     * @return a function of the same arguments; it gives the gradient, which has the structure of the first argument: arrays of the same lengths, records of the same class
     * @throws JacobiException if {@code f} is null
     */
    public static <A, R> Fn1<A, A> grad(Fn1<A, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /**
     * As {@link #grad(Fn1)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the number
     * @param f the function
     * @return a function of the same arguments; it gives the gradient, which has the structure of the first argument: arrays of the same lengths, records of the same class
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, R> Fn2<A, B, A> grad(Fn2<A, B, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /**
     * As {@link #grad(Fn1)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the number
     * @param f the function
     * @return a function of the same arguments; it gives the gradient, which has the structure of the first argument: arrays of the same lengths, records of the same class
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, R> Fn3<A, B, C, A> grad(Fn3<A, B, C, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /**
     * As {@link #grad(Fn1)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the number
     * @param f the function
     * @return a function of the same arguments; it gives the gradient, which has the structure of the first argument: arrays of the same lengths, records of the same class
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, R> Fn4<A, B, C, D, A> grad(Fn4<A, B, C, D, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /**
     * As {@link #grad(Fn1)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the number
     * @param f the function
     * @return a function of the same arguments; it gives the gradient, which has the structure of the first argument: arrays of the same lengths, records of the same class
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, A> grad(Fn5<A, B, C, D, E, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /**
     * As {@link #grad(Fn1)}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the number
     * @param f the function
     * @return a function of the same arguments; it gives the gradient, which has the structure of the first argument: arrays of the same lengths, records of the same class
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, A> grad(Fn6<A, B, C, D, E, F, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /**
     * As {@link #grad(Fn1)}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the number
     * @param f the function
     * @return a function of the same arguments; it gives the gradient, which has the structure of the first argument: arrays of the same lengths, records of the same class
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, G, R> Fn7<A, B, C, D, E, F, G, A> grad(Fn7<A, B, C, D, E, F, G, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /**
     * As {@link #grad(Fn1)}, of a function of eight arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <H> type of the eighth argument
     * @param <R> type of the number
     * @param f the function
     * @return a function of the same arguments; it gives the gradient, which has the structure of the first argument: arrays of the same lengths, records of the same class
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, G, H, R> Fn8<A, B, C, D, E, F, G, H, A> grad(Fn8<A, B, C, D, E, F, G, H, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /**
     * The gradient of a function whose result is one number, by chosen arguments.
     *
     * <pre>{@code
     * Fn2<Double, Double, Double> f = (x, y) -> x * x * y;
     * Fn2<Double, Double, Object[]> both = Jacobi.grad(f, 0, 1);
     * Object[] g = both.apply(3.0, 2.0);                           // {12.0, 9.0}
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the number
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient of the structure of the one argument, or for several an {@code Object[]} of one each, in the order of {@code argnums}
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, R, T> Fn1<A, T> grad(Fn1<A, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /**
     * As {@link #grad(Fn1, int...)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the number
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient of the structure of the one argument, or for several an {@code Object[]} of one each, in the order of {@code argnums}
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, R, T> Fn2<A, B, T> grad(Fn2<A, B, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /**
     * As {@link #grad(Fn1, int...)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the number
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient of the structure of the one argument, or for several an {@code Object[]} of one each, in the order of {@code argnums}
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, R, T> Fn3<A, B, C, T> grad(Fn3<A, B, C, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /**
     * As {@link #grad(Fn1, int...)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the number
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient of the structure of the one argument, or for several an {@code Object[]} of one each, in the order of {@code argnums}
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, R, T> Fn4<A, B, C, D, T> grad(Fn4<A, B, C, D, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /**
     * As {@link #grad(Fn1, int...)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the number
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient of the structure of the one argument, or for several an {@code Object[]} of one each, in the order of {@code argnums}
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, R, T> Fn5<A, B, C, D, E, T> grad(Fn5<A, B, C, D, E, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /**
     * As {@link #grad(Fn1, int...)}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the number
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient of the structure of the one argument, or for several an {@code Object[]} of one each, in the order of {@code argnums}
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, R, T> Fn6<A, B, C, D, E, F, T> grad(Fn6<A, B, C, D, E, F, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /**
     * As {@link #grad(Fn1, int...)}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the number
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient of the structure of the one argument, or for several an {@code Object[]} of one each, in the order of {@code argnums}
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, G, R, T> Fn7<A, B, C, D, E, F, G, T> grad(Fn7<A, B, C, D, E, F, G, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /**
     * As {@link #grad(Fn1, int...)}, of a function of eight arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <H> type of the eighth argument
     * @param <R> type of the number
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient of the structure of the one argument, or for several an {@code Object[]} of one each, in the order of {@code argnums}
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, G, H, R, T> Fn8<A, B, C, D, E, F, G, H, T> grad(Fn8<A, B, C, D, E, F, G, H, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /**
     * The gradient of a function that gives something else beside the number, which is handed through and not differentiated.
     *
     * <pre>{@code
     * Fn1<Double, WithAux<Double, Double>> f = x -> new WithAux<>(x * x, x + 1);
     * WithAux<Double, Double> g = Jacobi.<Double, Double, Double, Double>grad(f, true).apply(3.0);   // value 6.0, aux 4.0
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the number
     * @param <X> type of what is handed through
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param hasAux whether {@code f} gives a {@link WithAux}; true here
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient as {@code value}, and as {@code aux} what {@code f} gave beside the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, R, X, T> Fn1<A, WithAux<T, X>> grad(Fn1<A, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }

    /**
     * As {@link #grad(Fn1, boolean, int...)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the number
     * @param <X> type of what is handed through
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param hasAux whether {@code f} gives a {@link WithAux}; true here
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient as {@code value}, and as {@code aux} what {@code f} gave beside the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, R, X, T> Fn2<A, B, WithAux<T, X>> grad(Fn2<A, B, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }

    /**
     * As {@link #grad(Fn1, boolean, int...)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the number
     * @param <X> type of what is handed through
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param hasAux whether {@code f} gives a {@link WithAux}; true here
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient as {@code value}, and as {@code aux} what {@code f} gave beside the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, R, X, T> Fn3<A, B, C, WithAux<T, X>> grad(Fn3<A, B, C, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }

    /**
     * As {@link #grad(Fn1, boolean, int...)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the number
     * @param <X> type of what is handed through
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param hasAux whether {@code f} gives a {@link WithAux}; true here
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient as {@code value}, and as {@code aux} what {@code f} gave beside the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, R, X, T> Fn4<A, B, C, D, WithAux<T, X>> grad(Fn4<A, B, C, D, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }

    /**
     * As {@link #grad(Fn1, boolean, int...)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the number
     * @param <X> type of what is handed through
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param hasAux whether {@code f} gives a {@link WithAux}; true here
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient as {@code value}, and as {@code aux} what {@code f} gave beside the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, R, X, T> Fn5<A, B, C, D, E, WithAux<T, X>> grad(Fn5<A, B, C, D, E, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }

    /**
     * As {@link #grad(Fn1, boolean, int...)}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the number
     * @param <X> type of what is handed through
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param hasAux whether {@code f} gives a {@link WithAux}; true here
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient as {@code value}, and as {@code aux} what {@code f} gave beside the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, R, X, T> Fn6<A, B, C, D, E, F, WithAux<T, X>>
            grad(Fn6<A, B, C, D, E, F, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }

    /**
     * As {@link #grad(Fn1, boolean, int...)}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the number
     * @param <X> type of what is handed through
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param hasAux whether {@code f} gives a {@link WithAux}; true here
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient as {@code value}, and as {@code aux} what {@code f} gave beside the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, G, R, X, T> Fn7<A, B, C, D, E, F, G, WithAux<T, X>>
            grad(Fn7<A, B, C, D, E, F, G, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }

    /**
     * As {@link #grad(Fn1, boolean, int...)}, of a function of eight arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <H> type of the eighth argument
     * @param <R> type of the number
     * @param <X> type of what is handed through
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param hasAux whether {@code f} gives a {@link WithAux}; true here
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the gradient as {@code value}, and as {@code aux} what {@code f} gave beside the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, G, H, R, X, T> Fn8<A, B, C, D, E, F, G, H, WithAux<T, X>>
            grad(Fn8<A, B, C, D, E, F, G, H, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }
}
