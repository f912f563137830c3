package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.pass.FunctionPass;
import java.util.ArrayList;
import java.util.List;

/**
 * A loop outside of others, or two right inside of each other, that only stores, at places that nothing says are different, {@code y[to[i]] = x[i]}: the last trip that stores at each place is found by
 * a histogram of the largest trip's number, and then each place gets what that trip stores, in a map. So the result is as the trips in their order leave it, also where they meet.
 */
public final class LoopsThatScatter {
    private static final int MOST_EQUATIONS = 40;
    private final Builder b;

    private LoopsThatScatter(Builder b) {
        this.b = b;
    }

    /** As a pass. */
    public static FunctionPass pass() {
        return OutermostLoops.pass("loops-that-scatter", b -> new LoopsThatScatter(b)::eqn);
    }

    /** What is stored by a trip of the innermost loop: the store, and the equations of all loops around it. */
    private record Store(Eqn update, List<Eqn> body, List<Eqn> loops) {
    }

    private List<? extends Atom> eqn(Eqn e) {
        Store s = e.prim() == Prim.FOR && e.out().size() == 1 ? store(e) : null;
        return s == null ? null : List.of(scattered(e, s));
    }

    private static Store store(Eqn e) {
        RegionView view = RegionView.of(e);
        Var array = view.slots().get(0).param();
        if (array.type().rank() != 1 || Regions.size(view.body().body()) > MOST_EQUATIONS) {
            return null;
        }
        var body = new ArrayList<Eqn>();
        var loops = new ArrayList<Eqn>(List.of(e));
        Eqn update = null;
        for (Region r = view.body(); update == null; ) {
            Eqn last = Regions.definition(r.body(), r.out().get(0));
            if (last == null || last.out().size() != 1 || !last.prim().equals(Prim.UPDATE) && (last.prim() != Prim.FOR || loops.size() > 1)) {
                return null;
            }
            Var version = (Var) RegionView.of(loops.get(loops.size() - 1)).slots().get(0).param();
            for (Eqn x : r.body()) {
                boolean reads = x.in().contains(version) || Regions.captures(x).contains(version);
                boolean plain = x.computesScalars() || x.prim() == Prim.DIM || x.prim() == Prim.INDEX && x.result().type().isScalar();
                if (x != last && (reads || !plain || !Regions.of(x).isEmpty())) {
                    return null;
                }
            }
            body.addAll(r.body().stream().filter(x -> x != last).toList());
            if (last.prim() == Prim.UPDATE) {
                update = last.in().get(0).equals(version) && ((Params.Access) last.params()).equals(Params.Access.PROMISED) && last.written().type().isScalar() ? last : null;
                if (update == null) {
                    return null;
                }
            } else if (!last.in().get(1).equals(version) || Regions.captures(last).contains(version) || Regions.defined(r).contains(id(last.in().get(0)))) {
                return null;
            } else {
                loops.add(last);
                r = RegionView.of(last).body();
            }
        }
        return new Store(update, body, loops);
    }

    private static int id(Atom a) {
        return a instanceof Var v ? v.id() : -1;
    }

    /** The equations that give some values in a trip, whose number counts those of the loops inside. */
    private List<Atom> trip(Store s, Atom number, Atom inner, List<Atom> values) {
        var copy = new Rewrite(b);
        Var first = Regions.trip(s.loops.get(0));
        if (inner == null) {
            copy.replace(first, b.convert(number, first.dtype()));
        } else {
            Var second = Regions.trip(s.loops.get(1));
            copy.replace(first, b.convert(b.emit(Prim.DIV, number, inner), first.dtype()));
            copy.replace(second, b.convert(b.emit(Prim.REM, number, inner), second.dtype()));
        }
        copy.append(BackwardSlice.of(s.body, values).eqns());
        return copy.atoms(values);
    }

    private Atom wide(Atom n) {
        return b.emit(Prim.MAX, n.dtype() == DType.I64 ? n : b.convert(n, DType.I64), Lit.i64(0));
    }

    private Var scattered(Eqn e, Store s) {
        Var array = (Var) e.in().get(1);
        Atom inner = s.loops.size() == 1 ? null : wide(s.loops.get(1).in().get(0));
        Atom n = inner == null ? e.in().get(0) : b.emit(Prim.MUL, wide(e.in().get(0)), inner);
        DType number = n.dtype();
        Atom m = b.dim(array, 0);
        Var none = b.full(Lit.of(number, -1), List.of(Dim.UNKNOWN), List.of(m));
        Var i = b.fresh(Type.of(number));
        b.open();
        Atom place = trip(s, i, inner, s.update.indices()).get(0);
        Region bins = b.close(List.of(i), List.of(place, i));
        Var last = b.emitAll(Prim.HIST, new Params.Fold(Dim.UNKNOWN, List.of(Prim.MAX), bins), List.of(n, none)).get(0);
        Var k = b.fresh(Type.of(m.dtype()));
        Var to = b.fresh(array.type());
        b.open();
        Atom at = b.index(last, Params.Access.PROMISED, List.of(k));
        Atom stored = b.cond(b.emit(Prim.GE, at, Lit.zero(number)), () -> List.of(b.update(to, Params.Access.PROMISED, List.of(k), trip(s, at, inner, List.of(s.update.written())).get(0))),
            () -> List.of(to)).get(0);
        Region places = b.close(List.of(k, to), List.of(stored));
        return b.loop(Prim.MAP, Dim.UNKNOWN, places, m, List.of(array)).get(0);
    }
}
