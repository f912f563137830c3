package dev.jacobi.llvm.plan;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.text.LanesUnderMasks;
import dev.jacobi.llvm.text.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Loops that do little but read or write elements which lie anywhere, {@code a[p[i]] = b[p[i]]}: instructions that collect elements, and those that scatter them, take a processor about as long as one access after
 * the other, but LLVM believes otherwise.
 *
 * @param loops their index parameters, as far as they are not planned to run in lanes
 * @param steps the products of a trip's number and a step in those of them that are in another loop which decides the step, {@code for (j = i; j < n; j += i) a[j] = true}, as sieves do: LLVM, which unrolls the inner
 *     loop, would make the outer one compute the step's multiples in each of its trips, also in those that do not come to the inner loop
 * @param again elements that are read at an index which was read a moment before, {@code b[p[i]]}, with no write between: lanes may read each index once more where it lies, which costs less than to take it out of
 *     a register
 */
public record Collecting(Set<Var> loops, Set<Var> steps, Set<Var> again) {
    /** Accesses for each that goes anywhere, above which vectors of the others pay. */
    private static final int OTHERS = 3;
    /** Accesses for each write that goes anywhere, above which vectors of the others pay where no instruction scatters: LLVM then takes the index and the element of each lane out of registers, and asks whether it is on. */
    private static final int OTHERS_TAKEN_OUT = 6;
    /** Equations of a loop whose arithmetic takes no longer than to take the lanes of a scatter out of registers. */
    private static final int LITTLE = 24;
    public static final Collecting NONE = new Collecting(Set.of(), Set.of(), Set.of());

    /** The loops of a function that do so. */
    public static Collecting of(List<Eqn> body, Set<Var> lanes, int vectorBytes) {
        var found = new Collecting(new HashSet<>(), new HashSet<>(), new HashSet<>());
        again(body, found.again);
        Regions.each(body, e -> {
            boolean loop = e.prim() == Prim.FOR || e.prim() == Prim.MAP;
            if (loop && !lanes.contains(Regions.trip(e)) && !Regions.any(Regions.of(e).get(0).body(), x -> !Regions.of(x).isEmpty() && !isNumber(x)) && collects(e, false, vectorBytes)) {
                found.loops.add(Regions.trip(e));
            }
        });
        Regions.each(body, around -> {
            if (around.prim() != Prim.COND) {
                Regions.of(around).forEach(r -> Regions.each(r.body(), e -> {
                    if ((e.prim() == Prim.FOR || e.prim() == Prim.MAP) && found.loops.contains(Regions.trip(e))) {
                        found.steps.addAll(steps(e));
                    }
                }));
            }
        });
        return found;
    }

    private static void again(List<Eqn> body, Set<Var> found) {
        var indices = new HashSet<Var>();
        for (Eqn e : body) {
            if (reads(e, indices)) {
                found.add(e.result());
            }
            note(e, indices);
            Regions.of(e).forEach(r -> again(r.body(), found));
        }
    }

    /** Whether it is a choice between numbers that are computed of others, such as a place in a ring. */
    private static boolean isNumber(Eqn e) {
        return e.prim() == Prim.COND && Regions.of(e).stream().allMatch(r -> r.body().stream().allMatch(x -> x.prim().form() == Prim.Form.ELEMENTWISE || x.prim().form() == Prim.Form.SELECT));
    }

    /** Whether an equation reads an element at one of these indices; elements of fewer than four bytes take longer to bring together. */
    static boolean reads(Eqn e, Set<Var> indices) {
        return e.prim() == Prim.INDEX && !e.result().isArray() && e.result().dtype().bytes() >= 4 && ((Params.Access) e.params()).mode() != Params.Mode.CLAMP
            && !e.indices().isEmpty() && e.indices().get(e.indices().size() - 1) instanceof Var v && indices.contains(v);
    }

    /** Adds what an equation reads to indices that may be read again, or drops all where it may write. */
    static void note(Eqn e, Set<Var> indices) {
        if (!Regions.of(e).isEmpty() || Regions.isEffect(e) || e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD || e.prim() == Prim.CALL) {
            indices.clear();
        } else if (e.prim() == Prim.INDEX && !e.result().isArray() && (e.result().dtype() == DType.I32 || e.result().dtype() == DType.I64)) {
            indices.add(e.result());
        }
    }

    /** Products of the number of a trip and something that is not known. */
    private static List<Var> steps(Eqn loop) {
        Var trip = Regions.trip(loop);
        return Regions.of(loop).get(0).body().stream().filter(e -> e.prim() == Prim.MUL && e.in().contains(trip) && e.in().stream().allMatch(a -> a instanceof Var)).map(Eqn::result).toList();
    }

    /** Whether a loop in lanes would mostly collect elements, or scatter them; {@code reads}: what it stores goes elsewhere; {@code vectorBytes}: those of the registers to use, 0 for scalar code, of which nothing is asked. */
    public static boolean collects(Eqn loop, boolean reads, int vectorBytes) {
        var variance = new Variance(List.of(loop), Set.of(Regions.trip(loop)), Set.of());
        var accesses = new int[3];
        Regions.each(Regions.of(loop).get(0).body(), e -> {
            if (e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE && !reads) {
                accesses[0]++;
                boolean anywhere = e.indices().stream().anyMatch(a -> variance.stride(a) == Value.VARYING);
                accesses[1] += anywhere ? 1 : 0;
                accesses[2] += anywhere && e.prim() == Prim.UPDATE ? 1 : 0;
            }
        });
        List<Eqn> body = Regions.of(loop).get(0).body();
        boolean little = Regions.size(body) <= LITTLE && !Regions.any(body, e -> e.prim().cost() == Prim.Cost.MANY);
        boolean takenOut = vectorBytes > 0 && !LanesUnderMasks.areStored(vectorBytes) && little && accesses[2] * OTHERS_TAKEN_OUT >= accesses[0];
        return accesses[1] > 0 && (accesses[1] * OTHERS >= accesses[0] || accesses[2] > 0 && takenOut);
    }
}
