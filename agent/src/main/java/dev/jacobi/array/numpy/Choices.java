package dev.jacobi.array.numpy;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/** Truth of elements, and elements chosen by it. */
public final class Choices {
    private Choices() {
    }

    /** Elements as bool: whether they are not 0. */
    public static NDArray truth(NDArray x) {
        if (x.dtype() == DType.BOOL) {
            return x;
        }
        return x.dtype().isComplex() ? Elementwise.apply(Prim.OR, truth(Parts.real(x)), truth(Parts.imaginary(x))) : Elementwise.compare(Prim.NE, x, Typed.integer(x, 0));
    }

    /** And, or, xor of what elements mean. */
    public static NDArray logical(String name, Prim p, NDArray x, NDArray y) {
        return Fused.of(name, List.of(x, y), in -> Elementwise.apply(p, truth(in.get(0)), truth(in.get(1))));
    }

    /** Whether elements are 0. */
    public static NDArray not(NDArray x) {
        return Fused.of("logicalNot", List.of(x), in -> Elementwise.unary(Prim.NOT, truth(in.get(0))));
    }

    /** Zeros of an array's type and shape. */
    public static NDArray zeros(NDArray x) {
        return Made.full(JavaArrays.scalar(0L, x.dtype(), x.isWeak()), x.shapeOf());
    }

    /** One or the other, as their common type. */
    public static NDArray where(NDArray condition, NDArray x, NDArray y) {
        return Fused.of("where", List.of(condition, x, y), in -> {
            List<NDArray> both = Promotion.all(in.get(1), in.get(2));
            return Elementwise.select(truth(in.get(0)), both.get(0), both.get(1));
        });
    }

    /** What goes with the first condition that holds. */
    public static NDArray select(List<NDArray> conditions, List<NDArray> choices, NDArray otherwise) {
        int n = conditions.size();
        if (n == 0 || n != choices.size()) {
            throw new JacobiException("select: there are " + n + " conditions and " + choices.size() + " arrays; give one array for each of at least one condition.");
        }
        var in = new ArrayList<>(conditions);
        in.addAll(choices);
        in.add(otherwise);
        return Fused.of("select", in, x -> {
            List<NDArray> values = Promotion.all(x.subList(n, 2 * n + 1).toArray(NDArray[]::new));
            NDArray out = values.get(n);
            for (int k = n - 1; k >= 0; k--) {
                out = Elementwise.select(truth(x.get(k)), values.get(k), out);
            }
            return out;
        }, n);
    }

    /** Throws unless there is a function for each condition, or one more. */
    public static void checkPieces(int conditions, int functions) {
        if (functions != conditions && functions != conditions + 1) {
            throw new JacobiException("piecewise: there are " + conditions + " conditions and " + functions + " functions; give one for each, or one more for where none holds.");
        }
    }

    /** The arrays' elements by number. */
    public static NDArray choose(NDArray a, List<NDArray> choices, String mode) {
        IntegerFunctions.integers("choose", a);
        int n = choices.size();
        if (n == 0) {
            throw new JacobiException("choose: there are no arrays to choose of.");
        }
        boolean wrap = switch (mode) {
            case "raise" -> {
                checkNumbers(a, n);
                yield false;
            }
            case "wrap" -> true;
            case "clip" -> false;
            default -> throw new JacobiException("choose: there is no mode '" + mode + "'; give \"raise\", \"wrap\" or \"clip\".");
        };
        var in = new ArrayList<>(List.of(a));
        in.addAll(choices);
        return Fused.of("choose", in, x -> {
            NDArray at = x.get(0);
            NDArray i = wrap ? Arithmetic.remainder(at, Casts.to(NDArray.scalar(n), at.dtype())) : at;
            List<NDArray> values = Promotion.all(x.subList(1, n + 1).toArray(NDArray[]::new));
            NDArray out = values.get(n - 1);
            for (int k = n - 2; k >= 0; k--) {
                out = Elementwise.select(Elementwise.compare(Prim.LE, i, Typed.integer(i, k)), values.get(k), out);
            }
            return out;
        }, n, wrap);
    }

    /** Refuses numbers of no array: now, or when the program that is being made runs, whose caller then throws what this does for arrays that are there. */
    private static void checkNumbers(NDArray a, int n) {
        NDArray inside = Fused.of("chooseInside", List.of(a), in -> Elementwise.apply(Prim.AND, Elementwise.compare(Prim.GE, in.get(0), Typed.integer(in.get(0), 0)),
            Elementwise.compare(Prim.LT, in.get(0), Typed.integer(in.get(0), n))), n);
        NDArray all = Numbers.all(inside);
        Trace t = Operation.trace(List.of(a));
        if (t != null) {
            t.builder().check(t.atom(all), Params.Code.INDEX, t.where());
        } else if (all.item() == 0) {
            throw new JacobiException("choose: a number is negative or not below " + n + ", as many arrays as there are; give the mode \"clip\" or \"wrap\" to allow it.");
        }
    }

    /** Same shape and equal elements. */
    public static NDArray arrayEqual(NDArray a, NDArray b, boolean equalNan) {
        if (a.rank() != b.rank() || !sameLengths(a.shapeOf(), b.shapeOf())) {
            return JavaArrays.scalar(0L, DType.BOOL, false);
        }
        return Numbers.all(Fused.of("arrayEqual", List.of(a, b), in -> {
            NDArray eq = Relations.compare(Prim.EQ, in.get(0), in.get(1));
            return equalNan ? Typed.or(eq, Typed.and(Numbers.isNaN(in.get(0)), Numbers.isNaN(in.get(1)))) : eq;
        }, equalNan));
    }

    private static boolean sameLengths(Shape a, Shape b) {
        for (int k = 0; k < a.rank(); k++) {
            Extent x = a.get(k);
            Extent y = b.get(k);
            if (!x.same(y) && x.value() != y.value()) {
                return false;
            }
        }
        return true;
    }

    /** Equal elements after broadcasting. */
    public static NDArray arrayEquiv(NDArray a, NDArray b) {
        Shape x = a.shapeOf();
        Shape y = b.shapeOf();
        for (int k = 1; k <= Math.min(x.rank(), y.rank()); k++) {
            Extent m = x.get(x.rank() - k);
            Extent n = y.get(y.rank() - k);
            if (!m.same(n) && !m.isOne() && !n.isOne() && m.value() != n.value()) {
                return JavaArrays.scalar(0L, DType.BOOL, false);
            }
        }
        return Numbers.all(Relations.compare(Prim.EQ, a, b));
    }
}
