package dev.jacobi.pjrt.hlo.lanes;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.pjrt.hlo.text.ElementwiseOps;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Values as tensors: repeated over lanes and extents, made of constants and affine forms when they are needed. */
public final class LaneTensors {
    final Ops o;
    /** By places of extremes in arrays the array and the extreme, which was found along with the place. */
    public final Map<LaneValue, Map.Entry<LaneValue, LaneValue>> extremes = new IdentityHashMap<>();
    /** Of which factors values are products. */
    public final KnownProducts products = new KnownProducts();
    final ElementwiseOps arithmetic;
    /** Number of lanes of each lane axis there has been. */
    public final List<Integer> extents = new ArrayList<>();
    /** The lane of a loop's first trip where that is not the first lane of its axis. */
    public final Map<Integer, LaneValue> firsts = new HashMap<>();

    /** The least and the greatest value of scalars of which these are known, such as the numbers of trips. */
    private final Map<LaneValue, long[]> ranges = new IdentityHashMap<>();

    /** Whether a sum of zeros may have either sign. */
    final boolean zerosAlike;

    LaneTensors(Ops o, ElementwiseOps arithmetic, boolean zerosAlike) {
        this.o = o;
        this.arithmetic = arithmetic;
        this.zerosAlike = zerosAlike;
    }

    /** Says that a scalar is at least {@code low} and at most {@code high}. */
    public void within(LaneValue scalar, long low, long high) {
        ranges.put(scalar, new long[] {low, high});
    }

    /** The least and the greatest value; null where they are not known. */
    public long[] bounds(LaneValue.Affine a) {
        long[] sum = a.range(extents);
        for (var scalar : a.rest().entrySet()) {
            long[] r = ranges.get(scalar.getKey());
            if (r == null) {
                return null;
            }
            long x = Math.multiplyExact(scalar.getValue(), r[0]);
            long y = Math.multiplyExact(scalar.getValue(), r[1]);
            sum[0] = Math.addExact(sum[0], Math.min(x, y));
            sum[1] = Math.addExact(sum[1], Math.max(x, y));
        }
        return sum;
    }

    /** The greatest value, or -1 where it is not known. */
    public long most(LaneValue.Affine a) {
        long[] r = bounds(a);
        return r == null || r[0] < Integer.MIN_VALUE ? -1 : r[1];
    }

    /** A tensor whose first axes are these lanes, in any order. */
    public LaneValue ascending(Tensor t, List<Integer> lanes) {
        List<Integer> sorted = lanes.stream().sorted().toList();
        int n = lanes.size();
        return LaneValue.of(o.transpose(t, IntStream.range(0, t.rank()).map(k -> k < n ? lanes.indexOf(sorted.get(k)) : k).toArray()), sorted);
    }

    /** The lane axes of both, ascending. */
    public static List<Integer> union(List<Integer> a, List<Integer> b) {
        if (a.containsAll(b)) {
            return a;
        }
        var all = new TreeSet<>(a);
        all.addAll(b);
        return List.copyOf(all);
    }

    /** The lane axes that any of the values differs along, ascending. */
    public static List<Integer> union(List<LaneValue> vals) {
        List<Integer> all = List.of();
        for (LaneValue v : vals) {
            all = union(all, v.lanes);
        }
        return all;
    }

    /** The lane axes of {@code a} that are not among {@code b}. */
    public static List<Integer> without(List<Integer> a, List<Integer> b) {
        return a.stream().filter(k -> !b.contains(k)).toList();
    }

    /** The extents of a tensor with these lane axes in front of these extents. */
    public int[] shape(List<Integer> lanes, int... dims) {
        return IntStream.concat(lanes.stream().mapToInt(extents::get), Arrays.stream(dims)).toArray();
    }

    /** Lanes of the given axes altogether. */
    public long count(List<Integer> lanes) {
        return lanes.stream().mapToLong(extents::get).reduce(1, (a, b) -> a * b);
    }

    /** The value over its own lanes and extents. */
    public Tensor tensor(LaneValue v) {
        return full(v, v.lanes, v.dims);
    }

    /** The value over more lanes, a scalar also over extents. */
    public Tensor full(LaneValue v, List<Integer> lanes, int... dims) {
        int[] shape = shape(lanes, dims);
        if (v.lit != null) {
            return o.constant(v.lit, shape);
        }
        Tensor t = v.tensor != null ? v.tensor : computed(v);
        int[] axes = new int[t.rank()];
        for (int k = 0; k < v.lanes.size(); k++) {
            axes[k] = lanes.indexOf(v.lanes.get(k));
            if (axes[k] < 0) {
                throw new IllegalStateException("a value that differs along lanes " + v.lanes + " is needed over " + lanes);
            }
        }
        for (int k = 0; k < v.dims.length; k++) {
            axes[v.lanes.size() + k] = lanes.size() + k;
        }
        return o.broadcast(t, axes, shape);
    }

