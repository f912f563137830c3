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
 * Which arrays are the first elements of a vector, or these as a matrix, or the first rows and columns of a matrix, so that a library's routine
 * reads them in the vector itself. The copies that they are lowered to are left to
 * {@link dev.jacobi.ir.simplify.DeadCode} when nobody else reads them.
 */
final class Prefixes {
    private final Map<Atom, Prefix> known = new HashMap<>();

    /** The first elements of {@code vector}, by these extents; or the first rows and columns of a matrix, whose rows are {@code pitch} apart. */
    private record Prefix(Atom vector, List<Atom> extents, Atom pitch) {
    }

    /** Notes what an equation cuts off or gives another shape; {@code result} stands for its result from now on. */
    void note(Eqn e, List<Atom> in, Atom result, Builder b) {
        List<Atom> extents = in.subList(1, in.size());
        if (e.prim() == Prim.SLICE && in.get(0).type().rank() == 1 && ((Params.Slice) e.params()).strides().get(0) == 1 && isZero(in.get(1))) {
            known.put(result, new Prefix(in.get(0), List.of(in.get(2)), null));
        } else if (e.prim() == Prim.SLICE && in.get(0).type().rank() == 2 && ((Params.Slice) e.params()).strides().equals(List.of(1L, 1L))
            && isZero(in.get(1)) && isZero(in.get(2))) {
            known.put(result, new Prefix(in.get(0), in.subList(3, 5), new Nest(b).extents(in.get(0)).get(1)));
        } else if (e.prim() == Prim.RESHAPE && known.containsKey(in.get(0)) && known.get(in.get(0)).pitch == null) {
            known.put(result, new Prefix(known.get(in.get(0)).vector, extents, null));
        }
    }

    private static boolean isZero(Atom start) {
        return start instanceof Lit l && l.asLong() == 0;
    }

    /** How far the rows of a matrix are from each other; null where they follow each other without a gap. */
    Atom pitch(Atom array) {
        Prefix p = known.get(array);
        return p == null ? null : p.pitch;
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
