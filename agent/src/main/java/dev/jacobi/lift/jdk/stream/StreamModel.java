package dev.jacobi.lift.jdk.stream;

import java.util.Comparator;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** Stands for {@link java.util.stream.Stream}: methods of its names, with what it specifies of them. */
final class StreamModel extends OpenStream {
    StreamModel(StreamElements elements, boolean parallel) {
        super(elements, parallel);
    }

    static StreamModel stream(Object[] a) {
        return new StreamModel(new Array(a, 0, a.length), false);
    }

    static StreamModel stream(Object[] a, int from, int to) {
        if (from < 0 || from > to || to > a.length) {
            throw new ArrayIndexOutOfBoundsException();
        }
        return new StreamModel(new Array(a, from, to), false);
    }

    static StreamModel of(Object[] a) {
        return stream(a);
    }

    static StreamModel iterate(Object seed, UnaryOperator<Object> next) {
        return iterate(seed, v -> true, next);
    }

    static StreamModel iterate(Object seed, Predicate<Object> hasNext, UnaryOperator<Object> next) {
        return new StreamModel(new Iterated(seed, hasNext, next), false);
    }

    static StreamModel generate(Supplier<Object> supplier) {
        return new StreamModel(new StreamElements.Generated(supplier), false);
    }

    static StreamModel concat(StreamModel a, StreamModel b) {
        return new StreamModel(new StreamElements.Joined(a.take(), b.take()), a.isParallel() || b.isParallel());
    }

    StreamModel filter(Predicate<Object> test) {
        return new StreamModel(new StreamElements.Filtered(take(), test), isParallel());
    }

    StreamModel map(Function<Object, Object> f) {
        return new StreamModel(new StreamElements.Mapped(take(), f), isParallel());
    }

    IntStreamModel mapToInt(ToIntFunction<Object> f) {
        return new IntStreamModel(new StreamElements.Mapped(take(), v -> f.applyAsInt(v)), isParallel());
    }

    LongStreamModel mapToLong(ToLongFunction<Object> f) {
        return new LongStreamModel(new StreamElements.Mapped(take(), v -> f.applyAsLong(v)), isParallel());
    }

    DoubleStreamModel mapToDouble(ToDoubleFunction<Object> f) {
        return new DoubleStreamModel(new StreamElements.Mapped(take(), v -> f.applyAsDouble(v)), isParallel());
    }

    StreamModel flatMap(Function<Object, StreamModel> f) {
        return new StreamModel(new StreamElements.Flattened(take(), v -> f.apply(v).take()), isParallel());
    }

    IntStreamModel flatMapToInt(Function<Object, IntStreamModel> f) {
        return new IntStreamModel(new StreamElements.Flattened(take(), v -> f.apply(v).take()), isParallel());
    }

    LongStreamModel flatMapToLong(Function<Object, LongStreamModel> f) {
        return new LongStreamModel(new StreamElements.Flattened(take(), v -> f.apply(v).take()), isParallel());
    }

    DoubleStreamModel flatMapToDouble(Function<Object, DoubleStreamModel> f) {
        return new DoubleStreamModel(new StreamElements.Flattened(take(), v -> f.apply(v).take()), isParallel());
    }

    StreamModel peek(Consumer<Object> action) {
        return new StreamModel(new StreamElements.Mapped(take(), v -> {
            action.accept(v);
            return v;
        }), isParallel());
    }

    StreamModel limit(long n) {
        return new StreamModel(new StreamElements.Limited(take(), n), isParallel());
    }

    StreamModel skip(long n) {
        return new StreamModel(new StreamElements.Skipped(take(), n), isParallel());
    }

    StreamModel takeWhile(Predicate<Object> test) {
        return new StreamModel(new StreamElements.Taken(take(), test), isParallel());
    }

    StreamModel dropWhile(Predicate<Object> test) {
        return new StreamModel(new StreamElements.Dropped(take(), test), isParallel());
    }

    StreamModel parallel() {
        return new StreamModel(take(), true);
    }

