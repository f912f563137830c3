package dev.jacobi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Asks the agent to compile a static method. Without the agent it means nothing and costs nothing. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Jit {
    /** Floating-point rules of this method. */
    Fp fp() default Fp.DEFAULT;

    /** Back end of this method, as the option {@code backend}, which an empty one means: {@code cpu}, {@code cuda}, {@code tpu}, {@code auto} or {@code interp}. */
    String backend() default "";

    /**
     * Indices, from 0, of primitive arguments whose values are compiled in as constants: for arguments with few values that decide what is
     * done. The code for the values used last is kept; after two dozen of them no more is made, and others run code for any value.
     */
    int[] staticArgs() default {};
}
