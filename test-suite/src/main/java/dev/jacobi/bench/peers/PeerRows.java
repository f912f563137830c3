package dev.jacobi.bench.peers;

import static dev.jacobi.bench.peers.PeerInputs.evenly;
import static dev.jacobi.bench.peers.PeerInputs.normal;
import static dev.jacobi.bench.peers.PeerInputs.rows;
import static dev.jacobi.bench.peers.PeerInputs.times;
import static dev.jacobi.bench.peers.PeerInputs.uniform;

import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Fn5;
import dev.jacobi.Jacobi;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.Prng;
import dev.jacobi.bench.peers.PeerForm.Call;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** All rows by their names, in the order in which they run; each is made, with its inputs, when its turn comes. */
final class PeerRows {
    private static final int LONG = 1 << 22;
    private static final int SORTED = 1 << 20;
    private static final int SIDE = 1024;
    private static final int BODIES = 2048;
    private static final int ROWS = 2048;

    private PeerRows() {
    }

    static Map<String, Supplier<PeerRow>> all() {
        var all = new LinkedHashMap<String, Supplier<PeerRow>>();
        all.put("saxpy", PeerRows::saxpy);
        all.put("sum", PeerRows::sum);
        all.put("sines", PeerRows::sines);
        all.put("softmax", PeerRows::softmax);
        all.put("options", PeerRows::options);
        all.put("options-gradient", PeerRows::optionsGradient);
        all.put("mandelbrot", PeerRows::mandelbrot);
        all.put("nbody", PeerRows::nbody);
        all.put("matmul", PeerRows::matmul);
        all.put("matmul-flat", PeerRows::matmulFlat);
        all.put("layernorm", PeerRows::layernorm);
        all.put("layernorm-flat", PeerRows::layernormFlat);
        all.put("softmax-rows", PeerRows::softmaxRows);
        all.put("softmax-rows-flat", PeerRows::softmaxRowsFlat);
        all.put("column-sums", PeerRows::columnSums);
        all.put("column-sums-flat", PeerRows::columnSumsFlat);
        all.putAll(PeerNetworks.all());
        all.put("normal", PeerRows::normals);
        all.put("sort", PeerRows::sort);
        all.put("cumsum", PeerRows::cumsum);
        all.put("add", PeerRows::add);
        return all;
    }

    private static PeerRow saxpy() {
        float[] x = normal(1, LONG, 1);
        float[] y = normal(2, LONG, 1);
        NDArray nx = NDArray.of(x);
        NDArray ny = NDArray.of(y);
        return new PeerRow("saxpy", "saxpy", 12.0 * LONG, 2.0 * LONG).input("x", x).input("y", y).within(1e-6)
            .java(() -> StreamLoops.saxpy(2, x, y)).streams(() -> StreamLoops.saxpyStream(2, x, y))
            .loops(o -> {
                Fn3<Float, float[], float[], float[]> f = Jacobi.jit(StreamLoops::saxpy, o);
                return new Call(f, () -> f.apply(2f, x, y));
            })
            .arrays(o -> {
                Fn2<NDArray, NDArray, NDArray> f = Jacobi.jit(ArrayForms::saxpy, o);
                return new Call(f, () -> f.apply(nx, ny));
            });
    }

    private static PeerRow sum() {
        float[] x = normal(3, LONG, 1);
        NDArray nx = NDArray.of(x);
        return new PeerRow("sum", "sum", 4.0 * LONG, LONG).input("x", x).within(0.1)
            .java(() -> StreamLoops.sum(x)).streams(() -> StreamLoops.sumStream(x))
            .loops(o -> {
                Fn1<float[], Float> f = Jacobi.jit(StreamLoops::sum, o);
                return new Call(f, () -> f.apply(x));
            })
            .arrays(o -> {
                Fn1<NDArray, NDArray> f = Jacobi.jit(ArrayForms::sum, o);
                return new Call(f, () -> f.apply(nx));
            });
    }

