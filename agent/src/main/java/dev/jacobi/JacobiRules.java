package dev.jacobi;

/** Derivatives of one's own. */
abstract class JacobiRules extends JacobiJit {
    JacobiRules() {
    }

    /**
     * A function with a derivative of its own, for all transformations. A derivative by values that {@code f} or {@code rule} captured is refused.
     *
     * <pre>{@code
     * Fn1<Double, Double> safe = Jacobi.customJvp((Double x) -> Math.sqrt(x),
     *         (Double x, Double t) -> new ValueAndTangent<>(Math.sqrt(x), x == 0 ? 0.0 : t / (2 * Math.sqrt(x))));
     * double g = Jacobi.grad(safe).apply(0.0);   // 0.0 instead of infinity
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param f the function
     * @param rule takes the argument and its tangent, and gives value and tangent of the result
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code rule} is null
     */
    public static <A, R> Fn1<A, R> customJvp(Fn1<A, R> f, Fn2<A, A, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /**
     * As {@link #customJvp(Fn1, Fn2)}, of a function of two arguments, whose rule takes the arguments and then a tangent for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param f the function
     * @param rule takes the arguments, then a tangent for each, and gives value and tangent of the result
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code rule} is null
     */
    public static <A, B, R> Fn2<A, B, R> customJvp(Fn2<A, B, R> f, Fn4<A, B, A, B, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /**
     * As {@link #customJvp(Fn1, Fn2)}, of a function of three arguments, whose rule takes the arguments and then a tangent for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param f the function
     * @param rule takes the arguments, then a tangent for each, and gives value and tangent of the result
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code rule} is null
     */
    public static <A, B, C, R> Fn3<A, B, C, R> customJvp(Fn3<A, B, C, R> f, Fn6<A, B, C, A, B, C, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /**
     * As {@link #customJvp(Fn1, Fn2)}, of a function of four arguments, whose rule takes the arguments and then a tangent for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param f the function
     * @param rule takes the arguments, then a tangent for each, and gives value and tangent of the result
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code rule} is null
     */
    public static <A, B, C, D, R> Fn4<A, B, C, D, R> customJvp(Fn4<A, B, C, D, R> f, Fn8<A, B, C, D, A, B, C, D, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /**
     * As {@link #customJvp(Fn1, Fn2)}, of a function of five arguments, whose rule takes them together as one value, and so their tangents.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param f the function
     * @param rule takes the arguments as one value, and so their tangents, and gives value and tangent of the result
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code rule} is null
     */
    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R>
            customJvp(Fn5<A, B, C, D, E, R> f, Fn2<Args5<A, B, C, D, E>, Args5<A, B, C, D, E>, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /**
     * As {@link #customJvp(Fn1, Fn2)}, of a function of six arguments, whose rule takes them together as one value, and so their tangents.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param f the function
     * @param rule takes the arguments as one value, and so their tangents, and gives value and tangent of the result
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code rule} is null
     */
    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R>
            customJvp(Fn6<A, B, C, D, E, F, R> f, Fn2<Args6<A, B, C, D, E, F>, Args6<A, B, C, D, E, F>, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /**
     * As {@link #customJvp(Fn1, Fn2)}, of a function of seven arguments, whose rule takes them together as one value, and so their tangents.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param f the function
     * @param rule takes the arguments as one value, and so their tangents, and gives value and tangent of the result
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code rule} is null
     */
    public static <A, B, C, D, E, F, G, R> Fn7<A, B, C, D, E, F, G, R>
            customJvp(Fn7<A, B, C, D, E, F, G, R> f, Fn2<Args7<A, B, C, D, E, F, G>, Args7<A, B, C, D, E, F, G>, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /**
     * As {@link #customJvp(Fn1, Fn2)}, of a function of eight arguments, whose rule takes them together as one value, and so their tangents.
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
     * @param rule takes the arguments as one value, and so their tangents, and gives value and tangent of the result
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code rule} is null
     */
    public static <A, B, C, D, E, F, G, H, R> Fn8<A, B, C, D, E, F, G, H, R>
            customJvp(Fn8<A, B, C, D, E, F, G, H, R> f, Fn2<Args8<A, B, C, D, E, F, G, H>, Args8<A, B, C, D, E, F, G, H>, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /**
     * A function with a transposed derivative of its own. A derivative by values that the functions captured is refused.
     *
     * <pre>{@code
     * Fn1<Double, Double> clipped = Jacobi.customVjp((Double x) -> x * x, (Double x) -> new WithAux<>(x * x, x),
     *         (Double x, Double y) -> Math.max(-1, Math.min(1, 2 * x * y)));
     * double g = Jacobi.grad(clipped).apply(3.0);   // 1.0 instead of 6.0
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param <S> type of the residuals
     * @param f the function
     * @param forward gives the value of {@code f}, and as {@code aux} the residuals: what {@code backward} needs
     * @param backward takes the residuals and the cotangent of the result to the gradient of the argument
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f}, {@code forward} or {@code backward} is null
     */
    public static <A, R, S> Fn1<A, R> customVjp(Fn1<A, R> f, Fn1<A, WithAux<R, S>> forward, Fn2<S, R, A> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }

    /**
     * As {@link #customVjp(Fn1, Fn1, Fn2)}, of a function of two arguments; the gradients come as a record or a {@code List} of one for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param <S> type of the residuals
     * @param <T> type of the gradients together: a record or a {@code List} of one per argument
     * @param f the function
     * @param forward gives the value of {@code f}, and as {@code aux} the residuals: what {@code backward} needs
     * @param backward takes the residuals and the cotangent of the result to the gradients, one for each argument
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f}, {@code forward} or {@code backward} is null
     */
    public static <A, B, R, S, T> Fn2<A, B, R> customVjp(Fn2<A, B, R> f, Fn2<A, B, WithAux<R, S>> forward, Fn2<S, R, T> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }

    /**
     * As {@link #customVjp(Fn1, Fn1, Fn2)}, of a function of three arguments; the gradients come as a record or a {@code List} of one for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param <S> type of the residuals
     * @param <T> type of the gradients together: a record or a {@code List} of one per argument
     * @param f the function
     * @param forward gives the value of {@code f}, and as {@code aux} the residuals: what {@code backward} needs
     * @param backward takes the residuals and the cotangent of the result to the gradients, one for each argument
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f}, {@code forward} or {@code backward} is null
     */
    public static <A, B, C, R, S, T> Fn3<A, B, C, R> customVjp(Fn3<A, B, C, R> f, Fn3<A, B, C, WithAux<R, S>> forward, Fn2<S, R, T> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }

    /**
     * As {@link #customVjp(Fn1, Fn1, Fn2)}, of a function of four arguments; the gradients come as a record or a {@code List} of one for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param <S> type of the residuals
     * @param <T> type of the gradients together: a record or a {@code List} of one per argument
     * @param f the function
     * @param forward gives the value of {@code f}, and as {@code aux} the residuals: what {@code backward} needs
     * @param backward takes the residuals and the cotangent of the result to the gradients, one for each argument
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f}, {@code forward} or {@code backward} is null
     */
    public static <A, B, C, D, R, S, T> Fn4<A, B, C, D, R> customVjp(Fn4<A, B, C, D, R> f, Fn4<A, B, C, D, WithAux<R, S>> forward, Fn2<S, R, T> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }

    /**
     * As {@link #customVjp(Fn1, Fn1, Fn2)}, of a function of five arguments; the gradients come as a record or a {@code List} of one for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param <S> type of the residuals
     * @param <T> type of the gradients together: a record or a {@code List} of one per argument
     * @param f the function
     * @param forward gives the value of {@code f}, and as {@code aux} the residuals: what {@code backward} needs
     * @param backward takes the residuals and the cotangent of the result to the gradients, one for each argument
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f}, {@code forward} or {@code backward} is null
     */
    public static <A, B, C, D, E, R, S, T> Fn5<A, B, C, D, E, R>
            customVjp(Fn5<A, B, C, D, E, R> f, Fn5<A, B, C, D, E, WithAux<R, S>> forward, Fn2<S, R, T> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }

    /**
     * As {@link #customVjp(Fn1, Fn1, Fn2)}, of a function of six arguments; the gradients come as a record or a {@code List} of one for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param <S> type of the residuals
     * @param <T> type of the gradients together: a record or a {@code List} of one per argument
     * @param f the function
     * @param forward gives the value of {@code f}, and as {@code aux} the residuals: what {@code backward} needs
     * @param backward takes the residuals and the cotangent of the result to the gradients, one for each argument
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f}, {@code forward} or {@code backward} is null
     */
    public static <A, B, C, D, E, F, R, S, T> Fn6<A, B, C, D, E, F, R>
            customVjp(Fn6<A, B, C, D, E, F, R> f, Fn6<A, B, C, D, E, F, WithAux<R, S>> forward, Fn2<S, R, T> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }

    /**
     * As {@link #customVjp(Fn1, Fn1, Fn2)}, of a function of seven arguments; the gradients come as a record or a {@code List} of one for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param <S> type of the residuals
     * @param <T> type of the gradients together: a record or a {@code List} of one per argument
     * @param f the function
     * @param forward gives the value of {@code f}, and as {@code aux} the residuals: what {@code backward} needs
     * @param backward takes the residuals and the cotangent of the result to the gradients, one for each argument
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f}, {@code forward} or {@code backward} is null
     */
    public static <A, B, C, D, E, F, G, R, S, T> Fn7<A, B, C, D, E, F, G, R>
            customVjp(Fn7<A, B, C, D, E, F, G, R> f, Fn7<A, B, C, D, E, F, G, WithAux<R, S>> forward, Fn2<S, R, T> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }

    /**
     * As {@link #customVjp(Fn1, Fn1, Fn2)}, of a function of eight arguments; the gradients come as a record or a {@code List} of one for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <H> type of the eighth argument
     * @param <R> type of the result
     * @param <S> type of the residuals
     * @param <T> type of the gradients together: a record or a {@code List} of one per argument
     * @param f the function
     * @param forward gives the value of {@code f}, and as {@code aux} the residuals: what {@code backward} needs
     * @param backward takes the residuals and the cotangent of the result to the gradients, one for each argument
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f}, {@code forward} or {@code backward} is null
     */
    public static <A, B, C, D, E, F, G, H, R, S, T> Fn8<A, B, C, D, E, F, G, H, R>
            customVjp(Fn8<A, B, C, D, E, F, G, H, R> f, Fn8<A, B, C, D, E, F, G, H, WithAux<R, S>> forward, Fn2<S, R, T> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }
}
