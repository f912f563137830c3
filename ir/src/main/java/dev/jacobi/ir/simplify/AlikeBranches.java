package dev.jacobi.ir.simplify;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.BranchPairs.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Functions of real numbers that both branches compute, of different values, are computed once, of the value that is chosen:
 *
 * <pre>
 *  y = s &gt; 0 ? log1p(exp(-s)) : log1p(exp(s)) - s             t = log1p(exp(s &gt; 0 ? -s : s));  y = s &gt; 0 ? t : t - s
 * </pre>
 *
 * So lanes, which go both ways, compute them once, and so does the gradient. Results are the same to the bit.
 */
public final class AlikeBranches implements Optimisation {
    /** A choice in a branch may have to go before the one around it can. */
    private static final int MOST_TIMES = 4;

    @Override
    public String name() {
        return "alike-branches";
    }

    @Override
    public Func run(Func in) {
        Func out = in;
        for (int k = 0; k < MOST_TIMES; k++) {
            Func now = Regions.any(out.body(), AlikeBranches::mayBe) ? Rewrite.run(out, (e, r) -> mayBe(e) && apart(e, r)) : out;
            if (now == out) {
                break;
            }
            out = now;
        }
        return out;
    }

    private static boolean mayBe(Eqn e) {
        return e.prim() == Prim.COND && e.in().get(0).dtype() == DType.BOOL && Regions.of(e).stream().allMatch(way -> BranchPairs.hasFunction(way.body()));
    }

    private static boolean apart(Eqn e, Rewrite r) {
        Region whenFalse = Regions.of(e).get(0);
        Region whenTrue = Regions.of(e).get(1);
        List<Pair> pairs = BranchPairs.of(whenFalse, whenTrue);
        var x = new Way(whenFalse, pairs.stream().map(Pair::x).toList());
        var y = new Way(whenTrue, pairs.stream().map(Pair::y).toList());
        if (pairs.isEmpty() || !x.canBeParted() || !y.canBeParted()) {
            return false;
        }
        new Parted(e, x, y, r).write(pairs);
        return true;
    }

    /** One of the branches: what its pairs need, what stands between them, and the rest. */
    private static final class Way {
        private static final int MOST_BETWEEN = 8;
        final Region region;
        final Set<Eqn> paired = Collections.newSetFromMap(new IdentityHashMap<>());
        /** What pairs need that needs none of them, in its order. */
        final List<Eqn> before = new ArrayList<>();
        /** What pairs need of others. */
        final List<Eqn> between = new ArrayList<>();
        final List<Eqn> after = new ArrayList<>();

        Way(Region region, List<Eqn> paired) {
            this.region = region;
            this.paired.addAll(paired);
            Set<Eqn> needed = needed();
            Set<Integer> ofPairs = Regions.following(paired.stream().map(Eqn::result).toList(), region.body(), x -> true);
            for (Eqn x : region.body()) {
                if (!this.paired.contains(x)) {
                    boolean follows = x.out().stream().anyMatch(v -> ofPairs.contains(v.id()));
                    (!needed.contains(x) ? after : follows ? between : before).add(x);
                }
            }
        }

        private Set<Eqn> needed() {
            Set<Eqn> out = Collections.newSetFromMap(new IdentityHashMap<>());
            Map<Integer, Eqn> definitions = Regions.definitions(region.body());
            for (int k = region.body().size() - 1; k >= 0; k--) {
                Eqn x = region.body().get(k);
                if (paired.contains(x) || out.contains(x)) {
                    Regions.uses(x, id -> {
                        if (definitions.containsKey(id)) {
                            out.add(definitions.get(id));
                        }
                    });
                }
            }
            return out;
        }

        boolean canBeParted() {
            return isUnguarded() && between.size() <= MOST_BETWEEN && between.stream().allMatch(Way::isShort)
                && before.stream().allMatch(x -> x.computesScalars() || (x.prim() == Prim.INDEX || x.prim() == Prim.DIM) && x.result().type().isScalar());
        }

        /** Whether no check or effect stands in front of an element that is read first: the check may be what says that the element is there. */
        private boolean isUnguarded() {
            boolean free = true;
            for (Eqn x : region.body()) {
                if (!free && x.prim() == Prim.INDEX && before.contains(x)) {
                    return false;
                }
                free &= !Regions.hasEffect(x);
            }
            return true;
        }

        /** Whether what comes first may as well be computed whichever branch is taken. */
        boolean isShortBefore() {
            return before.size() <= MOST_BETWEEN && before.stream().allMatch(Way::isShort);
        }

        private static boolean isShort(Eqn x) {
            return x.computesScalars() && !x.prim().cost().isSlow();
        }
    }

    /** The equations that come in place of a choice. */
    private static final class Parted {
        /** What stands for values of the branches. */
        private final List<Map<Integer, Atom>> now = List.of(new HashMap<>(), new HashMap<>());
        private final Map<List<Atom>, Atom> chosen = new LinkedHashMap<>();
        private final Eqn e;
        private final List<Way> ways;
        private final Rewrite r;

        Parted(Eqn e, Way x, Way y, Rewrite r) {
            this.e = e;
            this.ways = List.of(x, y);
            this.r = r;
        }

        void write(List<Pair> pairs) {
            if (ways.stream().allMatch(Way::isShortBefore)) {
                ways.forEach(w -> r.append(w.before));
            } else {
                before(pairs);
            }
            var next = new int[2];
            for (Pair p : pairs) {
                between(0, p.x(), next);
                between(1, p.y(), next);
                var in = new ArrayList<Atom>();
                for (int k = 0; k < p.x().in().size(); k++) {
                    in.add(chosen(p.x().in().get(k), p.y().in().get(k)));
                }
                r.append(p.x().with(in));
                now.get(1).put(p.y().result().id(), p.x().result());
            }
            after();
        }

