package dev.jacobi.pjrt.hlo.access;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.pjrt.hlo.lanes.AffineIntegers;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTable;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.lanes.LaneValue.Affine;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Accesses at places that are known for every lane ({@link LaneTable}): the elements that any lane names are a block, along whose axes the lanes' own follow from a few runs. A read takes the runs'
 * slices, one after the other; what is added up is brought to the block's places by sums over runs.
 */
final class TableSlices {
    /** More runs than this are read one by one. */
    private static final int MOST = 8;
    /** Places clamp so many elements from the edges at most to be slices of an array with wider edges. */
    private static final int EDGE = 8;
    private final EmitContext e;
    private final AffineSlices blocks;

    TableSlices(EmitContext e, AffineSlices blocks) {
        this.e = e;
        this.blocks = blocks;
    }

    /** Lanes {@code from} to {@code to} name elements from {@code first} on, each the next one or all the same. */
    private record Run(int from, int to, int first, boolean same) {
        int last() {
            return same ? first : first + to - from - 1;
        }
    }

    /** An axis of the block: the lane axis that stands for it, the lanes' axis, and where these are. */
    private record Along(int block, int lane, List<Run> runs) {
    }

    /** The places as those of the block, with its axes. */
    private record Block(List<LaneValue> at, List<Along> axes) {
    }

    /** {@code wide}: axes that only lack some elements at the edges are taken whole. */
    private Block block(LaneValue a, List<LaneValue> at, boolean wide) {
        if (at.stream().noneMatch(v -> v.table != null)) {
            return null;
        }
        var places = new ArrayList<LaneValue>();
        var axes = new ArrayList<Along>();
        for (LaneValue v : at) {
            if (v.table == null && AffineIntegers.of(v) != null && v.lanes.isEmpty()) {
                places.add(v);
                continue;
            }
            LaneTable t = LaneTable.of(v, e.l);
            if (t == null) {
                return null;
            }
            long base = t.base();
            int all = a.dims[places.size()];
            var by = new TreeMap<Integer, Long>();
            for (Map.Entry<Integer, long[]> part : t.parts().entrySet()) {
                long least = Arrays.stream(part.getValue()).min().orElse(0);
                long most = Arrays.stream(part.getValue()).max().orElse(0);
                long unit = unit(part.getValue());
                long next = t.parts().values().stream().map(TableSlices::unit).filter(u -> u > unit).min(Long::compare).orElse(0L);
                long extent = next > 0 ? next / unit : all / unit;
                if (wide && t.base() == 0 && least % unit == 0 && least / unit <= EDGE && (next > 0 ? next : all) % unit == 0 && extent > most / unit && extent - most / unit <= EDGE) {
                    least = 0;
                    most = (extent - 1) * unit;
                }
                boolean again = axes.stream().anyMatch(x -> x.lane() == part.getKey()) || a.lanes.contains(part.getKey());
                List<Run> runs = again ? null : runs(part.getValue(), least, unit);
                if (runs == null) {
                    return null;
                }
                base += least;
                axes.add(new Along(e.l.extents.size(), part.getKey(), runs));
                by.put(e.l.extents.size(), unit);
                e.l.extents.add((int) ((most - least) / unit) + 1);
            }
            places.add(LaneValue.of(DType.I32, Affine.of(base, by)));
        }
        return new Block(places, axes);
    }

