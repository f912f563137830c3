package dev.jacobi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks the agent to compile a static method. Without the agent it means nothing and costs nothing.
 *
 * <pre>{@code
 * @Jit
 * static void saxpy(float a, float[] x, float[] y) {
 *     for (int i = 0; i < x.length; i++) {
 *         y[i] += a * x[i];
 *     }
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Jit {
    /**
     * Floating-point rules of this method.
     *
     * @return the rules
     */
    Fp fp() default Fp.DEFAULT;

    /**
     * Back end of this method: {@code cpu}, {@code cuda}, {@code tpu}, {@code auto} or {@code interp}; empty means what the option {@code backend} says.
     *
     * @return the name of the back end
     */
    String backend() default "";

    /**
     * Indices, from 0, of primitive arguments whose values are compiled in as constants: for arguments with few values that decide what is
     * done. The code for the values used last is kept; after two dozen of them no more is made, and others run code for any value.
     *
     * @return numbers of the arguments
     */
    int[] staticArgs() default {};
}
