package dev.jacobi.lift.join;

import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Atom;
import dev.jacobi.lift.state.JoinPhis;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The NDArray that a variable holds behind several ways, one for each. A Java number that is an array on one way ({@code NDArray.scalar(0)}, to which a loop adds) takes the type that it has on the
 * others, as it would where the two meet in an operation; arrays proper are converted nowhere.
 */
final class ArrayJoin {
    private final LiftContext context;
    private final JoinPhis leaves;

    ArrayJoin(LiftContext context, JoinPhis leaves) {
        this.context = context;
        this.leaves = leaves;
    }

    /** The joined array; null when the values on the ways have different types or numbers of axes. */
    Val of(String key, Val[] in) {
        if (Arrays.stream(in).anyMatch(v -> v != null && !(v instanceof Val.Array))) {
            return null;
        }
        List<Val.Array> some = Arrays.stream(in).filter(Objects::nonNull).map(v -> (Val.Array) v).toList();
        Promotion.Promoted type = new Promotion.Promoted(some.get(0).element(), some.get(0).weak());
        for (Val.Array a : some) {
            if (a.rank() != some.get(0).rank()) {
                return null;
            }
            type = a.element() == type.dtype() ? new Promotion.Promoted(type.dtype(), type.weak() && a.weak()) : Promotion.of(type.dtype(), type.weak(), a.element(), a.weak());
        }
        for (Val.Array a : some) {
            if (a.element() != type.dtype() && !a.weak()) {
                return null;
            }
        }
        leaves.note(key + "=" + type);
        var parts = new ArrayList<Atom>();
        for (int k = 0; k < (type.dtype().isComplex() ? 2 : 1); k++) {
            Atom[] atoms = new Atom[in.length];
            for (int i = 0; i < in.length; i++) {
                atoms[i] = in[i] == null ? null : part((Val.Array) in[i], i, type, k);
            }
            parts.add(leaves.leaf(key + "#" + k, atoms));
        }
        return new Val.Array(type.dtype(), type.weak(), parts);
    }

    private Atom part(Val.Array a, int way, Promotion.Promoted type, int k) {
        if (a.element() == type.dtype()) {
            return a.atoms().get(k);
        }
        String where = context.place();
        return leaves.emitIn(way, () -> {
            var t = new Trace(context.ir().builder(), () -> where);
            NDArray x = t.array(a.element(), a.weak(), a.atoms());
            return t.atoms(t.during(() -> Casts.to(x, type.dtype(), type.weak()))).get(k);
        });
    }
}
