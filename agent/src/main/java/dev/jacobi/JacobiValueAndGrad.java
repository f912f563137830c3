package dev.jacobi;

/** Values together with gradients. */
abstract class JacobiValueAndGrad extends JacobiGrad {
    JacobiValueAndGrad() {
    }

    /** The value and the gradient by the first argument, from one run. */
    public static <A, R> Fn1<A, ValueAndGrad<R, A>> valueAndGrad(Fn1<A, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /** As {@link #valueAndGrad(Fn1)}. */
    public static <A, B, R> Fn2<A, B, ValueAndGrad<R, A>> valueAndGrad(Fn2<A, B, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /** As {@link #valueAndGrad(Fn1)}. */
    public static <A, B, C, R> Fn3<A, B, C, ValueAndGrad<R, A>> valueAndGrad(Fn3<A, B, C, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /** As {@link #valueAndGrad(Fn1)}. */
    public static <A, B, C, D, R> Fn4<A, B, C, D, ValueAndGrad<R, A>> valueAndGrad(Fn4<A, B, C, D, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /** As {@link #valueAndGrad(Fn1)}. */
    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, ValueAndGrad<R, A>> valueAndGrad(Fn5<A, B, C, D, E, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /** As {@link #valueAndGrad(Fn1)}. */
    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, ValueAndGrad<R, A>> valueAndGrad(Fn6<A, B, C, D, E, F, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /** As {@link #valueAndGrad(Fn1)}. */
    public static <A, B, C, D, E, F, G, R> Fn7<A, B, C, D, E, F, G, ValueAndGrad<R, A>> valueAndGrad(Fn7<A, B, C, D, E, F, G, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /** As {@link #valueAndGrad(Fn1)}. */
    public static <A, B, C, D, E, F, G, H, R> Fn8<A, B, C, D, E, F, G, H, ValueAndGrad<R, A>> valueAndGrad(Fn8<A, B, C, D, E, F, G, H, R> f) {
        return JacobiFunction.of(Transform.valueAndGrad(false, 0), f);
    }

    /** The value and the gradient by the arguments with these numbers: one gradient, or an {@code Object[]} of several. */
    public static <A, R, T> Fn1<A, ValueAndGrad<R, T>> valueAndGrad(Fn1<A, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /** As {@link #valueAndGrad(Fn1, int...)}. */
    public static <A, B, R, T> Fn2<A, B, ValueAndGrad<R, T>> valueAndGrad(Fn2<A, B, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /** As {@link #valueAndGrad(Fn1, int...)}. */
    public static <A, B, C, R, T> Fn3<A, B, C, ValueAndGrad<R, T>> valueAndGrad(Fn3<A, B, C, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /** As {@link #valueAndGrad(Fn1, int...)}. */
    public static <A, B, C, D, R, T> Fn4<A, B, C, D, ValueAndGrad<R, T>> valueAndGrad(Fn4<A, B, C, D, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /** As {@link #valueAndGrad(Fn1, int...)}. */
    public static <A, B, C, D, E, R, T> Fn5<A, B, C, D, E, ValueAndGrad<R, T>> valueAndGrad(Fn5<A, B, C, D, E, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /** As {@link #valueAndGrad(Fn1, int...)}. */
    public static <A, B, C, D, E, F, R, T> Fn6<A, B, C, D, E, F, ValueAndGrad<R, T>> valueAndGrad(Fn6<A, B, C, D, E, F, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /** As {@link #valueAndGrad(Fn1, int...)}. */
    public static <A, B, C, D, E, F, G, R, T> Fn7<A, B, C, D, E, F, G, ValueAndGrad<R, T>> valueAndGrad(Fn7<A, B, C, D, E, F, G, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /** As {@link #valueAndGrad(Fn1, int...)}. */
    public static <A, B, C, D, E, F, G, H, R, T> Fn8<A, B, C, D, E, F, G, H, ValueAndGrad<R, T>>
            valueAndGrad(Fn8<A, B, C, D, E, F, G, H, R> f, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(false, argnums), f);
    }

    /** With {@code hasAux} the function returns a second value beside the number, which is handed through. */
    public static <A, R, X, T> Fn1<A, ValueAndGrad<WithAux<R, X>, T>> valueAndGrad(Fn1<A, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }

    /** As {@link #valueAndGrad(Fn1, boolean, int...)}. */
    public static <A, B, R, X, T> Fn2<A, B, ValueAndGrad<WithAux<R, X>, T>> valueAndGrad(Fn2<A, B, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }

    /** As {@link #valueAndGrad(Fn1, boolean, int...)}. */
    public static <A, B, C, R, X, T> Fn3<A, B, C, ValueAndGrad<WithAux<R, X>, T>> valueAndGrad(Fn3<A, B, C, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }

    /** As {@link #valueAndGrad(Fn1, boolean, int...)}. */
    public static <A, B, C, D, R, X, T> Fn4<A, B, C, D, ValueAndGrad<WithAux<R, X>, T>>
            valueAndGrad(Fn4<A, B, C, D, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }

    /** As {@link #valueAndGrad(Fn1, boolean, int...)}. */
    public static <A, B, C, D, E, R, X, T> Fn5<A, B, C, D, E, ValueAndGrad<WithAux<R, X>, T>>
            valueAndGrad(Fn5<A, B, C, D, E, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }

    /** As {@link #valueAndGrad(Fn1, boolean, int...)}. */
    public static <A, B, C, D, E, F, R, X, T> Fn6<A, B, C, D, E, F, ValueAndGrad<WithAux<R, X>, T>>
            valueAndGrad(Fn6<A, B, C, D, E, F, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }

    /** As {@link #valueAndGrad(Fn1, boolean, int...)}. */
    public static <A, B, C, D, E, F, G, R, X, T> Fn7<A, B, C, D, E, F, G, ValueAndGrad<WithAux<R, X>, T>>
            valueAndGrad(Fn7<A, B, C, D, E, F, G, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }

    /** As {@link #valueAndGrad(Fn1, boolean, int...)}. */
    public static <A, B, C, D, E, F, G, H, R, X, T> Fn8<A, B, C, D, E, F, G, H, ValueAndGrad<WithAux<R, X>, T>>
            valueAndGrad(Fn8<A, B, C, D, E, F, G, H, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.valueAndGrad(hasAux, argnums), f);
    }
}
