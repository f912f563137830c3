package dev.jacobi;

import dev.jacobi.array.algorithms.Matmul;
import dev.jacobi.array.linear.Composed;
import dev.jacobi.array.linear.Factors;
import java.util.List;

/** Functions of {@link Linalg} that give factors of matrices. */
abstract class LinalgFactors extends LinalgNorms {
    /**
     * Singular values with their vectors.
     *
     * @param u left vectors as columns
     * @param s values, the greatest first
     * @param vh right vectors, conjugated, as rows
     */
    public record Svd(NDArray u, NDArray s, NDArray vh) {
    }

    /**
     * Eigenvalues with their vectors.
     *
     * @param eigenvalues values, the least first
     * @param eigenvectors vectors as columns
     */
    public record Eigh(NDArray eigenvalues, NDArray eigenvectors) {
    }

    /**
     * An orthogonal and a triangular factor.
     *
     * @param q the orthogonal factor, or null where only the other one is asked for
     * @param r the upper triangular factor
     */
    public record Qr(NDArray q, NDArray r) {
    }

    /**
     * A permutation and two triangular factors, whose product is the matrix.
     *
     * @param p the permutation as a matrix, or null where it is part of the lower factor
     * @param l the lower factor, with ones on the diagonal
     * @param u the upper factor
     */
    public record Lu(NDArray p, NDArray l, NDArray u) {
    }

    /**
     * Two triangular factors in one matrix.
     *
     * @param lu the upper factor, and below its diagonal the lower one, on the diagonal of which are ones
     * @param piv for each row the one that it changed places with, one after another
     */
    public record LuFactor(NDArray lu, NDArray piv) {
    }

    /**
     * An orthogonal and a positive factor.
     *
     * @param unitary the orthogonal factor
     * @param posdef the positive one
     */
    public record Polar(NDArray unitary, NDArray posdef) {
    }

