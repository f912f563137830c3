package dev.jacobi.transform.program;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;

/** What functions that are made of others are written with: inputs like theirs, zeros, ones and bases like their values. */
final class Inliner {
    private Inliner() {
    }

    /** Fresh variables of the types of these. */
    static List<Var> inputs(Builder b, List<Var> like) {
        return like.stream().map(v -> b.fresh(v.type())).toList();
    }

    /** Zero of a value's dtype and extents. */
    static Atom zeros(Builder b, Atom like) {
        return zeros(b, like.dtype(), like.type().dims(), extents(b, like));
    }

    /** Zero, or an array of zeros of these extents. */
    static Atom zeros(Builder b, DType d, List<Dim> dims, List<? extends Atom> extents) {
        return dims.isEmpty() ? Lit.zero(d) : b.full(Lit.zero(d), dims, extents);
    }

    static List<Atom> extents(Builder b, Atom a) {
        var out = new ArrayList<Atom>();
        for (int k = 0; k < a.type().rank(); k++) {
            Dim d = a.type().dims().get(k);
            out.add(d.isConst() ? Lit.i32((int) d.add()) : b.dim(a, k));
        }
        return out;
    }

    /** One of a float type. */
    static Lit one(DType d) {
        return Lit.real(d, 1);
    }

    /** The unit vectors of an array's space: [n, extents..] where n is the number of its elements. */
    static Atom basis(Builder b, Atom like) {
        List<Atom> extents = extents(b, like);
        Atom n = extents.get(0);
        for (Atom e : extents.subList(1, extents.size())) {
            n = b.emit(Prim.MUL, n, e);
        }
        Dim d = like.type().rank() == 1 ? like.type().dims().get(0) : Dim.UNKNOWN;
        Var zero = b.full(Lit.zero(like.dtype()), List.of(d, d), List.of(n, n));
        Atom eye = b.loop(n, List.of(zero), v -> List.of(b.update(v.get(1), Params.Access.PROMISED, List.of(v.get(0), v.get(0)), one(like.dtype())))).get(0);
        if (extents.size() == 1) {
            return eye;
        }
        var dims = new ArrayList<Dim>(List.of(d));
        dims.addAll(like.type().dims());
        var shape = new ArrayList<Atom>(List.of(n));
        shape.addAll(extents);
        return reshape(b, eye, dims, shape);
    }

    static Atom reshape(Builder b, Atom a, List<Dim> dims, List<Atom> extents) {
        var in = new ArrayList<Atom>(List.of(a));
        in.addAll(extents);
        return b.emitAll(Prim.RESHAPE, new Params.Shape(a.dtype(), dims), in).get(0);
    }
}
