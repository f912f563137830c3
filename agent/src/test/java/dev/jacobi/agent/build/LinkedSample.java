// Lambdas, method references and records of every kind: what run() says must not change when they become plain code.
package dev.jacobi.agent.build;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.RandomAccess;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongSupplier;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

final class LinkedSample {
    private final String own;

    record Nothing() {
    }

    record All(boolean z, byte b, char c, short s, int i, long j, float f, double d, String text, int[] array, List<? extends Number> list, Nothing nothing) {
        private static String shout(All a) {
            return a.text.toUpperCase(Locale.ROOT);
        }
    }

    record Written(int a, int b) {
        @Override
        public String toString() {
            return "written " + a;
        }
    }

    /** Its method with code is another interface's without. */
    interface Odd {
        int odd(int x);

        default Object get() {
            return "odd " + odd(1);
        }
    }

    enum Kind {
        NONE, ONE, TWO {
            @Override
            int size() {
                return 2;
            }
        }, MANY;

        int size() {
            return ordinal() > 1 ? 3 : ordinal();
        }
    }

    interface Shape {
        double area();

        private double twice() {
            return 2 * area();
        }

        default Supplier<Double> doubled() {
            return () -> twice() + area();
        }
    }

    interface Serial extends Supplier<String>, Serializable {
    }

    interface Wide<T extends Comparable<T>> {
        T most(T a, T b);
    }

    private LinkedSample(String own) {
        this.own = own;
    }

    private LinkedSample(String own, int times) {
        this(own.repeat(times));
    }

    private String hello(Object who) {
        return own + who;
    }

    private static int length(Object... all) {
        return all.length;
    }

    private static char letter(int k) {
        return (char) ('a' + k);
    }

    static String run() {
        List<Object> said = new ArrayList<>();
        references(said);
        captures(said, true, (byte) -3, 'x', (short) 300, 7, 1L << 40, 1.5f, -0.0, "t");
        conversions(said);
        records(said);
        interfaces(said);
        switches(said);
        streams(said);
        return said.stream().map(String::valueOf).collect(Collectors.joining("\n"));
    }

    private static void references(List<Object> said) {
        Function<String, LinkedSample> make = LinkedSample::new;
        BiFunction<String, Integer, LinkedSample> more = LinkedSample::new;
        LinkedSample sample = more.apply("ab", 2);
        Function<Object, String> bound = sample::hello;
        BiFunction<LinkedSample, Object, String> unbound = LinkedSample::hello;
        IntFunction<int[][]> arrays = int[][]::new;
        Supplier<List<String>> lists = ArrayList::new;
        Function<String, Integer> plain = Integer::parseInt;
        said.add(make.apply("m").own + bound.apply(1) + unbound.apply(sample, 2L) + arrays.apply(3).length + lists.get() + plain.apply("12"));
        said.add(IntStream.range(0, 5).mapToObj(LinkedSample::letter).map(Object::toString).collect(Collectors.joining("|")));
        Function<Object[], Integer> count = LinkedSample::length;
        said.add(count.apply(new Object[] {1, 2, 3}));
        said.add(List.of("b", "a", "c").stream().sorted(Comparator.comparing(String::length).thenComparing(Comparator.reverseOrder())).toList());
        try {
            LinkedSample none = null;
            Function<Object, String> never = none::hello;
            said.add(never);
        } catch (NullPointerException e) {
            said.add("null");
        }
    }

    private static void captures(List<Object> said, boolean z, byte b, char c, short s, int i, long j, float f, double d, String t) {
        Supplier<String> all = () -> "" + z + b + c + s + i + j + f + d + t;
        said.add(all.get());
        ObjIntConsumer<String> two = (x, n) -> said.add(x + n + j + d + i + t);
        two.accept("two", 9);
        BooleanSupplier flag = () -> z;
        LongSupplier big = () -> j + i;
        IntToDoubleFunction real = k -> k * d + f;
        said.add(flag.getAsBoolean() + " " + big.getAsLong() + " " + real.applyAsDouble(3));
        Runnable nested = () -> {
            Supplier<Runnable> inner = () -> () -> said.add(t + c);
            inner.get().run();
        };
        nested.run();
        Callable<Long> thrown = () -> {
            throw new IOException(t);
        };
        try {
            thrown.call();
        } catch (Exception e) {
            said.add(e);
        }
    }

