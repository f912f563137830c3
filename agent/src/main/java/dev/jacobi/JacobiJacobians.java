package dev.jacobi;

/** Jacobians and Hessians. Without {@code argnums} by the first argument; with several the result is an {@code Object[]}. */
abstract class JacobiJacobians extends JacobiModes {
    JacobiJacobians() {
    }

    /** The Jacobian by forward mode, best for few inputs: for each leaf of the result one axis per axis of it, then those of the argument. */
    public static <A, R, J> Fn1<A, J> jacfwd(Fn1<A, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /** As {@link #jacfwd(Fn1, int...)}. */
    public static <A, B, R, J> Fn2<A, B, J> jacfwd(Fn2<A, B, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /** As {@link #jacfwd(Fn1, int...)}. */
    public static <A, B, C, R, J> Fn3<A, B, C, J> jacfwd(Fn3<A, B, C, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /** As {@link #jacfwd(Fn1, int...)}. */
    public static <A, B, C, D, R, J> Fn4<A, B, C, D, J> jacfwd(Fn4<A, B, C, D, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /** As {@link #jacfwd(Fn1, int...)}. */
    public static <A, B, C, D, E, R, J> Fn5<A, B, C, D, E, J> jacfwd(Fn5<A, B, C, D, E, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /** As {@link #jacfwd(Fn1, int...)}. */
    public static <A, B, C, D, E, F, R, J> Fn6<A, B, C, D, E, F, J> jacfwd(Fn6<A, B, C, D, E, F, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /** As {@link #jacfwd(Fn1, int...)}. */
    public static <A, B, C, D, E, F, G, R, J> Fn7<A, B, C, D, E, F, G, J> jacfwd(Fn7<A, B, C, D, E, F, G, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /** As {@link #jacfwd(Fn1, int...)}. */
    public static <A, B, C, D, E, F, G, H, R, J> Fn8<A, B, C, D, E, F, G, H, J> jacfwd(Fn8<A, B, C, D, E, F, G, H, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacfwd(argnums), f);
    }

    /** The Jacobian by reverse mode, best for few outputs; the form is that of {@code jacfwd}. */
    public static <A, R, J> Fn1<A, J> jacrev(Fn1<A, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /** As {@link #jacrev(Fn1, int...)}. */
    public static <A, B, R, J> Fn2<A, B, J> jacrev(Fn2<A, B, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /** As {@link #jacrev(Fn1, int...)}. */
    public static <A, B, C, R, J> Fn3<A, B, C, J> jacrev(Fn3<A, B, C, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /** As {@link #jacrev(Fn1, int...)}. */
    public static <A, B, C, D, R, J> Fn4<A, B, C, D, J> jacrev(Fn4<A, B, C, D, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /** As {@link #jacrev(Fn1, int...)}. */
    public static <A, B, C, D, E, R, J> Fn5<A, B, C, D, E, J> jacrev(Fn5<A, B, C, D, E, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /** As {@link #jacrev(Fn1, int...)}. */
    public static <A, B, C, D, E, F, R, J> Fn6<A, B, C, D, E, F, J> jacrev(Fn6<A, B, C, D, E, F, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /** As {@link #jacrev(Fn1, int...)}. */
    public static <A, B, C, D, E, F, G, R, J> Fn7<A, B, C, D, E, F, G, J> jacrev(Fn7<A, B, C, D, E, F, G, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /** As {@link #jacrev(Fn1, int...)}. */
    public static <A, B, C, D, E, F, G, H, R, J> Fn8<A, B, C, D, E, F, G, H, J> jacrev(Fn8<A, B, C, D, E, F, G, H, R> f, int... argnums) {
        return JacobiFunction.of(Transform.jacrev(argnums), f);
    }

    /** The second derivatives, {@code jacrev(jacrev(f))}: its rows share one forward pass. */
    public static <A, R, J> Fn1<A, J> hessian(Fn1<A, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }

    /** As {@link #hessian(Fn1, int...)}. */
    public static <A, B, R, J> Fn2<A, B, J> hessian(Fn2<A, B, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }

    /** As {@link #hessian(Fn1, int...)}. */
    public static <A, B, C, R, J> Fn3<A, B, C, J> hessian(Fn3<A, B, C, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }

    /** As {@link #hessian(Fn1, int...)}. */
    public static <A, B, C, D, R, J> Fn4<A, B, C, D, J> hessian(Fn4<A, B, C, D, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }

    /** As {@link #hessian(Fn1, int...)}. */
    public static <A, B, C, D, E, R, J> Fn5<A, B, C, D, E, J> hessian(Fn5<A, B, C, D, E, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }

    /** As {@link #hessian(Fn1, int...)}. */
    public static <A, B, C, D, E, F, R, J> Fn6<A, B, C, D, E, F, J> hessian(Fn6<A, B, C, D, E, F, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }

    /** As {@link #hessian(Fn1, int...)}. */
    public static <A, B, C, D, E, F, G, R, J> Fn7<A, B, C, D, E, F, G, J> hessian(Fn7<A, B, C, D, E, F, G, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }

    /** As {@link #hessian(Fn1, int...)}. */
    public static <A, B, C, D, E, F, G, H, R, J> Fn8<A, B, C, D, E, F, G, H, J> hessian(Fn8<A, B, C, D, E, F, G, H, R> f, int... argnums) {
        return JacobiFunction.of(Transform.hessian(argnums), f);
    }
}
