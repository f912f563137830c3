package dev.jacobi.pjrt.hlo;

import dev.jacobi.ir.Params;
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
 * @param in for each input of the program, and each axis of it, the axes of the mesh that divide it
 * @param out the same for each result; null, or nothing behind the last one, where that is left to the compiler
 */
public record MeshSharding(List<String> names, List<Integer> sizes, List<List<List<String>>> in, List<List<List<String>>> out) {
    public MeshSharding {
        names = List.copyOf(names);
        sizes = List.copyOf(sizes);
        in = List.copyOf(in);
        out = Collections.unmodifiableList(new ArrayList<>(out));
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
        return k < out.size() && out.get(k) != null ? attribute(out.get(k), rank) : "";
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
        return "@mesh, [" + IntStream.range(0, lanes + rank).mapToObj(k -> k < lanes ? "{?}" : k - lanes < axes.size() ? dimension(axes.get(k - lanes)) : "{}").collect(Collectors.joining(", ")) + "]"
            + (whole.isEmpty() ? "" : ", replicated=" + dimension(whole));
    }

    private static String dimension(List<String> by) {
        return by.equals(Params.Layout.OPEN) ? "{?}" : by.stream().map(a -> "\"" + a + "\"").collect(Collectors.joining(", ", "{", "}"));
    }
}
