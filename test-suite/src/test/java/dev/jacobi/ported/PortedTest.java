package dev.jacobi.ported;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.jacobi.DType;
import dev.jacobi.Fn1;
import dev.jacobi.Jacobi;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each program as it stands and compiled gives what JAX gives, and so does its gradient where one is recorded. */
class PortedTest {
    private static final Map<String, String> RECORDED = new HashMap<>();

    @BeforeAll
    static void read() throws IOException {
        Jacobi.x64(true);
        try (var in = PortedTest.class.getResourceAsStream("values.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(l -> RECORDED.put(l.substring(0, l.indexOf(':')), l.substring(l.indexOf(':') + 2)));
        }
    }

    @AfterAll
    static void narrow() {
        Jacobi.x64(false);
    }

    private static NDArray wave(int... shape) {
        NDArray k = Np.arange(0, Arrays.stream(shape).reduce(1, (a, b) -> a * b), 1, DType.F64);
        return Np.sin(k.times(k).times(0.37).plus(k.times(1.7)).plus(0.3)).reshape(shape);
    }

    private static Arguments program(String name, Fn1<NDArray, NDArray> f, NDArray x) {
        return Arguments.of(name, f, x);
    }

    static Stream<Arguments> programs() {
        Jacobi.x64(true);
        return Stream.of(
            program("life", Searches::life, wave(6, 7).gt(0.2).astype(DType.I32)), program("mandelbrot", Searches::mandelbrot, Np.linspace(-1.5, 1.5, 8).astype(DType.F64)),
            program("floydWarshall", Searches::floydWarshall, wave(5, 5)), program("pageRank", Searches::pageRank, wave(6, 6).gt(0.1).astype(DType.F64)),
            program("metropolis", Searches::metropolis, wave(3)), program("beam", Searches::beam, wave(5, 5)), program("bubble", Searches::bubble, wave(8)),
            program("knapsack", Searches::knapsack, Np.abs(wave(4))), program("scene", Searches::scene, wave(5, 2)),
            program("kalman", Sequences::kalman, wave(9)), program("viterbi", Sequences::viterbi, wave(7, 3).times(3)), program("forward", Sequences::forward, wave(7, 3)),
            program("attention", Sequences::attention, wave(5, 4)), program("lstm", Sequences::lstm, wave(5, 2)), program("fft", Sequences::fft, wave(8)),
            program("editDistance", Sequences::editDistance, Np.floor(Np.abs(wave(2, 7)).times(4)).astype(DType.I32)), program("lorenz", Sequences::lorenz, wave(3).plus(2)),
            program("kmeans", Fits::kmeans, wave(12, 2)), program("gaussNewton", Fits::gaussNewton, wave(6)), program("sinkhorn", Fits::sinkhorn, Np.abs(wave(4, 3))),
            program("lbfgs", Fits::lbfgs, wave(4)));
    }

    private static void same(String recorded, NDArray found) {
        double[] wanted = Arrays.stream(recorded.trim().split(" ")).mapToDouble(Double::parseDouble).toArray();
        assertArrayEquals(wanted, found.astype(DType.F64).toDoubleArray(), 1e-8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void isWhatJaxComputes(String name, Fn1<NDArray, NDArray> f, NDArray x) {
        String[] recorded = RECORDED.get(name).split("\\|");
        same(recorded[0], f.apply(x));
        same(recorded[0], Jacobi.jit(f).apply(x));
        if (recorded.length > 1) {
            Fn1<NDArray, NDArray> total = v -> {
                NDArray y = f.apply(v).ravel();
                return y.times(Np.cos(Np.arange(y.size()).plus(1.0))).sum();
            };
            same(recorded[1], Jacobi.grad(total).apply(x));
        }
    }
}
