package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ptx.emit.TileKernels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds maps over two indices some of whose accesses go along the first: {@code b[j][i] = a[i][j]}. Where all go along it, the indices might as well change places, and nothing passes through memory. */
final class TiledMaps {
    /** Shared memory that leaves room for several blocks. */
    private static final int SHARED = 20 << 10;
    private static final int LONG = 60;
    private final List<Eqn> body;
    private final Set<Var> first = new HashSet<>();
    private final Set<Var> second = new HashSet<>();
    /** What depends on the second index in any way. */
    private final Set<Var> varying = new HashSet<>();

    private TiledMaps(Func f) {
        body = f.body();
        first.add(f.in().get(0));
        second.add(f.in().get(1));
    }

    /** The body in stages; null when all accesses go along the second index, or it cannot be parted. {@code f}: the two indices, then operands. */
    static TileKernels.Stages of(Func f) {
        boolean plain = f.body().stream().allMatch(e -> plain(e, f)) && f.body().size() <= LONG;
        TileKernels.Stages s = plain ? new TiledMaps(f).stages(f) : null;
        return s == null || s.shared() > SHARED ? null : s;
    }

    private static boolean plain(Eqn e, Func f) {
        boolean access = e.prim() == Prim.INDEX && !e.result().isArray() || e.prim() == Prim.UPDATE && e.in().size() == e.in().get(0).type().rank() + 2 && ((Params.Access) e.params()).op() == null;
        return access ? f.in().contains(e.in().get(0)) : Regions.of(e).isEmpty() && e.computesScalars() && e.prim() != Prim.CHECK || e.prim() == Prim.DIM;
    }

    private TileKernels.Stages stages(Func f) {
        body.forEach(e -> note(e, first));
        body.forEach(e -> note(e, second));
        varying.addAll(second);
        body.stream().filter(e -> e.in().stream().anyMatch(varying::contains)).forEach(e -> varying.addAll(e.out()));
        List<Eqn> loads = body.stream().filter(e -> e.prim() == Prim.INDEX && across(e)).toList();
        List<Eqn> stores = body.stream().filter(e -> e.prim() == Prim.UPDATE && across(e)).toList();
        long along = body.stream().filter(e -> (e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE) && goes(e, second) && !goes(e, first)).count();
        var read = new HashSet<Atom>();
        body.stream().filter(e -> e.prim() == Prim.INDEX).forEach(e -> read.add(e.in().get(0)));
        List<Eqn> all = body.stream().filter(e -> e.prim() == Prim.UPDATE).toList();
        // an array that is read is not written, so that the order of reads and writes in a tile is free
        boolean free = all.stream().noneMatch(e -> read.contains(e.in().get(0))) && all.stream().map(e -> e.in().get(0)).distinct().count() == all.size();
        if (along == 0 || loads.isEmpty() && stores.isEmpty() || !free) {
            return null;
        }
        List<Var> loaded = loads.stream().map(Eqn::result).toList();
        var given = new LinkedHashSet<Var>();
        stores.stream().map(Eqn::written).filter(v -> v instanceof Var w && !loaded.contains(w) && !f.in().contains(w)).forEach(v -> given.add((Var) v));
        var before = needed(loads, Set.of());
        var after = needed(stores, union(given, loaded));
        var main = new ArrayList<Eqn>();
        var wanted = new ArrayList<Eqn>(all);
        wanted.removeAll(stores);
        Set<Eqn> middle = new HashSet<>(wanted);
        middle.addAll(body.stream().filter(e -> e.out().stream().anyMatch(given::contains)).toList());
        main.addAll(needed(body.stream().filter(middle::contains).toList(), new HashSet<>(loaded)));
        if (before.stream().anyMatch(e -> e.prim() == Prim.INDEX && !loads.contains(e)) || after.stream().anyMatch(e -> e.prim() == Prim.INDEX)) {
            return null;
        }
        var out = new ArrayList<Var>(given);
        wanted.forEach(e -> out.add(e.result()));
        if (out.isEmpty()) {
            return null;
        }
        return new TileKernels.Stages(func(before, loaded), func(main, out), func(after, stores.stream().map(Eqn::result).toList()));
    }

    /** Integers that are an index, plus or minus what is the same for all neighbours. */
    private static void note(Eqn e, Set<Var> along) {
        boolean sum = e.prim() == Prim.ADD || e.prim() == Prim.SUB && along.contains(e.in().get(0)) || e.prim() == Prim.CONVERT && !e.result().dtype().isFloat();
        if (sum && e.in().stream().anyMatch(along::contains)) {
            along.add(e.result());
        }
    }

    private static boolean goes(Eqn e, Set<Var> along) {
        int at = e.prim() == Prim.INDEX ? e.in().size() - 1 : e.in().size() - 2;
        return along.contains(e.in().get(at));
    }

    /** Whether neighbours of the second index touch elements far apart, and not all the same one. */
    private boolean across(Eqn e) {
        return goes(e, first) && !goes(e, second) && e.in().stream().anyMatch(varying::contains);
    }

    private static Set<Var> union(Set<Var> a, List<Var> b) {
        var out = new HashSet<>(a);
        out.addAll(b);
        return out;
    }

    /** These equations and what they need, but for what is known. */
    private List<Eqn> needed(List<Eqn> of, Set<Var> known) {
        var wanted = new HashSet<Var>();
        var out = new ArrayList<Eqn>();
        for (int k = body.size() - 1; k >= 0; k--) {
            Eqn e = body.get(k);
            if (of.contains(e) || e.out().stream().anyMatch(v -> wanted.contains(v) && !known.contains(v))) {
                wanted.addAll(Var.among(e.in()));
                out.add(0, e);
            }
        }
        return out;
    }

    private static Func func(List<Eqn> body, List<Var> out) {
        var in = new LinkedHashSet<Var>();
        var made = new HashSet<Var>();
        for (Eqn e : body) {
            Var.among(e.in()).stream().filter(v -> !made.contains(v)).forEach(in::add);
            made.addAll(e.out());
        }
        return new Func(List.copyOf(in), body, List.copyOf(out));
    }
}
