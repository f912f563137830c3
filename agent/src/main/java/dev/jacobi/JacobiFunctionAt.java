package dev.jacobi;

/** Derivatives at a point as functions of tangents and cotangents: lambdas, which can be transformed in turn. */
final class JacobiFunctionAt {
    private JacobiFunctionAt() {
    }

    /** From tangents, one per argument, to the tangent of the result; {@code jvp} takes five arguments and more as one value. */
    static Fn tangent(JacobiFunction jvp, Object[] x) {
        return switch (x.length) {
            case 1 -> tangentAt(jvp, x[0]);
            case 2 -> tangentAt(jvp, x[0], x[1]);
            case 3 -> tangentAt(jvp, x[0], x[1], x[2]);
            case 4 -> tangentAt(jvp, x[0], x[1], x[2], x[3]);
            case 5 -> tangentAt(jvp, new Args5<>(x[0], x[1], x[2], x[3], x[4]));
            case 6 -> tangentAt(jvp, new Args6<>(x[0], x[1], x[2], x[3], x[4], x[5]));
            case 7 -> tangentAt(jvp, new Args7<>(x[0], x[1], x[2], x[3], x[4], x[5], x[6]));
            case 8 -> tangentAt(jvp, new Args8<>(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]));
            default -> throw new JacobiException("There are functions of one to eight arguments, not of " + x.length + ".");
        };
    }

    private static Fn1<Object, Object> tangentAt(Fn2<Object, Object, Object> jvp, Object a) {
        return s -> ((ValueAndTangent<?>) jvp.apply(a, s)).tangent();
    }

    private static Fn2<Object, Object, Object> tangentAt(Fn4<Object, Object, Object, Object, Object> jvp, Object a, Object b) {
        return (s, t) -> ((ValueAndTangent<?>) jvp.apply(a, b, s, t)).tangent();
    }

    private static Fn3<Object, Object, Object, Object> tangentAt(Fn6<Object, Object, Object, Object, Object, Object, Object> jvp,
            Object a, Object b, Object c) {
        return (s, t, u) -> ((ValueAndTangent<?>) jvp.apply(a, b, c, s, t, u)).tangent();
    }

    private static Fn4<Object, Object, Object, Object, Object> tangentAt(Fn8<Object, Object, Object, Object, Object, Object, Object, Object, Object> jvp,
            Object a, Object b, Object c, Object d) {
        return (s, t, u, v) -> ((ValueAndTangent<?>) jvp.apply(a, b, c, d, s, t, u, v)).tangent();
    }

    private static Fn5<Object, Object, Object, Object, Object, Object> tangentAt(Fn2<Object, Object, Object> jvp,
            Args5<Object, Object, Object, Object, Object> at) {
        return (s, t, u, v, w) -> ((ValueAndTangent<?>) jvp.apply(at, new Args5<>(s, t, u, v, w))).tangent();
    }

    private static Fn6<Object, Object, Object, Object, Object, Object, Object> tangentAt(Fn2<Object, Object, Object> jvp,
            Args6<Object, Object, Object, Object, Object, Object> at) {
        return (s, t, u, v, w, q) -> ((ValueAndTangent<?>) jvp.apply(at, new Args6<>(s, t, u, v, w, q))).tangent();
    }

    private static Fn7<Object, Object, Object, Object, Object, Object, Object, Object> tangentAt(Fn2<Object, Object, Object> jvp,
            Args7<Object, Object, Object, Object, Object, Object, Object> at) {
        return (s, t, u, v, w, q, y) -> ((ValueAndTangent<?>) jvp.apply(at, new Args7<>(s, t, u, v, w, q, y))).tangent();
    }

    private static Fn8<Object, Object, Object, Object, Object, Object, Object, Object, Object> tangentAt(Fn2<Object, Object, Object> jvp,
            Args8<Object, Object, Object, Object, Object, Object, Object, Object> at) {
        return (s, t, u, v, w, q, y, z) -> ((ValueAndTangent<?>) jvp.apply(at, new Args8<>(s, t, u, v, w, q, y, z))).tangent();
    }

    /** From the cotangent of the result to the gradient: one, or an {@code Object[]} of one per argument; {@code vjp} takes eight arguments as one value. */
    static Fn gradient(JacobiFunction vjp, Object[] x) {
        return switch (x.length) {
            case 1 -> gradientAt(vjp, x[0]);
            case 2 -> gradientAt(vjp, x[0], x[1]);
            case 3 -> gradientAt(vjp, x[0], x[1], x[2]);
            case 4 -> gradientAt(vjp, x[0], x[1], x[2], x[3]);
            case 5 -> gradientAt(vjp, x[0], x[1], x[2], x[3], x[4]);
            case 6 -> gradientAt(vjp, x[0], x[1], x[2], x[3], x[4], x[5]);
            case 7 -> gradientAt(vjp, x[0], x[1], x[2], x[3], x[4], x[5], x[6]);
            case 8 -> gradientAt(vjp, new Args8<>(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]));
            default -> throw new JacobiException("There are functions of one to eight arguments, not of " + x.length + ".");
        };
    }

    private static Fn1<Object, Object> gradientAt(Fn2<Object, Object, Object> vjp, Object a) {
        return y -> ((ValueAndGrad<?, ?>) vjp.apply(a, y)).grad();
    }

    private static Fn1<Object, Object> gradientAt(Fn3<Object, Object, Object, Object> vjp, Object a, Object b) {
        return y -> ((ValueAndGrad<?, ?>) vjp.apply(a, b, y)).grad();
    }

    private static Fn1<Object, Object> gradientAt(Fn4<Object, Object, Object, Object, Object> vjp, Object a, Object b, Object c) {
        return y -> ((ValueAndGrad<?, ?>) vjp.apply(a, b, c, y)).grad();
    }

    private static Fn1<Object, Object> gradientAt(Fn5<Object, Object, Object, Object, Object, Object> vjp, Object a, Object b, Object c, Object d) {
        return y -> ((ValueAndGrad<?, ?>) vjp.apply(a, b, c, d, y)).grad();
    }

    private static Fn1<Object, Object> gradientAt(Fn6<Object, Object, Object, Object, Object, Object, Object> vjp,
            Object a, Object b, Object c, Object d, Object e) {
        return y -> ((ValueAndGrad<?, ?>) vjp.apply(a, b, c, d, e, y)).grad();
    }

    private static Fn1<Object, Object> gradientAt(Fn7<Object, Object, Object, Object, Object, Object, Object, Object> vjp,
            Object a, Object b, Object c, Object d, Object e, Object f) {
        return y -> ((ValueAndGrad<?, ?>) vjp.apply(a, b, c, d, e, f, y)).grad();
    }

    private static Fn1<Object, Object> gradientAt(Fn8<Object, Object, Object, Object, Object, Object, Object, Object, Object> vjp,
            Object a, Object b, Object c, Object d, Object e, Object f, Object g) {
        return y -> ((ValueAndGrad<?, ?>) vjp.apply(a, b, c, d, e, f, g, y)).grad();
    }
}
