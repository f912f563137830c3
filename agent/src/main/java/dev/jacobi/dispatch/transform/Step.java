package dev.jacobi.dispatch.transform;

import dev.jacobi.lift.Transformation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A function transformation with its settings: data, to be compared and hashed. Numbers of arguments may be negative, counting from the end. */
public sealed interface Step extends Transformation {
    /** The gradient of a function with one number as result, with the value when {@code value}. */
    record Grad(boolean value, boolean hasAux, List<Integer> argnums) implements Step {
    }

    /** Arguments, then a tangent for each: value and tangent. */
    record Jvp() implements Step {
    }

    /** Arguments, then a cotangent of the result: value and gradients. */
    record Vjp() implements Step {
    }

    /** The Jacobian. */
    record Jacobian(boolean forward, List<Integer> argnums) implements Step {
    }

    /** The Jacobian of the Jacobian. */
    record Hessian(List<Integer> argnums) implements Step {
    }

    /** Lanes over axes: entries are axes, null, or lists and maps of entries. */
    record Vmap(List<Object> in, Object out, String name) implements Step {
        public Vmap {
            in = Collections.unmodifiableList(new ArrayList<>(in));
        }
    }

    /** The same function, compiled in its own way. */
    record Jit(List<Integer> staticArgs, String backend, String fp, List<Integer> donate) implements Step {
    }

    /** The same function, whose gradient runs it again. */
    record Checkpoint() implements Step {
    }

    /** The first function, with the second one as forward rule. */
    record CustomJvp() implements Step {
    }

    /** The first function, with the second and third one as reverse rule. */
    record CustomVjp() implements Step {
    }

    @Override
    default boolean isTransparent() {
        return this instanceof Jit;
    }

    /** As the user writes it. */
    default String title() {
        if (this instanceof Grad g) {
            return g.value() ? "valueAndGrad" : "grad";
        } else if (this instanceof Jacobian j) {
            return j.forward() ? "jacfwd" : "jacrev";
        }
        String name = getClass().getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
