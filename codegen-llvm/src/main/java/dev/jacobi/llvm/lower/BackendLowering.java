package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import java.util.List;

/** What a back end makes of an equation outside of parallel loops. */
public interface BackendLowering {
    /** What stands for the results, or null when the CPU's way is right. Equations to be kept are appended to the builder. */
    List<? extends Atom> lower(Builder b, Eqn e, List<Atom> in);

    /** Whether it has a way of its own for an equation of arrays, which then needs its operands as arrays in memory; else a loop of the common way may compute their elements. */
    boolean isOwn(Eqn e);
}
