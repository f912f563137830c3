package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What is missing in an array of arrays: questions about it and changes of it, see {@link RowPresence}. */
public final class RowPresences {
    private final EquationBuilder ir;

    public RowPresences(EquationBuilder ir) {
        this.ir = ir;
    }

    /** The flags of one depth as a value. */
    Atom flags(HeapCell.Arr a, int depth) {
        RowPresence f = a.fill(depth);
        if (f.flags() != null) {
            return f.flags();
        }
        var dims = new ArrayList<Dim>();
        var extents = new ArrayList<Atom>();
        for (int k = 0; k <= depth; k++) {
            dims.add(a.content().type().dims().get(k));
            extents.add(ir.dim(a.content(), k));
        }
        Atom flags = ir.builder().full(Lit.bool(f.isFull()), dims, extents);
        for (List<Integer> at : f.isFull() ? Set.<List<Integer>>of() : f.known()) {
            flags = ir.update(flags, at.stream().<Atom>map(Lit::i32).toList(), Lit.bool(true));
        }
        return flags;
    }

    /** Whether the array at a place is there. */
    public Atom has(HeapCell.Arr a, List<Atom> at) {
        RowPresence f = a.fill(at.size() - 1);
        List<Integer> fixed = fixed(at);
        return f.isFull() ? Lit.bool(true) : f.flags() == null && fixed != null ? Lit.bool(f.known().contains(fixed))
            : ir.index(flags(a, at.size() - 1), at);
    }

    private static List<Integer> fixed(List<Atom> at) {
        return at.stream().allMatch(x -> x instanceof Lit) ? at.stream().map(x -> (int) ((Lit) x).asLong()).toList() : null;
    }

    /** Whether everything below a place is there (below the whole array when that is empty). */
    public Atom all(HeapCell.Arr a, List<Atom> below) {
        Atom ok = Lit.bool(true);
        for (int d = below.size(); d < a.content().type().rank() - 1; d++) {
            if (!a.fill(d).isFull()) {
                Atom flags = ir.index(flags(a, d), below);
                var axes = new Params.Axes(IntStream.range(0, flags.type().rank()).boxed().toList());
                ok = ir.and(ok, ir.builder().emit(Prim.REDUCE_AND, axes, flags));
            }
        }
        return ok;
    }

    /** Whether nothing was stored directly into the array. */
    public Atom none(HeapCell.Arr a) {
        return ir.not(ir.builder().emit(Prim.REDUCE_OR, new Params.Axes(List.of(0)), flags(a, 0)));
    }

    /** The array with something put to a place, or with null there. */
    public HeapCell.Arr put(HeapCell.Arr a, List<Atom> at, boolean there) {
        int depth = at.size() - 1;
        RowPresence f = a.fill(depth);
        if (f.isFull() && there) {
            return a;
        }
        List<Integer> fixed = fixed(at);
        if (f.isFull() || f.flags() != null || fixed == null) {
            return a.withFill(depth, (f.isFull() ? RowPresence.EMPTY : f).withFlags(ir.update(flags(a, depth), at, Lit.bool(there))));
        }
        Set<List<Integer>> known = new LinkedHashSet<>(f.known());
        if (there) {
            known.add(fixed);
        } else {
            known.remove(fixed);
        }
        long size = 1;
        for (int k = 0; k <= depth; k++) {
            Dim d = a.content().type().dims().get(k);
            size *= d.isConst() ? d.add() : -1;
        }
        return a.withFill(depth, known.size() == size ? RowPresence.FULL : new RowPresence(known, null, f.of()));
    }

    /** The array with what another lacks missing below a place. */
    public HeapCell.Arr putBelow(HeapCell.Arr a, List<Atom> at, HeapCell.Arr row) {
        HeapCell.Arr r = a;
        for (int d = 0; d < row.content().type().rank() - 1; d++) {
            int depth = at.size() + d;
            RowPresence here = a.fill(depth);
            RowPresence there = row.fill(d);
            if (!here.isFull() || !there.isFull()) {
                Atom flags = copy(flags(a, depth), at, flags(row, d), List.of());
                boolean shared = here.of() != null || there.of() != null;
                r = r.withFill(depth, new RowPresence(Set.of(), flags, shared ? RowPresence.Shared.LOST : null));
            }
        }
        return r;
    }

    /** Copies an array's elements to a place in another; {@code row} may be a number to be put to every element. */
    public Atom copy(Atom to, List<Atom> at, Atom row, List<Atom> from) {
        if (at.size() == to.type().rank()) {
            return ir.update(to, at, row.type().isScalar() ? row : ir.index(row, from));
        }
        Atom n = ir.dim(to, at.size());
        Atom r = ir.builder().loop(n, List.of(to), p -> List.of(copy(p.get(1), join(at, p.get(0)), row, join(from, p.get(0))))).get(0);
        ir.like(r, to);
        return r;
    }

    public static List<Atom> join(List<Atom> at, Atom last) {
        var r = new ArrayList<>(at);
        r.add(last);
        return r;
    }

    /**
     * The fill of one depth behind several ways; {@code leaf} makes a variable of the flags on each way. Flags that only some ways have
     * (on the others there is no such array) can be used behind them when they are {@code outer}.
     */
    public RowPresence merge(HeapCell.Arr[] arms, int depth, boolean forced, Predicate<Atom> outer, BiFunction<Integer, Supplier<Atom>, Atom> in,
        Function<Atom[], Atom> leaf) {
        RowPresence same = null;
        boolean equal = !forced;
        Set<RowPresence.Shared> of = new LinkedHashSet<>();
        for (HeapCell.Arr a : arms) {
            if (a != null) {
                RowPresence f = a.fill(depth);
                equal &= same == null || same.equals(f);
                same = f;
                if (!f.isFull()) {
                    of.add(f.of());
                }
            }
        }
        if (equal && (same.flags() == null || outer.test(same.flags()))) {
            return same;
        }
        Atom[] flags = new Atom[arms.length];
        for (int i = 0; i < flags.length; i++) {
            HeapCell.Arr a = arms[i];
            flags[i] = a == null ? null : in.apply(i, () -> flags(a, depth));
        }
        return new RowPresence(Set.of(), leaf.apply(flags), of.isEmpty() ? null : of.size() == 1 ? of.iterator().next() : RowPresence.Shared.LOST);
    }
}
