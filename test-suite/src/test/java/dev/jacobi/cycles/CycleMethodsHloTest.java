package dev.jacobi.cycles;

import dev.jacobi.texts.DeviceTexts;
import dev.jacobi.tpu.Lazily;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The methods' StableHLO computes what the interpreter does, for small arguments; {@code -Djacobi.test.functions=lu,ema} chooses among them. */
class CycleMethodsHloTest {
    private static final double TOLERANCE = 1e-3;

    @TestFactory
    Stream<DynamicTest> methods() {
        var oracle = Lazily.oracle();
        List<String> chosen = Arrays.asList(System.getProperty("jacobi.test.functions", "").split(","));
        return CycleMethods.all(true).entrySet().stream().filter(r -> chosen.contains("") || chosen.contains(r.getKey()))
            .map(r -> DynamicTest.dynamicTest(r.getKey(), () -> new DeviceTexts(r.getKey(), r.getValue().call()).jaxlibFast(oracle.get(), TOLERANCE))).onClose(oracle::stop);
    }
}
