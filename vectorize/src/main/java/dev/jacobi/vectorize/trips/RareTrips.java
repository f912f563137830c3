package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loops inside of a loop that counts up to where they have a trip, {@code bits += 5; while (bits >= 32) { out[n++] = ..; bits -= 32; }}, stand in a branch with all that follows from their number of trips. Each trip of the loop
 * around would wait for that number, a quotient, otherwise; with the branch it goes on from the sum, as a processor foresees that there is no trip.
 *
 * <pre>
 *  m = max(bits, 31) / 32;  for(m) { .. };  bits = bits - 32 * m;  n = n + m
 *  becomes      if (bits >= 32) { m = max(bits, 31) / 32;  for(m) { .. };  bits = bits - 32 * m;  n = n + m }
 * </pre>
 */
public final class RareTrips implements Optimisation {
    private static final long MOST = 1 << 30;

    @Override
    public String name() {
        return "rare-trips";
    }

    @Override
    public Func run(Func in) {
        return Regions.any(in.body(), RareTrips::isAround) ? Rewrite.run(in, (e, r) -> {
            Branch branch = isAround(e) ? branch(e) : null;
            if (branch == null) {
                return false;
            }
            List<Region> all = new ArrayList<>(Regions.of(e));
            all.set(all.size() - 1, branch.body(r));
            r.b.append(e.withRegions(all));
            return true;
        }) : in;
    }

    /** Whether a loop whose trips go in order has another one inside, which counts. */
    private static boolean isAround(Eqn e) {
        return (e.prim() == Prim.FOR || e.prim() == Prim.WHILE) && RegionView.of(e).body().body().stream().anyMatch(x -> x.prim() == Prim.FOR && x.in().get(0) instanceof Var);
    }

    /** The first branch that a loop's body has then; null where it has none. */
    private static Branch branch(Eqn loop) {
        RegionView view = RegionView.of(loop);
        List<Eqn> body = view.body().body();
        Definitions defs = Definitions.in(body);
        for (int k = 0; k < body.size(); k++) {
            Eqn count = body.get(k);
            Lit least = count.prim() == Prim.DIV ? least(count, defs) : null;
            Branch b = least == null ? null : new Branch(view, k, number(count, defs), least);
            if (b != null && b.isWorthIt()) {
                return b;
            }
        }
        return null;
    }

    /** The number x of {@code (max(x, k) + a) / c}. */
    private static Atom number(Eqn count, Definitions defs) {
        Eqn most = defs.of(count.in().get(0), Prim.MAX);
        return most != null ? most.in().get(0) : defs.of(defs.of(count.in().get(0), Prim.ADD).in().get(0), Prim.MAX).in().get(0);
    }

    /** From which x on {@code (max(x, k) + a) / c} is not zero; null for other quotients. */
    private static Lit least(Eqn count, Definitions defs) {
        Eqn sum = defs.of(count.in().get(0), Prim.ADD);
        Eqn most = defs.of(sum == null ? count.in().get(0) : sum.in().get(0), Prim.MAX);
        boolean known = most != null && most.in().get(1) instanceof Lit && count.in().get(1) instanceof Lit && (sum == null || sum.in().get(1) instanceof Lit) && count.result().type().isScalar() && count.result().dtype().isInt();
        if (!known) {
            return null;
        }
        long a = sum == null ? 0 : ((Lit) sum.in().get(1)).asLong();
        long k = ((Lit) most.in().get(1)).asLong();
        long c = ((Lit) count.in().get(1)).asLong();
        boolean small = Math.abs(a) < MOST && Math.abs(k) < MOST && c > 0 && c < MOST;
        return small && k + a >= 0 && k + a < c ? Lit.of(count.result().dtype(), c - a) : null;
    }

    /** The branch that begins with an equation of a loop's body, the number of trips. */
    private static final class Branch {
        private final RegionView view;
        private final List<Eqn> body;
        private final int first;
        private final Atom number;
        private final Lit least;
        private final List<Eqn> inside = new ArrayList<>();
        private final List<Eqn> before = new ArrayList<>();
        private final List<Eqn> behind = new ArrayList<>();
        /** What follows from the number of trips, and what is defined behind the branch. */
        private final Set<Atom> follows = new HashSet<>();
        private final Set<Atom> late = new HashSet<>();
        /** What stands for results where there is no trip. */
        private final Map<Var, Atom> without = new HashMap<>();
        private boolean looped;

        Branch(RegionView view, int first, Atom number, Lit least) {
            this.view = view;
            this.first = first;
            this.number = number;
            this.least = least;
            body = view.body().body();
        }

