package dev.jacobi.arrays;

import java.util.List;
import java.util.concurrent.Callable;

/** What the conformance test has to know of the library's arrays; functions themselves are found by reflection. */
interface ArrayLibrary {

    /** A function of arrays; results are its leaves. */
    interface Call {
        Object apply(List<Object> arrays) throws ReflectiveOperationException;
    }

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

    /** Cotangents of those arrays that are numbered, for cotangents of the results of floating point; null if the library cannot be asked yet. */
    default List<Object> cotangents(Call call, List<Object> arrays, List<Integer> moving, List<Object> ofResults) {
        return null;
    }

    /** The results of the call mapped over a new leading axis of all arrays; null if the library cannot be asked yet. */
    default Object mapped(Call call, List<Object> stacked) {
        return null;
    }
}
