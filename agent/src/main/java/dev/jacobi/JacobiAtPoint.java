package dev.jacobi;

/** Derivatives at a point: functions of tangents and cotangents. */
abstract class JacobiAtPoint extends JacobiModes {
    JacobiAtPoint() {
    }

    /**
     * The value at a point, and the function that takes a cotangent of the value to the gradient there. Later changes of the arguments and of captured values do not change it.
     *
     * <pre>{@code
     * Fn1<Double, Double> square = x -> x * x;
     * Pullback<Double, Double> p = Jacobi.vjp(square, 3.0);   // value 9.0
     * double g = p.pullback().apply(1.0);                     // 6.0
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param f the function
     * @param a1 the first argument at the point
     * @return the value, and the function from a cotangent of its structure to the gradient, of the structure of the argument
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, R> Pullback<R, A> vjp(Fn1<A, R> f, A a1) {
        return JacobiFunction.pullback(f, a1);
    }

    /**
     * As {@link #vjp(Fn1, Object)}, of a function of two arguments, with an {@code Object[]} of one gradient for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param f the function
     * @param a1 the first argument at the point
     * @param a2 the second argument at the point
     * @return the value, and the function from a cotangent of its structure to an {@code Object[]} of one gradient for each argument
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, B, R> Pullback<R, Object[]> vjp(Fn2<A, B, R> f, A a1, B a2) {
        return JacobiFunction.pullback(f, a1, a2);
    }

    /**
     * As {@link #vjp(Fn1, Object)}, of a function of three arguments, with an {@code Object[]} of one gradient for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param f the function
     * @param a1 the first argument at the point
     * @param a2 the second argument at the point
     * @param a3 the third argument at the point
     * @return the value, and the function from a cotangent of its structure to an {@code Object[]} of one gradient for each argument
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, B, C, R> Pullback<R, Object[]> vjp(Fn3<A, B, C, R> f, A a1, B a2, C a3) {
        return JacobiFunction.pullback(f, a1, a2, a3);
    }

    /**
     * As {@link #vjp(Fn1, Object)}, of a function of four arguments, with an {@code Object[]} of one gradient for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param f the function
     * @param a1 the first argument at the point
     * @param a2 the second argument at the point
     * @param a3 the third argument at the point
     * @param a4 the fourth argument at the point
     * @return the value, and the function from a cotangent of its structure to an {@code Object[]} of one gradient for each argument
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, B, C, D, R> Pullback<R, Object[]> vjp(Fn4<A, B, C, D, R> f, A a1, B a2, C a3, D a4) {
        return JacobiFunction.pullback(f, a1, a2, a3, a4);
    }

    /**
     * As {@link #vjp(Fn1, Object)}, of a function of five arguments, with an {@code Object[]} of one gradient for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param f the function
     * @param a1 the first argument at the point
     * @param a2 the second argument at the point
     * @param a3 the third argument at the point
     * @param a4 the fourth argument at the point
     * @param a5 the fifth argument at the point
     * @return the value, and the function from a cotangent of its structure to an {@code Object[]} of one gradient for each argument
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, B, C, D, E, R> Pullback<R, Object[]> vjp(Fn5<A, B, C, D, E, R> f, A a1, B a2, C a3, D a4, E a5) {
        return JacobiFunction.pullback(f, a1, a2, a3, a4, a5);
    }

    /**
     * As {@link #vjp(Fn1, Object)}, of a function of six arguments, with an {@code Object[]} of one gradient for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param f the function
     * @param a1 the first argument at the point
     * @param a2 the second argument at the point
     * @param a3 the third argument at the point
     * @param a4 the fourth argument at the point
     * @param a5 the fifth argument at the point
     * @param a6 the sixth argument at the point
     * @return the value, and the function from a cotangent of its structure to an {@code Object[]} of one gradient for each argument
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, B, C, D, E, F, R> Pullback<R, Object[]> vjp(Fn6<A, B, C, D, E, F, R> f, A a1, B a2, C a3, D a4, E a5, F a6) {
        return JacobiFunction.pullback(f, a1, a2, a3, a4, a5, a6);
    }

    /**
     * As {@link #vjp(Fn1, Object)}, of a function of seven arguments, with an {@code Object[]} of one gradient for each.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param f the function
     * @param a1 the first argument at the point
     * @param a2 the second argument at the point
     * @param a3 the third argument at the point
     * @param a4 the fourth argument at the point
     * @param a5 the fifth argument at the point
     * @param a6 the sixth argument at the point
     * @param a7 the seventh argument at the point
     * @return the value, and the function from a cotangent of its structure to an {@code Object[]} of one gradient for each argument
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, B, C, D, E, F, G, R> Pullback<R, Object[]> vjp(Fn7<A, B, C, D, E, F, G, R> f, A a1, B a2, C a3, D a4, E a5, F a6, G a7) {
        return JacobiFunction.pullback(f, a1, a2, a3, a4, a5, a6, a7);
    }

    /**
     * As {@link #vjp(Fn1, Object)}, of a function of eight arguments, with an {@code Object[]} of one gradient for each.
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
     * @param a1 the first argument at the point
     * @param a2 the second argument at the point
     * @param a3 the third argument at the point
     * @param a4 the fourth argument at the point
     * @param a5 the fifth argument at the point
     * @param a6 the sixth argument at the point
     * @param a7 the seventh argument at the point
     * @param a8 the eighth argument at the point
     * @return the value, and the function from a cotangent of its structure to an {@code Object[]} of one gradient for each argument
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, B, C, D, E, F, G, H, R> Pullback<R, Object[]> vjp(Fn8<A, B, C, D, E, F, G, H, R> f, A a1, B a2, C a3, D a4, E a5, F a6, G a7, H a8) {
        return JacobiFunction.pullback(f, a1, a2, a3, a4, a5, a6, a7, a8);
    }

    /**
     * The value at a point, and the linear function of tangents that approximates the function there: for the arguments and the captured values as they are now.
     *
     * <pre>{@code
     * Fn1<Double, Double> square = x -> x * x;
     * Linearized<Double, Fn1<Double, Double>> l = Jacobi.linearize(square, 3.0);   // value 9.0
     * double slope = l.tangent().apply(1.0);                                       // 6.0
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param f the function
     * @param a1 the first argument at the point
     * @return the value, and the function from one tangent for each argument, of its structure, to the derivative in that direction, of the structure of the value
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, R> Linearized<R, Fn1<A, R>> linearize(Fn1<A, R> f, A a1) {
        return JacobiFunction.linearized(f, a1);
    }

    /**
     * As {@link #linearize(Fn1, Object)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param f the function
     * @param a1 the first argument at the point
     * @param a2 the second argument at the point
     * @return the value, and the function from one tangent for each argument, of its structure, to the derivative in that direction, of the structure of the value
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, B, R> Linearized<R, Fn2<A, B, R>> linearize(Fn2<A, B, R> f, A a1, B a2) {
        return JacobiFunction.linearized(f, a1, a2);
    }

    /**
     * As {@link #linearize(Fn1, Object)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param f the function
     * @param a1 the first argument at the point
     * @param a2 the second argument at the point
     * @param a3 the third argument at the point
     * @return the value, and the function from one tangent for each argument, of its structure, to the derivative in that direction, of the structure of the value
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, B, C, R> Linearized<R, Fn3<A, B, C, R>> linearize(Fn3<A, B, C, R> f, A a1, B a2, C a3) {
        return JacobiFunction.linearized(f, a1, a2, a3);
    }

    /**
     * As {@link #linearize(Fn1, Object)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param f the function
     * @param a1 the first argument at the point
     * @param a2 the second argument at the point
     * @param a3 the third argument at the point
     * @param a4 the fourth argument at the point
     * @return the value, and the function from one tangent for each argument, of its structure, to the derivative in that direction, of the structure of the value
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, B, C, D, R> Linearized<R, Fn4<A, B, C, D, R>> linearize(Fn4<A, B, C, D, R> f, A a1, B a2, C a3, D a4) {
        return JacobiFunction.linearized(f, a1, a2, a3, a4);
    }

    /**
     * As {@link #linearize(Fn1, Object)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param f the function
     * @param a1 the first argument at the point
     * @param a2 the second argument at the point
     * @param a3 the third argument at the point
     * @param a4 the fourth argument at the point
     * @param a5 the fifth argument at the point
     * @return the value, and the function from one tangent for each argument, of its structure, to the derivative in that direction, of the structure of the value
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, B, C, D, E, R> Linearized<R, Fn5<A, B, C, D, E, R>> linearize(Fn5<A, B, C, D, E, R> f, A a1, B a2, C a3, D a4, E a5) {
        return JacobiFunction.linearized(f, a1, a2, a3, a4, a5);
    }

    /**
     * As {@link #linearize(Fn1, Object)}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param f the function
     * @param a1 the first argument at the point
     * @param a2 the second argument at the point
     * @param a3 the third argument at the point
     * @param a4 the fourth argument at the point
     * @param a5 the fifth argument at the point
     * @param a6 the sixth argument at the point
     * @return the value, and the function from one tangent for each argument, of its structure, to the derivative in that direction, of the structure of the value
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, B, C, D, E, F, R> Linearized<R, Fn6<A, B, C, D, E, F, R>> linearize(Fn6<A, B, C, D, E, F, R> f, A a1, B a2, C a3, D a4, E a5, F a6) {
        return JacobiFunction.linearized(f, a1, a2, a3, a4, a5, a6);
    }

    /**
     * As {@link #linearize(Fn1, Object)}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param f the function
     * @param a1 the first argument at the point
     * @param a2 the second argument at the point
     * @param a3 the third argument at the point
     * @param a4 the fourth argument at the point
     * @param a5 the fifth argument at the point
     * @param a6 the sixth argument at the point
     * @param a7 the seventh argument at the point
     * @return the value, and the function from one tangent for each argument, of its structure, to the derivative in that direction, of the structure of the value
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, B, C, D, E, F, G, R> Linearized<R, Fn7<A, B, C, D, E, F, G, R>>
            linearize(Fn7<A, B, C, D, E, F, G, R> f, A a1, B a2, C a3, D a4, E a5, F a6, G a7) {
        return JacobiFunction.linearized(f, a1, a2, a3, a4, a5, a6, a7);
    }

    /**
     * As {@link #linearize(Fn1, Object)}, of a function of eight arguments.
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
     * @param a1 the first argument at the point
     * @param a2 the second argument at the point
     * @param a3 the third argument at the point
     * @param a4 the fourth argument at the point
     * @param a5 the fifth argument at the point
     * @param a6 the sixth argument at the point
     * @param a7 the seventh argument at the point
     * @param a8 the eighth argument at the point
     * @return the value, and the function from one tangent for each argument, of its structure, to the derivative in that direction, of the structure of the value
     * @throws JacobiException if {@code f} is null or cannot be differentiated, or an argument is null or no value of those that {@link Jacobi} names
     */
    public static <A, B, C, D, E, F, G, H, R> Linearized<R, Fn8<A, B, C, D, E, F, G, H, R>>
            linearize(Fn8<A, B, C, D, E, F, G, H, R> f, A a1, B a2, C a3, D a4, E a5, F a6, G a7, H a8) {
        return JacobiFunction.linearized(f, a1, a2, a3, a4, a5, a6, a7, a8);
    }
}
