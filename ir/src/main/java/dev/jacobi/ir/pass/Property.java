package dev.jacobi.ir.pass;

import dev.jacobi.ir.Module;

/**
 * What may hold of a program between two passes, beyond that it is valid. A pass requires, establishes and keeps some of these; what it does not
 * keep is lost. They are few on purpose: only what makes a later pass, or a back end, wrong where it does not hold.
 */
public enum Property {
    /** Everything that the program was written to do is there still: no array that it makes, and no check, has gone because nobody needs it. */
    AS_WRITTEN,
    /** A check fails only where the program has no result. Checks marked {@code early} were moved in front of loops and may fail too soon. */
    EXACT_CHECKS,
    /** Functions of reals are primitives, which have a derivative, and not the formulas that compute them, which look at the bits of numbers. */
    DIFFERENTIABLE,
    /** Inside of parallel loops array primitives are loops over scalars; outside of them, what the back end has no code of its own for. */
    LOWERED,
    /** No region and no function hands on a part of an array as if it were an array of its own. */
    NO_VIEWS,
    /** Where an array is overwritten nobody reads the old one later, so that each update may happen in the array's own memory. */
    IN_PLACE,
    /** No array grows while a loop runs, or a function calls itself. */
    FIXED_TAPES,
    /** Numbers are of types that the device computes with, or hands on untouched. */
    DEVICE_TYPES;

    /** A sentence about where it does not hold, or null; also null where looking at the program cannot tell. */
    String violation(Module m) {
        return switch (this) {
            case EXACT_CHECKS -> PropertyChecks.earlyCheck(m);
            case LOWERED -> PropertyChecks.arrayPrimitive(m);
            case NO_VIEWS -> PropertyChecks.view(m);
            case AS_WRITTEN, DIFFERENTIABLE, IN_PLACE, FIXED_TAPES, DEVICE_TYPES -> null;
        };
    }
}
