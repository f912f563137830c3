package dev.jacobi.ir.interp;

/** Elements of a tensor outside of the Java heap, row-major and without gaps: in memory of the process, on devices, or both. */
public interface OffHeap extends Tensor.Elsewhere {
    /** Where they are in memory of the process, to which they are brought if they are on a device only; valid as long as this object is reachable. */
    long address();

    /** What there is of them at a place, a device or a layout over several, in the form that code for it takes; null when there is nothing. */
    Object on(Object place);
}
