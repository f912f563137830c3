package dev.jacobi.ir.simplify;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Slots;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Removes equations whose results nobody needs, and the slots of loops, branches and maps that are not needed: a
 * carry that only feeds itself goes. Checks, callbacks and calls (whose callee may check) stay, with what steers them.
 * One mark phase over the graph of definitions, then one sweep: linear in the size of the function. A function all of which is
 * needed comes back as it is.
 */
final class DeadCode implements Optimisation {
    @Override
    public String name() {
        return "dead-code";
    }

    @Override
    public Func run(Func in) {
        var m = new Mark(Regions.firstFreeId(in));
        m.index(in.body(), -1);
        m.need(in.out());
        m.drain();
        List<Eqn> body = m.sweep(in.body());
        return body == in.body() ? in : new Func(in.in(), body, in.out());
    }

    /** Whether the equation itself must stay whatever becomes of its results. */
    static boolean effect(Eqn e) {
        return e.prim().hasEffect() || e.prim() == Prim.CALL && !External.is(e);
    }

    /** Equations have the number of their place in a walk that comes to an equation before what is in its regions. */
    private static final class Mark {
        private static final List<Slots> NO_SLOTS = List.of();
        private final List<Eqn> eqns = new ArrayList<>();
        private final List<List<Slots>> slots = new ArrayList<>();
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
                put(e.out(), at);
                List<Region> regions = Regions.of(e);
                if (regions.isEmpty()) {
                    slots.add(NO_SLOTS);
                    continue;
                }
                List<Slots> s = Slots.of(e);
                slots.add(s);
                regions.forEach(r -> put(r.params(), at));
                for (int k = 0; k < s.size(); k++) {
                    put(e.out().get(s.get(k).result()), at, k);
                    if (s.get(k).result2() >= 0) {
                        put(e.out().get(s.get(k).result2()), at, k);
                    }
                    int param = s.get(k).param();
                    if (param >= 0) {
                        for (Region r : regions) {
                            put(r.params().get(param), at, k);
                        }
                    }
                }
                regions.forEach(r -> index(r.body(), at));
            }
        }

        private void put(List<Var> vars, int at) {
            for (int i = 0, n = vars.size(); i < n; i++) {
                put(vars.get(i), at, -1);
            }
        }

        private void put(Var v, int at, int slot) {
            site[v.id()] = at + 1;
            siteSlot[v.id()] = slot;
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

        void drain() {
            for (int k = 0; k < eqns.size(); k++) {
                if (effect(eqns.get(k))) {
                    needEqn(k);
                }
            }
            for (int done = 0; done < count; done++) {
                int at = site[work[done]] - 1;
                if (at >= 0) {
                    needEqn(at);
                    int slot = siteSlot[work[done]];
                    if (slot >= 0) {
                        slot(eqns.get(at), slots.get(at).get(slot));
                    }
                }
            }
        }

        /** One part of a slot is live, so all of it is. */
        private void slot(Eqn e, Slots s) {
            need(e.out().get(s.result()));
            if (s.in() >= 0) {
                need(e.in().get(s.in()));
            }
            List<Region> regions = Regions.of(e);
            for (int i = Slots.mainRegion(e); i < regions.size(); i++) {
                need(regions.get(i).out().get(s.out()));
            }
        }

        /** The equation stays: what steers it and every equation around it is needed. */
        private void needEqn(int at) {
            if (needed.get(at)) {
                return;
            }
            needed.set(at);
            Eqn e = eqns.get(at);
            List<Slots> s = slots.get(at);
            if (s.isEmpty()) {
                need(e.in());
            } else {
                boolean[] slotted = new boolean[e.in().size()];
                for (Slots x : s) {
                    if (x.in() >= 0) {
                        slotted[x.in()] = true;
                    }
                }
                for (int i = 0; i < slotted.length; i++) {
                    if (!slotted[i]) {
                        need(e.in().get(i));
                    }
                }
            }
            if (e.params() instanceof Params.While w) {
                need(w.cond().out());
            } else if (e.prim() == Prim.HIST) {
                need(Regions.of(e).get(0).out());
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
                Eqn now = regions.isEmpty() ? e : swept(e, slots.get(at));
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

        private Eqn swept(Eqn e, List<Slots> s) {
            boolean[] keep = new boolean[s.size()];
            boolean all = true;
            for (int k = 0; k < keep.length; k++) {
                keep[k] = isLive(e, s.get(k));
                all &= keep[k];
            }
            Eqn slim = all ? e : mapIfNoFold(Slots.keep(e, s, keep));
            boolean[] same = {all};
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

        private boolean isLive(Eqn e, Slots s) {
            boolean yes = live.get(e.out().get(s.result()).id()) || s.result2() >= 0 && live.get(e.out().get(s.result2()).id());
            if (s.param() >= 0) {
                for (Region r : Regions.of(e)) {
                    yes |= live.get(r.params().get(s.param()).id());
                }
            }
            return yes;
        }
    }
}
