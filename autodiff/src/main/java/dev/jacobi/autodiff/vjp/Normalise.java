package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.Activity;
import dev.jacobi.autodiff.analysis.BlockTree;
import dev.jacobi.autodiff.analysis.Nest;
import dev.jacobi.autodiff.analysis.RecursiveFunctions;
import dev.jacobi.autodiff.code.CarriedCounters;
import dev.jacobi.autodiff.code.CombiningLoops;
import dev.jacobi.autodiff.code.FactorFormulas;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.TypeRules;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import dev.jacobi.ir.simplify.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The pass of reverse mode that rewrites what it has no rule of its own for, where derivatives flow: while loops count their trips; folds by mul become
 * loops, and so do running products and extremes; singular values get their vectors; scans and histograms read their terms from a map.
 */
final class Normalise {
    private final Builder ids;
    private final Activity activity;
    private final Module module;
    private final RecursiveFunctions recursive;
    /** Parallel loops become sequential: their trips push on stacks. */
    private final boolean serial;
    private final int firstNew;
    /** The function as it was. */
    private final BlockTree before;
    /** The loops around what is being rewritten. */
    private Nest nest = Nest.TOP;

    private Normalise(Func f, List<Boolean> active, Module module, RecursiveFunctions recursive, boolean serial) {
        firstNew = Regions.firstFreeId(f);
        ids = new Builder(firstNew);
        activity = new Activity(f, active);
        before = new BlockTree(f);
        this.module = module;
        this.recursive = recursive;
        this.serial = serial;
    }

    static Module run(Module m, List<Boolean> active, String name) {
        return Vjp.with(m, name, run(m.get(name), active, m, Prepare.recursive(m), false));
    }

    /** One function; {@code serial} if it is recursive. */
    static Func run(Func f, List<Boolean> active, Module module, RecursiveFunctions recursive, boolean serial) {
        return new Func(f.in(), new Normalise(f, active, module, recursive, serial).body(f.body()), f.out());
    }

    private List<Eqn> body(List<Eqn> body) {
        var code = new FormulaBuilder(ids);
        for (Eqn e : body) {
            Nest around = nest;
            nest = Regions.of(e).isEmpty() ? around : e.prim() == Prim.COND ? around.inBranch() : around.in(e);
            Params p = e.params().map(r -> new Region(r.params(), body(r.body()), r.out()));
            nest = around;
            eqn(code, new Eqn(e.prim(), e.in(), p, e.out()));
        }
        return code.eqns();
    }

    private void eqn(FormulaBuilder code, Eqn e) {
        Prim p = e.prim();
        if (p == Prim.WHILE) {
            code.append(counted(e));
            return;
        }
        boolean flows = e.out().stream().anyMatch(activity::has);
        if (flows && (p == Prim.MAP || p == Prim.REDUCE || p == Prim.FOR)) {
            eqn(code, hoisted(code, e), true);
            return;
        }
        eqn(code, e, flows);
    }

    /**
     * Reads in front of a loop what all trips read: an element of a parallel loop's destination, which no trip writes before, as others read it too, or of an array
     * from around, where it certainly has the element. In the adjoint that is a sum over the trips and one access, and a tape has it once.
     */
    private Eqn hoisted(FormulaBuilder code, Eqn e) {
        RegionView view = RegionView.of(e);
        Set<Integer> inside = Regions.defined(view.body());
        var body = new ArrayList<Eqn>();
        for (Eqn x : view.body().body()) {
            boolean reads = x.prim() == Prim.INDEX && x.params() instanceof Params.Access a && (a.mode() == Params.Mode.PROMISED || a.mode() == Params.Mode.CLAMP);
            Atom array = reads ? x.in().get(0) : null;
            RegionView.Slot slot = array == null ? null : view.ofParam((Var) array);
            boolean around = slot == null && array != null && !inside.contains(((Var) array).id()) && activity.has(array) && hasElement((Var) array, x.indices());
            Atom from = slot != null && e.prim() != Prim.FOR ? slot.init() : around ? array : null;
            if (from != null && x.result().type().isScalar() && x.in().stream().skip(1).noneMatch(a -> a instanceof Var v && inside.contains(v.id()))) {
                // there may be no trip, and then no such element
                List<Atom> in = FormulaBuilder.join(List.of(from), x.in().subList(1, x.in().size()));
                code.append(new Eqn(Prim.INDEX, in, around ? x.params() : new Params.Access(Params.Mode.CLAMP, 0, null), x.out()));
                x.out().forEach(v -> inside.remove(v.id()));
            } else {
                body.add(x);
            }
        }
        return view.with(view.slots(), List.of(body));
    }

