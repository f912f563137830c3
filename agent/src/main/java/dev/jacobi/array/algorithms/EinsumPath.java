package dev.jacobi.array.algorithms;

import dev.jacobi.NDArray;
import dev.jacobi.array.core.Extent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The order in which several arrays are multiplied: of few arrays the best of all, of more the pair that costs least at each step. Lengths that are not known count as if they were equal. */
final class EinsumPath {
    private static final int ALL_ORDERS = 5;
    private static final double UNKNOWN = 64;

    private EinsumPath() {
    }

    /** An order and how many multiplications it takes. */
    private record Plan(List<int[]> steps, double cost) {
    }

    static List<int[]> of(Einsum.Expression e, List<NDArray> in) {
        if (in.size() == 1) {
            return List.of(new int[] {0});
        }
        Map<Integer, Double> lengths = lengths(e, in);
        return in.size() <= ALL_ORDERS ? best(e.operands(), e.result(), lengths).steps : greedy(e.operands(), e.result(), lengths);
    }

    private static Map<Integer, Double> lengths(Einsum.Expression e, List<NDArray> in) {
        var out = new HashMap<Integer, Double>();
        for (int k = 0; k < in.size(); k++) {
            for (int j = 0; j < e.operands().get(k).size(); j++) {
                Extent n = in.get(k).shapeOf().get(j);
                out.merge(e.operands().get(k).get(j), n.isKnown() ? n.value() : UNKNOWN, Math::max);
            }
        }
        return out;
    }

    private static double cost(List<Integer> a, List<Integer> b, Map<Integer, Double> lengths) {
        double n = 1;
        for (int name : a.stream().distinct().toList()) {
            n *= lengths.get(name);
        }
        for (int name : b.stream().distinct().toList()) {
            n *= a.contains(name) ? 1 : lengths.get(name);
        }
        return n;
    }

    private static List<List<Integer>> after(List<List<Integer>> left, int i, int j, List<Integer> result) {
        var rest = new ArrayList<>(left);
        List<Integer> b = rest.remove(j);
        List<Integer> a = rest.remove(i);
        rest.add(Einsum.needed(a, b, List.copyOf(rest), result));
        return rest;
    }

    private static Plan best(List<List<Integer>> left, List<Integer> result, Map<Integer, Double> lengths) {
        if (left.size() == 1) {
            return new Plan(List.of(), 0);
        }
        Plan best = null;
        for (int i = 0; i < left.size(); i++) {
            for (int j = i + 1; j < left.size(); j++) {
                Plan rest = best(after(left, i, j, result), result, lengths);
                double cost = cost(left.get(i), left.get(j), lengths) + rest.cost;
                if (best == null || cost < best.cost) {
                    var steps = new ArrayList<>(List.of(new int[] {i, j}));
                    steps.addAll(rest.steps);
                    best = new Plan(steps, cost);
                }
            }
        }
        return best;
    }

    private static List<int[]> greedy(List<List<Integer>> operands, List<Integer> result, Map<Integer, Double> lengths) {
        var steps = new ArrayList<int[]>();
        List<List<Integer>> left = operands;
        while (left.size() > 1) {
            int[] best = null;
            double least = 0;
            for (int i = 0; i < left.size(); i++) {
                for (int j = i + 1; j < left.size(); j++) {
                    double cost = cost(left.get(i), left.get(j), lengths);
                    if (best == null || cost < least) {
                        best = new int[] {i, j};
                        least = cost;
                    }
                }
            }
            steps.add(best);
            left = after(left, best[0], best[1], result);
        }
        return steps;
    }
}
