package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Arrays that {@link SumStage} has made for several nests and that have the same elements become one: the cotangent behind an activation function is in the gradient of the image that a kernel has gone over, and in that
 * of the kernel. Both are only read, so that nothing has to be copied. So are folds that come to the same numbers, as those that count cotangents for several nests.
 */
final class EqualStages {
    /** Maps that fill new arrays, and folds, in a function; each is compared with those before it. */
    private static final int MOST = 32;
    private static final int DEPTH = 4;
    /** By maps and folds: those of the same block that have filled arrays with the same before, or come to the same. */
    private final Map<Eqn, Eqn> same = new IdentityHashMap<>();
    private final Set<Var> others = new HashSet<>();
    private final Map<Var, Eqn> defs = new HashMap<>();

    private EqualStages() {
    }

    static Func run(Func f) {
        var stages = new EqualStages();
        f.out().forEach(stages::other);
        Regions.each(f.body(), stages::note);
        stages.block(f.body());
        if (stages.same.isEmpty()) {
            return f;
        }
        return Rewrite.run(f, (e, r) -> {
            Eqn before = stages.same.get(r.old());
            if (before != null) {
                r.replace(r.old().out(), before.out().stream().map(r::atom).toList());
            }
            return before != null;
        });
    }

    private void note(Eqn e) {
        e.out().forEach(v -> defs.put(v, e));
        int reads = e.prim() == Prim.INDEX || e.prim() == Prim.DIM ? 1 : 0;
        e.in().subList(reads, e.in().size()).forEach(this::other);
        Regions.of(e).forEach(r -> r.out().forEach(this::other));
    }

    private void other(Atom a) {
        if (a instanceof Var v) {
            others.add(v);
        }
    }

    private void block(List<Eqn> body) {
        var before = new ArrayList<Eqn>();
        for (Eqn e : body) {
            if (!fills(e) && !folds(e)) {
                Regions.of(e).forEach(r -> block(r.body()));
                continue;
            }
            Eqn like = before.stream().filter(o -> alike(o, e, fills(o, e))).findFirst().orElse(null);
            if (like != null) {
                same.put(e, like);
            } else if (before.size() < MOST) {
                before.add(e);
            }
        }
    }

    /** Whether a map does nothing but fill new arrays, which are only read afterwards. */
    private boolean fills(Eqn e) {
        return e.prim() == Prim.MAP && !Regions.hasEffect(e) && RegionView.of(e).inits().stream().allMatch(a -> a instanceof Var v && isNew(defs.get(v))) && e.out().stream().noneMatch(others::contains);
    }

    /** Whether a fold does nothing but come to numbers. */
    private static boolean folds(Eqn e) {
        return e.prim() == Prim.REDUCE && !Regions.hasEffect(e) && e.out().stream().allMatch(v -> v.type().isScalar());
    }

    private static boolean isNew(Eqn e) {
        return e != null && e.prim() == Prim.FULL;
    }

    /** The new arrays of one map by those of another one, as far as they are of the same extents. */
    private Map<Var, Atom> fills(Eqn x, Eqn y) {
        var names = new HashMap<Var, Atom>();
        for (int k = 0; k < Math.min(x.in().size(), y.in().size()); k++) {
            if (x.in().get(k) instanceof Var v && y.in().get(k) instanceof Var w && isNew(defs.get(v)) && isNew(defs.get(w)) && alike(defs.get(v).in(), defs.get(w).in(), names)) {
                names.put(v, w);
            }
        }
        return names;
    }

    /** Whether two equations are the same but for the names of what they define; {@code names}: of the second one, by those of the first. */
    private boolean alike(Eqn x, Eqn y, Map<Var, Atom> names) {
        List<Region> ours = Regions.of(x);
        List<Region> theirs = Regions.of(y);
        if (x.prim() != y.prim() || ours.size() != theirs.size() || !types(x.out()).equals(types(y.out())) || !alike(x.in(), y.in(), names)) {
            return false;
        }
        Params p = ours.isEmpty() ? x.params() : x.withRegions(theirs).params();
        if (!p.equals(y.params())) {
            return false;
        }
        for (int k = 0; k < ours.size(); k++) {
            if (!alike(ours.get(k), theirs.get(k), names)) {
                return false;
            }
        }
        define(x.out(), y.out(), names);
        return true;
    }

    private static List<Type> types(List<Var> results) {
        return results.stream().map(Var::type).toList();
    }

    private boolean alike(Region x, Region y, Map<Var, Atom> names) {
        if (x.params().size() != y.params().size() || x.body().size() != y.body().size()) {
            return false;
        }
        define(x.params(), y.params(), names);
        for (int k = 0; k < x.body().size(); k++) {
            if (!alike(x.body().get(k), y.body().get(k), names)) {
                return false;
            }
        }
        return alike(x.out(), y.out(), names);
    }

    private boolean alike(List<Atom> x, List<Atom> y, Map<Var, Atom> names) {
        if (x.size() != y.size()) {
            return false;
        }
        for (int k = 0; k < x.size(); k++) {
            Atom a = x.get(k) instanceof Var v ? names.getOrDefault(v, v) : x.get(k);
            if (!a.equals(y.get(k)) && !equalNumbers(a, y.get(k), DEPTH)) {
                return false;
            }
        }
        return true;
    }

    /** Whether numbers are computed alike, as extents are by each stage for itself. */
    private boolean equalNumbers(Atom x, Atom y, int depth) {
        Eqn a = x instanceof Var v ? defs.get(v) : null;
        Eqn b = y instanceof Var v ? defs.get(v) : null;
        if (x.equals(y) || depth == 0 || a == null || b == null || !a.computesScalars() || a.prim() != b.prim() || !a.params().equals(b.params()) || a.in().size() != b.in().size()) {
            return x.equals(y);
        }
        for (int k = 0; k < a.in().size(); k++) {
            if (!equalNumbers(a.in().get(k), b.in().get(k), depth - 1)) {
                return false;
            }
        }
        return true;
    }

    private static void define(List<Var> x, List<Var> y, Map<Var, Atom> names) {
        for (int k = 0; k < x.size(); k++) {
            names.put(x.get(k), y.get(k));
        }
    }
}
