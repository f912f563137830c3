package dev.jacobi.vectorize.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Elements that a loop reads in its branches, the same ones in each trip and of arrays that it does not change, are read in front of the loop, {@code x[i][0]} in {@code for j { if (j == i) continue; d = x[j][0] - x[i][0]; .. }}:
 * where trips of a loop around it are lanes, each reads a row of its own, which costs as much as the rest of a trip. That they exist is known without the condition.
 *
 * <p>So are, before checks are moved, those that a loop's checks look at, and that say where it writes, or what it sums: {@code for j { t[ix[i]][j] += .. }} asks of {@code ix[i]} once then.
 */
public final class FixedReads implements Optimisation {
    private static final int MOST = 12;
    private final boolean ofChecks;

    /** What branches read. */
    public FixedReads() {
        this(false);
    }

    private FixedReads(boolean ofChecks) {
        this.ofChecks = ofChecks;
    }

    /** What checks look at. */
    public static FixedReads ofChecks() {
        return new FixedReads(true);
    }

    @Override
    public String name() {
        return ofChecks ? "fixed-reads-of-checks" : "fixed-reads";
    }

    @Override
    public Func run(Func in) {
        return Regions.any(in.body(), e -> e.prim() == Prim.FOR && !asking(RegionView.of(e).body().body()).isEmpty()) ? run(new Walk(in)) : in;
    }

    private static Func run(Walk walk) {
        Func f = walk.run();
        return walk.onlyWith.isEmpty() ? f : new Func(f.in(), walk.asked(f.body()), f.out());
    }

    /** Branches with reads in them, or what checks are computed from. */
    private List<Eqn> asking(List<Eqn> body) {
        if (!ofChecks) {
            return body.stream().filter(x -> x.prim() == Prim.COND && Regions.any(List.of(x), y -> y.prim() == Prim.INDEX)).toList();
        }
        var asked = new HashSet<Integer>();
        var found = new ArrayList<Eqn>();
        for (int i = body.size() - 1; i >= 0; i--) {
            Eqn x = body.get(i);
            if (x.prim() == Prim.CHECK || Regions.of(x).isEmpty() && x.out().stream().anyMatch(v -> asked.contains(v.id()))) {
                Var.among(x.in()).stream().filter(v -> v.type().isScalar()).forEach(v -> asked.add(v.id()));
                found.addAll(x.prim() == Prim.INDEX ? List.of(x) : List.of());
            }
        }
        boolean sums = body.stream().allMatch(x -> x.prim() == Prim.INDEX || x.prim() == Prim.CHECK || x.prim() == Prim.DIM || x.computesScalars());
        return found.stream().filter(x -> sums || placesWrites(x, body)).toList();
    }

    /** Whether a loop writes where an element that it reads says: one that only says what else is read may as well be read by trips that write, which then may come in another order. */
    private static boolean placesWrites(Eqn read, List<Eqn> body) {
        Set<Integer> follows = Regions.following(read.out(), body, Eqn::computesScalars);
        return body.stream().anyMatch(x -> (x.prim() == Prim.UPDATE || x.prim() == Prim.ACC_ADD) && Var.among(x.indices()).stream().anyMatch(v -> follows.contains(v.id())));
    }

    /** So many trips a loop has, and what is read for it if there is one. */
    private record Asked(Atom trips, List<Eqn> reads) {
    }

    private final class Walk extends AccessWalk {
        /** Loops behind reads of what is there only if there is a trip. */
        private final Map<Eqn, Asked> onlyWith = new IdentityHashMap<>();

        Walk(Func f) {
            super(f);
        }

