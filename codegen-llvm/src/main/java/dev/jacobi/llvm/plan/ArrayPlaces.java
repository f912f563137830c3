package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.Aliases;
import dev.jacobi.llvm.buffer.Failures;
import dev.jacobi.llvm.buffer.Shadows;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Where the new arrays of a function may lie: on the stack, as far as it has room there, for certain or not; and in memory that is taken in front of the loops whose trips make them. */
public final class ArrayPlaces {
    /** The largest array on the stack. */
    public static final long STACK_BYTES = 4096;
    /** Arrays of so many bytes may be promised a place on the stack, as long as all of them have so many. */
    private static final long SURE_BYTES = 1024;
    private static final long ALL_SURE_BYTES = 8 << 10;
    private final Func func;
    private final Set<Var> onStack = new HashSet<>();
    /** Those of them that loops make. */
    private final Set<Var> ofOneTrip = new HashSet<>();
    private Set<Var> certain = Set.of();
    private Map<Var, List<ReservedArrays.Place>> reserved = Map.of();
    private long sure;
    private long room;

    /** {@code room}: bytes of stack that the function's arrays may take together, in its outlined loops too. */
    public ArrayPlaces(Func f, Aliases aliases, long room) {
        func = f;
        this.room = room;
        Regions.each(f.body(), e -> {
            boolean made = e.prim() == Prim.FULL || e.prim() == Prim.ACC_NEW || e.prim() == Prim.COPY;
            if (made && e.result().isArray()) {
                onStack.add(e.result());
            }
        });
        f.out().forEach(a -> onStack.removeAll(aliases.roots(a)));
        Regions.each(f.body(), e -> {
            if (e.prim() != Prim.COND) {
                Regions.of(e).forEach(r -> Regions.each(r.body(), x -> ofOneTrip.addAll(x.out())));
            }
            if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE) {
                var inside = new HashSet<Var>();
                Regions.of(e).forEach(r -> Regions.each(r.body(), x -> inside.addAll(x.out())));
                for (RegionView.Slot c : RegionView.of(e).carried()) {
                    aliases.roots(c.yield()).stream().filter(inside::contains).forEach(onStack::remove);
                }
            }
        });
        ofOneTrip.retainAll(onStack);
    }

    /** Whether the array may lie on the stack: neither a trip nor the function hands it on. */
    public boolean onStack(Var v) {
        return onStack.contains(v);
    }

    /** Whether each trip of a loop makes the array anew, and none hands it on. */
    public boolean isOfOneTrip(Var v) {
        return ofOneTrip.contains(v);
    }

    /** Whether the array lies on the stack for certain: its memory is the same wherever the function has it. */
    public boolean isCertain(Var v) {
        return certain.contains(v);
    }

    /** Takes stack for an array, of the room that is left; false when it is too little. */
    public boolean takeRoom(long bytes) {
        if (bytes > room) {
            return false;
        }
        room -= bytes;
        return true;
    }

    /**
     * Takes stack for small arrays of which no lanes and no rows that go together have one each; making these cannot fail. {@code together} says how many trips of the loop with this index go together in lanes, 0 where they do so
     * as rows.
     */
    public void keepOnStack(ToIntFunction<Var> together) {
        certain = new HashSet<>();
        keepOnStack(func.body(), together);
    }

    private void keepOnStack(List<Eqn> body, ToIntFunction<Var> together) {
        for (Eqn e : body) {
            if (e.out().size() == 1 && onStack.contains(e.result()) && e.result().type().dims().stream().allMatch(Dim::isConst)) {
                long bytes = e.result().type().dims().stream().mapToLong(Dim::add).reduce(e.result().dtype().bytes(), (a, b) -> Math.min(a * b, STACK_BYTES + 1));
                long place = (bytes + 63) / 64 * 64;
                if (bytes <= SURE_BYTES && sure + place <= ALL_SURE_BYTES && takeRoom(place)) {
                    certain.add(e.result());
                    sure += place;
                }
            }
            for (Region r : Regions.of(e)) {
                Var trip = e.prim() == Prim.COND || r.params().isEmpty() ? null : r.params().get(0);
                if (trip == null || together.applyAsInt(trip) == 1) {
                    keepOnStack(r.body(), together);
                }
            }
        }
    }

    /** The arrays that loops make whose memory can be taken in front of the outermost of these, by {@link Shadows#sign} of that. */
    public Map<Var, List<ReservedArrays.Place>> reservable(ToIntFunction<Var> together) {
        return new ReservedArrays(func, v -> ofOneTrip.contains(v) && !certain.contains(v), together).byLoop();
    }

    /** The arrays of which the place is certain if memory is taken for these, and where it is. */
    public Failures.Sure with(Map<Var, List<ReservedArrays.Place>> places) {
        var all = new HashSet<>(certain);
        places.values().forEach(some -> some.forEach(p -> all.add(p.array())));
        return new Failures.Sure(all, places.keySet());
    }

    /** Memory is taken for these. */
    public void reserve(Map<Var, List<ReservedArrays.Place>> places) {
        reserved = places;
    }

    /** The arrays that trips of this loop make, or of loops in it, whose memory is taken in front of it. */
    public List<ReservedArrays.Place> reserved(Eqn loop) {
        Var sign = reserved.isEmpty() ? null : Shadows.sign(loop);
        return sign == null ? List.of() : reserved.getOrDefault(sign, List.of());
    }
}
