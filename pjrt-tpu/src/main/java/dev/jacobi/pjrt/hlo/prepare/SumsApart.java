package dev.jacobi.pjrt.hlo.prepare;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sum whose terms are sums in which there is a product, {@code s += a[i] * x + b[i] * c[i][j]}, as gradients of several uses of an array have it: each of the terms gets a sum of its own, in front
 * of which stands what all trips multiply by. So a product of matrices is seen where it is. Only where sums of floats may be made in any order, and where reading an element that is not there does no
 * harm, as the factor is read though there may be no trip.
 */
public final class SumsApart implements Optimisation {
    private static final int MOST_TERMS = 6;

    @Override
    public String name() {
        return "sums-apart";
    }

    @Override
    public Func run(Func in) {
        return Rewrite.ofLoops(in, (e, r) -> {
            boolean sum = e.prim() == Prim.REDUCE && e.out().size() == 1 && e.result().dtype().isFloat() && RegionView.of(e).slots().get(0).op() == Prim.ADD;
            Sum s = sum ? new Sum(e) : null;
            if (s == null || !s.matches()) {
                return false;
            }
            r.replace(e.result(), s.write(r.b));
            return true;
        });
    }

    /** What is added: the product of the number that a trip makes and of numbers that all trips have in common, or the negative of it. */
    private record Term(Atom value, Set<Atom> factors, boolean negative) {
    }

    /** One reduction. */
    private static final class Sum {
        private final RegionView view;
        private final List<Eqn> body;
        private final Map<Integer, Eqn> defs = new HashMap<>();
        private final Set<Var> changing = new HashSet<>();
        private final List<Term> terms = new ArrayList<>();

        Sum(Eqn e) {
            view = RegionView.of(e);
            body = view.body().body();
        }

        boolean matches() {
            changing.add(view.trip());
            for (Eqn x : body) {
                if (!Regions.of(x).isEmpty() || x.prim().hasEffect() || x.prim() == Prim.CALL || x.out().size() != 1 || !x.result().type().isScalar()) {
                    return false;
                }
                defs.put(x.result().id(), x);
                if (x.in().stream().anyMatch(changing::contains)) {
                    changing.add(x.result());
                }
            }
            terms(view.slots().get(0).yield(), Set.of(), false);
            return terms.size() > 1 && terms.size() <= MOST_TERMS && terms.stream().anyMatch(t -> isProduct(t.value)) && terms.stream().allMatch(t -> changes(t.value));
        }

        private boolean changes(Atom a) {
            return a instanceof Var v && changing.contains(v);
        }

        private boolean isProduct(Atom a) {
            Eqn e = a instanceof Var v ? defs.get(v.id()) : null;
            return e != null && e.prim() == Prim.MUL && changes(e.in().get(0)) && changes(e.in().get(1)) && !e.in().get(0).equals(e.in().get(1));
        }

        private void terms(Atom a, Set<Atom> factors, boolean negative) {
            Eqn e = a instanceof Var v && changes(a) ? defs.get(v.id()) : null;
            if (e != null && terms.size() <= MOST_TERMS && (e.prim() == Prim.ADD || e.prim() == Prim.SUB)) {
                terms(e.in().get(0), factors, negative);
                terms(e.in().get(1), factors, negative != (e.prim() == Prim.SUB));
            } else if (e != null && e.prim() == Prim.NEG) {
                terms(e.in().get(0), factors, !negative);
            } else if (e != null && e.prim() == Prim.MUL && changes(e.in().get(0)) != changes(e.in().get(1))) {
                int common = changes(e.in().get(0)) ? 1 : 0;
                var more = new LinkedHashSet<>(factors);
                // The same factor twice is no set, and stays with the value.
                if (more.add(e.in().get(common))) {
                    terms(e.in().get(1 - common), more, negative);
                } else {
                    terms.add(new Term(a, factors, negative));
                }
            } else {
                terms.add(new Term(a, factors, negative));
            }
        }

        /** Writes the sums, each once, and what they come to. */
        Atom write(Builder b) {
            var factors = new ArrayList<Atom>();
            terms.forEach(t -> factors.addAll(t.factors));
            var outside = new Rewrite(b);
            outside.append(BackwardSlice.of(body, factors).eqns());
            Map<Atom, Atom> sums = new HashMap<>();
            Atom all = view.slots().get(0).init();
            for (Term t : terms) {
                Atom sum = sums.computeIfAbsent(t.value, v -> b.reduce(Prim.ADD, view.extent(), view.head(), Lit.zero(v.dtype()), i -> {
                    var copy = new Rewrite(b).replace(view.trip(), i);
                    copy.append(BackwardSlice.of(body, List.of(v)).eqns());
                    return copy.atom(v);
                }));
                for (Atom f : t.factors) {
                    sum = b.emit(Prim.MUL, sum, outside.atom(f));
                }
                all = b.emit(t.negative ? Prim.SUB : Prim.ADD, all, sum);
            }
            return all;
        }
    }
}
