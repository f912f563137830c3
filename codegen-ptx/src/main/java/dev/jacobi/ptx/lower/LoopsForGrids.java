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
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.llvm.lower.Nest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Loops outside of others in forms that give a grid enough to do at once: two right inside of each other that only hand scalars on become one, and searches that go through data in blocks
 * take blocks for all threads of a device.
 */
public final class LoopsForGrids {
    /** Elements of a block of a search, where that was made for a processor. */
    private static final int BLOCK = 1 << 24;
    private static final int SMALL = 256;
    private final Builder b;

    private LoopsForGrids(Builder b) {
        this.b = b;
    }

    /** As a pass. */
    public static FunctionPass pass() {
        return OutermostLoops.pass("loops-for-grids", b -> new LoopsForGrids(b)::eqn);
    }

    private List<? extends Atom> eqn(Eqn e) {
        if (e.prim() == Prim.WHILE) {
            b.append(search(e));
            return e.out();
        }
        Eqn inner = e.prim() == Prim.FOR ? inner(e) : null;
        return inner == null ? null : flat(e, inner);
    }

    /** The loop that a loop consists of, beside scalars: it goes on with what that carries, and its number of trips is fixed. */
    private static Eqn inner(Eqn loop) {
        RegionView view = RegionView.of(loop);
        List<Eqn> body = view.body().body();
        Eqn last = body.isEmpty() ? null : body.get(body.size() - 1);
        boolean whole = last != null && last.prim() == Prim.FOR && !last.out().isEmpty() && view.body().out().equals(last.out())
            && last.in().subList(1, last.in().size()).equals(view.body().params().subList(1, view.body().params().size()));
        if (!whole || last.in().get(0).equals(view.trip())) {
            return null;
        }
        var carried = new HashSet<>(view.body().params().subList(1, view.body().params().size()));
        for (Eqn x : body.subList(0, body.size() - 1)) {
            boolean plain = x.computesScalars() || x.prim() == Prim.INDEX && !x.result().isArray();
            if (!plain || x.out().contains(last.in().get(0)) || OrderedSplit.uses(x).stream().anyMatch(carried::contains)) {
                return null;
            }
        }
        return last;
    }

    private List<Var> flat(Eqn outer, Eqn inner) {
        var nest = new Nest(b);
        RegionView o = RegionView.of(outer);
        RegionView i = RegionView.of(inner);
        Atom m = b.emit(Prim.MAX, nest.wide(inner.in().get(0)), Lit.i64(0));
        Atom n = b.emit(Prim.MUL, b.emit(Prim.MAX, nest.wide(outer.in().get(0)), Lit.i64(0)), m);
        Var k = b.fresh(Type.I64);
        var copy = new Rewrite(b);
        var params = new ArrayList<Var>(List.of(k));
        i.body().params().subList(1, i.body().params().size()).forEach(p -> params.add(copy.rename(p)));
        b.open();
        copy.replace(o.trip(), b.convert(b.emit(Prim.DIV, k, m), o.trip().dtype()));
        copy.replace(i.trip(), b.convert(b.emit(Prim.REM, k, m), i.trip().dtype()));
        b.append(copy.body(o.body().body().subList(0, o.body().body().size() - 1)));
        b.append(copy.body(i.body().body()));
        Region r = b.close(params, copy.atoms(i.body().out()));
        var in = new ArrayList<Atom>(List.of(n));
        in.addAll(outer.in().subList(1, outer.in().size()));
        return b.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, r), in);
    }

    /** A search in blocks of 256, {@code while (..) { n = min(rest, 256); found = reduce[min](n) ..; next = at + 256 }}, with larger ones; other loops as they are. */
    private static Eqn search(Eqn e) {
        Params.While w = (Params.While) e.params();
        List<Eqn> body = w.body().body();
        Eqn size = body.stream().filter(x -> x.prim() == Prim.MIN && isSmall(x.in().get(1))).findFirst().orElse(null);
        Eqn step = body.stream().filter(x -> x.prim() == Prim.ADD && isSmall(x.in().get(1)) && w.body().params().contains(x.in().get(0)) && w.body().out().contains(x.result())).findFirst().orElse(null);
        boolean blocks = size != null && step != null && body.stream().anyMatch(x -> x.prim() == Prim.REDUCE && x.in().get(0).equals(size.result()))
            && body.stream().noneMatch(x -> x != size && x != step && x.in().stream().anyMatch(LoopsForGrids::isSmall));
        if (!blocks) {
            return e;
        }
        List<Eqn> longer = body.stream().map(x -> x == size || x == step ? x.with(List.of(x.in().get(0), Lit.of(x.in().get(1).dtype(), BLOCK))) : x).toList();
        return new Eqn(e.prim(), e.in(), new Params.While(w.cond(), new Region(w.body().params(), longer, w.body().out())), e.out());
    }

    private static boolean isSmall(Atom a) {
        return a instanceof Lit l && l.dtype() == DType.I32 && l.bits() == SMALL;
    }
}
