package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.llvm.lower.Rebuild;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Branches inside of parallel loops in which something is reduced, as after the search for the place of a row's largest element: the reductions are made in front of what follows from them, with no
 * trip where their branch is not taken, so that threads share them. What is between them stays in branches about scalars. Of a reduction that both branches have there is one.
 *
 * <pre>
 * r = cond(p) false { yield 0 } true { s = reduce(n) ..; t = index a s; yield t }
 *     becomes    n' = select p n 0;  s = reduce(n') ..;  t = cond(p) false { yield 0 } true { t = index a s; yield t };  r = select p t 0
 * </pre>
 */
public final class BranchesOfTeams {
    private static final int MOST_EQUATIONS = 200;
    private final Builder b;
    /** Reductions that stand in front of both branches, by those of the branches. */
    private final Map<Var, Var> common = new HashMap<>();

    private BranchesOfTeams(Builder b) {
        this.b = b;
    }

    /** As a pass. */
    public static FunctionPass pass() {
        return PassBuilder.named("branches-of-teams").keeps(Property.EXACT_CHECKS, Property.DIFFERENTIABLE).mayBeLeftOut().each(f -> {
            int[] maps = {0};
            return Rebuild.run(f, to -> e -> {
                if (e.prim() == Prim.MAP) {
                    maps[0]++;
                    Eqn now = to.inside(e);
                    maps[0]--;
                    return to.keep(now);
                }
                return maps[0] == 1 && isBranch(e) && fits(e) ? new BranchesOfTeams(to.builder()).flat(e) : null;
            });
        });
    }

    private static boolean isBranch(Eqn e) {
        return e.prim() == Prim.COND && e.in().get(0).dtype() == DType.BOOL && Regions.any(Regions.of(e).get(0).body(), BranchesOfTeams::isFold)
            || e.prim() == Prim.COND && e.in().get(0).dtype() == DType.BOOL && Regions.any(Regions.of(e).get(1).body(), BranchesOfTeams::isFold);
    }

    private static boolean isFold(Eqn e) {
        return e.prim() == Prim.REDUCE && RegionView.of(e).carried().isEmpty();
    }

    /** Whether there are only scalars, reductions and branches that are in turn like that. */
    private static boolean fits(Eqn e) {
        return e.out().stream().allMatch(v -> v.type().isScalar()) && Regions.of(e).stream().allMatch(r -> Regions.size(r.body()) <= MOST_EQUATIONS && r.body().stream().allMatch(x ->
            isFold(x) ? !Regions.any(List.of(x), BranchesOfTeams::isOdd) : isBranch(x) ? fits(x) : isPlain(x)));
    }

    private static boolean isPlain(Eqn e) {
        return e.out().stream().allMatch(v -> v.type().isScalar()) && (e.prim() == Prim.COND || Regions.of(e).isEmpty()) && !Regions.any(List.of(e), BranchesOfTeams::isOdd);
    }

    private static boolean isOdd(Eqn e) {
        return Regions.hasEffect(e) || e.prim() == Prim.CALL || e.prim() == Prim.UPDATE;
    }

    private List<Atom> flat(Eqn e) {
        Atom p = e.in().get(0);
        first(Regions.of(e).get(0), Regions.of(e).get(1));
        return branch(e, p, null);
    }

    /** A reduction that both branches begin with, but for scalars that it does not use, is made in front of them. */
    private void first(Region no, Region yes) {
        for (Eqn x : yes.body()) {
            for (Eqn y : no.body()) {
                if (isFold(x) && isFold(y) && isOutside(x, yes) && same(x, y)) {
                    List<Atom> made = new Rewrite(b).repeat(x);
                    for (int k = 0; k < made.size(); k++) {
                        common.put(x.out().get(k), (Var) made.get(k));
                        common.put(y.out().get(k), (Var) made.get(k));
                    }
                    return;
                }
            }
        }
    }

