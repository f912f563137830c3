package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.Activity;
import dev.jacobi.autodiff.analysis.BlockTree;
import dev.jacobi.autodiff.analysis.NewArrays;
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
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pass of reverse mode that copies what a nest reads again and again of an array that the loop around it changes. Of
 *
 * <pre>
 *  for t { map i { for j { .. sin(p[j] - p[i]) .. } };  p = .. }
 * </pre>
 *
 * each trip of j would have to keep p[j] for the backward part, n² numbers for each t, as p is another array then. With
 *
 * <pre>
 *  for t { q = map j { p[j] };  r = map i { p[i] };  map i { for j { .. sin(q[j] - r[i]) .. } };  p = .. }
 * </pre>
 *
 * it is q and r that are kept, n numbers each: an element per trip of the loops that its place depends on, so no more than the nest's trips. Their cotangents are sums of their own, too,
 * whose order is free. Places that depend on the same loops share an array.
 */
final class RepeatedReads {
    private final BlockTree prog;
    private final Activity activity;
    private final NewArrays made;
    private final Builder b;
    /** What reads copies in place of the array. */
    private final Map<Eqn, Eqn> replaced = new IdentityHashMap<>();
    private final Set<Eqn> found = Collections.newSetFromMap(new IdentityHashMap<>());
    /** Equations in front of the equation of the function's body that is being rewritten. */
    private final List<Eqn> front = new ArrayList<>();
    /** Extents of copies, by the loop counts that they are made of. */
    private final Map<List<Atom>, Atom> extents = new HashMap<>();

    private RepeatedReads(Func f, List<Boolean> active) {
        prog = new BlockTree(f);
        activity = new Activity(f, active);
        made = new NewArrays(prog);
        b = new Builder(Regions.firstFreeId(f));
    }

    static Module run(Module m, List<Boolean> active, String name) {
        Func f = m.get(name);
        return Vjp.with(m, name, new Func(f.in(), new RepeatedReads(f, active).top(), f.out()));
    }

    private List<Eqn> top() {
        var out = new ArrayList<Eqn>();
        for (Eqn e : prog.top.eqns) {
            Eqn now = inside(e, prog.top);
            out.addAll(front);
            front.clear();
            out.add(now);
        }
        return out;
    }

    private Eqn inside(Eqn e, BlockTree.Block block) {
        List<BlockTree.Block> inner = block.inner.get(e);
        return inner == null ? replaced.getOrDefault(e, e) : e.withRegions(inner.stream().map(x -> new Region(x.params, body(x), x.out)).toList());
    }

    private List<Eqn> body(BlockTree.Block block) {
        var out = new ArrayList<Eqn>();
        for (Eqn e : block.eqns) {
            // a read may rely on a check in front of it
            if (isCounted(e) && !block.level().isFunction() && !Regions.hasEffect(e)) {
                var copies = new LinkedHashMap<List<Object>, Copy>();
                nest(block, prog.body(block, e), List.of(), copies);
                b.open();
                copies.values().forEach(this::write);
                out.addAll(b.close());
            }
            out.add(inside(e, block));
        }
        return out;
    }

    private static boolean isCounted(Eqn e) {
        return e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE;
    }

    /** Elements that are read in the same loops: in one array, whose first axis tells them apart. {@code loops} are those that their places depend on. */
    private static final class Copy {
        final List<BlockTree.Block> loops;
        final List<Atom> others;
        final Map<List<Object>, List<Eqn>> reads = new LinkedHashMap<>();
        final List<Place> places = new ArrayList<>();

        Copy(List<BlockTree.Block> loops, List<Atom> others) {
            this.loops = loops;
            this.others = others;
        }
    }

    /** Looks for reads in a loop's body, which runs in these loops of the nest in {@code around}. */
    private void nest(BlockTree.Block around, BlockTree.Block body, List<BlockTree.Block> outer, Map<List<Object>, Copy> copies) {
        var path = new ArrayList<>(outer);
        path.add(body);
        for (Eqn e : body.eqns) {
            if (isCounted(e)) {
                nest(around, prog.body(body, e), path, copies);
            } else if (e.prim() == Prim.INDEX && !found.contains(e)) {
                read(around, path, e, copies);
            }
        }
    }

