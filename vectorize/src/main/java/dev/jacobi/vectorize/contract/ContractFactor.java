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
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One factor of the products that are summed: an element of an array, or what is computed of elements, as twice the element. The former is taken from the
 * array ({@link ContractAccess}), the latter computed in front of the nest into an array that is no larger than the one it reads.
 */
final class ContractFactor {
    private final ContractNest nest;
    private final ContractLoops loops;
    private final Atom value;
    private final Set<Eqn> slice = new LinkedHashSet<>();
    private final Set<Var> trips = new LinkedHashSet<>();
    /** Arrays that maps around are given, for the names that they have inside. */
    private final Map<Atom, Atom> passed = new HashMap<>();
    private ContractAccess access;

    private ContractFactor(ContractNest nest, ContractLoops loops, Atom value) {
        this.nest = nest;
        this.loops = loops;
        this.value = value;
    }

    /** The factor that a value in the loop is; null when it cannot be had in front of the nest. */
    static ContractFactor of(ContractNest nest, ContractLoops loops, Atom value) {
        var f = new ContractFactor(nest, loops, value);
        if (!nest.isInside(value) || !f.collect(value)) {
            return null;
        }
        f.access = f.element(nest.values.definition(value));
        return f.access != null || !nest.mayFail() && f.isStaged() ? f : null;
    }

    /**
     * What each sum starts from; null when it cannot be had in front of the nest. Elements of arrays that the maps only pass on are those of what the maps were given: no trip sees what another one writes.
     */
    static ContractFactor start(ContractNest nest, ContractLoops loops, List<Eqn> path, Atom from) {
        Atom value = nest.chosen(from);
        var f = new ContractFactor(nest, loops, value);
        for (Eqn map : path) {
            RegionView.of(map).carried().stream().filter(s -> s.param().isArray()).forEach(s -> {
                Atom outer = f.passed.getOrDefault(s.init(), s.init());
                if (!nest.isInside(outer)) {
                    f.passed.put(s.param(), outer);
                }
            });
        }
        if (!f.collect(value)) {
            return null;
        }
        f.access = f.element(nest.values.definition(value));
        return f.access != null || !nest.mayFail() && f.isStaged() ? f : null;
    }

    /** The loops that it depends on. */
    Set<Var> trips() {
        return trips;
    }

    boolean uses(Var trip) {
        return trips.contains(trip);
    }

    /** The axis of {@link #matrix} that goes along a loop. */
    int axis(Var trip) {
        return (access != null ? access.order() : order()).indexOf(trip);
    }

    void guard(ContractGuard guard, Builder b) {
        if (access != null) {
            access.guard(guard, b);
        }
    }

    /** Appends the array of all values that it takes. */
    Var matrix(Builder b) {
        return access != null ? access.matrix(b) : staged(b);
    }

    /** Appends the matrix of the values that it takes in the trips of two loops, on one of which it may not depend. */
    Var matrix(Builder b, List<Var> along) {
        return trips.size() == 2 ? matrix(b) : staged(b, along);
    }

    /** The elements as they lie in a matrix that may have longer rows, and more of them, or in a vector, row after row; another matrix where they are not at its beginning. */
    OrderedProducts.Operand operand(Builder b, Var contracted, int last) {
        Var longer = access == null ? null : access.beginningOf(b);
        Var m = longer == null ? matrix(b) : longer;
        return new OrderedProducts.Operand(m, axis(contracted) == 1 - last, longer == null || m.type().rank() == 1 ? loops.count(order(1)) : b.extent(m, 1));
    }

    private Var order(int axis) {
        return (access != null ? access.order() : order()).get(axis);
    }

    /** Finds what the value is computed from, in the nest; false when that is more than arithmetic and elements of arrays from outside. */
    private boolean collect(Atom a) {
        if (!nest.isInside(a) || passed.containsKey(a)) {
            return true;
        }
        if (loops.trips().contains((Var) a)) {
            trips.add((Var) a);
            return true;
        }
        Eqn e = nest.values.definition(a);
        if (e == null || slice.contains(e)) {
            return e != null;
        }
        boolean read = e.prim() == Prim.INDEX && e.params().equals(Params.Access.PROMISED);
        if (!read && (!e.result().type().isScalar() || !e.prim().isElementwise()) || !e.in().stream().allMatch(this::collect)) {
            return false;
        }
        return slice.add(e);
    }

    private ContractAccess element(Eqn e) {
        ContractAccess a = e != null && e.prim() == Prim.INDEX && e.result().type().isScalar() ? ContractAccess.of(nest, loops, e, passed) : null;
        return a != null && trips.equals(Set.copyOf(a.order())) ? a : null;
    }

    /** Whether the values may be stored: an array as large is there already, and they are of its own precision. */
    private boolean isStaged() {
        return slice.stream().anyMatch(e -> element(e) != null) && slice.stream().noneMatch(this::changesPrecision);
    }

    private boolean changesPrecision(Eqn e) {
        Atom of = e.in().get(0);
        Eqn from = nest.values.definition(of);
        return e.prim() == Prim.BITCAST || e.prim() == Prim.CONVERT
            && (of.dtype().isFloat() || e.result().dtype().isFloat() || e.result().dtype() == DType.BOOL || from != null && from.prim() == Prim.INDEX);
    }

    private List<Var> order() {
        return loops.trips().stream().filter(trips::contains).toList();
    }

    private Var staged(Builder b) {
        return staged(b, order());
    }

    private Var staged(Builder b, List<Var> along) {
        List<Atom> extents = along.stream().map(loops::count).toList();
        List<Dim> dims = extents.stream().map(n -> ContractLoops.dim(n, nest.values)).toList();
        return maps(b, b.full(Lit.unset(value.dtype()), dims, extents), along, new ArrayList<>());
    }

    /** Maps over the loops from that one on whose trip is not among {@code at}. */
    private Var maps(Builder b, Var into, List<Var> along, List<Var> at) {
        if (at.size() == along.size()) {
            var copy = new Rewrite(b).replace(along, at);
            passed.forEach((inside, outside) -> copy.replace(List.of((Var) inside), List.of(outside)));
            copy.append(List.copyOf(slice));
            return b.update(into, Params.Access.PROMISED, at, copy.atom(value));
        }
        Var old = along.get(at.size());
        Var trip = b.fresh(old.type());
        Var destination = b.fresh(into.type());
        b.open();
        Var next = maps(b, destination, along, Stream.concat(at.stream(), Stream.of(trip)).toList());
        Region body = b.close(List.of(trip, destination), List.of(next));
        return b.loop(Prim.MAP, Dim.UNKNOWN, body, loops.count(old), List.of(into)).get(0);
    }
}
