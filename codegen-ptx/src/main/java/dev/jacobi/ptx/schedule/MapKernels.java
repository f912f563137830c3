package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ptx.emit.ReductionKernels;
import dev.jacobi.ptx.emit.TileKernels;
import dev.jacobi.ptx.lower.HostExtents;
import dev.jacobi.ptx.program.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Kernels of map and reduce. Maps right inside of each other become one space of elements. */
final class MapKernels {
    private final Scheduler s;

    MapKernels(Scheduler s) {
        this.s = s;
    }

    /** A loop's body as a function: indices, then what it uses; results as the body yields them. */
    private record Body(List<Atom> extents, Func func, Set<Var> written) {
    }

    void map(Eqn e) {
        s.flush();
        Body b = collapsed(e);
        TileKernels.Stages tiles = b.extents.size() == 2 ? TiledMaps.of(b.func) : null;
        Runnable threads = () -> s.launch(s.kernels.map(b.extents, b.func, b.written), b.extents);
        if (tiles != null) {
            Atom wide = s.op(Prim.AND, s.op(Prim.GE, s.wide(b.extents.get(0)), Lit.i64(s.sizes.side())), s.op(Prim.GE, s.wide(b.extents.get(1)), Lit.i64(s.sizes.side())));
            s.choose(wide, () -> s.launch(new TileKernels(s.kernels).map(b.extents, b.func.in().subList(0, 2), tiles, b.written), b.extents), threads);
        } else if (!new Teamwork(s, b.extents, b.func, b.written).map()) {
            threads.run();
        }
        RegionView.of(e).slots().forEach(x -> s.add(new Step.Same(x.result(), x.init())));
    }

    private Body collapsed(Eqn e) {
        var extents = new ArrayList<Atom>();
        var indices = new ArrayList<Var>();
        var dests = new ArrayList<Atom>(e.in().subList(1, e.in().size()));
        var copy = new Rewrite(s.ids);
        var body = new ArrayList<Eqn>();
        Eqn loop = e;
        List<Atom> out;
        while (true) {
            extents.add(s.known(outside(e, loop.in().get(0))));
            Region r = ((Params.Loop) loop.params()).body();
            Var i = copy.rename(r.params().get(0));
            indices.add(i);
            copy.replace(r.params().subList(1, r.params().size()), dests);
            Eqn inner = extents.size() < 3 ? inner(e, r) : null;
            if (inner == null) {
                body.addAll(copy.body(r.body()));
                out = copy.atoms(r.out());
                break;
            }
            body.addAll(copy.body(r.body().subList(0, r.body().size() - 1)));
            if (body.stream().anyMatch(x -> x.prim() == Prim.CHECK)) {
                // where the inner loop has no trips the space has no elements, but the outer trips are to be checked
                Body checks = body(List.copyOf(extents), List.copyOf(indices), List.copyOf(body), List.of(), List.of());
                s.launch(s.kernels.map(checks.extents, checks.func, Set.of()), checks.extents);
            }
            dests = new ArrayList<>(copy.atoms(inner.in().subList(1, inner.in().size())));
            loop = inner;
        }
        return body(extents, indices, body, out, dests);
    }

    /** What a region uses as inputs of a function. */
    private Body body(List<Atom> extents, List<Var> indices, List<Eqn> body, List<Atom> out, List<Atom> dests) {
        var in = new ArrayList<Var>(indices);
        var used = new LinkedHashSet<>(Regions.captures(new Region(indices, body, out)));
        used.addAll(Var.among(dests));
        in.addAll(used);
        Set<Var> written = new HashSet<>(Var.among(dests));
        return new Body(extents, new Func(in, body, out), written);
    }

    /** The value of a scalar of the loop's body where it does not depend on the trip; null when it does. */
    private Atom outside(Eqn e, Atom a) {
        return outside(s, b -> new HostExtents(e, b).scalar(a));
    }

    /** Computes before a loop what {@code value} says with a builder; null when that is null. */
    static Atom outside(Scheduler s, Function<Builder, Atom> value) {
        var b = new Builder(s.ids.nextId());
        b.open();
        Atom x = value.apply(b);
        Region r = b.close(List.of(), List.of());
        s.ids.skipTo(b.nextId());
        if (x != null) {
            for (Eqn copy : r.body()) {
                if (copy.in().stream().anyMatch(s.placing::onDevice) && copy.prim() != Prim.DIM) {
                    s.device().addAll(copy.out());
                }
                s.eqn(copy);
            }
            s.keep(x);
        }
        return x;
    }

    private boolean isOutside(Eqn e, Atom a) {
        var b = new Builder(s.ids.nextId());
        b.open();
        return new HostExtents(e, b).scalar(a) != null;
    }

