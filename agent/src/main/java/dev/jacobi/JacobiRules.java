package dev.jacobi;

import dev.jacobi.ir.Func;

/** Rules of one's own, and looking at programs. */
abstract class JacobiRules extends JacobiVmap {
    JacobiRules() {
    }

    /**
     * The function with a derivative of its own: {@code rule} takes the arguments, then their tangents, and gives value and tangent. A
     * derivative by what the functions captured is refused.
     */
    public static <A, R> Fn1<A, R> customJvp(Fn1<A, R> f, Fn2<A, A, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /** As {@link #customJvp(Fn1, Fn2)}. */
    public static <A, B, R> Fn2<A, B, R> customJvp(Fn2<A, B, R> f, Fn4<A, B, A, B, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /** As {@link #customJvp(Fn1, Fn2)}. */
    public static <A, B, C, R> Fn3<A, B, C, R> customJvp(Fn3<A, B, C, R> f, Fn6<A, B, C, A, B, C, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /** As {@link #customJvp(Fn1, Fn2)}. */
    public static <A, B, C, D, R> Fn4<A, B, C, D, R> customJvp(Fn4<A, B, C, D, R> f, Fn8<A, B, C, D, A, B, C, D, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /** As {@link #customJvp(Fn1, Fn2)}; the rule takes the arguments together as one value, and so their tangents. */
    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R>
            customJvp(Fn5<A, B, C, D, E, R> f, Fn2<Args5<A, B, C, D, E>, Args5<A, B, C, D, E>, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /** As {@link #customJvp(Fn5, Fn2)}. */
    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R>
            customJvp(Fn6<A, B, C, D, E, F, R> f, Fn2<Args6<A, B, C, D, E, F>, Args6<A, B, C, D, E, F>, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /** As {@link #customJvp(Fn5, Fn2)}. */
    public static <A, B, C, D, E, F, G, R> Fn7<A, B, C, D, E, F, G, R>
            customJvp(Fn7<A, B, C, D, E, F, G, R> f, Fn2<Args7<A, B, C, D, E, F, G>, Args7<A, B, C, D, E, F, G>, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /** As {@link #customJvp(Fn5, Fn2)}. */
    public static <A, B, C, D, E, F, G, H, R> Fn8<A, B, C, D, E, F, G, H, R>
            customJvp(Fn8<A, B, C, D, E, F, G, H, R> f, Fn2<Args8<A, B, C, D, E, F, G, H>, Args8<A, B, C, D, E, F, G, H>, ValueAndTangent<R>> rule) {
        return JacobiFunction.of(Transform.customJvp(), f, rule);
    }

    /**
     * The function with a transposed derivative of its own: {@code forward} gives the value and residuals, {@code backward} takes the residuals
     * and the result's cotangent to the argument's gradient. A derivative by what the functions captured is refused.
     */
    public static <A, R, S> Fn1<A, R> customVjp(Fn1<A, R> f, Fn1<A, WithAux<R, S>> forward, Fn2<S, R, A> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }

    /** As {@link #customVjp(Fn1, Fn1, Fn2)}; the gradients are the parts of a record or a {@code List}, one per argument. */
    public static <A, B, R, S, T> Fn2<A, B, R> customVjp(Fn2<A, B, R> f, Fn2<A, B, WithAux<R, S>> forward, Fn2<S, R, T> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }

    /** As {@link #customVjp(Fn1, Fn1, Fn2)}; the gradients are the parts of a record or a {@code List}, one per argument. */
    public static <A, B, C, R, S, T> Fn3<A, B, C, R> customVjp(Fn3<A, B, C, R> f, Fn3<A, B, C, WithAux<R, S>> forward, Fn2<S, R, T> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }

    /** As {@link #customVjp(Fn1, Fn1, Fn2)}; the gradients are the parts of a record or a {@code List}, one per argument. */
    public static <A, B, C, D, R, S, T> Fn4<A, B, C, D, R> customVjp(Fn4<A, B, C, D, R> f, Fn4<A, B, C, D, WithAux<R, S>> forward, Fn2<S, R, T> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }

    /** As {@link #customVjp(Fn1, Fn1, Fn2)}; the gradients are the parts of a record or a {@code List}, one per argument. */
    public static <A, B, C, D, E, R, S, T> Fn5<A, B, C, D, E, R>
            customVjp(Fn5<A, B, C, D, E, R> f, Fn5<A, B, C, D, E, WithAux<R, S>> forward, Fn2<S, R, T> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }

    /** As {@link #customVjp(Fn1, Fn1, Fn2)}; the gradients are the parts of a record or a {@code List}, one per argument. */
    public static <A, B, C, D, E, F, R, S, T> Fn6<A, B, C, D, E, F, R>
            customVjp(Fn6<A, B, C, D, E, F, R> f, Fn6<A, B, C, D, E, F, WithAux<R, S>> forward, Fn2<S, R, T> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }

    /** As {@link #customVjp(Fn1, Fn1, Fn2)}; the gradients are the parts of a record or a {@code List}, one per argument. */
    public static <A, B, C, D, E, F, G, R, S, T> Fn7<A, B, C, D, E, F, G, R>
            customVjp(Fn7<A, B, C, D, E, F, G, R> f, Fn7<A, B, C, D, E, F, G, WithAux<R, S>> forward, Fn2<S, R, T> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }

    /** As {@link #customVjp(Fn1, Fn1, Fn2)}; the gradients are the parts of a record or a {@code List}, one per argument. */
    public static <A, B, C, D, E, F, G, H, R, S, T> Fn8<A, B, C, D, E, F, G, H, R>
            customVjp(Fn8<A, B, C, D, E, F, G, H, R> f, Fn8<A, B, C, D, E, F, G, H, WithAux<R, S>> forward, Fn2<S, R, T> backward) {
        return JacobiFunction.of(Transform.customVjp(), f, forward, backward);
    }

    /** The function's program for arguments of this structure; {@code toString()} is its text. */
    public static <A, R> Func ir(Fn1<A, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /** As {@link #ir(Fn1, Object...)}. */
    public static <A, B, R> Func ir(Fn2<A, B, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /** As {@link #ir(Fn1, Object...)}. */
    public static <A, B, C, R> Func ir(Fn3<A, B, C, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /** As {@link #ir(Fn1, Object...)}. */
    public static <A, B, C, D, R> Func ir(Fn4<A, B, C, D, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /** As {@link #ir(Fn1, Object...)}. */
    public static <A, B, C, D, E, R> Func ir(Fn5<A, B, C, D, E, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /** As {@link #ir(Fn1, Object...)}. */
    public static <A, B, C, D, E, F, R> Func ir(Fn6<A, B, C, D, E, F, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /** As {@link #ir(Fn1, Object...)}. */
    public static <A, B, C, D, E, F, G, R> Func ir(Fn7<A, B, C, D, E, F, G, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /** As {@link #ir(Fn1, Object...)}. */
    public static <A, B, C, D, E, F, G, H, R> Func ir(Fn8<A, B, C, D, E, F, G, H, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /** The function's program for arguments of this structure, to be looked at in each stage. */
    public static <A, R> Lowered lower(Fn1<A, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }

    /** As {@link #lower(Fn1, Object...)}. */
    public static <A, B, R> Lowered lower(Fn2<A, B, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }

    /** As {@link #lower(Fn1, Object...)}. */
    public static <A, B, C, R> Lowered lower(Fn3<A, B, C, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }

    /** As {@link #lower(Fn1, Object...)}. */
    public static <A, B, C, D, R> Lowered lower(Fn4<A, B, C, D, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }

    /** As {@link #lower(Fn1, Object...)}. */
    public static <A, B, C, D, E, R> Lowered lower(Fn5<A, B, C, D, E, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }

    /** As {@link #lower(Fn1, Object...)}. */
    public static <A, B, C, D, E, F, R> Lowered lower(Fn6<A, B, C, D, E, F, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }

    /** As {@link #lower(Fn1, Object...)}. */
    public static <A, B, C, D, E, F, G, R> Lowered lower(Fn7<A, B, C, D, E, F, G, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }

    /** As {@link #lower(Fn1, Object...)}. */
    public static <A, B, C, D, E, F, G, H, R> Lowered lower(Fn8<A, B, C, D, E, F, G, H, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }
}
