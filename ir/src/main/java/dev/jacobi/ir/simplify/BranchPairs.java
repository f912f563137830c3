package dev.jacobi.ir.simplify;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Equations of two branches that do the same with other values, pair by pair in the order of both, so that each pair can be one equation behind choices of its operands. Which ones are pairs is decided by
 * the longest common sequence, weighed by what equations cost; pairs that save less than the choices in front of them are none.
 */
final class BranchPairs {
    /** One equation of each branch. */
    record Pair(Eqn x, Eqn y) {
    }

    /** Values of either branch between which is chosen. */
    private record Choice(Atom x, Atom y) {
    }

    /** The most equations of a branch that are looked at. */
    private static final int MOST = 64;
    private static final int DIVISION = 5;
    private static final int FUNCTION = 20;
    private final Region a;
    private final Region b;
    private final List<Pair> pairs = new ArrayList<>();
    /** The pair that computes a value of the first branch, by id. */
    private final Map<Integer, Pair> made = new HashMap<>();
    /** By choice that some pair needs, how many operands it is. */
    private final Map<Choice, Integer> choices = new HashMap<>();

    private BranchPairs(Region a, Region b) {
        this.a = a;
        this.b = b;
    }

    /** The pairs; none unless a function of real numbers is among them. */
    static List<Pair> of(Region a, Region b) {
        if (a.body().size() > MOST || b.body().size() > MOST || !hasFunction(a.body()) || !hasFunction(b.body())) {
            return List.of();
        }
        var all = new BranchPairs(a, b);
        all.match();
        all.prune();
        return all.pairs.stream().anyMatch(p -> isFunction(p.x())) ? all.pairs : List.of();
    }

    /** Whether one of the equations is a function of real numbers. */
    static boolean hasFunction(List<Eqn> body) {
        return body.stream().anyMatch(BranchPairs::isFunction);
    }

    private static boolean isFunction(Eqn e) {
        return e.prim().form() == Prim.Form.FUNCTION && e.computesScalars();
    }

    private void match() {
        int n = a.body().size();
        int m = b.body().size();
        int[][] best = new int[n + 1][m + 1]; // of what is left from i and j on
        for (int i = n - 1; i >= 0; i--) {
            for (int j = m - 1; j >= 0; j--) {
                best[i][j] = Math.max(Math.max(best[i + 1][j], best[i][j + 1]), best[i + 1][j + 1] + weight(a.body().get(i), b.body().get(j)));
            }
        }
        for (int i = 0, j = 0; i < n && j < m;) {
            Eqn x = a.body().get(i);
            Eqn y = b.body().get(j);
            if (weight(x, y) > 0 && best[i][j] == best[i + 1][j + 1] + weight(x, y)) {
                pairs.add(new Pair(x, y));
                i++;
                j++;
            } else if (best[i][j] == best[i + 1][j]) {
                i++;
            } else {
                j++;
            }
        }
    }

    /** Nothing where the two do different things. */
    private static int weight(Eqn x, Eqn y) {
        if (x.prim() != y.prim() || !x.computesScalars() || !y.computesScalars() || !x.params().equals(y.params()) || !types(x.in()).equals(types(y.in()))) {
            return 0;
        }
        int out = 4 * cost(x);
        for (int k = 0; k < x.in().size(); k++) {
            boolean same = x.in().get(k).equals(y.in().get(k));
            boolean constants = x.in().get(k) instanceof Lit && y.in().get(k) instanceof Lit;
            if (!same && isFunction(x) && (x.in().get(k) instanceof Lit || y.in().get(k) instanceof Lit)) {
                return 0; // a power by a number that is known may be a few products
            }
            out += same ? 1 : constants ? -1 : 0;
        }
        return out;
    }

    private static List<Object> types(List<Atom> in) {
        return in.stream().<Object>map(Atom::type).toList();
    }

    private static int cost(Eqn e) {
        return switch (e.prim().cost()) {
            case ONE, SCALAR, FUSED, FEW -> 1;
            case SEVERAL -> DIVISION;
            case MANY -> FUNCTION;
        };
    }

    private void prune() {
        do {
            made.clear();
            choices.clear();
            for (Pair p : pairs) {
                chosen(p).forEach(c -> choices.merge(c, 1, Integer::sum));
                made.put(p.x().result().id(), p);
            }
        } while (pairs.removeIf(p -> !isWorth(p)) || groups());
    }

    /** The choices in front of a pair. */
    private List<Choice> chosen(Pair p) {
        var out = new ArrayList<Choice>();
        for (int k = 0; k < p.x().in().size(); k++) {
            Atom x = p.x().in().get(k);
            Atom y = p.y().in().get(k);
            if (maker(x, y) == null && !x.equals(y)) {
                out.add(new Choice(x, y));
            }
        }
        return out;
    }

    /** The pair that computes both, or null. */
    private Pair maker(Atom x, Atom y) {
        Pair p = x instanceof Var v ? made.get(v.id()) : null;
        return p != null && p.y().result().equals(y) ? p : null;
    }

    /** Not where it costs less than the choices that only it needs; without it there is one of its results where pairs or yields take both. */
    private boolean isWorth(Pair p) {
        long own = chosen(p).stream().filter(c -> choices.get(c) == 1).count();
        boolean taken = isYielded(p) || pairs.stream().anyMatch(q -> operands(q).contains(p));
        return own <= cost(p.x()) + (taken ? 1 : 0);
    }

    private boolean isYielded(Pair p) {
        int k = a.out().indexOf(p.x().result());
        return k >= 0 && b.out().get(k).equals(p.y().result());
    }

    private List<Pair> operands(Pair q) {
        var out = new ArrayList<Pair>();
        for (int k = 0; k < q.x().in().size(); k++) {
            Pair p = maker(q.x().in().get(k), q.y().in().get(k));
            if (p != null) {
                out.add(p);
            }
        }
        return out;
    }

    /** Whether pairs that belong together have gone because they cost no more than what is chosen in front of them. */
    private boolean groups() {
        var left = new ArrayList<>(pairs);
        boolean gone = false;
        while (!left.isEmpty()) {
            Set<Pair> group = group(left);
            left.removeAll(group);
            var before = new HashSet<Choice>();
            group.forEach(p -> before.addAll(chosen(p)));
            int saved = group.stream().mapToInt(p -> cost(p.x()) + (isYielded(p) ? 1 : 0)).sum();
            gone |= saved <= before.size() && pairs.removeAll(group);
        }
        return gone;
    }

    /** The first of them with all that it is made of and that is made of it. */
    private Set<Pair> group(List<Pair> left) {
        var out = new HashSet<Pair>();
        var open = new ArrayDeque<Pair>();
        open.add(left.get(0));
        while (!open.isEmpty()) {
            Pair p = open.pop();
            if (out.add(p)) {
                open.addAll(operands(p));
                left.stream().filter(q -> operands(q).contains(p)).forEach(open::add);
            }
        }
        return out;
    }
}
