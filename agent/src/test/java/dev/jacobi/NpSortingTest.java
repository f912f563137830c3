package dev.jacobi;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sorted, searched and counted arrays are what JAX has. */
@Tag("slow")
class NpSortingTest extends NpTable {
    @Test
    void order() {
        row("Np.sort(m)", () -> Np.sort(m), "float32 [3,4] -4 1 2 3.5 -6 0.5 7 8 -1 0 2 9");
        row("Np.sort(m, 0)", () -> Np.sort(m, 0), "float32 [3,4] 0.5 -6 -1 -4 1 2 3.5 0 9 2 7 8");
        row("Np.sort(n, 1)", () -> Np.sort(n, 1), "float32 [3,3] 1 3 nan nan nan nan -2 0 4");
        row("Np.sort(n, 1, true)", () -> Np.sort(n, 1, true), "float32 [3,3] nan 3 1 nan nan nan 4 0 -2");
        row("Np.sort(u)", () -> Np.sort(u), "uint8 [4] 7 100 200 255");
        row("Np.sort(h)", () -> Np.sort(h), "float16 [4] -30 0.125 1000.5 2000");
        row("Np.sort(c, 0)", () -> Np.sort(c, 0), "complex64 [2,2] 0.5 -2 1 3 -1 1 2 0");
        row("Np.sort(b, 1)", () -> Np.sort(b, 1), "bool [2,3] 0 1 1 1 1 1");
        row("Np.sortComplex(v)", () -> Np.sortComplex(v), "complex64 [5] -2 0.25 1.5 1.5 3 0 0 0 0 0");
        row("Np.argsort(m, 0)", () -> Np.argsort(m, 0), "int32 [3,4] 1 1 2 0 0 0 0 2 2 2 1 1");
        row("Np.argsort(v)", () -> Np.argsort(v), "int32 [5] 1 2 0 4 3");
        row("Np.argsort(v, 0, true)", () -> Np.argsort(v, 0, true), "int32 [5] 3 0 4 2 1");
        row("Np.argsort(n, 1)", () -> Np.argsort(n, 1), "int32 [3,3] 0 2 1 0 1 2 1 2 0");
        row("Np.argsort(c, 1)", () -> Np.argsort(c, 1), "int32 [2,2] 1 0 0 1");
        row("Np.argsort(u)", () -> Np.argsort(u), "int32 [4] 2 1 0 3");
        row("Np.argsort(NDArray.of(new double[] {0.0, -0.0, -1, -0.0}))", () -> Np.argsort(NDArray.of(new double[] {0.0, -0.0, -1, -0.0})), "int32 [4] 2 0 1 3");
        row("Np.lexsort(List.of(v, k))", () -> Np.lexsort(List.of(v, k)), "int32 [5] 1 2 0 3 4");
        row("Np.lexsort(List.of(k, v))", () -> Np.lexsort(List.of(k, v)), "int32 [5] 1 2 0 4 3");
        row("Np.partition(v, 2)", () -> Np.partition(v, 2), "float32 [5] -2 0.25 1.5 3 1.5");
        row("Np.argpartition(v, 2)", () -> Np.argpartition(v, 2), "int32 [5] 1 2 0 3 4");
        row("Np.topK(m, 2).get(0)", () -> Np.topK(m, 2).get(0), "float32 [3,2] 3.5 2 8 7 9 2");
        row("Np.topK(m, 2).get(1)", () -> Np.topK(m, 2).get(1), "int32 [3,2] 2 1 3 2 0 1");
        row("Np.topK(v, 4).get(1)", () -> Np.topK(v, 4).get(1), "int32 [4] 3 0 4 2");
        row("Np.topK(u, 3).get(0)", () -> Np.topK(u, 3).get(0), "uint8 [3] 255 200 100");
        row("Np.topK(m, 2, 0).get(0)", () -> Np.topK(m, 2, 0).get(0), "float32 [2,4] 9 2 7 8 1 2 3.5 0");
    }

