// The demo's kernels as StableHLO: on the oracle against the interpreter, and compiled by libtpu where there is one.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.pjrt.client.Plugin;
import dev.jacobi.pjrt.client.Topology;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DemoProgramsHloTest {
    @TestFactory
    Stream<DynamicTest> equalTheInterpreter() throws IOException {
        Oracle oracle = Oracle.start();
        return DemoPrograms.all().stream().map(p -> DynamicTest.dynamicTest(p.name(), () -> p.check(oracle, 1e-12))).onClose(oracle::stop);
    }

    @TestFactory
    Stream<DynamicTest> compileForTpus() {
        Plugin libtpu = LiftedPrograms.libtpu();
        List<Topology> topologies = Stream.of("v5e:2x2", "v6e:2x2").map(t -> libtpu.topology(t, Map.of())).toList();
        return DemoPrograms.all().stream().map(p -> DynamicTest.dynamicTest(p.name(), () -> p.compile(topologies))).onClose(() -> topologies.forEach(Topology::close));
    }

    @Test
    void thereAreTwenty() {
        assertEquals(20, DemoPrograms.all().size());
    }
}
