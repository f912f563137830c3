package dev.jacobi.pjrt.hlo.text;

import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tensors of which parts along one axis were overwritten at known places, as the trips of a short loop leave them that are written one by one. An update of its own for each part is a pass over the tensor
 * on a device; when most of it is new, it is the parts one behind the other, and what is read of it is the part itself.
 */
final class KnownParts {
    private static final int MOST = 64;
    /** Fewer parts are put in one by one. */
    private static final int LEAST = 4;
    private final Ops o;
    private final Map<String, Parts> known = new HashMap<>();
    /** Of which tensor a tensor is a slice along one axis, or what it is the other way round. */
    private final Map<String, Origin> slices = new HashMap<>();
    private final Map<String, Origin> reversals = new HashMap<>();

    KnownParts(Ops o) {
        this.o = o;
    }

    /** What lies along an axis of a tensor: parts by where they start, and the tensor that is there between them. */
    private record Parts(int axis, Tensor base, TreeMap<Integer, Tensor> at) {
        int size(Tensor part) {
            return part.shape()[axis];
        }

        /** Whether a part begins within these places or reaches into them, without being all of them. */
        boolean cuts(int from, int to) {
            return at.entrySet().stream().anyMatch(p -> p.getKey() < to && p.getKey() + size(p.getValue()) > from && (p.getKey() != from || size(p.getValue()) != to - from));
        }
    }

    /** Where a tensor comes from. */
    private record Origin(Tensor of, int axis, int from, int to) {
    }

    /** Notes that a tensor is a slice of another one. */
    void sliced(Tensor a, int[] start, int[] limit, Tensor result) {
        int axis = axis(a.shape(), result.shape());
        if (axis >= 0) {
            slices.put(result.name(), new Origin(a, axis, start[axis], limit[axis]));
        }
    }

    /** Notes that a tensor is another one, or a slice of it, the other way round along one axis. */
    void reversed(Tensor a, List<Integer> axes, Tensor result) {
        Origin of = slices.get(a.name());
        if (of != null && axes.equals(List.of(of.axis))) {
            reversals.put(result.name(), of);
        }
    }

    /** The whole as one tensor the other way round, where all parts are slices of that, as an exchange of elements from both ends leaves them; else null. */
    private Tensor turned(Parts p) {
        Origin first = null;
        int from = 0;
        for (Tensor part : p.at.values()) {
            Origin o = reversals.get(part.name());
            if (o == null || o.axis != p.axis || first != null && (o.of != first.of || o.to != from)) {
                return null;
            }
            first = first == null ? o : first;
            from = o.from;
        }
        return p.at.size() < 2 ? null : o.reverse(o.slice(first.of, p.axis, from, first.to), List.of(p.axis));
    }

    /** The axis along which a part is shorter, or -1 where there are others. */
    private static int axis(int[] whole, int[] part) {
        int axis = -1;
        for (int k = 0; k < whole.length; k++) {
            if (whole[k] != part[k]) {
                if (axis >= 0) {
                    return -1;
                }
                axis = k;
            }
        }
        return axis;
    }

    /** The tensor with a part at these places, which are within it, as all its parts; null where it is to be updated. */
    Tensor put(Tensor a, Tensor u, int[] starts) {
        int axis = axis(a.shape(), u.shape());
        Parts p = before(a, u, axis, starts);
        if (p == null) {
            return null;
        }
        p.at.put(starts[axis], u);
        int covered = p.at.values().stream().mapToInt(p::size).sum();
        Tensor turned = covered == a.shape()[axis] ? turned(p) : null;
        return turned != null ? turned : p.at.size() < LEAST || 2 * covered < a.shape()[axis] ? null : whole(a, p);
    }

    /** Notes what an update at known places has left. */
    void updated(Tensor a, Tensor u, int[] starts, Tensor result) {
        int axis = axis(a.shape(), u.shape());
        Parts p = before(a, u, axis, starts);
        if (p != null) {
            p.at.put(starts[axis], u);
            known.put(result.name(), p);
        }
    }

    private Parts before(Tensor a, Tensor u, int axis, int[] starts) {
        if (axis < 0) {
            return null;
        }
        Parts p = known.get(a.name());
        int to = starts[axis] + u.shape()[axis];
        return p == null || p.axis != axis || p.cuts(starts[axis], to) || p.at.size() >= MOST ? new Parts(axis, a, new TreeMap<>()) : new Parts(axis, p.base, new TreeMap<>(p.at));
    }

    private Tensor whole(Tensor a, Parts p) {
        List<Tensor> all = new ArrayList<>();
        int next = 0;
        for (Map.Entry<Integer, Tensor> part : p.at.entrySet()) {
            if (part.getKey() > next) {
                all.add(o.slice(p.base, p.axis, next, part.getKey()));
            }
            all.add(part.getValue());
            next = part.getKey() + p.size(part.getValue());
        }
        if (next < a.shape()[p.axis]) {
            all.add(o.slice(p.base, p.axis, next, a.shape()[p.axis]));
        }
        Tensor r = o.concat(all, p.axis);
        known.put(r.name(), p);
        return r;
    }

    /** Of which tensor these places of {@code a} are a slice, and where that begins in it. */
    record Place(Tensor of, int axis, int first) {
    }

    /** Where what is in these places comes from; null where nothing better than {@code a} is known. */
    Place place(Tensor a, int[] start, int[] limit) {
        Parts p = known.get(a.name());
        if (p == null) {
            return null;
        }
        int from = start[p.axis];
        int to = limit[p.axis];
        Map.Entry<Integer, Tensor> part = p.at.floorEntry(from);
        if (part != null && part.getKey() + p.size(part.getValue()) >= to) {
            return new Place(part.getValue(), p.axis, part.getKey());
        }
        boolean between = p.at.entrySet().stream().noneMatch(x -> x.getKey() < to && x.getKey() + p.size(x.getValue()) > from);
        return between ? new Place(p.base, p.axis, 0) : null;
    }
}
