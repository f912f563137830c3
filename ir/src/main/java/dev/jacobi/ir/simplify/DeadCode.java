package dev.jacobi.ir.simplify;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Removes equations whose results nobody needs, and the slots of loops, branches and maps that are not needed: a
 * carry that only feeds itself goes, and one that no trip changes becomes the value it starts from. Checks, callbacks and calls (whose callee may check) stay, with what steers them.
 * So do whiles, which may not end.
 * One mark phase over the graph of definitions, then one sweep: linear in the size of the function. A function all of which is
 * needed comes back as it is.
 */
public final class DeadCode implements Optimisation {
    @Override
    public String name() {
        return "dead-code";
    }

    @Override
    public Func run(Func in) {
        return sweep(Regions.any(in.body(), DeadCode::hasInvariant) ? Rewrite.run(in, DeadCode::withoutInvariants) : in, true);
    }

    private static boolean hasInvariant(Eqn e) {
        return !Regions.of(e).isEmpty() && RegionView.of(e).slots().stream().anyMatch(DeadCode::isInvariant);
    }

    private static boolean isInvariant(RegionView.Slot s) {
        return s.role() == RegionView.Role.CARRY && s.yield().equals(s.param());
    }

    private static boolean withoutInvariants(Eqn e, Rewrite r) {
        RegionView view = RegionView.of(e);
        for (RegionView.Slot s : view.slots()) {
            if (isInvariant(s)) {
                s.params().forEach(p -> r.replace(p, s.init()));
                r.replace(s.result(), s.init());
            }
        }
        Eqn kept = view.keep(s -> !isInvariant(s));
        if (kept != e) {
            r.b.append(r.copy(kept));
        }
        return kept != e;
    }

    /** Only what nothing needs. */
    static Func sweep(Func in) {
        return sweep(in, false);
    }

    private static Func sweep(Func in, boolean keepWhiles) {
        var m = new Mark(Regions.firstFreeId(in));
        m.index(in.body(), -1);
        m.need(in.out());
        m.drain(keepWhiles);
        List<Eqn> body = m.sweep(in.body());
        return body == in.body() ? in : new Func(in.in(), body, in.out());
    }

    /** Equations have the number of their place in a walk that comes to an equation before what is in its regions. */
    private static final class Mark {
        private final List<Eqn> eqns = new ArrayList<>();
        private final List<RegionView> views = new ArrayList<>();
        /** By number, the equation around. */
        private int[] around = new int[64];
        /** By variable: the number of its equation plus 1, and the slot it belongs to, or -1 for all of the equation. */
        private final int[] site;
        private final int[] siteSlot;
        private final BitSet live = new BitSet();
        private final BitSet needed = new BitSet();
        /** Variables that are live, of which the first {@code done} have been followed. */
        private int[] work = new int[64];
        private int count;
        private int next;

        Mark(int variables) {
            site = new int[variables];
            siteSlot = new int[variables];
        }

        void index(List<Eqn> body, int outer) {
            for (Eqn e : body) {
                int at = eqns.size();
                eqns.add(e);
                if (at == around.length) {
                    around = Arrays.copyOf(around, 2 * at);
                }
                around[at] = outer;
                put(e.out(), at, -1);
                List<Region> regions = Regions.of(e);
                if (regions.isEmpty()) {
                    views.add(null);
                    continue;
                }
                RegionView view = RegionView.of(e);
                views.add(view);
                regions.forEach(r -> put(r.params(), at, -1));
                for (int k = 0; k < view.slots().size(); k++) {
                    put(view.slots().get(k).results(), at, k);
                    put(view.slots().get(k).params(), at, k);
                }
                regions.forEach(r -> index(r.body(), at));
            }
        }

        private void put(List<Var> vars, int at, int slot) {
            for (int i = 0, n = vars.size(); i < n; i++) {
                site[vars.get(i).id()] = at + 1;
                siteSlot[vars.get(i).id()] = slot;
            }
        }

