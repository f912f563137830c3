package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which arrays are the first elements of a vector, or these as a matrix, so that a library's routine reads them in the vector itself. The copies that they are lowered to are left to
 * {@link dev.jacobi.ir.simplify.DeadCode} when nobody else reads them.
 */
final class Prefixes {
    private final Map<Atom, Prefix> known = new HashMap<>();

    /** The first elements of {@code vector}, by these extents. */
    private record Prefix(Atom vector, List<Atom> extents) {
    }

    /** Notes what an equation cuts off or gives another shape; {@code result} stands for its result from now on. */
    void note(Eqn e, List<Atom> in, Atom result) {
        List<Atom> extents = in.subList(1, in.size());
        if (e.prim() == Prim.SLICE && in.get(0).type().rank() == 1 && ((Params.Slice) e.params()).strides().get(0) == 1 && in.get(1) instanceof Lit start && start.asLong() == 0) {
            known.put(result, new Prefix(in.get(0), List.of(in.get(2))));
        } else if (e.prim() == Prim.RESHAPE && known.containsKey(in.get(0))) {
            known.put(result, new Prefix(known.get(in.get(0)).vector, extents));
        }
    }

    /** The vector whose first elements these are; the array itself where it is no part of another. */
    Atom whole(Atom array) {
        Prefix p = known.get(array);
        return p == null ? array : p.vector;
    }

    /** The extents in 64 bits, without a look at the array; null where they are not known here. */
    List<Atom> extents(Atom array, Builder b) {
        Prefix p = known.get(array);
        return p == null ? null : p.extents.stream().map(n -> n instanceof Lit l ? Lit.i64(l.asLong()) : n.dtype() == DType.I64 ? n : (Atom) b.convert(n, DType.I64)).toList();
    }
}
