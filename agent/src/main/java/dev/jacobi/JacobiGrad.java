package dev.jacobi;

/** Gradients of functions with one number as result. */
abstract class JacobiGrad {
    JacobiGrad() {
    }

    /** The gradient by the first argument of a function whose result is one number. */
    public static <A, R> Fn1<A, A> grad(Fn1<A, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /** As {@link #grad(Fn1)}. */
    public static <A, B, R> Fn2<A, B, A> grad(Fn2<A, B, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /** As {@link #grad(Fn1)}. */
    public static <A, B, C, R> Fn3<A, B, C, A> grad(Fn3<A, B, C, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /** As {@link #grad(Fn1)}. */
    public static <A, B, C, D, R> Fn4<A, B, C, D, A> grad(Fn4<A, B, C, D, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /** As {@link #grad(Fn1)}. */
    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, A> grad(Fn5<A, B, C, D, E, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /** As {@link #grad(Fn1)}. */
    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, A> grad(Fn6<A, B, C, D, E, F, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /** As {@link #grad(Fn1)}. */
    public static <A, B, C, D, E, F, G, R> Fn7<A, B, C, D, E, F, G, A> grad(Fn7<A, B, C, D, E, F, G, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /** As {@link #grad(Fn1)}. */
    public static <A, B, C, D, E, F, G, H, R> Fn8<A, B, C, D, E, F, G, H, A> grad(Fn8<A, B, C, D, E, F, G, H, R> f) {
        return JacobiFunction.of(Transform.grad(false, 0), f);
    }

    /** The gradient by the arguments with these numbers (from 0, negative ones from the end): one gradient, or an {@code Object[]} of several. */
    public static <A, R, T> Fn1<A, T> grad(Fn1<A, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /** As {@link #grad(Fn1, int...)}. */
    public static <A, B, R, T> Fn2<A, B, T> grad(Fn2<A, B, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /** As {@link #grad(Fn1, int...)}. */
    public static <A, B, C, R, T> Fn3<A, B, C, T> grad(Fn3<A, B, C, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /** As {@link #grad(Fn1, int...)}. */
    public static <A, B, C, D, R, T> Fn4<A, B, C, D, T> grad(Fn4<A, B, C, D, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /** As {@link #grad(Fn1, int...)}. */
    public static <A, B, C, D, E, R, T> Fn5<A, B, C, D, E, T> grad(Fn5<A, B, C, D, E, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /** As {@link #grad(Fn1, int...)}. */
    public static <A, B, C, D, E, F, R, T> Fn6<A, B, C, D, E, F, T> grad(Fn6<A, B, C, D, E, F, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /** As {@link #grad(Fn1, int...)}. */
    public static <A, B, C, D, E, F, G, R, T> Fn7<A, B, C, D, E, F, G, T> grad(Fn7<A, B, C, D, E, F, G, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /** As {@link #grad(Fn1, int...)}. */
    public static <A, B, C, D, E, F, G, H, R, T> Fn8<A, B, C, D, E, F, G, H, T> grad(Fn8<A, B, C, D, E, F, G, H, R> f, int... argnums) {
        return JacobiFunction.of(Transform.grad(false, argnums), f);
    }

    /** With {@code hasAux} the function returns a second value beside the number, which is handed through. */
    public static <A, R, X, T> Fn1<A, WithAux<T, X>> grad(Fn1<A, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }

    /** As {@link #grad(Fn1, boolean, int...)}. */
    public static <A, B, R, X, T> Fn2<A, B, WithAux<T, X>> grad(Fn2<A, B, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }

    /** As {@link #grad(Fn1, boolean, int...)}. */
    public static <A, B, C, R, X, T> Fn3<A, B, C, WithAux<T, X>> grad(Fn3<A, B, C, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }

    /** As {@link #grad(Fn1, boolean, int...)}. */
    public static <A, B, C, D, R, X, T> Fn4<A, B, C, D, WithAux<T, X>> grad(Fn4<A, B, C, D, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }

    /** As {@link #grad(Fn1, boolean, int...)}. */
    public static <A, B, C, D, E, R, X, T> Fn5<A, B, C, D, E, WithAux<T, X>> grad(Fn5<A, B, C, D, E, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }

    /** As {@link #grad(Fn1, boolean, int...)}. */
    public static <A, B, C, D, E, F, R, X, T> Fn6<A, B, C, D, E, F, WithAux<T, X>>
            grad(Fn6<A, B, C, D, E, F, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }

    /** As {@link #grad(Fn1, boolean, int...)}. */
    public static <A, B, C, D, E, F, G, R, X, T> Fn7<A, B, C, D, E, F, G, WithAux<T, X>>
            grad(Fn7<A, B, C, D, E, F, G, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }

    /** As {@link #grad(Fn1, boolean, int...)}. */
    public static <A, B, C, D, E, F, G, H, R, X, T> Fn8<A, B, C, D, E, F, G, H, WithAux<T, X>>
            grad(Fn8<A, B, C, D, E, F, G, H, WithAux<R, X>> f, boolean hasAux, int... argnums) {
        return JacobiFunction.of(Transform.grad(hasAux, argnums), f);
    }
}