        void need(List<? extends Atom> atoms) {
            for (int i = 0, n = atoms.size(); i < n; i++) {
                need(atoms.get(i));
            }
        }

        private void need(Atom a) {
            if (a instanceof Var v && !live.get(v.id())) {
                live.set(v.id());
                if (count == work.length) {
                    work = Arrays.copyOf(work, 2 * count);
                }
                work[count++] = v.id();
            }
        }

        void drain(boolean keepWhiles) {
            for (int k = 0; k < eqns.size(); k++) {
                if (Regions.isEffect(eqns.get(k)) || keepWhiles && eqns.get(k).prim() == Prim.WHILE) {
                    needEqn(k);
                }
            }
            for (int done = 0; done < count; done++) {
                int at = site[work[done]] - 1;
                if (at >= 0) {
                    needEqn(at);
                    int slot = siteSlot[work[done]];
                    if (slot >= 0) {
                        slot(views.get(at).slots().get(slot));
                    }
                }
            }
        }

        /** One part of a slot is live, so all of it is. */
        private void slot(RegionView.Slot s) {
            need(s.result());
            need(s.init());
            need(s.yields());
        }

        /** The equation stays: what steers it and every equation around it is needed. */
        private void needEqn(int at) {
            if (needed.get(at)) {
                return;
            }
            needed.set(at);
            Eqn e = eqns.get(at);
            RegionView view = views.get(at);
            if (view == null) {
                need(e.in());
            } else {
                need(view.head());
                if (e.params() instanceof Params.While w) {
                    need(w.cond().out());
                } else if (e.prim() == Prim.HIST) {
                    slot(view.slots().get(0));
                }
            }
            for (int n = around[at]; n >= 0; n = around[n]) {
                needEqn(n);
            }
        }

        /** Meets the equations in the order of their numbers; the same list where all of it stays. */
        List<Eqn> sweep(List<Eqn> body) {
            var kept = new ArrayList<Eqn>(body.size());
            boolean same = true;
            for (Eqn e : body) {
                int at = next++;
                List<Region> regions = Regions.of(e);
                if (!needed.get(at)) {
                    same = false;
                    regions.forEach(r -> skip(r.body()));
                    continue;
                }
                Eqn now = regions.isEmpty() ? e : swept(views.get(at));
                same &= now == e;
                kept.add(now);
            }
            return same ? body : kept;
        }

        private void skip(List<Eqn> body) {
            for (Eqn e : body) {
                next++;
                Regions.of(e).forEach(r -> skip(r.body()));
            }
        }

        private Eqn swept(RegionView view) {
            Eqn e = view.eqn();
            Eqn kept = view.keep(this::isLive);
            Eqn slim = kept == e ? e : mapIfNoFold(kept);
            boolean[] same = {kept == e};
            Params p = slim.params().map(r -> {
                List<Eqn> now = sweep(r.body());
                same[0] &= now == r.body();
                return now == r.body() ? r : new Region(r.params(), now, r.out());
            });
            return same[0] ? e : new Eqn(slim.prim(), slim.in(), p, slim.out());
        }

        /** A reduce or scan that has lost all its accumulators only writes its destinations, as a map does. */
        private static Eqn mapIfNoFold(Eqn e) {
            return e.params() instanceof Params.Fold f && f.ops().isEmpty() && e.prim() != Prim.HIST
                ? new Eqn(Prim.MAP, e.in(), new Params.Loop(f.extent(), f.body()), e.out()) : e;
        }

        private boolean isLive(RegionView.Slot s) {
            return isLive(s.results()) || isLive(s.params());
        }

        private boolean isLive(List<Var> vars) {
            for (int i = 0, n = vars.size(); i < n; i++) {
                if (live.get(vars.get(i).id())) {
                    return true;
                }
            }
            return false;
        }
    }
}
