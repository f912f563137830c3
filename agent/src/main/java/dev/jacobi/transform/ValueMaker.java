package dev.jacobi.transform;

/** Makes a value of one structure from its leaves; what can be looked up beforehand has been. */
interface ValueMaker {
    /** The value whose leaves are {@code leaves}, all of them or a stretch that the maker knows. */
    Object make(Object[] leaves);
}