    StreamModel sequential() {
        return new StreamModel(take(), false);
    }

    StreamModel unordered() {
        return new StreamModel(take(), isParallel());
    }

    void forEach(Consumer<Object> action) {
        take().until(v -> {
            action.accept(v);
            return true;
        });
    }

    void forEachOrdered(Consumer<Object> action) {
        forEach(action);
    }

    boolean anyMatch(Predicate<Object> test) {
        return !none(test);
    }

    boolean allMatch(Predicate<Object> test) {
        return all(test);
    }

    boolean noneMatch(Predicate<Object> test) {
        return none(test);
    }

    Object[] toArray(IntFunction<Object[]> generator) {
        StreamElements in = take();
        if (!in.isSized()) {
            Remarks.withoutSize();
        }
        var r = new Filled(generator.apply(in.size()));
        in.until(v -> {
            r.elements[r.count++] = v;
            return true;
        });
        return r.elements;
    }

    OptionalModel findFirst() {
        var r = new Result();
        take().until(v -> {
            r.set(v);
            return false;
        });
        return new OptionalModel(r.isThere, r.value);
    }

    OptionalModel findAny() {
        return findFirst();
    }

    OptionalModel max(Comparator<Object> order) {
        return reduce((a, b) -> order.compare(a, b) >= 0 ? a : b);
    }

    OptionalModel min(Comparator<Object> order) {
        return reduce((a, b) -> order.compare(a, b) <= 0 ? a : b);
    }

    OptionalModel reduce(BinaryOperator<Object> op) {
        inOrder();
        var r = new Result();
        forEach(v -> r.set(r.isThere ? op.apply(r.value, v) : v));
        return new OptionalModel(r.isThere, r.value);
    }

    Object reduce(Object identity, BinaryOperator<Object> op) {
        return reduce(identity, (a, b) -> op.apply(a, b), op);
    }

    Object reduce(Object identity, BiFunction<Object, Object, Object> accumulator, BinaryOperator<Object> combiner) {
        inOrder();
        var r = new Result();
        r.value = identity;
        take().until(v -> {
            r.value = accumulator.apply(r.value, v);
            return true;
        });
        return r.value;
    }

    Object collect(Supplier<Object> supplier, BiConsumer<Object, Object> accumulator, BiConsumer<Object, Object> combiner) {
        inOrder();
        Object r = supplier.get();
        take().until(v -> {
            accumulator.accept(r, v);
            return true;
        });
        return r;
    }

    /** StreamElements of an array. */
    private static final class Array extends StreamElements.Part {
        private final Object[] array;

        Array(Object[] array, int from, int to) {
            super(from, to);
            this.array = array;
        }

        @Override
        boolean until(Predicate<Object> more) {
            boolean on = true;
            for (int i = from; i < to && on; i++) {
                on = more.test(array[i]);
            }
            return on;
        }

        @Override
        StreamElements part(int first, int end) {
            return new Array(array, from + first, from + end);
        }
    }

    /** A value, what a function gives of it, what it gives of that, and so on. */
    private static final class Iterated extends StreamElements {
        private final Object seed;
        private final Predicate<Object> hasNext;
        private final UnaryOperator<Object> next;

        Iterated(Object seed, Predicate<Object> hasNext, UnaryOperator<Object> next) {
            this.seed = seed;
            this.hasNext = hasNext;
            this.next = next;
        }

        @Override
        boolean until(Predicate<Object> more) {
            Object v = seed;
            while (hasNext.test(v)) {
                if (!more.test(v)) {
                    return false;
                }
                v = next.apply(v);
            }
            return true;
        }
    }

    /** What elements are put together to. */
    private static final class Result {
        private boolean isThere;
        private Object value;

        void set(Object v) {
            isThere = true;
            value = v;
        }
    }

    /** An array that is filled from its beginning. */
    private static final class Filled {
        private final Object[] elements;
        private int count;

        Filled(Object[] elements) {
            this.elements = elements;
        }
    }
}
