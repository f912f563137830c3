// Saves programs for the CPU and for a plugin's devices, or loads and calls them. Prints what they give.
package dev.jacobi.tpu;

import dev.jacobi.Compiled;
import dev.jacobi.DType;
import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import dev.jacobi.Lax;
import dev.jacobi.Mesh;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.Options;
import dev.jacobi.PartitionSpec;
import dev.jacobi.Prng;
import dev.jacobi.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Arguments: save or load, the folder, which programs. */
public final class SavedProgramsMain {
    private SavedProgramsMain() {
    }

    record Point(double[] x, NDArray y) {
    }

    static Point moved(Point p, double by) {
        var x = new double[p.x().length];
        for (int i = 0; i < x.length; i++) {
            x[i] = p.x()[i] + Math.sin(by * i);
        }
        return new Point(x, Np.tanh(p.y()).times(by));
    }

    static NDArray product(NDArray a, NDArray b) {
        return Np.matmul(a, b).plus(1);
    }

    static NDArray mean(NDArray a, NDArray b) {
        return Lax.pmean(Np.matmul(a, b).sum(0), "data");
    }

    static double element(double[] x, int i) {
        return x[i] + 1;
    }

    private static NDArray array(int seed, int... shape) {
        return Prng.normal(Prng.key(seed), shape, DType.F64);
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        boolean save = args[0].equals("save");
        for (String name : Arrays.copyOfRange(args, 2, args.length)) {
            if (save) {
                save(name, folder.resolve(name));
            } else {
                try {
                    load(name, folder.resolve(name));
                } catch (JacobiException e) {
                    System.out.println(name + " " + e.getMessage());
                }
            }
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void save(String name, Path file) throws IOException {
        Fn2<NDArray, NDArray, NDArray> product = SavedProgramsMain::product;
        Options there = Options.DEFAULT.backend("tpu");
        switch (name) {
            case "cpu" -> Jacobi.lower(Jacobi.jit(SavedProgramsMain::moved), new Point(new double[1], array(1, 2)), 1.0).compile().save(file);
            case "device" -> Jacobi.lower(Jacobi.jit(product, there), array(1, 4, 3), array(2, 3, 2)).compile().save(file);
            case "checked" -> Jacobi.lower(Jacobi.jit(SavedProgramsMain::element, there), new double[3], 1).compile().save(file);
            case "target" -> Jacobi.lower(product, Np.ones(4, 3), Np.ones(3, 2)).compile(Target.tpu("v5e:2x2")).save(file);
            case "targets" -> Jacobi.lower(mesh("cpu:4"), Np.ones(8, 3), Np.ones(3, 2)).compile(Target.tpu("v5e:2x2")).save(file);
            case "mesh" -> Jacobi.lower(mesh("tpu:4"), array(1, 8, 3), array(2, 3, 2)).compile().save(file);
            default -> throw new IllegalArgumentException(name);
        }
    }

    private static Fn2<NDArray, NDArray, NDArray> mesh(String devices) {
        PartitionSpec rows = PartitionSpec.of("data");
        return Jacobi.jit(Jacobi.shardMap(SavedProgramsMain::mean, Mesh.of(Jacobi.devices(devices), "data", 4), List.of(rows, PartitionSpec.of()), PartitionSpec.of()));
    }

    private static boolean same(NDArray a, NDArray b) {
        return Arrays.equals(a.shape(), b.shape()) && a.minus(b).abs().max().item() < 1e-12;
    }

    private static void load(String name, Path file) throws IOException {
        Compiled c = Compiled.load(file);
        System.out.println(c);
        switch (name) {
            case "cpu" -> {
                var p = new Point(new double[] {1, 2, 3}, array(3, 5));
                Point got = (Point) c.call(p, 0.5);
                System.out.println(Arrays.equals(moved(p, 0.5).x(), got.x()) + " " + same(moved(p, 0.5).y(), got.y()) + " " + got.y().device());
            }
            case "device" -> {
                NDArray y = (NDArray) c.call(array(3, 4, 3), array(4, 3, 2));
                System.out.println(same(product(array(3, 4, 3), array(4, 3, 2)), y) + " " + y.device());
                say(() -> c.call(array(3, 5, 3), array(4, 3, 2)));
                say(() -> c.call(array(3, 4, 3)));
            }
            case "checked" -> {
                System.out.println(c.call(new double[] {1, 2, 3}, 2));
                say(() -> c.call(new double[] {1, 2, 3}, 3));
            }
            case "mesh" -> {
                NDArray a = array(3, 8, 3);
                NDArray y = (NDArray) c.call(a, array(4, 3, 2));
                System.out.println(same(Np.matmul(a, array(4, 3, 2)).sum(0).dividedBy(4), y) + " " + y.device() + " " + y.sharding());
            }
            default -> throw new IllegalArgumentException(name);
        }
    }

    private static void say(Runnable r) {
        try {
            r.run();
            System.out.println("nothing was thrown");
        } catch (JacobiException e) {
            System.out.println(e.getMessage());
        }
    }
}
