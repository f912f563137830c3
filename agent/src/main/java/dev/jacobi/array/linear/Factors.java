package dev.jacobi.array.linear;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.Matmul;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Products;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Matrices as products of others. */
public final class Factors {
    private Factors() {
    }

    private static List<NDArray> library(Prim p, Params.Part part, NDArray a, DType... results) {
        return Products.library(p, new Params.Factor(part), List.of(results), List.of(a));
    }

    /** Left singular vectors, values, and right singular vectors, or the values alone. */
    private static List<NDArray> singular(Params.Part part, NDArray a) {
        DType d = a.dtype();
        return part == Params.Part.VALUES ? library(Prim.SVD, part, a, d.real()) : library(Prim.SVD, part, a, d, d.real(), d);
    }

    private static NDArray symmetric(NDArray a) {
        return Matrices.scaled(Arithmetic.add(a, Matrices.adjoint(a)), 0.5);
    }

    /** The lower factor {@code l} with {@code l l' = a}, or the upper one. */
    public static NDArray cholesky(NDArray a, boolean upper, boolean symmetrize) {
        Matrices.square("cholesky", a);
        return Operation.fused(Structural.key("cholesky", upper, symmetrize), Matrices.floats("cholesky", a), in -> {
            NDArray whole = symmetrize ? symmetric(in.get(0)) : upper ? Matrices.adjoint(in.get(0)) : in.get(0);
            NDArray l = lower(whole);
            return upper ? Matrices.adjoint(l) : l;
        });
    }

    private static NDArray lower(NDArray a) {
        if (a.dtype().isComplex()) {
            return Matrices.ofBlocks(lower(Matrices.blocks(a)));
        }
        return Matrices.triangle(Prim.GE, Products.library(Prim.CHOLESKY, Params.NONE, List.of(a.dtype()), List.of(a)).get(0));
    }

    /** The orthogonal (if complex, unitary) and the upper triangular factor; {@code mode} is "reduced", "complete" or "r", which gives the second one alone. */
    public static List<NDArray> qr(NDArray a, String mode) {
        Matrices.matrix("qr", a);
        if (!List.of("reduced", "complete", "r").contains(mode)) {
            throw new JacobiException("qr: there is no mode '" + mode + "'; there are reduced, complete and r.");
        }
        return Matrices.fused(Structural.key("qr", mode), Matrices.floats("qr", a), in -> {
            List<NDArray> f = library(Prim.QR, mode.equals("complete") ? Params.Part.FULL : Params.Part.REDUCED, in.get(0), in.get(0).dtype(), in.get(0).dtype());
            return mode.equals("r") ? f.subList(1, 2) : f;
        });
    }

    /** Left singular vectors as columns, singular values, and right singular vectors as rows. */
    public static List<NDArray> svd(NDArray a, boolean full) {
        Matrices.matrix("svd", a);
        return Matrices.fused(Structural.key("svd", full), Matrices.floats("svd", a), in -> singular(full ? Params.Part.FULL : Params.Part.REDUCED, in.get(0)));
    }

    /** Singular values, the greatest first. */
    public static NDArray singularValues(NDArray a) {
        Matrices.matrix("svdvals", a);
        return Operation.fused(Structural.key("svdvals"), Matrices.floats("svdvals", a), in -> values(in.get(0)));
    }

    static NDArray values(NDArray a) {
        return singular(Params.Part.VALUES, a).get(0);
    }

    private static boolean isLower(String what, String half) {
        if (half == null || half.equals("L") || half.equals("U")) {
            return half == null || half.equals("L");
        }
        throw new JacobiException(what + ": there is no half '" + half + "' of a matrix; there are L and U.");
    }

    /** The eigenvalues, ascending, and eigenvectors as columns of self-adjoint matrices. */
    public static List<NDArray> eigh(NDArray a, String half, boolean symmetrize) {
        Matrices.square("eigh", a);
        boolean lower = isLower("eigh", half);
        return Matrices.fused(Structural.key("eigh", lower, symmetrize), Matrices.floats("eigh", a), in ->
            library(Prim.EIGH, lower ? Params.Part.LOWER : Params.Part.UPPER, symmetrize ? symmetric(in.get(0)) : in.get(0), in.get(0).dtype().real(), in.get(0).dtype()));
    }