    /** The one map in which a body ends and which does all that the body does to its destinations; null when it is not so. */
    private Eqn inner(Eqn whole, Region r) {
        if (r.body().isEmpty()) {
            return null;
        }
        Eqn last = r.body().get(r.body().size() - 1);
        List<Var> dests = r.params().subList(1, r.params().size());
        if (last.prim() != Prim.MAP || last.in().size() != r.params().size() || last.out().size() != dests.size() || !last.out().equals(r.out())
            || !last.in().subList(1, last.in().size()).equals(dests) || !isOutside(whole, last.in().get(0))) {
            return null;
        }
        for (Eqn e : r.body().subList(0, r.body().size() - 1)) {
            boolean cheap = e.computesScalars() || e.prim() == Prim.DIM || e.prim() == Prim.INDEX && !dests.contains(e.in().get(0)) || e.prim() == Prim.RESHAPE
                && !dests.contains(e.in().get(0)) || e.prim() == Prim.CHECK;
            if (!cheap) {
                return null;
            }
        }
        return last;
    }

    /** Sets all elements of a new array. */
    void fill(Var out, Atom value, List<Atom> sizes) {
        var i = s.ids.fresh(Type.I64);
        var flat = s.ids.fresh(new Type(out.dtype(), List.of(Dim.UNKNOWN)));
        Atom n = s.count(sizes);
        s.add(new Step.View(flat, out, List.of(), List.of(n)));
        var u = s.ids.fresh(flat.type());
        var set = new Eqn(Prim.UPDATE, List.of(flat, i, value), Params.Access.PROMISED, List.of(u));
        var in = new ArrayList<Var>(List.of(i, flat));
        if (value instanceof Var v) {
            in.add(v);
        }
        s.launch(s.kernels.map(List.of(n), new Func(in, List.of(set), List.of(u)), Set.of(flat)), List.of(n));
    }

    void reduce(Eqn e) {
        s.flush();
        Params.Fold f = (Params.Fold) e.params();
        RegionView view = RegionView.of(e);
        List<RegionView.Slot> folds = view.slots(RegionView.Role.FOLD);
        Atom n = s.known(view.head());
        List<Atom> dests = view.carried().stream().map(RegionView.Slot::init).toList();
        var copy = new Rewrite(s.ids);
        Var i = copy.rename(view.trip());
        copy.replace(view.carried().stream().map(RegionView.Slot::param).toList(), dests);
        Body b = body(List.of(n), List.of(i), copy.body(view.body().body()), copy.atoms(view.body().out()), dests);
        Body terms = b.func.body().stream().anyMatch(x -> x.prim() == Prim.REDUCE || x.prim() == Prim.MAP) ? terms(b, folds) : null;
        fold(terms == null ? b : terms, f, folds);
        view.carried().forEach(x -> s.add(new Step.Same(x.result(), x.init())));
    }

    private void fold(Body b, Params.Fold f, List<RegionView.Slot> folds) {
        var partials = new ArrayList<Var>();
        for (RegionView.Slot x : folds) {
            Var p = s.ids.fresh(new Type(x.result().dtype(), List.of(Dim.of(ReductionKernels.MOST))));
            s.alloc(p, List.of(Lit.i32(ReductionKernels.MOST)), false);
            partials.add(p);
        }
        Var blocks = s.cell(DType.I32);
        var reductions = new ReductionKernels(s.kernels);
        s.launch(reductions.first(b.extents.get(0), b.func, b.written, f.ops(), partials, blocks), b.extents);
        List<Var> cells = folds.stream().map(RegionView.Slot::result).toList();
        cells.forEach(v -> s.alloc(v, List.of(), false));
        s.launch(reductions.second(partials, blocks, f.ops(), folds.stream().map(RegionView.Slot::init).toList(), cells), List.of());
    }

    /** Where threads share what a term is made of, a map makes all terms before: the body of a reduction of these. Null where one thread has a term as well. */
    private Body terms(Body b, List<RegionView.Slot> folds) {
        Var i = b.func.in().get(0);
        var stored = new ArrayList<>(b.func.body());
        var arrays = new ArrayList<Var>();
        var results = new ArrayList<Atom>();
        for (int k = 0; k < folds.size(); k++) {
            Var all = s.ids.fresh(new Type(folds.get(k).result().dtype(), List.of(Dim.UNKNOWN)));
            Var now = s.ids.fresh(all.type());
            stored.add(new Eqn(Prim.UPDATE, List.of(all, i, b.func.out().get(k)), Params.Access.PROMISED, List.of(now)));
            arrays.add(all);
            results.add(now);
        }
        results.addAll(b.func.out().subList(folds.size(), b.func.out().size()));
        var in = new ArrayList<>(b.func.in());
        in.addAll(arrays);
        var written = new HashSet<>(b.written);
        written.addAll(arrays);
        boolean[] shared = {false};
        List<Step> steps = s.inside(() -> {
            arrays.forEach(v -> s.alloc(v, b.extents, false));
            shared[0] = new Teamwork(s, b.extents, new Func(in, stored, results), written).map();
        });
        if (!shared[0]) {
            return null;
        }
        steps.forEach(s::add);
        Var j = s.ids.fresh(i.type());
        var read = new ArrayList<Eqn>();
        var terms = new ArrayList<Atom>();
        for (Var all : arrays) {
            Var term = s.ids.fresh(all.type().element());
            read.add(new Eqn(Prim.INDEX, List.of(all, j), Params.Access.PROMISED, List.of(term)));
            terms.add(term);
        }
        var indexed = new ArrayList<Var>(List.of(j));
        indexed.addAll(arrays);
        return new Body(b.extents, new Func(indexed, read, terms), Set.of());
    }
}