    private static PeerRow sines() {
        float[] x = normal(4, LONG, 1);
        return vector("sines", 8.0 * LONG, x, StreamLoops::sines, ArrayForms::sines).streams(() -> StreamLoops.sinesStream(x)).within(1e-6);
    }

    private static PeerRow softmax() {
        return vector("softmax", 8.0 * LONG, normal(5, LONG, 1), StreamLoops::softmax, ArrayForms::softmax).within(1e-3);
    }

    private static PeerRow cumsum() {
        return vector("cumsum", 8.0 * LONG, normal(6, LONG, 1), StreamLoops::cumsum, Np::cumsum).within(1e-3);
    }

    private static PeerRow sort() {
        float[] x = normal(7, SORTED, 1);
        return vector("sort", 8.0 * SORTED, x, StreamLoops::sort, Np::sort).streams(() -> StreamLoops.sortParallel(x)).within(0);
    }

    /** A row of a function from one vector to one. */
    private static PeerRow vector(String name, double bytes, float[] x, Fn1<float[], float[]> loops, Fn1<NDArray, NDArray> arrays) {
        NDArray nx = NDArray.of(x);
        return new PeerRow(name, name, bytes, 0).input("x", x).java(() -> loops.apply(x))
            .loops(o -> {
                Fn1<float[], float[]> f = Jacobi.jit(loops, o);
                return new Call(f, () -> f.apply(x));
            })
            .arrays(o -> {
                Fn1<NDArray, NDArray> f = Jacobi.jit(arrays, o);
                return new Call(f, () -> f.apply(nx));
            });
    }

    private static PeerRow options() {
        float[] s = uniform(8, LONG, 10, 100);
        float[] k = times(s, 1.1);
        float[] t = times(s, 0.02);
        NDArray[] n = {NDArray.of(s), NDArray.of(k), NDArray.of(t)};
        return new PeerRow("options", "options", 16.0 * LONG, 0).input("s", s).input("k", k).input("t", t)
            .java(() -> OptionLoops.prices(s, k, t)).streams(() -> OptionLoops.pricesStream(s, k, t))
            .loops(o -> {
                Fn3<float[], float[], float[], float[]> f = Jacobi.jit(OptionLoops::prices, o);
                return new Call(f, () -> f.apply(s, k, t));
            })
            .arrays(o -> {
                Fn3<NDArray, NDArray, NDArray, NDArray> f = Jacobi.jit(ArrayForms::prices, o);
                return new Call(f, () -> f.apply(n[0], n[1], n[2]));
            });
    }

    private static PeerRow optionsGradient() {
        float[] s = uniform(8, LONG, 10, 100);
        float[] k = times(s, 1.1);
        float[] t = times(s, 0.02);
        NDArray[] n = {NDArray.of(s), NDArray.of(k), NDArray.of(t)};
        return new PeerRow("options-gradient", "options_gradient", 24.0 * LONG, 0).input("s", s).input("k", k).input("t", t).within(1e-3)
            .java(() -> OptionLoops.slopes(s, k, t))
            .loops(o -> {
                Fn3<float[], float[], float[], Object> f = Jacobi.jit(Jacobi.<float[], float[], float[], Float, Object>grad(OptionLoops::total, 0, 1, 2), o);
                return new Call(f, () -> f.apply(s, k, t));
            })
            .arrays(o -> {
                Fn3<NDArray, NDArray, NDArray, Object> f = Jacobi.jit(Jacobi.<NDArray, NDArray, NDArray, NDArray, Object>grad(ArrayForms::total, 0, 1, 2), o);
                return new Call(f, () -> f.apply(n[0], n[1], n[2]));
            });
    }

