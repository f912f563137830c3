package dev.jacobi;

import dev.jacobi.transform.program.Step;
import java.util.Arrays;
import java.util.List;

/** From the arguments of the public methods to the engine's steps. */
final class Transform {
    private Transform() {
    }

    static Step grad(boolean hasAux, int... argnums) {
        return new Step.Grad(false, hasAux, numbers(argnums));
    }

    static Step valueAndGrad(boolean hasAux, int... argnums) {
        return new Step.Grad(true, hasAux, numbers(argnums));
    }

    static Step jvp() {
        return new Step.Jvp(false);
    }

    /** Takes the arguments together as one value, and so their tangents. */
    static Step jvpOfArgs() {
        return new Step.Jvp(true);
    }

    static Step vjp() {
        return new Step.Vjp(false);
    }

    static Step vjpOfArgs() {
        return new Step.Vjp(true);
    }

    static Step jacfwd(int... argnums) {
        return new Step.Jacobian(true, numbers(argnums));
    }

    static Step jacrev(int... argnums) {
        return new Step.Jacobian(false, numbers(argnums));
    }

    static Step hessian(int... argnums) {
        return new Step.Hessian(numbers(argnums));
    }

    static Step vmap(Axes axes) {
        if (axes == null) {
            throw new JacobiException("The axes are null; give Axes.in(..), or leave them out to map axis 0 of each argument.");
        }
        return new Step.Vmap(axes.in(), axes.out(), axes.name());
    }

    static Step jit(Options o) {
        if (o == null) {
            throw new JacobiException("The options are null; give Options.DEFAULT, or leave them out.");
        }
        return new Step.Jit(o.staticArgs(), o.backend(), o.fp().name(), o.donate());
    }

    static Step checkpoint() {
        return new Step.Checkpoint();
    }

    static Step customJvp() {
        return new Step.CustomJvp();
    }

    static Step customVjp() {
        return new Step.CustomVjp();
    }

    private static List<Integer> numbers(int[] argnums) {
        if (argnums == null) {
            throw new JacobiException("The argnums are null; give numbers of arguments, or leave them out for the first.");
        }
        return argnums.length == 0 ? List.of(0) : Arrays.stream(argnums).boxed().toList();
    }
}