    private void read(BlockTree.Block around, List<BlockTree.Block> path, Eqn e, Map<List<Object>, Copy> copies) {
        Var a = (Var) e.in().get(0);
        boolean isKept = prog.stays(a) && made.inEachTrip(a) && prog.hasKnownExtents(a, prog.top);
        boolean changes = prog.home(a).level() == around.level() && !isKept;
        if (!changes || !e.result().type().isScalar() || !activity.has(e.result()) || !e.params().equals(Params.Access.PROMISED)) {
            return;
        }
        var place = new Place(around, path);
        if (!e.indices().stream().allMatch(place::needs) || place.loops.isEmpty() || place.loops.size() == path.size() || !isNeeded(e.result(), path.get(path.size() - 1))
            || !path.stream().allMatch(l -> isKnown(l.owner.in().get(0)))) {
            return;
        }
        List<BlockTree.Block> loops = List.copyOf(place.loops);
        List<Atom> others = path.stream().filter(l -> !loops.contains(l)).map(l -> l.owner.in().get(0)).toList();
        Copy copy = copies.computeIfAbsent(List.of(loops, others, a.dtype()), k -> new Copy(loops, others));
        List<Eqn> same = copy.reads.computeIfAbsent(place.key(a, e.indices()), k -> new ArrayList<>());
        if (same.isEmpty()) {
            copy.places.add(place);
        }
        same.add(e);
        found.add(e);
    }

    /** Whether a loop's count is there in front of the nest that holds the tapes. */
    private boolean isKnown(Atom n) {
        return n instanceof Lit || prog.home(n) == prog.top;
    }

    /** What the indices of a read are computed of within the nest. */
    private final class Place {
        private final BlockTree.Block around;
        private final List<BlockTree.Block> path;
        /** Loops on whose trips they depend, in the order of the indices. */
        final Set<BlockTree.Block> loops = new LinkedHashSet<>();
        final Set<Eqn> eqns = Collections.newSetFromMap(new IdentityHashMap<>());
        final List<Eqn> inOrder = new ArrayList<>();

        Place(BlockTree.Block around, List<BlockTree.Block> path) {
            this.around = around;
            this.path = path;
        }

        /** False when it cannot be computed in front of the nest. */
        boolean needs(Atom a) {
            if (prog.isKnown(a, around)) {
                return true;
            }
            Eqn e = prog.def(a);
            if (e == null) {
                return loops.add(prog.home(a)) && path.contains(prog.home(a)) && a.equals(prog.home(a).trip()) || loops.contains(prog.home(a)) && a.equals(prog.home(a).trip());
            }
            boolean read = e.prim() == Prim.INDEX && e.params().equals(Params.Access.PROMISED) && prog.isKnown(e.in().get(0), around);
            if (eqns.contains(e)) {
                return true;
            }
            boolean arithmetic = e.prim().isElementwise() && Regions.of(e).isEmpty() && e.in().stream().allMatch(x -> x.type().isScalar());
            if (!read && !arithmetic || !e.result().type().isScalar() || !path.contains(prog.home(e.result()))) {
                return false;
            }
            if (!e.in().subList(read ? 1 : 0, e.in().size()).stream().allMatch(this::needs)) {
                return false;
            }
            eqns.add(e);
            inOrder.add(e);
            return true;
        }

        /** Equal for reads of one element in the same trips. */
        List<Object> key(Var a, List<Atom> indices) {
            return List.of(a, indices.stream().map(this::text).toList());
        }

        private Object text(Atom a) {
            Eqn e = a instanceof Var ? prog.def(a) : null;
            return e == null || !eqns.contains(e) ? a : List.of(e.prim(), e.params(), e.in().stream().map(this::text).toList());
        }
    }

