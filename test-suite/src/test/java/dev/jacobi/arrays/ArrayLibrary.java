package dev.jacobi.arrays;

import java.util.List;
import java.util.concurrent.Callable;

/** What the conformance test has to know of the library's arrays; functions themselves are found by reflection. */
interface ArrayLibrary {

    /** The class that has a table's functions, such as Np, or null if there is none. */
    Class<?> owner(String simpleName);

    /** Whether arrays of the dtype exist; cases of other dtypes are counted apart. */
    boolean supports(ElementType type);

    Object make(RawArray array);

    /** Whether an object is an array or a key that {@link #read} takes. */
    boolean isArray(Object value);

    /** The elements of an array; of keys their data, a vector of two u32 for each. */
    RawArray read(Object array);

    /** The library's own dtype. */
    Object dtype(ElementType type);

    Object key(long seed);

    /** A number as an array that takes the dtype of what it meets; null if the library has no such arrays. */
    default Object number(Object number) {
        return null;
    }

    /** Runs something as JAX does with 64-bit types enabled (literals and indices of 64 bits), or not. */
    default <T> T inMode(boolean wide, Callable<T> run) throws Exception {
        return run.call();
    }

    /** The call of a case as Java's text, or null if the library's functions cannot be transformed. */
    default CasePrograms.Source source(Class<?> owner, ReflectiveCalls.Choice choice, int arrays) {
        return null;
    }

    /** A tree like the other one with these leaves in place of its own. */
    default Object like(Object tree, List<Object> leaves) {
        throw new UnsupportedOperationException();
    }
}
