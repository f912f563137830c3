package dev.jacobi.lift.jdk.stream;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The elements of a stream, one after the other; numbers in boxes, which what is lifted does without. */
abstract class StreamElements {
    /** Gives elements to a function until it says that it wants no more; whether it never did. */
    abstract boolean until(Predicate<Object> more);

    /** Whether it is known how many elements there are without asking any function of the stream. */
    boolean isSized() {
        return false;
    }

    /** Whether it is known how many elements there are at most. */
    boolean isBounded() {
        return isSized();
    }

    /** How many elements there are, or, where that is not known, at most. */
    int size() {
        throw new IllegalStateException();
    }

    /** Whether the JDK divides the elements where they come from, without asking any function of the stream. */
    boolean isDivisible() {
        return false;
    }

    /** Whether they come from numbers that follow each other. */
    boolean isOfRange() {
        return false;
    }

    /** Those that come from a part of where all come from. */
    StreamElements part(int from, int to) {
        throw new IllegalStateException();
    }

    /** How many elements a stream can put into an array. */
    static int checkedSize(long n) {
        if (n > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException();
        }
        return (int) n;
    }

    /** Elements of an array, from one number up to another. */
    abstract static class Part extends StreamElements {
        final int from;
        final int to;

        Part(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        boolean isSized() {
            return true;
        }

        @Override
        int size() {
            return to - from;
        }

        @Override
        boolean isDivisible() {
            return true;
        }
    }

    /** Elements of another stream, at most all of them. */
    abstract static class Stage extends StreamElements {
        final StreamElements in;

        Stage(StreamElements in) {
            this.in = in;
        }

        @Override
        boolean isBounded() {
            return in.isBounded();
        }

        @Override
        int size() {
            return in.size();
        }
    }

    /** What looks at each element by itself, so that it may be divided as its elements are. */
    private abstract static class EachElement extends Stage {
        EachElement(StreamElements in) {
            super(in);
        }

        @Override
        boolean isDivisible() {
            return in.isDivisible();
        }

        @Override
        boolean isOfRange() {
            return in.isOfRange();
        }
    }

    /** A function of each element. */
    static final class Mapped extends EachElement {
        private final Function<Object, Object> function;

        Mapped(StreamElements in, Function<Object, Object> function) {
            super(in);
            this.function = function;
        }

        @Override
        boolean until(Predicate<Object> more) {
            return in.until(v -> more.test(function.apply(v)));
        }

        @Override
        boolean isSized() {
            return in.isSized();
        }

        @Override
        StreamElements part(int from, int to) {
            return new Mapped(in.part(from, to), function);
        }
    }

    /** The elements that pass a test. */
    static final class Filtered extends EachElement {
        private final Predicate<Object> test;

        Filtered(StreamElements in, Predicate<Object> test) {
            super(in);
            this.test = test;
        }

        @Override
        boolean until(Predicate<Object> more) {
            return in.until(v -> !test.test(v) || more.test(v));
        }

        @Override
        StreamElements part(int from, int to) {
            return new Filtered(in.part(from, to), test);
        }
    }

    /** The elements before the first one that does not pass a test. */
    static final class Taken extends Stage {
        private final Predicate<Object> test;

        Taken(StreamElements in, Predicate<Object> test) {
            super(in);
            this.test = test;
        }

        @Override
        boolean until(Predicate<Object> more) {
            var state = new State();
            in.until(v -> {
                if (!test.test(v)) {
                    return false;
                }
                state.stopped = !more.test(v);
                return !state.stopped;
            });
            return !state.stopped;
        }
    }

    /** The elements from the first one on that does not pass a test. */
    static final class Dropped extends Stage {
        private final Predicate<Object> test;

        Dropped(StreamElements in, Predicate<Object> test) {
            super(in);
            this.test = test;
        }

        @Override
        boolean until(Predicate<Object> more) {
            var state = new State();
            return in.until(v -> {
                state.stopped = state.stopped || !test.test(v);
                return !state.stopped || more.test(v);
            });
        }
    }

    /** The first elements. */
    static final class Limited extends Stage {
        private final long most;

        Limited(StreamElements in, long most) {
            super(in);
            if (most < 0) {
                throw new IllegalArgumentException();
            }
            this.most = most;
        }

        @Override
        boolean until(Predicate<Object> more) {
            var state = new State();
            if (most > 0) {
                in.until(v -> {
                    state.count++;
                    state.stopped = !more.test(v);
                    return !state.stopped && state.count < most;
                });
            }
            return !state.stopped;
        }

        @Override
        boolean isBounded() {
            return true;
        }

        @Override
        int size() {
            return in.isBounded() ? (int) Math.min(most, in.size()) : checkedSize(most);
        }
    }

    /** All but the first elements. */
    static final class Skipped extends Stage {
        private final long count;

        Skipped(StreamElements in, long count) {
            super(in);
            if (count < 0) {
                throw new IllegalArgumentException();
            }
            this.count = count;
        }

        @Override
        boolean until(Predicate<Object> more) {
            var state = new State();
            return in.until(v -> {
                state.count++;
                return state.count <= count || more.test(v);
            });
        }
    }

    /** Those of one stream and behind them those of another. */
    static final class Joined extends StreamElements {
        private final StreamElements first;
        private final StreamElements second;

        Joined(StreamElements first, StreamElements second) {
            this.first = first;
            this.second = second;
        }

        @Override
        boolean until(Predicate<Object> more) {
            return first.until(more) && second.until(more);
        }

        @Override
        boolean isSized() {
            return first.isSized() && second.isSized();
        }

        @Override
        boolean isBounded() {
            return first.isBounded() && second.isBounded();
        }

        @Override
        int size() {
            return checkedSize((long) first.size() + second.size());
        }
    }

    /** Those of the streams that elements are mapped to. */
    static final class Flattened extends StreamElements {
        private final StreamElements in;
        private final Function<Object, StreamElements> function;

        Flattened(StreamElements in, Function<Object, StreamElements> function) {
            this.in = in;
            this.function = function;
        }

        @Override
        boolean until(Predicate<Object> more) {
            return in.until(v -> function.apply(v).until(more));
        }
    }

    /** What a function gives, again and again. */
    static final class Generated extends StreamElements {
        private final Supplier<Object> supplier;

        Generated(Supplier<Object> supplier) {
            this.supplier = supplier;
        }

        @Override
        boolean until(Predicate<Object> more) {
            boolean on = true;
            while (on) {
                on = more.test(supplier.get());
            }
            return false;
        }
    }

    /** How far a stream has come. */
    static final class State {
        private long count;
        private boolean stopped;
    }
}