    private static void conversions(List<Object> said) {
        ToLongFunction<Integer> widened = Integer::intValue;
        ToDoubleFunction<Integer> real = Integer::longValue;
        Function<Integer, Object> boxed = Integer::doubleValue;
        BinaryOperator<Integer> sum = Integer::sum;
        DoubleBinaryOperator most = Math::max;
        IntBinaryOperator first = (x, y) -> x;
        ToIntFunction<Map.Entry<String, Integer>> value = Map.Entry::getValue;
        Function<Character, Integer> code = Character::getNumericValue;
        Predicate<Boolean> is = Boolean::booleanValue;
        Function<Byte, Long> longer = Byte::longValue;
        UnaryOperator<Object> same = x -> x;
        Wide<String> wide = (a, b) -> a.compareTo(b) > 0 ? a : b;
        BiFunction<List<Object>, Object, Object> add = List::add;
        said.add(widened.applyAsLong(5) + " " + real.applyAsDouble(6) + " " + boxed.apply(7) + " " + sum.apply(8, 9) + " " + most.applyAsDouble(-0.0, 0.0) + " "
            + first.applyAsInt(1, 2) + " " + value.applyAsInt(Map.entry("k", 11)) + " " + code.apply('7') + " " + is.test(true) + " " + longer.apply((byte) -1)
            + " " + same.apply("same") + " " + wide.most("a", "b") + " " + add.apply(new ArrayList<>(), 1));
        BiConsumer<List<Object>, Object> dropped = List::add;
        dropped.accept(said, "dropped");
        IntSupplier hash = "hash"::hashCode;
        said.add(hash.getAsInt());
        ToLongFunction<Map.Entry<String, Integer>> long1 = Map.Entry::getValue;
        ToDoubleFunction<Map.Entry<String, Long>> real1 = Map.Entry::getValue;
        Predicate<Map.Entry<String, Boolean>> is1 = Map.Entry::getValue;
        IntFunction<Object> boxedLong = Long::valueOf;
        said.add(long1.applyAsLong(Map.entry("k", 12)) + " " + real1.applyAsDouble(Map.entry("k", 13L)) + " " + is1.test(Map.entry("k", true)) + " " + boxedLong.apply(3));
        try {
            @SuppressWarnings({"unchecked", "rawtypes"}) // as above
            long wrong = ((ToLongFunction) long1).applyAsLong(Map.entry("k", "text"));
            said.add(wrong);
        } catch (ClassCastException e) {
            said.add("cast");
        }
        try {
            @SuppressWarnings({"unchecked", "rawtypes"}) // a heap that is wrong has to fail as before
            Object wrong = ((Function) plain()).apply(3);
            said.add(wrong);
        } catch (ClassCastException e) {
            said.add("cast");
        }
    }

    private static Function<String, Integer> plain() {
        return String::length;
    }

