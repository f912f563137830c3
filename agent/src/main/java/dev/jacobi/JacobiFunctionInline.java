package dev.jacobi;

/**
 * What {@code vjp}, {@code linearize} and {@code jvp} at a point are in terms of the functions that {@code vjp} and {@code jvp} make. Lifting puts this code in
 * the place of such calls inside of transformed functions; outside of them it never runs. The methods have the names and types of those that they stand for.
 */
final class JacobiFunctionInline {
    private JacobiFunctionInline() {
    }

    /** The same function or value, with arrays of its own, so that what is later done to the given ones does not change it; lifting knows what this is. */
    private static <T> T copy(T value) {
        throw new UnsupportedOperationException("this method is only lifted");
    }

    static <A, R> Pullback<R, A> vjp(Fn1<A, R> of, A a1) {
        Fn1<A, R> own = copy(of);
        A a = copy(a1);
        return new Pullback<>(Jacobi.checkpoint(own).apply(a), y -> Jacobi.vjp(own).apply(a, y).grad());
    }

    static <A, B, R> Pullback<R, Object[]> vjp(Fn2<A, B, R> of, A a1, B b1) {
        Fn2<A, B, R> own = copy(of);
        A a = copy(a1);
        B b = copy(b1);
        return new Pullback<>(Jacobi.checkpoint(own).apply(a, b), y -> Jacobi.vjp(own).apply(a, b, y).grad());
    }

    static <A, B, C, R> Pullback<R, Object[]> vjp(Fn3<A, B, C, R> of, A a1, B b1, C c1) {
        Fn3<A, B, C, R> own = copy(of);
        A a = copy(a1);
        B b = copy(b1);
        C c = copy(c1);
        return new Pullback<>(Jacobi.checkpoint(own).apply(a, b, c), y -> Jacobi.vjp(own).apply(a, b, c, y).grad());
    }

    static <A, B, C, D, R> Pullback<R, Object[]> vjp(Fn4<A, B, C, D, R> of, A a1, B b1, C c1, D d1) {
        Fn4<A, B, C, D, R> own = copy(of);
        A a = copy(a1);
        B b = copy(b1);
        C c = copy(c1);
        D d = copy(d1);
        return new Pullback<>(Jacobi.checkpoint(own).apply(a, b, c, d), y -> Jacobi.vjp(own).apply(a, b, c, d, y).grad());
    }

    static <A, B, C, D, E, R> Pullback<R, Object[]> vjp(Fn5<A, B, C, D, E, R> of, A a1, B b1, C c1, D d1, E e1) {
        Fn5<A, B, C, D, E, R> own = copy(of);
        A a = copy(a1);
        B b = copy(b1);
        C c = copy(c1);
        D d = copy(d1);
        E e = copy(e1);
        return new Pullback<>(Jacobi.checkpoint(own).apply(a, b, c, d, e), y -> Jacobi.vjp(own).apply(a, b, c, d, e, y).grad());
    }

    static <A, B, C, D, E, F, R> Pullback<R, Object[]> vjp(Fn6<A, B, C, D, E, F, R> of, A a1, B b1, C c1, D d1, E e1, F f1) {
        Fn6<A, B, C, D, E, F, R> own = copy(of);
        A a = copy(a1);
        B b = copy(b1);
        C c = copy(c1);
        D d = copy(d1);
        E e = copy(e1);
        F f = copy(f1);
        return new Pullback<>(Jacobi.checkpoint(own).apply(a, b, c, d, e, f), y -> Jacobi.vjp(own).apply(a, b, c, d, e, f, y).grad());
    }

    static <A, B, C, D, E, F, G, R> Pullback<R, Object[]> vjp(Fn7<A, B, C, D, E, F, G, R> of, A a1, B b1, C c1, D d1, E e1, F f1, G g1) {
        Fn7<A, B, C, D, E, F, G, R> own = copy(of);
        A a = copy(a1);
        B b = copy(b1);
        C c = copy(c1);
        D d = copy(d1);
        E e = copy(e1);
        F f = copy(f1);
        G g = copy(g1);
        return new Pullback<>(Jacobi.checkpoint(own).apply(a, b, c, d, e, f, g), y -> Jacobi.vjp(own).apply(a, b, c, d, e, f, g, y).grad());
    }

