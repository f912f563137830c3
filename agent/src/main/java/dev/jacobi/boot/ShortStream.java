package dev.jacobi.boot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
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
import java.util.stream.Collector;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A stream of a collection's elements that is soon set up: the agent's jar has it in place of the JDK's ({@code dev.jacobi.agent.build.JarLinker}), which is made for
 * long streams and many cores. The compiler's streams are of two or three elements mostly, and in a JVM that has just started the JDK's setting up, not yet compiled, takes
 * a fifth of a compilation. Elements come one by one through all steps in order, when the last one asks for them, as in the JDK's. Streams of numbers are the JDK's.
 */
public final class ShortStream<T> implements Stream<T> {
    /** The elements, or null where there is a step. */
    private final Collection<T> source;
    private final ShortStream<?> front;
    private final StreamStep.Kind step;
    private final Object what;
    private boolean used;

    private ShortStream(Collection<T> source, ShortStream<?> front, StreamStep.Kind step, Object what) {
        this.source = source;
        this.front = front;
        this.step = step;
        this.what = what;
        if (front != null) {
            front.use();
        }
    }

    /** Stands for {@code c.stream()}. */
    public static <T> Stream<T> of(Collection<T> c) {
        return new ShortStream<>(Objects.requireNonNull(c), null, null, null);
    }

    /** Stands for {@code Arrays.stream(array)}. */
    public static <T> Stream<T> of(T[] array) {
        return of(Arrays.asList(array));
    }

    /** Stands for {@code Stream.of(element)}. */
    public static <T> Stream<T> one(T element) {
        return of(Collections.singletonList(element));
    }

    /** Stands for {@code Stream.concat(a, b)}. */
    public static <T> Stream<T> concat(Stream<? extends T> a, Stream<? extends T> b) {
        return of(List.<Stream<? extends T>>of(a, b)).flatMap(s -> s);
    }

    /** Stands for {@code s.mapToInt(f).sum()}. */
    public static <T> int sum(Stream<T> s, ToIntFunction<? super T> f) {
        int sum = 0;
        for (Iterator<T> i = s.iterator(); i.hasNext();) {
            sum += f.applyAsInt(i.next());
        }
        return sum;
    }

    private void use() {
        if (used) {
            throw new IllegalStateException("stream has already been operated upon or closed");
        }
        used = true;
    }

    /** The elements, for whoever uses the stream up. */
    Iterator<T> elements() {
        use();
        return begin();
    }

    @SuppressWarnings("unchecked") // a comparator of these elements, which are handed from step to step
    private Iterator<T> begin() {
        if (step == null) {
            return source.iterator();
        }
        if (step == StreamStep.Kind.SORTED) {
            List<T> all = new ArrayList<>();
            front.begin().forEachRemaining(e -> all.add((T) e));
            all.sort((Comparator<? super T>) what);
            return all.iterator();
        }
        return new StreamStep<>((Iterator<Object>) front.begin(), step, what);
    }

    private <R> ShortStream<R> then(StreamStep.Kind s, Object by) {
        return new ShortStream<>(null, this, s, Objects.requireNonNull(by));
    }

    private Stream<T> jdk() {
        use();
        return step == null ? StreamSupport.stream(source.spliterator(), false)
            : StreamSupport.stream(() -> Spliterators.spliteratorUnknownSize(begin(), Spliterator.ORDERED), Spliterator.ORDERED, false);
    }

    private ArrayList<T> list() {
        use();
        if (step == null) {
            return new ArrayList<>(source);
        }
        ArrayList<T> all = new ArrayList<>();
        for (Iterator<T> i = begin(); i.hasNext();) {
            all.add(i.next());
        }
        return all;
    }

    @Override
    public Stream<T> filter(Predicate<? super T> p) {
        return then(StreamStep.Kind.FILTER, p);
    }

    @Override
    public <R> Stream<R> map(Function<? super T, ? extends R> f) {
        return then(StreamStep.Kind.MAP, f);
    }

    @Override
    public <R> Stream<R> flatMap(Function<? super T, ? extends Stream<? extends R>> f) {
        return then(StreamStep.Kind.FLAT_MAP, f);
    }

    @Override
    public Stream<T> distinct() {
        return then(StreamStep.Kind.DISTINCT, "");
    }

    @Override
    public Stream<T> sorted() {
        return then(StreamStep.Kind.SORTED, Comparator.naturalOrder());
    }

    @Override
    public Stream<T> sorted(Comparator<? super T> c) {
        return then(StreamStep.Kind.SORTED, c);
    }

    @Override
    public Stream<T> peek(Consumer<? super T> c) {
        return then(StreamStep.Kind.PEEK, c);
    }

    @Override
    public Stream<T> limit(long n) {
        return then(StreamStep.Kind.LIMIT, counted(n));
    }

    @Override
    public Stream<T> skip(long n) {
        return then(StreamStep.Kind.SKIP, counted(n));
    }

    private static Long counted(long n) {
        if (n < 0) {
            throw new IllegalArgumentException(Long.toString(n));
        }
        return n;
    }

