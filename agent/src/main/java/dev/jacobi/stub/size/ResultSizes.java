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
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Which of a program's results are new arrays whose extents follow from the inputs by a short formula. Arrays that only some calls return have no elements in the others, as far as the inputs say which
 * these are; where they do not, as after {@code if (Math.abs(det) < tiny) return null;}, a call may make them in vain, which takes less than a copy in all others.
 */
public final class ResultSizes {
    /** Steps from a result to the inputs: what takes more is not looked into. */
    private static final int MOST_STEPS = 64;
    private static final int MOST_AXES = 4;
    /** Choices in a formula, which stands in a call's code once for each way to it. */
    private static final int MOST_CHOICES = 8;
    private static final Size NONE = new Size.Number(0);
    private static final Set<Prim> FORMULAS = EnumSet.of(Prim.ADD, Prim.SUB, Prim.MUL, Prim.DIV, Prim.REM, Prim.MIN, Prim.MAX);
    private final Func entry;
    private final Map<Var, Eqn> definitions = new HashMap<>();
    private int steps;
    private int choices;

    private ResultSizes(Func entry) {
        this.entry = entry;
        Regions.eachOutsideLoops(entry.body(), e -> e.out().forEach(v -> definitions.put(v, e)));
    }

    /** The extents of results of a few axes by the numbers of the program's outputs. */
    public static SortedMap<Integer, List<Size>> of(Lifted lifted) {
        var sizes = new TreeMap<Integer, List<Size>>();
        new ResultSizes(lifted.module().get(lifted.entry())).add(lifted.result(), UnaryOperator.identity(), sizes);
        return sizes;
    }

    /** The outputs among them that are arrays of numbers, or arrays of arrays. */
    public static Set<Integer> of(boolean nested, SortedMap<Integer, List<Size>> sizes) {
        return sizes.keySet().stream().filter(k -> sizes.get(k).size() > 1 == nested).collect(Collectors.toSet());
    }

    /** {@code when}: what of a size is left by which of several results it belongs to. */
    private void add(Lifted.Result r, UnaryOperator<Size> when, Map<Integer, List<Size>> sizes) {
        if (r instanceof Lifted.Result.NewArray a && entry.out().get(a.output()).type().rank() <= MOST_AXES) {
            var extents = new ArrayList<Size>();
            boolean again = sizes.containsKey(a.output());
            for (int d = 0; d < entry.out().get(a.output()).type().rank(); d++) {
                steps = 0;
                choices = 0;
                Size extent = extent(entry.out().get(a.output()), d);
                extents.add(extent == null || again ? extent : when.apply(extent));
            }
            if (!extents.contains(null)) {
                sizes.put(a.output(), extents);
            }
        } else if (r instanceof Lifted.Result.Tuple t) {
            t.parts().forEach(p -> add(p, when, sizes));
        } else if (r instanceof Lifted.Result.New n) {
            n.args().forEach(p -> add(p, when, sizes));
        } else if (r instanceof Lifted.Result.Choice c) {
            steps = 0;
            choices = 0;
            Size which = number(entry.out().get(c.output()));
            for (int k = 0; k < c.options().size(); k++) {
                Size option = new Size.Number(k);
                add(c.options().get(k), which == null ? when : s -> when.apply(choice(Prim.EQ, which, option, s, NONE)), sizes);
            }
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
            return ofBranches(e, (Var) array, y -> extent(y, axis));
        }
        ExtentOrigin from = ExtentOrigin.of(e, (Var) array, axis);
        if (from == null) {
            Atom alike = e.prim().extents() == Prim.Extents.ALIKE ? e.in().stream().filter(Atom::isArray).findFirst().orElse(null) : null;
            return alike == null ? null : extent(alike, axis);
        }
        return from.array() == null ? number(from.integer()) : extent(from.array(), from.axis());
    }

    /** The size that belongs to a result of the branch that is taken. */
    private Size ofBranches(Eqn cond, Var result, Function<Atom, Size> size) {
        var sizes = new ArrayList<Size>();
        RegionView.ofResult(cond, result).yields().forEach(y -> sizes.add(size.apply(y)));
        if (cond.in().get(0).dtype() == DType.BOOL || sizes.contains(null)) {
            return sizes.contains(null) ? null : choice(cond.in().get(0), sizes.get(1), sizes.get(0));
        }
        Size which = number(cond.in().get(0));
        Size taken = sizes.get(sizes.size() - 1);
        for (int k = sizes.size() - 2; k >= 0 && taken != null; k--) {
            taken = which != null ? choice(Prim.EQ, which, new Size.Number(k), sizes.get(k), taken) : sizes.get(k).equals(taken) ? taken : null;
        }
        return taken;
    }

    /** One size or the other; where the inputs do not say which, the one that is no constant. Null where there is none. */
    private Size choice(Atom test, Size whenTrue, Size whenFalse) {
        if (whenTrue == null || whenFalse == null || whenTrue.equals(whenFalse)) {
            return whenTrue == null || whenFalse == null ? null : whenTrue;
        }
        Size known = when(test, whenTrue, whenFalse);
        return known != null ? known : whenFalse instanceof Size.Number ? whenTrue : whenTrue instanceof Size.Number ? whenFalse : null;
    }

    /** One of two sizes by a comparison; null where one of them is, or where a formula has as many choices as it may. */
    private Size choice(Prim test, Size a, Size b, Size whenTrue, Size whenFalse) {
        if (whenTrue == null || whenFalse == null) {
            return null;
        }
        return whenTrue.equals(whenFalse) ? whenTrue : ++choices > MOST_CHOICES ? null : new Size.When(test, a, b, whenTrue, whenFalse);
    }

    /** The same where the inputs say which, else null. */
    private Size when(Atom test, Size whenTrue, Size whenFalse) {
        Eqn e = definitions.get(test);
        if (e == null || ++steps > MOST_STEPS) {
            return null;
        } else if (e.prim() == Prim.NOT) {
            return when(e.in().get(0), whenFalse, whenTrue);
        } else if (e.prim() == Prim.AND || e.prim() == Prim.OR) {
            boolean both = e.prim() == Prim.AND;
            Size second = when(e.in().get(1), whenTrue, whenFalse);
            return second == null ? null : when(e.in().get(0), both ? second : whenTrue, both ? whenFalse : second);
        }
        boolean compares = e.prim().group() == Prim.Group.COMPARE && e.in().get(0).dtype().isInt();
        Size a = compares ? number(e.in().get(0)) : null;
        Size b = a == null ? null : number(e.in().get(1));
        return b == null ? null : choice(e.prim(), a, b, whenTrue, whenFalse);
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
        } else if (e.prim() == Prim.COND || e.prim() == Prim.SELECT) {
            return e.prim() == Prim.COND ? ofBranches(e, (Var) a, this::number) : choice(e.in().get(0), number(e.in().get(1)), number(e.in().get(2)));
        }
        return FORMULAS.contains(e.prim()) ? of(e) : null;
    }

    private Size of(Eqn e) {
        Size a = number(e.in().get(0));
        Size b = a == null ? null : number(e.in().get(1));
        if (b == null || e.prim() != Prim.DIV && e.prim() != Prim.REM) {
            return b == null ? null : new Size.Of(e.prim(), a, b);
        }
        // the program fails where it divides by zero, after the call has made an array
        return b instanceof Size.Number n ? n.value() == 0 ? null : new Size.Of(e.prim(), a, b) : choice(Prim.EQ, b, NONE, NONE, new Size.Of(e.prim(), a, b));
    }
}