    private static PeerRow mandelbrot() {
        float[] cx = evenly(-2, 1, SIDE);
        float[] cy = evenly(-1.5, 1.5, SIDE);
        var grid = ArrayForms.grid(NDArray.of(cx), NDArray.of(cy));
        // a point that leaves in one form a step earlier by rounding may be up to 100 steps off; what is compared is that few are
        return new PeerRow("mandelbrot", "mandelbrot", 0, 1000.0 * SIDE * SIDE).input("cx", cx).input("cy", cy).onAverage(1e-3)
            .java(() -> PictureLoops.mandelbrot(cx, cy, 100)).streams(() -> PictureLoops.mandelbrotStream(cx, cy, 100))
            .loops(o -> {
                Fn3<float[], float[], Integer, int[]> f = Jacobi.jit(PictureLoops::mandelbrot, o);
                return new Call(f, () -> f.apply(cx, cy, 100));
            })
            .arrays(o -> {
                Fn2<NDArray, NDArray, NDArray> f = Jacobi.jit(ArrayForms::mandelbrot, o);
                return new Call(f, () -> f.apply(grid.get(0), grid.get(1)));
            });
    }

    private static PeerRow nbody() {
        float[] p = normal(9, 3 * BODIES, 1);
        NDArray np = NDArray.of(p).reshape(BODIES, 3);
        return new PeerRow("nbody", "nbody", 0, 20.0 * BODIES * BODIES).input("p", rows(p, 3)).within(1e-3)
            .java(() -> PictureLoops.nbody(p)).streams(() -> PictureLoops.nbodyStream(p))
            .loops(o -> {
                Fn1<float[], float[]> f = Jacobi.jit(PictureLoops::nbody, o);
                return new Call(f, () -> f.apply(p));
            })
            .arrays(o -> {
                Fn1<NDArray, NDArray> f = Jacobi.jit(ArrayForms::nbody, o);
                return new Call(f, () -> f.apply(np));
            });
    }

    private static PeerRow matmul() {
        float[][] a = rows(normal(10, SIDE * SIDE, 1), SIDE);
        float[][] b = rows(normal(11, SIDE * SIDE, 1), SIDE);
        NDArray na = NDArray.of(a);
        NDArray nb = NDArray.of(b);
        return new PeerRow("matmul", "matmul", 0, 2.0 * SIDE * SIDE * SIDE).input("a", a).input("b", b)
            .java(() -> MatrixLoops.matmul(a, b)).streams(() -> MatrixLoops.matmulStream(a, b))
            .loops(o -> {
                Fn2<float[][], float[][], float[][]> f = Jacobi.jit(MatrixLoops::matmul, o);
                return new Call(f, () -> f.apply(a, b));
            })
            .arrays(o -> {
                Fn2<NDArray, NDArray, NDArray> f = Jacobi.jit(Np::matmul, o);
                return new Call(f, () -> f.apply(na, nb));
            });
    }

    private static PeerRow matmulFlat() {
        float[] a = normal(10, SIDE * SIDE, 1);
        float[] b = normal(11, SIDE * SIDE, 1);
        return new PeerRow("matmul-flat", "matmul", 0, 2.0 * SIDE * SIDE * SIDE).input("a", rows(a, SIDE)).input("b", rows(b, SIDE))
            .java(() -> FlatLoops.matmul(a, b, SIDE, SIDE, SIDE))
            .loops(o -> {
                Fn5<float[], float[], Integer, Integer, Integer, float[]> f = Jacobi.jit(FlatLoops::matmul, o);
                return new Call(f, () -> f.apply(a, b, SIDE, SIDE, SIDE));
            });
    }

    private static PeerRow layernorm() {
        float[][] x = rows(normal(12, ROWS * SIDE, 1), SIDE);
        return matrix("layernorm", "layernorm", 8, x, MatrixLoops::layernorm, ArrayForms::layernorm).streams(() -> MatrixLoops.layernormStream(x));
    }

    private static PeerRow softmaxRows() {
        float[][] x = rows(normal(12, ROWS * SIDE, 1), SIDE);
        return matrix("softmax-rows", "softmax_rows", 8, x, MatrixLoops::softmaxRows, ArrayForms::softmax).streams(() -> MatrixLoops.softmaxRowsStream(x));
    }