    @Override
    public Stream<T> takeWhile(Predicate<? super T> p) {
        return then(StreamStep.Kind.TAKE_WHILE, p);
    }

    @Override
    public Stream<T> dropWhile(Predicate<? super T> p) {
        return then(StreamStep.Kind.DROP_WHILE, p);
    }

    @Override
    public void forEach(Consumer<? super T> c) {
        elements().forEachRemaining(c);
    }

    @Override
    public void forEachOrdered(Consumer<? super T> c) {
        forEach(c);
    }

    @Override
    public Object[] toArray() {
        return list().toArray();
    }

    @Override
    public <A> A[] toArray(IntFunction<A[]> make) {
        ArrayList<T> all = list();
        return all.toArray(make.apply(all.size()));
    }

    @Override
    @SuppressWarnings("unchecked") // an array made for these elements
    public List<T> toList() {
        // not List.of, which cannot be asked for null
        return (List<T>) Collections.unmodifiableList(Arrays.asList(toArray()));
    }

    @Override
    public T reduce(T identity, BinaryOperator<T> op) {
        return this.<T>reduce(identity, op, op);
    }

    @Override
    public Optional<T> reduce(BinaryOperator<T> op) {
        Iterator<T> i = elements();
        if (!i.hasNext()) {
            return Optional.empty();
        }
        T all = i.next();
        while (i.hasNext()) {
            all = op.apply(all, i.next());
        }
        return Optional.of(all);
    }

    @Override
    public <U> U reduce(U identity, BiFunction<U, ? super T, U> op, BinaryOperator<U> join) {
        U all = identity;
        for (Iterator<T> i = elements(); i.hasNext();) {
            all = op.apply(all, i.next());
        }
        return all;
    }

    @Override
    public <R> R collect(Supplier<R> make, BiConsumer<R, ? super T> add, BiConsumer<R, R> join) {
        R all = make.get();
        forEach(e -> add.accept(all, e));
        return all;
    }

    @Override
    @SuppressWarnings("unchecked") // without a finisher the container is the result
    public <R, A> R collect(Collector<? super T, A, R> c) {
        A all = c.supplier().get();
        BiConsumer<A, ? super T> add = c.accumulator();
        for (Iterator<T> i = elements(); i.hasNext();) {
            add.accept(all, i.next());
        }
        return c.characteristics().contains(Collector.Characteristics.IDENTITY_FINISH) ? (R) all : c.finisher().apply(all);
    }

    @Override
    public Optional<T> min(Comparator<? super T> c) {
        return reduce(BinaryOperator.minBy(c));
    }

    @Override
    public Optional<T> max(Comparator<? super T> c) {
        return reduce(BinaryOperator.maxBy(c));
    }

    @Override
    public long count() {
        long n = 0;
        for (Iterator<T> i = elements(); i.hasNext(); i.next()) {
            n++;
        }
        return n;
    }

    @Override
    public boolean anyMatch(Predicate<? super T> p) {
        for (Iterator<T> i = elements(); i.hasNext();) {
            if (p.test(i.next())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean allMatch(Predicate<? super T> p) {
        for (Iterator<T> i = elements(); i.hasNext();) {
            if (!p.test(i.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean noneMatch(Predicate<? super T> p) {
        return !anyMatch(p);
    }

    @Override
    public Optional<T> findFirst() {
        Iterator<T> i = elements();
        return i.hasNext() ? Optional.of(i.next()) : Optional.empty();
    }

    @Override
    public Optional<T> findAny() {
        return findFirst();
    }

    @Override
    public Iterator<T> iterator() {
        return elements();
    }

    @Override
    public IntStream mapToInt(ToIntFunction<? super T> f) {
        return jdk().mapToInt(f);
    }

    @Override
    public LongStream mapToLong(ToLongFunction<? super T> f) {
        return jdk().mapToLong(f);
    }

    @Override
    public DoubleStream mapToDouble(ToDoubleFunction<? super T> f) {
        return jdk().mapToDouble(f);
    }

    @Override
    public IntStream flatMapToInt(Function<? super T, ? extends IntStream> f) {
        return jdk().flatMapToInt(f);
    }

    @Override
    public LongStream flatMapToLong(Function<? super T, ? extends LongStream> f) {
        return jdk().flatMapToLong(f);
    }

    @Override
    public DoubleStream flatMapToDouble(Function<? super T, ? extends DoubleStream> f) {
        return jdk().flatMapToDouble(f);
    }

    @Override
    public Spliterator<T> spliterator() {
        return jdk().spliterator();
    }

    @Override
    public boolean isParallel() {
        return false;
    }

    @Override
    public Stream<T> sequential() {
        return this;
    }

    @Override
    public Stream<T> parallel() {
        return jdk().parallel();
    }

    @Override
    public Stream<T> unordered() {
        return this;
    }

    @Override
    public Stream<T> onClose(Runnable r) {
        return jdk().onClose(r);
    }

    @Override
    public void close() {
        used = true;
    }
}
