package dev.jacobi.boot;

import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The elements that a step of a {@link ShortStream} lets through, one ahead of who asks for them. */
final class StreamStep<T> implements Iterator<T> {
    /** What is done with the elements. */
    enum Kind { MAP, FILTER, FLAT_MAP, PEEK, TAKE_WHILE, DROP_WHILE, LIMIT, SKIP, DISTINCT, SORTED }

    private final Iterator<Object> from;
    private final Kind step;
    private final Object what;
    private final Set<Object> seen;
    private Iterator<?> inner;
    private long left;
    private boolean open;
    private boolean has;
    private Object next;

    /** {@code what} is the function, the predicate or the number that the step is given. */
    StreamStep(Iterator<Object> from, Kind step, Object what) {
        this.from = from;
        this.step = step;
        this.what = what;
        seen = step == Kind.DISTINCT ? new HashSet<>() : null;
        left = step == Kind.LIMIT || step == Kind.SKIP ? (Long) what : 0;
        open = step != Kind.DROP_WHILE;
    }

    @Override
    public boolean hasNext() {
        while (!has && more()) {
            Object e = inner != null ? inner.next() : from.next();
            has = takes(e);
        }
        return has;
    }

    private boolean more() {
        if (inner != null) {
            if (inner.hasNext()) {
                return true;
            }
            inner = null;
        }
        return !(step == Kind.TAKE_WHILE && !open) && !(step == Kind.LIMIT && left == 0) && from.hasNext();
    }

    /** Sets what comes next; false when this element is none. */
    @SuppressWarnings("unchecked") // elements are handed from step to step, whose types the compiler has checked
    private boolean takes(Object e) {
        next = e;
        return switch (step) {
            case MAP -> {
                next = ((Function<Object, Object>) what).apply(e);
                yield true;
            }
            case FILTER -> ((Predicate<Object>) what).test(e);
            case PEEK -> {
                ((Consumer<Object>) what).accept(e);
                yield true;
            }
            case FLAT_MAP -> inner != null || flat(((Function<Object, Stream<?>>) what).apply(e));
            case TAKE_WHILE -> open = ((Predicate<Object>) what).test(e);
            case DROP_WHILE -> open = open || !((Predicate<Object>) what).test(e);
            case LIMIT -> left-- > 0;
            case SKIP -> left-- <= 0;
            case DISTINCT -> seen.add(e);
            case SORTED -> true;
        };
    }

    private boolean flat(Stream<?> s) {
        inner = s == null ? null : s instanceof ShortStream<?> t ? t.elements() : s.iterator();
        return false;
    }

    @Override
    @SuppressWarnings("unchecked") // see above
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        has = false;
        return (T) next;
    }
}
