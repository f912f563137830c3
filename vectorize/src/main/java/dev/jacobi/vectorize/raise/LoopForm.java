package dev.jacobi.vectorize.raise;

/** What raising may make of one loop: several where that serves the machine, or only what serves what comes next. */
public enum LoopForm {
    /** Loops stay whole, as a program that is still to be differentiated would get tapes and an adjoint for each part of them, of extents that nothing says beforehand. */
    WHOLE,
    /** Loops come apart only where their parts have trips that run together: a program of operations on whole arrays has nothing from blocks of trips and from interiors without edges. */
    TOGETHER,
    /** Blocks of trips, copies and edges of their own, too, as caches and vectors of a processor want them. */
    PARTS
}
