package dev.jacobi.lift.join;

import dev.jacobi.array.core.NeedsExtent;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.lift.state.LiftContext;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shapes of the NDArrays that a loop carries. An array mostly keeps its shape from trip to trip, but where it begins with a constant's shape, or with another argument's, a program for any length
 * cannot know that: it is made for these lengths then. A carry without known extents would be checked anew in each trip, and its values could not be kept for derivatives.
 */
final class CarriedShapes {
    private final LiftContext context;

    CarriedShapes(LiftContext context) {
        this.context = context;
    }

    /** Asks for the lengths that make the shapes which an array has in the states that are joined, at a loop's entry and its end or behind a branch within it, the same or certainly different. {@code isLoop}: at a loop's entry. */
    void compare(Atom[] arms, boolean isLoop) {
        Atom first = null;
        for (Atom a : arms) {
            for (int k = 0; first != null && a != null && k < a.type().rank(); k++) {
                compare(first.type().dims().get(k), a.type().dims().get(k));
            }
            first = first == null ? a : first;
        }
        if (isLoop && arms.length > 1 && first != null && first == arms[0] && arms[1] != null && isWidened(first.type().dims(), arms[1].type().dims())) {
            context.trips().tripDiffers();
        }
    }

    /** Whether the first trip may broadcast an axis of one element to more: where the loop is left in the middle its end has either length. */
    private static boolean isWidened(List<Dim> before, List<Dim> after) {
        return IntStream.range(0, before.size()).anyMatch(k -> before.get(k).equals(Dim.of(1)) && (after.get(k).isConst() || after.get(k).isUnknown()) && !after.get(k).equals(Dim.of(1)));
    }

    private void compare(Dim a, Dim b) {
        // an array that grows by a known number in each trip does so for any length
        if (a.equals(b) || a.sym().equals(b.sym())) {
            return;
        }
        for (Dim d : new Dim[] {b, a}) {
            boolean open = Trace.inputOf(d.sym()) >= 0 || !d.isConst() && context.inputs().all().stream().anyMatch(i -> i.var().type().dims().stream().anyMatch(e -> Trace.inputOf(e.sym()) >= 0));
            if (open) {
                throw NeedsExtent.of(d.sym());
            }
        }
    }
}
