package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.report.MethodStats;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams are compiled as loops: every program here gives what it gives with the JDK's streams, to the last bit. All take the same arguments. */
class StreamsTest extends SiteFixture {
    private static final List<Class<?>> ARGUMENTS = List.of(double[].class, int[].class, double[][].class);

    record Point(double x, double y) {
        Point plus(Point o) {
            return new Point(x + o.x, y + o.y);
        }
    }

    static double sum(double[] x, int[] k, double[][] a) {
        return Arrays.stream(x).sum();
    }

    static double sumOfInfinities(double[] x, int[] k, double[][] a) {
        return DoubleStream.of(x).map(v -> v > 1 ? 1 / 0.0 : v).sum();
    }

    static double average(double[] x, int[] k, double[][] a) {
        return Arrays.stream(x).average().orElse(7) + Arrays.stream(k).average().orElse(7);
    }

    static double dot(double[] x, int[] k, double[][] a) {
        return IntStream.range(0, k.length).mapToDouble(i -> x[i % x.length] * k[i]).sum();
    }

    static double statistics(double[] x, int[] k, double[][] a) {
        DoubleSummaryStatistics s = Arrays.stream(x).summaryStatistics();
        IntSummaryStatistics t = IntStream.of(k).summaryStatistics();
        return s.getMax() - s.getMin() + s.getSum() + s.getAverage() + s.getCount() + t.getMax() - t.getMin() + t.getSum() + t.getAverage() + t.getCount();
    }

    static double[] softmax(double[] x, int[] k, double[][] a) {
        double max = Arrays.stream(x).max().orElse(0);
        double sum = Arrays.stream(x).map(v -> 1 / (1 + max - v)).sum();
        return Arrays.stream(x).map(v -> 1 / (1 + max - v) / sum).toArray();
    }

    static double[] packed(double[] x, int[] k, double[][] a) {
        return Arrays.stream(x).filter(v -> v > 0).map(Math::sqrt).toArray();
    }

    static double[] sorted(double[] x, int[] k, double[][] a) {
        return DoubleStream.of(x).sorted().toArray();
    }

    static double median(double[] x, int[] k, double[][] a) {
        return Arrays.stream(x).map(v -> v * v).sorted().skip(x.length / 2).findFirst().orElse(Double.NaN);
    }

    static int[] primes(double[] x, int[] k, double[][] a) {
        return IntStream.range(2, k.length + 2).filter(i -> IntStream.rangeClosed(2, (int) Math.sqrt(i)).noneMatch(j -> i % j == 0)).toArray();
    }

    static long count(double[] x, int[] k, double[][] a) {
        return Arrays.stream(k).filter(v -> v % 3 == 0).count() + IntStream.range(0, k.length).map(i -> k[i]).count();
    }

    static double[] product(double[] x, int[] k, double[][] a) {
        return Arrays.stream(a).mapToDouble(r -> IntStream.range(0, r.length).mapToDouble(j -> r[j] * x[j]).sum()).toArray();
    }

    static double[][] turned(double[] x, int[] k, double[][] a) {
        return IntStream.range(0, 5).mapToObj(j -> IntStream.range(0, a.length).mapToDouble(i -> a[i][j]).toArray()).toArray(double[][]::new);
    }

    static double[][] normalised(double[] x, int[] k, double[][] a) {
        return Arrays.stream(a).map(r -> {
            double s = Math.sqrt(Arrays.stream(r).map(v -> v * v).sum());
            return Arrays.stream(r).map(v -> v / s).toArray();
        }).toArray(double[][]::new);
    }

    static double[] columnMeans(double[] x, int[] k, double[][] a) {
        return IntStream.range(0, 5).mapToDouble(j -> Arrays.stream(a).mapToDouble(r -> r[j]).average().orElse(0)).toArray();
    }

    static double flattened(double[] x, int[] k, double[][] a) {
        return Arrays.stream(a).flatMapToDouble(Arrays::stream).sum() + Stream.of(a).flatMapToDouble(r -> DoubleStream.of(r).filter(v -> v > 0)).max().orElse(-1);
    }

    static int[] triangle(double[] x, int[] k, double[][] a) {
        return IntStream.range(0, Math.min(k.length, 40)).flatMap(i -> IntStream.range(0, i)).toArray();
    }

    static double rows(double[] x, int[] k, double[][] a) {
        return Arrays.stream(a).filter(r -> r[0] > 0).mapToDouble(r -> r[r.length - 1]).sum();
    }

    static double[] movingAverage(double[] x, int[] k, double[][] a) {
        return IntStream.rangeClosed(0, x.length - 3).mapToDouble(i -> Arrays.stream(x, i, i + 3).average().orElse(0)).toArray();
    }

    static double[] parallelMap(double[] x, int[] k, double[][] a) {
        double[] r = new double[x.length];
        IntStream.range(0, x.length).parallel().forEach(i -> r[i] = x[i] * x[i] + 1);
        return r;
    }

    static int[] histogram(double[] x, int[] k, double[][] a) {
        int[] h = new int[16];
        Arrays.stream(k).forEach(v -> h[v & 15]++);
        return h;
    }