    private static boolean isOutside(Eqn x, Region r) {
        var inside = Regions.defined(r);
        return Var.among(x.in()).stream().noneMatch(v -> inside.contains(v.id())) && Regions.captures(x).stream().noneMatch(v -> inside.contains(v.id()));
    }

    /** Whether two reductions are the same but for the names inside. */
    private static boolean same(Eqn x, Eqn y) {
        Params.Fold p = (Params.Fold) x.params();
        Params.Fold q = (Params.Fold) y.params();
        boolean alike = x.in().equals(y.in()) && p.ops().equals(q.ops()) && p.body().body().size() == q.body().body().size() && p.body().params().size() == q.body().params().size();
        var names = new HashMap<Integer, Atom>();
        for (int k = 0; alike && k < p.body().params().size(); k++) {
            names.put(q.body().params().get(k).id(), p.body().params().get(k));
        }
        for (int k = 0; alike && k < p.body().body().size(); k++) {
            Eqn a = p.body().body().get(k);
            Eqn c = q.body().body().get(k);
            alike = a.prim() == c.prim() && Regions.of(a).isEmpty() && a.params().equals(c.params()) && a.in().equals(Rewrite.substitute(c.in(), names)) && a.out().size() == c.out().size();
            for (int o = 0; alike && o < a.out().size(); o++) {
                names.put(c.out().get(o).id(), a.out().get(o));
            }
        }
        return alike && p.body().out().equals(Rewrite.substitute(q.body().out(), names));
    }

    /** What stands for the results of a branch; {@code guard}: whether it is come to at all, null for always. */
    private List<Atom> branch(Eqn e, Atom p, Atom guard) {
        Atom not = b.emit(Prim.XOR, p, Lit.bool(true));
        List<Atom> no = region(Regions.of(e).get(0), and(guard, not));
        List<Atom> yes = region(Regions.of(e).get(1), and(guard, p));
        var out = new ArrayList<Atom>();
        for (int k = 0; k < e.out().size(); k++) {
            out.add(b.emit(Prim.SELECT, p, yes.get(k), no.get(k)));
        }
        return out;
    }

    private Atom and(Atom guard, Atom p) {
        return guard == null ? p : b.emit(Prim.AND, guard, p);
    }

    /** What a region yields where it is come to; the reductions in it have no trip elsewhere. */
    private List<Atom> region(Region r, Atom guard) {
        var copy = new Rewrite(b);
        var scalars = new ArrayList<Eqn>();
        for (Eqn x : r.body()) {
            if (isFold(x)) {
                scalars(scalars, copy, guard);
                if (common.containsKey(x.result())) {
                    x.out().forEach(v -> copy.replace(v, common.get(v)));
                    continue;
                }
                Atom n = copy.atom(x.in().get(0));
                var in = new ArrayList<>(x.in());
                in.set(0, b.emit(Prim.SELECT, guard, n, Lit.zero(n.dtype())));
                copy.repeat(x.with(in));
            } else if (isBranch(x)) {
                scalars(scalars, copy, guard);
                Eqn inner = copy.eqn(x);
                copy.replace(x.out(), branch(inner, inner.in().get(0), guard));
            } else {
                scalars.add(x);
            }
        }
        scalars(scalars, copy, guard);
        return copy.atoms(r.out());
    }

    /** Scalars that are made between reductions: where the region is not come to they are zeros. */
    private void scalars(List<Eqn> eqns, Rewrite copy, Atom guard) {
        if (eqns.isEmpty()) {
            return;
        }
        List<Var> made = eqns.stream().flatMap(x -> x.out().stream()).toList();
        List<Var> out = b.cond(guard, () -> {
            eqns.forEach(copy::append);
            return copy.atoms(made);
        }, () -> made.stream().map(v -> Lit.zero(v.dtype())).toList());
        copy.replace(made, out);
        eqns.clear();
    }
}
