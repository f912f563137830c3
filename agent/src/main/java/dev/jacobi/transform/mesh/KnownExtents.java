package dev.jacobi.transform.mesh;

import dev.jacobi.array.data.ErasedExtents;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A function for arrays of known lengths: lengths are numbers, what is computed from them alone is computed, and the types of results follow. */
final class KnownExtents {
    private KnownExtents() {
    }

    /** {@code shapes} has the lengths of each input's axes, null for one whose lengths are not known. */
    static Func of(Func f, List<int[]> shapes) {
        Map<String, Dim> names = new HashMap<>();
        for (int k = 0; k < f.in().size(); k++) {
            List<Dim> dims = f.in().get(k).type().dims();
            for (int i = 0; i < dims.size() && shapes.get(k) != null; i++) {
                Dim d = dims.get(i);
                if (!d.isConst() && !d.isUnknown() && d.mul() == 1) {
                    names.put(d.sym(), Dim.of(shapes.get(k)[i] - d.add()));
                }
            }
        }
        Func named = ErasedExtents.of(f, d -> d.isConst() || !names.containsKey(d.sym()) ? d : Dim.of(d.mul() * names.get(d.sym()).add() + d.add()));
        var b = new Builder();
        var r = new Rewrite(b, KnownExtents::known);
        List<Var> in = new ArrayList<>();
        for (int k = 0; k < f.in().size(); k++) {
            int[] shape = shapes.get(k);
            Var v = b.fresh(shape == null ? named.in().get(k).type() : new Type(f.in().get(k).dtype(), Arrays.stream(shape).mapToObj(Dim::of).toList()));
            r.replace(named.in().get(k), v);
            in.add(v);
        }
        r.append(named.body());
        return b.build(in, r.atoms(named.out()));
    }

    private static boolean known(Eqn e, Rewrite r) {
        Atom value = number(e);
        if (value != null) {
            r.replace(e.result(), value);
            return true;
        }
        if (e.prim() == Prim.CHECK && e.in().get(0) instanceof Lit l && l.bits() != 0) {
            return true;
        }
        if (e.prim().group() == Prim.Group.CONTROL) {
            return false;
        }
        int rank = e.out().isEmpty() ? 0 : e.result().type().rank();
        List<Atom> lengths = AxisFactors.takesExtents(e) ? e.in().subList(e.in().size() - rank, e.in().size()) : List.of();
        boolean known = !lengths.isEmpty() && lengths.stream().allMatch(a -> a instanceof Lit);
        Eqn now = known ? AxisFactors.withExtents(e, lengths.stream().map(a -> Dim.of(((Lit) a).asLong())).toList()) : e;
        r.replace(e.out(), r.b.emitAll(now.prim(), now.params(), now.in()));
        return true;
    }

    /** The number that an equation comes to, or null. */
    private static Atom number(Eqn e) {
        if (e.prim() == Prim.DIM) {
            Dim d = e.in().get(0).type().dims().get(((Params.Axis) e.params()).axis());
            return d.isConst() ? Lit.i32((int) d.add()) : null;
        }
        boolean numbers = e.out().size() == 1 && e.computesScalars() && e.prim().group() != Prim.Group.RANDOM && e.in().stream().allMatch(a -> a instanceof Lit);
        return numbers ? Eval.fold(e.prim(), e.params(), e.in().stream().map(a -> (Lit) a).toList()) : null;
    }
}
