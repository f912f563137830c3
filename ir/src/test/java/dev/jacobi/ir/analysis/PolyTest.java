package dev.jacobi.ir.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Monomials, polynomials and intervals against plain arithmetic on values drawn at random. */
class PolyTest {
    private static final int VARS = 6;
    private final Random random = new Random(20261120);

    @Test
    void productsHoldBothFactorsVariablesInOrder() {
        int[] ids = {0, 1, 2, 70, Poly.MAX_ID - 1, Poly.MAX_ID};
        for (int k = 0; k < 2000; k++) {
            int[] a = random.ints(random.nextInt(3), 0, ids.length).map(i -> ids[i]).toArray();
            int[] b = random.ints(random.nextInt(4 - a.length), 0, ids.length).map(i -> ids[i]).toArray();
            int[] both = IntStream.concat(Arrays.stream(a), Arrays.stream(b)).sorted().toArray();
            long product = Poly.product(mono(a), mono(b));
            int[] found = Poly.vars(product);
            assertEquals(product, Poly.product(mono(b), mono(a)));
            assertArrayEquals(both, Arrays.stream(found).sorted().toArray());
            if (a.length == 1) {
                assertEquals(mono(b), Poly.quotient(product, a[0]));
            }
        }
    }

    @Test
    void productsOfMoreThanThreeVariablesAreRefused() {
        long two = mono(Poly.MAX_ID, Poly.MAX_ID);
        assertThrows(ArithmeticException.class, () -> Poly.product(two, two));
        assertThrows(ArithmeticException.class, () -> Poly.product(Poly.product(two, mono(0)), mono(1)));
        assertThrows(ArithmeticException.class, () -> Poly.product(mono(1), Poly.product(mono(2, 3), mono(4))));
    }

    @Test
    void polynomialsFollowTheirValues() {
        for (int k = 0; k < 2000; k++) {
            Poly p = poly(2);
            Poly q = poly(1);
            long[] at = random.longs(VARS, -9, 10).toArray();
            long m = mono(random.nextInt(VARS));
            assertEquals(value(p, at) * value(q, at), value(p.times(q), at));
            assertEquals(3 * value(p, at) - 7 * value(q, at), value(p.combine(3, q, -7), at));
            assertEquals(-5 * value(p, at) * at[Poly.onlyVar(m)], value(p.timesMono(m, -5), at));
            assertEquals(p.times(q), q.times(p));
        }
    }

    @Test
    void intervalsHoldEveryValue() {
        for (int k = 0; k < 2000; k++) {
            var facts = new IntFacts();
            var at = new long[VARS];
            for (int v = 0; v < VARS; v++) {
                long lo = random.nextInt(-9, 10);
                long hi = lo + random.nextInt(5);
                at[v] = random.nextLong(lo, hi + 1);
                facts.bound(v, random.nextBoolean() ? new Range(lo, hi) : random.nextBoolean() ? new Range(lo, Long.MAX_VALUE) : new Range(Long.MIN_VALUE, hi));
            }
            Poly p = poly(3);
            Range r = facts.range(p);
            long x = value(p, at);
            assertTrue(r.lo() <= x && x <= r.hi(), () -> p + " is " + x + ", not in " + r);
        }
    }

    @Test
    void intervalsNearTheEndsOfLongSaturateOutwards() {
        for (int k = 0; k < 5000; k++) {
            var facts = new IntFacts();
            var at = new long[VARS];
            for (int v = 0; v < VARS; v++) {
                at[v] = large();
                long room = random.nextLong(1L << random.nextInt(1, 62));
                facts.always(v, new Range(Math.max(at[v] - room, Long.MIN_VALUE + 1), at[v] > Long.MAX_VALUE - 1 - room ? Long.MAX_VALUE - 1 : at[v] + room));
            }
            Poly p = Poly.of(large());
            BigInteger x = BigInteger.valueOf(p.constant());
            for (int j = random.nextInt(3); j >= 0; j--) {
                int[] vars = random.ints(random.nextInt(3), 0, VARS).toArray();
                long c = random.nextBoolean() ? random.nextInt(-5, 6) : large();
                Poly q;
                try {
                    q = p.plus(Poly.mono(mono(vars), c));
                } catch (ArithmeticException tooLarge) {
                    continue;
                }
                p = q;
                x = x.add(Arrays.stream(vars).mapToObj(v -> BigInteger.valueOf(at[v])).reduce(BigInteger.valueOf(c), BigInteger::multiply));
            }
            Range r = facts.range(p);
            assertTrue(!r.boundedBelow() || BigInteger.valueOf(r.lo()).compareTo(x) <= 0, p + " is " + x + ", not in " + r);
            assertTrue(!r.boundedAbove() || BigInteger.valueOf(r.hi()).compareTo(x) >= 0, p + " is " + x + ", not in " + r);
        }
    }

    /** Of any size but the two that mean infinity. */
    private long large() {
        return Math.max(Math.min(random.nextLong() >> random.nextInt(64), Long.MAX_VALUE - 1), Long.MIN_VALUE + 1);
    }

    @Test
    void aConstantFactorIsAnIntervalOfOne() {
        long[] ends = {Long.MIN_VALUE, -4_000_000_000_000L, -3, -1, 0, 1, 2, 5_000_000_000L, Long.MAX_VALUE};
        for (long lo : ends) {
            for (long hi : ends) {
                for (long c : ends) {
                    if (lo < hi) {
                        Range r = new Range(lo, hi);
                        assertEquals(r.times(c), r.times(Range.of(c)));
                        assertEquals(r.times(c), Range.of(c).times(r));
                    }
                }
            }
        }
        assertEquals(Range.ALL, Range.ALL.times(-1));
        assertEquals(new Range(-6, 4), new Range(-2, 3).times(-2));
        assertEquals(new Range(Long.MIN_VALUE, -4), new Range(2, Long.MAX_VALUE).times(-2));
    }

    private static long mono(int... vars) {
        long m = 0;
        for (int v : Arrays.stream(vars).sorted().toArray()) {
            m = m << 21 | v + 1L;
        }
        return m;
    }

    private Poly poly(int degree) {
        Poly p = Poly.of(random.nextInt(-5, 6));
        for (int k = random.nextInt(4); k > 0; k--) {
            p = p.plus(Poly.mono(mono(random.ints(random.nextInt(degree + 1), 0, VARS).toArray()), random.nextInt(-5, 6)));
        }
        return p;
    }

    private static long value(Poly p, long[] at) {
        long sum = 0;
        for (int k = 0; k < p.size(); k++) {
            sum += Arrays.stream(Poly.vars(p.mono(k))).mapToLong(v -> at[v]).reduce(p.coef(k), (a, b) -> a * b);
        }
        return sum;
    }
}
