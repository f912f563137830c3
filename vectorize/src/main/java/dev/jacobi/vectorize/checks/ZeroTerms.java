package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Versions;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a branch leaves out that would add nothing but zeros: it is left out exactly where a factor of all terms is zero. To add these terms leaves each sum as it is to the bit where
 * <ul>
 * <li>the other factors are finite, so that the products are zeros and no NaN: zero times infinity is one;</li>
 * <li>no sum is -0.0, as -0.0 + 0.0 is +0.0. A sum of two numbers of which one is not -0.0 is never -0.0 (opposite ones come to +0.0, and sums do not underflow), so it is enough that the elements are not
 * -0.0 in front of the nest, and that all which the nest writes there is a sum with what was there, or another constant;</li>
 * <li>no element is a NaN in front of the nest, whose bits an addition may change. NaNs that additions have made stay as they are.</li>
 * </ul>
 * Integers' sums are always left as they are.
 */
final class ZeroTerms {
    private final SkippedWork skipped;
    private final Definitions defs;
    private final Set<Integer> inside;
    private final RegionView nest;
    /** What is zero where the branch does nothing. */
    private final Set<Atom> zeros = new HashSet<>();
    /** Arrays and numbers from around the nest that have to be finite. */
    private final Set<Var> finite = new LinkedHashSet<>();
    /** Arrays of sums as they are in front of the nest. */
    private final Set<Var> sums = new LinkedHashSet<>();
    /** The equations that reach elements of arrays in the branch: that these are there is known where it does something only. */
    private final Set<Eqn> accesses = new LinkedHashSet<>();

    private ZeroTerms(SkippedWork skipped) {
        this.skipped = skipped;
        nest = RegionView.of(skipped.nest());
        defs = Definitions.in(List.of(skipped.nest()));
        inside = Regions.defined(nest.body());
    }

    /** What has to hold; null where the branch leaves out something else. */
    static ZeroTerms of(SkippedWork skipped) {
        var z = new ZeroTerms(skipped);
        z.zeros(skipped.choice().in().get(0), skipped.working() == 0);
        return !z.zeros.isEmpty() && z.onlyWrites() && z.onlyAdds(skipped.work().body()) && z.onlySums() ? z : null;
    }

    /** Whether the branch hands on nothing but arrays, each as it writes it where it does something: a number, as a count of what is no zero, would be changed by the trips in which it does nothing. */
    private boolean onlyWrites() {
        List<Region> ways = Regions.of(skipped.choice());
        List<Atom> given = ways.get(1 - skipped.working()).out();
        List<Atom> written = ways.get(skipped.working()).out();
        return IntStream.range(0, given.size()).allMatch(k -> isVersion(written.get(k), given.get(k)));
    }

    private boolean isVersion(Atom a, Atom given) {
        if (a.equals(given)) {
            return true;
        }
        Eqn e = a instanceof Var v && v.isArray() ? defs.of(a) : null;
        boolean update = e != null && e.prim() == Prim.UPDATE;
        return update && isVersion(e.in().get(0), given) || e != null && e.prim() == Prim.FOR && isVersion(RegionView.ofResult(e, a).init(), given);
    }

    Set<Eqn> accesses() {
        return accesses;
    }

    /** Collects what certainly is zero where a condition has this value. */
    private void zeros(Atom condition, boolean value) {
        Eqn e = defs.of(condition);
        if (e == null) {
            return;
        } else if (e.prim() == Prim.NOT) {
            zeros(e.in().get(0), !value);
        } else if (e.prim() == (value ? Prim.AND : Prim.OR)) {
            e.in().forEach(a -> zeros(a, value));
        } else if (e.prim() == (value ? Prim.EQ : Prim.NE)) {
            for (int k = 0; k < 2; k++) {
                if (e.in().get(k) instanceof Var v && v.type().isScalar() && isZero(e.in().get(1 - k))) {
                    zeros.add(v);
                }
            }
        }
    }

    private static boolean isZero(Atom a) {
        return a instanceof Lit l && a.dtype() != DType.BOOL && (l.bits() == 0 || a.dtype() == DType.F64 && l.asDouble() == 0 || a.dtype() == DType.F32 && l.asDouble() == 0);
    }

