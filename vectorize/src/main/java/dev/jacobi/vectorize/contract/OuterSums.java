package dev.jacobi.vectorize.contract;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.DeadCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A sequential loop each trip of which adds the product of a column and a row to a matrix, as the gradient of a recurrent network or of a loop over examples does, keeps the columns and rows of all trips, and
 * adds their matrix product once, behind it; what then has nothing left to hand on from trip to trip is a map. Of
 *
 * <pre>
 * for t { x = ..; y = ..; map i { map j { c[i, j] = c[i, j] + x[i] * y[j] } } }
 * </pre>
 *
 * it makes
 *
 * <pre>
 * for t { x = ..; y = ..; X[t] = x; Y[t] = y };  p = dot_general X Y;  map i { map j { c[i, j] = c[i, j] + p[i, j] } }
 * </pre>
 *
 * or uses the matrix that has the columns or rows of all trips already ({@code x[i]} being {@code X[t, i]}),
 * where the matrix is large and the columns and rows take little memory; else the loop runs as it is. The order of the sums changes, so it is for fast mode only.
 */
public final class OuterSums implements Optimisation {
    /** So many elements of the matrix are worth a product. */
    private static final double WORTH = 1024;
    private static final long LEAST_TRIPS = 8;
    /** Columns and rows of all trips have at most so many elements. */
    private static final double MOST_KEPT = 1 << 24;
    /** Larger loops are not written twice. */
    private static final int MOST_EQUATIONS = 1000;

    @Override
    public String name() {
        return "outer-sums";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.FOR)) {
            return in;
        }
        var walk = new Walk(new Builder(Regions.firstFreeId(in)));
        in.body().forEach(walk::eqn);
        return walk.changed ? new DeadCode().run(walk.b.build(in.in(), in.out())) : in;
    }

    /** One walk over a function. */
    private static final class Walk {
        private final Builder b;
        private boolean changed;

        Walk(Builder b) {
            this.b = b;
        }

        void eqn(Eqn e) {
            List<OuterSum> sums = e.prim() == Prim.FOR && Regions.size(Regions.of(e).get(0).body()) <= MOST_EQUATIONS ? OuterSum.of(e) : List.of();
            if (!sums.isEmpty()) {
                write(e, sums);
                changed = true;
            } else if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE || e.prim() == Prim.COND) {
                b.append(Regions.map(e, r -> {
                    b.open();
                    r.body().forEach(this::eqn);
                    return b.close(r.params(), r.out());
                }));
            } else {
                b.append(e);
            }
        }

        private void write(Eqn loop, List<OuterSum> sums) {
            Atom worth = b.emit(Prim.GE, wide(loop.in().get(0)), Lit.f64(LEAST_TRIPS));
            for (OuterSum s : sums) {
                Atom n = wide(s.rows(b));
                Atom m = wide(s.columns(b));
                worth = b.emit(Prim.AND, worth, b.emit(Prim.GE, b.emit(Prim.MUL, n, m), Lit.f64(WORTH)));
                worth = b.emit(Prim.AND, worth, b.emit(Prim.LE, b.emit(Prim.MUL, wide(loop.in().get(0)), b.emit(Prim.ADD, n, m)), Lit.f64(MOST_KEPT)));
            }
            b.cond(worth, () -> products(loop, sums), () -> Rewrite.repeat(b, loop), loop.out());
        }

        private Atom wide(Atom n) {
            return b.convert(n, DType.F64);
        }

        /** The loop without the sums, and their products behind it: for each result of the loop what it is now. */
        private List<Atom> products(Eqn loop, List<OuterSum> sums) {
            RegionView view = RegionView.of(loop);
            List<RegionView.Slot> kept = view.slots().stream().filter(s -> sums.stream().noneMatch(o -> o.slot().equals(s))).toList();
            var init = new ArrayList<Atom>(kept.stream().map(RegionView.Slot::init).toList());
            var copy = new Rewrite(b);
            Var trip = copy.rename(view.trip());
            var params = new ArrayList<Var>(List.of(trip));
            kept.forEach(s -> params.add(copy.rename(s.param())));
            var now = new ArrayList<Atom>();
            var own = new ArrayList<Integer>();
            for (OuterSum s : sums) {
                for (Atom extent : List.of(s.rows(b), s.columns(b))) {
                    Atom there = now.size() % 2 == 0 ? s.allColumns(b, view) : s.allRows(b, view);
                    if (there != null) {
                        now.add(there);
                        continue;
                    }
                    own.add(now.size());
                    Var all = b.full(Lit.unset(s.dtype()), List.of(Dim.UNKNOWN, Dim.UNKNOWN), List.of(view.head(), extent));
                    init.add(all);
                    now.add(b.fresh(all.type()));
                    params.add((Var) now.get(now.size() - 1));
                }
            }
            b.open();
            for (Eqn e : view.body().body()) {
                int at = sums.stream().map(OuterSum::last).toList().indexOf(e);
                if (at < 0) {
                    copy.append(e);
                }
                for (int k : own) {
                    if (k / 2 == at) {
                        Var all = (Var) now.get(k);
                        now.set(k, k % 2 == 0 ? sums.get(at).column(b, copy, trip, all) : sums.get(at).row(b, copy, trip, all));
                    }
                }
            }
            var out = new ArrayList<Atom>(copy.atoms(kept.stream().map(RegionView.Slot::yield).toList()));
            own.forEach(k -> out.add(now.get(k)));
            Region body = b.close(params, out);
            Prim how = kept.isEmpty() && !Regions.hasEffect(loop) ? Prim.MAP : Prim.FOR; // each trip writes to rows of its own
            List<Var> done = b.loop(how, view.extent(), body, view.head(), init);
            for (int k = 0; k < own.size(); k++) {
                now.set(own.get(k), done.get(kept.size() + k));
            }
            var results = new ArrayList<Atom>();
            for (RegionView.Slot s : view.slots()) {
                int at = sums.stream().map(OuterSum::slot).toList().indexOf(s);
                results.add(at < 0 ? done.get(kept.indexOf(s)) : sums.get(at).total(b, now.get(2 * at), now.get(2 * at + 1)));
            }
            return results;
        }
    }
}