    static double points(double[] x, int[] k, double[][] a) {
        Point s = IntStream.range(0, x.length).mapToObj(i -> new Point(x[i], i)).reduce(new Point(0, 0), Point::plus);
        return s.x + s.y + IntStream.range(0, x.length).mapToObj(i -> new Point(x[i], i)).filter(p -> p.y % 2 == 0).mapToDouble(p -> p.x).sum();
    }

    static double collected(double[] x, int[] k, double[][] a) {
        double[] m = Arrays.stream(x).collect(() -> new double[2], (s, v) -> {
            s[0] += v;
            s[1] += v * v;
        }, (s, t) -> s[0] += t[0]);
        return m[1] - m[0];
    }

    static double[] running(double[] x, int[] k, double[][] a) {
        double[] t = {0};
        return Arrays.stream(x).map(v -> t[0] += v).toArray();
    }

    static int reduced(double[] x, int[] k, double[][] a) {
        return Arrays.stream(k).reduce(0, Integer::sum) + Arrays.stream(k).reduce(Integer::max).orElse(5) + Arrays.stream(k).min().orElse(5) + Arrays.stream(k).map(v -> v * v).sum();
    }

    static double growth(double[] x, int[] k, double[][] a) {
        return DoubleStream.of(x).reduce(1, (p, v) -> p * (1 + v / 100)) + DoubleStream.iterate(1, v -> v * .9).limit(k.length).map(v -> v + 1).sum();
    }

    static int collatz(double[] x, int[] k, double[][] a) {
        return IntStream.iterate(k.length + 27, v -> v > 1, v -> v % 2 == 0 ? v / 2 : 3 * v + 1).map(v -> 1).sum();
    }

    static long longs(double[] x, int[] k, double[][] a) {
        return LongStream.rangeClosed(1, 20).reduce(1, (p, q) -> p * q) + Arrays.stream(k).asLongStream().map(v -> v << 33).sum() + Arrays.stream(k).mapToLong(v -> v).max().orElse(0);
    }

    static int[] slices(double[] x, int[] k, double[][] a) {
        int[] head = Arrays.stream(k).takeWhile(v -> v > -90).limit(20).toArray();
        return IntStream.concat(Arrays.stream(head), Arrays.stream(k).dropWhile(v -> v > -90).skip(2)).map(v -> v * 3).toArray();
    }

    static double boxes(double[] x, int[] k, double[][] a) {
        return Arrays.stream(x).boxed().mapToDouble(Double::doubleValue).sum() + IntStream.range(0, x.length).boxed().mapToInt(i -> x[i] > 0 ? i : 0).sum();
    }

    static boolean matches(double[] x, int[] k, double[][] a) {
        return Arrays.stream(k).anyMatch(v -> v == 7) ^ Arrays.stream(x).allMatch(v -> v > -1) ^ IntStream.range(0, k.length).filter(i -> k[i] < 0).findFirst().isPresent();
    }

    static double stages(double[] x, int[] k, double[][] a) {
        return Arrays.stream(x).map(v -> v + 1).unordered().map(v -> v * 2).filter(v -> v > 0).map(v -> v - 1).filter(v -> v < 3).map(v -> v / 3).sequential().sum()
            + Stream.of(a).unordered().parallel().map(r -> r[1]).map(v -> v + 1).filter(v -> v > 0).count();
    }

    static double parallelSum(double[] x, int[] k, double[][] a) {
        return Arrays.stream(x).parallel().sum() + Arrays.stream(x, 1, x.length).parallel().filter(v -> v > 0).map(Math::sqrt).average().orElse(0)
            + Stream.of(a).parallel().mapToDouble(r -> Arrays.stream(r).sum()).sum() + LongStream.rangeClosed(1, k.length).mapToDouble(i -> 1 / (double) i).parallel().sum();
    }

    /** The JDK divides a range of more than 2^24 elsewhere than at its half. */
    static double longRange(double[] x, int[] k, double[][] a) {
        return IntStream.range(-5, k.length < 2000 ? 7 * k.length : (1 << 24) + 12345).parallel().mapToDouble(i -> i * .1).sum();
    }

    static double bestPoint(double[] x, int[] k, double[][] a) {
        Point best = IntStream.range(0, x.length).mapToObj(i -> new Point(x[i], i)).min((p, q) -> Double.compare(p.x, q.x)).orElse(new Point(0, 0));
        Point sum = IntStream.range(0, x.length).mapToObj(i -> new Point(x[i], i)).reduce(Point::plus).get();
        return best.y + sum.x + IntStream.range(0, x.length).mapToObj(i -> new Point(x[i], i)).filter(p -> p.x > 1).findFirst().orElse(best).y;
    }

    static int extremePlaces(double[] x, int[] k, double[][] a) {
        return IntStream.range(0, x.length).boxed().max(Comparator.comparingDouble(i -> x[i])).get() - IntStream.range(0, x.length).boxed().min(Comparator.comparingDouble(i -> x[i])).orElse(-1)
            + IntStream.range(0, k.length).boxed().reduce((i, j) -> k[j] > k[i] ? j : i).orElse(-1);
    }

