// Unchanged Java methods by backend=tpu: where the plugin computes, where there is none, and where it fails, results are those of plain Java.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TpuBackendTest {
    @TempDir
    private Path folder;

    private String agent(String more) {
        return "-javaagent:" + Fork.agentJar() + "=backend=tpu,policy=always,include=" + TpuKernels.class.getName() + ",report=" + folder.resolve("report.json") + more;
    }

    private static List<String> plain() throws IOException {
        Fork.Result r = Fork.java(List.of(), System.getProperty("java.class.path"), 60, List.of(TpuProgramMain.class.getName()));
        assertEquals(0, r.exit(), r.err());
        return r.out().lines().toList();
    }

    private Map<String, Map<String, Object>> report() throws IOException {
        return Json.byName(folder.resolve("report.json"));
    }

    private static List<String> own(Fork.Result r) {
        return r.err().lines().filter(l -> l.startsWith("jacobi:")).toList();
    }

    @Test
    void theDeviceComputesWhatJavaComputes() throws IOException {
        Fork.Result r = Hosted.run(folder, List.of(agent("")), TpuProgramMain.class, "exit");
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        Lines.same(plain(), r.out().lines().toList(), 1e-6, r.err());
        assertEquals(List.of(), own(r));
        report().forEach((name, m) -> {
            assertEquals("compiled", m.get("state"), () -> name + ": " + m);
            assertEquals("tpu", m.get("backend"), name);
            assertEquals(name.equals("shift") ? 3.0 : 0.0, m.get("fallbacks"), () -> name + ": " + m);
            assertTrue((double) m.get("kernelNanos") > 0 && (double) m.get("transferNanos") > 0, () -> name + ": " + m);
        });
        assertEquals(13, report().size());
    }

    @Test
    void withoutAPluginThereIsOneSentenceAndPlainJava() throws IOException {
        Fork.Result r = Fork.java(List.of(agent(",pjrt.plugin=/no/such/plugin.so")), System.getProperty("java.class.path"), 120,
            List.of(TpuProgramMain.class.getName()));
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        Lines.same(plain(), r.out().lines().toList(), 1e-6, r.err());
        assertEquals(List.of("jacobi: The back end tpu is not used: the plugin /no/such/plugin.so, which jacobi.pjrt.plugin names, does not exist; name one by "
            + "-Djacobi.pjrt.plugin=FILE or the environment variable PJRT_PLUGIN_LIBRARY_PATH (pip install libtpu has one for TPUs)."), own(r));
        report().forEach((name, m) -> assertTrue(m.get("state").equals("jvm") && Json.sentence(m).contains("NO-DEVICE"), () -> name + ": " + m));
    }

    @Test
    void aDeviceThatFailsIsLeftAloneAndTheProgramGoesOn() throws IOException {
        // sentences: one for the process, or one for each method; the length that squares gets is compiled in, so nothing is copied for it
        for (var e : Map.of("Client_Create:5", 1, "Client_BufferFromHostBuffer:8", 12, "LoadedExecutable_Execute:13", 13).entrySet()) {
            String failing = e.getKey();
            Fork.Result r = Hosted.run(folder, List.of(agent("")), Map.of("JACOBI_TEST_FAIL", failing + ":injected"), TpuProgramMain.class, "exit");
            assertEquals(0, r.exit(), () -> r.out() + r.err());
            Lines.same(plain(), r.out().lines().toList(), 1e-6, r.err());
            List<String> said = own(r);
            assertEquals(e.getValue(), said.size(), () -> failing + ": " + said);
            assertTrue(said.stream().allMatch(l -> l.contains("The plugin in this process could not ") && l.contains(": injected (")), said::toString);
            assertTrue(!failing.startsWith("Client_Create") || said.get(0).endsWith("(NOT_FOUND); run on a machine with a TPU that no other process uses, name the plugin of the "
                + "device that is there by -Djacobi.pjrt.plugin=FILE, or compile ahead of time with Target.tpu."), said::toString);
        }
    }

    /** What the plugin says about line 5 of the text is said about the operation and the line of Java. */
    @Test
    void anErrorOfThePluginNamesTheLineOfJava() throws IOException {
        Fork.Result r = Hosted.run(folder, List.of(agent("")), Map.of("JACOBI_TEST_FAIL", "Client_Compile:2:-:5:7:_error:_injected"), TpuProgramMain.class, "exit");
        Lines.same(plain(), r.out().lines().toList(), 1e-6, r.err());
        List<String> said = own(r);
        assertEquals(13, said.size(), said::toString);
        assertTrue(said.stream().allMatch(l -> l.matches("jacobi: dev\\.jacobi\\.tpu\\.TpuKernels\\.\\w+\\(.*\\) runs without the device where that fails: The plugin in this "
            + "process could not compile the program: -:5:7: error: injected \\(UNKNOWN\\)(; line 5 was made for '.*'( from .*TpuKernels\\.\\w+:\\d+)?)?\\.")), said::toString);
        assertTrue(said.stream().anyMatch(l -> l.contains(" from ")), said::toString);
    }

    /** TPUs have no f64: methods with doubles stay with the JVM unless the option says otherwise. */
    @Test
    void doublesAreRefusedOnATpuUnlessTheOptionMakesThemFloats() throws IOException {
        var tpu = Map.of("JACOBI_TEST_PLATFORM", "tpu");
        Fork.Result r = Hosted.run(folder, List.of(agent("")), tpu, TpuProgramMain.class, "exit");
        Lines.same(plain(), r.out().lines().toList(), 1e-6, r.err());
        assertTrue(Json.sentence(report().get("sum")).contains("it computes with doubles, and TPUs have no f64; the option pjrt.f64=f32 computes in f32"),
            () -> r.out() + r.err());
        assertEquals("compiled", report().get("saxpy").get("state"));
        Fork.Result floats = Hosted.run(folder, List.of(agent(",pjrt.f64=f32")), tpu, TpuProgramMain.class, "exit");
        assertEquals(0, floats.exit(), () -> floats.out() + floats.err());
        assertEquals("compiled", report().get("sum").get("state"));
        assertTrue(report().get("sum").get("note").toString().contains("f32"), floats.err());
    }
}
