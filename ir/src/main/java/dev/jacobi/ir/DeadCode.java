package dev.jacobi.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes equations whose results nobody needs, and the slots of loops, branches and maps that are not needed: a
 * carry that only feeds itself goes. Checks, callbacks and calls (whose callee may check) stay, with what steers them.
 * One mark phase over the graph of definitions, then one sweep: linear in the size of the function.
 */
final class DeadCode implements Pass {
    @Override
    public String name() {
        return "dead-code";
    }

    @Override
    public Func run(Func in) {
        var m = new Mark();
        m.index(in.body(), null);
        in.out().forEach(m::need);
        m.drain();
        return new Func(in.in(), m.sweep(in.body()), in.out());
    }

    /** Whether the equation itself must stay whatever becomes of its results. */
    static boolean effect(Eqn e) {
        return e.prim().hasEffect() || e.prim() == Prim.CALL && !External.is(e);
    }

    private static final class Mark {
        /** Where a variable comes from: slot {@code slot} of the equation, or all of it (-1). */
        private record Site(Eqn eqn, int slot) {
        }

        private record Nest(Eqn eqn, Nest outer) {
        }

        private final Map<Integer, Site> sites = new HashMap<>();
        private final Map<Eqn, Nest> nests = new IdentityHashMap<>();
        private final Map<Eqn, List<Slots>> slots = new IdentityHashMap<>();
        private final BitSet live = new BitSet();
        private final Set<Eqn> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Deque<Integer> work = new ArrayDeque<>();
        private final List<Eqn> effects = new ArrayList<>();

        void index(List<Eqn> body, Nest nest) {
            for (Eqn e : body) {
                nests.put(e, nest);
                List<Slots> s = Slots.of(e);
                slots.put(e, s);
                List<Region> regions = Rewrite.regions(e.params());
                e.out().forEach(v -> sites.put(v.id(), new Site(e, -1)));
                regions.forEach(r -> r.params().forEach(v -> sites.put(v.id(), new Site(e, -1))));
                for (int k = 0; k < s.size(); k++) {
                    var site = new Site(e, k);
                    sites.put(e.out().get(s.get(k).result()).id(), site);
                    if (s.get(k).result2() >= 0) {
                        sites.put(e.out().get(s.get(k).result2()).id(), site);
                    }
                    int param = s.get(k).param();
                    if (param >= 0) {
                        regions.forEach(r -> sites.put(r.params().get(param).id(), site));
                    }
                }
                var inner = new Nest(e, nest);
                regions.forEach(r -> index(r.body(), inner));
                if (effect(e)) {
                    effects.add(e);
                }
            }
        }

        void need(Atom a) {
            if (a instanceof Var v && !live.get(v.id())) {
                live.set(v.id());
                work.add(v.id());
            }
        }

        void drain() {
            effects.forEach(this::needEqn);
            while (!work.isEmpty()) {
                Site s = sites.get(work.poll());
                if (s == null) {
                    continue;
                }
                needEqn(s.eqn);
                if (s.slot >= 0) {
                    slot(s.eqn, slots.get(s.eqn).get(s.slot));
                }
            }
        }

        /** One part of a slot is live, so all of it is. */
        private void slot(Eqn e, Slots s) {
            need(e.out().get(s.result()));
            if (s.in() >= 0) {
                need(e.in().get(s.in()));
            }
            List<Region> regions = Rewrite.regions(e.params());
            for (int i = Slots.mainRegion(e); i < regions.size(); i++) {
                need(regions.get(i).out().get(s.out()));
            }
        }

        /** The equation stays: what steers it and every equation around it is needed. */
        private void needEqn(Eqn e) {
            if (!needed.add(e)) {
                return;
            }
            List<Slots> s = slots.get(e);
            boolean[] slotted = new boolean[e.in().size()];
            s.forEach(x -> {
                if (x.in() >= 0) {
                    slotted[x.in()] = true;
                }
            });
            for (int i = 0; i < slotted.length; i++) {
                if (!slotted[i]) {
                    need(e.in().get(i));
                }
            }
            if (e.params() instanceof Params.While w) {
                w.cond().out().forEach(this::need);
            } else if (e.prim() == Prim.HIST) {
                Rewrite.regions(e.params()).get(0).out().forEach(this::need);
            }
            for (Nest n = nests.get(e); n != null; n = n.outer) {
                needEqn(n.eqn);
            }
        }

        List<Eqn> sweep(List<Eqn> body) {
            var kept = new ArrayList<Eqn>(body.size());
            for (Eqn e : body) {
                if (!needed.contains(e)) {
                    continue;
                }
                List<Slots> s = slots.get(e);
                if (Rewrite.regions(e.params()).isEmpty()) {
                    kept.add(e);
                    continue;
                }
                boolean[] keep = new boolean[s.size()];
                boolean all = true;
                for (int k = 0; k < keep.length; k++) {
                    keep[k] = isLive(e, s.get(k));
                    all &= keep[k];
                }
                Eqn slim = all ? e : mapIfNoFold(Slots.keep(e, s, keep));
                kept.add(new Eqn(slim.prim(), slim.in(), Rewrite.mapRegions(slim.params(), r -> new Region(r.params(), sweep(r.body()), r.out())), slim.out()));
            }
            return kept;
        }

        /** A reduce or scan that has lost all its accumulators only writes its destinations, as a map does. */
        private static Eqn mapIfNoFold(Eqn e) {
            return e.params() instanceof Params.Fold f && f.ops().isEmpty() && e.prim() != Prim.HIST
                ? new Eqn(Prim.MAP, e.in(), new Params.Loop(f.extent(), f.body()), e.out()) : e;
        }

        private boolean isLive(Eqn e, Slots s) {
            boolean yes = live.get(e.out().get(s.result()).id()) || s.result2() >= 0 && live.get(e.out().get(s.result2()).id());
            if (s.param() >= 0) {
                for (Region r : Rewrite.regions(e.params())) {
                    yes |= live.get(r.params().get(s.param()).id());
                }
            }
            return yes;
        }
    }
}
