// Arrays and functions on meshes of a plugin's eight devices: prints what each case gives, and compares it with the same on one device.
package dev.jacobi.tpu;

import dev.jacobi.DType;
import dev.jacobi.Device;
import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import dev.jacobi.Lax;
import dev.jacobi.Mesh;
import dev.jacobi.NDArray;
import dev.jacobi.NamedSharding;
import dev.jacobi.Np;
import dev.jacobi.Options;
import dev.jacobi.PartitionSpec;
import dev.jacobi.Prng;
import dev.jacobi.Shard;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.ValueAndTangent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Argument: which cases. */
final class MeshArraysMain {
    private static final PartitionSpec WHOLE = PartitionSpec.of();
    private static final PartitionSpec ROWS = PartitionSpec.of("data");

    private MeshArraysMain() {
    }

    public static void main(String[] args) {
        switch (args[0]) {
            case "arrays" -> arrays();
            case "functions" -> functions();
            case "sentences" -> sentences();
            case "lost" -> lost();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static NDArray random(int seed, int... shape) {
        return Prng.normal(Prng.key(seed), shape, DType.F64);
    }

    private static Mesh mesh(int n) {
        return Mesh.of(Jacobi.devices("tpu:" + n), "data", n);
    }

    private static Mesh square() {
        return Mesh.of(Jacobi.devices("tpu"), "data", 2, "model", 4);
    }

    private static boolean same(NDArray a, NDArray b) {
        return Arrays.equals(a.shape(), b.shape()) && a.dtype() == b.dtype() && (a.size() == 0 || a.dtype().isComplex() ? a.toString().equals(b.toString())
            : a.dtype() == DType.BOOL ? a.toString().equals(b.toString()) : a.minus(b).abs().max().item() <= 1e-10);
    }

    /** Each device has the block that the layout says, and all together are the array. */
    private static String put(NDArray x, Mesh mesh, PartitionSpec spec) {
        NDArray y = Jacobi.put(x, new NamedSharding(mesh, spec));
        boolean blocks = true;
        var there = new ArrayList<Device>();
        for (Shard s : y.shards()) {
            int[] limit = s.start().clone();
            for (int k = 0; k < limit.length; k++) {
                limit[k] += s.data().shape(k);
            }
            blocks &= same(Lax.slice(x, s.start(), limit), s.data());
            there.add(s.device());
        }
        boolean again = Jacobi.put(y, new NamedSharding(mesh, spec)).value() == y.value();
        return (blocks && same(x, y.get()) && same(x, y) && y.get().sharding() == null && there.equals(mesh.devices()) && again ? "same " : "differs ") + y.device() + " " + y.sharding().spec() + " "
            + Jacobi.memory(y).values().iterator().next() + " " + y.get().device();
    }

    private static void arrays() {
        NDArray x = random(1, 4, 8);
        System.out.println("rows " + put(x, square(), ROWS));
        System.out.println("columns " + put(x, square(), PartitionSpec.of(null, "model")));
        System.out.println("both " + put(x, square(), PartitionSpec.of("data", "model")));
        System.out.println("turned " + put(x, square(), PartitionSpec.of("model", "data")));
        System.out.println("two axes in one " + put(x, square(), PartitionSpec.of(null, List.of("model", "data"))));
        System.out.println("whole " + put(x, square(), WHOLE));
        System.out.println("a number " + put(random(2), square(), WHOLE));
        System.out.println("nothing " + put(Np.zeros(new int[] {0, 8}, DType.F64), square(), ROWS));
        System.out.println("integers " + put(Np.arange(16), mesh(8), ROWS));
        System.out.println("truth " + put(Np.arange(16).gt(5), mesh(8), ROWS));
        System.out.println("complex " + put(NDArray.complex(random(3, 8), random(4, 8)), mesh(8), ROWS));
        System.out.println("one device " + put(x, Mesh.of(Jacobi.devices("tpu").subList(5, 6), "data", 1), ROWS));
        var backwards = new ArrayList<>(Jacobi.devices("tpu"));
        Collections.reverse(backwards);
        Mesh turned = Mesh.of(backwards.subList(0, 4), "data", 4);
        System.out.println("backwards " + put(x, turned, ROWS));
        Fn1<NDArray, NDArray> numbers = Jacobi.shardMap((NDArray v) -> v.plus(Lax.axisIndex("data")), turned, ROWS, ROWS);
        NDArray y = numbers.apply(Np.zeros(new int[] {4, 1}, DType.F64));
        System.out.println("numbered " + y.ravel() + " " + y.device() + " " + y.shards().get(1).data().item() + " on " + y.shards().get(1).device());
        NDArray closed = Jacobi.put(x, new NamedSharding(square(), ROWS));
        closed.close();
        System.out.println("the given one is still there " + x.get(0).get(0).item());
    }

    record Parts(NDArray w, double bias) {
    }

    record Answer(NDArray y, double sum, double[] each) {
    }

    static NDArray product(NDArray a, NDArray b) {
        return Np.tanh(Np.matmul(a, b));
    }

    static NDArray loss(NDArray w, NDArray x) {
        return Np.square(product(x, w)).mean();
    }

    static NDArray lossOfRows(NDArray w, NDArray x) {
        return Lax.pmean(loss(w, x), "data");
    }

    static Answer mixed(double[] x, Parts p, int n) {
        double s = 0;
        var each = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            each[i] = Math.sin(x[i]) * p.bias() * n;
            s += each[i];
        }
        return new Answer(p.w().times(p.bias()), s, each);
    }

    static double sumOfRows(double[][] x, double scale) {
        double s = 0;
        for (double[] row : x) {
            for (double v : row) {
                s += Math.exp(-v * v) * scale;
            }
        }
        return Lax.psum(s, "data");
    }

    private static void print(String name, boolean same, Fn f, Object more) {
        System.out.println(name + (same ? " same " : " differs ") + Jacobi.cacheInfo(f).backends() + " " + more);
    }

    private static void functions() {
        NDArray a = random(1, 8, 6);
        NDArray b = random(2, 6, 4);
        NDArray want = product(a, b);
        var rows = new NamedSharding(square(), ROWS);
        var columns = new NamedSharding(square(), PartitionSpec.of(null, "model"));
        var whole = new NamedSharding(square(), WHOLE);
        Fn2<NDArray, NDArray, NDArray> f = Jacobi.jit(MeshArraysMain::product, Options.DEFAULT.in(rows, columns).out(new NamedSharding(square(), PartitionSpec.of("data", "model"))));
        NDArray y = f.apply(a, b);
        print("jit", same(want, y), f, y.sharding().spec() + " " + y.device() + " " + Jacobi.cacheInfo(f).uploads());
        print("again", same(want, f.apply(a, b)), f, Jacobi.cacheInfo(f).uploads());
        print("laid out otherwise", same(want, f.apply(Jacobi.put(a, whole), Jacobi.put(b, rows))), f, Jacobi.cacheInfo(f).uploads());
        Fn2<NDArray, NDArray, NDArray> g = Jacobi.jit(MeshArraysMain::product, Options.DEFAULT.in(rows, whole));
        print("no result's place", same(want, g.apply(a, b)), g, g.apply(a, b).sharding());
        Fn1<NDArray, NDArray> seven = Jacobi.jit(v -> Lax.slice(v, new int[] {1, 0}, new int[] {8, 6}).times(3), Options.DEFAULT.in(rows));
        print("an uneven result", same(Lax.slice(a, new int[] {1, 0}, new int[] {8, 6}).times(3), seven.apply(a)), seven, "");
        print("a result as argument", same(Np.matmul(y, y.T()), Jacobi.jit((NDArray v) -> Np.matmul(v, v.T()), Options.DEFAULT.in(rows)).apply(y)), f, "");
        Fn2<NDArray, NDArray, NDArray> l = Jacobi.jit(MeshArraysMain::loss, Options.DEFAULT.in(whole, rows));
        Fn2<NDArray, NDArray, NDArray> plain = MeshArraysMain::loss;
        NDArray slope = Jacobi.grad(plain).apply(b, a);
        Fn2<NDArray, NDArray, NDArray> dl = Jacobi.jit(Jacobi.grad(l));
        print("gradient of jit", same(slope, dl.apply(b, a)), dl, dl.apply(b, a).sharding());
        Fn2<NDArray, NDArray, NDArray> shared = Jacobi.shardMap(MeshArraysMain::lossOfRows, mesh(4), List.of(WHOLE, ROWS), WHOLE);
        Fn2<NDArray, NDArray, Object[]> both = Jacobi.grad(shared, 0, 1);
        NDArray[] slopes = Arrays.copyOf(both.apply(b, a), 2, NDArray[].class);
        Fn2<NDArray, NDArray, NDArray> by1 = Jacobi.grad(plain, 1);
        print("two gradients", same(slope, slopes[0]) && same(by1.apply(b, a), slopes[1]), both, slopes[0].sharding().spec() + " " + slopes[1].sharding().spec());
        Fn2<NDArray, NDArray, ValueAndGrad<NDArray, NDArray>> value = Jacobi.jit(Jacobi.valueAndGrad(shared, 1));
        ValueAndGrad<NDArray, NDArray> v = value.apply(b, a);
        print("value and gradient", same(loss(b, a), v.value()) && same(slopes[1], v.grad()), value, v.value().sharding().spec() + " " + v.grad().sharding().spec());
        ValueAndTangent<NDArray> t = Jacobi.jvp(shared, new Object[] {b, a}, new Object[] {b, a});
        System.out.println("tangent " + (same(t.tangent(), Jacobi.jvp(plain, new Object[] {b, a}, new Object[] {b, a}).tangent()) ? "same" : "differs"));
        Fn3<double[], Parts, Integer, Answer> m = Jacobi.jit(MeshArraysMain::mixed, Options.DEFAULT.in(new NamedSharding(mesh(4), ROWS), Map.of("w", new NamedSharding(mesh(4), ROWS), "bias", new NamedSharding(mesh(4), WHOLE)), new NamedSharding(mesh(4), WHOLE)));
        double[] x = {1, 2, 3, 4, 5, 6, 7, 8};
        Answer got = m.apply(x, new Parts(a, 0.5), 3);
        Answer one = mixed(x, new Parts(a, 0.5), 3);
        print("numbers and Java arrays", same(one.y(), got.y()) && Math.abs(one.sum() - got.sum()) < 1e-12 && Arrays.equals(rounded(one.each()), rounded(got.each())), m, got.y().sharding().spec());
        Fn2<double[][], Double, Double> s = Jacobi.shardMap(MeshArraysMain::sumOfRows, mesh(4), List.of(ROWS, WHOLE), WHOLE);
        double[][] table = {{1, 2}, {3, 4}, {5, 6}, {0.1, 0.2}, {0.3, 0.4}, {0.5, 0.6}, {0.7, 0.8}, {0.9, 1}};
        double sum = Arrays.stream(table).flatMapToDouble(Arrays::stream).map(z -> Math.exp(-z * z) * 2).sum();
        print("shardMap of Java arrays", Math.abs(s.apply(table, 2.0) - sum) < 1e-12, s, "");
        print("and its gradient", Math.abs(Jacobi.jit(Jacobi.grad(s)).apply(table, 2.0)[3][1] + 2 * 2 * 0.2 * Math.exp(-0.04)) < 1e-12, s, "");
        Fn1<NDArray, NDArray> single = Jacobi.shardMap((NDArray z) -> Lax.psum(z, "data"), Mesh.of(Jacobi.devices("tpu").subList(2, 3), "data", 1), ROWS, WHOLE);
        print("a mesh of one", same(a, single.apply(a)), single, single.apply(a).device());
        Fn1<NDArray, NDArray> none = Jacobi.shardMap((NDArray z) -> z.times(2), mesh(4), ROWS, ROWS);
        print("no elements", same(Np.zeros(new int[] {0, 3}, DType.F64), none.apply(Np.zeros(new int[] {0, 3}, DType.F64))), none, "");
        Fn1<NDArray, NDArray> here = Jacobi.jit(none, Options.DEFAULT.backend("cpu"));
        print("on the CPU as was asked", same(a.times(2), here.apply(a)), here, here.apply(a).device());
        Mesh four = mesh(4);
        Fn2<NDArray, NDArray, NDArray> within = Jacobi.jit((w, z) -> Jacobi.<NDArray, NDArray, NDArray>shardMap(MeshArraysMain::lossOfRows, four, List.of(WHOLE, ROWS), WHOLE).apply(w, z).times(2));
        print("inside of jit", same(loss(b, a).times(2), within.apply(b, a)), within, within.apply(b, a).device());
        Fn1<NDArray, NDArray> constrained = Jacobi.jit(z -> Lax.withShardingConstraint(z.times(2), new NamedSharding(four, ROWS)).plus(1));
        print("a constraint", same(a.times(2).plus(1), constrained.apply(a)), constrained, constrained.apply(a).device());
        Fn1<NDArray, NDArray> asked = Jacobi.jit(z -> Lax.withShardingConstraint(z.times(2), new NamedSharding(four, ROWS)), Options.DEFAULT.backend("cpu"));
        print("a constraint on the CPU", same(a.times(2), asked.apply(a)), asked, asked.apply(a).device());
        Fn1<NDArray, NDArray> vmapped = Jacobi.vmap(none, 0);
        NDArray c = random(3, 3, 8, 2);
        print("vmap around it", same(c.times(2), vmapped.apply(c)), vmapped, "");
    }

    private static double[] rounded(double[] x) {
        return Arrays.stream(x).map(v -> Math.rint(v * 1e12) / 1e12).toArray();
    }

    static double element(double[] x, int i) {
        return x[i] * 2;
    }

    static double[] inverses(int[] x) {
        var y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = 60 / x[i];
        }
        return y;
    }

