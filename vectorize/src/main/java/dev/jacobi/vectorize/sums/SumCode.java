package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.IntStream;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Writes the nest of one addition, or of several that run in the same loops, in its planned order. */
final class SumCode {
    private static final int OFTEN = 4;
    private final Map<Eqn, Atom> packed = new IdentityHashMap<>();
    /** The first of the plans. */
    private final SumPlan plan;
    private final List<SumPlan> plans;
    private final List<Eqn> slice;
    private final Predicate<Eqn> apart;
    private final Builder b;
    private final Rewrite copy;

    /** @param apart of a loop around the innermost one, whether its trips add to elements of their own, numbers aside */
    SumCode(List<SumPlan> plans, SumNest nest, Predicate<Eqn> apart, Builder b) {
        this.plans = plans;
        this.apart = apart;
        plan = plans.get(0);
        slice = slice(plans, nest);
        this.b = b;
        copy = new Rewrite(b, this::reading);
        nest.untouched.forEach((id, carry) -> {
            if (nest.rest.contains(carry)) {
                copy.replace(Map.of(id, nest.loop.in().get(1 + carry)));
            }
        });
    }

    private static List<Eqn> slice(List<SumPlan> plans, SumNest nest) {
        if (plans.size() == 1) {
            return plans.get(0).slice;
        }
        Set<Eqn> all = Collections.newSetFromMap(new IdentityHashMap<>());
        plans.forEach(p -> all.addAll(p.slice));
        var out = new ArrayList<Eqn>();
        Regions.each(List.of(nest.loop), e -> {
            if (all.contains(e)) {
                out.add(e);
            }
        });
        return out;
    }

    /** The nest of several additions to these carries, whose arrays become {@code results}. */
    List<Eqn> write(List<Integer> carries, List<Atom> arrays, List<Var> results) {
        b.open();
        levels(0, carries, arrays);
        return yielding(results);
    }

    private List<Eqn> yielding(List<Var> results) {
        var out = new ArrayList<>(b.close());
        Eqn last = out.remove(out.size() - 1);
        out.add(new Eqn(last.prim(), last.in(), last.params(), results));
        return out;
    }

    private List<Atom> levels(int k, List<Integer> carries, List<Atom> arrays) {
        slice(k);
        boolean together = SumPlan.areTogether(plans);
        boolean folds = !together && plans.stream().anyMatch(p -> !p.reduced.isEmpty());
        List<Eqn> loops = folds ? plan.order() : plan.outer;
        if (together && k == loops.size()) {
            return foldAll(k, carries, arrays);
        }
        if (folds && k == loops.size() - 1) {
            return fold(k, carries, arrays);
        }
        if (k == loops.size()) {
            return addAll(plans, carries, arrays, plans.stream().map(p -> copy.atoms(p.sum.at())).toList(), plans.stream().map(p -> copy.atom(p.sum.term())).toList());
        }
        Eqn l = loops.get(k);
        Atom n = copy.atom(l.in().get(0));
        if (folds && arrays.stream().anyMatch(a -> a.type().isScalar()) && apart.test(l)) {
            return guarded(n instanceof Lit ? Lit.of(DType.BOOL, 1) : b.emit(Prim.GT, n, Lit.zero(n.dtype())), arrays, () -> foldOuter(k, l, carries, arrays));
        }
        var params = new ArrayList<Var>(List.of(copy.rename(Regions.trip(l))));
        arrays.forEach(a -> params.add(b.fresh(a.type())));
        b.open();
        List<Atom> out = levels(k + 1, carries, List.copyOf(params.subList(1, params.size())));
        Region body = b.close(params, out);
        return List.copyOf(b.loop(l.prim(), Dim.UNKNOWN, body, n, arrays));
    }

