package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
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
import dev.jacobi.ptx.emit.HistogramKernels;
import dev.jacobi.ptx.emit.ProductKernels;
import dev.jacobi.ptx.emit.ScanKernels;
import dev.jacobi.ptx.emit.TransposeKernels;
import dev.jacobi.ptx.program.Step;
import java.util.ArrayList;
import java.util.List;

/** Kernels of scan, hist, products of matrices and transposed ones. */
final class DedicatedKernels {
    private final Scheduler s;

    DedicatedKernels(Scheduler s) {
        this.s = s;
    }

    /** The body of a fold without destinations as a function of its index and what it uses. */
    private Func body(Params.Fold f) {
        var copy = new Rewrite(s.ids);
        Region r = f.body();
        Var i = copy.rename(r.params().get(0));
        List<Eqn> body = copy.body(r.body());
        List<Atom> out = copy.atoms(r.out());
        var in = new ArrayList<Var>(List.of(i));
        in.addAll(Regions.captures(new Region(List.of(i), body, out)));
        return new Func(in, body, out);
    }

    private Var array(DType t, Atom n, boolean zero) {
        Var v = s.ids.fresh(new Type(t, List.of(Dim.UNKNOWN)));
        s.alloc(v, List.of(n), zero);
        return v;
    }

    /** {@code to}: the array whose first elements the (only) prefixes are to be; null for new ones. */
    void scan(Eqn e, Var to) {
        s.flush();
        Params.Fold f = (Params.Fold) e.params();
        Atom n = s.known(e.in().get(0));
        Atom items = s.op(Prim.MAX, s.converted(n), Lit.i64(0));
        Atom tiles = s.op(Prim.DIV, s.op(Prim.ADD, items, Lit.i64(ScanKernels.TILE - 1)), Lit.i64(ScanKernels.TILE));
        Atom groups = tiles(tiles, s.sizes.group());
        Atom nodes = s.op(Prim.ADD, s.op(Prim.ADD, tiles, groups), s.op(Prim.ADD, tiles(groups, s.sizes.group()), Lit.i64(1)));
        List<RegionView.Slot> folds = RegionView.of(e).slots();
        List<Var> last = folds.stream().map(RegionView.Slot::result).toList();
        List<Var> prefixes = folds.stream().map(x -> x.results().get(1)).toList();
        boolean words = ScanKernels.inWords(last.stream().map(Var::dtype).toList());
        Var status = array(words ? DType.I64 : DType.I32, s.op(Prim.ADD, nodes, Lit.i64(1)), true);
        var sums = new ArrayList<Var>();
        for (int o = 0; o < folds.size(); o++) {
            if (!words) {
                sums.add(array(last.get(o).dtype(), nodes, false));
            }
            s.alloc(last.get(o), List.of(), false);
            if (to == null) {
                s.alloc(prefixes.get(o), List.of(items), false);
            } else {
                s.add(new Step.View(prefixes.get(o), to, List.of(), List.of(items)));
            }
        }
        s.launch(new ScanKernels(s.kernels, s.sizes.group()).scan(n, body(f), f.ops(), folds.stream().map(RegionView.Slot::init).toList(), prefixes, last, status, sums), List.of(items));
    }

    /** How many tiles an extent has. */
    private Atom tiles(Atom extent, int tile) {
        return s.op(Prim.DIV, s.op(Prim.ADD, s.converted(extent), Lit.i64(tile - 1)), Lit.i64(tile));
    }

    void transpose(Eqn e) {
        s.flush();
        Var a = (Var) e.in().get(0);
        List<Atom> dims = List.of(s.extent(a, 1), s.extent(a, 0));
        s.alloc(e.result(), dims, false);
        List<Atom> items = dims.stream().map(d -> tiles(d, TransposeKernels.TILE)).toList();
        s.launch(new TransposeKernels(s.kernels).transpose(a, e.result()), items);
    }

    void product(Eqn e) {
        s.flush();
        Params.Dot p = (Params.Dot) e.params();
        Var a = (Var) e.in().get(0);
        Var b = (Var) e.in().get(1);
        var dims = new ArrayList<Atom>();
        p.batchA().forEach(d -> dims.add(s.extent(a, d)));
        p.freeA(a.type().rank()).forEach(d -> dims.add(s.extent(a, d)));
        p.freeB(b.type().rank()).forEach(d -> dims.add(s.extent(b, d)));
        s.alloc(e.result(), dims, false);
        if (!ProductKernels.fitsLarge(e.result().dtype())) {
            product(a, b, e, p, dims, ProductKernels.TILE);
            return;
        }
        Atom many = s.op(Prim.GE, s.count(dims), Lit.i64(s.sizes.largeTiles()));
        s.choose(many, () -> product(a, b, e, p, dims, ProductKernels.LARGE), () -> product(a, b, e, p, dims, ProductKernels.TILE));
    }

    private void product(Var a, Var b, Eqn e, Params.Dot p, List<Atom> dims, int tile) {
        var tiles = new ArrayList<Atom>();
        for (int d = 0; d < dims.size(); d++) {
            tiles.add(d >= dims.size() - 2 ? tiles(dims.get(d), tile) : dims.get(d));
        }
        Step.Launch own = s.launched(new ProductKernels(s.kernels, tile, s.anyOrder).product(a, b, e.result(), p), tiles);
        s.add(s.anyOrder && e.result().dtype().isFloat() ? new Step.Multiply(a, b, e.result(), p, s.sizes.product(), own) : own);
    }

    void hist(Eqn e) {
        s.flush();
        Params.Fold f = (Params.Fold) e.params();
        Atom n = s.known(e.in().get(0));
        Var bins = (Var) e.in().get(1);
        s.launch(new HistogramKernels(s.kernels).hist(n, body(f), f.ops().get(0), bins), List.of(n));
        s.add(new Step.Same(e.result(), bins));
    }
}
