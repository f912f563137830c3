package dev.jacobi.pjrt.hlo.access;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.pjrt.hlo.lanes.AffineIntegers;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.lanes.LaneValue.Affine;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Accesses at places that are affine in the lanes' numbers, read and written as one slice. An axis indexed by {@code i*w + j + c} is seen as
 * a matrix of rows of w ({@code c} in its digits), so that each lane axis walks along one axis of the view.
 */
final class AffineSlices {
    private final EmitContext e;

    AffineSlices(EmitContext e) {
        this.e = e;
    }

    private Ops o() {
        return e.o;
    }

    /** One axis of the view: its extent, where the block starts in it (a constant or a scalar), its size, and the lane axis along it or -1. */
    private record Digit(int extent, long start, LaneValue at, int size, int lane) {
        boolean inside() {
            return at != null || start >= 0 && start + size <= extent;
        }
    }

    /** The view of an array's indexed axes; {@code extra} elements are needed behind the last axis' own. */
    private record View(List<Digit> digits, int extra) {
        int[] shape() {
            return digits.stream().mapToInt(Digit::extent).toArray();
        }

        List<Integer> lanes() {
            return digits.stream().map(Digit::lane).filter(k -> k >= 0).toList();
        }

        boolean inside() {
            return digits.stream().allMatch(Digit::inside);
        }
    }

    private View view(LaneValue a, List<LaneValue> at, boolean promised) {
        var digits = new ArrayList<Digit>();
        int extra = 0;
        for (int k = 0; k < at.size(); k++) {
            Affine f = AffineIntegers.of(at.get(k));
            int before = digits.size();
            if (f == null || !axis(digits, f, a.dims[k], promised)) {
                return null;
            }
            int size = digits.subList(before, digits.size()).stream().mapToInt(Digit::extent).reduce(1, (x, y) -> x * y);
            if (size != a.dims[k]) {
                if (at.size() > 1 || a.dims.length > 1) {
                    return null;
                }
                extra = size - a.dims[k];
            }
        }
        Set<Integer> seen = new HashSet<>(a.lanes);
        for (Digit d : digits) {
            if (d.lane() >= 0 && !seen.add(d.lane())) {
                return null;
            }
        }
        return new View(digits, extra);
    }

    private LaneValue scalar(Affine f) {
        return LaneValue.of(DType.I32, new Affine(f.base(), f.rest(), new TreeMap<>()));
    }

    /** Adds the digits of one indexed axis of {@code n} elements; false when it has no such view. */
    private boolean axis(List<Digit> digits, Affine f, int n, boolean promised) {
        if (f.isUniform()) {
            digits.add(f.isFixed() ? new Digit(n, f.base(), null, 1, -1) : new Digit(n, 0, scalar(f), 1, -1));
            return true;
        }
        List<Map.Entry<Integer, Long>> lanes = new ArrayList<>(f.coefficients().entrySet());
        lanes.sort((x, y) -> Long.compare(y.getValue(), x.getValue()));
        var units = new ArrayList<Long>();
        lanes.forEach(c -> units.add(c.getValue()));
        if (units.get(units.size() - 1) != 1) {
            units.add(1L);
        }
        for (int k = 0; k < units.size(); k++) {
            if (units.get(k) <= 0 || k > 0 && (units.get(k - 1) % units.get(k) != 0 || units.get(k - 1).equals(units.get(k)))) {
                return false;
            }
        }
        long first = units.get(0);
        if (!f.isFixed()) {
            return dynamic(digits, f, n, lanes, units, promised);
        }
        long rows = (n + first - 1) / first;
        long rest = f.base();
        var mine = new ArrayList<Digit>();
        for (int k = 0; k < units.size(); k++) {
            long extent = k == 0 ? rows : units.get(k - 1) / units.get(k);
            long start = Math.floorDiv(rest, units.get(k));
            rest = Math.floorMod(rest, units.get(k));
            int size = k < lanes.size() ? e.l.extents.get(lanes.get(k).getKey()) : 1;
            if (k > 0 && start + size > extent || extent > Integer.MAX_VALUE) {
                return false;
            }
            mine.add(new Digit((int) extent, start, null, size, k < lanes.size() ? lanes.get(k).getKey() : -1));
        }
        Digit top = mine.get(0);
        // Outside are only lanes that are idle, when there is a promise.
        boolean inside = top.start() >= 0 && (top.start() + top.size() - 1) * first + first <= n || f.range(e.l.extents)[0] >= 0 && f.range(e.l.extents)[1] < n;
        if (!inside && !promised) {
            return false;
        }
        digits.addAll(mine);
        return true;
    }