    /** A loop around the innermost one whose trips may run in any order: what they add to numbers is a fold. */
    private List<Atom> foldOuter(int k, Eqn l, List<Integer> carries, List<Atom> arrays) {
        // by position: several may begin with the same number or array
        List<Integer> sums = IntStream.range(0, arrays.size()).filter(c -> arrays.get(c).type().isScalar()).boxed().toList();
        List<Integer> elements = IntStream.range(0, arrays.size()).filter(c -> !arrays.get(c).type().isScalar()).boxed().toList();
        var in = new ArrayList<Atom>(List.of(copy.atom(l.in().get(0))));
        sums.forEach(c -> in.add(Lit.zero(arrays.get(c).dtype())));
        elements.forEach(c -> in.add(arrays.get(c)));
        var params = new ArrayList<Var>(List.of(copy.rename(Regions.trip(l))));
        elements.forEach(c -> params.add(b.fresh(arrays.get(c).type())));
        b.open();
        var begin = new ArrayList<Atom>(arrays);
        sums.forEach(c -> begin.set(c, Lit.zero(arrays.get(c).dtype())));
        elements.forEach(c -> begin.set(c, params.get(1 + elements.indexOf(c))));
        List<Atom> each = levels(k + 1, carries, begin);
        List<Atom> yields = Stream.concat(sums.stream(), elements.stream()).map(each::get).toList();
        List<Var> out = b.emitAll(Prim.REDUCE, new Params.Fold(Dim.UNKNOWN, sums.stream().map(c -> Prim.ADD).toList(), b.close(params, yields)), in);
        var after = new ArrayList<>(arrays);
        sums.forEach(c -> after.set(c, b.emit(Prim.ADD, arrays.get(c), out.get(sums.indexOf(c)))));
        elements.forEach(c -> after.set(c, out.get(sums.size() + elements.indexOf(c))));
        return after;
    }

    /**
     * The innermost loop: some sums are its result, and are added to their places behind it, the others go to elements that are each trip's own. It ends
     * with one equation that yields all arrays ({@link #yielding}), even where the loop certainly runs.
     */
    private List<Atom> fold(int k, List<Integer> carries, List<Atom> arrays) {
        List<SumPlan> sums = plans.stream().filter(p -> !p.reduced.isEmpty()).toList();
        List<SumPlan> others = plans.stream().filter(p -> p.reduced.isEmpty()).toList();
        List<Integer> inner = others.stream().map(p -> p.sum.carry()).distinct().toList();
        Eqn l = plan.order().get(k);
        Atom n = copy.atom(l.in().get(0));
        place(sums, k);
        List<List<Atom>> at = sums.stream().map(p -> copy.atoms(p.sum.at())).toList();
        var in = new ArrayList<Atom>(List.of(n));
        sums.forEach(p -> in.add(Lit.zero(p.sum.term().dtype())));
        inner.forEach(c -> in.add(arrays.get(carries.indexOf(c))));
        var params = new ArrayList<Var>(List.of(copy.rename(Regions.trip(l))));
        inner.forEach(c -> params.add(b.fresh(arrays.get(carries.indexOf(c)).type())));
        b.open();
        slice(k + 1);
        var yields = new ArrayList<Atom>(sums.stream().map(p -> copy.atom(p.sum.term())).toList());
        yields.addAll(addAll(others, inner, List.copyOf(params.subList(1, params.size())), others.stream().map(p -> copy.atoms(p.sum.at())).toList(),
            others.stream().map(p -> copy.atom(p.sum.term())).toList()));
        Region body = b.close(params, yields);
        List<Var> out = b.emitAll(Prim.REDUCE, new Params.Fold(Dim.UNKNOWN, sums.stream().map(p -> Prim.ADD).toList(), body), in);
        var after = new ArrayList<>(arrays);
        inner.forEach(c -> after.set(carries.indexOf(c), out.get(sums.size() + inner.indexOf(c))));
        return guarded(n instanceof Lit ? Lit.of(DType.BOOL, 1) : b.emit(Prim.GT, n, Lit.zero(n.dtype())), after, () -> addAll(sums, carries, after, at, out));
    }

    /** Folds of the same loops: one of several numbers, which are added to their places behind it. */
    private List<Atom> foldAll(int k, List<Integer> carries, List<Atom> arrays) {
        place(plans, k);
        List<List<Atom>> at = plans.stream().map(p -> copy.atoms(p.sum.at())).toList();
        Atom any = Lit.of(DType.BOOL, 1);
        for (Eqn l : plan.reduced) {
            Atom n = copy.atom(l.in().get(0));
            Atom some = n instanceof Var ? b.emit(Prim.GT, n, Lit.zero(n.dtype())) : any;
            any = any instanceof Lit ? some : n instanceof Var ? b.emit(Prim.AND, any, some) : any;
        }
        List<Var> sums = sums(k);
        return guarded(any, arrays, () -> addAll(plans, carries, arrays, at, sums));
    }

