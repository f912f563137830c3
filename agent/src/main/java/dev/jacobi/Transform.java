package dev.jacobi;

import dev.jacobi.spi.FpMode;
import dev.jacobi.spi.Transformation;
import java.util.Arrays;
import java.util.List;

/** From the arguments of the public methods to transformations as the engine knows them. */
final class Transform {
    private Transform() {
    }

    static Transformation grad(boolean hasAux, int... argnums) {
        return new Transformation.Grad(false, hasAux, numbers(argnums));
    }

    static Transformation valueAndGrad(boolean hasAux, int... argnums) {
        return new Transformation.Grad(true, hasAux, numbers(argnums));
    }

    static Transformation jvp() {
        return new Transformation.Jvp(false);
    }

    /** Takes the arguments together as one value, and so their tangents. */
    static Transformation jvpOfArgs() {
        return new Transformation.Jvp(true);
    }

    static Transformation vjp() {
        return new Transformation.Vjp(false);
    }

    static Transformation vjpOfArgs() {
        return new Transformation.Vjp(true);
    }

    static Transformation jacfwd(int... argnums) {
        return new Transformation.Jacobian(true, numbers(argnums));
    }

    static Transformation jacrev(int... argnums) {
        return new Transformation.Jacobian(false, numbers(argnums));
    }

    static Transformation hessian(int... argnums) {
        return new Transformation.Hessian(numbers(argnums));
    }

    static Transformation vmap(Axes axes) {
        if (axes == null) {
            throw new JacobiException("The axes are null; give Axes.in(..), or leave them out to map axis 0 of each argument.");
        }
        return new Transformation.Vmap(axes.in(), axes.out(), axes.name());
    }

    static Transformation jit(Options o) {
        if (o == null) {
            throw new JacobiException("The options are null; give Options.DEFAULT, or leave them out.");
        }
        return new Transformation.Jit(o.staticArgs(), o.backend(), FpMode.named(o.fp().name()), o.donate());
    }

    static Transformation checkpoint() {
        return new Transformation.Checkpoint();
    }

    static Transformation customJvp() {
        return new Transformation.CustomJvp();
    }

    static Transformation customVjp() {
        return new Transformation.CustomVjp();
    }

    private static List<Integer> numbers(int[] argnums) {
        if (argnums == null) {
            throw new JacobiException("The argnums are null; give numbers of arguments, or leave them out for the first.");
        }
        return argnums.length == 0 ? List.of(0) : Arrays.stream(argnums).boxed().toList();
    }
}
