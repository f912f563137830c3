package dev.jacobi.gradients;

import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Fn4;
import dev.jacobi.Fn5;
import dev.jacobi.Jacobi;
import dev.jacobi.ValueAndGrad;
import java.util.function.IntFunction;

/**
 * A program with a scalar result: the function, which of its arguments (doubles or arrays of them) it is differentiated by, and arguments
 * of a size that means what the program takes it for (elements, steps, examples).
 */
record GradientProgram(String name, Fn function, int[] by, int size, IntFunction<Object[]> arguments) {
    /** Called with any number of arguments. */
    interface Call {
        Object apply(Object... args);
    }

    /** The function as plain Java. */
    Call plain() {
        return call(function);
    }

    /** The function compiled. */
    @SuppressWarnings("unchecked")
    Call compiled() {
        if (function instanceof Fn1<?, ?> f) {
            return call(Jacobi.jit(f));
        } else if (function instanceof Fn2<?, ?, ?> f) {
            return call(Jacobi.jit(f));
        } else if (function instanceof Fn3<?, ?, ?, ?> f) {
            return call(Jacobi.jit(f));
        } else if (function instanceof Fn4<?, ?, ?, ?, ?> f) {
            return call(Jacobi.jit(f));
        }
        return call(Jacobi.jit((Fn5<?, ?, ?, ?, ?, ?>) function));
    }

    /** Value and gradient. */
    Fn valueAndGrad() {
        if (function instanceof Fn1<?, ?> f) {
            return Jacobi.valueAndGrad(f, by);
        } else if (function instanceof Fn2<?, ?, ?> f) {
            return Jacobi.valueAndGrad(f, by);
        } else if (function instanceof Fn3<?, ?, ?, ?> f) {
            return Jacobi.valueAndGrad(f, by);
        } else if (function instanceof Fn4<?, ?, ?, ?, ?> f) {
            return Jacobi.valueAndGrad(f, by);
        }
        return Jacobi.valueAndGrad((Fn5<?, ?, ?, ?, ?, ?>) function, by);
    }

    /** The gradients by each of {@code by}, in order, out of what {@link #valueAndGrad} returned. */
    Object[] gradients(Object result) {
        Object g = ((ValueAndGrad<?, ?>) result).grad();
        return by.length == 1 ? new Object[] {g} : (Object[]) g;
    }

    /** A function of one to five arguments, called with an array of them. */
    @SuppressWarnings("unchecked")
    static Call call(Fn f) {
        return a -> switch (a.length) {
            case 1 -> ((Fn1<Object, Object>) f).apply(a[0]);
            case 2 -> ((Fn2<Object, Object, Object>) f).apply(a[0], a[1]);
            case 3 -> ((Fn3<Object, Object, Object, Object>) f).apply(a[0], a[1], a[2]);
            case 4 -> ((Fn4<Object, Object, Object, Object, Object>) f).apply(a[0], a[1], a[2], a[3]);
            default -> ((Fn5<Object, Object, Object, Object, Object, Object>) f).apply(a[0], a[1], a[2], a[3], a[4]);
        };
    }
}
