package dev.jacobi.autodiff.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.interp.NoRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The cut is the cheapest, the nearest to the sink among several, and found in time near to linear. */
class MinCutTest {
    @Test
    void cheapestAndNearestToTheSink() {
        int without = 0;
        for (int seed = 0; seed < 2000; seed++) {
            var random = new Random(seed);
            int n = 2 + random.nextInt(6);
            var cut = new MinCut();
            for (int k = 2; k < n; k++) {
                cut.node();
            }
            var edges = new ArrayList<int[]>();
            for (int k = random.nextInt(16); k >= 0; k--) {
                int[] e = {random.nextInt(n), random.nextInt(n), random.nextInt(3) == 0 ? MinCut.INFINITE : random.nextInt(5)};
                if (e[0] != e[1]) {
                    edges.add(e);
                    cut.edge(e[0], e[1], e[2]);
                }
            }
            int best = best(n, edges);
            if (best < 0) {
                assertThrows(NoRule.class, cut::solve);
                without++;
            } else {
                assertEquals(best, cut.solve().stream().map(v -> 1 << v).sum(), () -> "seed " + random);
            }
        }
        assertTrue(without > 50 && without < 1500, "without a cut: " + without);
    }

    /** The nodes of the sink's side as bits; -1 when every cut goes through an infinite edge. */
    private static int best(int n, List<int[]> edges) {
        long least = MinCut.INFINITE;
        int side = -1;
        for (int s = 0; s < 1 << n; s++) {
            if ((s & 1 << MinCut.SINK) == 0 || (s & 1 << MinCut.SOURCE) != 0) {
                continue;
            }
            long cost = 0;
            for (int[] e : edges) {
                cost += (s & 1 << e[0]) == 0 && (s & 1 << e[1]) != 0 ? e[2] : 0;
            }
            // the sink's sides of two cheapest cuts have one in common that is cheapest as well
            if (cost < least || cost == least && side >= 0 && Integer.bitCount(s) < Integer.bitCount(side)) {
                least = cost;
                side = s;
            }
        }
        return side;
    }

    @Test
    void longBodiesTakeTimeInProportion() {
        for (boolean all : new boolean[] {true, false}) {
            long few = work(500, all);
            long many = work(2000, all);
            assertTrue(many < 6 * few, few + " and " + many + " edges");
        }
    }

    /** A row of values, each made of the one before at a small cost; {@code all} of them are needed, or every tenth. */
    private static long work(int n, boolean all) {
        var cut = new MinCut();
        int before = MinCut.SOURCE;
        for (int k = 0; k < n; k++) {
            int in = cut.node();
            int out = cut.node();
            cut.edge(before, in, MinCut.INFINITE);
            cut.edge(MinCut.SOURCE, in, 1 + k % 3);
            cut.edge(in, out, 20);
            if (all || k % 10 == 9) {
                cut.edge(out, MinCut.SINK, MinCut.INFINITE);
            }
            before = out;
        }
        cut.solve();
        return cut.work();
    }
}
