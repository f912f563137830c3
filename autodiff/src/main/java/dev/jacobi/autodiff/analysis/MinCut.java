package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.interp.NoRule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The cheapest set of edges whose removal parts the source from the sink, by blocking flows in layers of equal distance (Dinitz, 1970): long
 * loop bodies have thousands of paths, and a search for each one by itself would take time by the square of their length. Among cuts of
 * equal cost it is the one nearest to the sink, which does not depend on the order of the paths.
 */
public final class MinCut {
    public static final int SOURCE = 0;
    public static final int SINK = 1;
    public static final int INFINITE = Integer.MAX_VALUE / 4;
    private static final long UNBOUNDED = Long.MAX_VALUE;
    /** Where each edge leads and what it can still take; the edge back has the number of the edge with the lowest bit flipped. */
    private int[] to = new int[64];
    private long[] left = new long[64];
    private int size;
    private final List<Edges> from = new ArrayList<>(List.of(new Edges(), new Edges()));
    private long work;

    /** The numbers of the edges that leave a node. */
    private static final class Edges {
        int[] list = new int[4];
        int size;

        void add(int e) {
            if (size == list.length) {
                list = Arrays.copyOf(list, 2 * size);
            }
            list[size++] = e;
        }
    }

    public int node() {
        from.add(new Edges());
        return from.size() - 1;
    }

    public void edge(int a, int b, int capacity) {
        half(a, b, capacity >= INFINITE ? UNBOUNDED : capacity);
        half(b, a, 0);
    }

    private void half(int a, int b, long capacity) {
        if (size == to.length) {
            to = Arrays.copyOf(to, 2 * size);
            left = Arrays.copyOf(left, 2 * size);
        }
        from.get(a).add(size);
        to[size] = b;
        left[size++] = capacity;
    }

    /** How many edges have been looked at so far. */
    long work() {
        return work;
    }

    /** The nodes on the sink's side. */
    public BitSet solve() {
        int[] distance = new int[from.size()];
        int[] next = new int[from.size()];
        int[] path = new int[from.size()];
        while (layers(distance)) {
            Arrays.fill(next, 0);
            for (int steps = path(distance, next, path); steps > 0; steps = path(distance, next, path)) {
                augment(path, steps);
            }
        }
        var side = new BitSet();
        for (int v = 0; v < distance.length; v++) {
            side.set(v, distance[v] >= 0);
        }
        return side;
    }

    /** Distances to the sink over edges that can take more, -1 where there is no way; whether there is one from the source. */
    private boolean layers(int[] distance) {
        Arrays.fill(distance, -1);
        var queue = new ArrayDeque<Integer>(List.of(SINK));
        distance[SINK] = 0;
        while (!queue.isEmpty()) {
            int v = queue.poll();
            Edges edges = from.get(v);
            work += edges.size;
            for (int k = 0; k < edges.size; k++) {
                int back = to[edges.list[k]];
                if (left[edges.list[k] ^ 1] > 0 && distance[back] < 0) {
                    distance[back] = distance[v] + 1;
                    queue.add(back);
                }
            }
        }
        return distance[SOURCE] >= 0;
    }

    /** Finds a shortest path that can take more; {@code next}: the edges of a node before this one lead nowhere. Returns its length, or 0. */
    private int path(int[] distance, int[] next, int[] path) {
        int steps = 0;
        int v = SOURCE;
        while (v != SINK) {
            Edges edges = from.get(v);
            while (next[v] < edges.size && !(left[edges.list[next[v]]] > 0 && distance[to[edges.list[next[v]]]] == distance[v] - 1)) {
                next[v]++;
                work++;
            }
            if (next[v] < edges.size) {
                path[steps++] = edges.list[next[v]];
                v = to[edges.list[next[v]]];
            } else if (steps == 0) {
                return 0;
            } else {
                v = to[path[--steps] ^ 1];
                next[v]++;
            }
        }
        work += steps;
        return steps;
    }

    private void augment(int[] path, int steps) {
        long least = UNBOUNDED;
        for (int k = 0; k < steps; k++) {
            least = Math.min(least, left[path[k]]);
        }
        if (least == UNBOUNDED) {
            throw new NoRule("it needs a value of a loop's trip that can be neither kept nor computed again");
        }
        for (int k = 0; k < steps; k++) {
            if (left[path[k]] != UNBOUNDED) {
                left[path[k]] -= least;
            }
            if (left[path[k] ^ 1] != UNBOUNDED) {
                left[path[k] ^ 1] += least;
            }
        }
    }
}
