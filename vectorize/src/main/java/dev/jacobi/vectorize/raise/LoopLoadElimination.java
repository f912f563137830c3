package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * In a sequential loop an element that one trip writes and the next trip reads (prefix sums, recurrences, dynamic programming) is
 * handed on as a carried scalar: the read costs a trip through memory on the loop's critical path. The first trip's element is
 * read before the loop. When it is the same element in every trip, it is also stored after the loop only. Only loops whose body updates
 * the array once, always, and reads it before any check are changed.
 */
public final class LoopLoadElimination implements Optimisation {
    @Override
    public String name() {
        return "loop-load-elimination";
    }

    @Override
    public Func run(Func in) {
        boolean[] any = {false};
        Regions.each(in.body(), e -> any[0] |= e.prim() == Prim.FOR);
        if (!any[0]) {
            return in;
        }
        var work = new Work(new Builder(Regions.firstFreeId(in)));
        return new Func(in.in(), work.body(in.body()), in.out());
    }

    private static final class Work {
        private final Builder ids;

        Work(Builder ids) {
            this.ids = ids;
        }

        List<Eqn> body(List<Eqn> body) {
            var out = new ArrayList<Eqn>();
            for (Eqn e : body) {
                if (Regions.of(e).isEmpty()) {
                    out.add(e);
                    continue;
                }
                Eqn inner = new Eqn(e.prim(), e.in(), e.params().map(r -> new Region(r.params(), body(r.body()), r.out())), e.out());
                var after = new ArrayList<Eqn>();
                out.add(e.prim() == Prim.FOR ? loop(inner, out, after) : inner);
                out.addAll(after);
            }
            return out;
        }

        /** The loop with its elements carried; what must run before and after it is added to the lists. */
        private Eqn loop(Eqn e, List<Eqn> before, List<Eqn> after) {
            Body b = null;
            for (int slot = e.out().size() - 1; slot >= 0; slot--) {
                if (!e.out().get(slot).type().isScalar()) {
                    b = b == null ? new Body(Regions.of(e).get(0)) : b;
                    Eqn now = slot(e, b, slot, before, after);
                    b = now == e ? b : null;
                    e = now;
                }
            }
            return e;
        }

        private Eqn slot(Eqn loop, Body b, int slot, List<Eqn> before, List<Eqn> after) {
            Region r = b.region;
            Var array = r.params().get(1 + slot);
            Eqn write = r.out().get(slot) instanceof Var v ? b.defs.get(v.id()) : null;
            if (write == null || !isElement(write, Prim.UPDATE) || !write.in().get(0).equals(array)) {
                return loop;
            }
            for (Eqn e : b.uses.getOrDefault(array.id(), List.of())) {
                if (e == write) {
                    return loop;
                }
                if (isElement(e, Prim.INDEX) && b.nextOf(indices(e), indices(write))) {
                    return carried(loop, b, slot, e, write, before, after);
                }
            }
            return loop;
        }

        private Eqn carried(Eqn loop, Body b, int slot, Eqn read, Eqn write, List<Eqn> before, List<Eqn> after) {
            Region r = b.region;
            Atom n = loop.in().get(0);
            Atom array = loop.in().get(1 + slot);
            Var some = ids.fresh(Type.BOOL);
            before.add(new Eqn(Prim.GT, List.of(n, Lit.of(n.dtype(), 0)), Params.NONE, List.of(some)));
            // The first trip's element; without a trip nothing says that it exists.
            Region first = atFirstTrip(b, array, slot, read, null);
            Var start = ids.fresh(read.result().type());
            Region nothing = new Region(List.of(), List.of(), List.of(Lit.zero(start.dtype())));
            before.add(new Eqn(Prim.COND, List.of(some), new Params.Branches(List.of(nothing, first)), List.of(start)));

            boolean sink = b.isFixed(indices(write)) && b.uses(r.params().get(1 + slot)) == 2 && b.uses(write.result()) == 1;
            Var handed = ids.fresh(read.result().type());
            Var last = ids.fresh(start.type());
            var use = new Rewrite(ids).replace(read.result(), handed);
            List<Eqn> body = use.body(r.body().stream().filter(e -> e != read && !(sink && e == write)).toList());
            List<Atom> out = with(use.atoms(r.out()), slot, sink, use.atom(write.in().get(write.in().size() - 1)));
            if (sink) {
                // Always the same element: it is stored once, after the loop.
                Region unchanged = new Region(List.of(), List.of(), List.of(array));
                after.add(new Eqn(Prim.COND, List.of(some), new Params.Branches(List.of(unchanged, atFirstTrip(b, array, slot, write, last))),
                    List.of(loop.out().get(slot))));
            }
            var params = new Params.Loop(((Params.Loop) loop.params()).extent(), new Region(with(r.params(), 1 + slot, sink, handed), body, out));
            return new Eqn(Prim.FOR, with(loop.in(), 1 + slot, sink, start), params, with(loop.out(), slot, sink, last));
        }

        /** The list without its k-th element if {@code drop}, and with one more at the end. */
        private static <T> List<T> with(List<? extends T> list, int k, boolean drop, T last) {
            var out = new ArrayList<T>(list);
            if (drop) {
                out.remove(k);
            }
            out.add(last);
            return out;
        }

