package dev.jacobi.stub.size;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ExtentOrigin;
import dev.jacobi.lift.request.Lifted;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which of a program's results are new arrays whose extents follow from the inputs by a short formula. Arrays that only some calls return are left out, as a call would make them in vain.
 */
public final class ResultSizes {
    /** Steps from a result to the inputs: what takes more is not looked into. */
    private static final int MOST_STEPS = 64;
    private static final int MOST_AXES = 2;
    private static final Set<Prim> FORMULAS = EnumSet.of(Prim.ADD, Prim.SUB, Prim.MUL, Prim.MIN, Prim.MAX);
    private final Func entry;
    private final Map<Var, Eqn> definitions = new HashMap<>();
    private int steps;

    private ResultSizes(Func entry) {
        this.entry = entry;
        Regions.eachOutsideLoops(entry.body(), e -> e.out().forEach(v -> definitions.put(v, e)));
    }

    /** The extents of results of one or two axes by the numbers of the program's outputs. */
    public static SortedMap<Integer, List<Size>> of(Lifted lifted) {
        var sizes = new TreeMap<Integer, List<Size>>();
        new ResultSizes(lifted.module().get(lifted.entry())).add(lifted.result(), sizes);
        return sizes;
    }

    /** The outputs among them that have so many axes. */
    public static Set<Integer> ofRank(int rank, SortedMap<Integer, List<Size>> sizes) {
        return sizes.keySet().stream().filter(k -> sizes.get(k).size() == rank).collect(Collectors.toSet());
    }

    private void add(Lifted.Result r, Map<Integer, List<Size>> sizes) {
        if (r instanceof Lifted.Result.NewArray a && entry.out().get(a.output()).type().rank() <= MOST_AXES) {
            var extents = new ArrayList<Size>();
            for (int d = 0; d < entry.out().get(a.output()).type().rank(); d++) {
                steps = 0;
                extents.add(extent(entry.out().get(a.output()), d));
            }
            if (!extents.contains(null)) {
                sizes.put(a.output(), extents);
            }
        } else if (r instanceof Lifted.Result.Tuple t) {
            t.parts().forEach(p -> add(p, sizes));
        } else if (r instanceof Lifted.Result.New n) {
            n.args().forEach(p -> add(p, sizes));
        }
    }

    /** The extent of an array; null where it does not follow from the inputs. */
    private Size extent(Atom array, int axis) {
        Type t = array.type();
        if (t.dims().get(axis).isConst()) {
            return new Size.Number(t.dims().get(axis).add());
        }
        int input = entry.in().indexOf(array);
        Eqn e = definitions.get(array);
        if (input >= 0 || e == null || ++steps > MOST_STEPS) {
            return input >= 0 ? new Size.Extent(input, axis) : null;
        }
        if (e.prim() == Prim.COND) {
            return ofBranches(e, (Var) array, axis);
        }
        ExtentOrigin from = ExtentOrigin.of(e, (Var) array, axis);
        if (from == null) {
            Atom alike = e.prim().extents() == Prim.Extents.ALIKE ? e.in().stream().filter(Atom::isArray).findFirst().orElse(null) : null;
            return alike == null ? null : extent(alike, axis);
        }
        return from.array() == null ? number(from.integer()) : extent(from.array(), from.axis());
    }

    /** The extent that an array has in all branches; null where they differ, as then a call would make an array in vain. */
    private Size ofBranches(Eqn cond, Var array, int axis) {
        List<Atom> yields = RegionView.ofResult(cond, array).yields();
        Size first = extent(yields.get(0), axis);
        return yields.stream().skip(1).allMatch(y -> first != null && first.equals(extent(y, axis))) ? first : null;
    }

    /** An integer; null where it does not follow from the inputs. */
    private Size number(Atom a) {
        if (a instanceof Lit l) {
            return l.dtype().isInt() ? new Size.Number(l.asLong()) : null;
        }
        int input = entry.in().indexOf(a);
        Eqn e = definitions.get(a);
        if (input >= 0 || e == null || ++steps > MOST_STEPS) {
            return input >= 0 && (a.dtype() == DType.I32 || a.dtype() == DType.I64) ? new Size.Scalar(input) : null;
        }
        if (e.prim() == Prim.DIM) {
            return extent(e.in().get(0), ((Params.Axis) e.params()).axis());
        } else if (e.prim() == Prim.CONVERT) {
            return e.in().get(0).dtype().isInt() ? number(e.in().get(0)) : null;
        }
        return FORMULAS.contains(e.prim()) ? of(e) : null;
    }

    private Size of(Eqn e) {
        Size a = number(e.in().get(0));
        Size b = a == null ? null : number(e.in().get(1));
        return b == null ? null : new Size.Of(e.prim(), a, b);
    }
}
