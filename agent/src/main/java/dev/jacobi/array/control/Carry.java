package dev.jacobi.array.control;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.tree.Describe;
import dev.jacobi.array.tree.TreeWalk;
import java.util.List;

/** What goes from trip to trip of the loops of {@code Lax}, and out of its branches: types and shapes stay the same, so that a compiled loop can keep the values in one place. */
public final class Carry {
    private Carry() {
    }

    /**
     * The carry behind a trip.
     *
     * @param function the loop's name
     * @throws JacobiException if an array in it has another type or shape than before the trip
     */
    public static Object behindTrip(String function, Object before, Object after) {
        if (before instanceof NDArray a && after instanceof NDArray b) {
            check(function, "", a, b);
            return after;
        }
        List<Object> was = TreeWalk.leaves(before);
        List<Object> is = TreeWalk.leaves(after);
        boolean same = was.size() == is.size();
        for (int k = 0; same && k < was.size(); k++) {
            same = !(was.get(k) instanceof NDArray a) || !(is.get(k) instanceof NDArray b) || fits(a, b);
        }
        if (!same) {
            throw new JacobiException(sentence(function, "", Describe.of(before), Describe.of(after)));
        }
        return after;
    }

    /** The value of a branch, of which in code that is lifted the compiler's front end makes sure that all branches give arrays of the same type and number of axes. */
    public static Object ofBranch(String function, Object value) {
        return value;
    }

    /** Checks one array of a carry; {@code path} says which. */
    public static void check(String function, String path, NDArray before, NDArray after) {
        if (!fits(before, after)) {
            throw new JacobiException(sentence(function, path, Describe.of(before), Describe.of(after)));
        }
    }

    private static String sentence(String function, String path, String before, String after) {
        return function + ": the loop carries " + before + (path.isEmpty() ? "" : " as " + path) + ", but a trip makes it " + after
            + "; types and shapes stay the same from trip to trip, so start with such a value, or convert it with astype() or reshape().";
    }

    /** A Java number that a loop starts with takes the type that a trip gives it. */
    private static boolean fits(NDArray before, NDArray after) {
        boolean weak = before.isWeak() || after.isWeak();
        boolean type = before.dtype() == after.dtype()
            || weak && Promotion.of(before.dtype(), before.isWeak(), after.dtype(), after.isWeak()).dtype() == (before.isWeak() ? after : before).dtype();
        boolean fits = type && before.rank() == after.rank();
        for (int k = 0; fits && k < before.rank(); k++) {
            fits = before.shapeOf().get(k).mayBe(after.shapeOf().get(k));
        }
        return fits;
    }
}
