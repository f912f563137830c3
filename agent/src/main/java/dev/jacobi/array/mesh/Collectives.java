package dev.jacobi.array.mesh;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.NamedSharding;
import dev.jacobi.Np;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Partition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the lanes of a named axis do together, beyond sums and extremes. All of it is written with three primitives: {@code all_gather}, {@code psum}, and {@code axis_index}, which says who is asking; their derivatives and
 * batches are those of the whole.
 */
public final class Collectives {
    private Collectives() {
    }

    /** The array with a mark that says how it lies on a mesh. */
    public static NDArray marked(NDArray x, NamedSharding on) {
        var spec = new Partition(on.spec().axes());
        var axes = new ArrayList<List<String>>();
        if (spec.axes().size() > x.rank()) {
            throw new JacobiException("Lax.withShardingConstraint: " + on.spec() + " is for " + spec.axes().size() + " axes, but the array of shape " + x.shapeOf() + " has " + x.rank() + ".");
        }
        for (int k = 0; k < x.rank(); k++) {
            Dim d = x.shapeOf().get(k).dim();
            String uneven = d.isConst() ? Specs.axes(on.mesh()).uneven(d.add(), spec.of(k)) : null;
            if (uneven != null) {
                throw new JacobiException("Lax.withShardingConstraint: axis " + k + " of the array has " + uneven + ".");
            }
            axes.add(spec.of(k));
        }
        MeshAxes mesh = Specs.axes(on.mesh());
        var layout = Params.Layout.on(mesh.names(), mesh.sizes(), mesh.devices()).with(axes);
        Trace t = Trace.current();
        return axes.isEmpty() ? x : t.array(x.dtype(), x.isWeak(), t.atoms(x).stream().map(a -> t.emit(Prim.SHARD, layout, a)).toList());
    }

    private static Trace trace(String what, String axis) {
        if (axis == null) {
            throw new JacobiException("Lax." + what + ": the name of the axis is null; give the one that the mesh or the vmap has.");
        }
        if (Trace.current() == null) {
            throw outside(what, axis);
        }
        return Trace.current();
    }

    /** Whether it is what a collective says around which there is no axis of its name. */
    public static boolean isOutside(JacobiException e) {
        return e instanceof Outside;
    }

    private static final class Outside extends JacobiException {
        private static final long serialVersionUID = 1L;

        private Outside(String message) {
            super(message);
        }
    }

    /** What a collective says that no axis of this name is around. */
    public static JacobiException outside(String what, String axis) {
        return new Outside("Lax." + what + ": there is no axis '" + axis + "' here, as no vmap, pmap or shardMap around the call has named one so; name it with Axes.in(..).named(\"" + axis
            + "\"), or run the function on a mesh that has it.");
    }

    private static int lanes(Trace t, String what, String axis) {
        Extent n = t.lanes(axis);
        if (n == null) {
            throw new JacobiException("Lax." + what + ": how many lanes the axis '" + axis + "' has is not known while the function is compiled; map an NDArray, or run the function on a mesh with that axis.");
        }
        return n.value();
    }

    /** The arrays of all lanes along a new first axis. */
    private static NDArray gathered(String what, NDArray x, String axis) {
        Trace t = trace(what, axis);
        int n = lanes(t, what, axis);
        var all = t.atoms(x).stream().map(a -> t.emit(Prim.ALL_GATHER, new Params.Name(axis), a)).toList();
        NDArray open = t.array(x.dtype(), x.isWeak(), all);
        return Structural.reshape(open, x.shapeOf().inserted(0, Extent.of(n)));
    }

    /** Each lane wants all of it, as a compiler for several devices is to know. */
    private static NDArray whole(NDArray all, String axis) {
        Trace t = Trace.current();
        return t.array(all.dtype(), all.isWeak(), t.atoms(all).stream().map(a -> t.emit(Prim.SHARD, Params.Layout.whole(axis, all.rank()), a)).toList());
    }

    /** The arrays of all lanes: along a new axis, or one behind the other along one that is there. */
    public static NDArray allGather(NDArray x, String axis, int along, boolean tiled) {
        NDArray all = whole(gathered("allGather", x, axis), axis);
        int k = AxisNumbers.of("allGather", along, tiled ? x.rank() : x.rank() + 1);
        return tiled ? merged(all, k) : Np.moveaxis(all, 0, k);
    }

    /** The first axis, of lanes, becomes the slower part of axis {@code to}, counted without it. */
    private static NDArray merged(NDArray all, int to) {
        NDArray x = Np.moveaxis(all, 0, to);
        int[] shape = x.shape();
        int[] whole = new int[shape.length - 1];
        for (int k = 0; k < whole.length; k++) {
            whole[k] = k < to ? shape[k] : k == to ? shape[k] * shape[k + 1] : shape[k + 1];
        }
        return Np.reshape(x, whole);
    }

    /** The array as real numbers, so that no sum of small integers overflows. */
    public static NDArray real(NDArray x) {
        return x.dtype().isInteger() || x.dtype() == DType.BOOL ? x.times(1.0) : x;
    }

