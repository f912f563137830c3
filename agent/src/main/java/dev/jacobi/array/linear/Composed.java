package dev.jacobi.array.linear;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.algorithms.Matmul;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Functions of matrices that are made of factors and products. */
public final class Composed {
    /** So often at most is the exponential of a matrix squared. */
    private static final int SQUARINGS = 16;
    /** Coefficients of the quotients of polynomials that come near to the exponential, of the orders 7 and 13, and the norms up to which they are good in 32 and 64 bits. */
    private static final double[] ORDER_7 = {17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1};
    private static final double[] ORDER_13 = {64764752532480000., 32382376266240000., 7771770303897600., 1187353796428800., 129060195264000., 10559470521600., 670442572800., 33522128640.,
        1323241920, 40840800, 960960, 16380, 182, 1};
    private static final double NORM_7 = 3.925724783138660;
    private static final double NORM_13 = 5.371920351148152;

    private Composed() {
    }

    private static double epsilon(NDArray a) {
        return a.dtype().real() == DType.F64 ? Math.ulp(1.0) : Math.ulp(1f);
    }

    private static NDArray greatest(NDArray values) {
        return Matrices.first(values, values.rank() - 1, Extent.of(1));
    }

    /** So many times the epsilon as the longer side of the matrices. */
    private static NDArray tolerance(NDArray a, NDArray values, double times) {
        NDArray n = Casts.to(Matrices.rows(a).max(Matrices.columns(a)).number(), values.dtype());
        return Arithmetic.multiply(n, Matrices.number(times * epsilon(values), values));
    }

    /** Which singular values of a matrix count in least squares; {@code rcond} as there. */
    static NDArray used(NDArray a, NDArray values, double rcond) {
        return Elementwise.compare(Prim.GE, values, Arithmetic.multiply(rcond < 0 ? tolerance(a, values, 1) : Matrices.number(rcond, values), greatest(values)));
    }

    /** The solution of least squares, its squared distances, the rank and the singular values; {@code rcond} negative: that of the type and the shape. */
    public static List<NDArray> leastSquares(NDArray a, NDArray b, double rcond) {
        if (a.rank() != 2 || b.rank() < 1 || b.rank() > 2) {
            throw new JacobiException("lstsq: the arrays have the shapes " + a.shapeOf() + " and " + b.shapeOf() + "; give a matrix and a vector or a matrix.");
        }
        return Matrices.fused(Structural.key("lstsq", rcond), Matrices.floats("lstsq", a, b), in -> {
            NDArray x = in.get(0);
            NDArray y = b.rank() == 1 ? Matrices.column(in.get(1)) : in.get(1);
            List<NDArray> f = Factors.svd(x, false);
            NDArray s = f.get(1);
            NDArray used = used(x, s, rcond);
            NDArray safe = Elementwise.select(used, s, Matrices.number(1, s));
            NDArray inverse = Elementwise.select(used, Arithmetic.divide(Matrices.number(1, s), safe), Matrices.number(0, s));
            NDArray solution = Matmul.matmul(Matrices.adjoint(f.get(2)), Arithmetic.multiply(Matrices.column(inverse), Matmul.matmul(Matrices.adjoint(f.get(0)), y)));
            NDArray rest = Arithmetic.subtract(y, Matmul.matmul(x, solution));
            NDArray squares = Reduction.reduce(Prim.REDUCE_ADD, Norms.squares(rest), List.of(0));
            NDArray rank = Reduction.reduce(Prim.REDUCE_ADD, Casts.to(used, JavaArrays.standard(DType.I64)), List.of(0));
            return List.of(b.rank() == 1 ? Matrices.vector(solution) : solution, squares, rank, s);
        });
    }

    /** The principal square root of a matrix, complex. */
    public static NDArray squareRoot(NDArray a) {
        return Schur.squareRoot(a);
    }

    /** The inverses of Moore and Penrose; singular values up to {@code rtol} times the greatest count as zero; negative: ten epsilons of the longer side. */
    public static NDArray pseudoInverse(NDArray a, double rtol) {
        Matrices.matrix("pinv", a);
        return Operation.fused(Structural.key("pinv", rtol), Matrices.floats("pinv", a), in -> {
            List<NDArray> f = Factors.svd(in.get(0), false);
            NDArray s = f.get(1);
            NDArray least = Arithmetic.multiply(rtol < 0 ? tolerance(in.get(0), s, 10) : Matrices.number(rtol, s), greatest(s));
            NDArray kept = Elementwise.select(Elementwise.compare(Prim.GT, s, least), s, Matrices.number(Double.POSITIVE_INFINITY, s));
            return Matmul.matmul(Matrices.adjoint(f.get(2)), Arithmetic.divide(Matrices.adjoint(f.get(0)), Matrices.column(kept)));
        });
    }

