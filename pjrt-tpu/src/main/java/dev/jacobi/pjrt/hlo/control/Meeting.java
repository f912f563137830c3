package dev.jacobi.pjrt.hlo.control;

/**
 * Which two trips of a loop may meet in an element: the numbers that either may have, and their difference. An axis of the array leaves fewer: {@code c[j][k] = c[k][j]} with k from j on meets
 * where the rows' numbers are as far apart as the columns' and neither distance is negative, so only on the diagonal, in one trip.
 */
final class Meeting {
    private final long[] one;
    private final long[] other;
    /** The one's number less the other's. */
    private final long[] apart;

    /** Trips from 0 to {@code last}. */
    Meeting(long last) {
        one = new long[] {0, last};
        other = new long[] {0, last};
        apart = new long[] {-last, last};
    }

    /** They meet where {@code a * one - b * other + r} is zero for an r from {@code low} to {@code high}. */
    void narrow(long a, long b, long low, long high) {
        if (a == b && a != 0) {
            quotients(apart, a, low, high);
        }
        // The other trip has whatever number it may have.
        long[] rest = products(b, other);
        if (a != 0) {
            quotients(one, a, Math.subtractExact(low, rest[1]), Math.subtractExact(high, rest[0]));
        }
        rest = products(a, one);
        if (b != 0) {
            quotients(other, Math.negateExact(b), Math.addExact(low, rest[0]), Math.addExact(high, rest[1]));
        } else if (a == 0 && (low > 0 || high < 0)) {
            intersect(apart, 1, 0);
        }
        intersect(apart, Math.subtractExact(one[0], other[1]), Math.subtractExact(one[1], other[0]));
    }

    /** No two trips are left, or one and the same. */
    boolean isOfOne() {
        return one[0] > one[1] || other[0] > other[1] || apart[0] >= 0 && apart[1] <= 0 || apart[0] > apart[1];
    }

    private static long[] products(long c, long[] range) {
        long x = Math.multiplyExact(c, range[0]);
        long y = Math.multiplyExact(c, range[1]);
        return new long[] {Math.min(x, y), Math.max(x, y)};
    }

    /** Leaves the numbers of which {@code c} times one is between {@code -high} and {@code -low}. */
    private static void quotients(long[] range, long c, long low, long high) {
        long from = c > 0 ? Math.negateExact(high) : low;
        long to = c > 0 ? Math.negateExact(low) : high;
        long by = Math.absExact(c);
        intersect(range, -Math.floorDiv(Math.negateExact(from), by), Math.floorDiv(to, by));
    }

    private static void intersect(long[] range, long from, long to) {
        range[0] = Math.max(range[0], from);
        range[1] = Math.min(range[1], to);
    }
}
