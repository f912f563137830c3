package dev.jacobi.autodiff.jvp;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.simplify.Sequential;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Forward mode through branches and loops: what is carried, yielded or stacked gets a companion for its tangent. */
final class JvpControl {
    private final JvpRules rules;
    private final Builder b;

    JvpControl(JvpRules rules, Builder b) {
        this.rules = rules;
        this.b = b;
    }

    /** Results, by position, that can have a tangent. */
    private List<Integer> active(List<? extends Atom> atoms) {
        return IntStream.range(0, atoms.size()).filter(k -> rules.reached.contains(atoms.get(k))).boxed().toList();
    }

    private <T> List<T> pick(List<T> from, List<Integer> which) {
        return which.stream().map(from::get).toList();
    }

    private List<Atom> tangents(List<? extends Atom> of) {
        return of.stream().map(rules::tangentOrZero).toList();
    }

    /** Fresh variables as tangents of these. */
    private List<Var> companions(List<Var> of) {
        var out = new ArrayList<Var>();
        for (Var v : of) {
            Var t = b.fresh(v.type());
            rules.set(v, t);
            out.add(t);
        }
        return out;
    }

    @SafeVarargs
    private static <T> List<T> concat(List<? extends T>... parts) {
        var out = new ArrayList<T>();
        for (List<? extends T> p : parts) {
            out.addAll(p);
        }
        return out;
    }

    void cond(Eqn e, Params.Branches p) {
        List<Integer> act = active(e.out());
        var regions = new ArrayList<Region>();
        for (Region r : p.regions()) {
            b.open();
            rules.body(r.body());
            regions.add(b.close(r.params(), concat(r.out(), tangents(pick(r.out(), act)))));
        }
        b.append(new Eqn(e.prim(), e.in(), new Params.Branches(regions), concat(e.out(), companions(pick(e.out(), act)))));
    }

    void loop(Eqn e) {
        int skip = e.prim() == Prim.FOR ? 1 : 0;
        Region r = e.params() instanceof Params.While w ? w.body() : ((Params.Loop) e.params()).body();
        List<Var> carry = r.params().subList(skip, r.params().size());
        List<Integer> act = active(carry);
        List<Atom> in = concat(e.in(), tangents(pick(e.in().subList(skip, e.in().size()), act)));
        b.open();
        List<Var> params = concat(r.params(), companions(pick(carry, act)));
        rules.body(r.body());
        Region body = b.close(params, concat(r.out(), tangents(pick(r.out(), act))));
        Params p;
        if (e.params() instanceof Params.While w) {
            var cp = new ArrayList<>(w.cond().params());
            act.forEach(k -> cp.add(b.fresh(carry.get(k).type())));
            p = new Params.While(new Region(cp, w.cond().body(), w.cond().out()), body);
        } else {
            p = new Params.Loop(((Params.Loop) e.params()).extent(), body);
        }
        b.append(new Eqn(e.prim(), in, p, concat(e.out(), companions(pick(e.out(), act)))));
    }

    /** Destinations come first, each group followed by its tangents. */
    void map(Eqn e, Params.Loop p) {
        Region r = p.body();
        int n = e.in().size() - 1;
        List<Var> dests = r.params().subList(1, 1 + n);
        List<Integer> act = active(dests);
        List<Atom> values = r.out().subList(n, r.out().size());
        List<Var> stacked = e.out().subList(n, e.out().size());
        List<Integer> more = active(stacked);
        List<Atom> in = concat(e.in(), tangents(pick(e.in().subList(1, 1 + n), act)));
        b.open();
        List<Var> params = concat(r.params(), companions(pick(dests, act)));
        rules.body(r.body());
        List<Atom> written = r.out().subList(0, n);
        Region body = b.close(params, concat(written, tangents(pick(written, act)), values, tangents(pick(values, more))));
        List<Var> first = e.out().subList(0, n);
        b.append(new Eqn(Prim.MAP, in, new Params.Loop(p.extent(), body),
            concat(first, companions(pick(first, act)), stacked, companions(pick(stacked, more)))));
    }

    void reduce(Eqn e, Params.Fold p) {
        int ops = p.ops().size();
        List<Integer> act = active(e.out().subList(0, ops));
        boolean sums = act.stream().allMatch(k -> p.ops().get(k) == Prim.ADD);
        boolean extremes = act.stream().noneMatch(k -> p.ops().get(k) == Prim.MUL) && e.in().size() == 1 + ops;
        if (sums) {
            sums(e, p, act);
        } else if (extremes) {
            extremes(e, p, act);
        } else {
            sequential(e);
        }
    }

    private void sums(Eqn e, Params.Fold p, List<Integer> act) {
        int ops = p.ops().size();
        Region r = p.body();
        List<Var> dests = r.params().subList(1, r.params().size());
        List<Integer> more = active(dests);
        List<Atom> init = e.in().subList(1, 1 + ops);
        List<Atom> start = e.in().subList(1 + ops, e.in().size());
        List<Atom> in = concat(e.in().subList(0, 1 + ops), tangents(pick(init, act)), start, tangents(pick(start, more)));
        b.open();
        List<Var> params = concat(r.params(), companions(pick(dests, more)));
        rules.body(r.body());
        List<Atom> terms = r.out().subList(0, ops);
        List<Atom> written = r.out().subList(ops, r.out().size());
        Region body = b.close(params, concat(terms, tangents(pick(terms, act)), written, tangents(pick(written, more))));
        List<Prim> all = concat(p.ops(), act.stream().map(k -> Prim.ADD).toList());
        List<Var> totals = e.out().subList(0, ops);
        List<Var> last = e.out().subList(ops, e.out().size());
        b.append(new Eqn(Prim.REDUCE, in, new Params.Fold(p.extent(), all, body),
            concat(totals, companions(pick(totals, act)), last, companions(pick(last, more)))));
    }