    /** How many singular values are greater than {@code rtol} times the greatest; negative: an epsilon of the longer side. */
    public static NDArray rank(NDArray a, double rtol) {
        Matrices.matrix("matrixRank", a);
        return Operation.fused(Structural.key("matrixRank", rtol), Matrices.floats("matrixRank", a), in -> {
            NDArray s = Factors.values(in.get(0));
            NDArray least = Arithmetic.multiply(rtol < 0 ? tolerance(in.get(0), s, 1) : Matrices.number(rtol, s), greatest(s));
            return Reduction.reduce(Prim.REDUCE_ADD, Casts.to(Elementwise.compare(Prim.GT, s, least), JavaArrays.standard(DType.I64)), List.of(s.rank() - 1));
        });
    }

    /** How much a solution changes with its matrix: the product of the norms of the matrix and its inverse; {@code ord} null is 2. */
    public static NDArray condition(NDArray a, Object ord) {
        Matrices.matrix("cond", a);
        boolean inverse = ord instanceof Number n && n.doubleValue() == -2;
        if (ord == null || inverse || ord instanceof Number n && n.doubleValue() == 2) {
            return Operation.fused(Structural.key("cond", inverse), Matrices.floats("cond", a), in -> {
                NDArray s = Factors.values(in.get(0));
                List<Integer> last = List.of(s.rank() - 1);
                NDArray large = Reduction.reduce(Prim.REDUCE_MAX, s, last);
                NDArray small = Reduction.reduce(Prim.REDUCE_MIN, s, last);
                return inverse ? Arithmetic.divide(small, large) : Arithmetic.divide(large, small);
            });
        }
        int[] axes = {-2, -1};
        return Arithmetic.multiply(Norms.norm("cond", a, ord, axes, false), Norms.norm("cond", Solving.inverse(a), ord, axes, false));
    }

    /** The product of {@code n} times the matrix; of its inverse for a negative number. */
    public static NDArray power(NDArray a, int n) {
        Matrices.square("matrixPower", a);
        if (n == 0) {
            return Operation.fused(Structural.key("matrixPower0"), List.of(a),
                in -> Structural.broadcastTo(Matrices.identity(Matrices.rows(in.get(0)), in.get(0).dtype()), in.get(0).shapeOf()));
        }
        NDArray x = n < 0 ? Solving.inverse(a) : a;
        NDArray out = null;
        for (long left = Math.abs((long) n); left > 0; left >>= 1) {
            out = (left & 1) == 0 ? out : out == null ? x : Matmul.matmul(out, x);
            x = left > 1 ? Matmul.matmul(x, x) : x;
        }
        return out;
    }

    /** The exponentials of square matrices: a quotient of polynomials of the matrix over a power of two, squared as often. */
    public static NDArray exponential(NDArray a) {
        Matrices.square("expm", a);
        return Operation.fused(Structural.key("expm"), Matrices.floats("expm", a), in -> {
            NDArray x = in.get(0);
            if (Matrices.rows(x).is(0)) {
                return x;
            }
            boolean wide = x.dtype().real() == DType.F64;
            NDArray norm = Norms.norm("expm", x, 1.0, new int[] {-2, -1}, true);
            NDArray none = Matrices.number(0, norm);
            NDArray part = Elementwise.unary(Prim.LOG, Arithmetic.divide(norm, Matrices.number(wide ? NORM_13 : NORM_7, norm)));
            NDArray count = Elementwise.unary(Prim.FLOOR, Arithmetic.add(Matrices.scaled(part, 1 / Math.log(2)), Matrices.number(1, norm)));
            NDArray times = Elementwise.apply(Prim.MAX, Elementwise.select(Elementwise.compare(Prim.GT, norm, none), count, none), none);
            NDArray many = Elementwise.compare(Prim.GT, times, Matrices.number(SQUARINGS, norm));
            NDArray steps = Elementwise.apply(Prim.MIN, times, Matrices.number(SQUARINGS, norm));
            NDArray scale = Arithmetic.power(Matrices.number(0.5, norm), steps);
            NDArray y = quotient(Arithmetic.multiply(x, scale), wide ? ORDER_13 : ORDER_7);
            for (int k = 0; k < SQUARINGS; k++) {
                y = Elementwise.select(Elementwise.compare(Prim.GT, steps, Matrices.number(k, norm)), Matmul.matmul(y, y), y);
            }
            return Elementwise.select(many, Matrices.number(Double.NaN, x), y);
        });
    }

