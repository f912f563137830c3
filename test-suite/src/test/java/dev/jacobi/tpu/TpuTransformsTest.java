// Derivatives by backend=tpu against those of compiled CPU code, and the same programs compiled for TPUs that are not there.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.gradients.TpuGradients;
import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TpuTransformsTest {
    /** A line for each. */
    private static final int PROGRAMS = 20;

    @TempDir
    private Path folder;

    @Test
    void gradientsAreThoseOfTheCpu() throws IOException {
        Fork.Result device = Hosted.run(folder, List.of("-Djacobi.backend=tpu", "-Djacobi.log=info"), TpuGradients.class, "run");
        assertEquals(0, device.exit(), () -> device.out() + device.err());
        List<String> cpu = cpu();
        Lines.same(cpu, device.out().lines().toList(), 1e-9, device.err());
        assertEquals(List.of(), device.out().lines().filter(l -> l.contains("~no: ")).toList());
        List<String> elsewhere = device.err().lines().filter(l -> l.startsWith("jacobi:")).toList();
        assertEquals(List.of(), elsewhere);
    }

    private static List<String> cpu() throws IOException {
        Fork.Result r = Fork.java(List.of(), System.getProperty("java.class.path"), 300, List.of(TpuGradients.class.getName(), "run"));
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        return r.out().lines().toList();
    }

    /** What the device is compared with: a program without a gradient on either side would be equal. */
    @Test
    void everyProgramHasAGradient() throws IOException {
        Assumptions.assumeTrue(Boolean.getBoolean("stablehlo.full") || System.getProperty("jacobi.test.python") != null, "neither all nor a Python is asked for");
        List<String> lines = cpu();
        assertEquals(PROGRAMS, lines.size());
        assertEquals(List.of(), lines.stream().filter(l -> l.contains("~no: ")).toList());
    }

    @Test
    void whatRunsOnTheCpuInsteadIsToldWithTheReason() throws IOException {
        Fork.Result r = Hosted.run(folder, List.of(), ElsewhereMain.class);
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        List<String> lines = r.out().lines().toList();
        assertEquals("5.0 [tpu] 0 [It was compiled for (float[]), the first structure it was called with.]", lines.get(0));
        assertTrue(lines.get(1).matches("5[.]0 \\[cpu] 0 \\[It was compiled for \\(float\\[]\\), the first structure it was called with[.] It ran on the CPU because "
            + "StableHLO programs have fixed extents, .*[.]]"), lines.get(1));
    }

    /** A device without f64 computes with arrays of f32 although numbers of Java's have 64 bits: as an optimiser's weights do, they are compiled in, until they have had too many values. */
    @Test
    void numbersOfJavasAreCompiledInWhereThereIsNoF64() throws IOException {
        Fork.Result r = Hosted.run(folder, List.of("-Djacobi.backend=tpu"), Map.of("JACOBI_TEST_PLATFORM", "tpu"), NumbersMain.class);
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        assertEquals(List.of("captured [0.9948683 1.9897366 2.9846048] [tpu]", "varying [1. 2. 3.] [tpu]", "varying [0.75 1.5  2.25] [tpu]", "varying [0.5 1.  1.5] [tpu]",
            "varying [0.25 0.5  0.75] [tpu]", "varying [0. 0. 0.] [tpu]", "varying [-0.25 -0.5  -0.75] [tpu]", "varying [-0.5 -1.  -1.5] [tpu]", "varying [-0.75 -1.5  -2.25] [tpu]",
            "varying [-1. -2. -3.] [tpu, cpu]", "doubles 6.0 [cpu]"), r.out().lines().toList());
    }

    @Test
    void derivativesAreCompiledForTpusThatAreNotThere() throws IOException {
        Path libtpu = libtpu();
        Assumptions.assumeTrue(libtpu != null, "there is no libtpu in the Python of -Djacobi.test.python");
        for (String topology : List.of("v5e:2x2", "v6e:2x2")) {
            Fork.Result r = Fork.java(List.of("-Djacobi.pjrt.plugin=" + libtpu), System.getProperty("java.class.path"), 300,
                List.of(TpuGradients.class.getName(), topology));
            assertEquals(0, r.exit(), () -> r.out() + r.err());
            assertTrue(r.out().lines().count() == PROGRAMS && r.out().lines().allMatch(l -> l.endsWith(" ~yes")), () -> r.out() + r.err());
        }
    }

    static Path libtpu() throws IOException {
        String python = System.getProperty("jacobi.test.python");
        Path lib = python == null ? null : Path.of(python).toAbsolutePath().getParent().resolveSibling("lib");
        if (lib == null || !Files.isDirectory(lib)) {
            return null;
        }
        try (Stream<Path> all = Files.list(lib)) {
            return all.map(p -> p.resolve("site-packages/libtpu/libtpu.so")).filter(Files::isRegularFile).findFirst().orElse(null);
        }
    }
}
