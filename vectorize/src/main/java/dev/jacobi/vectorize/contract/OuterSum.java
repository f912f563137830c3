package dev.jacobi.vectorize.contract;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A matrix that a loop carries and that each trip adds a product of a column and a row to, using it for nothing else.
 *
 * @param slot the loop's carry
 * @param last the equation that adds: of arrays, or a nest of two maps
 * @param column what an element of the product has of its row's index alone; an array of one axis where {@code last} is no nest
 * @param row what it has of its column's index alone
 */
record OuterSum(RegionView.Slot slot, Eqn last, Atom column, Atom row) {
    /** The sums of a loop. */
    static List<OuterSum> of(Eqn loop) {
        RegionView view = RegionView.of(loop);
        Region body = view.body();
        Map<Integer, Integer> uses = Regions.uses(body.body(), body.out());
        Map<Integer, Eqn> definitions = Regions.definitions(body.body());
        Set<Integer> inside = Regions.defined(body);
        var found = new ArrayList<OuterSum>();
        for (RegionView.Slot s : view.slots()) {
            DType t = s.param().dtype();
            Eqn last = s.yield() instanceof Var v && uses.getOrDefault(v.id(), 0) == 1 ? definitions.get(v.id()) : null;
            if (last == null || s.param().type().rank() != 2 || t != DType.F32 && t != DType.F64 || uses.getOrDefault(s.param().id(), 0) != 1 || !body.body().contains(last)) {
                continue;
            }
            OuterSum sum = last.prim() == Prim.ADD ? ofArrays(s, last, definitions, uses) : last.prim() == Prim.MAP ? ofNest(s, last, inside) : null;
            if (sum != null) {
                found.add(sum);
            }
        }
        return found;
    }

    private static OuterSum ofArrays(RegionView.Slot s, Eqn add, Map<Integer, Eqn> definitions, Map<Integer, Integer> uses) {
        Atom other = add.in().get(0).equals(s.param()) ? add.in().get(1) : add.in().get(1).equals(s.param()) ? add.in().get(0) : null;
        Eqn dot = other instanceof Var v && uses.get(v.id()) == 1 ? definitions.get(v.id()) : null;
        boolean outer = dot != null && dot.params() instanceof Params.Dot d && d.contractA().isEmpty() && d.batchA().isEmpty() && dot.in().stream().allMatch(a -> a.type().rank() == 1);
        return outer ? new OuterSum(s, add, dot.in().get(0), dot.in().get(1)) : null;
    }

    private static OuterSum ofNest(RegionView.Slot s, Eqn map, Set<Integer> inside) {
        Region outer = Regions.of(map).get(0);
        Eqn inner = outer.body().isEmpty() ? map : outer.body().get(outer.body().size() - 1);
        if (map.in().size() != 2 || !map.in().get(1).equals(s.param()) || inner.prim() != Prim.MAP || inner.in().size() != 2
            || !inner.in().get(1).equals(outer.params().get(1)) || !outer.out().equals(List.copyOf(inner.out()))
            || Regions.hasEffect(map) || isOf(map.in().get(0), inside) || isOf(inner.in().get(0), inside)) {
            return null;
        }
        Region r = Regions.of(inner).get(0);
        Map<Integer, Eqn> own = Regions.definitions(List.of(map));
        Map<Integer, Integer> uses = Regions.uses(outer.body(), outer.out());
        Var i = outer.params().get(0);
        Var j = r.params().get(0);
        Var matrix = r.params().get(1);
        Eqn update = definition(r.out().get(0), own);
        Eqn add = update == null || !isElement(update, Prim.UPDATE, matrix, i, j) ? null : definition(update.in().get(3), own);
        if (add == null || add.prim() != Prim.ADD || uses.getOrDefault(matrix.id(), 0) != 2) {
            return null;
        }
        for (int k = 0; k < 2; k++) {
            Eqn read = definition(add.in().get(k), own);
            Eqn product = definition(add.in().get(1 - k), own);
            if (read != null && isElement(read, Prim.INDEX, matrix, i, j) && uses.get(read.result().id()) == 1 && product != null && product.prim() == Prim.MUL) {
                for (int x = 0; x < 2; x++) {
                    Atom column = product.in().get(x);
                    Atom row = product.in().get(1 - x);
                    if (Objects.equals(indices(column, map), Set.of(i)) && Objects.equals(indices(row, map), Set.of(j))) {
                        return new OuterSum(s, map, column, row);
                    }
                }
            }
        }
        return null;
    }

    private static boolean isOf(Atom a, Set<Integer> inside) {
        return a instanceof Var v && inside.contains(v.id());
    }

    private static Eqn definition(Atom a, Map<Integer, Eqn> own) {
        return a instanceof Var v ? own.get(v.id()) : null;
    }

    private static boolean isElement(Eqn e, Prim p, Var matrix, Var i, Var j) {
        return e.prim() == p && e.params().equals(Params.Access.PROMISED) && e.in().size() == (p == Prim.INDEX ? 3 : 4) && e.in().subList(0, 3).equals(List.of(matrix, i, j));
    }

