package dev.jacobi.array.algorithms;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.algorithms.Contraction.Named;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeMap;

/** Einstein's sums: letters name axes, those that the result does not have are summed over. Two arrays at a time are multiplied, in the order that costs least. */
public final class Einsum {
    private static final String DOTS = "...";

    private Einsum() {
    }

    /** The names of the operands' axes and of the result's; axes that dots stand for have the numbers -1, -2 .. from the last one. */
    record Expression(List<List<Integer>> operands, List<Integer> result) {
    }

    /** The sum that an expression such as "ij,jk->ik" says. */
    public static NDArray einsum(String expression, List<NDArray> in) {
        Expression e = parsed(expression, in);
        List<int[]> path = EinsumPath.of(e, in);
        return Operation.fused(Structural.key("einsum", e, path.toArray(int[][]::new)), Promotion.all(in.toArray(NDArray[]::new)), x -> computed(e, path, x));
    }

    /** Which two of the arrays that are left are multiplied next; the product comes last. */
    public static List<int[]> path(String expression, List<NDArray> in) {
        return EinsumPath.of(parsed(expression, in), in);
    }

    private static NDArray computed(Expression e, List<int[]> path, List<NDArray> in) {
        var left = new ArrayList<Named>();
        for (int k = 0; k < in.size(); k++) {
            left.add(withoutRepeated(new Named(in.get(k), e.operands.get(k))));
        }
        for (int[] step : path) {
            if (step.length == 1) {
                continue;
            }
            Named b = left.remove(Math.max(step[0], step[1]));
            Named a = left.remove(Math.min(step[0], step[1]));
            List<Integer> names = needed(a.names(), b.names(), left.stream().map(Named::names).toList(), e.result);
            left.add(new Named(Contraction.product(a, b, names), names));
        }
        Named last = left.get(0);
        List<Integer> gone = last.names().stream().filter(n -> !e.result.contains(n)).toList();
        return Contraction.ordered(Contraction.sum(last, gone), e.result);
    }

    /** The names of two operands that others or the result have; the result's order where it is the last product. */
    static List<Integer> needed(List<Integer> a, List<Integer> b, List<List<Integer>> others, List<Integer> result) {
        var both = new LinkedHashSet<>(a);
        both.addAll(b);
        if (others.isEmpty()) {
            return result.stream().filter(both::contains).toList();
        }
        return both.stream().filter(n -> result.contains(n) || others.stream().anyMatch(o -> o.contains(n))).toList();
    }

    /** Of axes of one name the diagonal is taken. */
    private static Named withoutRepeated(Named x) {
        var names = new ArrayList<>(x.names());
        for (int k = 0; k < names.size(); k++) {
            int again = names.lastIndexOf(names.get(k));
            if (again > k) {
                NDArray d = Reductions.diagonal(x.array(), 0, k, again);
                int name = names.remove(again);
                names.remove(k);
                names.add(name);
                return withoutRepeated(new Named(d, names));
            }
        }
        return x;
    }

    private static Expression parsed(String expression, List<NDArray> in) {
        if (expression == null) {
            throw new JacobiException("einsum: the expression is null; name the axes of each array, as in \"ij,jk->ik\".");
        }
        String text = expression.replace(" ", "");
        int arrow = text.indexOf("->");
        String[] terms = (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
        if (terms.length != in.size()) {
            throw new JacobiException("einsum: '" + expression + "' is for " + terms.length + " arrays, but " + in.size() + " are given.");
        }
        var operands = new ArrayList<List<Integer>>();
        int dots = 0;
        for (int k = 0; k < terms.length; k++) {
            int more = terms[k].contains(DOTS) ? in.get(k).rank() - (terms[k].length() - DOTS.length()) : 0;
            List<Integer> names = more < 0 ? List.of() : names(expression, terms[k], more);
            if (names.size() != in.get(k).rank()) {
                throw new JacobiException("einsum: '" + terms[k] + "' in '" + expression + "' does not name the axes of an array of shape " + in.get(k).shapeOf() + ".");
            }
            dots = Math.max(dots, more);
            operands.add(names);
        }
        List<Integer> result = arrow < 0 ? implied(operands, dots) : names(expression, text.substring(arrow + 2), dots);
        for (int n : result) {
            if (operands.stream().noneMatch(o -> o.contains(n)) || result.indexOf(n) != result.lastIndexOf(n)) {
                throw new JacobiException("einsum: the result of '" + expression + "' has an axis that no array has, or one twice.");
            }
        }
        sameLengths(expression, operands, in);
        return new Expression(operands, result);
    }

    private static List<Integer> names(String expression, String term, int dots) {
        var out = new ArrayList<Integer>();
        for (int i = 0; i < term.length(); i++) {
            if (term.startsWith(DOTS, i)) {
                for (int d = dots; d > 0; d--) {
                    out.add(-d);
                }
                i += DOTS.length() - 1;
            } else if (Character.isLetter(term.charAt(i))) {
                out.add((int) term.charAt(i));
            } else {
                throw new JacobiException("einsum: '" + term.charAt(i) + "' in '" + expression + "' is no name of an axis; use letters, and three dots for all other axes.");
            }
        }
        return out;
    }

    /** Axes that dots stand for, and letters that occur once, in the order of the alphabet. */
    private static List<Integer> implied(List<List<Integer>> operands, int dots) {
        var count = new TreeMap<Integer, Integer>();
        operands.forEach(o -> o.stream().filter(n -> n > 0).forEach(n -> count.merge(n, 1, Integer::sum)));
        var out = new ArrayList<Integer>();
        for (int d = dots; d > 0; d--) {
            out.add(-d);
        }
        count.forEach((n, times) -> {
            if (times == 1) {
                out.add(n);
            }
        });
        return out;
    }

    private static void sameLengths(String expression, List<List<Integer>> operands, List<NDArray> in) {
        var lengths = new TreeMap<Integer, Integer>();
        for (int k = 0; k < in.size(); k++) {
            for (int j = 0; j < operands.get(k).size(); j++) {
                var e = in.get(k).shapeOf().get(j);
                if (!e.isKnown() || e.isOne()) {
                    continue;
                }
                Integer before = lengths.putIfAbsent(operands.get(k).get(j), e.value());
                if (before != null && before != e.value()) {
                    throw new JacobiException("einsum: in '" + expression + "' with arrays of the shapes " + Arrays.toString(in.stream().map(x -> x.shapeOf().toString()).toArray())
                        + " axes of one name have " + before + " and " + e.value() + " elements.");
                }
            }
        }
    }
}
