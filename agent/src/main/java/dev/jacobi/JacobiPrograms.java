package dev.jacobi;

import dev.jacobi.ir.Func;

/** Looking at programs. */
abstract class JacobiPrograms extends JacobiRules {
    JacobiPrograms() {
    }

    /**
     * The program of a function for arguments of a structure, simplified and with its parallel loops found; {@code toString()} is its text.
     *
     * <pre>{@code
     * System.out.println(Jacobi.ir(Jacobi.grad(Model::loss), weights, point));
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param f the function
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, R> Func ir(Fn1<A, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /**
     * As {@link #ir(Fn1, Object...)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param f the function
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, B, R> Func ir(Fn2<A, B, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /**
     * As {@link #ir(Fn1, Object...)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param f the function
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, B, C, R> Func ir(Fn3<A, B, C, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /**
     * As {@link #ir(Fn1, Object...)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param f the function
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, B, C, D, R> Func ir(Fn4<A, B, C, D, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /**
     * As {@link #ir(Fn1, Object...)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param f the function
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, B, C, D, E, R> Func ir(Fn5<A, B, C, D, E, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /**
     * As {@link #ir(Fn1, Object...)}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param f the function
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, B, C, D, E, F, R> Func ir(Fn6<A, B, C, D, E, F, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /**
     * As {@link #ir(Fn1, Object...)}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param f the function
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, B, C, D, E, F, G, R> Func ir(Fn7<A, B, C, D, E, F, G, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /**
     * As {@link #ir(Fn1, Object...)}, of a function of eight arguments.
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
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, B, C, D, E, F, G, H, R> Func ir(Fn8<A, B, C, D, E, F, G, H, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs).ir();
    }

    /**
     * The program of a function for arguments of a structure, to be looked at in each stage, compiled ahead of time, or called.
     *
     * <pre>{@code
     * System.out.println(Jacobi.lower(Model::loss, weights, point).text("asm"));
     * }</pre>
     *
     * @param <A> type of the first argument
     * @param <R> type of the result
     * @param f the function
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, R> Lowered lower(Fn1<A, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }

    /**
     * As {@link #lower(Fn1, Object...)}, of a function of two arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param f the function
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, B, R> Lowered lower(Fn2<A, B, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }

    /**
     * As {@link #lower(Fn1, Object...)}, of a function of three arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the result
     * @param f the function
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, B, C, R> Lowered lower(Fn3<A, B, C, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }

    /**
     * As {@link #lower(Fn1, Object...)}, of a function of four arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <R> type of the result
     * @param f the function
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, B, C, D, R> Lowered lower(Fn4<A, B, C, D, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }

    /**
     * As {@link #lower(Fn1, Object...)}, of a function of five arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <R> type of the result
     * @param f the function
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, B, C, D, E, R> Lowered lower(Fn5<A, B, C, D, E, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }

    /**
     * As {@link #lower(Fn1, Object...)}, of a function of six arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <R> type of the result
     * @param f the function
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, B, C, D, E, F, R> Lowered lower(Fn6<A, B, C, D, E, F, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }

    /**
     * As {@link #lower(Fn1, Object...)}, of a function of seven arguments.
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <D> type of the fourth argument
     * @param <E> type of the fifth argument
     * @param <F> type of the sixth argument
     * @param <G> type of the seventh argument
     * @param <R> type of the result
     * @param f the function
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, B, C, D, E, F, G, R> Lowered lower(Fn7<A, B, C, D, E, F, G, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }

    /**
     * As {@link #lower(Fn1, Object...)}, of a function of eight arguments.
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
     * @param exampleArgs arguments whose structure says for which program is asked; they are not changed
     * @return the program
     * @throws JacobiException if {@code f} or an argument is null, the number of arguments is not that of the parameters, or the function cannot be compiled
     */
    public static <A, B, C, D, E, F, G, H, R> Lowered lower(Fn8<A, B, C, D, E, F, G, H, R> f, Object... exampleArgs) {
        return JacobiFunction.lower(f, exampleArgs);
    }
}
