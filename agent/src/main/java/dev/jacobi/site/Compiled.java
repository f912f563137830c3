package dev.jacobi.site;

import dev.jacobi.lift.request.Lifted;
import dev.jacobi.woven.Deopt;

/** A compiled method, callable with boxed arguments. */
public interface Compiled {
    /**
     * Calls it. Arrays in {@code args} are changed as the method changes them.
     *
     * @return the result, boxed; null for void
     * @throws Deopt when the compiled code has no result (an exception, null, jagged rows, ...); nothing has been changed then
     */
    Object invoke(Object... args) throws Deopt;

    /** The program it was made from. */
    Lifted lifted();
}
