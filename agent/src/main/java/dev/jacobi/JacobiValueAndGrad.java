package dev.jacobi;

/** Values together with gradients. */
abstract class JacobiValueAndGrad extends JacobiGrad {
    JacobiValueAndGrad() {
    }

    /**
     * The value and the gradient by the first argument of a function whose result is one number, from one run.
     *
     * <pre>{@code
     * Fn1<Double, Double> square = x -> x * x;
     * ValueAndGrad<Double, Double> v = Jacobi.valueAndGrad(square).apply(3.0);   // value 9.0, grad 6.0
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the number
     * @param f the function
     * @return a function of the same arguments; it gives the number and the gradient, which has the structure of the first argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, R> Fn1<A, ValueAndGrad<R, A>> valueAndGrad(Fn1<A, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the number
     * @param f the function
     * @return a function of the same arguments; it gives the number and the gradient, which has the structure of the first argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, R> Fn2<A, B, ValueAndGrad<R, A>> valueAndGrad(Fn2<A, B, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the number
     * @param f the function
     * @return a function of the same arguments; it gives the number and the gradient, which has the structure of the first argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, R> Fn3<A, B, C, ValueAndGrad<R, A>> valueAndGrad(Fn3<A, B, C, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the number
     * @param f the function
     * @return a function of the same arguments; it gives the number and the gradient, which has the structure of the first argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, R> Fn4<A, B, C, D, ValueAndGrad<R, A>> valueAndGrad(Fn4<A, B, C, D, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the number
     * @param f the function
     * @return a function of the same arguments; it gives the number and the gradient, which has the structure of the first argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, ValueAndGrad<R, A>> valueAndGrad(Fn5<A, B, C, D, E, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1)}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the number
     * @param f the function
     * @return a function of the same arguments; it gives the number and the gradient, which has the structure of the first argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, ValueAndGrad<R, A>> valueAndGrad(Fn6<A, B, C, D, E, F, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1)}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the number
     * @param f the function
     * @return a function of the same arguments; it gives the number and the gradient, which has the structure of the first argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, G, R> Fn7<A, B, C, D, E, F, G, ValueAndGrad<R, A>> valueAndGrad(Fn7<A, B, C, D, E, F, G, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1)}, of a function of eight arguments.
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
     * @return a function of the same arguments; it gives the number and the gradient, which has the structure of the first argument
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, G, H, R> Fn8<A, B, C, D, E, F, G, H, ValueAndGrad<R, A>> valueAndGrad(Fn8<A, B, C, D, E, F, G, H, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /**
     * The value of a function whose result is one number, and its gradient by chosen arguments, from one run.
     *
     * @param <A> type of the first argument
     * @param <R> type of the number
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the number and the gradient: of the structure of the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, R, T> Fn1<A, ValueAndGrad<R, T>> valueAndGrad(Fn1<A, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1, int...)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the number
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the number and the gradient: of the structure of the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, R, T> Fn2<A, B, ValueAndGrad<R, T>> valueAndGrad(Fn2<A, B, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1, int...)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the number
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the number and the gradient: of the structure of the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, R, T> Fn3<A, B, C, ValueAndGrad<R, T>> valueAndGrad(Fn3<A, B, C, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1, int...)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the number
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the number and the gradient: of the structure of the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, R, T> Fn4<A, B, C, D, ValueAndGrad<R, T>> valueAndGrad(Fn4<A, B, C, D, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1, int...)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the number
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives the number and the gradient: of the structure of the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, R, T> Fn5<A, B, C, D, E, ValueAndGrad<R, T>> valueAndGrad(Fn5<A, B, C, D, E, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1, int...)}, of a function of six arguments.
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
     * @return a function of the same arguments; it gives the number and the gradient: of the structure of the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, R, T> Fn6<A, B, C, D, E, F, ValueAndGrad<R, T>> valueAndGrad(Fn6<A, B, C, D, E, F, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1, int...)}, of a function of seven arguments.
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
     * @return a function of the same arguments; it gives the number and the gradient: of the structure of the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, G, R, T> Fn7<A, B, C, D, E, F, G, ValueAndGrad<R, T>> valueAndGrad(Fn7<A, B, C, D, E, F, G, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1, int...)}, of a function of eight arguments.
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
     * @return a function of the same arguments; it gives the number and the gradient: of the structure of the one argument, or for several an {@code Object[]} of one each
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, G, H, R, T> Fn8<A, B, C, D, E, F, G, H, ValueAndGrad<R, T>>
            valueAndGrad(Fn8<A, B, C, D, E, F, G, H, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1, int...)}, of a function that gives something else beside the number, which is handed through and not differentiated.
     *
     * @param <A> type of the first argument
     * @param <R> type of the number
     * @param <X> type of what is handed through
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param hasAux whether {@code f} gives a {@link WithAux}; true here
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives what {@code f} gives, the number and the rest, and the gradient of the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, R, X, T> Fn1<A, ValueAndGrad<WithAux<R, X>, T>> valueAndGrad(Fn1<A, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1, boolean, int...)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the number
     * @param <X> type of what is handed through
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param hasAux whether {@code f} gives a {@link WithAux}; true here
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives what {@code f} gives, the number and the rest, and the gradient of the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, R, X, T> Fn2<A, B, ValueAndGrad<WithAux<R, X>, T>> valueAndGrad(Fn2<A, B, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1, boolean, int...)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the number
     * @param <X> type of what is handed through
     * @param <T> type of the gradient: that of the argument, or {@code Object[]} for several arguments
     * @param f the function
     * @param hasAux whether {@code f} gives a {@link WithAux}; true here
     * @param argnums numbers of the arguments to differentiate by, from 0, negative ones from the end; none means the first
     * @return a function of the same arguments; it gives what {@code f} gives, the number and the rest, and the gradient of the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, R, X, T> Fn3<A, B, C, ValueAndGrad<WithAux<R, X>, T>> valueAndGrad(Fn3<A, B, C, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1, boolean, int...)}, of a function of four arguments.
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
     * @return a function of the same arguments; it gives what {@code f} gives, the number and the rest, and the gradient of the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, R, X, T> Fn4<A, B, C, D, ValueAndGrad<WithAux<R, X>, T>>
            valueAndGrad(Fn4<A, B, C, D, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1, boolean, int...)}, of a function of five arguments.
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
     * @return a function of the same arguments; it gives what {@code f} gives, the number and the rest, and the gradient of the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, R, X, T> Fn5<A, B, C, D, E, ValueAndGrad<WithAux<R, X>, T>>
            valueAndGrad(Fn5<A, B, C, D, E, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1, boolean, int...)}, of a function of six arguments.
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
     * @return a function of the same arguments; it gives what {@code f} gives, the number and the rest, and the gradient of the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, R, X, T> Fn6<A, B, C, D, E, F, ValueAndGrad<WithAux<R, X>, T>>
            valueAndGrad(Fn6<A, B, C, D, E, F, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1, boolean, int...)}, of a function of seven arguments.
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
     * @return a function of the same arguments; it gives what {@code f} gives, the number and the rest, and the gradient of the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, G, R, X, T> Fn7<A, B, C, D, E, F, G, ValueAndGrad<WithAux<R, X>, T>>
            valueAndGrad(Fn7<A, B, C, D, E, F, G, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }

    /**
     * As {@link #valueAndGrad(Fn1, boolean, int...)}, of a function of eight arguments.
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
     * @return a function of the same arguments; it gives what {@code f} gives, the number and the rest, and the gradient of the number
     * @throws JacobiException if {@code f} or {@code argnums} is null
     */
    public static <A, B, C, D, E, F, G, H, R, X, T> Fn8<A, B, C, D, E, F, G, H, ValueAndGrad<WithAux<R, X>, T>>
            valueAndGrad(Fn8<A, B, C, D, E, F, G, H, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }
}