    /** Which of a nest's indices a value depends on; null where it is computed by anything but scalar equations of the nest. */
    private static Set<Var> indices(Atom a, Eqn map) {
        Region outer = Regions.of(map).get(0);
        Region inner = Regions.of(outer.body().get(outer.body().size() - 1)).get(0);
        BackwardSlice slice = slice(a, map);
        boolean scalars = slice.eqns().stream().allMatch(e -> Regions.of(e).isEmpty() && e.out().size() == 1 && !e.result().isArray());
        boolean ofMatrix = slice.from().contains(outer.params().get(1)) || slice.from().contains(inner.params().get(1));
        return !scalars || ofMatrix ? null
            : Stream.of(outer.params().get(0), inner.params().get(0)).filter(slice.from()::contains).collect(Collectors.toSet());
    }

    /** What a value needs of the nest. */
    private static BackwardSlice slice(Atom of, Eqn map) {
        Region outer = Regions.of(map).get(0);
        int last = outer.body().size() - 1;
        var all = new ArrayList<Eqn>(outer.body().subList(0, last));
        all.addAll(Regions.of(outer.body().get(last)).get(0).body());
        return BackwardSlice.of(all, List.of(of));
    }

    private boolean isNest() {
        return last.prim() == Prim.MAP;
    }

    private Eqn inner() {
        List<Eqn> body = Regions.of(last).get(0).body();
        return body.get(body.size() - 1);
    }

    DType dtype() {
        return slot.param().dtype();
    }

    /** How many rows the product has. */
    Atom rows(Builder b) {
        return isNest() ? last.in().get(0) : b.extent(slot.init(), 0);
    }

    Atom columns(Builder b) {
        return isNest() ? inner().in().get(0) : b.extent(slot.init(), 1);
    }

    /** The columns of all trips where a matrix has them from before the loop, trip after trip; else null. */
    Atom allColumns(Builder b, RegionView loop) {
        return isNest() ? there(b, loop, column, last) : null;
    }

    Atom allRows(Builder b, RegionView loop) {
        return isNest() ? there(b, loop, row, inner()) : null;
    }

    private Atom there(Builder b, RegionView loop, Atom value, Eqn map) {
        List<Eqn> needed = slice(value, last).eqns();
        Eqn read = needed.size() == 1 ? needed.get(0) : null;
        if (read == null || read.prim() != Prim.INDEX || !read.params().equals(Params.Access.PROMISED) || !(read.in().get(0) instanceof Var all)
            || !read.indices().equals(List.of(loop.trip(), Regions.trip(map))) || Regions.defined(loop.body()).contains(all.id()) || loop.body().params().contains(all)) {
            return null;
        }
        var corner = new Params.Slice(List.of(Dim.UNKNOWN, Dim.UNKNOWN), List.of(1L, 1L));
        return b.emitAll(Prim.SLICE, corner, List.of(all, Lit.i32(0), Lit.i32(0), loop.head(), map.in().get(0))).get(0);
    }

    /** Appends that a trip keeps its column as a row of {@code all}: that array from then on. */
    Var column(Builder b, Rewrite copy, Var trip, Var all) {
        return kept(b, copy, trip, all, column, isNest() ? last : null);
    }

    Var row(Builder b, Rewrite copy, Var trip, Var all) {
        return kept(b, copy, trip, all, row, isNest() ? inner() : null);
    }

    private Var kept(Builder b, Rewrite copy, Var trip, Var all, Atom value, Eqn map) {
        if (map == null) {
            return b.update(all, Params.Access.PROMISED, List.of(trip), copy.atom(value));
        }
        Var index = Regions.trip(map);
        Var i = b.fresh(index.type());
        Var to = b.fresh(all.type());
        b.open();
        Rewrite own = copy.beside().replace(index, i);
        own.append(slice(value, last).eqns());
        Var done = b.update(to, Params.Access.PROMISED, List.of(trip, i), own.atom(value));
        return b.loop(Prim.MAP, Dim.UNKNOWN, b.close(List.of(i, to), List.of(done)), copy.atom(map.in().get(0)), List.of(all)).get(0);
    }

    /** Appends what the loop's result is by all columns and rows. */
    Atom total(Builder b, Atom columns, Atom rows) {
        Var product = b.emit(Prim.DOT_GENERAL, new Params.Dot(List.of(0), List.of(0), List.of(), List.of()), columns, rows);
        Atom n = rows(b);
        Atom m = columns(b);
        Var i = b.fresh(n.type());
        Var j = b.fresh(m.type());
        Var outer = b.fresh(slot.init().type());
        Var inner = b.fresh(slot.init().type());
        b.open();
        b.open();
        Var sum = b.emit(Prim.ADD, b.index(inner, Params.Access.PROMISED, List.of(i, j)), b.index(product, Params.Access.PROMISED, List.of(i, j)));
        Var row = b.update(inner, Params.Access.PROMISED, List.of(i, j), sum);
        Region each = b.close(List.of(j, inner), List.of(row));
        Var done = b.loop(Prim.MAP, Dim.UNKNOWN, each, m, List.of(outer)).get(0);
        Region all = b.close(List.of(i, outer), List.of(done));
        return b.loop(Prim.MAP, Dim.UNKNOWN, all, n, List.of(slot.init())).get(0);
    }
}
