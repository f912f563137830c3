package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sum of elements that lie anywhere checks its indices itself, where a loop in front of it has done so and found nothing else:
 *
 * <pre>{@code map(n) { i -> check 0 <= col[i] < m }; s = for(n, 0.0) { i, s -> s + x[col[i]] }   =>   s = for(n, 0.0) { i, s -> check 0 <= col[i] < m; s + x[col[i]] }}</pre>
 *
 * A strict sum waits for each addition, and the checks are free meanwhile, in a loop around, where there are many sums; short rows of a sparse matrix take as long for the loop of checks as for the sum. Raised programs have the checks apart ({@link CheckLoops}), as
 * what has none can run by lanes, so this comes when it is known that the sum does not. No analysis takes a place to be there because a check of another trip has looked at it, so each trip's own checks are enough.
 */
public final class JoinedChecks {
    private static final int MOST_EQUATIONS = 24;

    private JoinedChecks() {
    }

    /** As a pass on lowered functions. */
    public static FunctionPass pass() {
        return PassBuilder.named("joined-checks").keeps(Property.LOWERED, Property.NO_VIEWS).mayBeLeftOut().each(JoinedChecks::run);
    }

    static Func run(Func f) {
        if (!Regions.any(f.body(), JoinedChecks::onlyChecks) || !Regions.any(f.body(), JoinedChecks::isSum)) {
            return f;
        }
        List<Eqn> body = block(f.body(), false);
        return body == f.body() ? f : new Func(f.in(), body, f.out());
    }

    /** The equations of a block; the block itself where no loops are joined. */
    private static List<Eqn> block(List<Eqn> body, boolean inLoop) {
        var out = new ArrayList<Eqn>();
        boolean changed = false;
        Eqn checks = null;
        for (Eqn e : body) {
            Eqn x = inner(e, inLoop || Regions.isLoop(e));
            Eqn joined = checks == null || !inLoop ? null : joined(checks, x);
            if (joined != null) {
                out.remove(checks);
                checks = null;
            } else if (onlyChecks(x)) {
                checks = x;
            } else if (!letsBy(x)) {
                checks = null;
            }
            changed |= joined != null || x != e;
            out.add(joined == null ? x : joined);
        }
        return changed ? out : body;
    }

    private static Eqn inner(Eqn e, boolean inLoop) {
        List<Region> regions = Regions.of(e);
        List<Region> now = regions.stream().map(r -> {
            List<Eqn> body = block(r.body(), inLoop);
            return body == r.body() ? r : new Region(r.params(), body, r.out());
        }).toList();
        return now.equals(regions) ? e : e.withRegions(now);
    }

    /** A loop whose trips check what they read, and leave nothing. */
    private static boolean onlyChecks(Eqn e) {
        if (e.prim() != Prim.MAP || !e.out().isEmpty()) {
            return false;
        }
        List<Eqn> body = Regions.of(e).get(0).body();
        return body.size() <= MOST_EQUATIONS && body.stream().allMatch(x -> x.prim() == Prim.CHECK || isScalar(x)) && body.stream().anyMatch(x -> x.prim() == Prim.CHECK);
    }

    /** A loop of one trip after the other that carries scalars only, a float among them, and reads elements. */
    private static boolean isSum(Eqn e) {
        if (e.prim() != Prim.FOR || e.out().stream().anyMatch(v -> !v.type().isScalar()) || e.out().stream().noneMatch(v -> v.dtype().isFloat())) {
            return false;
        }
        List<Eqn> body = Regions.of(e).get(0).body();
        return body.size() <= MOST_EQUATIONS && body.stream().allMatch(JoinedChecks::isScalar);
    }

    private static boolean isScalar(Eqn e) {
        return e.computesScalars() || e.prim() == Prim.INDEX && e.result().type().isScalar();
    }

    /** Whether checks may as well be made behind an equation: it computes scalars, and reads nothing that only they allow. */
    private static boolean letsBy(Eqn e) {
        return e.computesScalars() || e.prim() == Prim.COND && Regions.of(e).stream().allMatch(r -> r.body().stream().allMatch(Eqn::computesScalars)) && e.out().stream().allMatch(v -> v.type().isScalar());
    }

    /** The sum with the checks; null where it is none of as many trips, or reads elements of which they do not say that they are there. */
    private static Eqn joined(Eqn checks, Eqn sum) {
        if (!isSum(sum) || !sum.in().get(0).equals(checks.in().get(0))) {
            return null;
        }
        Region asks = Regions.of(checks).get(0);
        RegionView view = RegionView.of(sum);
        Map<Integer, Atom> trip = Map.of(asks.params().get(0).id(), view.trip());
        List<Eqn> body = asks.body().stream().map(e -> Rewrite.substitute(e, trip)).toList();
        if (!covers(body, view.trip(), view.body().body())) {
            return null;
        }
        var all = new ArrayList<Eqn>(body);
        all.addAll(view.body().body());
        return Regions.map(sum, r -> new Region(r.params(), all, r.out()));
    }

    /** Whether each index of the sum is one that the checks of the same trip compare or read by, and one that they compare is among them. */
    private static boolean covers(List<Eqn> asked, Var trip, List<Eqn> sum) {
        Map<Integer, Atom> same = alike(asked, sum);
        Set<Atom> compared = new HashSet<>();
        Set<Atom> places = new HashSet<>(Set.of(trip));
        for (Eqn e : asked) {
            if (e.prim().group() == Prim.Group.COMPARE) {
                compared.addAll(e.in());
            } else if (e.prim() == Prim.INDEX) {
                places.addAll(e.indices());
            }
        }
        boolean gathers = false;
        for (Eqn e : sum) {
            for (Atom a : e.prim() == Prim.INDEX ? e.indices() : List.<Atom>of()) {
                Atom k = a instanceof Var v ? same.getOrDefault(v.id(), v) : a;
                boolean isCompared = compared.contains(k) && !places.contains(k);
                gathers |= isCompared;
                if (!isCompared && !places.contains(k)) {
                    return false;
                }
            }
        }
        return gathers;
    }

    /** For what the sum computes as the checks do, what these have computed. */
    private static Map<Integer, Atom> alike(List<Eqn> asked, List<Eqn> sum) {
        var same = new HashMap<Integer, Atom>();
        for (Eqn e : sum) {
            List<Atom> in = e.in().stream().map(a -> a instanceof Var v ? same.getOrDefault(v.id(), a) : a).toList();
            asked.stream().filter(x -> x.prim() == e.prim() && x.params().equals(e.params()) && x.in().equals(in) && x.out().size() == 1).findFirst().ifPresent(x -> same.put(e.result().id(), x.result()));
        }
        return same;
    }
}
