package dev.jacobi;

/** Compilation, and what gradients keep. */
abstract class JacobiJit extends JacobiVmap {
    JacobiJit() {
    }

    /**
     * A function, compiled when it is first called with arguments of a structure. It does what the function does, also to its arguments, and throws what it throws.
     *
     * <pre>{@code
     * Fn2<double[], Double, double[]> scale = Jacobi.jit((double[] x, Double by) -> { for (int i = 0; i < x.length; i++) x[i] *= by; return x; });
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, R> Fn1<A, R> jit(Fn1<A, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /**
     * As {@link #jit(Fn1)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, R> Fn2<A, B, R> jit(Fn2<A, B, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /**
     * As {@link #jit(Fn1)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, R> Fn3<A, B, C, R> jit(Fn3<A, B, C, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /**
     * As {@link #jit(Fn1)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, R> Fn4<A, B, C, D, R> jit(Fn4<A, B, C, D, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /**
     * As {@link #jit(Fn1)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> jit(Fn5<A, B, C, D, E, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /**
     * As {@link #jit(Fn1)}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> jit(Fn6<A, B, C, D, E, F, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /**
     * As {@link #jit(Fn1)}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, G, R> Fn7<A, B, C, D, E, F, G, R> jit(Fn7<A, B, C, D, E, F, G, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /**
     * As {@link #jit(Fn1)}, of a function of eight arguments.
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
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, G, H, R> Fn8<A, B, C, D, E, F, G, H, R> jit(Fn8<A, B, C, D, E, F, G, H, R> f) {
        return JacobiFunction.of(Transform.jit(Options.DEFAULT), f);
    }

    /**
     * As {@link #jit(Fn1)}, with options.
     *
     * <pre>{@code
     * Fn2<double[], Integer, Double> power = Jacobi.jit(Model::power, Options.DEFAULT.staticArgs(1));   // one compilation for each exponent
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param f the function
     * @param options what is compiled in, for which back end, and whose arrays may be used again
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code options} is null
     */
    public static <A, R> Fn1<A, R> jit(Fn1<A, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /**
     * As {@link #jit(Fn1, Options)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param f the function
     * @param options what is compiled in, for which back end, and whose arrays may be used again
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code options} is null
     */
    public static <A, B, R> Fn2<A, B, R> jit(Fn2<A, B, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /**
     * As {@link #jit(Fn1, Options)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param f the function
     * @param options what is compiled in, for which back end, and whose arrays may be used again
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code options} is null
     */
    public static <A, B, C, R> Fn3<A, B, C, R> jit(Fn3<A, B, C, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /**
     * As {@link #jit(Fn1, Options)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param f the function
     * @param options what is compiled in, for which back end, and whose arrays may be used again
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code options} is null
     */
    public static <A, B, C, D, R> Fn4<A, B, C, D, R> jit(Fn4<A, B, C, D, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /**
     * As {@link #jit(Fn1, Options)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param f the function
     * @param options what is compiled in, for which back end, and whose arrays may be used again
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code options} is null
     */
    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> jit(Fn5<A, B, C, D, E, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /**
     * As {@link #jit(Fn1, Options)}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param f the function
     * @param options what is compiled in, for which back end, and whose arrays may be used again
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code options} is null
     */
    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> jit(Fn6<A, B, C, D, E, F, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /**
     * As {@link #jit(Fn1, Options)}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param f the function
     * @param options what is compiled in, for which back end, and whose arrays may be used again
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code options} is null
     */
    public static <A, B, C, D, E, F, G, R> Fn7<A, B, C, D, E, F, G, R> jit(Fn7<A, B, C, D, E, F, G, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /**
     * As {@link #jit(Fn1, Options)}, of a function of eight arguments.
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
     * @param options what is compiled in, for which back end, and whose arrays may be used again
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} or {@code options} is null
     */
    public static <A, B, C, D, E, F, G, H, R> Fn8<A, B, C, D, E, F, G, H, R> jit(Fn8<A, B, C, D, E, F, G, H, R> f, Options options) {
        return JacobiFunction.of(Transform.jit(options), f);
    }

    /**
     * The same function, of which a gradient keeps only the arguments and runs it again on the way back, instead of keeping what it computed: less memory for more time.
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, R> Fn1<A, R> checkpoint(Fn1<A, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }

    /**
     * As {@link #checkpoint(Fn1)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, R> Fn2<A, B, R> checkpoint(Fn2<A, B, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }

    /**
     * As {@link #checkpoint(Fn1)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, R> Fn3<A, B, C, R> checkpoint(Fn3<A, B, C, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }

    /**
     * As {@link #checkpoint(Fn1)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, R> Fn4<A, B, C, D, R> checkpoint(Fn4<A, B, C, D, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }

    /**
     * As {@link #checkpoint(Fn1)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> checkpoint(Fn5<A, B, C, D, E, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }

    /**
     * As {@link #checkpoint(Fn1)}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> checkpoint(Fn6<A, B, C, D, E, F, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }

    /**
     * As {@link #checkpoint(Fn1)}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param f the function
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, G, R> Fn7<A, B, C, D, E, F, G, R> checkpoint(Fn7<A, B, C, D, E, F, G, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }

    /**
     * As {@link #checkpoint(Fn1)}, of a function of eight arguments.
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
     * @return a function of the same arguments with the same result
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, G, H, R> Fn8<A, B, C, D, E, F, G, H, R> checkpoint(Fn8<A, B, C, D, E, F, G, H, R> f) {
        return JacobiFunction.of(Transform.checkpoint(), f);
    }
}