    static <A, B, C, D, E, F, G, H, R> Pullback<R, Object[]> vjp(Fn8<A, B, C, D, E, F, G, H, R> of, A a1, B b1, C c1, D d1, E e1, F f1, G g1, H h1) {
        Fn8<A, B, C, D, E, F, G, H, R> own = copy(of);
        A a = copy(a1);
        B b = copy(b1);
        C c = copy(c1);
        D d = copy(d1);
        E e = copy(e1);
        F f = copy(f1);
        G g = copy(g1);
        H h = copy(h1);
        var at = new Args8<>(a, b, c, d, e, f, g, h);
        return new Pullback<>(Jacobi.checkpoint(own).apply(a, b, c, d, e, f, g, h), y -> Jacobi.vjp(own).apply(at, y).grad());
    }

    static <A, R> Linearized<R, Fn1<A, R>> linearize(Fn1<A, R> of, A a1) {
        Fn1<A, R> own = copy(of);
        A a = copy(a1);
        return new Linearized<>(Jacobi.checkpoint(own).apply(a), s -> Jacobi.jvp(own).apply(a, s).tangent());
    }

    static <A, B, R> Linearized<R, Fn2<A, B, R>> linearize(Fn2<A, B, R> of, A a1, B b1) {
        Fn2<A, B, R> own = copy(of);
        A a = copy(a1);
        B b = copy(b1);
        return new Linearized<>(Jacobi.checkpoint(own).apply(a, b), (s, t) -> Jacobi.jvp(own).apply(a, b, s, t).tangent());
    }

    static <A, B, C, R> Linearized<R, Fn3<A, B, C, R>> linearize(Fn3<A, B, C, R> of, A a1, B b1, C c1) {
        Fn3<A, B, C, R> own = copy(of);
        A a = copy(a1);
        B b = copy(b1);
        C c = copy(c1);
        return new Linearized<>(Jacobi.checkpoint(own).apply(a, b, c), (s, t, u) -> Jacobi.jvp(own).apply(a, b, c, s, t, u).tangent());
    }

    static <A, B, C, D, R> Linearized<R, Fn4<A, B, C, D, R>> linearize(Fn4<A, B, C, D, R> of, A a1, B b1, C c1, D d1) {
        Fn4<A, B, C, D, R> own = copy(of);
        A a = copy(a1);
        B b = copy(b1);
        C c = copy(c1);
        D d = copy(d1);
        return new Linearized<>(Jacobi.checkpoint(own).apply(a, b, c, d), (s, t, u, v) -> Jacobi.jvp(own).apply(a, b, c, d, s, t, u, v).tangent());
    }

    static <A, B, C, D, E, R> Linearized<R, Fn5<A, B, C, D, E, R>> linearize(Fn5<A, B, C, D, E, R> of, A a1, B b1, C c1, D d1, E e1) {
        Fn5<A, B, C, D, E, R> own = copy(of);
        A a = copy(a1);
        B b = copy(b1);
        C c = copy(c1);
        D d = copy(d1);
        E e = copy(e1);
        var at = new Args5<>(a, b, c, d, e);
        return new Linearized<>(Jacobi.checkpoint(own).apply(a, b, c, d, e), (s, t, u, v, w) -> Jacobi.jvp(own).apply(at, new Args5<>(s, t, u, v, w)).tangent());
    }

    static <A, B, C, D, E, F, R> Linearized<R, Fn6<A, B, C, D, E, F, R>> linearize(Fn6<A, B, C, D, E, F, R> of, A a1, B b1, C c1, D d1, E e1, F f1) {
        Fn6<A, B, C, D, E, F, R> own = copy(of);
        A a = copy(a1);
        B b = copy(b1);
        C c = copy(c1);
        D d = copy(d1);
        E e = copy(e1);
        F f = copy(f1);
        var at = new Args6<>(a, b, c, d, e, f);
        return new Linearized<>(Jacobi.checkpoint(own).apply(a, b, c, d, e, f), (s, t, u, v, w, x) -> Jacobi.jvp(own).apply(at, new Args6<>(s, t, u, v, w, x)).tangent());
    }

    static <A, B, C, D, E, F, G, R> Linearized<R, Fn7<A, B, C, D, E, F, G, R>>
            linearize(Fn7<A, B, C, D, E, F, G, R> of, A a1, B b1, C c1, D d1, E e1, F f1, G g1) {
        Fn7<A, B, C, D, E, F, G, R> own = copy(of);
        A a = copy(a1);
        B b = copy(b1);
        C c = copy(c1);
        D d = copy(d1);
        E e = copy(e1);
        F f = copy(f1);
        G g = copy(g1);
        var at = new Args7<>(a, b, c, d, e, f, g);
        return new Linearized<>(Jacobi.checkpoint(own).apply(a, b, c, d, e, f, g), (s, t, u, v, w, x, y) -> Jacobi.jvp(own).apply(at, new Args7<>(s, t, u, v, w, x, y)).tangent());
    }

