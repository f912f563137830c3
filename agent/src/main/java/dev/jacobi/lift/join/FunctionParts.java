package dev.jacobi.lift.join;

import dev.jacobi.lift.state.JoinPhis;
import dev.jacobi.lift.state.Val;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Variables that hold functions, in a {@link StateJoin}. Where all arms hold a function of the same body, what it captured is merged as if each captured value
 * were a variable: so it may differ from arm to arm, and an array that only a function knows is kept.
 */
final class FunctionParts {
    private FunctionParts() {
    }

    /** The positions with such functions replaced by one position for each thing that they captured. */
    static List<StateJoin.Position> of(List<StateJoin.Position> positions, JoinPhis leaves) {
        var out = new ArrayList<StateJoin.Position>();
        for (StateJoin.Position p : positions) {
            Val some = Arrays.stream(p.in()).filter(Objects::nonNull).findFirst().orElse(null);
            int n = some instanceof Val.Choice || some == null ? 0 : some.parts().size();
            if (n > 0 && Arrays.stream(p.in()).allMatch(v -> v == null || isLike(some, v))) {
                leaves.note(p.key() + "=" + (some instanceof Val.Fun f ? f.impl() : ((Val.Word) some).transformation()));
                out.addAll(of(apart(p, some, n), leaves));
            } else {
                out.add(p);
            }
        }
        return out;
    }

    private static List<StateJoin.Position> apart(StateJoin.Position p, Val some, int n) {
        var merged = new Val[n];
        int[] missing = {n};
        var out = new ArrayList<StateJoin.Position>();
        for (int k = 0; k < n; k++) {
            int part = k;
            Val[] in = Arrays.stream(p.in()).map(v -> v == null ? null : v.parts().get(part)).toArray(Val[]::new);
            out.add(new StateJoin.Position(p.key() + "c" + k, in, v -> {
                merged[part] = v;
                if (--missing[0] == 0) {
                    // a captured value that means nothing any more takes the function with it
                    p.set().accept(Arrays.stream(merged).anyMatch(Objects::isNull) ? null : some.with(List.of(merged)));
                }
            }));
        }
        return out;
    }

    private static boolean isLike(Val a, Val b) {
        return a instanceof Val.Fun f && b instanceof Val.Fun g
            ? f.itf().equals(g.itf()) && f.name().equals(g.name()) && f.impl().equals(g.impl()) && f.captured().size() == g.captured().size()
            : a instanceof Val.Word v && b instanceof Val.Word w && v.transformation().equals(w.transformation()) && v.functions().size() == w.functions().size();
    }
}
