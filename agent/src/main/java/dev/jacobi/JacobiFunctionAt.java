package dev.jacobi;

/** Derivatives at a point as functions of tangents and cotangents: lambdas, which can be transformed in turn. */
final class JacobiFunctionAt {
    private JacobiFunctionAt() {
    }

    /** From tangents, one per argument, to the tangent of the result; {@code jvp} takes five arguments and more as one value. */
    static Fn tangent(JacobiFunction jvp, Object[] x) {
        switch (x.length) {
            case 1 -> {
                Object a = x[0];
                Fn2<Object, Object, Object> f = jvp;
                return (Fn1<Object, Object>) s -> ((ValueAndTangent<?>) f.apply(a, s)).tangent();
            }
            case 2 -> {
                Object a = x[0];
                Object b = x[1];
                Fn4<Object, Object, Object, Object, Object> f = jvp;
                return (Fn2<Object, Object, Object>) (s, t) -> ((ValueAndTangent<?>) f.apply(a, b, s, t)).tangent();
            }
            case 3 -> {
                Object a = x[0];
                Object b = x[1];
                Object c = x[2];
                Fn6<Object, Object, Object, Object, Object, Object, Object> f = jvp;
                return (Fn3<Object, Object, Object, Object>) (s, t, u) -> ((ValueAndTangent<?>) f.apply(a, b, c, s, t, u)).tangent();
            }
            case 4 -> {
                Object a = x[0];
                Object b = x[1];
                Object c = x[2];
                Object d = x[3];
                Fn8<Object, Object, Object, Object, Object, Object, Object, Object, Object> f = jvp;
                return (Fn4<Object, Object, Object, Object, Object>) (s, t, u, v) -> ((ValueAndTangent<?>) f.apply(a, b, c, d, s, t, u, v)).tangent();
            }
            case 5 -> {
                Object at = new Args5<>(x[0], x[1], x[2], x[3], x[4]);
                Fn2<Object, Object, Object> f = jvp;
                return (Fn5<Object, Object, Object, Object, Object, Object>) (s, t, u, v, w) ->
                    ((ValueAndTangent<?>) f.apply(at, new Args5<>(s, t, u, v, w))).tangent();
            }
            case 6 -> {
                Object at = new Args6<>(x[0], x[1], x[2], x[3], x[4], x[5]);
                Fn2<Object, Object, Object> f = jvp;
                return (Fn6<Object, Object, Object, Object, Object, Object, Object>) (s, t, u, v, w, q) ->
                    ((ValueAndTangent<?>) f.apply(at, new Args6<>(s, t, u, v, w, q))).tangent();
            }
            case 7 -> {
                Object at = new Args7<>(x[0], x[1], x[2], x[3], x[4], x[5], x[6]);
                Fn2<Object, Object, Object> f = jvp;
                return (Fn7<Object, Object, Object, Object, Object, Object, Object, Object>) (s, t, u, v, w, q, y) ->
                    ((ValueAndTangent<?>) f.apply(at, new Args7<>(s, t, u, v, w, q, y))).tangent();
            }
            case 8 -> {
                Object at = new Args8<>(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]);
                Fn2<Object, Object, Object> f = jvp;
                return (Fn8<Object, Object, Object, Object, Object, Object, Object, Object, Object>) (s, t, u, v, w, q, y, z) ->
                    ((ValueAndTangent<?>) f.apply(at, new Args8<>(s, t, u, v, w, q, y, z))).tangent();
            }
            default -> throw new JacobiException("There are functions of one to eight arguments, not of " + x.length + ".");
        }
    }

    /** From the cotangent of the result to the gradient: one, or an {@code Object[]} of one per argument; {@code vjp} takes eight arguments as one value. */
    static Fn gradient(JacobiFunction vjp, Object[] x) {
        switch (x.length) {
            case 1 -> {
                Object a = x[0];
                Fn2<Object, Object, Object> p = vjp;
                return (Fn1<Object, Object>) y -> ((ValueAndGrad<?, ?>) p.apply(a, y)).grad();
            }
            case 2 -> {
                Object a = x[0];
                Object b = x[1];
                Fn3<Object, Object, Object, Object> p = vjp;
                return (Fn1<Object, Object>) y -> ((ValueAndGrad<?, ?>) p.apply(a, b, y)).grad();
            }
            case 3 -> {
                Object a = x[0];
                Object b = x[1];
                Object c = x[2];
                Fn4<Object, Object, Object, Object, Object> p = vjp;
                return (Fn1<Object, Object>) y -> ((ValueAndGrad<?, ?>) p.apply(a, b, c, y)).grad();
            }
            case 4 -> {
                Object a = x[0];
                Object b = x[1];
                Object c = x[2];
                Object d = x[3];
                Fn5<Object, Object, Object, Object, Object, Object> p = vjp;
                return (Fn1<Object, Object>) y -> ((ValueAndGrad<?, ?>) p.apply(a, b, c, d, y)).grad();
            }
            case 5 -> {
                Object a = x[0];
                Object b = x[1];
                Object c = x[2];
                Object d = x[3];
                Object e = x[4];
                Fn6<Object, Object, Object, Object, Object, Object, Object> p = vjp;
                return (Fn1<Object, Object>) y -> ((ValueAndGrad<?, ?>) p.apply(a, b, c, d, e, y)).grad();
            }
            case 6 -> {
                Object a = x[0];
                Object b = x[1];
                Object c = x[2];
                Object d = x[3];
                Object e = x[4];
                Object f = x[5];
                Fn7<Object, Object, Object, Object, Object, Object, Object, Object> p = vjp;
                return (Fn1<Object, Object>) y -> ((ValueAndGrad<?, ?>) p.apply(a, b, c, d, e, f, y)).grad();
            }
            case 7 -> {
                Object a = x[0];
                Object b = x[1];
                Object c = x[2];
                Object d = x[3];
                Object e = x[4];
                Object f = x[5];
                Object g = x[6];
                Fn8<Object, Object, Object, Object, Object, Object, Object, Object, Object> p = vjp;
                return (Fn1<Object, Object>) y -> ((ValueAndGrad<?, ?>) p.apply(a, b, c, d, e, f, g, y)).grad();
            }
            case 8 -> {
                Object at = new Args8<>(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]);
                Fn2<Object, Object, Object> p = vjp;
                return (Fn1<Object, Object>) y -> ((ValueAndGrad<?, ?>) p.apply(at, y)).grad();
            }
            default -> throw new JacobiException("There are functions of one to eight arguments, not of " + x.length + ".");
        }
    }
}