    /** The eigenvalues alone, of self-adjoint matrices. */
    public static NDArray eigenvalues(NDArray a, String half, boolean symmetrize) {
        Matrices.square("eigvalsh", a);
        isLower("eigvalsh", half);
        return eigh(a, half, symmetrize).get(0);
    }

    /** The permutation, the lower and the upper factor, whose product is the matrix. */
    public static List<NDArray> lu(NDArray a) {
        Matrices.matrix("lu", a);
        return Matrices.fused(Structural.key("lu"), Matrices.floats("lu", a), in -> {
            List<NDArray> f = Solving.factors(in.get(0));
            NDArray lu = f.get(0);
            Extent fewer = Matrices.rows(lu).min(Matrices.columns(lu));
            NDArray l = Matrices.unitDiagonal(Matrices.triangle(Prim.GE, Matrices.first(lu, -1, fewer)));
            NDArray u = Matrices.triangle(Prim.LE, Matrices.first(lu, -2, fewer));
            Extent n = Matrices.rows(lu);
            NDArray places = Structural.iota(DType.I32, new Shape(List.of(n, n)), 0);
            return List.of(Casts.to(Elementwise.compare(Prim.EQ, Matrices.row(f.get(2)), places), lu.dtype().real()), l, u);
        });
    }

    /** The lower and upper factors in one, and the rows' exchanges. */
    public static List<NDArray> luFactor(NDArray a) {
        Matrices.matrix("luFactor", a);
        return Matrices.fused(Structural.key("luFactor"), Matrices.floats("luFactor", a), in -> Solving.factors(in.get(0)).subList(0, 2));
    }

    /** {@code x} of {@code a x = b} by the factors and exchanges of {@code a}; {@code trans} 1: of the transpose of {@code a}, 2: of its adjoint. */
    public static NDArray luSolve(NDArray lu, NDArray pivots, NDArray b, int trans) {
        Solving.fit("luSolve", lu, b);
        List<NDArray> f = Matrices.floats("luSolve", lu, b);
        return Operation.fused(Structural.key("luSolve", trans), List.of(f.get(0), pivots, f.get(1)), in -> {
            NDArray x = in.get(0);
            NDArray y = b.rank() == 1 ? Matrices.column(in.get(2)) : in.get(2);
            NDArray order = order(in.get(1));
            NDArray z;
            if (trans == 0) {
                z = Solving.byFactors(x, order, y);
            } else {
                NDArray turned = trans == 2 ? Matrices.adjoint(x) : Matrices.flipped(x);
                NDArray permuted = Solving.triangular(true, Matrices.unitDiagonal(turned), Solving.triangular(false, turned, y));
                Extent n = Matrices.rows(x);
                NDArray places = Structural.iota(DType.I32, new Shape(List.of(n, n)), 0);
                z = Matmul.matmul(Casts.to(Elementwise.compare(Prim.EQ, Matrices.row(order), places), x.dtype()), permuted);
            }
            return b.rank() == 1 ? Matrices.vector(z) : z;
        });
    }

    /** The order of rows after exchanges one after another. */
    private static NDArray order(NDArray pivots) {
        int last = pivots.rank() - 1;
        int n = pivots.shapeOf().get(last).value();
        NDArray places = Structural.broadcastTo(Structural.iota(DType.I32, Shape.of(n), 0), pivots.shapeOf());
        NDArray order = places;
        NDArray none = JavaArrays.scalar(0L, DType.I32, false);
        for (int k = 0; k < n; k++) {
            NDArray other = Elementwise.compare(Prim.EQ, places, Matrices.part(pivots, last, Extent.of(k), Extent.of(1), 1));
            NDArray here = Elementwise.compare(Prim.EQ, places, JavaArrays.scalar((long) k, DType.I32, false));
            NDArray mine = Matrices.part(order, last, Extent.of(k), Extent.of(1), 1);
            NDArray theirs = Matrices.column(Reduction.reduce(Prim.REDUCE_ADD, Elementwise.select(other, order, none), List.of(last)));
            order = Elementwise.select(here, theirs, Elementwise.select(other, mine, order));
        }
        return order;
    }
}