    /** A smallest or largest term: once it is known, a second pass takes the mean of the tangents of the terms that equal it. */
    private void extremes(Eqn e, Params.Fold p, List<Integer> act) {
        b.append(e);
        Region r = copied(p.body());
        var in = new ArrayList<Atom>(e.in().subList(0, 1));
        var yields = new ArrayList<Atom>();
        b.open();
        rules.body(r.body());
        for (int k : act) {
            Atom t = rules.tangentOrZero(r.out().get(k));
            if (p.ops().get(k) == Prim.ADD) {
                yields.add(t);
            } else {
                yields.addAll(share(r.out().get(k), e.out().get(k), t));
            }
        }
        Region body = b.close(r.params(), yields);
        for (int k : act) {
            Atom init = e.in().get(1 + k);
            if (p.ops().get(k) == Prim.ADD) {
                in.add(rules.tangentOrZero(init));
            } else {
                in.addAll(share(init, e.out().get(k), rules.tangentOrZero(init)));
            }
        }
        List<Prim> ops = yields.stream().map(y -> Prim.ADD).toList();
        List<Var> sums = b.emitAll(Prim.REDUCE, new Params.Fold(p.extent(), ops, body), in);
        int at = 0;
        for (int k : act) {
            Atom sum = sums.get(at++);
            rules.set(e.out().get(k), p.ops().get(k) == Prim.ADD ? sum : rules.c.div(sum, sums.get(at++)));
        }
    }

    /** The tangent and one where the term is the extreme, else zeros. */
    private List<Atom> share(Atom term, Atom extreme, Atom tangent) {
        Atom hit = rules.c.op(Prim.EQ, term, extreme);
        return List.of(rules.c.select(hit, tangent, rules.c.zero(term)), rules.c.select(hit, rules.c.like(term, 1), rules.c.zero(term)));
    }

    void scan(Eqn e, Params.Fold p) {
        int n = p.ops().size();
        List<Integer> act = active(e.out().subList(0, n));
        if (!act.stream().allMatch(k -> p.ops().get(k) == Prim.ADD)) {
            sequential(e);
            return;
        }
        List<Atom> in = concat(e.in(), tangents(pick(e.in().subList(1, 1 + n), act)));
        b.open();
        rules.body(p.body().body());
        Region body = b.close(p.body().params(), concat(p.body().out(), tangents(pick(p.body().out(), act))));
        List<Prim> ops = concat(p.ops(), act.stream().map(k -> Prim.ADD).toList());
        List<Var> finals = e.out().subList(0, n);
        List<Var> prefixes = e.out().subList(n, 2 * n);
        b.append(new Eqn(Prim.SCAN, in, new Params.Fold(p.extent(), ops, body),
            concat(finals, companions(pick(finals, act)), prefixes, companions(pick(prefixes, act)))));
    }

    /** Bins that are sums: the tangents go into bins of their own, in a second loop. */
    void hist(Eqn e, Params.Fold p) {
        if (p.ops().get(0) != Prim.ADD) {
            sequential(e);
            return;
        }
        b.append(e);
        Region r = copied(p.body());
        Atom start = rules.tangentOrZero(e.in().get(1));
        b.open();
        rules.body(r.body());
        Region body = b.close(r.params(), List.of(r.out().get(0), rules.tangentOrZero(r.out().get(1))));
        rules.set(e.result(), b.emitAll(Prim.HIST, new Params.Fold(p.extent(), p.ops(), body), List.of(e.in().get(0), start)).get(0));
    }

    /** Through the for that the loop stands for. */
    private void sequential(Eqn e) {
        b.open();
        Sequential.append(b, e);
        List<Eqn> eqns = b.close(List.of(), List.of()).body();
        rules.reached.walk(eqns);
        rules.body(eqns);
    }

    /** A second copy of a body with ids of its own, without the checks and callbacks that the first one has done. */
    private Region copied(Region r) {
        Region copy = new Copies().region(r);
        rules.reached.walk(copy.body());
        return copy;
    }

    private final class Copies {
        private final Map<Integer, Atom> map = new HashMap<>();

        Region region(Region r) {
            List<Var> params = r.params().stream().map(this::rename).toList();
            var body = new ArrayList<Eqn>();
            for (Eqn e : r.body()) {
                if (!e.prim().hasEffect()) {
                    List<Atom> in = atoms(e.in());
                    Params p = e.params().map(this::region);
                    body.add(new Eqn(e.prim(), in, p, e.out().stream().map(this::rename).toList()));
                }
            }
            return new Region(params, body, atoms(r.out()));
        }

        private List<Atom> atoms(List<Atom> as) {
            return as.stream().map(a -> a instanceof Var v ? map.getOrDefault(v.id(), v) : a).toList();
        }

        private Var rename(Var v) {
            Var w = b.fresh(v.type());
            map.put(v.id(), w);
            return w;
        }
    }
}