    /** Whether the indices are trips of loops around that run to the array's extents. */
    private boolean hasElement(Var array, List<Atom> at) {
        for (int k = 0; k < at.size(); k++) {
            BlockTree.Block level = at.get(k) instanceof Var v && before.variable(v.id()) != null ? before.home(v).level() : null;
            if (level == null || level.isFunction() || level.owner.prim() == Prim.WHILE || !at.get(k).equals(level.trip()) || before.variable(array.id()) == null
                || !before.isExtent(level.owner.in().get(0), array, k)) {
                return false;
            }
        }
        return at.size() == array.type().rank();
    }

    private void eqn(FormulaBuilder code, Eqn e, boolean flows) {
        Prim p = e.prim();
        boolean adds = e.params() instanceof Params.Fold f && f.ops().stream().allMatch(op -> op == Prim.ADD);
        if (!flows) {
            code.append(e);
        } else if (p == Prim.CALL) {
            code.append(CallAdjoints.forward(module, e, ids));
        } else if (p == Prim.REDUCE && !serial && !dynamic(e) && !hasRule(e) && looksWhileItWrites(e)) {
            apart(code, e);
        } else if (p == Prim.MAP && (serial || dynamic(e)) || p == Prim.REDUCE && (serial || dynamic(e) || !hasRule(e))) {
            sequential(code, e);
        } else if (FactorFormulas.isValuesAlone(e)) {
            code.append(FactorFormulas.withVectors(code, e));
        } else if (CombiningLoops.isOne(e)) {
            CombiningLoops.append(code, e);
        } else if (p == Prim.SCAN || p == Prim.HIST) {
            if (adds && !serial) {
                code.append(Regions.map(e, r -> read(code, e.in().get(0), (Params.Fold) e.params())));
            } else {
                sequential(code, e);
            }
        } else {
            code.append(e);
        }
    }

    /** Whether the reduce sums, or looks for extremes that can be looked for once more, to count them. */
    private boolean hasRule(Eqn e) {
        List<RegionView.Slot> slots = RegionView.of(e).slots();
        boolean again = slots.stream().allMatch(s -> s.role() == RegionView.Role.FOLD) && RegionView.of(e).body().body().stream().noneMatch(Regions::hasEffect);
        return slots.stream().allMatch(s -> s.op() == null || s.op() == Prim.ADD || !activity.has(s.result())
            || (s.op() == Prim.MIN || s.op() == Prim.MAX) && again && s.result().type().isScalar());
    }

    /** Whether it has a rule but for the arrays that its trips write. */
    private static boolean looksWhileItWrites(Eqn e) {
        List<RegionView.Slot> slots = RegionView.of(e).slots();
        return slots.stream().anyMatch(s -> s.role() == RegionView.Role.DEST) && !(RegionView.of(e).head() instanceof Lit n && n.asLong() < 0)
            && slots.stream().allMatch(s -> s.op() == null || s.result().type().isScalar() && (s.op() == Prim.ADD || s.op() == Prim.MIN || s.op() == Prim.MAX));
    }

    /** The trips write their arrays, and one more of the terms; then these are reduced. So an extreme can be looked for once more, where a chain of all trips would be kept on tapes. */
    private void apart(FormulaBuilder code, Eqn e) {
        RegionView view = RegionView.of(e);
        var slots = new ArrayList<>(view.slots(RegionView.Role.DEST));
        List<RegionView.Slot> folds = view.slots(RegionView.Role.FOLD);
        Atom n = view.head() instanceof Lit ? view.head() : code.emit(Prim.MAX, view.head(), Lit.zero(view.head().dtype()));
        var body = new FormulaBuilder(ids);
        body.append(view.body().body());
        var terms = new ArrayList<Var>();
        for (RegionView.Slot s : folds) {
            Var none = code.full(Lit.zero(s.result().dtype()), List.of(view.extent()), List.of(n));
            Var all = code.fresh(none.type());
            Var param = code.fresh(none.type());
            Var set = code.fresh(none.type());
            body.append(new Eqn(Prim.UPDATE, List.of(param, view.trip(), s.yield()), Params.Access.PROMISED, List.of(set)));
            slots.add(RegionView.Slot.of(RegionView.Role.DEST, none, param, set, all));
            terms.add(all);
        }
        code.append(RegionView.loop(Prim.MAP, view.extent(), view.head(), view.trip(), slots, body.eqns()));
        var in = new FormulaBuilder(ids);
        Var i = in.fresh(view.trip().type());
        var read = new ArrayList<RegionView.Slot>();
        for (int k = 0; k < folds.size(); k++) {
            Var term = in.index(terms.get(k), Params.Access.PROMISED, List.of(i));
            read.add(new RegionView.Slot(RegionView.Role.FOLD, folds.get(k).op(), folds.get(k).init(), List.of(), List.of(term), folds.get(k).results()));
        }
        code.append(RegionView.loop(Prim.REDUCE, view.extent(), view.head(), i, read, in.eqns()));
    }

