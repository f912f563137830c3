package dev.jacobi.ir.pass;

import java.util.Set;

/** A pass that only makes programs faster: results are the same without it, and it moves no check to where it may fail in vain, and has derivatives, unless it says
 * otherwise. */
public interface Optimisation extends FunctionPass {
    @Override
    default boolean optional() {
        return true;
    }

    @Override
    default Set<Property> keeps() {
        return Set.of(Property.EXACT_CHECKS, Property.DIFFERENTIABLE);
    }
}
