package dev.jacobi.lift.join;

import dev.jacobi.array.core.NeedsExtent;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.JoinPhis;
import dev.jacobi.lift.state.Val;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** NDArrays that a variable holds on some ways and not on others, where it is null ({@code NDArray best = null}, which a loop replaces): a tag says which. */
final class MaybeArray {
    private MaybeArray() {
    }

    /** Whether it is an array, or an array or null. */
    static boolean is(Val v) {
        return v instanceof Val.Array || v instanceof Val.Choice c && c.options().stream().allMatch(o -> o instanceof Val.Array || o instanceof Val.Null)
            && c.options().stream().filter(o -> o instanceof Val.Array).count() == 1;
    }

    /** Whether one of the values may be null and none is anything but an array or null; those that are not there count as neither. */
    static boolean mayBeNull(Val[] in) {
        boolean some = Arrays.stream(in).anyMatch(v -> v instanceof Val.Null || v instanceof Val.Choice);
        return some && Arrays.stream(in).allMatch(v -> v == null || v instanceof Val.Null || is(v)) && Arrays.stream(in).anyMatch(MaybeArray::is);
    }

    /** The arrays on the ways; null where there is none. */
    static Val[] arrays(Val[] in) {
        return Arrays.stream(in).map(MaybeArray::array).toArray(Val[]::new);
    }

    private static Val array(Val v) {
        return v instanceof Val.Choice c ? c.options().stream().filter(o -> o instanceof Val.Array).findFirst().orElseThrow() : v instanceof Val.Array ? v : null;
    }

    /** Where there is no array zeros of its shape stand for it, which therefore has to be known: all lanes of a vmap may go that way. */
    static void askForShapes(Val[] arrays) {
        for (Val v : arrays) {
            for (Dim d : v instanceof Val.Array a ? a.atoms().get(0).type().dims() : List.<Dim>of()) {
                if (!d.isConst() && Trace.inputOf(d.sym()) >= 0) {
                    throw NeedsExtent.of(d.sym());
                }
            }
        }
    }

    /** The array or null behind the ways. */
    static Val joined(String key, Val[] in, Val array, JoinPhis leaves, EquationBuilder ir) {
        Atom[] tags = new Atom[in.length];
        for (int i = 0; i < in.length; i++) {
            if (in[i] instanceof Val.Choice c) {
                int[] to = c.options().stream().mapToInt(o -> o instanceof Val.Array ? 1 : 0).toArray();
                tags[i] = IntStream.range(0, to.length).allMatch(k -> to[k] == k) ? c.tag() : leaves.emitIn(i, () -> ir.renumber(c.tag(), to));
            } else {
                tags[i] = in[i] == null ? null : Lit.i32(in[i] instanceof Val.Array ? 1 : 0);
            }
        }
        return new Val.Choice(leaves.leaf(key + "t", tags), List.of(new Val.Null(), array));
    }
}
