package dev.jacobi.lift.join;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Trace;
import dev.jacobi.array.tree.Describe;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.lift.state.DifferingArrays;
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
public final class ArrayJoin {
    private final LiftContext context;
    private final JoinPhis leaves;
    private final boolean inLoop;

    /** {@code inLoop}: the ways meet at a loop's entry, or within a loop. */
    ArrayJoin(LiftContext context, JoinPhis leaves, boolean inLoop) {
        this.context = context;
        this.leaves = leaves;
        this.inLoop = inLoop;
    }

    /** The joined array, which may be null where it is on a way; null when there is something else on a way. Where types or numbers of axes differ it is what nothing can be done with. */
    Val of(String key, Val[] in) {
        if (MaybeArray.mayBeNull(in)) {
            Val[] arrays = MaybeArray.arrays(in);
            MaybeArray.askForShapes(arrays);
            Val array = of(key, arrays);
            return array instanceof Val.Array ? MaybeArray.joined(key, in, array, leaves, context.ir()) : array;
        }
        for (Val v : in) {
            if (v != null && !(v instanceof Val.Array)) {
                return v instanceof Val.Opaque o && o.constant() == null ? o : null;
            }
        }
        List<Val.Array> some = Arrays.stream(in).filter(Objects::nonNull).map(v -> (Val.Array) v).toList();
        Promotion.Promoted type = new Promotion.Promoted(some.get(0).element(), some.get(0).weak());
        for (Val.Array a : some) {
            if (a.rank() != some.get(0).rank()) {
                return differing(some.get(0), a);
            }
            type = a.element() == type.dtype() ? new Promotion.Promoted(type.dtype(), type.weak() && a.weak()) : Promotion.of(type.dtype(), type.weak(), a.element(), a.weak());
        }
        for (Val.Array a : some) {
            if (a.element() != type.dtype() && !a.weak()) {
                Promotion.Promoted wanted = type;
                return differing(a, some.stream().filter(o -> o.element() == wanted.dtype()).findFirst().orElse(some.get(0)));
            }
        }
        for (Val.Array a : some) {
            if (!survives(a, type)) {
                return differing(a, some.stream().filter(x -> !x.weak()).findFirst().orElse(a));
            }
        }
        leaves.note(key + "=" + type);
        var parts = new ArrayList<Atom>();
        for (int k = 0; k < (type.dtype().isComplex() ? 2 : 1); k++) {
            Atom[] atoms = new Atom[in.length];
            for (int i = 0; i < in.length; i++) {
                atoms[i] = in[i] == null ? null : part((Val.Array) in[i], i, type, k);
            }
            if (inLoop) {
                new CarriedShapes(context).compare(atoms);
            }
            parts.add(leaves.leaf(key + "#" + k, atoms));
        }
        return new Val.Array(type.dtype(), type.weak(), parts);
    }

    /** Whether a Java integer that is a constant is the same number in the joined type. */
    private static boolean survives(Val.Array a, Promotion.Promoted type) {
        int bits = type.dtype().bits();
        if (a.element() != DType.I64 || !type.dtype().isInteger() || bits == 64 || !(a.atoms().get(0) instanceof Lit l)) {
            return true;
        }
        long half = 1L << bits - 1;
        return type.dtype().isUnsigned() ? l.asLong() >= 0 && l.asLong() < 2 * half : l.asLong() >= -half && l.asLong() < half;
    }

    private Val differing(Val.Array a, Val.Array b) {
        return DifferingArrays.of(text(a), text(b));
    }

    private String text(Val.Array a) {
        return Describe.of(new Trace(context.ir().builder(), () -> "").array(a.element(), a.weak(), a.atoms()));
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
