package dev.jacobi.texts;

import dev.jacobi.Lowered;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.tpu.Lazily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Loops, branches and layers, their gradients and mapped forms: StableHLO on jaxlib and PTX on an emulated grid against the interpreter, and ptxas.
 * {@code -Djacobi.test.backends=jaxlib,ptx,emulated} chooses among these.
 */
@Tag("arrays")
class ControlTextsTest {
    private static final double TOLERANCE = 1e-4;

    /** What is done with a text. */
    interface Check {
        void of(DeviceTexts t) throws Exception;
    }

    /** A program that is lowered once. */
    private static final class Texts {
        private final String name;
        private final Callable<Lowered> lowered;
        private DeviceTexts made;

        Texts(String name, Callable<Lowered> lowered) {
            this.name = name;
            this.lowered = lowered;
        }

        DeviceTexts get() throws Exception {
            made = made == null ? new DeviceTexts(name, lowered.call()) : made;
            return made;
        }
    }

    private static void add(List<DynamicTest> tests, String backend, Texts t, Check check) {
        String chosen = System.getProperty("jacobi.test.backends", "");
        if (chosen.isEmpty() || Arrays.asList(chosen.split(",")).contains(backend)) {
            tests.add(DynamicTest.dynamicTest(t.name + ": " + backend, () -> check.of(t.get())));
        }
    }

    @TestFactory
    Stream<DynamicTest> programs() {
        var oracle = Lazily.oracle();
        var tests = new ArrayList<DynamicTest>();
        ControlPrograms.all().forEach((name, lowered) -> {
            var texts = new Texts(name, lowered);
            add(tests, "jaxlib", texts, t -> t.jaxlib(oracle.get(), TOLERANCE));
            add(tests, "ptx", texts, t -> t.ptx(Arch.ALL.get(Math.floorMod(name.hashCode(), Arch.ALL.size()))));
            add(tests, "emulated", texts, t -> t.emulated(TOLERANCE));
        });
        return tests.stream().onClose(oracle::stop);
    }
}