    private static void say(String name, Runnable r) {
        try {
            r.run();
            System.out.println(name + ": nothing was thrown");
        } catch (RuntimeException e) {
            System.out.println(name + ": " + (e instanceof JacobiException ? "" : e.getClass().getSimpleName() + " ") + e.getMessage());
        }
    }

    private static void sentences() {
        System.out.println(Jacobi.devices("tpu"));
        say("more devices than there are", () -> Jacobi.devices("tpu:9"));
        say("no devices", () -> Jacobi.devices("tpu:0"));
        say("two back ends", () -> new Mesh(List.of(Jacobi.devices("tpu").get(0), Jacobi.devices("cpu").get(0)), List.of("i"), List.of(2)));
        Mesh beyond = Mesh.of(List.of(new Device("tpu", 0), new Device("tpu", 77)), "data", 2);
        say("a device that is not there", () -> Jacobi.put(Np.zeros(4), new NamedSharding(beyond, ROWS)));
        Fn1<NDArray, NDArray> f = Jacobi.shardMap((NDArray z) -> z.times(2), beyond, ROWS, ROWS);
        System.out.println("a call there " + f.apply(Np.ones(4)) + " " + Jacobi.cacheInfo(f).backends() + " " + Jacobi.cacheInfo(f).reasons());
        say("uneven", () -> Jacobi.put(Np.zeros(5), new NamedSharding(mesh(4), ROWS)));
        Fn1<double[], double[]> twice = Jacobi.shardMap((double[] x) -> {
            var y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                y[i] = 2 * x[i];
            }
            return y;
        }, mesh(4), ROWS, ROWS);
        System.out.println("even " + Arrays.toString(twice.apply(new double[] {1, 2, 3, 4})));
        say("an uneven Java array", () -> twice.apply(new double[5]));
        var whole = new NamedSharding(mesh(4), WHOLE);
        Fn2<double[], Integer, Double> e = Jacobi.jit(MeshArraysMain::element, Options.DEFAULT.in(whole));
        System.out.println("in range " + e.apply(new double[] {1, 2, 3, 4}, 3));
        say("out of range", () -> e.apply(new double[] {1, 2, 3, 4}, 4));
        Fn1<int[], double[]> inverse = Jacobi.jit(MeshArraysMain::inverses, Options.DEFAULT.in(new NamedSharding(mesh(4), ROWS)));
        System.out.println("divided " + Arrays.toString(inverse.apply(new int[] {1, 2, 3, 4})));
        say("by zero on one device", () -> inverse.apply(new int[] {1, 2, 0, 4}));
    }

    private static void lost() {
        NDArray a = random(1, 8, 6);
        NDArray b = random(2, 6, 4);
        Fn2<NDArray, NDArray, NDArray> f = Jacobi.shardMap(MeshArraysMain::product, mesh(8), List.of(ROWS, WHOLE), ROWS);
        for (int k = 0; k < 3; k++) {
            NDArray y = f.apply(a, b);
            System.out.println("call " + (same(product(a, b), y) ? "same " : "differs ") + y.device() + " " + y.sharding().spec() + " " + y.shards().size());
            y.close();
        }
        System.out.println(Jacobi.cacheInfo(f).backends() + " " + Jacobi.cacheInfo(f).reasons());
        a.close();
        b.close();
        Hosted.printLeaks();
    }
}