    /** With a scalar in the place: where all lanes are at work and promised to be inside, what the promise says of it may do. */
    private boolean dynamic(List<Digit> digits, Affine f, int n, List<Map.Entry<Integer, Long>> lanes, List<Long> units, boolean promised) {
        if (!promised || e.mask() != null) {
            return false;
        }
        int size = e.l.extents.get(lanes.get(0).getKey());
        if (lanes.size() == 1 && units.size() == 1) {
            digits.add(new Digit(n, 0, scalar(f), size, lanes.get(0).getKey()));
            return true;
        }
        long row = units.get(0);
        if (size * row != n || lanes.size() > 2 || units.size() > 2) {
            return false;
        }
        // The rows cover the axis, so what is added stays within a row.
        digits.add(new Digit(size, 0, null, size, lanes.get(0).getKey()));
        int inner = lanes.size() == 2 ? e.l.extents.get(lanes.get(1).getKey()) : 1;
        digits.add(new Digit((int) row, 0, scalar(f), inner, lanes.size() == 2 ? lanes.get(1).getKey() : -1));
        return true;
    }

    private List<Tensor> starts(List<Integer> lanes, View v, int more) {
        var out = new ArrayList<Tensor>();
        lanes.forEach(k -> out.add(o().constant(Lit.i32(0))));
        v.digits().forEach(d -> out.add(d.at() == null ? o().constant(Lit.i32((int) d.start())) : e.l.tensor(e.l.index(d.at()))));
        IntStream.range(0, more).forEach(k -> out.add(o().constant(Lit.i32(0))));
        return out;
    }

    private static int[] starts(int lanes, View v, int more) {
        return IntStream.concat(IntStream.concat(IntStream.range(0, lanes).map(k -> 0), v.digits().stream().mapToInt(d -> (int) d.start())), IntStream.range(0, more).map(k -> 0)).toArray();
    }

    private static boolean fixed(View v) {
        return v.digits().stream().allMatch(d -> d.at() == null);
    }

    /** The block of a view, with axes of one element where no lane goes along; what is outside is zero. */
    private Tensor block(Tensor t, List<Integer> lanes, View v, int[] row) {
        int n = lanes.size();
        int[] size = t.shape().clone();
        for (int k = 0; k < v.digits().size(); k++) {
            size[n + k] = v.digits().get(k).size();
        }
        if (!fixed(v) && v.inside()) {
            return o().dynamicSlice(t, starts(lanes, v, row.length), size);
        } else if (!fixed(v)) {
            // A slice whose start depends on data moves until it fits, which the axes with idle lanes outside must not.
            int[] some = t.shape().clone();
            var moving = new ArrayList<Digit>();
            var still = new ArrayList<Digit>();
            for (int k = 0; k < v.digits().size(); k++) {
                Digit d = v.digits().get(k);
                some[n + k] = d.at() == null ? d.extent() : d.size();
                moving.add(d.at() == null ? new Digit(d.extent(), 0, null, d.extent(), -1) : d);
                still.add(d.at() == null ? d : new Digit(d.size(), 0, null, d.size(), d.lane()));
            }
            Tensor part = o().dynamicSlice(t, starts(lanes, new View(moving, 0), row.length), some);
            return block(part, lanes, new View(still, 0), row);
        }
        int[] from = new int[size.length];
        int[] to = t.shape().clone();
        int[] low = new int[size.length];
        int[] high = new int[size.length];
        for (int k = 0; k < v.digits().size(); k++) {
            Digit d = v.digits().get(k);
            long end = d.start() + d.size();
            from[n + k] = (int) Math.max(0, Math.min(d.extent(), d.start()));
            to[n + k] = (int) Math.max(from[n + k], Math.min(d.extent(), end));
            low[n + k] = Math.min(d.size(), (int) Math.max(0, -d.start()));
            high[n + k] = d.size() - low[n + k] - (to[n + k] - from[n + k]);
        }
        Tensor s = o().slice(t, from, to);
        return Arrays.equals(s.shape(), size) ? s : o().pad(s, o().constant(Lit.zero(t.dtype())), low, high);
    }

    /** The part of an array in which all places lie, from a scalar on, and the places within it. */
    private record Span(LaneValue part, LaneValue at, Tensor start) {
    }

    /** For places in an array of one axis that are a scalar and lanes, where all lanes are at work and promised to be inside. */
    private Span span(LaneValue a, List<LaneValue> at, Params.Mode mode) {
        Affine f = AffineIntegers.of(at.get(0));
        if (a.dims.length != 1 || !a.lanes.isEmpty() || e.mask() != null || mode != Params.Mode.PROMISED || f == null || f.isFixed() || f.isUniform()) {
            return null;
        }
        var lanes = Affine.of(0, f.coefficients());
        long[] range = lanes.range(e.l.extents);
        long size = range[1] + 1;
        if (range[0] < 0 || size >= a.dims[0]) {
            return null;
        }
        Tensor start = e.l.tensor(scalar(f));
        Tensor part = o().dynamicSlice(e.l.tensor(a), List.of(start), (int) size);
        return new Span(LaneValue.of(part, List.of()), LaneValue.of(DType.I32, lanes), start);
    }

