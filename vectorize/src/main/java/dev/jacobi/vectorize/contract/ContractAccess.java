package dev.jacobi.vectorize.contract;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An element of an array from outside a nest, each of whose indices goes along a loop, stands still, or goes through rows that lie one behind the other
 * ({@code i * n + k} where the loop over k has n trips). So all elements that the loops read are a part of the array in another shape.
 *
 * <p>Index arithmetic may wrap around, and what is known of it holds modulo 2^32 only. As every index is promised to be in range and the next one is one
 * more, none wraps.
 */
final class ContractAccess {
    private final ContractNest nest;
    private final ContractLoops loops;
    private final Var array;
    private final List<Axis> axes;
    private final Map<Axis, Atom> starts = new HashMap<>();

    /** An axis of the array: the loops that its index goes along, outer ones first; the index, and what it starts from; whether that is all of the axis. */
    private record Axis(int number, List<Var> trips, Atom index, Poly start, boolean whole) {
    }

    private ContractAccess(ContractNest nest, ContractLoops loops, Var array, List<Axis> axes) {
        this.nest = nest;
        this.loops = loops;
        this.array = array;
        this.axes = axes;
    }

    /** The access that an {@code index} is; null when it is another one, or of an array that the nest makes. {@code passed}: names in the nest of arrays from outside. */
    static ContractAccess of(ContractNest nest, ContractLoops loops, Eqn index, Map<Atom, Atom> passed) {
        var at = new ArrayList<Atom>();
        Atom array = index.result();
        while (nest.isInside(array) && !passed.containsKey(array)) {
            Eqn e = nest.values.definition(array);
            if (e == null || e.prim() != Prim.INDEX || !e.params().equals(Params.Access.PROMISED)) {
                return null;
            }
            at.addAll(0, e.indices());
            array = e.in().get(0);
        }
        var axes = new ArrayList<Axis>();
        var access = new ContractAccess(nest, loops, (Var) passed.getOrDefault(array, array), axes);
        try {
            for (Atom i : at) {
                Axis axis = access.axis(axes.size(), i);
                if (axis == null || axis.trips.stream().anyMatch(access.order()::contains)) {
                    return null;
                }
                axes.add(axis);
            }
        } catch (ArithmeticException tooLarge) {
            return null;
        }
        return access;
    }

    private Axis axis(int number, Atom index) {
        IntValues values = nest.values;
        Poly start = values.ring(index);
        var steps = new HashMap<Var, Poly>();
        for (Var v : loops.trips()) {
            Poly step = values.ring(index).linear(v.id());
            if (step == null || step.mentions(nest.inside::contains)) {
                return null;
            }
            if (!step.equals(Poly.ZERO)) {
                steps.put(v, step);
            }
            start = start.with(v.id(), Poly.ZERO);
        }
        if (start.mentions(nest.inside::contains) || !start.isConst() && !isMovable(index)) {
            return null;
        }
        var trips = new ArrayList<Var>();
        Poly row = Poly.of(1);
        Poly ring = row;
        while (!steps.isEmpty()) {
            Poly step = row;
            Poly other = index.dtype() == DType.I32 ? ring : row;
            Var next = loops.trips().stream().filter(v -> step.equals(steps.get(v)) || other.equals(steps.get(v))).findFirst().orElse(null);
            if (next == null) {
                return null;
            }
            Atom count = loops.count(next);
            if (count.dtype() != DType.I32 && (!trips.isEmpty() || steps.size() > 1)) {
                return null;
            }
            steps.remove(next);
            trips.add(0, next);
            row = row.times(values.exact(count));
            ring = ring.times(values.ring(count));
        }
        boolean whole = !trips.isEmpty() && start.equals(Poly.ZERO) && row.equals(values.shapes.of(array)[number]);
        return new Axis(number, trips, index, start, whole);
    }

    /** Whether an index can be computed in front of the nest. */
    private boolean isMovable(Atom a) {
        if (!nest.isInside(a) || loops.trips().contains((Var) a)) {
            return true;
        }
        Eqn e = nest.values.definition(a);
        boolean sum = e != null && (e.prim() == Prim.ADD || e.prim() == Prim.SUB || e.prim() == Prim.MUL || e.prim() == Prim.CONVERT);
        return sum && e.in().get(0).dtype().isInt() && e.in().stream().allMatch(this::isMovable);
    }