    @Test
    void search() {
        row("Np.searchsorted(Np.sort(v), 1.5)", () -> Np.searchsorted(Np.sort(v), 1.5), "int32 [] 2");
        row("Np.searchsorted(Np.sort(v), NDArray.of(new double[] {-3, 1.5, 9, Double.NaN, 0.25}), 'right')", () -> Np.searchsorted(Np.sort(v), NDArray.of(new double[] {-3, 1.5, 9, Double.NaN, 0.25}), "right"),
            "int32 [5] 0 4 5 5 2");
        row("Np.searchsorted(Np.sort(v), NDArray.of(new double[] {-3, 1.5, 9, Double.NaN, 0.25}))", () -> Np.searchsorted(Np.sort(v), NDArray.of(new double[] {-3, 1.5, 9, Double.NaN, 0.25})),
            "int32 [5] 0 2 5 5 1");
        row("Np.searchsorted(v, m, 'left', Np.argsort(v))", () -> Np.searchsorted(v, m, "left", Np.argsort(v)), "int32 [3,4] 2 4 5 0 2 0 5 5 5 4 1 1");
        row("Np.searchsorted(Np.sort(u), NDArray.of(new int[] {100, 250}, DType.U8))", () -> Np.searchsorted(Np.sort(u), NDArray.of(new int[] {100, 250}, DType.U8)),
            "int32 [2] 1 3");
        row("Np.nonzero(i).get(1)", () -> Np.nonzero(i).get(1), "int32 [6] 0 1 2 0 1 2");
        row("Np.nonzero(m).get(0)", () -> Np.nonzero(m).get(0), "int32 [11] 0 0 0 0 1 1 1 1 2 2 2");
        row("Np.nonzero(m, 14).get(1)", () -> Np.nonzero(m, 14).get(1), "int32 [14] 0 1 2 3 0 1 2 3 0 1 2 0 0 0");
        row("Np.nonzero(b, 4).get(0)", () -> Np.nonzero(b, 4).get(0), "int32 [4] 0 0 1 1");
        row("Np.nonzero(b, 7, NDArray.of(-1)).get(1)", () -> Np.nonzero(b, 7, NDArray.of(-1)).get(1), "int32 [7] 0 2 0 1 2 -1 -1");
        row("Np.where(b).get(1)", () -> Np.where(b).get(1), "int32 [5] 0 2 0 1 2");
        row("Np.argwhere(b)", () -> Np.argwhere(b), "int32 [5,2] 0 0 0 2 1 0 1 1 1 2");
        row("Np.argwhere(b, 6)", () -> Np.argwhere(b, 6), "int32 [6,2] 0 0 0 2 1 0 1 1 1 2 0 0");
        row("Np.flatnonzero(m)", () -> Np.flatnonzero(m), "int32 [11] 0 1 2 3 4 5 6 7 8 9 10");
        row("Np.flatnonzero(k, 5)", () -> Np.flatnonzero(k, 5), "int32 [5] 0 2 3 4 0");
        row("Np.digitize(m, NDArray.of(new double[] {-1, 2, 3}))", () -> Np.digitize(m, NDArray.of(new double[] {-1, 2, 3})), "int32 [3,4] 1 2 3 0 1 0 3 3 3 2 1 1");
        row("Np.digitize(m, NDArray.of(new double[] {3, 2, -1}))", () -> Np.digitize(m, NDArray.of(new double[] {3, 2, -1})), "int32 [3,4] 2 1 0 3 2 3 0 0 0 1 2 2");
        row("Np.digitize(m, NDArray.of(new double[] {-1, 2, 3}), true)", () -> Np.digitize(m, NDArray.of(new double[] {-1, 2, 3}), true),
            "int32 [3,4] 1 1 3 0 1 0 3 3 3 1 0 1");
        row("Np.digitize(m, NDArray.of(new double[] {3, 2, -1}), true)", () -> Np.digitize(m, NDArray.of(new double[] {3, 2, -1}), true),
            "int32 [3,4] 2 2 0 3 2 3 0 0 0 2 3 2");
    }