    static long characters(double[] x, int[] k, double[][] a) {
        return "abracadabra".chars().filter(c -> c == 'a').count() + "jacobi".chars().map(c -> c - 'a').sum() + k.length;
    }

    static int throwsSometimes(double[] x, int[] k, double[][] a) {
        return Arrays.stream(k).map(v -> 100 / v).sum();
    }

    static double takenTwice(double[] x, int[] k, double[][] a) {
        DoubleStream s = Arrays.stream(x);
        return k.length < 100 ? s.sum() : s.sum() + s.sum();
    }

    static int needsOne(double[] x, int[] k, double[][] a) {
        return Arrays.stream(k).max().orElseThrow();
    }

    static double dividedByThreads(double[] x, int[] k, double[][] a) {
        return Arrays.stream(x).parallel().reduce(1, (p, q) -> p + q / 3);
    }

    static long distinct(double[] x, int[] k, double[][] a) {
        return Arrays.stream(k).distinct().count();
    }

    static double[][] someRows(double[] x, int[] k, double[][] a) {
        return Arrays.stream(a).filter(r -> r[0] > 0).toArray(double[][]::new);
    }

    static double withoutFunction(double[] x, int[] k, double[][] a) {
        return Arrays.stream(x).map(null).sum();
    }

    static Stream<String> programs() {
        List<String> others = List.of("someRows", "withoutFunction", "throwsSometimes", "takenTwice", "needsOne", "dividedByThreads", "distinct");
        return Arrays.stream(StreamsTest.class.getDeclaredMethods()).filter(m -> List.of(m.getParameterTypes()).equals(ARGUMENTS) && !m.isSynthetic()).map(Method::getName)
            .filter(n -> !others.contains(n)).sorted();
    }

    private static List<Object> arguments(int n, long seed) {
        Random r = new Random(seed);
        double[][] a = new double[n % 50][5];
        Arrays.stream(a).forEach(row -> Arrays.setAll(row, j -> r.nextGaussian()));
        return List.of(r.doubles(Math.max(5, n), -2, 2).toArray(), r.ints(n, -100, 100).toArray(), a);
    }

    private void compare(String program, int n, long seed, MethodHandle prologue) throws Throwable {
        Object[] want = {StreamsTest.class.getDeclaredMethod(program, ARGUMENTS.toArray(Class<?>[]::new)).invoke(null, arguments(n, seed).toArray())};
        assertArrayEquals(want, new Object[] {prologue.invokeWithArguments(arguments(n, seed))}, () -> program + " of " + n + " elements, seed " + seed);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void resultsAreThoseOfTheJdk(String program) throws Throwable {
        MethodHandle prologue = prologue(site("policy=always,math=jvm", program));
        for (int n : new int[] {0, 1, 2, 17, 300, 2000}) {
            for (long seed = 0; seed < 3; seed++) {
                compare(program, n, seed, prologue);
            }
        }
        assertEquals(MethodStats.State.COMPILED, stats(program).state());
        assertEquals(0, stats(program).fallbacks(), () -> program + " falls back: " + stats(program).lastFallback());
    }

    @Test
    void whatJavaThrowsIsThrown() throws Throwable {
        for (String program : List.of("throwsSometimes", "takenTwice", "needsOne")) {
            MethodHandle prologue = prologue(site("policy=always", program));
            prologue.invokeWithArguments(new double[] {1, 2}, new int[] {1, 2}, new double[0][]);
            prologue.invokeWithArguments(new double[] {1, 2}, new int[] {1, 2}, new double[0][]);
            assertEquals(MethodStats.State.COMPILED, stats(program).state());
        }
        assertThrows(ArithmeticException.class, () -> prologue(site("policy=always", "throwsSometimes")).invokeWithArguments(new double[0], new int[] {1, 0}, new double[0][]));
        assertThrows(IllegalStateException.class, () -> prologue(site("policy=always", "takenTwice")).invokeWithArguments(new double[2], new int[200], new double[0][]));
        assertThrows(NoSuchElementException.class, () -> prologue(site("policy=always", "needsOne")).invokeWithArguments(new double[2], new int[0], new double[0][]));
    }

    @ParameterizedTest
    @CsvSource({"dividedByThreads, depends on how threads divide it", "distinct, java.util.stream.IntStream.distinct", "someRows, not known how long it is"})
    void whatHasNoCompiledFormIsLeftToTheJvm(String program, String why) throws Throwable {
        compare(program, 2000, 1, prologue(site("policy=always", program)));
        assertTrue(stats(program).reason().toString().contains(why), () -> stats(program).reason().toString());
    }

    @Test
    void nullIsNoFunction() throws Throwable {
        MethodHandle prologue = prologue(site("policy=always", "withoutFunction"));
        assertThrows(NullPointerException.class, () -> prologue.invokeWithArguments(new double[0], new int[0], new double[0][]));
        assertTrue(stats("withoutFunction").reason().toString().contains("null"), () -> stats("withoutFunction").reason().toString());
    }
}
