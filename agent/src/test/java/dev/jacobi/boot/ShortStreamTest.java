package dev.jacobi.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShortStreamTest {
    /** What is done to a stream and with it; {@code seen} has the elements that the functions were given, in order. */
    private record Use(String name, Function<Stream<Integer>, Object> what) {
    }

    private final List<Object> seen = new ArrayList<>();

    private <T> T see(T x) {
        seen.add(x);
        return x;
    }

    private List<Function<Stream<Integer>, Stream<Integer>>> steps() {
        return List.of(s -> s, s -> s.map(x -> see(x) * 3), s -> s.filter(x -> see(x) % 2 == 0), s -> s.flatMap(x -> x % 3 == 0 ? null : List.of(x, see(x) + 100).stream()),
            s -> s.flatMap(x -> ShortStream.of(List.of(see(x), -x)).filter(y -> see(y) > 2)), s -> s.distinct(), s -> s.sorted(), s -> s.sorted(Comparator.reverseOrder()),
            s -> s.peek(this::see), s -> s.limit(3), s -> s.skip(2), s -> s.takeWhile(x -> see(x) < 7), s -> s.dropWhile(x -> see(x) < 4), s -> s.sequential().unordered());
    }

    private List<Use> ends() {
        return List.of(new Use("toList", Stream::toList), new Use("toArray", s -> Arrays.asList(s.toArray())), new Use("typed", s -> Arrays.asList(s.toArray(Integer[]::new))),
            new Use("any", s -> s.anyMatch(x -> see(x) > 5)), new Use("all", s -> s.allMatch(x -> see(x) < 5)), new Use("none", s -> s.noneMatch(x -> see(x) == 4)),
            new Use("forEach", s -> {
                s.forEach(this::see);
                return null;
            }), new Use("first", Stream::findFirst), new Use("min", s -> s.min(Comparator.naturalOrder())), new Use("max", s -> s.max(Comparator.naturalOrder())),
            new Use("reduce", s -> s.reduce((a, b) -> 31 * a + b)), new Use("fold", s -> s.reduce(7, (a, b) -> 31 * a + see(b))),
            new Use("join", s -> s.map(String::valueOf).collect(Collectors.joining(","))), new Use("collect", s -> s.collect(Collectors.toList())),
            new Use("group", s -> s.collect(Collectors.groupingBy(x -> x % 3, Collectors.counting()))), new Use("sum", s -> s.mapToInt(x -> see(x)).sum()),
            new Use("longs", s -> s.mapToLong(x -> see(x)).max()), new Use("reals", s -> s.mapToDouble(x -> x / 2.0).sum()),
            new Use("own", s -> s.collect(ArrayList::new, ArrayList::add, ArrayList::addAll)),
            new Use("iterator", s -> {
                List<Integer> all = new ArrayList<>();
                s.iterator().forEachRemaining(all::add);
                return all;
            }), new Use("ints", s -> s.flatMapToInt(x -> IntStream.range(0, x % 4)).sum()));
    }

    private Map<Object, List<Object>> said(Stream<Integer> s, Function<Stream<Integer>, Stream<Integer>> a, Function<Stream<Integer>, Stream<Integer>> b, Use end) {
        seen.clear();
        Object result = end.what().apply(b.apply(a.apply(s)));
        return Map.of(result == null ? "nothing" : result, List.copyOf(seen));
    }

    /** Results are those of the JDK's streams, and every function has been given the same elements in the same order. */
    @Test
    void doesWhatTheJdkDoes() {
        Random random = new Random(1);
        for (int size : new int[] {0, 1, 2, 3, 9}) {
            List<Integer> list = random.ints(size, 0, 10).boxed().toList();
            for (Collection<Integer> source : List.of(list, new ArrayList<>(list), new LinkedHashSet<>(list))) {
                for (var a : steps()) {
                    for (var b : steps()) {
                        for (Use end : ends()) {
                            assertEquals(said(source.stream(), a, b, end), said(ShortStream.of(source), a, b, end), end.name() + " of " + source);
                        }
                    }
                }
            }
        }
    }

    @Test
    void nullsAndCountsAndMistakes() {
        List<Integer> nulls = Arrays.asList(1, null, 2);
        assertEquals(nulls, ShortStream.of(nulls).toList());
        assertThrows(UnsupportedOperationException.class, () -> ShortStream.of(nulls).toList().add(1));
        assertTrue(ShortStream.of(nulls).toList().contains(null));
        assertFalse(ShortStream.of(List.of(1, 2)).toList().contains(null), "a list that may hold null may be asked for it");
        assertThrows(UnsupportedOperationException.class, () -> ShortStream.of(List.of(1)).toList().add(1));
        assertThrows(NullPointerException.class, () -> ShortStream.of(nulls).skip(1).findFirst());
        assertThrows(NullPointerException.class, () -> ShortStream.of((List<Integer>) null));
        assertThrows(IllegalArgumentException.class, () -> ShortStream.of(nulls).limit(-1));
        assertEquals(3, ShortStream.of(nulls).count());
        assertEquals(List.of("a", "b"), ShortStream.of(new String[] {"a", "b"}).toList());
        Stream<Integer> once = ShortStream.of(List.of(1, 2));
        once.map(x -> x + 1);
        assertThrows(IllegalStateException.class, once::toList);
        List<Integer> late = new ArrayList<>(List.of(1));
        Stream<Integer> s = ShortStream.of(late);
        late.add(2);
        assertEquals(2, s.count());
    }

    @Test
    void oneAfterTheOtherAndTogether() {
        List<Integer> late = new ArrayList<>(List.of(1));
        Stream<Integer> both = ShortStream.concat(late.stream().map(x -> 10 * x), ShortStream.one(3));
        late.add(2);
        assertEquals(List.of(10, 20, 3), both.toList());
        assertEquals(Arrays.asList((Object) null), ShortStream.one(null).toList());
        assertEquals(Stream.of(Integer.MAX_VALUE, 3).mapToInt(x -> x).sum(), ShortStream.sum(ShortStream.of(List.of(Integer.MAX_VALUE, 3)), x -> x));
        assertThrows(NullPointerException.class, () -> ShortStream.concat(Stream.of(1), null));
    }
}
