package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What both branches compute is computed before them, and an element that both store, at the same place, is stored after them: so a counter that counts either way is one of the loop's, and the branches are
 * about scalars.
 */
public final class CommonBranches implements Optimisation {
    private static final int MOST_EQUATIONS = 60;

    @Override
    public String name() {
        return "common-branches";
    }

    @Override
    public Func run(Func in) {
        return !Regions.any(in.body(), e -> e.prim() == Prim.COND) ? in : Rewrite.run(in, (e, r) -> e.prim() == Prim.COND && Regions.of(e).size() == 2 && new Pair(e).apart(r));
    }

    /** The two branches of an equation. */
    private static final class Pair {
        private final Eqn e;
        private final Region a;
        private final Region b;
        private final Set<Integer> inA;
        private final Set<Integer> inB;
        /** Values of the second branch, and the same ones of the first. */
        private final Map<Integer, Atom> same = new HashMap<>();
        private final Set<Atom> before = new HashSet<>();
        private final Set<Eqn> gone = Collections.newSetFromMap(new IdentityHashMap<>());

        Pair(Eqn e) {
            this.e = e;
            a = Regions.of(e).get(0);
            b = Regions.of(e).get(1);
            inA = Regions.defined(a);
            inB = Regions.defined(b);
        }

        boolean apart(Rewrite r) {
            if (Regions.size(a.body()) + Regions.size(b.body()) > MOST_EQUATIONS) {
                return false;
            }
            List<Eqn> first = common();
            var outs = new ArrayList<>(e.out());
            var yieldsA = new ArrayList<>(a.out());
            var yieldsB = new ArrayList<>(b.out());
            var after = new ArrayList<Eqn>();
            for (int k = 0; k < outs.size(); k++) {
                Eqn x = stored(a, inA, yieldsA.get(k));
                Eqn y = stored(b, inB, yieldsB.get(k));
                if (x != null && y != null && x.params().equals(y.params()) && operands(x).equals(theirs(operands(y))) && operands(x).stream().noneMatch(this::onlyInside)
                    && !x.written().isArray()) {
                    Var value = r.b.fresh(x.written().type());
                    var in = new ArrayList<>(x.in());
                    in.set(in.size() - 1, value);
                    after.add(new Eqn(Prim.UPDATE, in, x.params(), List.of(outs.get(k))));
                    outs.set(k, value);
                    yieldsA.set(k, x.written());
                    yieldsB.set(k, y.written());
                    gone.add(x);
                    gone.add(y);
                }
            }
            var alike = new LinkedHashMap<Var, Atom>();
            for (int k = outs.size() - 1; k >= 0; k--) {
                Atom x = yieldsA.get(k);
                if (x.equals(theirs(List.of(yieldsB.get(k))).get(0)) && !onlyInside(x)) {
                    alike.put(outs.remove(k), x);
                    yieldsA.remove(k);
                    yieldsB.remove(k);
                }
            }
            if (first.isEmpty() && after.isEmpty() && alike.isEmpty()) {
                return false;
            }
            r.append(first);
            alike.forEach((v, x) -> r.replace(v, r.atom(x)));
            Region left = new Region(List.of(), a.body().stream().filter(x -> !gone.contains(x)).toList(), yieldsA);
            Region right = Rewrite.substitute(new Region(List.of(), b.body().stream().filter(x -> !gone.contains(x)).toList(), yieldsB), same);
            r.append(new Eqn(Prim.COND, e.in(), new Params.Branches(List.of(left, right)), outs));
            r.append(after);
            return true;
        }

        /** The equations that both have, of what is there before the branches; they are marked as gone. */
        private List<Eqn> common() {
            var out = new ArrayList<Eqn>();
            boolean free = true;
            for (Eqn x : a.body()) {
                Eqn y = movable(x, free, inA) ? twin(x) : null;
                if (y != null) {
                    gone.add(x);
                    gone.add(y);
                    for (int k = 0; k < x.out().size(); k++) {
                        same.put(y.out().get(k).id(), x.out().get(k));
                        before.add(x.out().get(k));
                    }
                    out.add(x);
                } else {
                    free &= !Regions.hasEffect(x);
                }
            }
            return out;
        }

        private Eqn twin(Eqn x) {
            boolean free = true;
            for (Eqn y : b.body()) {
                if (!gone.contains(y)) {
                    boolean params = x.params().equals(y.params()) || x.params() instanceof Params.Check c && y.params() instanceof Params.Check d && c.code() == d.code() && c.early() == d.early();
                    if (y.prim() == x.prim() && params && movable(y, free, inB) && x.in().equals(theirs(y.in()))) {
                        return y;
                    }
                    free &= !Regions.hasEffect(y);
                }
            }
            return null;
        }

        /** Whether an equation may stand in front of its branch; {@code free}: no check that stays in the branch is before it. */
        private boolean movable(Eqn x, boolean free, Set<Integer> inside) {
            if (x.in().stream().anyMatch(v -> v instanceof Var w && inside.contains(w.id()) && !before.contains(w) && !same.containsKey(w.id()))) {
                return false;
            }
            boolean traps = x.prim() == Prim.INDEX || x.prim() == Prim.DIV || x.prim() == Prim.REM;
            boolean plain = x.computesScalars() && x.prim().form() != Prim.Form.FUNCTION || x.prim() == Prim.INDEX && x.result().type().isScalar() || x.prim() == Prim.DIM;
            return x.prim() == Prim.CHECK || plain && (free || !traps);
        }

        private List<Atom> theirs(List<Atom> atoms) {
            return Rewrite.substitute(atoms, same);
        }

        private boolean onlyInside(Atom v) {
            return v instanceof Var w && inA.contains(w.id()) && !before.contains(w);
        }

        private static List<Atom> operands(Eqn update) {
            return update.in().subList(0, update.in().size() - 1);
        }

        /** The update whose result a branch yields and nothing else uses. */
        private static Eqn stored(Region r, Set<Integer> inside, Atom yield) {
            if (!(yield instanceof Var v) || !inside.contains(v.id())) {
                return null;
            }
            Eqn u = Regions.definition(r.body(), v);
            return u != null && u.prim() == Prim.UPDATE && Regions.uses(r.body(), r.out()).getOrDefault(v.id(), 0) == 1 ? u : null;
        }
    }
}
