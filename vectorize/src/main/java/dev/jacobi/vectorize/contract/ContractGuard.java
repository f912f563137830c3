package dev.jacobi.vectorize.contract;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What must hold for a product to take the place of loops, as one bool computed in i64: every loop makes a trip, so that what the loops read is there; the
 * product is large enough; what is cut out of arrays lies within them. What literals decide is not computed.
 */
final class ContractGuard {
    /** More than any extent; products of extents stop here. */
    private static final long MANY = 1L << 31;
    private final Builder b;
    private final Map<Atom, Long> least = new LinkedHashMap<>();
    private final Map<List<Atom>, Long> products = new LinkedHashMap<>();
    private final List<Slice> slices = new ArrayList<>();
    private final Map<Atom, Atom> wide = new LinkedHashMap<>();
    private final List<Atom> tests = new ArrayList<>();
    private boolean fails;

    /** A part of an axis: where it starts, factors of its length, and the axis' extent. */
    private record Slice(Atom start, List<Atom> counts, Atom extent) {
    }

    ContractGuard(Builder b) {
        this.b = b;
    }

    /** That a condition holds. */
    void holds(Atom condition) {
        tests.add(condition);
    }

    void atLeast(Atom count, long n) {
        least.merge(count, n, Math::max);
    }

    void atLeast(List<Atom> counts, long n) {
        products.merge(counts, n, Math::max);
    }

    /** That so many elements from {@code start} are within an axis. */
    void within(Atom start, List<Atom> counts, Atom extent) {
        var s = new Slice(start, counts, extent);
        if (!slices.contains(s)) {
            slices.add(s);
        }
    }

    /** Appends the tests; null when there is nothing to be tested. */
    Atom all() {
        least.forEach((n, k) -> test(Prim.GE, wide(n), Lit.i64(k)));
        products.forEach((n, k) -> test(Prim.GE, product(n), Lit.i64(k)));
        for (Slice s : slices) {
            Atom start = wide(s.start);
            if (start.equals(Lit.i64(0))) {
                test(Prim.LE, product(s.counts), wide(s.extent));
                continue;
            }
            test(Prim.GE, start, Lit.i64(0));
            // no sum of start and length, which may overflow
            test(Prim.LE, start, b.folded(Prim.SUB, wide(s.extent), product(s.counts)));
        }
        return tests.stream().reduce((x, y) -> b.emit(Prim.AND, x, y)).orElse(null);
    }

    /** True when a literal says that it never holds. */
    boolean fails() {
        return fails;
    }

    private void test(Prim relation, Atom x, Atom y) {
        if (x instanceof Lit l && y instanceof Lit m) {
            fails |= relation == Prim.GE ? l.asLong() < m.asLong() : l.asLong() > m.asLong();
        } else {
            tests.add(b.emit(relation, x, y));
        }
    }

    private Atom wide(Atom n) {
        if (n instanceof Lit l) {
            return Lit.i64(l.asLong());
        }
        return wide.computeIfAbsent(n, v -> v.dtype() == DType.I64 ? v : b.convert(v, DType.I64));
    }

    /** The product of positive numbers, as far as it is less than {@link #MANY}. */
    private Atom product(List<Atom> counts) {
        Atom p = null;
        for (Atom n : counts) {
            Atom factor = bounded(wide(n), n.dtype() == DType.I64);
            p = p == null ? factor : bounded(b.folded(Prim.MUL, p, factor), counts.size() > 2);
        }
        return p == null ? Lit.i64(1) : p;
    }

    private Atom bounded(Atom n, boolean needed) {
        return n instanceof Lit l ? Lit.i64(Math.min(l.asLong(), MANY)) : needed ? b.emit(Prim.MIN, n, Lit.i64(MANY)) : n;
    }
}
