package dev.jacobi.transform.program;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts functions into one that is being built. Their names of extents must mean the same. */
final class Inliner {
    private final Builder b;
    private final Map<Integer, Atom> atoms = new HashMap<>();

    private Inliner(Builder b) {
        this.b = b;
    }

    /** Appends the function's equations with these inputs; what it gives. */
    static List<Atom> into(Builder b, Func f, List<? extends Atom> in) {
        var c = new Inliner(b);
        for (int i = 0; i < in.size(); i++) {
            c.atoms.put(f.in().get(i).id(), in.get(i));
        }
        c.body(f.body()).forEach(b::append);
        return c.atoms(f.out());
    }

    private List<Atom> atoms(List<Atom> as) {
        var out = new Atom[as.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = atom(as.get(i));
        }
        return List.of(out);
    }

    private Atom atom(Atom a) {
        Atom to = a instanceof Var v ? atoms.get(v.id()) : a;
        if (to == null) {
            throw new IllegalStateException("the variable " + a + " is used where it is not defined");
        }
        return to;
    }

    private List<Eqn> body(List<Eqn> body) {
        var out = new ArrayList<Eqn>();
        for (Eqn e : body) {
            List<Atom> in = atoms(e.in());
            Params p = e.params().map(this::region);
            out.add(new Eqn(e.prim(), in, p, fresh(e.out())));
        }
        return out;
    }

    private Region region(Region r) {
        List<Var> params = fresh(r.params());
        List<Eqn> body = body(r.body());
        return new Region(params, body, atoms(r.out()));
    }

    private List<Var> fresh(List<Var> vars) {
        var out = new Var[vars.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = fresh(vars.get(i));
        }
        return List.of(out);
    }

    private Var fresh(Var v) {
        Var w = b.fresh(v.type());
        atoms.put(v.id(), w);
        return w;
    }

    /** Fresh variables of the types of these. */
    static List<Var> inputs(Builder b, List<Var> like) {
        return like.stream().map(v -> b.fresh(v.type())).toList();
    }

    /** Zero of a value's dtype and extents. */
    static Atom zeros(Builder b, Atom like) {
        return filled(b, Lit.zero(like.dtype()), like);
    }

    /** A value of these extents. */
    static Atom filled(Builder b, Lit value, Atom like) {
        return like.type().isScalar() ? value : b.full(value, like.type().dims(), extents(b, like));
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
        return d == DType.F32 ? Lit.f32(1) : Lit.f64(1);
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
