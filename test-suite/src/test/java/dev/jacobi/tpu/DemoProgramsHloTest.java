// The demo's kernels as StableHLO: on the oracle against the interpreter, and compiled by libtpu where there is one.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DemoProgramsHloTest {
    @TestFactory
    Stream<DynamicTest> equalTheInterpreter() {
        var oracle = Lazily.oracle();
        return DemoPrograms.all().stream().map(p -> DynamicTest.dynamicTest(p.name(), () -> p.check(oracle.get(), 1e-12))).onClose(oracle::stop);
    }

    /** Matrix products among them as such. */
    @TestFactory
    Stream<DynamicTest> equalTheInterpreterButForTheOrderOfSums() {
        var oracle = Lazily.oracle();
        return DemoPrograms.all().stream().map(p -> DynamicTest.dynamicTest(p.name(), () -> p.checkFast(oracle.get(), 1e-6))).onClose(oracle::stop);
    }

    @TestFactory
    Stream<DynamicTest> compileForTpus() {
        var tpus = Lazily.tpus();
        return DemoPrograms.all().stream().map(p -> DynamicTest.dynamicTest(p.name(), () -> p.compile(tpus.get()))).onClose(tpus::stop);
    }

    /** Without a device, a plugin or Python. */
    @TestFactory
    Stream<DynamicTest> haveText() {
        return DemoPrograms.all().stream().map(p -> DynamicTest.dynamicTest(p.name(), () -> assertTrue(p.text().contains("func.func public @main("), p::text)));
    }

    @Test
    void thereAreTwenty() {
        assertEquals(20, DemoPrograms.all().size());
    }
}