    private List<Var> sums(int k) {
        Eqn l = plan.reduced.get(k - plan.outer.size());
        var in = new ArrayList<Atom>(List.of(copy.atom(l.in().get(0))));
        plans.forEach(p -> in.add(Lit.zero(p.sum.term().dtype())));
        Var trip = copy.rename(Regions.trip(l));
        b.open();
        slice(k + 1);
        boolean last = k + 1 == plan.outer.size() + plan.reduced.size();
        List<? extends Atom> terms = last ? plans.stream().map(p -> copy.atom(p.sum.term())).toList() : sums(k + 1);
        Region body = b.close(List.of(trip), terms);
        return b.emitAll(Prim.REDUCE, new Params.Fold(Dim.UNKNOWN, plans.stream().map(p -> Prim.ADD).toList(), body), in);
    }

    private List<Atom> addAll(List<SumPlan> sums, List<Integer> carries, List<Atom> arrays, List<List<Atom>> at, List<? extends Atom> terms) {
        var after = new ArrayList<>(arrays);
        for (int k = 0; k < sums.size(); k++) {
            int c = carries.indexOf(sums.get(k).sum.carry());
            after.set(c, add(after.get(c), at.get(k), terms.get(k)));
        }
        return after;
    }

    /** Where sums are added: equations of the place may stand within loops that it does not depend on. */
    private void place(List<SumPlan> sums, int k) {
        for (Eqn e : slice) {
            if (sums.stream().anyMatch(p -> p.place.contains(e) && p.around(e) > k)) {
                copy.append(e);
            }
        }
    }

    /** The equations of the nest, the last of which yields {@code result}: the array with everything added. */
    List<Eqn> write(Atom array, Var result) {
        b.open();
        Atom any = null;
        for (Eqn l : array.type().isScalar() ? List.<Eqn>of() : plan.reduced) {
            Atom n = l.in().get(0);
            if (n instanceof Var && plan.isFixed(l)) {
                Atom some = b.emit(Prim.GT, n, Lit.zero(n.dtype()));
                any = any == null ? some : b.emit(Prim.AND, any, some);
            }
        }
        if (any == null) {
            nest(array);
        } else {
            guarded(any, array, () -> nest(array));
        }
        return yielding(List.of(result));
    }

    /** The nest; when its outer loops run often enough, on copies of what it would read down columns. */
    private Atom nest(Atom array) {
        if (plan.packs.isEmpty()) {
            return level(0, array);
        }
        SumPlan.Pack one = plan.packs.get(0);
        Atom often = null;
        for (Eqn l : plan.sum.path()) {
            Atom n = copy.atom(l.in().get(0));
            if (l != one.row() && l != one.column() && n instanceof Var) {
                Atom some = b.emit(Prim.GE, n, Lit.of(n.dtype(), often == null ? OFTEN : 1));
                often = often == null ? some : b.emit(Prim.AND, often, some);
            }
        }
        if (often == null) {
            return level(0, array);
        }
        b.open();
        Atom x = level(0, array);
        Region seldom = b.close(List.of(), List.of(x));
        b.open();
        plan.packs.forEach(p -> packed.put(p.read(), pack(p)));
        Atom y = level(0, array);
        Region all = b.close(List.of(), List.of(y));
        packed.clear();
        return b.emitAll(Prim.COND, new Params.Branches(List.of(seldom, all)), List.of(often)).get(0);
    }

    /** The elements that the nest reads, with those that it reads in lanes next to each other. */
    private Atom pack(SumPlan.Pack p) {
        Atom rows = copy.atom(p.row().in().get(0));
        Atom columns = copy.atom(p.column().in().get(0));
        DType t = p.read().result().dtype();
        Atom all = b.full(Lit.unset(t), List.of(Dim.UNKNOWN, Dim.UNKNOWN), List.of(b.emit(Prim.MAX, rows, Lit.zero(rows.dtype())),
            b.emit(Prim.MAX, columns, Lit.zero(columns.dtype()))));
        Var i = copy.rename(Regions.trip(p.row()));
        Var outer = b.fresh(all.type());
        b.open();
        Var j = copy.rename(Regions.trip(p.column()));
        Var inner = b.fresh(all.type());
        b.open();
        p.slice().forEach(e -> copy.append(e));
        Var x = b.index(p.read().in().get(0), Params.Access.PROMISED, copy.atoms(p.read().indices()));
        Var y = b.update(inner, Params.Access.PROMISED, List.of(i, j), x);
        Region body = b.close(List.of(j, inner), List.of(y));
        Var done = b.loop(Prim.FOR, Dim.UNKNOWN, body, columns, List.of(outer)).get(0);
        Region around = b.close(List.of(i, outer), List.of(done));
        return b.loop(Prim.FOR, Dim.UNKNOWN, around, rows, List.of(all)).get(0);
    }