    /** The tensor of an affine form. */
    private Tensor computed(LaneValue v) {
        Tensor known = o.code().known(v);
        if (known != null) {
            return known;
        }
        int[] shape = shape(v.lanes);
        Tensor sum = null;
        int axis = 0;
        for (var e : v.affine.coefficients().entrySet()) {
            Tensor term = o.iota(v.dtype, axis++, shape);
            term = e.getValue() == 1 ? term : o.mul(term, o.constant(v.dtype, e.getValue(), shape));
            sum = sum == null ? term : o.add(sum, term);
        }
        if (v.affine.base() != 0 || sum == null && v.affine.isFixed()) {
            Tensor base = o.constant(v.dtype, v.affine.base(), shape);
            sum = sum == null ? base : o.add(sum, base);
        }
        for (var scalar : v.affine.rest().entrySet()) {
            Tensor own = tensor(scalar.getKey());
            own = own.dtype() == v.dtype ? own : o.convert(own, v.dtype);
            boolean minus = scalar.getValue() == -1 && sum != null;
            own = minus || scalar.getValue() == 1 ? own : o.mul(own, o.constant(v.dtype, scalar.getValue()));
            Tensor rest = o.broadcast(own, new int[0], shape);
            sum = sum == null ? rest : minus ? o.op("subtract", sum, rest) : o.add(sum, rest);
        }
        return o.code().remember(v, sum);
    }

    /** Several values over their common lanes and extents, scalars repeated. */
    public List<Tensor> together(List<LaneValue> vals, List<Integer> lanes) {
        int[] dims = vals.stream().filter(v -> !v.isScalar()).findFirst().map(v -> v.dims).orElse(new int[0]);
        return vals.stream().map(v -> full(v, lanes, dims)).toList();
    }

    /** Per lane and element {@code yes} where {@code p} holds, else {@code no}. */
    public LaneValue select(LaneValue p, LaneValue yes, LaneValue no) {
        if (p.lit != null) {
            return p.lit.asBool() ? yes : no;
        }
        List<Integer> lanes = union(List.of(p, yes, no));
        int[] dims = yes.dims;
        Tensor mask = p.isScalar() && lanes.isEmpty() ? tensor(p) : spread(p, lanes, dims);
        return LaneValue.of(o.select(mask, full(yes, lanes, dims), full(no, lanes, dims)), lanes);
    }

    /** A scalar per lane over extents. */
    public Tensor spread(LaneValue p, List<Integer> lanes, int... dims) {
        Tensor t = tensor(p);
        int[] axes = IntStream.concat(p.lanes.stream().mapToInt(lanes::indexOf), p.isScalar() ? IntStream.empty() : IntStream.range(lanes.size(), lanes.size() + dims.length))
            .toArray();
        return o.broadcast(t, axes, shape(lanes, dims));
    }

    /** Both; null stands for true. */
    public LaneValue and(LaneValue a, LaneValue b) {
        if (a == null || a.isTrue()) {
            return b == null || b.isTrue() ? null : b;
        } else if (b == null || b.isTrue() || a.lit != null) {
            return a;
        } else if (b.lit != null) {
            return b;
        }
        List<Integer> lanes = union(a.lanes, b.lanes);
        return LaneValue.of(o.and(full(a, lanes), full(b, lanes)), lanes);
    }

    /** The complement of a truth. */
    public LaneValue not(LaneValue a) {
        return a.lit != null ? LaneValue.of(Lit.bool(!a.lit.asBool())) : LaneValue.of(o.not(tensor(a)), a.lanes);
    }

    /** A fold of a scalar per lane over all of its lanes: any, all, the largest. */
    public LaneValue overLanes(Prim op, LaneValue v) {
        if (v.lanes.isEmpty() || v.lit != null) {
            return v;
        }
        Tensor t = tensor(v);
        List<Integer> axes = IntStream.range(0, t.rank()).boxed().toList();
        return LaneValue.of(o.reduce(op, t, o.constant(FoldIdentity.ofNothing(op, v.dtype)), axes, arithmetic), List.of());
    }

    /** An index as i32; one of 64 bits keeps its side when it is outside of what arrays have. */
    public LaneValue index(LaneValue v) {
        if (v.dtype == DType.I32) {
            return v;
        } else if (v.lit != null) {
            return LaneValue.of(Lit.i32((int) Math.max(-1, Math.min(Integer.MAX_VALUE, v.lit.asLong()))));
        } else if (v.affine != null && v.affine.isFixed()) {
            long[] r = v.affine.range(extents);
            if (r[0] >= Integer.MIN_VALUE && r[1] <= Integer.MAX_VALUE) {
                return LaneValue.of(DType.I32, v.affine);
            }
        }
        Tensor t = tensor(v);
        if (v.dtype == DType.I64) {
            t = o.op("maximum", o.op("minimum", t, o.like(t, Integer.MAX_VALUE)), o.like(t, -1));
        }
        return LaneValue.of(o.convert(t, DType.I32), v.lanes);
    }
}
