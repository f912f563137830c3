package dev.jacobi.pjrt.hlo.lanes;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.pjrt.hlo.text.RegionText;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a variable stands for while its function is written: a tensor with one leading axis for each lane axis (a parallel loop around it) that it
 * differs along, a constant, or an integer that is affine in the lanes' numbers, of which no tensor exists until one is needed.
 */
public final class LaneValue {
    /** The type of its elements. */
    public final DType dtype;
    /** The lane axes that it differs along, ascending: the outermost loop first. */
    public final List<Integer> lanes;
    /** Its own extents, without lanes. */
    public final int[] dims;
    /** The value of a scalar, or of all elements. */
    public final Lit lit;
    /** The form of an integer that is affine in the lanes' numbers; null for other values. */
    public final Affine affine;
    /** Lane axes that write to this one array together: it is a destination of their loops. */
    public final List<Integer> shared;
    /** What an integer is that is known for every lane and not affine; null for other values. */
    public final LaneTable table;
    /** Null while none is needed. */
    final RegionText.Tensor tensor;

    private LaneValue(DType dtype, List<Integer> lanes, int[] dims, Lit lit, Affine affine, List<Integer> shared, RegionText.Tensor tensor, LaneTable table) {
        this.dtype = dtype;
        this.lanes = List.copyOf(lanes);
        this.dims = dims;
        this.lit = lit;
        this.affine = affine;
        this.shared = List.copyOf(shared);
        this.tensor = tensor;
        this.table = table;
    }

    /** A tensor whose first axes are these lanes. */
    public static LaneValue of(RegionText.Tensor t, List<Integer> lanes) {
        int[] dims = Arrays.copyOfRange(t.shape(), lanes.size(), t.rank());
        return new LaneValue(t.dtype(), lanes, dims, null, null, List.of(), t, null);
    }

    /** A constant, of all elements when there are extents. */
    public static LaneValue of(Lit v, int... dims) {
        Affine a = dims.length == 0 && (v.dtype() == DType.I32 || v.dtype() == DType.I64) ? Affine.of(v.asLong(), new TreeMap<>()) : null;
        return new LaneValue(v.dtype(), List.of(), dims, v, a, List.of(), null, null);
    }

    /** An integer scalar of an affine form. */
    public static LaneValue of(DType dtype, Affine a) {
        if (a.isUniform() && a.base() == 0 && a.rest().size() == 1) {
            var only = a.rest().entrySet().iterator().next();
            if (only.getValue() == 1 && only.getKey().dtype == dtype) {
                return only.getKey();
            }
        }
        return a.isUniform() && a.isFixed() ? of(Lit.of(dtype, a.base()))
            : new LaneValue(dtype, lanesOf(a), new int[0], null, a, List.of(), null, null);
    }

    private static List<Integer> lanesOf(Affine a) {
        return List.copyOf(a.coefficients().keySet());
    }

    /** The same array as one that these lane axes write to together. */
    public LaneValue sharedOver(Collection<Integer> axes) {
        return new LaneValue(dtype, lanes, dims, lit, affine, List.copyOf(new TreeSet<>(axes)), tensor, table);
    }

    /** The same integer, known for every lane. */
    LaneValue known(LaneTable of) {
        return new LaneValue(dtype, lanes, dims, lit, affine, shared, tensor, of);
    }

    /** Whether it has no extents of its own. */
    public boolean isScalar() {
        return dims.length == 0;
    }

    /** Whether it is known to be the truth {@code true}. */
    public boolean isTrue() {
        return lit != null && dtype == DType.BOOL && lit.asBool();
    }

    /** The number of its own elements, without lanes. */
    public int size() {
        return RegionText.count(dims);
    }

    /**
     * {@code base + rest + sum of coefficient * lane}, as an integer of 64 bits; arithmetic that leaves these throws {@link ArithmeticException}.
     *
     * @param rest scalars that are the same for all lanes, with what each is multiplied by, which is never 0
     */
    public record Affine(long base, Map<LaneValue, Long> rest, TreeMap<Integer, Long> coefficients) {
        /** A constant and lanes. */
        public static Affine of(long base, TreeMap<Integer, Long> coefficients) {
            return new Affine(base, Map.of(), coefficients);
        }

        /** A scalar that is the same for all lanes. */
        public static Affine of(LaneValue scalar) {
            return new Affine(0, Map.of(scalar, 1L), new TreeMap<>());
        }

        public boolean isUniform() {
            return coefficients.isEmpty();
        }

        /** Whether it consists of constants and lanes only. */
        public boolean isFixed() {
            return rest.isEmpty();
        }

        public Affine times(long c) {
            var by = new TreeMap<Integer, Long>();
            coefficients.forEach((k, v) -> by.put(k, Math.multiplyExact(v, c)));
            by.values().removeIf(v -> v == 0);
            var scalars = new LinkedHashMap<LaneValue, Long>();
            rest.forEach((k, v) -> scalars.put(k, Math.multiplyExact(v, c)));
            scalars.values().removeIf(v -> v == 0);
            return new Affine(Math.multiplyExact(base, c), scalars, by);
        }

        public Affine plus(Affine other) {
            var sum = new TreeMap<>(coefficients);
            other.coefficients.forEach((k, v) -> sum.merge(k, v, Math::addExact));
            sum.values().removeIf(v -> v == 0);
            var scalars = new LinkedHashMap<>(rest);
            other.rest.forEach((k, v) -> scalars.merge(k, v, Math::addExact));
            scalars.values().removeIf(v -> v == 0);
            return new Affine(Math.addExact(base, other.base), scalars, sum);
        }

        /** The lowest and the highest value apart from the rest. */
        public long[] range(List<Integer> extents) {
            long low = base;
            long high = base;
            for (var e : coefficients.entrySet()) {
                long most = Math.multiplyExact(e.getValue(), (long) Math.max(0, extents.get(e.getKey()) - 1));
                low = Math.addExact(low, Math.min(0, most));
                high = Math.addExact(high, Math.max(0, most));
            }
            return new long[] {low, high};
        }
    }
}
