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

    /** Back end of this method, as the option {@code backend}; empty means what the option says. */
    String backend() default "";

    /** Indices of arguments that are compiled in as constants. */
    int[] staticArgs() default {};
}
