package dev.jacobi.pjrt.hlo;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a program's arguments and results lie on a mesh of devices, as annotations of Shardy, by which XLA makes one program for all devices.
 *
 * @param names the axes of the mesh
 * @param sizes how many devices are along each
 * @param in for each input of the program, and each axis of it, the axes of the mesh that divide it
 * @param out the same for each result; none where that is left to the compiler
 */
public record MeshSharding(List<String> names, List<Integer> sizes, List<List<List<String>>> in, List<List<List<String>>> out) {
    public MeshSharding {
        names = List.copyOf(names);
        sizes = List.copyOf(sizes);
        in = List.copyOf(in);
        out = List.copyOf(out);
    }

    /** How many devices there are. */
    public int devices() {
        return sizes.stream().reduce(1, Math::multiplyExact);
    }

    /** The declaration of the mesh. */
    String mesh() {
        return "sdy.mesh @mesh = <[" + IntStream.range(0, names.size()).mapToObj(k -> "\"" + names.get(k) + "\"=" + sizes.get(k)).collect(Collectors.joining(", ")) + "]>";
    }

    /** The attribute of an input of this rank. */
    String ofInput(int k, int rank) {
        return attribute(in.get(k), rank);
    }

    /** The attribute of a result, or an empty text. */
    String ofResult(int k, int rank) {
        return k < out.size() ? attribute(out.get(k), rank) : "";
    }

    private static String attribute(List<List<String>> axes, int rank) {
        return "sdy.sharding = #sdy.sharding<@mesh, [" + IntStream.range(0, rank)
            .mapToObj(k -> k < axes.size() ? axes.get(k).stream().map(a -> "\"" + a + "\"").collect(Collectors.joining(", ", "{", "}")) : "{}").collect(Collectors.joining(", ")) + "]>";
    }
}