    /** Every while carries the number of its trip, last. */
    private Eqn counted(Eqn e) {
        RegionView view = RegionView.of(e);
        var code = new FormulaBuilder(ids);
        Var k = code.fresh(Type.I32);
        Map<Integer, Atom> known = CarriedCounters.of(e, k, code);
        code.append(Rewrite.substitute(new Region(List.of(), view.body().body(), List.of()), known).body());
        Var next = code.emit(Prim.ADD, k, Lit.i32(1));
        var trips = new RegionView.Slot(RegionView.Role.CARRY, null, Lit.i32(0), List.of(code.fresh(Type.I32), k), List.of(next), List.of(code.fresh(Type.I32)));
        // a counter that is no more than handed on does not hold up what the trip computes
        List<RegionView.Slot> slots = view.slots().stream().map(s -> new RegionView.Slot(s.role(), s.op(), s.init(), s.params(), Rewrite.substitute(s.yields(), known), s.results())).toList();
        return view.with(FormulaBuilder.with(slots, trips), List.of(Regions.of(e).get(0).body(), code.eqns()));
    }

    /** The trips' terms as arrays, and a body that reads them. */
    private Region read(FormulaBuilder code, Atom n, Params.Fold f) {
        Region r = f.body();
        var l = new Params.Loop(f.extent(), r);
        List<Var> terms = TypeRules.infer(Prim.MAP, List.of(n), l).stream().map(code::fresh).toList();
        var map = new Eqn(Prim.MAP, List.of(n), l, terms);
        if (dynamic(map)) {
            sequential(code, map);
        } else {
            code.append(map);
        }
        var in = new FormulaBuilder(ids);
        Var i = in.fresh(n.type());
        var out = new ArrayList<Atom>();
        terms.forEach(t -> out.add(in.index(t, Params.Access.PROMISED, List.of(i))));
        return new Region(List.of(i), in.eqns(), out);
    }

    /** Whether the body has active loops whose trips the parallel loop would have to count, or calls that push on stacks. */
    private boolean dynamic(Eqn e) {
        return nest.counts(e, this::flows) || Regions.of(e).stream().anyMatch(r -> recurs(r.body()));
    }

    private boolean recurs(List<Eqn> body) {
        return body.stream().anyMatch(e -> flows(e) && recursive.isCall(e) || Regions.of(e).stream().anyMatch(r -> recurs(r.body())));
    }

    /** Whether derivatives flow through it: what was written here counts as if they did. */
    private boolean flows(Eqn e) {
        return e.out().stream().anyMatch(v -> activity.has(v) || v.dtype().isFloat() && v.id() >= firstNew);
    }

    /** A parallel loop as one that is not. */
    private void sequential(FormulaBuilder code, Eqn e) {
        var written = new FormulaBuilder(ids);
        Sequential.append(written, e, row -> IntStream.range(0, row.type().rank()).mapToObj(k -> extent((Var) row, k, Regions.of(e).get(0))).toList());
        written.eqns().forEach(x -> code.append(Regions.map(x, r -> new Region(r.params(), combining(r.body()), r.out()))));
    }

    private List<Eqn> combining(List<Eqn> body) {
        var code = new FormulaBuilder(ids);
        for (Eqn e : body) {
            if (e.prim() == Prim.UPDATE && CombiningLoops.isOne(e)) {
                CombiningLoops.append(code, e);
            } else {
                code.append(e);
            }
        }
        return code.eqns();
    }

    /** The extent of an array made in a body, known outside of it. */
    private static Atom extent(Var row, int axis, Region body) {
        Dim d = row.type().dims().get(axis);
        if (d.isConst()) {
            return Lit.i32((int) d.add());
        }
        var prog = new BlockTree(new Func(body.params(), body.body(), body.out()));
        Eqn e = prog.def(prog.shapeRoot(row));
        Atom n = e != null && (e.prim() == Prim.FULL || e.prim() == Prim.MAP) ? e.in().get(e.prim() == Prim.MAP ? 0 : 1 + axis) : null;
        if (n == null || n instanceof Var v && prog.home(v) != null) {
            throw new NoRule("the gradient of a parallel loop that stacks arrays whose extents are not known before it, with loops inside whose "
                + "lengths differ, is not supported");
        }
        return n;
    }
}