    /** The polynomial with these coefficients over that of the negative matrix. */
    private static NDArray quotient(NDArray a, double[] c) {
        NDArray square = Matmul.matmul(a, a);
        NDArray power = Structural.broadcastTo(Matrices.identity(Matrices.rows(a), a.dtype()), a.shapeOf());
        NDArray even = Matrices.scaled(power, c[0]);
        NDArray odd = Matrices.scaled(power, c[1]);
        for (int k = 2; k < c.length; k += 2) {
            power = k == 2 ? square : Matmul.matmul(power, square);
            even = Arithmetic.add(even, Matrices.scaled(power, c[k]));
            odd = Arithmetic.add(odd, Matrices.scaled(power, c[k + 1]));
        }
        NDArray u = Matmul.matmul(a, odd);
        return Solving.solve(Arithmetic.subtract(even, u), Arithmetic.add(even, u));
    }

    /** The orthogonal and the positive factor, in this order where the positive one is on the right. */
    public static List<NDArray> polar(NDArray a, String side) {
        if (!side.equals("right") && !side.equals("left")) {
            throw new JacobiException("polar: there is no side '" + side + "'; there are right and left.");
        }
        List<NDArray> f = Factors.svd(a, false);
        NDArray u = f.get(0);
        NDArray v = f.get(2);
        NDArray positive = side.equals("right") ? Matmul.matmul(Arithmetic.multiply(Matrices.adjoint(v), Matrices.row(f.get(1))), v)
            : Matmul.matmul(Arithmetic.multiply(u, Matrices.row(f.get(1))), Matrices.adjoint(u));
        return List.of(Matmul.matmul(u, v), positive);
    }

    /** The product of matrices one after another; the first and the last one may be vectors. */
    public static NDArray product(List<NDArray> in) {
        if (in.size() < 2) {
            throw new JacobiException("multiDot: there are " + in.size() + " arrays; give two or more.");
        }
        // a vector at the end makes all products with it vectors
        boolean fromEnd = in.get(in.size() - 1).rank() == 1;
        NDArray out = in.get(fromEnd ? in.size() - 1 : 0);
        for (int k = 1; k < in.size(); k++) {
            out = fromEnd ? Matmul.matmul(in.get(in.size() - 1 - k), out) : Matmul.matmul(out, in.get(k));
        }
        return out;
    }

    private static int count(int[] dims) {
        return Arrays.stream(dims).reduce(1, Math::multiplyExact);
    }

    /** The array that {@code tensordot(a, ., ind)} has the inverse of. */
    public static NDArray tensorInverse(NDArray a, int ind) {
        int[] dims = a.shapeOf().dims();
        if (ind < 1 || ind > dims.length) {
            throw new JacobiException("tensorinv: ind is " + ind + " for an array of shape " + a.shapeOf() + "; give one from 1 to " + dims.length + ".");
        }
        int[] rows = Arrays.copyOf(dims, ind);
        int[] columns = Arrays.copyOfRange(dims, ind, dims.length);
        NDArray inverse = Solving.inverse(Structural.reshape(a, Shape.of(count(rows), count(columns))));
        return Structural.reshape(inverse, Shape.of(IntStream.concat(Arrays.stream(columns), Arrays.stream(rows)).toArray()));
    }

    /** {@code x} with {@code tensordot(a, x, x.rank()) = b}; {@code axes} of {@code a}, or null, are moved to its end first. */
    public static NDArray tensorSolve(NDArray a, NDArray b, int[] axes) {
        NDArray moved = a;
        if (axes != null) {
            List<Integer> last = AxisNumbers.of("tensorsolve", axes, a.rank());
            var order = new ArrayList<>(IntStream.range(0, a.rank()).filter(k -> !last.contains(k)).boxed().toList());
            order.addAll(last);
            moved = Structural.transpose(a, order);
        }
        int[] dims = moved.shapeOf().dims();
        int[] unknown = Arrays.copyOfRange(dims, b.rank(), dims.length);
        int n = count(b.shapeOf().dims());
        if (n != count(unknown) || count(dims) != n * n) {
            throw new JacobiException("tensorsolve: arrays of the shapes " + a.shapeOf() + " and " + b.shapeOf() + " make no square system.");
        }
        NDArray x = Solving.solve(Structural.reshape(moved, Shape.of(n, n)), Structural.reshape(b, Shape.of(n)));
        return Structural.reshape(x, Shape.of(unknown));
    }
}