    static <A, B, C, D, E, F, G, H, R> Linearized<R, Fn8<A, B, C, D, E, F, G, H, R>>
            linearize(Fn8<A, B, C, D, E, F, G, H, R> of, A a1, B b1, C c1, D d1, E e1, F f1, G g1, H h1) {
        Fn8<A, B, C, D, E, F, G, H, R> own = copy(of);
        A a = copy(a1);
        B b = copy(b1);
        C c = copy(c1);
        D d = copy(d1);
        E e = copy(e1);
        F f = copy(f1);
        G g = copy(g1);
        H h = copy(h1);
        var at = new Args8<>(a, b, c, d, e, f, g, h);
        return new Linearized<>(Jacobi.checkpoint(own).apply(a, b, c, d, e, f, g, h), (s, t, u, v, w, x, y, z) -> Jacobi.jvp(own).apply(at, new Args8<>(s, t, u, v, w, x, y, z)).tangent());
    }

    @SuppressWarnings("unchecked")
    static <A, R> ValueAndTangent<R> jvp(Fn1<A, R> of, Object[] primals, Object[] tangents) {
        return Jacobi.jvp(of).apply((A) primals[0], (A) tangents[0]);
    }

    @SuppressWarnings("unchecked")
    static <A, B, R> ValueAndTangent<R> jvp(Fn2<A, B, R> of, Object[] primals, Object[] tangents) {
        return Jacobi.jvp(of).apply((A) primals[0], (B) primals[1], (A) tangents[0], (B) tangents[1]);
    }

    @SuppressWarnings("unchecked")
    static <A, B, C, R> ValueAndTangent<R> jvp(Fn3<A, B, C, R> of, Object[] primals, Object[] tangents) {
        return Jacobi.jvp(of).apply((A) primals[0], (B) primals[1], (C) primals[2], (A) tangents[0], (B) tangents[1], (C) tangents[2]);
    }

    @SuppressWarnings("unchecked")
    static <A, B, C, D, R> ValueAndTangent<R> jvp(Fn4<A, B, C, D, R> of, Object[] primals, Object[] tangents) {
        return Jacobi.jvp(of).apply((A) primals[0], (B) primals[1], (C) primals[2], (D) primals[3], (A) tangents[0], (B) tangents[1], (C) tangents[2], (D) tangents[3]);
    }

    @SuppressWarnings("unchecked")
    static <A, B, C, D, E, R> ValueAndTangent<R> jvp(Fn5<A, B, C, D, E, R> of, Object[] primals, Object[] tangents) {
        return Jacobi.jvp(of).apply(
            new Args5<>((A) primals[0], (B) primals[1], (C) primals[2], (D) primals[3], (E) primals[4]),
            new Args5<>((A) tangents[0], (B) tangents[1], (C) tangents[2], (D) tangents[3], (E) tangents[4]));
    }

    @SuppressWarnings("unchecked")
    static <A, B, C, D, E, F, R> ValueAndTangent<R> jvp(Fn6<A, B, C, D, E, F, R> of, Object[] primals, Object[] tangents) {
        return Jacobi.jvp(of).apply(
            new Args6<>((A) primals[0], (B) primals[1], (C) primals[2], (D) primals[3], (E) primals[4], (F) primals[5]),
            new Args6<>((A) tangents[0], (B) tangents[1], (C) tangents[2], (D) tangents[3], (E) tangents[4], (F) tangents[5]));
    }

    @SuppressWarnings("unchecked")
    static <A, B, C, D, E, F, G, R> ValueAndTangent<R> jvp(Fn7<A, B, C, D, E, F, G, R> of, Object[] primals, Object[] tangents) {
        return Jacobi.jvp(of).apply(
            new Args7<>((A) primals[0], (B) primals[1], (C) primals[2], (D) primals[3], (E) primals[4], (F) primals[5], (G) primals[6]),
            new Args7<>((A) tangents[0], (B) tangents[1], (C) tangents[2], (D) tangents[3], (E) tangents[4], (F) tangents[5], (G) tangents[6]));
    }

    @SuppressWarnings("unchecked")
    static <A, B, C, D, E, F, G, H, R> ValueAndTangent<R> jvp(Fn8<A, B, C, D, E, F, G, H, R> of, Object[] primals, Object[] tangents) {
        return Jacobi.jvp(of).apply(
            new Args8<>((A) primals[0], (B) primals[1], (C) primals[2], (D) primals[3], (E) primals[4], (F) primals[5], (G) primals[6], (H) primals[7]),
            new Args8<>((A) tangents[0], (B) tangents[1], (C) tangents[2], (D) tangents[3], (E) tangents[4], (F) tangents[5], (G) tangents[6], (H) tangents[7]));
    }
}
