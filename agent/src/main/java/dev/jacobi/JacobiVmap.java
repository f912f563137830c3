package dev.jacobi;

/** Batching and compilation. */
abstract class JacobiVmap extends JacobiJacobians {
    JacobiVmap() {
    }

    /**
     * Maps the function over an axis of its arguments: one axis per argument, negative ones from the end, null for an argument that all lanes
     * share; none given means axis 0 of each. Results are stacked along axis 0.
     */
    public static <A, R, A2, R2> Fn1<A2, R2> vmap(Fn1<A, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in(inAxes)), f);
    }

    /** As {@link #vmap(Fn1, Integer...)}. */
    public static <A, B, R, A2, B2, R2> Fn2<A2, B2, R2> vmap(Fn2<A, B, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in(inAxes)), f);
    }

    /** As {@link #vmap(Fn1, Integer...)}. */
    public static <A, B, C, R, A2, B2, C2, R2> Fn3<A2, B2, C2, R2> vmap(Fn3<A, B, C, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in(inAxes)), f);
    }

    /** As {@link #vmap(Fn1, Integer...)}. */
    public static <A, B, C, D, R, A2, B2, C2, D2, R2> Fn4<A2, B2, C2, D2, R2> vmap(Fn4<A, B, C, D, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in(inAxes)), f);
    }

    /** As {@link #vmap(Fn1, Integer...)}. */
    public static <A, B, C, D, E, R, A2, B2, C2, D2, E2, R2> Fn5<A2, B2, C2, D2, E2, R2> vmap(Fn5<A, B, C, D, E, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in(inAxes)), f);
    }

    /** As {@link #vmap(Fn1, Integer...)}. */
    public static <A, B, C, D, E, F, R, A2, B2, C2, D2, E2, F2, R2> Fn6<A2, B2, C2, D2, E2, F2, R2> vmap(Fn6<A, B, C, D, E, F, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in(inAxes)), f);
    }

    /** As {@link #vmap(Fn1, Integer...)}. */
    public static <A, B, C, D, E, F, G, R, A2, B2, C2, D2, E2, F2, G2, R2> Fn7<A2, B2, C2, D2, E2, F2, G2, R2>
            vmap(Fn7<A, B, C, D, E, F, G, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in(inAxes)), f);
    }

    /** As {@link #vmap(Fn1, Integer...)}. */
    public static <A, B, C, D, E, F, G, H, R, A2, B2, C2, D2, E2, F2, G2, H2, R2> Fn8<A2, B2, C2, D2, E2, F2, G2, H2, R2>
            vmap(Fn8<A, B, C, D, E, F, G, H, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in(inAxes)), f);
    }

    /** Maps the function over axes that {@code axes} describes: also of the results, per leaf, and with a name. */
    public static <A, R, A2, R2> Fn1<A2, R2> vmap(Fn1<A, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }

    /** As {@link #vmap(Fn1, Axes)}. */
    public static <A, B, R, A2, B2, R2> Fn2<A2, B2, R2> vmap(Fn2<A, B, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }

    /** As {@link #vmap(Fn1, Axes)}. */
    public static <A, B, C, R, A2, B2, C2, R2> Fn3<A2, B2, C2, R2> vmap(Fn3<A, B, C, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }

    /** As {@link #vmap(Fn1, Axes)}. */
    public static <A, B, C, D, R, A2, B2, C2, D2, R2> Fn4<A2, B2, C2, D2, R2> vmap(Fn4<A, B, C, D, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }

    /** As {@link #vmap(Fn1, Axes)}. */
    public static <A, B, C, D, E, R, A2, B2, C2, D2, E2, R2> Fn5<A2, B2, C2, D2, E2, R2> vmap(Fn5<A, B, C, D, E, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }

    /** As {@link #vmap(Fn1, Axes)}. */
    public static <A, B, C, D, E, F, R, A2, B2, C2, D2, E2, F2, R2> Fn6<A2, B2, C2, D2, E2, F2, R2> vmap(Fn6<A, B, C, D, E, F, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }

    /** As {@link #vmap(Fn1, Axes)}. */
    public static <A, B, C, D, E, F, G, R, A2, B2, C2, D2, E2, F2, G2, R2> Fn7<A2, B2, C2, D2, E2, F2, G2, R2> vmap(Fn7<A, B, C, D, E, F, G, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }

    /** As {@link #vmap(Fn1, Axes)}. */
    public static <A, B, C, D, E, F, G, H, R, A2, B2, C2, D2, E2, F2, G2, H2, R2> Fn8<A2, B2, C2, D2, E2, F2, G2, H2, R2>
            vmap(Fn8<A, B, C, D, E, F, G, H, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }

    /** The function, compiled when it is first called with arguments of a structure. It does what the function does, also to its arguments. */
    public static <A, R> Fn1<A, R> jit(Fn1<A, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /** As {@link #jit(Fn1)}. */
    public static <A, B, R> Fn2<A, B, R> jit(Fn2<A, B, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /** As {@link #jit(Fn1)}. */
    public static <A, B, C, R> Fn3<A, B, C, R> jit(Fn3<A, B, C, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /** As {@link #jit(Fn1)}. */
    public static <A, B, C, D, R> Fn4<A, B, C, D, R> jit(Fn4<A, B, C, D, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /** As {@link #jit(Fn1)}. */
    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> jit(Fn5<A, B, C, D, E, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /** As {@link #jit(Fn1)}. */
    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> jit(Fn6<A, B, C, D, E, F, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /** As {@link #jit(Fn1)}. */
    public static <A, B, C, D, E, F, G, R> Fn7<A, B, C, D, E, F, G, R> jit(Fn7<A, B, C, D, E, F, G, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /** As {@link #jit(Fn1)}. */
    public static <A, B, C, D, E, F, G, H, R> Fn8<A, B, C, D, E, F, G, H, R> jit(Fn8<A, B, C, D, E, F, G, H, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /** As {@link #jit(Fn1)} with options. */
    public static <A, R> Fn1<A, R> jit(Fn1<A, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /** As {@link #jit(Fn1, Options)}. */
    public static <A, B, R> Fn2<A, B, R> jit(Fn2<A, B, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /** As {@link #jit(Fn1, Options)}. */
    public static <A, B, C, R> Fn3<A, B, C, R> jit(Fn3<A, B, C, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /** As {@link #jit(Fn1, Options)}. */
    public static <A, B, C, D, R> Fn4<A, B, C, D, R> jit(Fn4<A, B, C, D, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /** As {@link #jit(Fn1, Options)}. */
    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> jit(Fn5<A, B, C, D, E, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /** As {@link #jit(Fn1, Options)}. */
    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> jit(Fn6<A, B, C, D, E, F, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /** As {@link #jit(Fn1, Options)}. */
    public static <A, B, C, D, E, F, G, R> Fn7<A, B, C, D, E, F, G, R> jit(Fn7<A, B, C, D, E, F, G, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /** As {@link #jit(Fn1, Options)}. */
    public static <A, B, C, D, E, F, G, H, R> Fn8<A, B, C, D, E, F, G, H, R> jit(Fn8<A, B, C, D, E, F, G, H, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /** The same function; a gradient keeps only its arguments and runs it again, instead of keeping what it computed. */
    public static <A, R> Fn1<A, R> checkpoint(Fn1<A, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }

    /** As {@link #checkpoint(Fn1)}. */
    public static <A, B, R> Fn2<A, B, R> checkpoint(Fn2<A, B, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }

    /** As {@link #checkpoint(Fn1)}. */
    public static <A, B, C, R> Fn3<A, B, C, R> checkpoint(Fn3<A, B, C, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }

    /** As {@link #checkpoint(Fn1)}. */
    public static <A, B, C, D, R> Fn4<A, B, C, D, R> checkpoint(Fn4<A, B, C, D, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }

    /** As {@link #checkpoint(Fn1)}. */
    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> checkpoint(Fn5<A, B, C, D, E, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }

    /** As {@link #checkpoint(Fn1)}. */
    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> checkpoint(Fn6<A, B, C, D, E, F, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }

    /** As {@link #checkpoint(Fn1)}. */
    public static <A, B, C, D, E, F, G, R> Fn7<A, B, C, D, E, F, G, R> checkpoint(Fn7<A, B, C, D, E, F, G, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }

    /** As {@link #checkpoint(Fn1)}. */
    public static <A, B, C, D, E, F, G, H, R> Fn8<A, B, C, D, E, F, G, H, R> checkpoint(Fn8<A, B, C, D, E, F, G, H, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }
}
