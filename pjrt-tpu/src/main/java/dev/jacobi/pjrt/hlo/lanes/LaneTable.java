package dev.jacobi.pjrt.hlo.lanes;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.List;
import java.util.TreeMap;

/**
 * An i32 that is known for every lane before the program runs, without being affine in the lanes' numbers, such as a place that clamps or wraps around at an image's edge: a constant and a number per
 * lane of each of some axes, added up. Accesses at such places are slices put together.
 *
 * @param base the constant
 * @param parts by lane axis, what its lanes add
 */
public record LaneTable(long base, TreeMap<Integer, long[]> parts) {
    /** What a value is as a table, or null. */
    public static LaneTable of(LaneValue v, LaneTensors l) {
        if (v.table != null) {
            return v.table;
        } else if (v.affine == null || !v.affine.isFixed() || v.dtype != DType.I32) {
            return null;
        }
        var parts = new TreeMap<Integer, long[]>();
        v.affine.coefficients().forEach((lane, c) -> {
            long[] t = new long[l.extents.get(lane)];
            for (int i = 0; i < t.length; i++) {
                t[i] = c * i;
            }
            parts.put(lane, t);
        });
        return new LaneTable(v.affine.base(), parts);
    }

    /** What an elementwise operation makes of these operands, or null. */
    static LaneTable of(Prim p, Params params, List<LaneValue> in, LaneTensors l) {
        if (in.stream().anyMatch(v -> !v.isScalar() || v.dtype != DType.I32 || v.table == null && (v.affine == null || !v.affine.isFixed())) || in.size() != 2) {
            return null;
        }
        LaneTable a = of(in.get(0), l);
        LaneTable b = of(in.get(1), l);
        if (p == Prim.ADD || p == Prim.SUB) {
            return a.plus(b, p == Prim.ADD ? 1 : -1);
        } else if (p == Prim.MUL && b.parts.isEmpty()) {
            return new LaneTable(0, new TreeMap<>()).plus(a, b.base);
        } else if (p == Prim.MUL && a.parts.isEmpty()) {
            return new LaneTable(0, new TreeMap<>()).plus(b, a.base);
        }
        return single(p, params, a, b);
    }

    private static LaneTable single(Prim p, Params params, LaneTable a, LaneTable b) {
        var lanes = new TreeMap<>(a.parts);
        lanes.putAll(b.parts);
        if (lanes.size() != 1) {
            return null;
        }
        int lane = lanes.firstKey();
        long[] t = new long[lanes.get(lane).length];
        for (int i = 0; i < t.length; i++) {
            Lit r = Eval.fold(p, params, List.of(a.at(lane, i), b.at(lane, i)));
            if (r == null || r.dtype() != DType.I32) {
                return null;
            }
            t[i] = r.asLong();
        }
        var parts = new TreeMap<Integer, long[]>();
        parts.put(lane, t);
        return new LaneTable(0, parts);
    }

    private Lit at(int lane, int i) {
        return Lit.i32((int) (base + (parts.containsKey(lane) ? parts.get(lane)[i] : 0)));
    }

    private LaneTable plus(LaneTable other, long times) {
        var sum = new TreeMap<Integer, long[]>();
        parts.forEach((lane, t) -> sum.put(lane, t.clone()));
        other.parts.forEach((lane, t) -> {
            long[] s = sum.computeIfAbsent(lane, k -> new long[t.length]);
            for (int i = 0; i < s.length; i++) {
                s[i] += times * t[i];
            }
        });
        var all = new LaneTable(base + times * other.base, sum);
        return all.fits() ? all : null;
    }

    /** Whether it does not wrap around, as i32 would. */
    private boolean fits() {
        long low = base;
        long high = base;
        for (long[] t : parts.values()) {
            long least = Long.MAX_VALUE;
            long most = Long.MIN_VALUE;
            for (long x : t) {
                least = Math.min(least, x);
                most = Math.max(most, x);
            }
            low += least;
            high += most;
        }
        return low >= Integer.MIN_VALUE && high <= Integer.MAX_VALUE;
    }
}
