package dev.jacobi.polybench;

import java.util.List;
import java.util.function.BiFunction;

/** PolyBench's thirty kernels with their extents: a table. */
public final class PolyKernels {
    private static final double ALPHA = 1.5;
    private static final double BETA = 1.2;

    private PolyKernels() {
    }

    private static PolyKernel of(String name, Class<?> nested, Class<?> flat, int[] mini, int[] medium, BiFunction<int[], PolyData, Object[]> make) {
        return new PolyKernel(name, nested, flat, mini, medium, n -> make.apply(n, new PolyData(name.hashCode())));
    }

    private static int[] n(int... extents) {
        return extents;
    }

    private static Object[] args(Object... all) {
        return all;
    }

    /** All of them. */
    public static List<PolyKernel> all() {
        return List.of(
            of("gemm", Blas.class, FlatBlas.class, n(20, 25, 30), n(200, 220, 240),
                (n, d) -> args(n[0], n[1], n[2], ALPHA, BETA, d.matrix(n[0], n[1]), d.matrix(n[0], n[2]), d.matrix(n[2], n[1]))),
            of("gemver", Blas.class, FlatBlas.class, n(41), n(400),
                (n, d) -> args(n[0], ALPHA, BETA, d.matrix(n[0], n[0]), d.vector(n[0]), d.vector(n[0]), d.vector(n[0]), d.vector(n[0]),
                d.vector(n[0]), d.vector(n[0]), d.vector(n[0]), d.vector(n[0]))),
            of("gesummv", Blas.class, FlatBlas.class, n(30), n(250),
                (n, d) -> args(n[0], ALPHA, BETA, d.matrix(n[0], n[0]), d.matrix(n[0], n[0]), d.vector(n[0]), d.vector(n[0]), d.vector(n[0]))),
            of("symm", Blas.class, FlatBlas.class, n(20, 31), n(200, 240),
                (n, d) -> args(n[0], n[1], ALPHA, BETA, d.matrix(n[0], n[1]), d.matrix(n[0], n[0]), d.matrix(n[0], n[1]))),
            of("syr2k", Blas.class, FlatBlas.class, n(30, 20), n(240, 200),
                (n, d) -> args(n[0], n[1], ALPHA, BETA, d.matrix(n[0], n[0]), d.matrix(n[0], n[1]), d.matrix(n[0], n[1]))),
            of("syrk", Blas.class, FlatBlas.class, n(31, 20), n(240, 200), (n, d) -> args(n[0], n[1], ALPHA, BETA, d.matrix(n[0], n[0]), d.matrix(n[0], n[1]))),
            of("trmm", Blas.class, FlatBlas.class, n(20, 33), n(200, 240), (n, d) -> args(n[0], n[1], ALPHA, d.matrix(n[0], n[0]), d.matrix(n[0], n[1]))),
            of("twoMm", Products.class, FlatProducts.class, n(16, 18, 22, 24), n(180, 190, 210, 220),

                (n, d) -> args(n[0], n[1], n[2], n[3], ALPHA, BETA, d.matrix(n[0], n[1]), d.matrix(n[0], n[2]), d.matrix(n[2], n[1]), d.matrix(n[1], n[3]), d.matrix(n[0], n[3]))),
            of("threeMm", Products.class, FlatProducts.class, n(16, 18, 20, 22, 24), n(180, 190, 200, 210, 220),
                (n, d) -> args(n[0], n[1], n[2], n[3], n[4], d.matrix(n[0], n[1]),
                d.matrix(n[0], n[2]), d.matrix(n[2], n[1]), d.matrix(n[1], n[3]), d.matrix(n[1], n[4]), d.matrix(n[4], n[3]), d.matrix(n[0], n[3]))),
            of("atax", Products.class, FlatProducts.class, n(38, 42), n(390, 410),
                (n, d) -> args(n[0], n[1], d.matrix(n[0], n[1]), d.vector(n[1]), d.vector(n[1]), d.vector(n[0]))),
            of("bicg", Products.class, FlatProducts.class, n(38, 42), n(390, 410),
                (n, d) -> args(n[0], n[1], d.matrix(n[1], n[0]), d.vector(n[0]), d.vector(n[1]), d.vector(n[0]), d.vector(n[1]))),
            of("doitgen", Products.class, FlatProducts.class, n(10, 8, 13), n(50, 40, 60),
                (n, d) -> args(n[0], n[1], n[2], d.cube(n[0], n[1], n[2]), d.matrix(n[2], n[2]), d.vector(n[2]))),
            of("mvt", Products.class, FlatProducts.class, n(40), n(400),
                (n, d) -> args(n[0], d.vector(n[0]), d.vector(n[0]), d.vector(n[0]), d.vector(n[0]), d.matrix(n[0], n[0]))),
            of("cholesky", Solvers.class, FlatSolvers.class, n(40), n(400), (n, d) -> args(n[0], d.definite(n[0]))),
            of("durbin", Solvers.class, FlatSolvers.class, n(40), n(400), (n, d) -> args(n[0], d.small(n[0]), d.vector(n[0]))),
            of("gramschmidt", Solvers.class, FlatSolvers.class, n(31, 20), n(240, 200),
                (n, d) -> args(n[0], n[1], d.matrix(n[0], n[1]), d.matrix(n[1], n[1]), d.matrix(n[0], n[1]))),
            of("lu", Solvers.class, FlatSolvers.class, n(40), n(400), (n, d) -> args(n[0], d.definite(n[0]))),
            of("ludcmp", Solvers.class, FlatSolvers.class, n(41), n(400), (n, d) -> args(n[0], d.definite(n[0]), d.vector(n[0]), d.vector(n[0]), d.vector(n[0]))),
            of("trisolv", Solvers.class, FlatSolvers.class, n(40), n(400), (n, d) -> args(n[0], d.definite(n[0]), d.vector(n[0]), d.vector(n[0]))),
            of("correlation", DataMining.class, FlatDataMining.class, n(28, 33), n(240, 260),
                (n, d) -> args(n[0], n[1], d.matrix(n[1], n[0]), d.matrix(n[0], n[0]), d.vector(n[0]), d.vector(n[0]))),
            of("covariance", DataMining.class, FlatDataMining.class, n(29, 32), n(240, 260),
                (n, d) -> args(n[0], n[1], d.matrix(n[1], n[0]), d.matrix(n[0], n[0]), d.vector(n[0]))),
            of("deriche", Medley.class, FlatMedley.class, n(64, 49), n(720, 480),
                (n, d) -> args(n[0], n[1], 0.25f, d.image(n[0], n[1]), d.image(n[0], n[1]), d.image(n[0], n[1]), d.image(n[0], n[1]))),
            of("floydWarshall", Medley.class, FlatMedley.class, n(57), n(500), (n, d) -> args(n[0], d.distances(n[0]))),
            of("nussinov", Medley.class, FlatMedley.class, n(61), n(500), (n, d) -> args(n[0], d.letters(n[0]), new int[n[0]][n[0]])),
            of("adi", Stencils.class, FlatStencils.class, n(20, 21), n(100, 200),
                (n, d) -> args(n[0], n[1], d.matrix(n[1], n[1]), d.matrix(n[1], n[1]), d.matrix(n[1], n[1]), d.matrix(n[1], n[1]))),
            of("fdtd2d", Stencils.class, FlatStencils.class, n(20, 21, 30), n(100, 200, 240),
                (n, d) -> args(n[0], n[1], n[2], d.matrix(n[1], n[2]), d.matrix(n[1], n[2]), d.matrix(n[1], n[2]), d.vector(n[0]))),
            of("heat3d", Stencils.class, FlatStencils.class, n(20, 11), n(100, 40), (n, d) -> args(n[0], n[1], d.cube(n[1], n[1], n[1]), d.cube(n[1], n[1], n[1]))),
            of("jacobi1d", Stencils.class, FlatStencils.class, n(20, 31), n(100, 400), (n, d) -> args(n[0], n[1], d.vector(n[1]), d.vector(n[1]))),
            of("jacobi2d", Stencils.class, FlatStencils.class, n(20, 31), n(100, 250), (n, d) -> args(n[0], n[1], d.matrix(n[1], n[1]), d.matrix(n[1], n[1]))),
            of("seidel2d", Stencils.class, FlatStencils.class, n(20, 41), n(100, 400), (n, d) -> args(n[0], n[1], d.matrix(n[1], n[1]))));
    }
}
