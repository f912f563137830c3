// Bad options, bad arguments, methods that cannot be compiled, collectors, threads, class loaders: the program goes on as without the agent.
package dev.jacobi.robust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.VirtualMachine;
import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code -Drobust.seconds=60} and {@code -Drobust.loaders=10000} for the long forms. */
class RobustnessTest {
    private static final String SECONDS = System.getProperty("robust.seconds", "2");
    private static final int LOADERS = Integer.getInteger("robust.loaders", 200);
    private static final String VICTIM = "include=" + Victim.class.getName();

    @TempDir
    private Path folder;

    private static Fork.Result run(List<String> options, Class<?> main, String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(main.getName()));
        all.addAll(List.of(args));
        return Fork.java(options, System.getProperty("java.class.path"), 900, all);
    }

    private static String agent(String options) {
        return "-javaagent:" + Fork.agentJar() + "=" + options;
    }

    private static Fork.Result good(Fork.Result r) {
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        return r;
    }

    @Test
    void everyCallDoesWhatItDoesWithoutTheAgent() throws IOException {
        String plain = good(run(List.of(), BadInput.class)).out();
        assertTrue(plain.contains("throws java.lang.ArrayIndexOutOfBoundsException: Index 7 out of bounds for length 3"), plain);
        for (String policy : List.of("always", "adaptive", "off")) {
            assertEquals(plain, good(run(List.of(agent("report=off,policy=" + policy + "," + VICTIM)), BadInput.class)).out());
        }
        assertEquals(plain, good(run(List.of(agent("report=off,policy=always,verify=shadow," + VICTIM)), BadInput.class)).out());
    }

    @Test
    void eachMethodThatCannotBeCompiledHasItsReason() throws IOException {
        Path report = folder.resolve("report.json");
        good(run(List.of(agent("policy=always,report=" + report + "," + VICTIM)), BadInput.class));
        Map<String, Map<String, Object>> methods = Json.byName(report);
        for (String name : List.of("sum", "scale", "total", "squares", "steps", "at", "catches")) {
            assertEquals("compiled", methods.get(name).get("state"), () -> methods.get(name).toString());
        }
        for (String name : List.of("locked", "missing", "prints")) {
            assertEquals("jvm", methods.get(name).get("state"), () -> name + ": " + methods.get(name));
            String sentence = Json.sentence(methods.get(name));
            assertTrue(sentence.startsWith("left to the JVM because") && sentence.contains("Victim." + name), sentence);
        }
        assertTrue((double) methods.get("at").get("fallbacks") > 0);
        assertEquals(3.0, methods.get("steps").get("fallbacks"), "one of two calls in each round");
    }

    /** Without staying in the original, each level of the recursion would try compiled code again. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"always,shadow", "adaptive,off"})
    void recursionThatGivesUpStaysInTheOriginalToo(String policy, String verify) throws IOException {
        recursionThatGivesUpStaysInTheOriginal(policy, verify);
    }

    @ParameterizedTest
    @CsvSource({"always,off"})
    void recursionThatGivesUpStaysInTheOriginal(String policy, String verify) throws IOException {
        Path report = folder.resolve("report.json");
        List<String> traces = List.of("-XX:-OmitStackTraceInFastThrow");
        String calls = policy.equals("always") ? "1000" : "10000000";
        String plain = good(run(traces, GivesUp.class, calls)).out();
        assertTrue(plain.contains("overflow") && plain.contains("same 8"), plain);
        String options = "policy=" + policy + ",verify=" + verify + ",report=" + report + ",include=" + GivesUp.class.getName() + "::*";
        assertEquals(plain, good(run(List.of(traces.get(0), agent(options)), GivesUp.class, calls)).out());
        Map<String, Map<String, Object>> methods = Json.byName(report);
        for (String name : List.of("depth", "find", "odd", "fill")) {
            assertTrue((double) methods.get(name).get("fallbacks") <= 180, () -> "one for each call from outside: " + methods.get(name));
        }
        if (policy.equals("always")) {
            assertEquals(180.0, methods.get("depth").get("fallbacks"));
            assertEquals(180.0, methods.get("find").get("fallbacks"));
        } else {
            for (String name : List.of("past", "total")) {
                // Pending only when the machine was too busy to compile it in time.
                assertTrue("pending".equals(methods.get(name).get("state")) || Json.sentence(methods.get(name)).contains("(FALLBACKS at"),
                    () -> methods.get(name).toString());
                assertTrue((double) methods.get(name).get("fallbacks") <= 64, () -> "it stops trying: " + methods.get(name));
            }
        }
    }

    @Test
    void unknownOptionsAreOneWarningThatNamesTheNearest() throws IOException {
        Fork.Result r = good(run(List.of(agent("report=off,polcy=always,backend=gpu,threads=many,nonsense," + VICTIM)), BadInput.class));
        assertEquals(good(run(List.of(), BadInput.class)).out(), r.out());
        assertEquals(4, r.err().lines().count(), r.err());
        assertTrue(r.err().contains("'policy'") && r.err().contains("'cpu'") && r.err().contains("threads"), r.err());
    }

    @Test
    void aClassThatIsMissingIsSaid() throws IOException {
        Fork.Result r = good(run(List.of(agent("include=com.acme.Missing")), BadInput.class));
        assertTrue(r.err().contains("com.acme.Missing"), r.err());
        assertEquals(1, r.err().lines().count(), r.err());
    }

    @Test
    void killSwitchAndToolsLeaveNoTrace() throws IOException {
        Fork.Result r = good(run(List.of(agent("enabled=false," + VICTIM)), BadInput.class));
        assertEquals("", r.err());
    }

    @Test
    void withoutAFolderForNativesTheProgramRunsAsPlainJava() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Fork.Result r = good(run(List.of("-Duser.home=" + file, agent("report=off,policy=always," + VICTIM)), BadInput.class));
        assertEquals(good(run(List.of(), BadInput.class)).out(), r.out());
        if (System.getenv("XDG_CACHE_HOME") == null) {
            assertTrue(r.err().lines().count() >= 1 && r.err().contains("native"), () -> "a sentence should say why: " + r.err());
        }
    }

    @Test
    void annotationsSayHow() throws IOException {
        Path report = folder.resolve("report.json");
        String plain = good(run(List.of(), Annotated.class)).out();
        assertEquals(plain, good(run(List.of(agent("policy=always,report=" + report)), Annotated.class)).out());
        Map<String, Map<String, Object>> methods = Json.byName(report);
        assertEquals(4.0, methods.get("power").get("variants"), () -> methods.get("power").toString());
        assertEquals("cpu", methods.get("power").get("backend"));
        assertEquals("interp", methods.get("slow").get("backend"));
        assertTrue(Json.sentence(methods.get("nowhere")).contains("'gpux', which does not exist"), () -> methods.get("nowhere").toString());
        assertTrue(Json.sentence(methods.get("tooFew")).contains("no primitive but a double[]"), () -> methods.get("tooFew").toString());
    }

    @Test
    void aProgramThatDoesNotStartHasItsOwnMessageOnly() throws IOException {
        Path jar = Files.writeString(folder.resolve("bad.jar"), "not a jar");
        byte[] newer = Files.readAllBytes(Path.of(URI.create(BadInput.class.getResource("BadInput.class").toString())));
        newer[7] = (byte) 200;
        Path classes = Files.createDirectories(folder.resolve("newer/dev/jacobi/robust")).getParent().getParent().getParent();
        Files.write(classes.resolve("dev/jacobi/robust/BadInput.class"), newer);
        String name = BadInput.class.getName();
        for (Fork.Result r : List.of(Fork.java(List.of(agent("include=" + name)), "", 60, List.of("-jar", jar.toString())),
                Fork.java(List.of(agent("include=" + name)), "", 60, List.of("-version")),
                Fork.java(List.of(agent("include=" + name)), classes.toString(), 60, List.of(name)))) {
            assertFalse(r.err().contains("jacobi:"), r.err());
        }
    }

    @Test
    void aReportThatWasAskedForSaysThatThePolicyIsOff() throws IOException {
        Path report = folder.resolve("report.json");
        good(run(List.of(agent("policy=off,report=" + report + "," + VICTIM)), BadInput.class));
        List<Map<String, Object>> methods = Json.methods(report);
        assertTrue(methods.size() > 5, methods.toString());
        assertTrue(methods.stream().anyMatch(m -> Json.sentence(m).startsWith("left to the JVM because of policy=off")), methods.toString());
        Files.delete(report);
        good(run(List.of(agent("enabled=false,report=" + report + "," + VICTIM)), BadInput.class));
        assertFalse(Files.exists(report), "nothing is touched");
    }

    @Test
    void anUnwritableReportIsSaidAndChangesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Fork.Result r = good(run(List.of(agent("policy=always,report=" + file + "/report.json," + VICTIM)), BadInput.class));
        assertTrue(r.err().contains("report"), r.err());
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"-XX:+UseParallelGC", "-XX:+UseSerialGC", "-XX:+UseZGC"})
    void eightThreadsAndABusyCollectorToo(String collector) throws IOException {
        eightThreadsAndABusyCollector(collector);
    }

    @ParameterizedTest
    @CsvSource({"-XX:+UseG1GC"})
    void eightThreadsAndABusyCollector(String collector) throws IOException {
        Path report = folder.resolve("report.json");
        Fork.Result r = good(run(List.of(collector, "-Xmx96m", agent("policy=always,report=" + report + "," + VICTIM)), Stress.class, "8", SECONDS));
        assertTrue(number(r.out(), "rounds") > 10, r.out());
        assertEquals("", r.err());
        long compiled = Json.methods(report).stream().filter(m -> "compiled".equals(m.get("state"))).count();
        assertTrue(compiled >= 5, Files.readString(report));
    }

    @Test
    void adaptiveUnderEightThreads() throws IOException {
        Fork.Result r = good(run(List.of("-Xmx96m", agent("policy=adaptive,report=off," + VICTIM)), Stress.class, "8", SECONDS));
        assertEquals("", r.err());
    }

    @Test
    void checkJniHasNothingToSay() throws IOException {
        Fork.Result r = good(run(List.of("-Xcheck:jni", agent("policy=always,report=off," + VICTIM)), Stress.class, "2", "1"));
        assertFalse(r.out().contains("WARNING") || r.out().contains("FATAL"), r.out());
        assertFalse(r.err().contains("WARNING") || r.err().contains("FATAL"), r.err());
    }

    @Test
    void droppedClassLoadersLeaveNothing() throws IOException {
        // the heap is there from the start, so that it is no growth of the process when the collector first comes to use it
        Fork.Result r = good(run(List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch", "-XX:MaxMetaspaceSize=96m", agent("policy=always,report=off," + VICTIM)), Churn.class,
                Integer.toString(LOADERS)));
        assertTrue(number(r.out(), "left") < LOADERS / 8 + 20, r.out());
        // the JVM itself grows at first: what each loader leaves shows with many
        assertTrue(number(r.out(), "grownKilobytesPerLoader") < Math.max(10, 40_000 / LOADERS), r.out());
    }

    @Test
    void attachesToARunningProgram() throws Exception {
        Path report = folder.resolve("report.json");
        Path stop = folder.resolve("stop");
        Process p = Fork.builder(Fork.command(List.of("-XX:+EnableDynamicAgentLoading"), System.getProperty("java.class.path"),
                List.of(Attached.class.getName(), "600", stop.toString()))).redirectError(folder.resolve("err").toFile()).start();
        try {
            BufferedReader out = p.inputReader();
            assertEquals("ready", out.readLine());
            VirtualMachine vm = VirtualMachine.attach(Long.toString(p.pid()));
            vm.loadAgent(Fork.agentJar().toString(), "policy=always,log=info,report=" + report + "," + VICTIM);
            vm.detach();
            while (p.isAlive() && !err().contains("Victim.sum(int[]) is compiled")) {
                Thread.sleep(10);
            }
            Files.createFile(stop);
            assertTrue(p.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, p.exitValue(), () -> err());
            assertTrue(Json.methods(report).stream()
                    .anyMatch(m -> Json.name(m).equals(Victim.class.getName() + ".sum") && "compiled".equals(m.get("state"))), Files.readString(report));
        } finally {
            p.destroyForcibly();
        }
    }

    @Test
    void startsFromTheManifestOfTheProgram() throws IOException {
        var manifest = new Manifest();
        Attributes a = manifest.getMainAttributes();
        a.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        a.put(Attributes.Name.MAIN_CLASS, BadInput.class.getName());
        a.putValue("Launcher-Agent-Class", "dev.jacobi.boot.AgentEntry");
        a.put(Attributes.Name.CLASS_PATH, Stream.concat(Stream.of(Fork.agentJar()), Stream.of(System.getProperty("java.class.path").split(":")).map(Path::of))
                .map(f -> f.toUri().toString()).collect(Collectors.joining(" ")));
        Path jar = folder.resolve("program.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        Path report = folder.resolve("report.json");
        Fork.Result r = good(Fork.java(List.of("-Djacobi.policy=always", "-Djacobi.report=" + report, "-Djacobi." + VICTIM, "-jar", jar.toString()),
                jar.toString(), 900, List.of()));
        assertEquals("", r.err());
        assertTrue(Json.methods(report).stream().anyMatch(m -> "compiled".equals(m.get("state"))), Files.readString(report));
    }

    private String err() {
        try {
            return Files.readString(folder.resolve("err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static long number(String out, String name) {
        Matcher m = Pattern.compile(name + " (-?\\d+)").matcher(out);
        assertTrue(m.find(), out);
        return Long.parseLong(m.group(1));
    }
}
