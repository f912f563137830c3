package dev.jacobi.lift.jdk.stream;

import java.util.function.Predicate;

/** What streams of all kinds have: elements, which one operation may take. */
abstract class OpenStream {
    private final StreamElements elements;
    private final boolean parallel;
    private boolean taken;

    OpenStream(StreamElements elements, boolean parallel) {
        this.elements = elements;
        this.parallel = parallel;
    }

    /** The elements, for the one operation that a stream may have. */
    final StreamElements take() {
        if (taken) {
            throw new IllegalStateException();
        }
        taken = true;
        return elements;
    }

    final boolean isParallel() {
        return parallel;
    }

    /** Of a result that depends on the order of the elements: there is none where threads divide the stream. */
    final void inOrder() {
        if (parallel) {
            Remarks.dividedByThreads();
        }
    }

    /** As the JDK does, no function of the stream is called where it is known how many elements there are. */
    final long count() {
        StreamElements in = take();
        if (in.isSized()) {
            return in.size();
        }
        var n = new Count();
        in.until(v -> {
            n.value++;
            return true;
        });
        return n.value;
    }

    final boolean all(Predicate<Object> test) {
        return take().until(test);
    }

    final boolean none(Predicate<Object> test) {
        return take().until(v -> !test.test(v));
    }

    final void close() {
        taken = true;
    }

    /** How many there have been. */
    private static final class Count {
        private long value;
    }
}
