// Programs that one process has compiled and saved are loaded and called by another one, on the CPU and on a plugin's devices.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedProgramsTest {
    @TempDir
    private Path folder;

    private List<String> plain(String what, String... options) throws IOException {
        Fork.Result r = Fork.java(List.of(options), System.getProperty("java.class.path"), 120, List.of(SavedProgramsMain.class.getName(), what, folder.toString(), "cpu"));
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        return r.out().lines().toList();
    }

    @Test
    void codeForTheCpuRunsInAnotherProcess() throws IOException {
        plain("save");
        assertEquals(List.of("jit(dev.jacobi.tpu.SavedProgramsMain.moved) for (SavedProgramsMain$Point(double[], float64[n0]), double) on the CPU", "true true cpu"), plain("load"));
        int threads = Runtime.getRuntime().availableProcessors();
        assertEquals(List.of("cpu The program cannot be loaded: it was compiled for " + threads + " threads, and there are " + (threads + 1) + " here, unless the option threads=" + threads
            + " says otherwise; compile it here."), plain("load", "-Djacobi.threads=" + (threads + 1)));
    }

    /** What TPUs that are not there have been compiled for, one of them and four, are no programs for other devices. */
    @Test
    void codeForTpusIsForTpus() throws IOException {
        Path libtpu = TpuTransformsTest.libtpu();
        Assumptions.assumeTrue(libtpu != null, "there is no libtpu in the Python of -Djacobi.test.python");
        List<String> classPath = List.of(SavedProgramsMain.class.getName(), "save", folder.toString(), "target", "targets");
        Fork.Result r = Fork.java(List.of("-Djacobi.pjrt.plugin=" + libtpu), System.getProperty("java.class.path"), 120, classPath);
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        String sentence = " The program cannot be loaded: it was compiled for devices of the kind TPU v5 lite (tpu), and those that are here are of the kind cpu (cpu); compile it for these.";
        assertEquals(List.of("target" + sentence, "targets" + sentence), hosted("cpu", "load", folder.toString(), "target", "targets"));
    }

    private List<String> hosted(String platform, String... args) throws IOException {
        Fork.Result r = Hosted.run(folder, List.of(), Map.of("JACOBI_TEST_DEVICES", "4", "JACOBI_TEST_PLATFORM", platform), SavedProgramsMain.class, args);
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        return r.out().lines().toList();
    }

    @Test
    void codeForDevicesRunsInAnotherProcess() throws IOException {
        hosted("cpu", "save", folder.toString(), "device", "checked", "mesh");
        String product = "jit(dev.jacobi.tpu.SavedProgramsMain.product)";
        String element = "jit(dev.jacobi.tpu.SavedProgramsMain.element)";
        assertEquals(List.of(product + " for (float64[n0,n1], float64[n1,n2]) on a plugin's devices", "true pjrt-cpu:0",
            "The loaded program " + product + " has no result for these arguments: the program is for arrays of the extents that it was saved with, [4, 3], and got [5, 3].",
            "The loaded program " + product + " takes (float64[n0,n1], float64[n1,n2]), and was called with (float64[4,3]); axes of one name have one length, which is above 1 and not that of another name.",
            element + " for (double[], int) on a plugin's devices", "4.0", "The loaded program " + element + " has no result for these arguments: a check failed on the device.",
            "jit(shardMap(dev.jacobi.tpu.SavedProgramsMain.mean)) for (float64[8,n1], float64[n1,n2]) on a plugin's devices",
            "true pjrt-cpu:0,1,2,3 NamedSharding[mesh=Mesh(data: 4), spec=PartitionSpec()]"), hosted("cpu", "load", folder.toString(), "device", "checked", "mesh"));
        assertEquals(List.of("device The program cannot be loaded: it was compiled for devices of the kind cpu (cpu), and those that are here are of the kind cpu (other); compile it for these."),
            hosted("other", "load", folder.toString(), "device"));
    }
}
