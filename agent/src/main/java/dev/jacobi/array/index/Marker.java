package dev.jacobi.array.index;

/** What stands in an index for no axis, or for many. */
public enum Marker {
    /** A new axis of one element. */
    NEW_AXIS,
    /** As many whole axes as the others leave. */
    ELLIPSIS
}