        /** Whether there is a loop of so many trips, nothing in front of it would change places with it, and the next trip's number follows from what the branch hands on. */
        boolean isWorthIt() {
            add(body.get(first), List.of(Lit.zero(least.dtype())));
            for (Eqn e : body.subList(first + 1, body.size())) {
                Set<Var> from = Regions.captures(List.of(e));
                boolean after = from.stream().anyMatch(follows::contains);
                if (after && from.stream().noneMatch(late::contains) && goesAlong(e)) {
                    continue;
                } else if (!looped && !after && touches(e)) {
                    return false;
                }
                (after || looped ? behind : before).add(e);
                late.addAll(after || looped ? e.out() : List.of());
                follows.addAll(after ? e.out() : List.of());
            }
            List<Var> results = results();
            Set<Var> from = BackwardSlice.of(body, List.of(number)).from();
            return looped && without.keySet().containsAll(results) && view.carried().stream().anyMatch(s -> from.contains(s.param()) && s.yield() instanceof Var v && results.contains(v));
        }

        private static boolean touches(Eqn e) {
            return e.prim().hasEffect() || e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE || !Regions.of(e).isEmpty();
        }

        /** What the branch has that is used behind it. */
        private List<Var> results() {
            var used = new HashSet<Integer>();
            Regions.uses(view.body().out(), used::add);
            behind.forEach(e -> Regions.captures(List.of(e)).forEach(v -> used.add(v.id())));
            return inside.stream().flatMap(e -> e.out().stream()).filter(v -> used.contains(v.id())).toList();
        }

        /** Adds an equation to the branch if it may be there, as everything in it is known where there is no trip. */
        private boolean goesAlong(Eqn e) {
            List<Atom> in = e.in();
            if (e.prim() == Prim.FOR && !looped && in.get(0).equals(body.get(first).result())) {
                looped = true;
                return add(e, in.subList(1, in.size()));
            } else if (touches(e)) {
                return e.prim() == Prim.CHECK && !looped && in.get(0) instanceof Var ok && ok.equals(noTrip(ok)) && add(e, List.of());
            }
            boolean number = e.out().size() == 1 && e.result().type().isScalar() && e.prim().form() == Prim.Form.ELEMENTWISE;
            return number && add(e, switch (e.prim().group()) {
                case BINARY -> sum(e);
                case UNARY, TERNARY, COMPARE, CONVERSION, STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> List.<Atom>of();
            });
        }

        /** What a sum or a product is where there is no trip; nothing where that is not known. */
        private List<Atom> sum(Eqn e) {
            Atom x = e.in().get(0);
            Atom y = e.in().get(1);
            Lit zero = Lit.zero(e.result().dtype());
            if (e.prim() == Prim.MUL) {
                return zero.equals(without.get(x)) || zero.equals(without.get(y)) ? List.of(zero) : List.of();
            } else if (e.prim() != Prim.ADD && e.prim() != Prim.SUB || !e.result().dtype().isInt()) {
                return List.of();
            }
            return zero.equals(without.get(y)) && !follows.contains(x) ? List.of(x) : e.prim() == Prim.ADD && zero.equals(without.get(x)) && !follows.contains(y) ? List.of(y) : List.of();
        }

        /** The value itself if it is true where there is no trip; null where that is not known. */
        private Var noTrip(Var ok) {
            Eqn or = inside.stream().filter(e -> e.prim() == Prim.OR && e.out().contains(ok)).findFirst().orElse(null);
            boolean certain = or != null && or.in().stream().anyMatch(a -> inside.stream().anyMatch(e -> e.out().contains(a) && e.prim() == Prim.LT && e.in().get(0).equals(body.get(first).result()) && e.in().get(1).equals(Lit.of(least.dtype(), 1))));
            return certain ? ok : null;
        }

        private boolean add(Eqn e, List<? extends Atom> otherwise) {
            inside.add(e);
            follows.addAll(e.out());
            for (int k = 0; k < otherwise.size(); k++) {
                without.put(e.out().get(k), otherwise.get(k));
            }
            return true;
        }

        /** The loop's body with the branch. */
        Region body(Rewrite r) {
            List<Var> results = results();
            r.b.open();
            r.append(body.subList(0, first));
            r.append(before);
            Var some = r.b.emit(Prim.GE, number, least);
            r.b.cond(some, () -> {
                Rewrite copy = r.beside();
                copy.append(inside);
                return copy.atoms(results);
            }, () -> results.stream().map(without::get).toList(), results);
            r.append(behind);
            return r.b.close(view.body().params(), view.body().out());
        }
    }
}
