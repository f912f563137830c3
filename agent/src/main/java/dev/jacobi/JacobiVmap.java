package dev.jacobi;

/** Mapping over axes. */
abstract class JacobiVmap extends JacobiJacobians {
    JacobiVmap() {
    }

    /**
     * Maps a function over an axis of its arguments. What it gives for each lane is stacked along axis 0.
     *
     * <pre>{@code
     * Fn2<double[], double[], Double> dot = (x, y) -> { double s = 0; for (int i = 0; i < x.length; i++) s += x[i] * y[i]; return s; };
     * Fn2<double[], double[][], double[]> each = Jacobi.vmap(dot, null, 0);
     * double[] d = each.apply(new double[] {1, 2}, new double[][] {{3, 4}, {5, 6}});   // {11.0, 17.0}
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param inAxes the axis to map over, a negative one from the end; none means axis 0
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more
     * @throws JacobiException if {@code f} is null
     */
    public static <A, R, A2, R2> Fn1<A2, R2> vmap(Fn1<A, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in((Object[]) inAxes)), f);
    }

    /**
     * As {@link #vmap(Fn1, Integer...)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <B2> type of the second argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param inAxes for each argument the axis to map over, negative ones from the end, null for what all lanes share; none means axis 0 of each
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, R, A2, B2, R2> Fn2<A2, B2, R2> vmap(Fn2<A, B, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in((Object[]) inAxes)), f);
    }

    /**
     * As {@link #vmap(Fn1, Integer...)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <B2> type of the second argument with the mapped axis, or as it was if all lanes share it
     * @param <C2> type of the third argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param inAxes for each argument the axis to map over, negative ones from the end, null for what all lanes share; none means axis 0 of each
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, R, A2, B2, C2, R2> Fn3<A2, B2, C2, R2> vmap(Fn3<A, B, C, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in((Object[]) inAxes)), f);
    }

    /**
     * As {@link #vmap(Fn1, Integer...)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <B2> type of the second argument with the mapped axis, or as it was if all lanes share it
     * @param <C2> type of the third argument with the mapped axis, or as it was if all lanes share it
     * @param <D2> type of the fourth argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param inAxes for each argument the axis to map over, negative ones from the end, null for what all lanes share; none means axis 0 of each
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, R, A2, B2, C2, D2, R2> Fn4<A2, B2, C2, D2, R2> vmap(Fn4<A, B, C, D, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in((Object[]) inAxes)), f);
    }

    /**
     * As {@link #vmap(Fn1, Integer...)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <B2> type of the second argument with the mapped axis, or as it was if all lanes share it
     * @param <C2> type of the third argument with the mapped axis, or as it was if all lanes share it
     * @param <D2> type of the fourth argument with the mapped axis, or as it was if all lanes share it
     * @param <E2> type of the fifth argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param inAxes for each argument the axis to map over, negative ones from the end, null for what all lanes share; none means axis 0 of each
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, R, A2, B2, C2, D2, E2, R2> Fn5<A2, B2, C2, D2, E2, R2> vmap(Fn5<A, B, C, D, E, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in((Object[]) inAxes)), f);
    }

    /**
     * As {@link #vmap(Fn1, Integer...)}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <B2> type of the second argument with the mapped axis, or as it was if all lanes share it
     * @param <C2> type of the third argument with the mapped axis, or as it was if all lanes share it
     * @param <D2> type of the fourth argument with the mapped axis, or as it was if all lanes share it
     * @param <E2> type of the fifth argument with the mapped axis, or as it was if all lanes share it
     * @param <F2> type of the sixth argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param inAxes for each argument the axis to map over, negative ones from the end, null for what all lanes share; none means axis 0 of each
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, R, A2, B2, C2, D2, E2, F2, R2> Fn6<A2, B2, C2, D2, E2, F2, R2> vmap(Fn6<A, B, C, D, E, F, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in((Object[]) inAxes)), f);
    }

    /**
     * As {@link #vmap(Fn1, Integer...)}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <B2> type of the second argument with the mapped axis, or as it was if all lanes share it
     * @param <C2> type of the third argument with the mapped axis, or as it was if all lanes share it
     * @param <D2> type of the fourth argument with the mapped axis, or as it was if all lanes share it
     * @param <E2> type of the fifth argument with the mapped axis, or as it was if all lanes share it
     * @param <F2> type of the sixth argument with the mapped axis, or as it was if all lanes share it
     * @param <G2> type of the seventh argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param inAxes for each argument the axis to map over, negative ones from the end, null for what all lanes share; none means axis 0 of each
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, G, R, A2, B2, C2, D2, E2, F2, G2, R2> Fn7<A2, B2, C2, D2, E2, F2, G2, R2>
            vmap(Fn7<A, B, C, D, E, F, G, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in((Object[]) inAxes)), f);
    }

    /**
     * As {@link #vmap(Fn1, Integer...)}, of a function of eight arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <H> type of the eighth argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <B2> type of the second argument with the mapped axis, or as it was if all lanes share it
     * @param <C2> type of the third argument with the mapped axis, or as it was if all lanes share it
     * @param <D2> type of the fourth argument with the mapped axis, or as it was if all lanes share it
     * @param <E2> type of the fifth argument with the mapped axis, or as it was if all lanes share it
     * @param <F2> type of the sixth argument with the mapped axis, or as it was if all lanes share it
     * @param <G2> type of the seventh argument with the mapped axis, or as it was if all lanes share it
     * @param <H2> type of the eighth argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param inAxes for each argument the axis to map over, negative ones from the end, null for what all lanes share; none means axis 0 of each
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more
     * @throws JacobiException if {@code f} is null
     */
    public static <A, B, C, D, E, F, G, H, R, A2, B2, C2, D2, E2, F2, G2, H2, R2> Fn8<A2, B2, C2, D2, E2, F2, G2, H2, R2>
            vmap(Fn8<A, B, C, D, E, F, G, H, R> f, Integer... inAxes) {
        return JacobiFunction.of(Transform.vmap(Axes.in((Object[]) inAxes)), f);
    }

    /**
     * Maps a function over axes that {@code axes} describes: also those of the result, of each part of a record, list or map, and with a name for {@link Lax}.
     *
     * <pre>{@code
     * Fn1<Double, Double> centred = x -> x - Lax.pmean(x, "batch");
     * Fn1<double[], double[]> all = Jacobi.vmap(centred, Axes.in(0).named("batch"));
     * double[] c = all.apply(new double[] {1, 2, 3});   // {-1.0, 0.0, 1.0}
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param axes axes of arguments and results, and the name of the axis
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more where {@code axes} says
     * @throws JacobiException if {@code f} or {@code axes} is null
     */
    public static <A, R, A2, R2> Fn1<A2, R2> vmap(Fn1<A, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }

    /**
     * As {@link #vmap(Fn1, Axes)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <B2> type of the second argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param axes axes of arguments and results, and the name of the axis
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more where {@code axes} says
     * @throws JacobiException if {@code f} or {@code axes} is null
     */
    public static <A, B, R, A2, B2, R2> Fn2<A2, B2, R2> vmap(Fn2<A, B, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }

    /**
     * As {@link #vmap(Fn1, Axes)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <B2> type of the second argument with the mapped axis, or as it was if all lanes share it
     * @param <C2> type of the third argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param axes axes of arguments and results, and the name of the axis
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more where {@code axes} says
     * @throws JacobiException if {@code f} or {@code axes} is null
     */
    public static <A, B, C, R, A2, B2, C2, R2> Fn3<A2, B2, C2, R2> vmap(Fn3<A, B, C, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }

    /**
     * As {@link #vmap(Fn1, Axes)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <B2> type of the second argument with the mapped axis, or as it was if all lanes share it
     * @param <C2> type of the third argument with the mapped axis, or as it was if all lanes share it
     * @param <D2> type of the fourth argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param axes axes of arguments and results, and the name of the axis
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more where {@code axes} says
     * @throws JacobiException if {@code f} or {@code axes} is null
     */
    public static <A, B, C, D, R, A2, B2, C2, D2, R2> Fn4<A2, B2, C2, D2, R2> vmap(Fn4<A, B, C, D, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }

    /**
     * As {@link #vmap(Fn1, Axes)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <B2> type of the second argument with the mapped axis, or as it was if all lanes share it
     * @param <C2> type of the third argument with the mapped axis, or as it was if all lanes share it
     * @param <D2> type of the fourth argument with the mapped axis, or as it was if all lanes share it
     * @param <E2> type of the fifth argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param axes axes of arguments and results, and the name of the axis
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more where {@code axes} says
     * @throws JacobiException if {@code f} or {@code axes} is null
     */
    public static <A, B, C, D, E, R, A2, B2, C2, D2, E2, R2> Fn5<A2, B2, C2, D2, E2, R2> vmap(Fn5<A, B, C, D, E, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }

    /**
     * As {@link #vmap(Fn1, Axes)}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <B2> type of the second argument with the mapped axis, or as it was if all lanes share it
     * @param <C2> type of the third argument with the mapped axis, or as it was if all lanes share it
     * @param <D2> type of the fourth argument with the mapped axis, or as it was if all lanes share it
     * @param <E2> type of the fifth argument with the mapped axis, or as it was if all lanes share it
     * @param <F2> type of the sixth argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param axes axes of arguments and results, and the name of the axis
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more where {@code axes} says
     * @throws JacobiException if {@code f} or {@code axes} is null
     */
    public static <A, B, C, D, E, F, R, A2, B2, C2, D2, E2, F2, R2> Fn6<A2, B2, C2, D2, E2, F2, R2> vmap(Fn6<A, B, C, D, E, F, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }

    /**
     * As {@link #vmap(Fn1, Axes)}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <B2> type of the second argument with the mapped axis, or as it was if all lanes share it
     * @param <C2> type of the third argument with the mapped axis, or as it was if all lanes share it
     * @param <D2> type of the fourth argument with the mapped axis, or as it was if all lanes share it
     * @param <E2> type of the fifth argument with the mapped axis, or as it was if all lanes share it
     * @param <F2> type of the sixth argument with the mapped axis, or as it was if all lanes share it
     * @param <G2> type of the seventh argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param axes axes of arguments and results, and the name of the axis
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more where {@code axes} says
     * @throws JacobiException if {@code f} or {@code axes} is null
     */
    public static <A, B, C, D, E, F, G, R, A2, B2, C2, D2, E2, F2, G2, R2> Fn7<A2, B2, C2, D2, E2, F2, G2, R2> vmap(Fn7<A, B, C, D, E, F, G, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }

    /**
     * As {@link #vmap(Fn1, Axes)}, of a function of eight arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <H> type of the eighth argument
     * @param <R> type of the result
     * @param <A2> type of the first argument with the mapped axis, or as it was if all lanes share it
     * @param <B2> type of the second argument with the mapped axis, or as it was if all lanes share it
     * @param <C2> type of the third argument with the mapped axis, or as it was if all lanes share it
     * @param <D2> type of the fourth argument with the mapped axis, or as it was if all lanes share it
     * @param <E2> type of the fifth argument with the mapped axis, or as it was if all lanes share it
     * @param <F2> type of the sixth argument with the mapped axis, or as it was if all lanes share it
     * @param <G2> type of the seventh argument with the mapped axis, or as it was if all lanes share it
     * @param <H2> type of the eighth argument with the mapped axis, or as it was if all lanes share it
     * @param <R2> type of the result with the mapped axis
     * @param f the function
     * @param axes axes of arguments and results, and the name of the axis
     * @return a function of the arguments with one axis more where they are mapped; it gives the results with one axis more where {@code axes} says
     * @throws JacobiException if {@code f} or {@code axes} is null
     */
    public static <A, B, C, D, E, F, G, H, R, A2, B2, C2, D2, E2, F2, G2, H2, R2> Fn8<A2, B2, C2, D2, E2, F2, G2, H2, R2>
            vmap(Fn8<A, B, C, D, E, F, G, H, R> f, Axes axes) {
        return JacobiFunction.of(Transform.vmap(axes), f);
    }
}
