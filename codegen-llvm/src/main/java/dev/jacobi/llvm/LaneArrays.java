package dev.jacobi.llvm;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
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
import dev.jacobi.llvm.library.LibraryRoutine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Arrays of several axes that a function makes, whose elements it reads and writes, and with which it does nothing else: their axes may stand in any order, and be longer. All versions of an array are one. */
final class LaneArrays {
    /** So many elements, and multiples of them, are a page apart or more. */
    private static final long LARGE = 512;
    /** So many elements are more than what lanes store at a time. */
    private static final long APART = 24;
    /** By variable, one of the variables that are versions of the same array. */
    private final Map<Integer, Integer> same = new HashMap<>();
    private final Set<Integer> fixed = new HashSet<>();
    /** By variable, the equation that makes an array. */
    private final Map<Integer, Eqn> made = new LinkedHashMap<>();

    private LaneArrays() {
    }

    static LaneArrays of(Func f) {
        var arrays = new LaneArrays();
        f.in().forEach(arrays::fix);
        f.out().forEach(arrays::fix);
        Regions.each(f.body(), arrays::eqn);
        arrays.made.keySet().removeIf(v -> arrays.array(v) == null);
        return arrays;
    }

    boolean isEmpty() {
        return made.isEmpty();
    }

    /** A number for the array; null where it is none of these. */
    Integer array(Atom a) {
        return a instanceof Var v && v.type().rank() > 1 ? array(v.id()) : null;
    }

    private Integer array(int id) {
        int root = root(id);
        return fixed.contains(root) ? null : root;
    }

    /** Whether an equation reads or writes one element. */
    static boolean isAccess(Eqn e) {
        return (e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE) && e.in().get(0).isArray() && e.indices().size() == e.in().get(0).type().rank()
            && ((Params.Access) e.params()).mode() == Params.Mode.PROMISED;
    }

    private int root(int id) {
        int root = id;
        while (same.containsKey(root)) {
            root = same.get(root);
        }
        return root;
    }

    private void fix(Atom a) {
        if (a instanceof Var v && v.isArray()) {
            fixed.add(root(v.id()));
        }
    }

    private void join(Atom a, Atom b) {
        int from = root(((Var) a).id());
        int to = root(((Var) b).id());
        if (from != to) {
            same.put(from, to);
            if (fixed.contains(from)) {
                fixed.add(to);
            }
        }
    }

    private void eqn(Eqn e) {
        if (isAccess(e)) {
            if (e.prim() == Prim.UPDATE) {
                join(e.in().get(0), e.result());
            }
        } else if (e.prim() == Prim.FULL && e.result().type().rank() > 1) {
            made.put(e.result().id(), e);
        } else if (LibraryRoutine.isProduct(e)) {
            fix(e.in().get(0));
            e.out().forEach(this::fix);
        } else {
            var joined = new ArrayList<Atom>();
            RegionView.of(e).slots().stream().filter(s -> s.result().isArray() && s.role() != RegionView.Role.BINS && s.role() != RegionView.Role.STACK && s.role() != RegionView.Role.FOLD).forEach(s -> {
                s.yields().forEach(y -> join(y, s.result()));
                s.params().forEach(p -> join(p, s.result()));
                joined.add(s.result());
                if (s.init() != null) {
                    join(s.init(), s.result());
                    joined.add(s.init());
                }
            });
            e.in().stream().filter(a -> !joined.contains(a)).forEach(this::fix);
            e.out().stream().filter(a -> !joined.contains(a)).forEach(this::fix);
            Regions.of(e).forEach(r -> r.out().stream().filter(Atom::isArray).filter(a -> joined.stream().noneMatch(j -> root(((Var) j).id()) == root(((Var) a).id()))).forEach(this::fix));
        }
    }

    /** The function with the given axis of each of these arrays last. */
    Func moved(Func f, Map<Integer, Integer> axes) {
        return new Moved(axes, new Builder(Regions.firstFreeId(f))).func(f);
    }

    /** Writes the function. */
    private final class Moved {
        private final Map<Integer, Integer> axes;
        private final Builder b;

        Moved(Map<Integer, Integer> axes, Builder b) {
            this.axes = axes;
            this.b = b;
        }

        private Integer axis(Atom a) {
            Integer array = array(a);
            return array == null ? null : axes.get(array);
        }

