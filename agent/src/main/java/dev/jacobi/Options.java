package dev.jacobi;

import java.util.Arrays;
import java.util.List;

/**
 * How {@code Jacobi.jit} compiles.
 *
 * @param staticArgs numbers of arguments that are compiled in as constants; each new value is a compilation of its own
 * @param backend as the option {@code backend}; empty means what the option says
 * @param fp floating-point rules
 * @param donate numbers of arguments whose arrays the caller does not need any more; a result of the same length may be stored there, and is that array then
 */
public record Options(List<Integer> staticArgs, String backend, Fp fp, List<Integer> donate) {
    public static final Options DEFAULT = new Options(List.of(), "", Fp.DEFAULT, List.of());

    public Options {
        if (staticArgs == null || backend == null || fp == null || donate == null) {
            throw new JacobiException("The option " + (staticArgs == null ? "staticArgs" : backend == null ? "backend" : fp == null ? "fp" : "donate")
                + " is null; leave it out to have its default.");
        }
        staticArgs = List.copyOf(staticArgs);
        donate = List.copyOf(donate);
    }

    public Options staticArgs(int... args) {
        return new Options(list(args), backend, fp, donate);
    }

    public Options backend(String name) {
        return new Options(staticArgs, name, fp, donate);
    }

    public Options fp(Fp rules) {
        return new Options(staticArgs, backend, rules, donate);
    }

    public Options donate(int... args) {
        return new Options(staticArgs, backend, fp, list(args));
    }

    private static List<Integer> list(int[] args) {
        return args == null ? null : Arrays.stream(args).boxed().toList();
    }
}
