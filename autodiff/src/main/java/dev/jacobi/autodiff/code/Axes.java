package dev.jacobi.autodiff.code;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Numbers of axes, and orders of them. */
public final class Axes {
    private Axes() {
    }

    /** The first {@code n} axes. */
    public static List<Integer> upTo(int n) {
        return range(0, n);
    }

    /** {@code n} axes, the first of which is {@code from}. */
    public static List<Integer> range(int from, int n) {
        return IntStream.range(from, from + n).boxed().toList();
    }

    /** The axes of an array but for these. */
    public static List<Integer> without(int rank, List<Integer> axes) {
        return IntStream.range(0, rank).boxed().filter(k -> !axes.contains(k)).toList();
    }

    /** The order with these axes in front. */
    public static List<Integer> inFront(int rank, List<Integer> axes) {
        return join(axes, without(rank, axes));
    }

    /** The order with these axes behind the others. */
    public static List<Integer> behind(int rank, List<Integer> axes) {
        return join(without(rank, axes), axes);
    }

    /** The order with the last two axes exchanged. */
    public static List<Integer> exchanged(int rank) {
        return join(upTo(rank - 2), List.of(rank - 1, rank - 2));
    }

    /** The order that undoes one. */
    public static List<Integer> inverse(List<Integer> order) {
        return upTo(order.size()).stream().map(order::indexOf).toList();
    }

    public static List<Integer> join(List<Integer> first, List<Integer> second) {
        var out = new ArrayList<>(first);
        out.addAll(second);
        return Collections.unmodifiableList(out);
    }
}