    @Test
    void sets() {
        row("Np.unique(v)", () -> Np.unique(v), "float32 [4] -2 0.25 1.5 3");
        row("Np.unique(n)", () -> Np.unique(n), "float32 [6] -2 0 1 3 4 nan");
        row("Np.unique(k, 6)", () -> Np.unique(k, 6), "int32 [6] 0 1 2 5 0 0");
        row("Np.unique(k, 6, NDArray.of(-7))", () -> Np.unique(k, 6, NDArray.of(-7)), "int32 [6] 0 1 2 5 -7 -7");
        row("Np.unique(k, 2)", () -> Np.unique(k, 2), "int32 [2] 0 1");
        row("Np.unique(b)", () -> Np.unique(b), "bool [2] 0 1");
        row("Np.unique(c)", () -> Np.unique(c), "complex64 [4] -2 0.5 1 3 1 -1 2 0");
        row("Np.unique(e)", () -> Np.unique(e), "float32 [0] ");
        row("Np.uniqueAll(k).get(1)", () -> Np.uniqueAll(k).get(1), "int32 [4] 1 2 0 4");
        row("Np.uniqueAll(k).get(2)", () -> Np.uniqueAll(k).get(2), "int32 [5] 2 0 1 2 3");
        row("Np.uniqueAll(k, 6, null).get(1)", () -> Np.uniqueAll(k, 6, null).get(1), "int32 [6] 1 2 0 4 1 1");
        row("Np.uniqueCounts(k).get(1)", () -> Np.uniqueCounts(k).get(1), "int32 [4] 1 1 2 1");
        row("Np.uniqueCounts(k, 6, null).get(1)", () -> Np.uniqueCounts(k, 6, null).get(1), "int32 [6] 1 1 2 1 0 0");
        row("Np.uniqueInverse(m).get(1)", () -> Np.uniqueInverse(m).get(1), "int32 [3,4] 5 6 7 1 4 0 8 9 10 6 2 3");
        row("Np.uniqueValues(m)", () -> Np.uniqueValues(m), "float32 [11] -6 -4 -1 0 0.5 1 2 3.5 7 8 9");
        row("Np.isin(m, v)", () -> Np.isin(m, v), "bool [3,4] 0 0 0 0 0 0 0 0 0 0 0 0");
        row("Np.isin(m, NDArray.of(new double[] {2, -4}), true)", () -> Np.isin(m, NDArray.of(new double[] {2, -4}), true), "bool [3,4] 1 0 1 0 1 1 1 1 1 0 1 1");
        row("Np.isin(c, c)", () -> Np.isin(c, c), "bool [2,2] 1 1 1 1");
        row("Np.in1d(i, k)", () -> Np.in1d(i, k), "bool [6] 0 0 0 1 0 0");
        row("Np.setdiff1d(i, k)", () -> Np.setdiff1d(i, k), "int32 [5] -5 -1 3 4 9");
        row("Np.setdiff1d(i, k, 6)", () -> Np.setdiff1d(i, k, 6), "int32 [6] -5 -1 3 4 9 0");
        row("Np.union1d(i, k)", () -> Np.union1d(i, k), "int32 [9] -5 -1 0 1 2 3 4 5 9");
        row("Np.union1d(i, k, 12)", () -> Np.union1d(i, k, 12), "int32 [12] -5 -1 0 1 2 3 4 5 9 -5 -5 -5");
        row("Np.intersect1d(m, v.plus(0.5))", () -> Np.intersect1d(m, v.plus(0.5)), "float32 [2] 2 3.5");
        row("Np.intersect1d(m, v.plus(0.5), 4)", () -> Np.intersect1d(m, v.plus(0.5), 4), "float32 [4] 2 3.5 2 2");
    }