        /** Short equations of a way that stand before one of its pairs. */
        private void between(int way, Eqn pair, int[] next) {
            List<Eqn> body = ways.get(way).region.body();
            for (; body.get(next[way]) != pair; next[way]++) {
                Eqn x = body.get(next[way]);
                if (ways.get(way).between.contains(x)) {
                    r.append(Rewrite.substitute(x, now.get(way)));
                }
            }
        }

        private Atom chosen(Atom x, Atom y) {
            Atom known = chosen.get(List.of(x, y));
            if (known != null) {
                return known;
            }
            Atom whenFalse = of(0, x);
            Atom whenTrue = of(1, y);
            return whenFalse.equals(whenTrue) ? whenFalse : chosen.computeIfAbsent(List.of(whenFalse, whenTrue), k -> select(r.b.fresh(x.type()), whenFalse, whenTrue));
        }

        private Var select(Var out, Atom whenFalse, Atom whenTrue) {
            r.append(new Eqn(Prim.SELECT, List.of(e.in().get(0), whenTrue, whenFalse), Params.NONE, List.of(out)));
            return out;
        }

        private Atom of(int way, Atom v) {
            return Rewrite.substitute(List.of(v), now.get(way)).get(0);
        }

        /** A choice of what the first pairs need, where no way is gone in vain. */
        private void before(List<Pair> pairs) {
            for (Pair p : pairs) {
                for (int k = 0; k < p.x().in().size(); k++) {
                    Atom x = p.x().in().get(k);
                    Atom y = p.y().in().get(k);
                    if ((isBefore(0, x) || isBefore(1, y)) && !isLater(0, x) && !isLater(1, y)) {
                        chosen.computeIfAbsent(List.of(x, y), key -> r.b.fresh(x.type()));
                    }
                }
            }
            var outs = new ArrayList<Var>();
            List<List<Atom>> yields = List.of(new ArrayList<>(), new ArrayList<>());
            chosen.forEach((both, out) -> hand(both.get(0), both.get(1), (Var) out, yields, outs));
            for (int way = 0; way < 2; way++) {
                for (Var v : usedLater(way, pairs)) {
                    Lit none = Lit.zero(v.dtype());
                    Var out = r.b.fresh(v.type());
                    hand(way == 0 ? v : none, way == 0 ? none : v, out, yields, outs);
                    now.get(way).put(v.id(), out);
                }
            }
            r.append(new Eqn(Prim.COND, e.in(), new Params.Branches(List.of(new Region(List.of(), ways.get(0).before, yields.get(0)), new Region(List.of(), ways.get(1).before, yields.get(1)))), outs));
        }

        private static void hand(Atom whenFalse, Atom whenTrue, Var out, List<List<Atom>> yields, List<Var> outs) {
            yields.get(0).add(whenFalse);
            yields.get(1).add(whenTrue);
            outs.add(out);
        }

        private boolean isBefore(int way, Atom v) {
            return v instanceof Var w && Regions.definition(ways.get(way).before, w) != null;
        }

        private boolean isLater(int way, Atom v) {
            return v instanceof Var w && !isBefore(way, v) && Regions.definition(ways.get(way).region.body(), w) != null;
        }

        /** What comes first in a way and is used behind it, other than by pairs for which it is chosen. */
        private Set<Var> usedLater(int way, List<Pair> pairs) {
            var used = new HashSet<Integer>();
            Way w = ways.get(way);
            w.between.forEach(x -> Regions.uses(x, used::add));
            w.after.forEach(x -> Regions.uses(x, used::add));
            Regions.uses(w.region.out(), used::add);
            for (Pair p : pairs) {
                for (int k = 0; k < p.x().in().size(); k++) {
                    List<Atom> both = List.of(p.x().in().get(k), p.y().in().get(k));
                    if (!chosen.containsKey(both) && both.get(way) instanceof Var v) {
                        used.add(v.id());
                    }
                }
            }
            return w.before.stream().map(Eqn::result).filter(v -> used.contains(v.id())).collect(Collectors.toCollection(LinkedHashSet::new));
        }

        /** The rest of both ways; only choices of results where there is none. */
        private void after() {
            var outs = new ArrayList<Var>();
            var yields = List.of(new ArrayList<Atom>(), new ArrayList<Atom>());
            for (int k = 0; k < e.out().size(); k++) {
                Atom x = of(0, ways.get(0).region.out().get(k));
                Atom y = of(1, ways.get(1).region.out().get(k));
                if (x.equals(y)) {
                    r.replace(e.out().get(k), r.atom(x));
                } else {
                    outs.add(e.out().get(k));
                    yields.get(0).add(x);
                    yields.get(1).add(y);
                }
            }
            boolean rest = ways.stream().anyMatch(w -> !w.after.isEmpty()) || outs.stream().anyMatch(Var::isArray);
            if (rest) {
                r.append(new Eqn(Prim.COND, e.in(), new Params.Branches(List.of(left(0, yields.get(0)), left(1, yields.get(1)))), outs));
            }
            for (int k = 0; k < outs.size() && !rest; k++) {
                select(outs.get(k), yields.get(0).get(k), yields.get(1).get(k));
            }
        }

        private Region left(int way, List<Atom> yields) {
            return Rewrite.substitute(new Region(List.of(), ways.get(way).after, yields), now.get(way));
        }
    }
}