    /** The loops in order of the axes of {@link #matrix}. */
    List<Var> order() {
        return axes.stream().flatMap(x -> x.trips.stream()).toList();
    }

    /** Appends where the parts of the axes start, and has it tested that they are within the array. */
    void guard(ContractGuard guard, Builder b) {
        for (Axis x : axes) {
            if (!x.whole) {
                Atom start = x.start.isConst() ? Lit.of(x.index.dtype(), x.start.constant()) : first(x.index, b);
                starts.put(x, start);
                guard.within(start, x.trips.stream().map(loops::count).toList(), extent(x, b));
            }
        }
    }

    private Atom extent(Axis x, Builder b) {
        return b.extent(array, x.number);
    }

    /** Appends the index of the first trip of all loops. */
    private Atom first(Atom a, Builder b) {
        if (!nest.isInside(a)) {
            return a;
        }
        if (loops.trips().contains((Var) a)) {
            return Lit.zero(a.dtype());
        }
        Eqn e = nest.values.definition(a);
        List<Atom> in = e.in().stream().map(x -> first(x, b)).toList();
        boolean left = isZero(in.get(0));
        if (e.prim() == Prim.CONVERT) {
            return in.get(0) instanceof Lit l ? Lit.of(e.result().dtype(), l.asLong()) : b.convert(in.get(0), e.result().dtype());
        }
        boolean right = isZero(in.get(1));
        if (e.prim() == Prim.MUL ? left || right : right) {
            return e.prim() == Prim.MUL ? Lit.zero(e.result().dtype()) : in.get(0);
        }
        return e.prim() == Prim.ADD && left ? in.get(1) : b.emit(e.prim(), in.get(0), in.get(1));
    }

    private static boolean isZero(Atom a) {
        return a instanceof Lit l && l.asLong() == 0;
    }

    /** Appends the elements as an array with an axis for each loop; {@link #guard} comes before. */
    Var matrix(Builder b) {
        int fixed = 0;
        while (axes.get(fixed).trips.isEmpty()) {
            fixed++;
        }
        Var part = fixed == 0 ? array : b.index(array, Params.Access.PROMISED, axes.subList(0, fixed).stream().map(starts::get).toList());
        List<Axis> left = axes.subList(fixed, axes.size());
        if (!left.stream().allMatch(Axis::whole)) {
            part = slice(part, left, b);
        }
        if (left.stream().allMatch(x -> x.trips.size() == 1)) {
            return part;
        }
        var in = new ArrayList<Atom>(List.of(part));
        order().forEach(v -> in.add(loops.count(v)));
        List<Dim> dims = order().stream().map(v -> ContractLoops.dim(loops.count(v), nest.values)).toList();
        return b.emitAll(Prim.RESHAPE, new Params.Shape(part.dtype(), dims), in).get(0);
    }

    /** Appends the matrix at whose beginning the elements are, as far as each loop goes along an axis of its own, or the vector in which they lie row after row; null where it is another array. */
    Var beginningOf(Builder b) {
        boolean flat = axes.get(axes.size() - 1).trips.size() == 2;
        int fixed = axes.size() - (flat ? 1 : 2);
        boolean plain = fixed >= 0 && axes.subList(0, fixed).stream().allMatch(x -> x.trips.isEmpty())
            && axes.subList(fixed, axes.size()).stream().allMatch(x -> x.trips.size() == (flat ? 2 : 1) && x.start.equals(Poly.ZERO));
        return !plain ? null : fixed == 0 ? array : b.index(array, Params.Access.PROMISED, axes.subList(0, fixed).stream().map(starts::get).toList());
    }

    private Var slice(Var part, List<Axis> left, Builder b) {
        var in = new ArrayList<Atom>(List.of(part));
        left.forEach(x -> in.add(x.whole ? Lit.i32(0) : starts.get(x)));
        var dims = new ArrayList<Dim>();
        for (Axis x : left) {
            Atom size = x.whole ? extent(x, b) : size(x, b);
            dims.add(x.whole ? array.type().dims().get(x.number) : ContractLoops.dim(size, nest.values));
            in.add(size);
        }
        return b.emitAll(Prim.SLICE, new Params.Slice(dims, left.stream().map(x -> 1L).toList()), in).get(0);
    }

    private Atom size(Axis x, Builder b) {
        return x.trips.stream().map(loops::count).reduce((m, n) -> b.folded(Prim.MUL, m, n)).orElse(Lit.i32(1));
    }
}
