package dev.jacobi.vectorize.rewrite;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Removes what nothing needs: equations, and also results of branches and carries of loops (a carry that only feeds
 * itself is needed by nothing). A carry that no trip changes becomes the value it starts from. While loops stay even when
 * nothing needs their results, as they may not end.
 */
public final class Prune implements Optimisation {
    @Override
    public String name() {
        return "prune";
    }

    @Override
    public Func run(Func in) {
        Func f = hasInvariants(in.body()) ? Rewriter.run(in, (e, r) -> e.prim() == Prim.FOR || e.prim() == Prim.WHILE ? invariantCarries(e, r) : false) : in;
        var live = new BitSet();
        Regions.uses(f.out(), live::set);
        List<Eqn> body = block(f.body(), live);
        return body == f.body() ? f : new Func(f.in(), body, f.out());
    }

    private static boolean hasInvariants(List<Eqn> body) {
        for (Eqn e : body) {
            List<Region> rs = Regions.of(e);
            if (!rs.isEmpty()) {
                Region last = rs.get(rs.size() - 1);
                int skip = e.prim() == Prim.FOR ? 1 : 0;
                for (int k = 0; (e.prim() == Prim.FOR || e.prim() == Prim.WHILE) && k < last.out().size(); k++) {
                    if (last.out().get(k).equals(last.params().get(k + skip))) {
                        return true;
                    }
                }
                for (Region r : rs) {
                    if (hasInvariants(r.body())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean invariantCarries(Eqn e, Rewriter r) {
        List<Region> rs = Regions.of(e);
        Region body = rs.get(rs.size() - 1);
        int skip = e.prim() == Prim.FOR ? 1 : 0;
        var keep = new ArrayList<Integer>();
        for (int k = 0; k < body.out().size(); k++) {
            if (body.out().get(k).equals(body.params().get(k + skip))) {
                for (Region x : rs) {
                    r.put(x.params().get(k + skip), e.in().get(k + skip));
                }
                r.put(e.out().get(k), e.in().get(k + skip));
            } else {
                keep.add(k);
            }
        }
        if (keep.size() == body.out().size()) {
            return false;
        }
        r.b.append(r.copy(only(e, e.params(), keep, skip)));
        return true;
    }

    /** The loop with only these carries. */
    private static Eqn only(Eqn e, Params params, List<Integer> keep, int skip) {
        var regions = new ArrayList<Region>();
        List<Region> rs = params.regions();
        for (Region x : rs) {
            var p = new ArrayList<>(x.params().subList(0, skip));
            keep.forEach(k -> p.add(x.params().get(k + skip)));
            boolean condition = e.prim() == Prim.WHILE && x == rs.get(0);
            regions.add(new Region(p, x.body(), condition ? x.out() : pick(x.out(), keep)));
        }
        var in = new ArrayList<>(e.in().subList(0, skip));
        keep.forEach(k -> in.add(e.in().get(k + skip)));
        return new Eqn(e.prim(), in, Regions.with(params, regions), pick(e.out(), keep));
    }

    private static <T> List<T> pick(List<T> all, List<Integer> keep) {
        return keep.size() == all.size() ? all : keep.stream().map(all::get).toList();
    }

    private static boolean isLive(List<Var> vars, BitSet live) {
        for (int i = 0, n = vars.size(); i < n; i++) {
            if (live.get(vars.get(i).id())) {
                return true;
            }
        }
        return false;
    }

    /** The equations of a block that are needed, given what is needed after it; adds what they need. The same list when all of it is needed as it is. */
    private static List<Eqn> block(List<Eqn> body, BitSet live) {
        var kept = new Eqn[body.size()];
        int first = kept.length;
        boolean same = true;
        for (int i = body.size() - 1; i >= 0; i--) {
            Eqn e = body.get(i);
            if (isLive(e.out(), live) || Regions.hasEffect(e) || e.prim() == Prim.WHILE) {
                Eqn now = Regions.of(e).isEmpty() ? e : control(e, live);
                Regions.uses(now.in(), live::set);
                kept[--first] = now;
                same &= now == e;
            }
        }
        return same && first == 0 ? body : List.of(Arrays.copyOfRange(kept, first, kept.length));
    }

    private static Eqn control(Eqn e, BitSet live) {
        IntPredicate used = k -> live.get(e.out().get(k).id());
        List<Region> rs = Regions.of(e);
        if (e.prim() == Prim.COND) {
            List<Integer> keep = indices(e.out().size(), used);
            var now = new ArrayList<Region>();
            boolean same = keep.size() == e.out().size();
            for (Region r : rs) {
                List<Atom> out = pick(r.out(), keep);
                now.add(region(r, List.of(), inner(r, out, live), out));
                same &= now.get(now.size() - 1) == r;
            }
            return same ? e : new Eqn(e.prim(), e.in(), new Params.Branches(now), pick(e.out(), keep));
        }
        if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE) {
            return loop(e, live, used);
        }
        var now = new ArrayList<Region>();
        boolean same = true;
        for (Region r : rs) {
            now.add(region(r, r.params(), inner(r, r.out(), live), r.out()));
            same &= now.get(now.size() - 1) == r;
        }
        return same ? e : new Eqn(e.prim(), e.in(), Regions.with(e.params(), now), e.out());
    }

    private static Region region(Region old, List<Var> params, List<Eqn> body, List<Atom> out) {
        return body == old.body() && out == old.out() ? old : new Region(params, body, out);
    }

    private static List<Integer> indices(int n, IntPredicate p) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (p.test(i)) {
                found.add(i);
            }
        }
        return List.copyOf(found);
    }

    private static List<Eqn> inner(Region r, List<Atom> out, BitSet live) {
        Regions.uses(out, live::set);
        return block(r.body(), live);
    }

    private static Eqn loop(Eqn e, BitSet live, IntPredicate used) {
        List<Region> rs = Regions.of(e);
        int skip = e.prim() == Prim.FOR ? 1 : 0;
        Region body = rs.get(rs.size() - 1);
        List<Integer> keep = indices(e.out().size(), used);
        while (true) {
            BitSet seen = (BitSet) live.clone();
            var now = new ArrayList<Region>();
            boolean same = true;
            for (int x = rs.size() - 1; x >= 0; x--) {
                Region r = rs.get(x);
                List<Atom> out = r == body ? pick(r.out(), keep) : r.out();
                now.add(0, region(r, r.params(), inner(r, out, seen), r.out()));
                same &= now.get(0) == r;
            }
            List<Integer> more = indices(e.out().size(), k -> used.test(k)
                || rs.stream().anyMatch(r -> seen.get(r.params().get(k + skip).id())));
            if (more.equals(keep)) {
                live.or(seen);
                return same && keep.size() == e.out().size() ? e : only(e, Regions.with(e.params(), now), keep, skip);
            }
            keep = more;
        }
    }
}