    /** This lane's part of the sum of all lanes' arrays; of truth values it is a number. */
    public static NDArray psumScatter(NDArray given, String axis, int along, boolean tiled) {
        Trace t = trace("psumScatter", axis);
        NDArray x = given.dtype() == DType.BOOL ? given.astype(DType.I32) : given;
        int k = AxisNumbers.of("psumScatter", along, x.rank());
        int part = part(t, "psumScatter", x, axis, k, tiled);
        var sums = t.atoms(x).stream().map(a -> t.emit(Prim.PSUM, new Params.Name(axis), a)).toList();
        return own(t, t.array(x.dtype(), x.isWeak(), sums), axis, k, part, tiled);
    }

    /** How long a lane's part of an axis is that all lanes share. */
    private static int part(Trace t, String what, NDArray x, String axis, int k, boolean tiled) {
        int n = lanes(t, what, axis);
        int length = x.shape(k);
        if (tiled ? length % n != 0 : length != n) {
            throw new JacobiException("Lax." + what + ": axis " + k + " of the array of shape " + x.shapeOf() + (tiled ? " cannot be divided evenly among " : " has to be as long as there are lanes: ") + n
                + " lanes of '" + axis + "'" + (tiled ? "; pad it to " + (length / n + 1) * n + "." : "."));
        }
        return length / n;
    }

    /** This lane's part along axis {@code k}: the axis of all lanes' parts goes in front, where the lane's number selects, so that all lanes together do no more than a transpose. */
    private static NDArray own(Trace t, NDArray x, String axis, int k, int part, boolean tiled) {
        int[] shape = x.shape();
        int[] apart = new int[shape.length + 1];
        for (int i = 0; i < apart.length; i++) {
            apart[i] = i < k ? shape[i] : i == k ? shape[k] / part : i == k + 1 ? part : shape[i - 1];
        }
        return selected(t, Np.moveaxis(tiled ? Np.reshape(x, apart) : x, k, 0), axis);
    }

    /** The element along the first axis that has this lane's number. */
    private static NDArray selected(Trace t, NDArray all, String axis) {
        var number = t.emit(Prim.AXIS_INDEX, new Params.Name(axis));
        return t.array(all.dtype(), all.isWeak(), t.atoms(all).stream().map(a -> t.emit(Prim.INDEX, Params.Access.PROMISED, a, number)).toList());
    }

    /** What the lane in front of this one by a permutation has; zeros where there is none. Stretches of lanes that get from neighbours are moved as a whole. */
    public static NDArray ppermute(NDArray x, String axis, int[][] pairs) {
        int n = lanes(trace("ppermute", axis), "ppermute", axis);
        return moved("ppermute", x, axis, sources(pairs, n, axis));
    }

    /** What the lane so many places in front of this one has. */
    public static NDArray pshift(NDArray x, String axis, int by, boolean around) {
        int n = lanes(trace("pshift", axis), "pshift", axis);
        int[] from = new int[n];
        for (int k = 0; k < n; k++) {
            int source = k - by;
            from[k] = around ? Math.floorMod(source, n) : source < 0 || source >= n ? -1 : source;
        }
        return moved("pshift", x, axis, from);
    }

    /** {@code from} has for each lane the one whose array it gets, -1 for zeros. */
    private static NDArray moved(String what, NDArray x, String axis, int[] from) {
        Trace t = trace(what, axis);
        int n = from.length;
        NDArray all = gathered(what, x, axis);
        var parts = new ArrayList<NDArray>();
        int begin = 0;
        for (int k = 1; k <= n; k++) {
            if (k == n || from[k] != (from[begin] < 0 ? -1 : from[begin] + k - begin)) {
                NDArray stretch = rows(all, Math.max(from[begin], 0), k - begin);
                parts.add(from[begin] < 0 ? Np.zerosLike(stretch) : stretch);
                begin = k;
            }
        }
        return selected(t, parts.size() == 1 ? parts.get(0) : Np.concatenate(parts, 0), axis);
    }

    private static NDArray rows(NDArray all, int start, int count) {
        int[] starts = new int[all.rank()];
        int[] limits = all.shape();
        starts[0] = start;
        limits[0] = start + count;
        return Lax.slice(all, starts, limits);
    }

    private static int[] sources(int[][] pairs, int n, String axis) {
        int[] from = new int[n];
        Arrays.fill(from, -1);
        boolean[] sends = new boolean[n];
        if (pairs == null) {
            throw new JacobiException("Lax.ppermute: the pairs are null; give {from, to} for each lane that sends.");
        }
        for (int[] p : pairs) {
            boolean fits = p != null && p.length == 2 && p[0] >= 0 && p[0] < n && p[1] >= 0 && p[1] < n;
            if (!fits || sends[p[0]] || from[p[1]] >= 0) {
                throw new JacobiException("Lax.ppermute: " + Arrays.toString(p) + " is no pair of a permutation of the " + n + " lanes of '" + axis
                    + "'; give {from, to} with each lane once at most on either side.");
            }
            sends[p[0]] = true;
            from[p[1]] = p[0];
        }
        return from;
    }

    /** Part i of this lane's array goes to lane i, which puts what it gets side by side. */
    public static NDArray allToAll(NDArray x, String axis, int split, int concat, boolean tiled) {
        Trace t = trace("allToAll", axis);
        int s = AxisNumbers.of("allToAll", split, x.rank());
        int c = AxisNumbers.of("allToAll", concat, x.rank());
        int part = part(t, "allToAll", x, axis, s, tiled);
        NDArray all = gathered("allToAll", x, axis);
        NDArray mine = own(t, all, axis, s + 1, part, tiled);
        return tiled ? merged(mine, c) : Np.moveaxis(mine, 0, c);
    }
}