    /** Where a sum has no terms, its place may not exist. */
    private Atom guarded(Atom some, Atom array, Supplier<Atom> does) {
        return guarded(some, List.of(array), () -> List.of(does.get())).get(0);
    }

    private List<Atom> guarded(Atom some, List<Atom> arrays, Supplier<List<Atom>> does) {
        return List.copyOf(b.cond(some, does::get, () -> arrays));
    }

    /** Copies of what stands within so many loops. */
    private void slice(int depth) {
        for (Eqn e : slice) {
            SumPlan of = plans.stream().filter(p -> p.depth.containsKey(e)).findFirst().orElseThrow();
            if (of.around(e) == depth) {
                copy.append(e);
            }
        }
    }

    /** The packed copy is read in place of the array. */
    private boolean reading(Eqn e, Rewrite copy) {
        Atom small = packed.get(copy.old());
        if (small == null) {
            return false;
        }
        SumPlan.Pack of = plan.packs.stream().filter(x -> x.read() == copy.old()).findFirst().orElseThrow();
        Atom row = copy.atom(Regions.trip(of.row()));
        Atom column = copy.atom(Regions.trip(of.column()));
        b.append(new Eqn(Prim.INDEX, List.of(small, row, column), Params.Access.PROMISED, List.of(copy.rename(e.result()))));
        return true;
    }

    private Atom level(int k, Atom array) {
        slice(k);
        if (k < plan.outer.size()) {
            Eqn l = plan.outer.get(k);
            Atom n = copy.atom(l.in().get(0));
            Var trip = copy.rename(Regions.trip(l));
            Var p = b.fresh(array.type());
            b.open();
            Atom x = level(k + 1, p);
            Region body = b.close(List.of(trip, p), List.of(x));
            // a map's trips stay apart in any order of the loops
            return b.loop(l.prim(), Dim.UNKNOWN, body, n, List.of(array)).get(0);
        }
        if (plan.reduced.isEmpty()) {
            return add(array, copy.atoms(plan.sum.at()), copy.atom(plan.sum.term()));
        }
        place(plans, k);
        List<Atom> at = copy.atoms(plan.sum.at());
        Eqn first = plan.reduced.get(0);
        Atom n = copy.atom(first.in().get(0));
        if (plan.isFixed(first) || array.type().isScalar()) {
            return add(array, at, sum(k));
        }
        return guarded(b.emit(Prim.GT, n, Lit.zero(n.dtype())), array, () -> add(array, at, sum(k)));
    }

    private Atom sum(int k) {
        int j = k - plan.outer.size();
        Eqn l = plan.reduced.get(j);
        Atom n = copy.atom(l.in().get(0));
        return b.reduce(Prim.ADD, Dim.UNKNOWN, n, Lit.zero(plan.sum.term().dtype()), i -> {
            copy.replace(Regions.trip(l), i);
            slice(k + 1);
            return j + 1 < plan.reduced.size() ? sum(k + 1) : copy.atom(plan.sum.term());
        });
    }

    private Atom add(Atom array, List<Atom> at, Atom term) {
        if (array.type().isScalar()) {
            return b.emit(Prim.ADD, array, term);
        }
        Var old = b.index(array, Params.Access.PROMISED, at);
        return b.update(array, Params.Access.PROMISED, at, b.emit(Prim.ADD, old, term));
    }

    /** An addition to an element as reading, adding and writing. */
    static List<Eqn> plain(Eqn e, Builder fresh) {
        if (!e.written().type().isScalar() || !e.params().equals(Params.Access.PROMISED)) {
            return List.of(e);
        }
        if (e.result().type().isScalar()) {
            return List.of(new Eqn(Prim.ADD, e.in(), Params.NONE, e.out()));
        }
        fresh.open();
        Var old = fresh.index(e.in().get(0), Params.Access.PROMISED, e.indices());
        var in = new ArrayList<>(e.in());
        in.set(in.size() - 1, fresh.emit(Prim.ADD, old, e.written()));
        fresh.append(new Eqn(Prim.UPDATE, in, Params.Access.PROMISED, e.out()));
        return fresh.close();
    }
}
