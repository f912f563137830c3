package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parallel loops outside of others write all their results into arrays that are there before: what {@code map} stacks becomes updates of new arrays. A row
 * that an inner map makes is written where it belongs element by element, so that the two loops are one space of elements.
 */
public final class StacksToUpdates {
    private static final Params.Access IN = Params.Access.PROMISED;
    private final Builder b;
    private final Map<Var, Atom> replaced = new HashMap<>();

    private StacksToUpdates(Builder b) {
        this.b = b;
    }

    /** As a pass. */
    public static FunctionPass pass() {
        return PassBuilder.named("stacks-to-updates").requires(Property.LOWERED, Property.NO_VIEWS).keeps(Property.LOWERED, Property.NO_VIEWS).each(StacksToUpdates::run);
    }

    public static Func run(Func f) {
        var s = new StacksToUpdates(new Builder(Regions.firstFreeId(f)));
        s.body(f.body());
        return s.b.build(f.in(), s.atoms(f.out()));
    }

    private List<Atom> atoms(List<Atom> as) {
        return as.stream().map(a -> a instanceof Var v ? replaced.getOrDefault(v, v) : a).toList();
    }

    private Region region(Region r) {
        b.open();
        body(r.body());
        return b.close(r.params(), atoms(r.out()));
    }

    private Region plain(Region r) {
        b.open();
        for (Eqn e : r.body()) {
            b.append(Regions.map(new Eqn(e.prim(), atoms(e.in()), e.params(), e.out()), this::plain));
        }
        return b.close(r.params(), atoms(r.out()));
    }

    private void body(List<Eqn> body) {
        for (Eqn e : body) {
            if (e.prim() == Prim.MAP) {
                map(e);
            } else {
                boolean parallel = e.prim() == Prim.REDUCE || e.prim() == Prim.SCAN || e.prim() == Prim.HIST;
                b.append(Regions.map(new Eqn(e.prim(), atoms(e.in()), e.params(), e.out()), parallel ? this::plain : this::region));
            }
        }
    }

    private void map(Eqn e) {
        Region r = ((Params.Loop) e.params()).body();
        int dests = e.in().size() - 1;
        if (e.out().size() == dests) {
            b.append(Regions.map(new Eqn(e.prim(), atoms(e.in()), e.params(), e.out()), this::plain));
            return;
        }
        Eqn now = new Eqn(e.prim(), atoms(e.in()), e.params().map(this::plain), e.out());
        r = ((Params.Loop) now.params()).body();
        var extents = new HostExtents(now, b);
        Atom i = r.params().get(0);
        var in = new ArrayList<Atom>(now.in());
        var params = new ArrayList<Var>(r.params());
        var whole = new ArrayList<Var>();
        for (int k = dests; k < r.out().size(); k++) {
            Atom row = r.out().get(k);
            var sizes = new ArrayList<Atom>(List.of(now.in().get(0)));
            for (int d = 0; d < row.type().rank(); d++) {
                sizes.add(extents.known(row, d));
            }
            Var to = b.full(Lit.zero(row.dtype()), e.out().get(k).type().dims(), sizes);
            whole.add(to);
            in.add(to);
            params.add(b.fresh(to.type()));
        }
        b.open();
        var out = new ArrayList<Atom>(r.out().subList(0, dests));
        var direct = new HashMap<Integer, Var>();
        for (Eqn x : r.body()) {
            int k = inner(r, dests, x);
            b.append(k < 0 ? x : into(x, i, params.get(1 + k), direct, k));
        }
        for (int k = dests; k < r.out().size(); k++) {
            Var to = params.get(1 + k);
            out.add(direct.containsKey(k) ? direct.get(k) : b.update(to, IN, List.of(i), r.out().get(k)));
        }
        Region done = b.close(params, out);
        b.append(new Eqn(Prim.MAP, in, new Params.Loop(Dim.UNKNOWN, done), outs(e, dests, whole)));
    }

    private List<Var> outs(Eqn e, int dests, List<Var> whole) {
        var out = new ArrayList<Var>(e.out().subList(0, dests));
        for (int k = dests; k < e.out().size(); k++) {
            Var v = b.fresh(whole.get(k - dests).type());
            replaced.put(e.out().get(k), v);
            out.add(v);
        }
        return out;
    }

    /** The number of the result that an equation of the body is for: a map that makes one row of scalars, used for nothing else; -1 for others. */
    private static int inner(Region r, int dests, Eqn x) {
        if (x.prim() != Prim.MAP || x.in().size() != 1 || x.out().size() != 1 || x.result().type().rank() != 1) {
            return -1;
        }
        int[] uses = {0};
        r.body().forEach(y -> Regions.uses(y, id -> uses[0] += id == x.result().id() ? 1 : 0));
        List<Atom> at = r.out();
        return uses[0] == 0 && at.stream().filter(x.result()::equals).count() == 1 && at.indexOf(x.result()) >= dests ? at.indexOf(x.result()) : -1;
    }

    /** The inner map with its elements written to {@code to[i, j]}. */
    private Eqn into(Eqn x, Atom i, Var to, Map<Integer, Var> direct, int k) {
        Region r = ((Params.Loop) x.params()).body();
        Var d = b.fresh(to.type());
        b.open();
        r.body().forEach(b::append);
        Var u = b.update(d, IN, List.of(b.convert(i, dev.jacobi.ir.DType.I64), b.convert(r.params().get(0), dev.jacobi.ir.DType.I64)), r.out().get(0));
        Region inner = b.close(List.of(r.params().get(0), d), List.of(u));
        Var out = b.fresh(to.type());
        direct.put(k, out);
        return new Eqn(Prim.MAP, List.of(x.in().get(0), to), new Params.Loop(Dim.UNKNOWN, inner), List.of(out));
    }
}
