package dev.jacobi;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * How {@code Jacobi.jit} compiles. Start with {@link #DEFAULT} and say what differs.
 *
 * <pre>{@code
 * Jacobi.jit(Model::step, Options.DEFAULT.staticArgs(2).donate(0))
 * }</pre>
 *
 * @param staticArgs numbers of arguments that are compiled in as constants; each new value is a compilation of its own
 * @param backend as the option {@code backend}; empty means what the option says
 * @param fp floating-point rules
 * @param donate numbers of arguments whose arrays the caller does not need any more; a result of the same length may be stored there, and is that array then
 * @param in how arguments lie on a mesh: a {@link NamedSharding} for each, or a List or Map of them with its parts; none where that is not said, one for all
 * @param out how the result lies on the mesh; null where that is not said
 */
public record Options(List<Integer> staticArgs, String backend, Fp fp, List<Integer> donate, List<Object> in, Object out) implements Serializable {
    /** Nothing static, nothing donated, and otherwise what the options of the process say. */
    public static final Options DEFAULT = new Options(List.of(), "", Fp.DEFAULT, List.of(), List.of(), null);

    /**
     * With lists of its own.
     *
     * @param staticArgs numbers of arguments that are compiled in as constants; each new value is a compilation of its own
     * @param backend as the option {@code backend}; empty means what the option says
     * @param fp floating-point rules
     * @param donate numbers of arguments whose arrays the caller does not need any more; a result of the same length may be stored there, and is that array then
     * @param in how arguments lie on a mesh; none where that is not said
     * @param out how the result lies on the mesh; null where that is not said
     * @throws JacobiException if any of them but {@code out} is null
     */
    public Options {
        if (staticArgs == null || backend == null || fp == null || donate == null || in == null) {
            throw new JacobiException("The option " + (staticArgs == null ? "staticArgs" : backend == null ? "backend" : fp == null ? "fp" : donate == null ? "donate" : "in")
                + " is null; leave it out to have its default.");
        }
        staticArgs = List.copyOf(staticArgs);
        donate = List.copyOf(donate);
        in = List.copyOf(in);
    }

    /**
     * Options of a function that is on no mesh.
     *
     * @param staticArgs numbers of arguments that are compiled in as constants; each new value is a compilation of its own
     * @param backend as the option {@code backend}; empty means what the option says
     * @param fp floating-point rules
     * @param donate numbers of arguments whose arrays the caller does not need any more; a result of the same length may be stored there, and is that array then
     * @throws JacobiException if any of them is null
     */
    public Options(List<Integer> staticArgs, String backend, Fp fp, List<Integer> donate) {
        this(staticArgs, backend, fp, donate, List.of(), null);
    }

    /**
     * The same, with arguments that are compiled in as constants: numbers, strings or enum constants.
     *
     * @param args their numbers, from 0
     * @return the changed options
     * @throws JacobiException if {@code args} is null
     */
    public Options staticArgs(int... args) {
        return new Options(list(args), backend, fp, donate, in, out);
    }

    /**
     * The same, for another back end.
     *
     * @param name {@code cpu}, {@code cuda}, {@code tpu}, {@code auto}, {@code interp}, or empty for what the option {@code backend} says
     * @return the changed options
     * @throws JacobiException if {@code name} is null
     */
    public Options backend(String name) {
        return new Options(staticArgs, name, fp, donate, in, out);
    }

    /**
     * The same, with other floating-point rules.
     *
     * @param rules whether results are Java's to the bit
     * @return the changed options
     * @throws JacobiException if {@code rules} is null
     */
    public Options fp(Fp rules) {
        return new Options(staticArgs, backend, rules, donate, in, out);
    }

    /**
     * The same, with arguments whose arrays may be used for results.
     *
     * @param args their numbers, from 0
     * @return the changed options
     * @throws JacobiException if {@code args} is null
     */
    public Options donate(int... args) {
        return new Options(staticArgs, backend, fp, list(args), in, out);
    }

    /**
     * The same, with arguments that lie on a mesh. The shardings are checked against the arguments, and the devices share the function's work: simulated ones as Jacobi divides it, those of a plugin as its compiler does.
     * Arguments that lie elsewhere, or in another way, are laid out as is said here.
     *
     * @param shardings a {@link NamedSharding} for each argument, or one for all; for a record, list or map a List or Map of them with its parts
     * @return the changed options
     */
    public Options in(Object... shardings) {
        return new Options(staticArgs, backend, fp, donate, shardings == null ? null : Arrays.asList(shardings), out);
    }

    /**
     * The same, with a result that lies on a mesh.
     *
     * @param sharding a {@link NamedSharding}, or a List or Map of them with the result's parts
     * @return the changed options
     */
    public Options out(Object sharding) {
        return new Options(staticArgs, backend, fp, donate, in, sharding);
    }

    private static List<Integer> list(int[] args) {
        return args == null ? null : Arrays.stream(args).boxed().toList();
    }
}
