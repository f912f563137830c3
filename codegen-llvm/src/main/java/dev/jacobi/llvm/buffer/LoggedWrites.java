package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Which of the inputs that would be worked on in copies ({@link Shadows}) may be written where they lie, as the function notes what it overwrites and puts it back when it fails. That is possible where each write is of one
 * element, and in no loop whose trips run together; it is better than a copy where a call is likely to write few of the elements. Loops of a known number of trips whose number says which element they write are not such: they go along the
 * array, and then a copy costs less for each element.
 */
public final class LoggedWrites {
    private static final int DEEPEST = 10;
    private final Aliases aliases;
    private final Map<String, List<Integer>> calls;
    private final ToIntFunction<Var> lanes;
    private final Definitions defs;
    private final Set<Var> left;

    private LoggedWrites(Func f, Aliases aliases, Map<String, List<Integer>> calls, ToIntFunction<Var> lanes, Set<Var> candidates) {
        this.aliases = aliases;
        this.calls = calls;
        this.lanes = lanes;
        defs = Definitions.in(f.body());
        left = new HashSet<>(candidates);
    }

    /** Those of the {@code candidates}; {@code lanes} says how many trips of the loop with this index run together. */
    public static Set<Var> of(Func f, Aliases aliases, Map<String, List<Integer>> calls, ToIntFunction<Var> lanes, Set<Var> candidates) {
        if (candidates.isEmpty()) {
            return Set.of();
        }
        var w = new LoggedWrites(f, aliases, calls, lanes, candidates);
        w.walk(f.body(), true, null);
        return Set.copyOf(w.left);
    }

    /** {@code trip}: the number of the trip of the innermost loop around, null where it has none. */
    private void walk(List<Eqn> body, boolean alone, Var trip) {
        for (Eqn e : body) {
            for (int k : InPlace.operands(e, calls)) {
                Set<Var> roots = aliases.roots(e.in().get(k));
                if (!alone || roots.size() > 1 || !isElement(e) || trip != null && e.indices().stream().anyMatch(a -> follows(a, trip, DEEPEST))) {
                    left.removeAll(roots);
                }
            }
            for (Region r : Regions.of(e)) {
                if (e.prim() == Prim.COND) {
                    walk(r.body(), alone, trip);
                } else {
                    Var index = e.prim() == Prim.FOR ? RegionView.of(e).trip() : null;
                    walk(r.body(), alone && (e.prim() == Prim.WHILE || index != null && lanes.applyAsInt(index) == 1), index);
                }
            }
        }
    }

    private static boolean isElement(Eqn e) {
        return (e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD) && e.written().type().isScalar() && ((Params.Access) e.params()).mode() != Params.Mode.CLAMP;
    }

    /** Whether an index is a sum or a product with the number of the trip in it. */
    private boolean follows(Atom a, Var trip, int depth) {
        if (a.equals(trip)) {
            return true;
        }
        Eqn e = depth == 0 ? null : defs.of(a);
        return e != null && switch (e.prim().group()) {
            case BINARY, CONVERSION -> e.in().stream().anyMatch(x -> x.type().isScalar() && follows(x, trip, depth - 1));
            case UNARY, COMPARE, TERNARY, STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> false;
        };
    }
}