    /** How far the numbers of a table lie apart at least. */
    private static long unit(long[] table) {
        long least = Arrays.stream(table).min().orElse(0);
        return Math.max(1, Arrays.stream(table).map(x -> x - least).reduce(0, TableSlices::gcd));
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** The runs of a table's numbers, or null where they are many. */
    private static List<Run> runs(long[] t, long least, long unit) {
        var runs = new ArrayList<Run>();
        for (int i = 0; i < t.length;) {
            int first = (int) ((t[i] - least) / unit);
            boolean same = i + 1 < t.length && t[i + 1] == t[i];
            int to = i + 1;
            while (to < t.length && t[to] == t[to - 1] + (same ? 0 : unit)) {
                to++;
            }
            runs.add(new Run(i, to, first, same));
            if (runs.size() > MOST) {
                return null;
            }
            i = to;
        }
        return runs;
    }

    /** What stands in these places; null where they are no such block. */
    LaneValue index(LaneValue a, List<LaneValue> at, Params.Mode mode) {
        Block b = block(a, at, true);
        LaneValue r = b == null ? null : blocks.index(a, b.at(), mode);
        if (r == null) {
            return null;
        }
        var order = new ArrayList<>(r.lanes);
        Tensor t = e.l.tensor(r);
        var edges = new HashMap<Along, Integer>();
        for (Along along : b.axes()) {
            int axis = r.lanes.indexOf(along.block());
            int by = axis < 0 ? 0 : clamped(along.runs(), t.shape()[axis]);
            if (by != 0) {
                t = withEdges(t, axis);
                edges.put(along, EDGE + by);
            }
        }
        for (Along along : b.axes()) {
            int axis = r.lanes.indexOf(along.block());
            if (axis < 0) {
                return null;
            } else if (edges.containsKey(along)) {
                t = e.o.slice(t, axis, edges.get(along), edges.get(along) + e.l.extents.get(along.lane()));
                order.set(axis, along.lane());
                continue;
            }
            List<Tensor> parts = new ArrayList<>();
            for (Run run : along.runs()) {
                parts.add(taken(t, axis, run));
            }
            t = e.o.concat(parts, axis);
            order.set(axis, along.lane());
        }
        return e.l.ascending(t, order);
    }

    /** How many elements further than the lane's number its place is, but never outside of {@code n}; 0 where the runs are something else, or where it is far. */
    private static int clamped(List<Run> runs, int n) {
        Run rising = runs.stream().filter(r -> !r.same() && r.to() - r.from() > 1).findFirst().orElse(null);
        int by = rising == null ? 0 : rising.first() - rising.from();
        int lanes = runs.get(runs.size() - 1).to();
        if (-by > EDGE || lanes + by > n + EDGE) {
            return 0;
        }
        for (Run r : runs) {
            for (int i = r.from(); i < r.to(); i++) {
                if ((r.same() ? r.first() : r.first() + i - r.from()) != Math.max(0, Math.min(n - 1, i + by))) {
                    return 0;
                }
            }
        }
        return by;
    }

    /** With the first and the last element again in front and behind, as often as any place clamps: the places of neighbours are slices of the same tensor then. */
    private Tensor withEdges(Tensor t, int axis) {
        int n = t.shape()[axis];
        Run first = new Run(0, EDGE, 0, true);
        return e.o.concat(List.of(taken(t, axis, first), t, taken(t, axis, new Run(0, EDGE, n - 1, true))), axis);
    }

    private Tensor taken(Tensor t, int axis, Run run) {
        Tensor part = e.o.slice(t, axis, run.first(), run.last() + 1);
        if (!run.same()) {
            return part;
        }
        int[] shape = part.shape().clone();
        shape[axis] = run.to() - run.from();
        return e.o.broadcast(part, IntStream.range(0, shape.length).toArray(), shape);
    }

    /** The array with these values added there; null where the places are no such block. */
    LaneValue add(LaneValue a, List<LaneValue> at, LaneValue v, Params.Mode mode) {
        Block b = v.isScalar() && a.lanes.isEmpty() ? block(a, at, false) : null;
        if (b == null || !b.axes().stream().allMatch(x -> a.shared.contains(x.lane())) || a.shared.size() != b.axes().size()) {
            return null;
        }
        LaneValue zero = LaneValue.of(Lit.zero(v.dtype));
        LaneValue terms = e.mask() == null ? v : e.l.select(e.mask(), v, zero);
        List<Integer> lanes = b.axes().stream().map(Along::lane).sorted().toList();
        if (!lanes.containsAll(terms.lanes)) {
            return null;
        }
        Tensor t = e.l.full(terms, lanes);
        var order = new ArrayList<>(lanes);
        for (Along along : b.axes()) {
            int axis = lanes.indexOf(along.lane());
            Tensor sum = null;
            for (Run run : along.runs()) {
                Tensor one = brought(t, axis, run, e.l.extents.get(along.block()));
                sum = sum == null ? one : e.o.add(sum, one);
            }
            t = sum;
            order.set(axis, along.block());
        }
        LaneValue mask = e.mask();
        try {
            e.mask(null);
            List<Integer> axes = b.axes().stream().map(Along::block).toList();
            LaneValue r = blocks.update(a.sharedOver(axes), b.at(), e.l.ascending(t, order), Prim.ADD, mode);
            return r == null ? null : r.sharedOver(a.shared);
        } finally {
            e.mask(mask);
        }
    }

    /** What a run's lanes add to the block's places along an axis. */
    private Tensor brought(Tensor t, int axis, Run run, int extent) {
        Tensor part = e.o.slice(t, axis, run.from(), run.to());
        if (run.same()) {
            int[] one = part.shape().clone();
            one[axis] = 1;
            part = e.o.reshape(e.o.reduce(Prim.ADD, part, e.o.constant(Lit.zero(t.dtype())), List.of(axis), e.arithmetic), one);
        }
        int[] low = new int[t.rank()];
        int[] high = new int[t.rank()];
        low[axis] = run.first();
        high[axis] = extent - run.last() - 1;
        return e.o.pad(part, e.o.constant(Lit.zero(t.dtype())), low, high);
    }
}
