package dev.jacobi.pjrt.hlo;

import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Type;
import dev.jacobi.pjrt.program.HloProgram;
import dev.jacobi.pjrt.program.HloRefusal;
import dev.jacobi.pjrt.program.Partitioning;
import dev.jacobi.pjrt.program.ShardLayout;
import dev.jacobi.pjrt.program.Tiling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a program's arguments and results lie on a mesh of devices, as annotations of Shardy, by which XLA makes one program for all devices.
 *
 * @param names the axes of the mesh
 * @param sizes how many devices are along each
 * @param devices the numbers of the plugin's devices, those along the last axis next to each other; none where the mesh is only described
 * @param in for each input of the program, and each axis of it, the axes of the mesh that divide it
 * @param out the same for each result; null, or nothing behind the last one, where that is left to the compiler
 */
public record MeshSharding(List<String> names, List<Integer> sizes, List<Integer> devices, List<List<List<String>>> in, List<List<List<String>>> out) {
    public MeshSharding {
        names = List.copyOf(names);
        sizes = List.copyOf(sizes);
        devices = List.copyOf(devices);
        in = List.copyOf(in);
        out = Collections.unmodifiableList(new ArrayList<>(out));
    }

    /** How many devices there are. */
    public int count() {
        return sizes.stream().reduce(1, Math::multiplyExact);
    }

    /** The same where all results of a program with so many have a place: those of which nothing is said are whole on each device. */
    public MeshSharding withAllResults(int results) {
        var all = new ArrayList<List<List<String>>>();
        for (int k = 0; k < results; k++) {
            all.add(k < out.size() && out.get(k) != null ? out.get(k) : List.of());
        }
        return new MeshSharding(names, sizes, devices, in, all);
    }

    /** Whether each result of a program with so many has a place. */
    public boolean hasAllResults(int results) {
        return IntStream.range(0, results).allMatch(k -> k < out.size() && out.get(k) != null);
    }

    /** The same with each result where a compiler has put it; null where that is not along axes of the mesh. */
    public MeshSharding withResults(List<Tiling> made) {
        var all = new ArrayList<List<List<String>>>();
        for (Tiling t : made) {
            var axes = new ArrayList<List<String>>();
            for (int k = 0; k < t.parts().size(); k++) {
                List<String> by = by(t, k, List.of());
                if (by == null) {
                    return null;
                }
                axes.add(by);
            }
            all.add(axes);
        }
        return new MeshSharding(names, sizes, devices, in, all);
    }

    /** The axes of the mesh, those given among them in front, whose devices have the parts of an axis in their order. */
    private List<String> by(Tiling t, int axis, List<String> begun) {
        int n = begun.stream().mapToInt(a -> sizes.get(names.indexOf(a))).reduce(1, Math::multiplyExact);
        if (n == t.parts().get(axis)) {
            return IntStream.range(0, count()).allMatch(d -> number(begun, d) == t.places().get(d).get(axis)) ? begun : null;
        }
        for (String a : names) {
            if (!begun.contains(a) && sizes.get(names.indexOf(a)) > 1 && n < t.parts().get(axis)) {
                var more = new ArrayList<>(begun);
                more.add(a);
                List<String> found = by(t, axis, more);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /**
     * Which block of each array each device has, when the program that was written for this runs; all results have a place.
     *
     * @throws HloRefusal if an axis cannot be divided evenly
     */
    public Partitioning partitioning(HloProgram p) {
        var params = new ArrayList<ShardLayout>();
        for (int k = 0; k < p.params().size(); k++) {
            params.add(blocks(in.get(p.arguments().get(k)), p.params().get(k)));
        }
        return new Partitioning(devices, params, IntStream.range(0, p.results().size()).mapToObj(k -> blocks(out.get(k), p.results().get(k))).toList());
    }

    /**
     * Which block of an array that is divided so each device has.
     *
     * @throws HloRefusal if an axis cannot be divided evenly
     */
    public ShardLayout blocks(List<List<String>> axes, Type t) {
        List<Integer> dims = t.dims().stream().map(Dim::add).map(Math::toIntExact).toList();
        var block = new ArrayList<Integer>();
        for (int k = 0; k < dims.size(); k++) {
            int n = of(axes, k).stream().mapToInt(a -> sizes.get(names.indexOf(a))).reduce(1, Math::multiplyExact);
            if (dims.get(k) % n != 0) {
                throw new HloRefusal(HloRefusal.Reason.EXTENT, "axis " + k + " of an array of the extents " + dims + " cannot be divided evenly among " + n + " devices");
            }
            block.add(dims.get(k) / n);
        }
        return new ShardLayout(devices, dims, block, IntStream.range(0, count()).mapToObj(d -> start(axes, block, d)).toList());
    }

    private List<Integer> start(List<List<String>> axes, List<Integer> block, int device) {
        var start = new ArrayList<Integer>();
        for (int k = 0; k < block.size(); k++) {
            start.add(number(of(axes, k), device) * block.get(k));
        }
        return start;
    }

    /** Which part a device has of what these axes divide. */
    private int number(List<String> axes, int device) {
        int number = 0;
        for (String a : axes) {
            int axis = names.indexOf(a);
            int behind = sizes.subList(axis + 1, sizes.size()).stream().reduce(1, Math::multiplyExact);
            number = number * sizes.get(axis) + device / behind % sizes.get(axis);
        }
        return number;
    }

    private static List<String> of(List<List<String>> axes, int k) {
        return k < axes.size() ? axes.get(k) : List.of();
    }

    /** The declaration of the mesh. */
    String mesh() {
        return "sdy.mesh @mesh = <[" + IntStream.range(0, names.size()).mapToObj(k -> "\"" + names.get(k) + "\"=" + sizes.get(k)).collect(Collectors.joining(", ")) + "]>";
    }

    /** The attribute of an input of this rank. */
    String ofInput(int k, int rank) {
        return attribute(in.get(k), rank);
    }

    /** The attribute of a result, or an empty text. What has no axes, such as the flag of the checks, is the same on all devices. */
    String ofResult(int k, int rank) {
        return k < out.size() && out.get(k) != null ? attribute(out.get(k), rank) : rank == 0 ? attribute(List.of(), 0) : "";
    }

    private static String attribute(List<List<String>> axes, int rank) {
        return "sdy.sharding = #sdy.sharding<" + layout(axes, 0, rank, List.of()) + ">";
    }

    /** Whether a mark in the program is about this mesh. */
    boolean has(Params.Layout mark) {
        return mark.names().equals(names) && mark.sizes().equals(sizes);
    }

    /** How a value with so many axes of lanes in front, about which nothing is said, lies on the mesh. */
    static String layout(List<List<String>> axes, int lanes, int rank, List<String> whole) {
        return "@mesh, [" + IntStream.range(0, lanes + rank).mapToObj(k -> k < lanes ? "{?}" : dimension(of(axes, k - lanes))).collect(Collectors.joining(", ")) + "]"
            + (whole.isEmpty() ? "" : ", replicated=" + dimension(whole));
    }

    private static String dimension(List<String> by) {
        return by.equals(Params.Layout.OPEN) ? "{?}" : by.stream().map(a -> "\"" + a + "\"").collect(Collectors.joining(", ", "{", "}"));
    }
}
