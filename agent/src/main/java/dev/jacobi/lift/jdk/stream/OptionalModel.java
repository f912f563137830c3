package dev.jacobi.lift.jdk.stream;

import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Stands for {@link java.util.Optional}. */
final class OptionalModel {
    private final boolean present;
    private final Object value;

    OptionalModel(boolean present, Object value) {
        this.present = present;
        this.value = value;
    }

    boolean isPresent() {
        return present;
    }

    boolean isEmpty() {
        return !present;
    }

    Object get() {
        if (!present) {
            throw new NoSuchElementException();
        }
        return value;
    }

    Object orElseThrow() {
        return get();
    }

    Object orElse(Object other) {
        return present ? value : other;
    }

    Object orElseGet(Supplier<Object> other) {
        return present ? value : other.get();
    }

    OptionalModel map(Function<Object, Object> f) {
        return new OptionalModel(present, present ? f.apply(value) : value);
    }

    void ifPresent(Consumer<Object> action) {
        if (present) {
            action.accept(value);
        }
    }
}
