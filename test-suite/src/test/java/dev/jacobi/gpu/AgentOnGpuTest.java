// Unchanged programs under the agent with backend=cuda and auto: on a GPU, an emulated one by default, on one that fails, and without one.
package dev.jacobi.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.ptx.device.CudaDevice;
import dev.jacobi.ptx.device.DeviceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The output is that of a JVM without the agent; the report says what ran. */
class AgentOnGpuTest {
    private static final int SECONDS = 300;
    private static final int ALL = Demos.all().size();
    private static final int FEW = 5;

    @TempDir
    Path folder;

    private Fork.Result run(int calls, int programs, String device, String options) throws IOException {
        return run(calls, programs, device, options, Map.of());
    }

    private Fork.Result run(int calls, int programs, String device, String options, Map<String, String> environment) throws IOException {
        List<String> jvm = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        if (device != null) {
            jvm.add("-Djacobi.test.device=" + device);
        }
        if (options != null) {
            jvm.add("-javaagent:" + Fork.agentJar() + "=policy=always,include=dev.jacobi.demo.kernels.*,report=" + report() + "," + options);
        }
        return Fork.java(jvm, System.getProperty("java.class.path"), SECONDS, List.of(Demos.class.getName(), String.valueOf(calls), String.valueOf(programs)), environment);
    }

    /** Line by line, since the outputs are long. */
    private static void same(Fork.Result want, Fork.Result got) {
        List<String> wanted = want.out().lines().toList();
        List<String> lines = got.out().lines().toList();
        assertEquals(wanted.size(), lines.size(), got.err());
        for (int k = 0; k < lines.size(); k++) {
            int line = k;
            assertEquals(wanted.get(k), lines.get(k), () -> "line " + line + ", behind that of " + name(wanted, line) + "\n" + got.err());
        }
    }

    private static String name(List<String> lines, int at) {
        return lines.subList(0, at + 1).stream().filter(l -> !l.startsWith(" ")).reduce((a, b) -> b).map(l -> l.substring(0, l.indexOf(' '))).orElse("none");
    }

    private Path report() {
        return folder.resolve("report.json");
    }

    private List<Map<String, Object>> called() throws IOException {
        return Json.methods(report()).stream().filter(m -> Demos.all().stream().anyMatch(d -> Json.name(m).equals(d.type().getName() + "." + d.entry()))).toList();
    }

    @Test
    void everyProgramRunsOnTheDevice() throws IOException {
        Fork.Result got = run(1, ALL, GpuTests.device(), "backend=cuda");
        same(run(1, ALL, null, null), got);
        assertEquals(ALL, called().size());
        for (Map<String, Object> m : called()) {
            assertEquals("compiled", m.get("state"), () -> Json.name(m) + ": " + Json.sentence(m));
            assertEquals("cuda", m.get("backend"), Json.name(m));
            assertEquals(0.0, m.get("fallbacks"), () -> Json.name(m) + ": " + m.get("lastFallback"));
            assertTrue(m.get("kernelNanos") instanceof Double && m.get("transferNanos") instanceof Double, m::toString);
        }
    }

    /** The sentence comes once, and every result is there. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"cuda, 'emulated,LOST,40', told to fail, JVM", "cuda, 'emulated,MEMORY,40,2', , ", "cuda, 'emulated,CODE,1', , "})
    void whateverTheDeviceDoesTheProgramGoesOnToo(String backend, String device, String sentence, String instead) throws IOException {
        whateverTheDeviceDoesTheProgramGoesOn(backend, device, sentence, instead);
    }

    @ParameterizedTest
    @CsvSource({"auto, 'emulated,LOST,8', told to fail, CPU", "cuda, none, There is no device 'none', JVM", "cuda, 'emulated,CODE,40', , "})
    void whateverTheDeviceDoesTheProgramGoesOn(String backend, String device, String sentence, String instead) throws IOException {
        Fork.Result got = run(2, FEW, device.replace("emulated", GpuTests.device()), "backend=" + backend);
        assertEquals(0, got.exit(), got.err());
        same(run(2, FEW, null, null), got);
        List<String> said = got.err().lines().filter(l -> l.contains("What was to run on the GPU")).toList();
        assertEquals(sentence == null ? 0 : 1, said.size(), got.err());
        if (sentence != null) {
            assertTrue(said.get(0).contains(sentence) && said.get(0).endsWith("runs on the " + instead + "."), said.get(0));
        }
        assertTrue(called().stream().noneMatch(m -> "INTERNAL-ERROR".equals(m.get("code"))), got.err());
        if (sentence == null) {
            // what is over with the call, or the program, is said of the method
            assertEquals(1, called().stream().filter(m -> String.valueOf(m.get("note")).contains("told to fail")).count(), got::err);
        }
    }

    private static boolean noDriver() {
        try {
            CudaDevice.open();
            return false;
        } catch (DeviceException e) {
            return e.getMessage().startsWith("There is no NVIDIA driver");
        }
    }

    @Test
    void withoutADriverThereIsOneSentence() throws IOException {
        Bridge.load(Natives.inUserCache());
        Assumptions.assumeTrue(noDriver(), "this machine has a driver");
        Fork.Result got = run(1, FEW, null, "backend=cuda");
        assertEquals(0, got.exit(), got.err());
        same(run(1, FEW, null, null), got);
        List<String> said = got.err().lines().filter(l -> l.startsWith("jacobi:")).toList();
        assertEquals(1, said.size(), got.err());
        assertTrue(said.get(0).matches("jacobi: There is no NVIDIA driver on this machine \\(libcuda[.]so[.]1 cannot be loaded\\); .* install its driver, version 530 or newer; "
            + "the loader says: .*[.] What was to run on the GPU runs on the JVM[.]"), said.get(0));
        assertEquals(FEW, called().size());
        assertTrue(called().stream().allMatch(m -> "jvm".equals(m.get("state")) && Json.sentence(m).contains("NO-DEVICE")), got.err());
    }

    /** The loader finds a driver, which is one of these. */
    @Test
    void aDriverThatCannotBeUsedIsOneSentence() throws IOException, InterruptedException {
        Assumptions.assumeTrue("amd64".equals(System.getProperty("os.arch")), "the build takes the linker for x86-64");
        String ok = DriverLibrary.returning(0);
        driverSays(Map.of("cuInit", ok, "cuDriverGetVersion", DriverLibrary.storing(11040)),
            "The NVIDIA driver is too old: it knows CUDA 11.4, needed is 12.1; install driver version 530 or newer");
        driverSays(Map.of("cuInit", ok), "The NVIDIA driver has no function cuDriverGetVersion: it is too old or incomplete; install version 530 or newer");
        driverSays(Map.of("cuInit", DriverLibrary.returning(803)), "The GPU failed while starting the NVIDIA driver (error 803: no description); "
            + "the driver's library and its kernel module differ: restart the machine after an update");
    }

    private void driverSays(Map<String, String> functions, String sentence) throws IOException, InterruptedException {
        DriverLibrary.write(folder, functions);
        Fork.Result got = run(1, FEW, null, "backend=cuda", Map.of("LD_LIBRARY_PATH", folder.toString()));
        assertEquals(0, got.exit(), got.err());
        same(run(1, FEW, null, null), got);
        assertEquals(List.of("jacobi: " + sentence + ". What was to run on the GPU runs on the JVM."), got.err().lines().filter(l -> l.startsWith("jacobi:")).toList());
        assertEquals(FEW, called().size());
        assertTrue(called().stream().allMatch(m -> "jvm".equals(m.get("state")) && Json.sentence(m).contains(sentence)), () -> sentence + got.err());
    }
}