    /** Whether a block of the branch only adds terms to elements, by arithmetic that nothing can go wrong in. */
    private boolean onlyAdds(List<Eqn> body) {
        for (Eqn e : body) {
            boolean divides = e.prim() == Prim.DIV || e.prim() == Prim.REM;
            boolean loop = e.prim() == Prim.FOR && e.out().stream().allMatch(Var::isArray) && onlyAdds(Regions.of(e).get(0).body());
            boolean access = (e.prim() == Prim.UPDATE && adds(e) || e.prim() == Prim.INDEX && isScalarAccess(e)) && accesses.add(e);
            if (!loop && !access && e.prim() != Prim.DIM && !(e.computesScalars() && !(divides && e.result().dtype().isInt()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isScalarAccess(Eqn e) {
        return e.params().equals(Params.Access.PROMISED) && e.indices().size() == e.in().get(0).type().rank();
    }

    /** Whether the equation adds a term to the element that it writes which is zero where the branch does nothing. */
    private boolean adds(Eqn update) {
        DType t = update.written().dtype();
        Eqn sum = defs.of(update.written());
        RegionView.Slot slot = slot(update.in().get(0));
        if (!isScalarAccess(update) || sum == null || slot == null || t != DType.F64 && t != DType.F32 && t != DType.I32 && t != DType.I64 || !(slot.init() instanceof Var before)) {
            return false;
        }
        if (t.isFloat()) {
            sums.add(before);
        }
        boolean first = isBefore(sum.in().get(0), update) && (sum.prim() == Prim.ADD || sum.prim() == Prim.SUB) && isZeroTerm(sum.in().get(1));
        return first || sum.prim() == Prim.ADD && isBefore(sum.in().get(1), update) && isZeroTerm(sum.in().get(0));
    }

    /** The nest's array of which this is a version; null where that is not known. */
    private RegionView.Slot slot(Atom array) {
        for (RegionView.Slot s : nest.slots()) {
            Set<Integer> versions = s.param().isArray() ? Versions.of(nest, s) : null;
            if (versions != null && versions.contains(((Var) array).id())) {
                return s;
            }
        }
        return null;
    }

    /** Whether a value is the element that an equation writes, as it is in front of it. */
    private boolean isBefore(Atom a, Eqn update) {
        Eqn read = defs.of(a, Prim.INDEX);
        return read != null && isScalarAccess(read) && read.in().get(0).equals(update.in().get(0)) && read.indices().equals(update.indices());
    }

    /** Whether a value is zero where the branch does nothing, given that some are finite. */
    private boolean isZeroTerm(Atom a) {
        if (zeros.contains(a)) {
            return true;
        }
        Eqn e = defs.of(a);
        if (e == null || !e.computesScalars()) {
            return false;
        }
        Atom x = e.in().get(0);
        Prim p = e.prim();
        if (p == Prim.NEG || p == Prim.ABS || p == Prim.CONVERT) {
            return x.dtype() != DType.BOOL && isZeroTerm(x);
        }
        Atom y = e.in().get(e.in().size() - 1);
        boolean sum = (p == Prim.ADD || p == Prim.SUB) && isZeroTerm(x) && isZeroTerm(y);
        return sum || p == Prim.MUL && (isZeroTerm(x) && isFinite(y) || isZeroTerm(y) && isFinite(x));
    }

    /** Whether a value is finite where numbers and arrays from around the nest are, which then have to be. */
    private boolean isFinite(Atom a) {
        if (a.dtype().isInt()) {
            return true;
        } else if (a instanceof Lit l) {
            return Double.isFinite(l.asDouble());
        } else if (a.dtype() != DType.F64 && a.dtype() != DType.F32) {
            return false;
        } else if (!inside.contains(((Var) a).id())) {
            return finite.add((Var) a) || true;
        }
        Eqn e = defs.of(a);
        boolean read = e != null && e.prim() == Prim.INDEX && isScalarAccess(e) && e.in().get(0) instanceof Var v && !inside.contains(v.id());
        if (read) {
            finite.add((Var) e.in().get(0));
        }
        return read || e != null && (e.prim() == Prim.NEG || e.prim() == Prim.ABS || e.prim() == Prim.CONVERT && a.dtype() == DType.F64) && isFinite(e.in().get(0));
    }

    /** Whether all that the nest writes to the arrays of sums is a sum with what was there, or a constant that is neither -0.0 nor a NaN. */
    private boolean onlySums() {
        var elsewhere = new HashSet<Eqn>();
        Regions.each(nest.body().body(), e -> {
            if (e.prim() == Prim.UPDATE && !accesses.contains(e)) {
                elsewhere.add(e);
            }
        });
        for (Eqn e : elsewhere) {
            RegionView.Slot slot = slot(e.in().get(0));
            Eqn sum = defs.of(e.written());
            boolean constant = e.written() instanceof Lit l && l.dtype().isFloat() && !l.equals(Lit.real(l.dtype(), -0.0)) && !Double.isNaN(l.asDouble());
            boolean adds = sum != null && (sum.prim() == Prim.ADD || sum.prim() == Prim.SUB) && isBefore(sum.in().get(0), e) || sum != null && sum.prim() == Prim.ADD && isBefore(sum.in().get(1), e);
            if (slot == null || sums.contains(slot.init()) && !constant && !adds) {
                return false;
            }
        }
        return true;
    }

    /** Appends whether looking through the arrays takes little beside the nest; false for nests of which it is not known how often they run. */
    Atom takesLittle(Builder b) {
        Atom look = Lit.f64(0);
        for (Var v : arrays()) {
            Atom size = Lit.f64(8);
            for (int k = 0; k < v.type().rank(); k++) {
                size = b.emit(Prim.MUL, size, b.convert(b.extent(v, k), DType.F64));
            }
            look = b.emit(Prim.ADD, look, size);
        }
        Atom work = Lit.f64(1);
        Set<Eqn> all = new LinkedHashSet<>(skipped.loops());
        Regions.each(skipped.work().body(), e -> {
            if (e.prim() == Prim.FOR) {
                all.add(e);
            }
        });
        for (Eqn loop : all) {
            Atom n = loop.in().get(0);
            // a number of trips that differs from trip to trip counts as few
            if (!(n instanceof Var v && inside.contains(v.id()))) {
                work = b.emit(Prim.MUL, work, b.convert(n, DType.F64));
            }
        }
        return b.emit(Prim.LE, look, work);
    }

    private List<Var> arrays() {
        return Stream.concat(sums.stream(), finite.stream()).filter(Var::isArray).distinct().toList();
    }

    /** Appends whether all that must be finite is, and no sum starts from -0.0 or a NaN. */
    Atom hold(Builder b) {
        Atom all = Lit.bool(true);
        for (Var v : finite) {
            all = and(b, all, each(b, v, List.of(), x -> b.emit(Prim.LT, b.emit(Prim.ABS, x), Lit.real(x.dtype(), Double.POSITIVE_INFINITY))));
        }
        for (Var v : sums) {
            DType bits = v.dtype() == DType.F64 ? DType.I64 : DType.I32;
            Lit negativeZero = Lit.of(bits, v.dtype() == DType.F64 ? Long.MIN_VALUE : Integer.MIN_VALUE);
            all = and(b, all, each(b, v, List.of(), x -> b.emit(Prim.AND, b.emit(Prim.EQ, x, x), b.emit(Prim.NE, b.emit(Prim.BITCAST, new Params.To(bits), x), negativeZero))));
        }
        return all;
    }

    private static Atom and(Builder b, Atom so, Atom next) {
        return so instanceof Lit ? next : b.emit(Prim.AND, so, next);
    }

    private static Atom each(Builder b, Var v, List<Atom> at, UnaryOperator<Atom> holds) {
        int axis = at.size();
        if (axis == v.type().rank()) {
            return holds.apply(v.type().isScalar() ? v : b.index(v, Params.Access.PROMISED, at));
        }
        return b.reduce(Prim.AND, Dim.UNKNOWN, b.extent(v, axis), Lit.bool(true), i -> each(b, v, Stream.concat(at.stream(), Stream.of(i)).toList(), holds));
    }
}
