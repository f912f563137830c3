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
import dev.jacobi.lift.state.NeededLengths;
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
    private final boolean isLoop;
    private final boolean inLoop;

    /** {@code isLoop}: the ways are those to a loop's entry; {@code inLoop}: that, or they meet within a loop. */
    ArrayJoin(LiftContext context, JoinPhis leaves, boolean isLoop, boolean inLoop) {
        this.context = context;
        this.leaves = leaves;
        this.isLoop = isLoop;
        this.inLoop = inLoop;
    }

    /** The joined array; null when there is something else on a way. Where types or numbers of axes differ it is what nothing can be done with. */
    Val of(String key, Val[] in) {
        for (Val v : in) {
            if (isLoop && v != null && DifferingArrays.is(v)) {
                context.trips().tripDiffers();
            }
            if (v instanceof Val.Null || v instanceof Val.Choice c && isArray(c)) {
                return perhapsNull(key, in);
            }
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
                new CarriedShapes(context).compare(atoms, isLoop);
            }
            parts.add(leaves.leaf(key + "#" + k, atoms));
        }
        return new Val.Array(type.dtype(), type.weak(), parts);
    }

    /** Whether a value is an array, or may be one. */
    static boolean isArray(Val v) {
        return v instanceof Val.Array || v instanceof Val.Choice c && c.options().stream().anyMatch(o -> o instanceof Val.Array);
    }

    /**
     * An array on some ways and null on others: a choice by a tag, with an array of zeros where it is null. Its lengths have to be numbers for that. A loop whose first trip gives the array has that trip
     * in front of it.
     */
    private Val perhapsNull(String key, Val[] in) {
        Val[] arrays = new Val[in.length];
        for (int k = 0; k < in.length; k++) {
            if (in[k] instanceof Val.Choice c && isArray(c)) {
                arrays[k] = c.options().stream().filter(o -> o instanceof Val.Array).findFirst().orElseThrow();
            } else if (in[k] != null && !(in[k] instanceof Val.Null)) {
                arrays[k] = in[k];
            }
        }
        if (isLoop && in[0] instanceof Val.Null) {
            context.trips().tripDiffers();
        }
        Val some = Arrays.stream(arrays).filter(Objects::nonNull).findFirst().orElseThrow();
        if (some instanceof Val.Array a && a.atoms().get(0).type().dims().stream().anyMatch(d -> !d.isConst())) {
            NeededLengths.askForAny(context);
        }
        Val joined = of(key, arrays);
        if (!(joined instanceof Val.Array)) {
            return joined;
        }
        return leaves.perhapsNull(key, in, joined);
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
        if (isLoop) {
            context.trips().tripDiffers();
        }
        return DifferingArrays.of(text(a), text(b));
    }

    private String text(Val.Array a) {
        return Describe.of(new Trace(context.ir().builder(), () -> "", context.attempt().imported(), axis -> null).array(a.element(), a.weak(), a.atoms()));
    }

    private Atom part(Val.Array a, int way, Promotion.Promoted type, int k) {
        if (a.element() == type.dtype()) {
            return a.atoms().get(k);
        }
        String where = context.place();
        return leaves.emitIn(way, () -> {
            var t = new Trace(context.ir().builder(), () -> where, context.attempt().imported(), axis -> null);
            NDArray x = t.array(a.element(), a.weak(), a.atoms());
            return t.atoms(t.during(() -> Casts.to(x, type.dtype(), type.weak()))).get(k);
        });
    }
}