        @Override
        protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
            Eqn loop = asked(now);
            List<Eqn> reads = now.prim() == Prim.FOR ? asking(RegionView.of(now).body().body()) : List.of();
            Set<Integer> changes = reads.isEmpty() ? Set.of() : Regions.defined(Regions.of(now).get(0));
            var known = new LinkedHashMap<List<Object>, Eqn>();
            Map<Integer, Var> same = new HashMap<>();
            Regions.each(reads, x -> collect(x, changes, known, same));
            int always = same.size();
            if (ofChecks && !onlyWith.containsKey(loop) && always < reads.stream().filter(x -> isFixed(x, changes)).count()) {
                values.region(old, 0, () -> Regions.each(reads, x -> collect(x, changes, known, same)));
            }
            if (known.isEmpty() || known.size() > MOST) {
                return List.of(loop);
            }
            var use = Rewrite.inPlace(values.shapes.ids, (e, r) -> e.out().size() == 1 && same.containsKey(e.result().id())).replace(same);
            Eqn without = loop.withRegions(List.of(use.region(Regions.of(loop).get(0))));
            var out = new ArrayList<>(known.values());
            if (same.size() > always) {
                onlyWith.put(without, new Asked(loop.in().get(0), List.copyOf(out)));
            } else if (onlyWith.containsKey(loop)) {
                onlyWith.put(without, onlyWith.remove(loop));
            }
            out.add(without);
            return out;
        }

        /** The equation with each loop in it that there may be only with a trip behind such a question, which is asked of the equation itself where that would do nothing else. */
        private Eqn asked(Eqn now) {
            if (onlyWith.isEmpty()) {
                return now;
            }
            RegionView view = now.prim() == Prim.FOR ? RegionView.of(now) : null;
            List<Eqn> inner = view == null ? List.of() : view.body().body().stream().filter(onlyWith::containsKey).toList();
            if (inner.size() == 1 && isIdle(view, inner.get(0))) {
                onlyWith.put(now, new Asked(onlyWith.remove(inner.get(0)).trips(), List.of()));
                return now;
            }
            return Regions.map(now, r -> new Region(r.params(), asked(r.body()), r.out()));
        }

        /** Whether a loop's trips do nothing but what another one does in them. */
        private boolean isIdle(RegionView view, Eqn inner) {
            boolean alone = view.body().body().stream().allMatch(e -> e == inner || e.prim() == Prim.INDEX || e.computesScalars() || e.prim() == Prim.DIM);
            return alone && !(onlyWith.get(inner).trips() instanceof Var v && Regions.defined(view.body()).contains(v.id()))
                && view.carried().stream().allMatch(s -> s.yield().equals(s.param()) || inner.out().indexOf(s.yield()) >= 0 && inner.in().get(1 + inner.out().indexOf(s.yield())).equals(s.param()));
        }

        List<Eqn> asked(List<Eqn> body) {
            List<Eqn> within = body.stream().flatMap(e -> onlyWith.containsKey(e) ? onlyWith.get(e).reads().stream() : Stream.of()).toList();
            Builder b = values.shapes.ids;
            b.open();
            for (Eqn e : body) {
                Asked asked = onlyWith.remove(e);
                if (asked != null) {
                    b.cond(b.emit(Prim.GT, asked.trips(), Lit.zero(asked.trips().dtype())), () -> {
                        b.append(asked.reads());
                        return Rewrite.repeat(b, e);
                    }, () -> e.in().subList(1, e.in().size()), e.out());
                } else if (within.stream().noneMatch(read -> read == e)) {
                    b.append(e);
                }
            }
            return b.close();
        }

        private boolean isFixed(Eqn e, Set<Integer> changes) {
            return ElementAccess.isOne(e, Prim.INDEX) && e.params().equals(Params.Access.PROMISED) && Var.among(e.in()).stream().noneMatch(v -> changes.contains(v.id()));
        }

        private void collect(Eqn e, Set<Integer> changes, Map<List<Object>, Eqn> known, Map<Integer, Var> same) {
            if (isFixed(e, changes) && values.shapes.isInside(e.in().get(0), e.indices().stream().map(values::exact).toList(), values.facts)) {
                Eqn first = known.computeIfAbsent(List.copyOf(e.in()), k -> new Eqn(e.prim(), e.in(), e.params(), List.of(values.shapes.ids.fresh(e.result().type()))));
                same.put(e.result().id(), first.result());
            }
        }
    }
}