    private static PeerRow columnSums() {
        float[][] x = rows(normal(12, ROWS * SIDE, 1), SIDE);
        NDArray nx = NDArray.of(x);
        return new PeerRow("column-sums", "column_sums", 4.0 * ROWS * SIDE, (double) ROWS * SIDE).input("x", x).java(() -> MatrixLoops.columnSums(x))
            .loops(o -> {
                Fn1<float[][], float[]> f = Jacobi.jit(MatrixLoops::columnSums, o);
                return new Call(f, () -> f.apply(x));
            })
            .arrays(o -> {
                Fn1<NDArray, NDArray> f = Jacobi.jit(ArrayForms::columnSums, o);
                return new Call(f, () -> f.apply(nx));
            });
    }

    private static PeerRow matrix(String name, String twin, int bytes, float[][] x, Fn1<float[][], float[][]> loops, Fn1<NDArray, NDArray> arrays) {
        NDArray nx = NDArray.of(x);
        return new PeerRow(name, twin, (double) bytes * ROWS * SIDE, 0).input("x", x).java(() -> loops.apply(x))
            .loops(o -> {
                Fn1<float[][], float[][]> f = Jacobi.jit(loops, o);
                return new Call(f, () -> f.apply(x));
            })
            .arrays(o -> {
                Fn1<NDArray, NDArray> f = Jacobi.jit(arrays, o);
                return new Call(f, () -> f.apply(nx));
            });
    }

    private static PeerRow layernormFlat() {
        return flat("layernorm-flat", "layernorm", 8, FlatLoops::layernorm);
    }

    private static PeerRow softmaxRowsFlat() {
        return flat("softmax-rows-flat", "softmax_rows", 8, FlatLoops::softmaxRows);
    }

    private static PeerRow columnSumsFlat() {
        return flat("column-sums-flat", "column_sums", 4, FlatLoops::columnSums);
    }

    private static PeerRow flat(String name, String twin, int bytes, Fn3<float[], Integer, Integer, float[]> loops) {
        float[] x = normal(12, ROWS * SIDE, 1);
        return new PeerRow(name, twin, (double) bytes * ROWS * SIDE, 0).input("x", rows(x, SIDE)).java(() -> loops.apply(x, ROWS, SIDE))
            .loops(o -> {
                Fn3<float[], Integer, Integer, float[]> f = Jacobi.jit(loops, o);
                return new Call(f, () -> f.apply(x, ROWS, SIDE));
            });
    }

    private static PeerRow normals() {
        NDArray key = Prng.key(0);
        return new PeerRow("normal", "normal", 4.0 * LONG, 0).input("n", LONG).ofOtherNumbers()
            .java(() -> StreamLoops.normal(0, LONG)).streams(() -> StreamLoops.normalStream(0, LONG))
            .loops(o -> {
                Fn2<Long, Integer, float[]> f = Jacobi.jit(StreamLoops::normal, o);
                return new Call(f, () -> f.apply(0L, LONG));
            })
            .arrays(o -> {
                Fn2<NDArray, Integer, NDArray> f = Jacobi.jit(ArrayForms::normal, o.staticArgs(1));
                return new Call(f, () -> f.apply(key, LONG));
            });
    }

    private static PeerRow add() {
        NDArray one = NDArray.of(1f);
        return new PeerRow("add", "add", 0, 0).input("a", 1f).within(0).java(() -> StreamLoops.add(1))
            .loops(o -> {
                Fn1<Float, Float> f = Jacobi.jit(StreamLoops::add, o);
                return new Call(f, () -> f.apply(1f));
            })
            .arrays(o -> {
                Fn1<NDArray, NDArray> f = Jacobi.jit((NDArray a) -> a.plus(1), o);
                return new Call(f, () -> f.apply(one));
            });
    }
}