    /**
     * The lower triangular matrices l with l times its adjoint = a, for positive matrices.
     *
     * @param a matrices, the last two axes
     * @return the factors, NaN where a matrix is not positive
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray cholesky(NDArray a) {
        return cholesky(a, false);
    }

    /**
     * The triangular factors of positive matrices: a lower one times its adjoint, or the adjoint of an upper one times it.
     *
     * @param a matrices, the last two axes
     * @param upper whether the upper factor is asked for
     * @return the factors, NaN where a matrix is not positive
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray cholesky(NDArray a, boolean upper) {
        return cholesky(a, upper, true);
    }

    /**
     * The triangular factors of positive matrices: a lower one times its adjoint, or the adjoint of an upper one times it.
     *
     * @param a matrices, the last two axes
     * @param upper whether the upper factor is asked for
     * @param symmetrizeInput whether the mean of the matrix and its adjoint is taken; if not, one half is read
     * @return the factors, NaN where a matrix is not positive
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray cholesky(NDArray a, boolean upper, boolean symmetrizeInput) {
        return Factors.cholesky(a, upper, symmetrizeInput);
    }

    /**
     * The reduced factors of matrices: orthonormal columns times an upper triangular matrix.
     *
     * @param a matrices, the last two axes
     * @return both
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static Qr qr(NDArray a) {
        return qr(a, "reduced");
    }

    /**
     * The factors of matrices: orthonormal columns, as many as the matrix has rows or columns ("reduced") or square ("complete"), and an upper triangular matrix, or that
     * alone ("r").
     *
     * @param a matrices, the last two axes
     * @param mode "reduced", "complete" or "r"
     * @return both
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static Qr qr(NDArray a, String mode) {
        List<NDArray> f = Factors.qr(a, mode);
        return f.size() == 1 ? new Qr(null, f.get(0)) : new Qr(f.get(0), f.get(1));
    }

    /**
     * Singular values and vectors of matrices, u times diag(s) times vh = a, with square u and vh.
     *
     * @param a matrices, the last two axes
     * @return all three
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static Svd svd(NDArray a) {
        return svd(a, true);
    }

    /**
     * Singular values and vectors of matrices, u times diag(s) times vh = a.
     *
     * @param a matrices, the last two axes
     * @param fullMatrices whether u and vh are square
     * @return all three
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static Svd svd(NDArray a, boolean fullMatrices) {
        return svd(a, fullMatrices, true);
    }

    /**
     * Singular values and vectors of matrices, u times diag(s) times vh = a.
     *
     * @param a matrices, the last two axes
     * @param fullMatrices whether u and vh are square
     * @param computeUv whether singular vectors are computed; without them u and vh are null
     * @return all three, or the values
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static Svd svd(NDArray a, boolean fullMatrices, boolean computeUv) {
        if (!computeUv) {
            return new Svd(null, svdvals(a), null);
        }
        List<NDArray> f = Factors.svd(a, fullMatrices);
        return new Svd(f.get(0), f.get(1), f.get(2));
    }

    /**
     * Singular values, the greatest first.
     *
     * @param a matrices, the last two axes
     * @return a vector for each matrix
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray svdvals(NDArray a) {
        return Factors.singularValues(a);
    }

    /**
     * Eigenvalues and orthonormal eigenvectors of self-adjoint matrices.
     *
     * @param a matrices, the last two axes
     * @return values, the least first, and vectors as columns
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static Eigh eigh(NDArray a) {
        return eigh(a, "L", true);
    }

    /**
     * Eigenvalues and orthonormal eigenvectors of self-adjoint matrices.
     *
     * @param a matrices, the last two axes
     * @param uplo "L" or "U", the half that is read if the input is not made symmetric
     * @return values, the least first, and vectors as columns
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static Eigh eigh(NDArray a, String uplo) {
        return eigh(a, uplo, true);
    }

    /**
     * Eigenvalues and orthonormal eigenvectors of self-adjoint matrices.
     *
     * @param a matrices, the last two axes
     * @param uplo "L" or "U", the half that is read if the input is not made symmetric
     * @param symmetrizeInput whether the mean of the matrix and its adjoint is taken; if not, one half is read
     * @return values, the least first, and vectors as columns
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static Eigh eigh(NDArray a, String uplo, boolean symmetrizeInput) {
        List<NDArray> f = Factors.eigh(a, uplo, symmetrizeInput);
        return new Eigh(f.get(0), f.get(1));
    }

    /**
     * Eigenvalues of self-adjoint matrices.
     *
     * @param a matrices, the last two axes
     * @return a vector for each matrix, the least value first
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray eigvalsh(NDArray a) {
        return eigvalsh(a, "L");
    }

    /**
     * Eigenvalues of self-adjoint matrices.
     *
     * @param a matrices, the last two axes
     * @param uplo "L" or "U", the half that is read if the input is not made symmetric
     * @return a vector for each matrix, the least value first
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray eigvalsh(NDArray a, String uplo) {
        return eigvalsh(a, uplo, true);
    }

    /**
     * Eigenvalues of self-adjoint matrices.
     *
     * @param a matrices, the last two axes
     * @param uplo "L" or "U", the half that is read if the input is not made symmetric
     * @param symmetrizeInput whether the mean of the matrix and its adjoint is taken; if not, one half is read
     * @return a vector for each matrix, the least value first
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static NDArray eigvalsh(NDArray a, String uplo, boolean symmetrizeInput) {
        return Factors.eigenvalues(a, uplo, symmetrizeInput);
    }

    /**
     * The factors of elimination with exchanges of rows: p l u = a.
     *
     * @param a matrices, the last two axes
     * @return all three
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static Lu lu(NDArray a) {
        return lu(a, false);
    }

    /**
     * The factors of elimination with exchanges of rows: p l u = a.
     *
     * @param a matrices, the last two axes
     * @param permuteL whether the permutation and the lower factor are multiplied
     * @return all three, or p l and u
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static Lu lu(NDArray a, boolean permuteL) {
        List<NDArray> f = Factors.lu(a);
        return permuteL ? new Lu(null, Matmul.matmul(f.get(0), f.get(1)), f.get(2)) : new Lu(f.get(0), f.get(1), f.get(2));
    }

    /**
     * The factors of elimination with exchanges of rows, for {@link Linalg#luSolve(NDArray, NDArray, NDArray)}.
     *
     * @param a matrices, the last two axes
     * @return both
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static LuFactor luFactor(NDArray a) {
        List<NDArray> f = Factors.luFactor(a);
        return new LuFactor(f.get(0), f.get(1));
    }

    /**
     * An orthogonal times a positive matrix.
     *
     * @param a one matrix
     * @return both
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static Polar polar(NDArray a) {
        return polar(a, "right");
    }

    /**
     * An orthogonal times a positive matrix, or a positive times an orthogonal one.
     *
     * @param a one matrix
     * @param side "right" or "left", where the positive factor is
     * @return both
     * @throws JacobiException if the shapes, types or settings do not fit
     */
    public static Polar polar(NDArray a, String side) {
        List<NDArray> f = Composed.polar(a, side);
        return new Polar(f.get(0), f.get(1));
    }
}
