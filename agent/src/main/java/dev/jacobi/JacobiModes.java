package dev.jacobi;

/** Forward and reverse mode as such. */
abstract class JacobiModes extends JacobiValueAndGrad {
    JacobiModes() {
    }

    /** The derivative in a direction: takes the arguments, then a tangent for each (of the argument's structure), and gives value and tangent. */
    public static <A, R> Fn2<A, A, ValueAndTangent<R>> jvp(Fn1<A, R> f) {
        return JacobiFunction.of(Transform.jvp(), f);
    }

    /** As {@link #jvp(Fn1)}. */
    public static <A, B, R> Fn4<A, B, A, B, ValueAndTangent<R>> jvp(Fn2<A, B, R> f) {
        return JacobiFunction.of(Transform.jvp(), f);
    }

    /** As {@link #jvp(Fn1)}. */
    public static <A, B, C, R> Fn6<A, B, C, A, B, C, ValueAndTangent<R>> jvp(Fn3<A, B, C, R> f) {
        return JacobiFunction.of(Transform.jvp(), f);
    }

    /** As {@link #jvp(Fn1)}. */
    public static <A, B, C, D, R> Fn8<A, B, C, D, A, B, C, D, ValueAndTangent<R>> jvp(Fn4<A, B, C, D, R> f) {
        return JacobiFunction.of(Transform.jvp(), f);
    }

    /** As {@link #jvp(Fn1)}; the arguments come together as one value, and so do their tangents. */
    public static <A, B, C, D, E, R> Fn2<Args5<A, B, C, D, E>, Args5<A, B, C, D, E>, ValueAndTangent<R>> jvp(Fn5<A, B, C, D, E, R> f) {
        return JacobiFunction.of(Transform.jvpOfArgs(), f);
    }

    /** As {@link #jvp(Fn5)}. */
    public static <A, B, C, D, E, F, R> Fn2<Args6<A, B, C, D, E, F>, Args6<A, B, C, D, E, F>, ValueAndTangent<R>> jvp(Fn6<A, B, C, D, E, F, R> f) {
        return JacobiFunction.of(Transform.jvpOfArgs(), f);
    }

    /** As {@link #jvp(Fn5)}. */
    public static <A, B, C, D, E, F, G, R> Fn2<Args7<A, B, C, D, E, F, G>, Args7<A, B, C, D, E, F, G>, ValueAndTangent<R>> jvp(Fn7<A, B, C, D, E, F, G, R> f) {
        return JacobiFunction.of(Transform.jvpOfArgs(), f);
    }

    /** As {@link #jvp(Fn5)}. */
    public static <A, B, C, D, E, F, G, H, R> Fn2<Args8<A, B, C, D, E, F, G, H>, Args8<A, B, C, D, E, F, G, H>, ValueAndTangent<R>> jvp(Fn8<A, B, C, D, E, F, G, H, R> f) {
        return JacobiFunction.of(Transform.jvpOfArgs(), f);
    }

