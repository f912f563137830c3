package dev.jacobi.pjrt.hlo.prepare;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A function for arrays that are longer than they say: some axes of its arguments have elements behind their end, which are never looked at, and how long these axes really are is said by further
 * arguments. So code for one extent serves all that are smaller. All that asks for the length of such an axis gets the true one, loops and checks with it; arrays that are made as long as such an axis
 * get room for its padded extent.
 *
 * <pre>
 * f(x:f32[n]) {                          f(x:f32[n], l:i32[]) {
 *   n = dim[0] x                           n = dim[0] x
 *   y = full[f32[n]] 0 n           →       y = full[f32[n]] 0 n
 *   r = map(n, y) { i, y -> … }            r = map(l, y) { i, y -> … }
 *   return r }                             return r }                        of r the first l elements are the result
 * </pre>
 *
 * Only what is listed in {@link PaddedArrays} may see such an array: accesses to single elements that are known to lie within the true length, and what hands arrays on. A primitive that works on whole
 * arrays would take the elements behind the end for elements.
 *
 * @param module with the function, which has a parameter of i32 more for each axis
 * @param axes the padded axes in the order of these parameters
 * @param results for each result the lengths of its axes; null where an axis is not padded
 */
public record PaddedLengths(Module module, List<Axis> axes, List<List<Length>> results) {
    /** An axis of an input. */
    public record Axis(int input, int axis) {
    }

    /** As long as {@code factor} times the padded axis number {@code of}, and {@code more}. */
    public record Length(int of, long factor, long more) {
        /** The length when the axes are so long. */
        public long when(List<Integer> lengths) {
            return factor * lengths.get(of) + more;
        }
    }

    /** The function {@code entry} of the module for arguments that are padded along these axes; null when that may show in what it gives. */
    public static PaddedLengths of(Module m, String entry, List<Axis> axes) {
        Func f = m.get(entry);
        var arrays = new PaddedArrays(f, axes);
        // What calls the function again gives no lengths.
        boolean recurs = m.funcs().values().stream().anyMatch(g -> Regions.any(g.body(), e -> e.params() instanceof Params.Call c && c.name().equals(entry)));
        if (recurs || !arrays.follow()) {
            return null;
        }
        var results = new ArrayList<List<Length>>();
        for (Atom a : f.out()) {
            results.add(arrays.lengths(a));
        }
        Func padded = rewritten(f, axes, arrays);
        var funcs = new LinkedHashMap<>(m.funcs());
        funcs.put(entry, padded);
        return new PaddedLengths(new Module(funcs), axes, results);
    }

    private static Func rewritten(Func f, List<Axis> axes, PaddedArrays arrays) {
        int next = Regions.firstFreeId(f);
        var in = new ArrayList<>(f.in());
        var lengths = new ArrayList<Var>();
        for (int k = 0; k < axes.size(); k++) {
            lengths.add(new Var(next++, Type.scalar(DType.I32)));
        }
        in.addAll(lengths);
        // Fresh variables are counted on from those of this function, lengths included.
        Func wide = new Func(in, f.body(), f.out());
        return Rewrite.run(wide, (e, r) -> {
            if (e.prim() == Prim.DIM) {
                Length of = arrays.axis(r.old().in().get(0), ((Params.Axis) e.params()).axis());
                if (of != null) {
                    r.replace(e.result(), made(r, of, lengths.get(of.of())));
                    return true;
                }
                return false;
            } else if (e.prim() != Prim.FULL && e.prim() != Prim.ACC_NEW) {
                return false;
            }
            int first = e.prim() == Prim.FULL ? 1 : 0;
            var operands = new ArrayList<>(e.in());
            boolean any = false;
            for (int k = first; k < operands.size(); k++) {
                Length of = arrays.axis(e.result(), k - first);
                if (of != null) {
                    Axis a = axes.get(of.of());
                    operands.set(k, made(r, of, r.b.emit(Prim.DIM, new Params.Axis(a.axis(), false), f.in().get(a.input()))));
                    any = true;
                }
            }
            if (any) {
                r.b.append(r.copy(e.with(operands)));
            }
            return any;
        });
    }

    private static Atom made(Rewrite r, Length of, Atom length) {
        Atom scaled = r.b.folded(Prim.MUL, length, Lit.i32((int) of.factor()));
        return r.b.folded(Prim.ADD, scaled, Lit.i32((int) of.more()));
    }
}