        /** A copy of the access as the first trip makes it, on the array before the loop; an update stores {@code value}. */
        private Region atFirstTrip(Body b, Atom array, int slot, Eqn access, Atom value) {
            var copy = new Rewrite(ids).replace(b.region.params().get(0), Lit.of(b.region.params().get(0).dtype(), 0))
                .replace(b.region.params().get(1 + slot), array);
            var in = new ArrayList<>(access.in());
            if (value != null) {
                in.set(in.size() - 1, value);
            }
            var eqns = new ArrayList<>(b.slice(indices(access)));
            eqns.add(new Eqn(access.prim(), in, access.params(), access.out()));
            List<Eqn> body = copy.body(eqns);
            return new Region(List.of(), body, List.of(copy.atom(access.result())));
        }

        private static List<Atom> indices(Eqn access) {
            return access.in().subList(1, access.prim() == Prim.INDEX ? access.in().size() : access.in().size() - 1);
        }

        private static boolean isElement(Eqn e, Prim p) {
            return e.prim() == p && e.params().equals(Params.Access.PROMISED) && indices(e).size() == e.in().get(0).type().rank();
        }

        private static boolean mayFail(Eqn e) {
            return e.prim() == Prim.CHECK || e.prim() == Prim.CALL || e.prim() == Prim.DEBUG_CALLBACK || e.prim() == Prim.WHILE
                || Regions.of(e).stream().anyMatch(r -> r.body().stream().anyMatch(Work::mayFail));
        }
    }

    /** A loop's body: its definitions, and indices as sums of the loop's index and of what the loop does not change. */
    private static final class Body {
        private final Region region;
        final Map<Integer, Eqn> defs = new HashMap<>();
        private final Set<Integer> inside = new HashSet<>();
        /** The equations before any that may fail, by the array that is their first operand. */
        final Map<Integer, List<Eqn>> uses = new HashMap<>();

        Body(Region r) {
            region = r;
            for (Eqn e : r.body()) {
                if (Work.mayFail(e)) {
                    break;
                }
                if (!e.in().isEmpty() && e.in().get(0) instanceof Var v && !v.type().isScalar()) {
                    uses.computeIfAbsent(v.id(), x -> new ArrayList<>()).add(e);
                }
            }
            r.body().forEach(e -> e.out().forEach(v -> defs.put(v.id(), e)));
            r.params().forEach(v -> inside.add(v.id()));
            Regions.definitions(r.body(), inside::add);
        }

        /** The indices read, one trip later, are those written. */
        boolean nextOf(List<Atom> read, List<Atom> write) {
            int index = region.params().get(0).id();
            for (int k = 0; k < read.size(); k++) {
                Map<Integer, Long> x = linear(read.get(k));
                Map<Integer, Long> y = linear(write.get(k));
                if (x == null || y == null) {
                    return false;
                }
                x.merge(-1, x.getOrDefault(index, 0L), Long::sum);
                if (!canonical(x, read.get(k)).equals(canonical(y, write.get(k)))) {
                    return false;
                }
            }
            return true;
        }

        /** Every trip has the same indices. */
        boolean isFixed(List<Atom> indices) {
            return indices.stream().allMatch(a -> canonical(linear(a), a).keySet().stream().noneMatch(inside::contains));
        }

        /** How often the variable is used in the body and by its yields. */
        int uses(Var v) {
            int[] n = {0};
            Regions.uses(region, id -> n[0] += id == v.id() ? 1 : 0);
            return n[0];
        }

        private static Map<Integer, Long> canonical(Map<Integer, Long> terms, Atom a) {
            var out = new TreeMap<Integer, Long>();
            terms.forEach((v, c) -> {
                long wrapped = Lit.of(a.dtype(), c).asLong();
                if (wrapped != 0) {
                    out.put(v, wrapped);
                }
            });
            return out;
        }

        /** Coefficients by variable, the constant under -1, modulo the width; null when it is no such sum. */
        private Map<Integer, Long> linear(Atom a) {
            if (a instanceof Lit l) {
                return new HashMap<>(Map.of(-1, l.asLong()));
            }
            Var v = (Var) a;
            if (!inside.contains(v.id()) || v.equals(region.params().get(0))) {
                return new HashMap<>(Map.of(v.id(), 1L));
            }
            Eqn e = defs.get(v.id());
            if (e == null || e.in().size() != 2 || e.in().get(0).dtype() != v.dtype()) {
                return null;
            }
            long sign = e.prim() == Prim.ADD ? 1 : -1;
            if (e.prim() != Prim.ADD && e.prim() != Prim.SUB) {
                return null;
            }
            Map<Integer, Long> x = linear(e.in().get(0));
            Map<Integer, Long> y = linear(e.in().get(1));
            if (x == null || y == null) {
                return null;
            }
            y.forEach((k, c) -> x.merge(k, sign * c, Long::sum));
            return x;
        }

        /** The equations of the body that compute these indices, in order. */
        List<Eqn> slice(List<Atom> atoms) {
            Set<Eqn> need = new HashSet<>();
            atoms.forEach(a -> collect(a, need));
            return region.body().stream().filter(need::contains).toList();
        }

        private void collect(Atom a, Set<Eqn> need) {
            Eqn e = a instanceof Var v ? defs.get(v.id()) : null;
            if (e != null && need.add(e)) {
                e.in().forEach(x -> collect(x, need));
            }
        }
    }
}