    /** The lane axes whose numbers places fall with ({@code n - 1 - i}). */
    private Set<Integer> falling(List<LaneValue> at) {
        var out = new TreeSet<Integer>();
        for (LaneValue v : at) {
            Affine f = AffineIntegers.of(v);
            if (f != null) {
                f.coefficients().forEach((lane, c) -> {
                    if (c < 0) {
                        out.add(lane);
                    }
                });
            }
        }
        return out;
    }

    /** The places of lanes that are counted from the other end, as a reversal of what is read or written. */
    private List<LaneValue> turned(List<LaneValue> at, Set<Integer> lanes) {
        var out = new ArrayList<LaneValue>();
        for (LaneValue v : at) {
            Affine f = AffineIntegers.of(v);
            if (f != null && f.coefficients().keySet().stream().anyMatch(lanes::contains)) {
                long base = f.base();
                var by = new TreeMap<>(f.coefficients());
                for (int lane : lanes) {
                    long c = by.getOrDefault(lane, 0L);
                    base += c * (e.l.extents.get(lane) - 1);
                    by.computeIfPresent(lane, (k, x) -> -x);
                }
                out.add(LaneValue.of(v.dtype, new Affine(base, f.rest(), by)));
            } else {
                out.add(v);
            }
        }
        return out;
    }

    private LaneValue turned(LaneValue v, Set<Integer> lanes) {
        List<Integer> axes = lanes.stream().filter(v.lanes::contains).map(v.lanes::indexOf).sorted().toList();
        return axes.isEmpty() ? v : LaneValue.of(o().reverse(e.l.tensor(v), axes), v.lanes).sharedOver(v.shared);
    }

    /** What stands in these places; null where they are no block. */
    LaneValue index(LaneValue a, List<LaneValue> at, Params.Mode mode) {
        Set<Integer> falling = falling(at);
        LaneValue r = falling.stream().anyMatch(a.lanes::contains) ? null : read(a, falling.isEmpty() ? at : turned(at, falling), mode);
        return r == null ? null : turned(r, falling);
    }

    /** The array with these values there; null where the places are no block. */
    LaneValue update(LaneValue a, List<LaneValue> at, LaneValue v, Prim op, Params.Mode mode) {
        Set<Integer> falling = falling(at);
        if (falling.isEmpty() || falling.stream().anyMatch(a.lanes::contains)) {
            return falling.isEmpty() ? write(a, at, v, op, mode) : null;
        }
        LaneValue mask = e.mask();
        try {
            e.mask(mask == null ? null : turned(mask, falling));
            return write(a, turned(at, falling), turned(v, falling), op, mode);
        } finally {
            e.mask(mask);
        }
    }

    private LaneValue read(LaneValue a, List<LaneValue> at, Params.Mode mode) {
        View v = view(a, at, mode == Params.Mode.PROMISED);
        if (v == null) {
            Span span = span(a, at, mode);
            return span == null ? null : read(span.part(), List.of(span.at()), mode);
        }
        int[] row = Arrays.copyOfRange(a.dims, at.size(), a.dims.length);
        Tensor t = e.l.tensor(a);
        // A place that no lane moves clamps.
        for (int k = 0; k < v.digits().size(); k++) {
            Digit d = v.digits().get(k);
            if (d.lane() < 0 && d.at() == null && !d.inside()) {
                v.digits().set(k, new Digit(d.extent(), Math.max(0, Math.min(d.extent() - 1, d.start())), null, 1, -1));
            }
        }
        t = o().reshape(longer(t, v.extra()), e.l.shape(a.lanes, Ops.join(v.shape(), row)));
        Tensor b = block(t, a.lanes, v, row);
        var order = new ArrayList<>(a.lanes);
        order.addAll(v.lanes());
        return e.l.ascending(o().reshape(b, Ops.join(order.stream().mapToInt(e.l.extents::get).toArray(), row)), order);
    }

