// What kernels of ordinary methods compute on an emulated grid, beside the interpreter.
package dev.jacobi.roofline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.gpu.GpuTests;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ptx.Ptx;
import dev.jacobi.ptx.device.CudaDevice;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.emulate.EmulatedDevice;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.run.GpuExecutable;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** In strict mode every bit is the interpreter's, and a check fails where one of its does. */
class OrdinaryResultsTest {
    private static final int EDGES = 9;
    private static final float[] FLOATS = {0f, -0f, 1f, -1f, 1f, 2.5f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MAX_VALUE};
    private static final Device DEVICE = "cuda".equals(GpuTests.device()) ? CudaDevice.open() : new EmulatedDevice(Rooflines.LLVM, true, true);

    @TestFactory
    Stream<DynamicTest> methods() {
        return Stream.of(Layers.class, Images.class, Series.class).flatMap(c -> OrdinaryMethods.all().stream().filter(p -> p.method().getDeclaringClass() == c))
            .map(p -> DynamicTest.dynamicTest(p.name(), () -> same(p.name(), Subject.of(p, false))));
    }

    /** Small arrays: none to a hundred elements, NaN, zeros of both signs, infinities, ties, places that are the same and places that are not there. */
    @TestFactory
    Stream<DynamicTest> forms() {
        return Stream.concat(Stream.of(SearchForms.class.getDeclaredMethods()), Stream.of(Series.class.getDeclaredMethods()).filter(m -> List.of("rowTop", "slidingMean", "popularity", "permuted",
            "segmentSums", "columnArgmin", "longestRun", "drawdown", "decayColumns").contains(m.getName()))).filter(m -> !m.isSynthetic()).map(m -> DynamicTest.dynamicTest(m.getName(), () -> {
                var r = new Random(m.getName().hashCode());
                for (int run = 0; run < EDGES; run++) {
                    int n = run < 4 ? run : 2 + r.nextInt(90);
                    int k = r.nextInt(4) == 0 ? r.nextInt(4) : 1 + r.nextInt(50);
                    Object[] arguments = Stream.of(m.getParameterTypes()).map(t -> argument(t, n, k, r)).toArray();
                    same(m.getName() + " with " + n + " and " + k, Subject.of(new OrdinaryMethods.Plain(m.getName(), m, arguments), false));
                }
            }));
    }

    private static Object argument(Class<?> t, int n, int k, Random r) {
        if (t == int.class) {
            return k;
        } else if (t == float.class) {
            return 0.5f;
        } else if (t == double.class) {
            return 0.75;
        } else if (t == float[].class) {
            float[] x = new float[n];
            IntStream.range(0, n).forEach(i -> x[i] = r.nextBoolean() ? FLOATS[r.nextInt(FLOATS.length)] : r.nextInt(5));
            return x;
        } else if (t == double[].class) {
            double[] x = new double[n];
            IntStream.range(0, n).forEach(i -> x[i] = FLOATS[r.nextInt(FLOATS.length)]);
            return x;
        } else if (t == int[].class) {
            int bound = r.nextInt(5) == 0 ? n + 1 : Math.max(1, Math.min(n, k));
            return r.ints(n, 0, bound).toArray();
        }
        int rows = Math.max(1, n);
        Object all = Array.newInstance(t.getComponentType(), rows);
        for (int i = 0; i < rows; i++) {
            Array.set(all, i, argument(t.getComponentType(), k, k, r));
        }
        return all;
    }

    private static void same(String name, Subject s) {
        List<Tensor> want = outcome(() -> Interpreter.run(s.module(), s.entry(), copies(s.inputs())));
        var program = Ptx.compile(s.module(), s.entry(), s.fast(), Arch.SM_90, () -> Rooflines.LLVM);
        List<Tensor> have = outcome(() -> new GpuExecutable(program, DEVICE).run(copies(s.inputs()), false).results());
        if (want == null || have == null) {
            assertEquals(want, have, name);
        } else {
            Comparison.EXACT.check(name, want, have);
        }
    }

    private static List<Tensor> copies(List<Tensor> in) {
        return new ArrayList<>(in);
    }

    private static List<Tensor> outcome(Supplier<List<Tensor>> run) {
        try {
            return run.get();
        } catch (CheckFailed failed) {
            return null;
        }
    }
}
