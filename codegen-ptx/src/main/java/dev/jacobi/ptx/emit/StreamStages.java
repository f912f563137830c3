package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The body of a stream (see {@link StreamKernels}) in three: it reads, it computes, it writes. A thread reads several elements at once, computes one after the other, and
 * writes them at once, so that a long body, or one with branches, over which LLVM would not move a load, has as many loads under way as a short one, and does
 * not need more registers than for one element and the values of the others.
 *
 * <p>Inputs are variables of the body's: its own inputs, and what {@code loads} and {@code middle} give.
 */
record StreamStages(Func loads, Func middle, Func stores) {
    /** Equations at most, those in branches included: the code is there once per element. */
    private static final int LONG = 400;

    /** Null for bodies that cannot be parted so: only branches over scalars are inside of them, and each array is read as it was before. */
    static StreamStages of(Func f, int indices) {
        if (Regions.size(f.body()) > LONG) {
            return null;
        }
        var names = new HashSet<Atom>(f.in().subList(0, indices));
        var indexing = new ArrayList<Eqn>();
        var loads = new ArrayList<Eqn>();
        var middle = new ArrayList<Eqn>();
        var stores = new ArrayList<Eqn>();
        for (Eqn e : f.body()) {
            boolean access = e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE;
            if (access && !f.in().contains(e.in().get(0)) || !access && !plain(e, names)) {
                return null;
            }
            if (e.prim() == Prim.CONVERT && names.contains(e.in().get(0))) {
                names.add(e.result());
                indexing.add(e);
            }
            (e.prim() == Prim.INDEX ? loads : e.prim() == Prim.UPDATE ? stores : middle).add(e);
        }
        boolean once = stores.stream().map(e -> e.in().get(0)).distinct().count() == stores.size();
        if (!once || loads.isEmpty() || stores.isEmpty() || loads.stream().anyMatch(e -> e.result().isArray())) {
            return null;
        }
        var read = loads.stream().map(Eqn::result).toList();
        var made = new HashSet<Var>();
        middle.forEach(e -> made.addAll(e.out()));
        var stored = new ArrayList<Var>();
        for (Eqn e : stores) {
            if (e.in().get(e.in().size() - 1) instanceof Var v && made.contains(v) && !stored.contains(v)) {
                stored.add(v);
            }
        }
        return new StreamStages(func(indexing, loads, read), func(List.of(), middle, stored), func(indexing, stores, stores.stream().map(Eqn::result).toList()));
    }

    /** Scalars of scalars, in branches at most, which look at no index. */
    private static boolean plain(Eqn e, Set<Atom> names) {
        boolean arrays = e.in().stream().anyMatch(Atom::isArray) || e.out().stream().anyMatch(Atom::isArray);
        if (arrays || e.prim() == Prim.CHECK || e.prim() == Prim.CALL || e.prim().hasEffect()) {
            return false;
        }
        if (Regions.of(e).isEmpty()) {
            return true;
        }
        return e.params() instanceof Params.Branches b && Regions.captures(e).stream().noneMatch(v -> v.isArray() || names.contains(v))
            && b.regions().stream().allMatch(r -> r.body().stream().allMatch(i -> plain(i, names)));
    }

    /** The equations as a function of what they use. */
    private static Func func(List<Eqn> first, List<Eqn> then, List<? extends Atom> out) {
        var body = new ArrayList<Eqn>(first);
        body.addAll(then);
        var in = new ArrayList<Var>();
        var known = new HashSet<Var>();
        for (Eqn e : body) {
            var used = new ArrayList<Var>(Var.among(e.in()));
            used.addAll(Regions.captures(e));
            used.stream().filter(known::add).forEach(in::add);
            known.addAll(e.out());
        }
        return new Func(in, body, List.copyOf(out));
    }
}