    @Test
    void setsMore1() {
        row("Np.setxor1d(m, v)", () -> Np.setxor1d(m, v), "float32 [15] -6 -4 -2 -1 0 0.25 0.5 1 1.5 2 3 3.5 7 8 9");
        row("Np.setxor1d(i, k, 9)", () -> Np.setxor1d(i, k, 9), "int32 [9] -5 -1 0 2 3 4 5 9 -5");
        row("Np.setxor1d(i, k, 9, NDArray.of(77))", () -> Np.setxor1d(i, k, 9, NDArray.of(77)), "int32 [9] -5 -1 0 2 3 4 5 9 77");
    }

    @Test
    void histograms() {
        row("Np.bincount(k)", () -> Np.bincount(k), "int32 [6] 1 1 2 0 0 1");
        row("Np.bincount(k, v, 8)", () -> Np.bincount(k, v, 8), "float32 [8] -2 0.25 4.5 0 0 1.5 0 0");
        row("Np.bincount(k, null, 0, 3)", () -> Np.bincount(k, null, 0, 3), "int32 [3] 1 1 2");
        row("Np.bincount(NDArray.of(new int[] {-4, 1, 1}))", () -> Np.bincount(NDArray.of(new int[] {-4, 1, 1})), "int32 [2] 1 2");
        row("Np.histogramBinEdges(m, 4)", () -> Np.histogramBinEdges(m, 4), "float32 [5] -6 -2.25 1.5 5.25 9");
        row("Np.histogramBinEdges(v, 3, NDArray.of(new double[] {0, 1}))", () -> Np.histogramBinEdges(v, 3, NDArray.of(new double[] {0, 1})),
            "float32 [4] 0 0.333333343 0.666666687 1");
        row("Np.histogramBinEdges(NDArray.of(new double[] {2, 2}), 2)", () -> Np.histogramBinEdges(NDArray.of(new double[] {2, 2}), 2), "float32 [3] 1.5 2 2.5");
        row("Np.histogram(m).get(0)", () -> Np.histogram(m).get(0), "float32 [10] 1 1 0 1 3 2 1 0 1 2");
        row("Np.histogram(m, 4).get(0)", () -> Np.histogram(m, 4).get(0), "float32 [4] 2 4 3 3");
        row("Np.histogram(v, 3, NDArray.of(new double[] {0, 2}), k, false).get(0)", () -> Np.histogram(v, 3, NDArray.of(new double[] {0, 2}), k, false).get(0),
            "float32 [3] 1 0 7");
        row("Np.histogram(m, NDArray.of(new double[] {-4, 0, 2, 8})).get(0)", () -> Np.histogram(m, NDArray.of(new double[] {-4, 0, 2, 8})).get(0), "float32 [3] 2 3 5");
        row("Np.histogram(m, NDArray.of(new double[] {-4, 0, 2, 8}), null, true).get(0)", () -> Np.histogram(m, NDArray.of(new double[] {-4, 0, 2, 8}), null, true).get(0),
            "float32 [3] 0.0500000007 0.150000006 0.0833333358");
        row("Np.histogram(i, 3).get(0)", () -> Np.histogram(i, 3).get(0), "float32 [3] 2 3 1");
        row("Np.histogram2d(v, k.astype(DType.F32), 3).get(0)", () -> Np.histogram2d(v, k.astype(DType.F32), 3).get(0), "int32 [3,3] 1 0 0 1 0 0 0 2 1");
        row("Np.histogram2d(v, v, NDArray.of(new double[] {-1, 0, 2}), NDArray.of(new double[] {-2, 1, 5}), k.astype(DType.F32), true).get(0)", () -> Np.histogram2d(v, v, NDArray.of(new double[] {-1, 0, 2}), NDArray.of(new double[] {-2, 1, 5}), k.astype(DType.F32), true).get(0),
            "float32 [2,2] 0 0 0.020833334 0.109375");
        row("Np.histogramdd(Np.transpose(m), 2).get(0)", () -> Np.histogramdd(Np.transpose(m), 2).get(0), "int32 [2,2,2] 0 0 1 0 1 1 1 0");
    }
}
