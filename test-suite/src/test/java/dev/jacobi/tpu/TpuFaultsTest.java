// Unchanged Java methods by backend=tpu with a plugin that fails: sentences say so, and the results are those of plain Java. No Python is needed.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import dev.jacobi.pjrt.capi.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TpuFaultsTest {
    /** Methods of the program; those with doubles; those whose checks make a flag. */
    private static final int ALL = 13;
    private static final Set<String> DOUBLES = Set.of("sum", "squares", "multiply", "waves", "plusZero", "tally");
    private static final Set<String> CHECKED = Set.of("counted", "tally", "shift");

    @TempDir
    private Path folder;

    /** Runs the program with and without the agent; its output must be the same. What Jacobi says. */
    private List<String> said(String platform, String function, ErrorCode code, String options) throws IOException {
        String agent = "-javaagent:" + Fork.agentJar() + "=backend=tpu,policy=always,include=" + TpuKernels.class.getName() + ",report=" + folder.resolve("report.json") + options;
        String classPath = System.getProperty("java.class.path");
        Fork.Result plain = Fork.java(List.of(), classPath, 60, List.of(TpuProgramMain.class.getName()));
        Fork.Result r = Fork.java(List.of(agent), classPath, 120, List.of(FakePluginMain.class.getName(), platform, function, String.valueOf(code.ordinal())));
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        Lines.same(plain.out().lines().toList(), r.out().lines().toList(), 0, r.err());
        // newer JVMs warn of native code that the test's own main class loads
        return r.err().lines().filter(l -> l.startsWith("jacobi: ")).toList();
    }

    private Map<String, Map<String, Object>> report() throws IOException {
        return Json.byName(folder.resolve("report.json"));
    }

    /** Whatever is wrong before there is a device is one sentence for the process. */
    @Test
    void aPluginWithoutADeviceIsOneSentence() throws IOException {
        refusesAll("Plugin_Initialize", "could not be initialised: injected; for the test (INTERNAL)");
        refusesAll("Client_Create", "could not open a device: injected; for the test (INTERNAL); run on a machine with a TPU that no other process uses, "
            + "name the plugin of the device that is there by -Djacobi.pjrt.plugin=FILE, or compile ahead of time with Target.tpu");
    }

    private void refusesAll(String function, String sentence) throws IOException {
        assertEquals(List.of("jacobi: The back end tpu is not used: The plugin in this process " + sentence + "."), said("fake", function, ErrorCode.INTERNAL, ""));
        assertEquals(ALL, report().size());
        report().forEach((name, m) -> {
            assertEquals("jvm", m.get("state"), name);
            assertEquals("left to the JVM because the back end tpu is not available: The plugin in this process " + sentence + " (NO-DEVICE at jacobi)", Json.sentence(m), name);
        });
    }

    /** A sentence for each method; the report has it as the reason of the calls that ran elsewhere. */
    @Test
    void aCompilerThatFailsIsASentenceForEachMethod() throws IOException {
        List<String> said = said("fake", "Client_Compile", ErrorCode.INVALID_ARGUMENT, "");
        assertEquals(ALL, said.size(), said::toString);
        for (String l : said) {
            assertTrue(l.matches("jacobi: dev[.]jacobi[.]tpu[.]TpuKernels[.]\\w+\\(.*\\) runs without the device where that fails: The plugin in this process could not "
                + "compile the program: injected; for the test \\(INVALID_ARGUMENT\\)[.]"), l);
        }
        assertEquals(ALL, report().size());
        report().forEach((name, m) -> {
            assertEquals(m.get("calls"), m.get("fallbacks"), name);
            assertEquals("The plugin in this process could not compile the program: injected; for the test (INVALID_ARGUMENT)", m.get("lastFallback"), name);
        });
    }

    /** Memory that ends, and a program that does not run; the programs of this plugin have one result, those with a flag for their checks have two. */
    @Test
    void aDeviceThatFailsInACallIsASentenceForEachMethod() throws IOException {
        failsInCalls("Client_BufferFromHostBuffer", ErrorCode.RESOURCE_EXHAUSTED, "copy data to the device: injected; for the test (RESOURCE_EXHAUSTED)");
        failsInCalls("LoadedExecutable_Execute", ErrorCode.UNAVAILABLE, "run the program: injected; for the test (UNAVAILABLE)");
    }

    private void failsInCalls(String function, ErrorCode code, String sentence) throws IOException {
        // the only one that would run where nothing is copied to the device
        List<String> said = said("fake", function, code, ",exclude=" + TpuKernels.class.getName() + "::squares");
        Map<String, Map<String, Object>> report = report();
        assertEquals(ALL - 1, said.size(), said::toString);
        assertEquals(ALL - 1, report.size());
        for (String l : said) {
            String name = l.replaceAll(".*TpuKernels[.](\\w+)\\(.*", "$1");
            boolean checks = CHECKED.contains(name);
            String why = checks ? "the plugin's program has 1 results where ours has 2" : "The plugin in this process could not " + sentence;
            assertTrue(l.endsWith(" runs without the device where that fails: " + why + "."), l);
            assertEquals(report.get(name).get("calls"), report.get(name).get("fallbacks"), name);
            assertTrue(String.valueOf(report.get(name).get("lastFallback")).contains(why), () -> name + report.get(name));
        }
    }

    /** TPUs have no f64. What has none goes on to the plugin's compiler, which fails here; with the option the others do so, too. */
    @Test
    void doublesAreRefusedOnATpuUnlessTheOptionMakesThemFloats() throws IOException {
        List<String> said = said("tpu", "Client_Compile", ErrorCode.INTERNAL, "");
        assertEquals(ALL - DOUBLES.size(), said.size(), said::toString);
        report().forEach((name, m) -> {
            assertEquals(DOUBLES.contains(name) ? "jvm" : "compiled", m.get("state"), name);
            assertEquals(DOUBLES.contains(name), Json.sentence(m).startsWith("left to the JVM because it computes with doubles, and TPUs have no f64; the option pjrt.f64=f32 computes in f32"
                + " (F64 at "), () -> name + Json.sentence(m));
        });
        assertEquals(ALL, said("tpu", "Client_Compile", ErrorCode.INTERNAL, ",pjrt.f64=f32").size());
        report().forEach((name, m) -> {
            assertEquals("compiled", m.get("state"), name);
            assertEquals(DOUBLES.contains(name), String.valueOf(m.get("note")).contains("f64 values are written as f32"), () -> name + m.get("note"));
        });
    }
}
