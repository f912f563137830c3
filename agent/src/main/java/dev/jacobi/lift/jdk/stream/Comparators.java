package dev.jacobi.lift.jdk.stream;

import java.util.Comparator;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Stands for static methods of {@link Comparator}, whose own code makes objects that can be serialized. */
final class Comparators {
    private Comparators() {
    }

    static Comparator<Object> comparingInt(ToIntFunction<Object> key) {
        return (a, b) -> Integer.compare(key.applyAsInt(a), key.applyAsInt(b));
    }

    static Comparator<Object> comparingLong(ToLongFunction<Object> key) {
        return (a, b) -> Long.compare(key.applyAsLong(a), key.applyAsLong(b));
    }

    static Comparator<Object> comparingDouble(ToDoubleFunction<Object> key) {
        return (a, b) -> Double.compare(key.applyAsDouble(a), key.applyAsDouble(b));
    }
}