    /** Writes the copy: an element for each trip of the loops that the places depend on, none where the nest reads nothing. */
    private void write(Copy copy) {
        List<Atom> sizes = copy.loops.stream().map(l -> l.owner.in().get(0)).map(n -> extents.computeIfAbsent(FormulaBuilder.join(List.of(n), copy.others), k -> extent(n, copy.others))).toList();
        List<List<Eqn>> reads = List.copyOf(copy.reads.values());
        List<Atom> all = reads.size() == 1 ? sizes : FormulaBuilder.join(List.of(Lit.i32(reads.size())), sizes);
        Var empty = b.full(Lit.unset(reads.get(0).get(0).result().dtype()), all.stream().map(n -> n instanceof Lit l ? Dim.of((int) l.asLong()) : Dim.UNKNOWN).toList(), all);
        Var filled = level(copy, sizes, empty, new Rewrite(b));
        for (int k = 0; k < reads.size(); k++) {
            List<Atom> at = FormulaBuilder.join(List.of(filled), element(k, reads.size(), copy.loops.stream().map(BlockTree.Block::trip).toList()));
            reads.get(k).forEach(e -> replaced.put(e, new Eqn(Prim.INDEX, at, Params.Access.PROMISED, e.out())));
        }
    }

    private static List<Atom> element(int k, int of, List<? extends Atom> trips) {
        return of == 1 ? List.copyOf(trips) : FormulaBuilder.join(List.of(Lit.i32(k)), trips);
    }

    private Var level(Copy of, List<Atom> counts, Var array, Rewrite copy) {
        int depth = of.loops.size() - counts.size();
        if (!counts.isEmpty()) {
            Var trip = copy.rename(of.loops.get(depth).trip());
            Var inner = b.fresh(array.type());
            b.open();
            Var out = level(of, counts.subList(1, counts.size()), inner, copy);
            return b.loop(Prim.MAP, Dim.UNKNOWN, b.close(List.of(trip, inner), List.of(out)), counts.get(0), List.of(array)).get(0);
        }
        List<Atom> trips = of.loops.stream().map(l -> copy.atom(l.trip())).toList();
        Var now = array;
        int k = 0;
        for (List<Eqn> reads : of.reads.values()) {
            Eqn read = reads.get(0);
            Rewrite beside = copy.beside();
            of.places.get(k).inOrder.forEach(beside::append);
            Var x = b.index(read.in().get(0), Params.Access.PROMISED, beside.atoms(read.indices()));
            now = b.update(now, Params.Access.PROMISED, element(k++, of.reads.size(), trips), x);
        }
        return now;
    }

    /** A loop's count, zero where one of the others is not positive, computed in front of all loops. */
    private Atom extent(Atom n, List<Atom> others) {
        b.open();
        Atom size = n instanceof Lit ? n : b.emit(Prim.MAX, n, Lit.zero(n.dtype()));
        for (Atom o : others) {
            if (o instanceof Var) {
                size = b.emit(Prim.SELECT, b.emit(Prim.GT, o, Lit.zero(o.dtype())), size, Lit.zero(n.dtype()));
            }
        }
        front.addAll(b.close());
        return size;
    }

    /** Whether the backward part needs the value: something that is not linear in what derivatives flow through uses it. */
    private boolean isNeeded(Var v, BlockTree.Block block) {
        for (Eqn e : block.eqns) {
            if (block.inner.containsKey(e)) {
                if (Regions.captures(e).contains(v) || e.in().contains(v)) {
                    return true;
                }
            } else if (e.in().contains(v) && isNeeded(v, e, block)) {
                return true;
            }
        }
        // which of the terms is the least or largest is asked again
        return block.isLevel() && block.owner.prim() == Prim.REDUCE && RegionView.of(block.owner).slots().stream().anyMatch(s -> s.role() == RegionView.Role.FOLD && s.op() != Prim.ADD && s.yield().equals(v));
    }

    private boolean isNeeded(Var v, Eqn by, BlockTree.Block block) {
        Prim p = by.prim();
        boolean linear = p == Prim.ADD || p == Prim.SUB || p == Prim.NEG || p == Prim.CONVERT || p == Prim.SELECT;
        boolean factor = p == Prim.MUL && by.in().stream().filter(x -> !x.equals(v)).noneMatch(activity::has) && by.in().stream().filter(v::equals).count() == 1;
        boolean dividend = p == Prim.DIV && !activity.has(by.in().get(1));
        return activity.has(by.result()) && p.isElementwise() && (!linear && !factor && !dividend || isNeeded(by.result(), block));
    }
}