    private static void records(List<Object> said) {
        int[] array = {1};
        All a = new All(true, (byte) 1, 'c', (short) -2, 3, 4, Float.NaN, -0.0, null, array, List.of(1), new Nothing());
        All b = new All(true, (byte) 1, 'c', (short) -2, 3, 4, Float.NaN, -0.0, null, array, List.of(1), new Nothing());
        All c = new All(true, (byte) 1, 'c', (short) -2, 3, 4, Float.NaN, 0.0, null, array, List.of(1), new Nothing());
        said.add(a.equals(b) + " " + a.equals(c) + " " + a.equals(a) + " " + a.equals(null) + " " + a.equals(new Nothing()) + " " + (a.hashCode() == b.hashCode()));
        said.add(new All(false, (byte) 1, 'c', (short) -2, 3, 1L << 33, 2.5f, 1e300, "text", null, List.of(1L, 2), null).hashCode());
        All full = new All(false, (byte) 1, 'c', (short) -2, 3, 1L << 33, 2.5f, 1e300, "text", null, List.of(1L, 2), null);
        said.add(full);
        said.add(new Nothing() + " " + new Nothing().hashCode() + " " + new Nothing().equals(new Nothing()));
        said.add(new Written(1, 2) + " " + new Written(1, 2).hashCode() + new Written(1, 2).equals(new Written(1, 3)));
        record Local(long x, List<String> names) {
        }
        said.add(new Local(1L << 50, List.of("n")) + " " + new Local(1L << 50, List.of("n")).hashCode());
        Function<All, String> shout = All::shout;
        said.add(shout.apply(full));
        Map<Local, Integer> counted = new TreeMap<>(Comparator.comparingLong(Local::x).reversed());
        counted.merge(new Local(1, null), 1, Integer::sum);
        counted.merge(new Local(1, null), 1, Integer::sum);
        counted.computeIfAbsent(new Local(2, null), k -> k.names() == null ? 5 : 6);
        said.add(counted);
    }

    private static void switches(List<Object> said) {
        for (Kind k : Kind.values()) {
            String text = switch (k) {
                case NONE -> "none";
                case TWO, MANY -> {
                    // one switch inside of what another goes by, once with a jump
                    yield switch (switch (k) {
                        case TWO -> Kind.ONE;
                        case NONE, ONE, MANY -> Kind.NONE;
                    }) {
                        case ONE -> "inner " + k.size();
                        case NONE, TWO, MANY -> "other " + k.size();
                    };
                }
                case ONE -> "one";
            };
            switch (k.size() > 1 ? Kind.MANY : k) {
                case MANY:
                    said.add("many");
                case ONE:
                    said.add("through");
                    break;
                default:
                    said.add("default");
            }
            said.add(text + switch (TimeUnit.values()[k.ordinal()]) {
                case NANOSECONDS -> " ns";
                case MILLISECONDS -> " ms";
                default -> " other";
            });
        }
        Kind none = null;
        try {
            switch (none) {
                case ONE -> said.add("one");
                default -> said.add("another");
            }
        } catch (NullPointerException e) {
            said.add("null");
        }
    }

    /** Is thrown where nothing is negative only. */
    static final class Never extends IllegalStateException {
    }

    private static int positive(int x) {
        if (x < 0) {
            throw new Never();
        }
        return x;
    }

    private static void streams(List<Object> said) {
        said.add(Stream.of("a", "bc", "d").map(String::length).toList());
        said.add(Stream.of(7).map(LinkedSample::positive).toList());
        said.add(Stream.concat(List.of(1, 2).stream(), Stream.of(3, 4).filter(x -> x > 3)).map(x -> x + 1).toList());
        said.add(List.of("a", "bc", "def").stream().filter(s -> s.length() > 1).mapToInt(String::length).sum());
        said.add(List.of(Integer.MAX_VALUE, 2).stream().mapToInt(x -> x).sum());
        try {
            throw new IOException("thrown");
        } catch (IOException e) {
            said.add(e.getMessage());
        }
    }

    private static void interfaces(List<Object> said) {
        Odd odd = x -> x + 41;
        Supplier<Object> get = () -> "plain";
        said.add(odd.get() + " " + get.get() + " " + odd.odd(2) + " " + (odd instanceof Supplier));
        Shape shape = () -> 1.25;
        said.add(shape.doubled().get());
        Serial serial = () -> "serial";
        said.add(serial.get());
        Runnable both = (Runnable & RandomAccess) () -> said.add("both");
        both.run();
        said.add(both instanceof RandomAccess);
        Object anonymous = new Object() {
            @Override
            public String toString() {
                Supplier<String> inside = () -> "anonymous " + getClass().getSimpleName().isEmpty();
                return inside.get();
            }
        };
        said.add(anonymous);
    }
}