    private LaneValue write(LaneValue a, List<LaneValue> at, LaneValue v, Prim op, Params.Mode mode) {
        View w = view(a, at, mode == Params.Mode.PROMISED);
        Span span = w == null ? span(a, at, mode) : null;
        if (span != null) {
            return into(a, span, v, op, mode);
        }
        if (w == null || w.extra() != 0 && a.dims.length > 1 || !a.shared.containsAll(w.lanes())) {
            return null;
        }
        List<Integer> more = e.mask() == null ? v.lanes : LaneTensors.union(v.lanes, e.mask().lanes);
        List<Integer> own = LaneTensors.without(LaneTensors.union(a.lanes, more), w.lanes());
        // Lanes that combine into one place do so one after the other.
        if (own.stream().anyMatch(a.shared::contains) || op != null && !w.lanes().containsAll(a.shared)) {
            return null;
        }
        LaneValue inside = null;
        for (int k = 0; k < w.digits().size(); k++) {
            Digit d = w.digits().get(k);
            if (d.at() != null && d.lane() < 0 && mode == Params.Mode.CLAMP) {
                Tensor i = e.l.tensor(e.l.index(d.at()));
                Tensor in = o().and(o().compare("GE", i, o().like(i, 0)), o().compare("LT", i, o().like(i, d.extent())));
                inside = e.l.and(inside, LaneValue.of(in, List.of()));
            } else if (d.at() == null && !d.inside() && (d.lane() < 0 || d.start() >= d.extent() || d.start() + d.size() <= 0)) {
                // Nothing of the block is in the array.
                return a;
            }
        }
        int[] row = Arrays.copyOfRange(a.dims, at.size(), a.dims.length);
        int extra = w.extra();
        Tensor t = o().reshape(longer(e.l.full(a, own, a.dims), extra), e.l.shape(own, Ops.join(w.shape(), row)));
        Tensor u = placed(v, own, w, row);
        Tensor mask = e.mask() == null && inside == null ? null : placed(e.l.and(e.mask(), inside), own, w, row);
        if (!w.inside()) {
            // The rest of the block belongs to idle lanes.
            var cut = new ArrayList<Digit>();
            int[] from = new int[u.rank()];
            int[] to = u.shape().clone();
            for (int k = 0; k < w.digits().size(); k++) {
                Digit d = w.digits().get(k);
                long start = d.at() != null ? d.start() : Math.max(0, d.start());
                long end = d.at() != null ? start + d.size() : Math.min(d.extent(), d.start() + d.size());
                from[own.size() + k] = (int) (start - d.start());
                to[own.size() + k] = (int) (end - d.start());
                cut.add(new Digit(d.extent(), start, d.at(), (int) (end - start), d.lane()));
            }
            u = o().slice(u, from, to);
            mask = mask == null ? null : o().slice(mask, from, to);
            w = new View(cut, 0);
        }
        if (mask != null || op != null) {
            Tensor old = block(t, own, w, row);
            u = op == null ? u : e.arithmetic.apply(op, old, u);
            u = mask == null ? u : o().select(mask, u, old);
        }
        Tensor r = fixed(w) ? o().update(t, u, starts(own.size(), w, row.length)) : Arrays.equals(t.shape(), u.shape()) ? u : o().dynamicUpdate(t, u, starts(own, w, row.length));
        r = extra > 0 ? o().slice(o().reshape(r, e.l.shape(own, a.dims[0] + extra)), own.size(), 0, a.dims[0]) : r;
        return LaneValue.of(o().reshape(r, e.l.shape(own, a.dims)), own).sharedOver(a.shared);
    }

    private LaneValue into(LaneValue a, Span span, LaneValue v, Prim op, Params.Mode mode) {
        if (!span.at().lanes.containsAll(v.lanes)) {
            return null;
        }
        LaneValue part = write(span.part().sharedOver(a.shared), List.of(span.at()), v, op, mode);
        return part == null || !part.lanes.isEmpty() ? null
            : LaneValue.of(o().dynamicUpdate(e.l.tensor(a), e.l.tensor(part), List.of(span.start())), List.of()).sharedOver(a.shared);
    }

    /** With zeros behind the last axis' own elements. */
    private Tensor longer(Tensor t, int by) {
        if (by == 0) {
            return t;
        }
        int[] high = new int[t.rank()];
        high[t.rank() - 1] = by;
        return o().pad(t, o().constant(Lit.zero(t.dtype())), new int[t.rank()], high);
    }

    /** A value per lane laid out along the view's axes. */
    private Tensor placed(LaneValue v, List<Integer> own, View w, int[] row) {
        List<Integer> walked = w.lanes();
        List<Integer> sorted = LaneTensors.union(own, walked).stream().sorted().toList();
        Tensor t = e.l.full(v, sorted, row);
        var order = new ArrayList<>(own);
        order.addAll(walked);
        int n = sorted.size();
        t = o().transpose(t, IntStream.range(0, n + row.length).map(k -> k < n ? sorted.indexOf(order.get(k)) : k).toArray());
        int[] sizes = w.digits().stream().mapToInt(Digit::size).toArray();
        return o().reshape(t, e.l.shape(own, Ops.join(sizes, row)));
    }
}