    /** The value and the derivative in a direction, at once. */
    public static <A, R> ValueAndTangent<R> jvp(Fn1<A, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /** As {@link #jvp(Fn1, Object[], Object[])}. */
    public static <A, B, R> ValueAndTangent<R> jvp(Fn2<A, B, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /** As {@link #jvp(Fn1, Object[], Object[])}. */
    public static <A, B, C, R> ValueAndTangent<R> jvp(Fn3<A, B, C, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /** As {@link #jvp(Fn1, Object[], Object[])}. */
    public static <A, B, C, D, R> ValueAndTangent<R> jvp(Fn4<A, B, C, D, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /** As {@link #jvp(Fn1, Object[], Object[])}. */
    public static <A, B, C, D, E, R> ValueAndTangent<R> jvp(Fn5<A, B, C, D, E, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /** As {@link #jvp(Fn1, Object[], Object[])}. */
    public static <A, B, C, D, E, F, R> ValueAndTangent<R> jvp(Fn6<A, B, C, D, E, F, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /** As {@link #jvp(Fn1, Object[], Object[])}. */
    public static <A, B, C, D, E, F, G, R> ValueAndTangent<R> jvp(Fn7<A, B, C, D, E, F, G, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /** As {@link #jvp(Fn1, Object[], Object[])}. */
    public static <A, B, C, D, E, F, G, H, R> ValueAndTangent<R> jvp(Fn8<A, B, C, D, E, F, G, H, R> f, Object[] primals, Object[] tangents) {
        return JacobiFunction.jvp(f, primals, tangents);
    }

    /** The transposed derivative: takes the argument and a cotangent of the result's structure, and gives the value and the argument's gradient. */
    public static <A, R> Fn2<A, R, ValueAndGrad<R, A>> vjp(Fn1<A, R> f) {
        return JacobiFunction.of(Transform.vjp(), f);
    }

    /** As {@link #vjp(Fn1)}, with an {@code Object[]} of one gradient per argument. */
    public static <A, B, R> Fn3<A, B, R, ValueAndGrad<R, Object[]>> vjp(Fn2<A, B, R> f) {
        return JacobiFunction.of(Transform.vjp(), f);
    }

    /** As {@link #vjp(Fn1)}, with an {@code Object[]} of one gradient per argument. */
    public static <A, B, C, R> Fn4<A, B, C, R, ValueAndGrad<R, Object[]>> vjp(Fn3<A, B, C, R> f) {
        return JacobiFunction.of(Transform.vjp(), f);
    }

    /** As {@link #vjp(Fn1)}, with an {@code Object[]} of one gradient per argument. */
    public static <A, B, C, D, R> Fn5<A, B, C, D, R, ValueAndGrad<R, Object[]>> vjp(Fn4<A, B, C, D, R> f) {
        return JacobiFunction.of(Transform.vjp(), f);
    }

    /** As {@link #vjp(Fn1)}, with an {@code Object[]} of one gradient per argument. */
    public static <A, B, C, D, E, R> Fn6<A, B, C, D, E, R, ValueAndGrad<R, Object[]>> vjp(Fn5<A, B, C, D, E, R> f) {
        return JacobiFunction.of(Transform.vjp(), f);
    }

    /** As {@link #vjp(Fn1)}, with an {@code Object[]} of one gradient per argument. */
    public static <A, B, C, D, E, F, R> Fn7<A, B, C, D, E, F, R, ValueAndGrad<R, Object[]>> vjp(Fn6<A, B, C, D, E, F, R> f) {
        return JacobiFunction.of(Transform.vjp(), f);
    }

    /** As {@link #vjp(Fn1)}, with an {@code Object[]} of one gradient per argument. */
    public static <A, B, C, D, E, F, G, R> Fn8<A, B, C, D, E, F, G, R, ValueAndGrad<R, Object[]>> vjp(Fn7<A, B, C, D, E, F, G, R> f) {
        return JacobiFunction.of(Transform.vjp(), f);
    }

    /** As {@link #vjp(Fn1)}, with an {@code Object[]} of one gradient per argument; the arguments come together as one value. */
    public static <A, B, C, D, E, F, G, H, R> Fn2<Args8<A, B, C, D, E, F, G, H>, R, ValueAndGrad<R, Object[]>> vjp(Fn8<A, B, C, D, E, F, G, H, R> f) {
        return JacobiFunction.of(Transform.vjpOfArgs(), f);
    }

    /** The value at a point, and the function that takes a cotangent of the result to the gradient there. */
    public static <A, R> Pullback<R, A> vjp(Fn1<A, R> f, A a1) {
        return JacobiFunction.pullback(f, a1);
    }

    /** As {@link #vjp(Fn1, Object)}, with an {@code Object[]} of one gradient per argument. */
    public static <A, B, R> Pullback<R, Object[]> vjp(Fn2<A, B, R> f, A a1, B a2) {
        return JacobiFunction.pullback(f, a1, a2);
    }

    /** As {@link #vjp(Fn1, Object)}, with an {@code Object[]} of one gradient per argument. */
    public static <A, B, C, R> Pullback<R, Object[]> vjp(Fn3<A, B, C, R> f, A a1, B a2, C a3) {
        return JacobiFunction.pullback(f, a1, a2, a3);
    }

    /** As {@link #vjp(Fn1, Object)}, with an {@code Object[]} of one gradient per argument. */
    public static <A, B, C, D, R> Pullback<R, Object[]> vjp(Fn4<A, B, C, D, R> f, A a1, B a2, C a3, D a4) {
        return JacobiFunction.pullback(f, a1, a2, a3, a4);
    }

    /** As {@link #vjp(Fn1, Object)}, with an {@code Object[]} of one gradient per argument. */
    public static <A, B, C, D, E, R> Pullback<R, Object[]> vjp(Fn5<A, B, C, D, E, R> f, A a1, B a2, C a3, D a4, E a5) {
        return JacobiFunction.pullback(f, a1, a2, a3, a4, a5);
    }

    /** As {@link #vjp(Fn1, Object)}, with an {@code Object[]} of one gradient per argument. */
    public static <A, B, C, D, E, F, R> Pullback<R, Object[]> vjp(Fn6<A, B, C, D, E, F, R> f, A a1, B a2, C a3, D a4, E a5, F a6) {
        return JacobiFunction.pullback(f, a1, a2, a3, a4, a5, a6);
    }

    /** As {@link #vjp(Fn1, Object)}, with an {@code Object[]} of one gradient per argument. */
    public static <A, B, C, D, E, F, G, R> Pullback<R, Object[]> vjp(Fn7<A, B, C, D, E, F, G, R> f, A a1, B a2, C a3, D a4, E a5, F a6, G a7) {
        return JacobiFunction.pullback(f, a1, a2, a3, a4, a5, a6, a7);
    }

    /** As {@link #vjp(Fn1, Object)}, with an {@code Object[]} of one gradient per argument. */
    public static <A, B, C, D, E, F, G, H, R> Pullback<R, Object[]> vjp(Fn8<A, B, C, D, E, F, G, H, R> f, A a1, B a2, C a3, D a4, E a5, F a6, G a7, H a8) {
        return JacobiFunction.pullback(f, a1, a2, a3, a4, a5, a6, a7, a8);
    }

    /**
     * The value at a point, and the linear function of tangents that approximates the function there: for the arguments and the captured values as they are now.
     */
    public static <A, R> Linearized<R, Fn1<A, R>> linearize(Fn1<A, R> f, A a1) {
        return JacobiFunction.linearized(f, a1);
    }

    /** As {@link #linearize(Fn1, Object)}. */
    public static <A, B, R> Linearized<R, Fn2<A, B, R>> linearize(Fn2<A, B, R> f, A a1, B a2) {
        return JacobiFunction.linearized(f, a1, a2);
    }

    /** As {@link #linearize(Fn1, Object)}. */
    public static <A, B, C, R> Linearized<R, Fn3<A, B, C, R>> linearize(Fn3<A, B, C, R> f, A a1, B a2, C a3) {
        return JacobiFunction.linearized(f, a1, a2, a3);
    }

    /** As {@link #linearize(Fn1, Object)}. */
    public static <A, B, C, D, R> Linearized<R, Fn4<A, B, C, D, R>> linearize(Fn4<A, B, C, D, R> f, A a1, B a2, C a3, D a4) {
        return JacobiFunction.linearized(f, a1, a2, a3, a4);
    }

    /** As {@link #linearize(Fn1, Object)}. */
    public static <A, B, C, D, E, R> Linearized<R, Fn5<A, B, C, D, E, R>> linearize(Fn5<A, B, C, D, E, R> f, A a1, B a2, C a3, D a4, E a5) {
        return JacobiFunction.linearized(f, a1, a2, a3, a4, a5);
    }

    /** As {@link #linearize(Fn1, Object)}. */
    public static <A, B, C, D, E, F, R> Linearized<R, Fn6<A, B, C, D, E, F, R>> linearize(Fn6<A, B, C, D, E, F, R> f, A a1, B a2, C a3, D a4, E a5, F a6) {
        return JacobiFunction.linearized(f, a1, a2, a3, a4, a5, a6);
    }

    /** As {@link #linearize(Fn1, Object)}. */
    public static <A, B, C, D, E, F, G, R> Linearized<R, Fn7<A, B, C, D, E, F, G, R>>
            linearize(Fn7<A, B, C, D, E, F, G, R> f, A a1, B a2, C a3, D a4, E a5, F a6, G a7) {
        return JacobiFunction.linearized(f, a1, a2, a3, a4, a5, a6, a7);
    }

    /** As {@link #linearize(Fn1, Object)}. */
    public static <A, B, C, D, E, F, G, H, R> Linearized<R, Fn8<A, B, C, D, E, F, G, H, R>>
            linearize(Fn8<A, B, C, D, E, F, G, H, R> f, A a1, B a2, C a3, D a4, E a5, F a6, G a7, H a8) {
        return JacobiFunction.linearized(f, a1, a2, a3, a4, a5, a6, a7, a8);
    }
}
