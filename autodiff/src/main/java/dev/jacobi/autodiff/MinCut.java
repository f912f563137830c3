package dev.jacobi.autodiff;

import dev.jacobi.ir.NoRule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The cheapest set of edges whose removal parts the source from the sink, by augmenting along shortest paths (Edmonds and Karp, 1972). Among
 * cuts of equal cost it is the one nearest to the sink.
 */
final class MinCut {
    static final int SOURCE = 0;
    static final int SINK = 1;
    static final int INFINITE = Integer.MAX_VALUE / 4;
    private final List<int[]> edges = new ArrayList<>();
    private final List<List<Integer>> from = new ArrayList<>(List.of(new ArrayList<>(), new ArrayList<>()));

    int node() {
        from.add(new ArrayList<>());
        return from.size() - 1;
    }

    void edge(int a, int b, int capacity) {
        from.get(a).add(edges.size());
        edges.add(new int[] {b, capacity});
        from.get(b).add(edges.size());
        edges.add(new int[] {a, 0});
    }

    /** The nodes on the sink's side. */
    BitSet solve() {
        int[] by = new int[from.size()];
        while (reaches(by)) {
            int least = INFINITE;
            for (int v = SINK; v != SOURCE; v = edges.get(by[v] ^ 1)[0]) {
                least = Math.min(least, edges.get(by[v])[1]);
            }
            if (least == INFINITE) {
                throw new NoRule("it needs a value of a loop's trip that can be neither kept nor computed again");
            }
            for (int v = SINK; v != SOURCE; v = edges.get(by[v] ^ 1)[0]) {
                edges.get(by[v])[1] -= least;
                edges.get(by[v] ^ 1)[1] += least;
            }
        }
        var side = new BitSet();
        var queue = new ArrayDeque<Integer>(List.of(SINK));
        side.set(SINK);
        while (!queue.isEmpty()) {
            for (int e : from.get(queue.poll())) {
                int back = edges.get(e)[0];
                if (edges.get(e ^ 1)[1] > 0 && !side.get(back)) {
                    side.set(back);
                    queue.add(back);
                }
            }
        }
        return side;
    }

    private boolean reaches(int[] by) {
        Arrays.fill(by, -1);
        var queue = new ArrayDeque<Integer>(List.of(SOURCE));
        while (!queue.isEmpty() && by[SINK] < 0) {
            for (int e : from.get(queue.poll())) {
                int to = edges.get(e)[0];
                if (edges.get(e)[1] > 0 && by[to] < 0 && to != SOURCE) {
                    by[to] = e;
                    queue.add(to);
                }
            }
        }
        return by[SINK] >= 0;
    }
}