        private <T> List<T> ordered(List<T> all, int axis) {
            var out = new ArrayList<>(all);
            out.add(out.remove(axis));
            return out;
        }

        private List<Dim> dims(List<Dim> all, int axis) {
            List<Dim> out = ordered(all, axis);
            out.set(out.size() - 1, Dim.UNKNOWN);
            return out;
        }

        private Atom atom(Atom a) {
            return a instanceof Var v ? var(v) : a;
        }

        private Var var(Var v) {
            Integer axis = axis(v);
            return axis == null ? v : new Var(v.id(), new Type(v.dtype(), dims(v.type().dims(), axis)));
        }

        private List<Var> vars(List<Var> all) {
            return all.stream().map(this::var).toList();
        }

        private List<Eqn> body(List<Eqn> body) {
            var out = new ArrayList<Eqn>();
            for (Eqn e : body) {
                b.open();
                Eqn now = eqn(e);
                out.addAll(b.close());
                out.add(now);
            }
            return out;
        }

        private Region region(Region r) {
            return new Region(vars(r.params()), body(r.body()), Rewrite.replaced(r.out(), this::atom));
        }

        Func func(Func f) {
            return new Func(f.in(), body(f.body()), f.out());
        }

        private Eqn eqn(Eqn e) {
            Integer axis = axis(e.prim() == Prim.FULL ? e.result() : e.in().isEmpty() ? null : e.in().get(0));
            List<Atom> in = LibraryRoutine.isProduct(e) ? Rewrite.replaced(e.in(), a -> axis(a) == null ? a : asBefore((Var) a)) : Rewrite.replaced(e.in(), this::atom);
            Params params = e.params().map(this::region);
            if (axis != null && e.prim() == Prim.FULL) {
                List<Atom> extents = ordered(in.subList(1, in.size()), axis);
                extents.set(extents.size() - 1, apart(extents.get(extents.size() - 1)));
                in = with(in, 1, extents);
                params = new Params.Shape(e.result().dtype(), dims(((Params.Shape) params).dims(), axis));
            } else if (axis != null && isAccess(e)) {
                in = with(in, 1, ordered(e.indices(), axis));
            }
            return new Eqn(e.prim(), in, params, vars(e.out()));
        }

        /** A copy of an array as it was laid out: what a product takes costs more. */
        private Var asBefore(Var v) {
            int axis = axis(v);
            Eqn full = made.entrySet().stream().filter(m -> array(m.getKey()).equals(array(v))).findFirst().orElseThrow().getValue();
            List<Atom> extents = full.in().subList(1, full.in().size());
            Var all = b.full(Lit.unset(v.dtype()), Collections.nCopies(extents.size(), Dim.UNKNOWN), extents);
            return copied(all, var(v), extents, List.of(), axis);
        }

        /** The loops along the axes behind those of {@code at}, which copy into {@code to}. */
        private Var copied(Var to, Var from, List<Atom> extents, List<Atom> at, int axis) {
            if (at.size() == extents.size()) {
                return b.update(to, Params.Access.PROMISED, at, b.index(from, Params.Access.PROMISED, ordered(at, axis)));
            }
            Atom n = extents.get(at.size());
            Var trip = b.fresh(n.type());
            Var inner = b.fresh(to.type());
            var more = new ArrayList<>(at);
            more.add(trip);
            b.open();
            Region body = b.close(List.of(trip, inner), List.of(copied(inner, from, extents, more, axis)));
            return b.loop(Prim.MAP, Dim.UNKNOWN, body, n, List.of(to)).get(0);
        }

        /** The extent, or some more where it is hardly more than a multiple of a large power of two: such rows would lie in the same few places of the caches. */
        private Atom apart(Atom n) {
            Atom rest = b.folded(Prim.AND, n, Lit.of(n.dtype(), LARGE - 1));
            Atom near = b.folded(Prim.AND, b.folded(Prim.LT, rest, Lit.of(n.dtype(), APART)), b.folded(Prim.GE, n, Lit.of(n.dtype(), LARGE)));
            return b.folded(Prim.ADD, n, b.emit(Prim.SELECT, near, Lit.of(n.dtype(), APART), Lit.zero(n.dtype())));
        }

        private static List<Atom> with(List<Atom> all, int from, List<Atom> part) {
            var out = new ArrayList<>(all);
            for (int k = 0; k < part.size(); k++) {
                out.set(from + k, part.get(k));
            }
            return out;
        }
    }
}
