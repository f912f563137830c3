// Classes that are redefined and retransformed while code that was made of them runs: calls that begin later never see the old code.
package dev.jacobi.redefine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In JVMs of their own, with {@link LaterAgent} beside Jacobi. */
class RedefinitionTest {
    private static final String PROGRAMS = Programs.class.getName();

    @TempDir
    private Path folder;

    private String jacobi(String options) {
        return "-javaagent:" + Fork.agentJar() + "=" + options + ",report=" + folder.resolve("report.json") + ",include=" + PROGRAMS + "$Callers,include=" + PROGRAMS + "$Own";
    }

    private String other(String arguments) throws IOException {
        var manifest = new Manifest();
        Attributes a = manifest.getMainAttributes();
        a.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        a.putValue("Premain-Class", LaterAgent.class.getName());
        a.putValue("Can-Redefine-Classes", "true");
        a.putValue("Can-Retransform-Classes", "true");
        Path jar = folder.resolve("later.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return "-javaagent:" + jar + arguments;
    }

    private static Fork.Result run(List<String> agents, Class<?> main, String... args) throws IOException {
        var options = new ArrayList<>(agents);
        // else the JVM itself would not run what the method has become
        options.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:DisableIntrinsic=_numberOfTrailingZeros_i"));
        var all = new ArrayList<>(List.of(main.getName()));
        all.addAll(List.of(args));
        Fork.Result r = Fork.java(options, System.getProperty("java.class.path"), 300, all);
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        return r;
    }

    /** Each method that the program calls ran compiled between all changes, and never fell back. */
    private void compiled(long calls) throws IOException {
        List<Map<String, Object>> methods = Json.methods(folder.resolve("report.json"));
        List<Map<String, Object>> called = methods.stream().filter(m -> !Json.name(m).endsWith("shift") && !Json.name(m).endsWith("loss")).toList();
        assertEquals(5, called.size(), methods.toString());
        for (Map<String, Object> m : called) {
            assertEquals("compiled", m.get("state"), m.toString());
            assertTrue(((Number) m.get("calls")).longValue() >= calls, m.toString());
            assertEquals(0, ((Number) m.get("fallbacks")).longValue(), m.toString());
        }
    }

    @Test
    void nextCallsRunTheNewCodeCompiledAnew() throws IOException {
        Fork.Result r = run(List.of(jacobi("policy=always"), other("")), RedefinedMain.class, "50", "true");
        assertEquals("", r.err());
        assertEquals("compilations 4 4 fallbacks 0", r.out().strip());
        compiled(6 * 50);
    }

    @Test
    void alsoWhenTheOtherAgentIsInFront() throws IOException {
        run(List.of(other(""), jacobi("policy=always")), RedefinedMain.class, "50", "false");
        compiled(6 * 50);
    }

    @Test
    void threadsSeeTheNewCodeAsSoonAsTheRedefinitionHasReturned() throws IOException {
        assertTrue(run(List.of(jacobi("policy=always"), other("")), RacingMain.class, "6").out().startsWith("good"));
    }

    @Test
    void whatWasAddedToAClassStaysWhenItChanges() throws IOException {
        String ours = "-javaagent:" + Fork.agentJar() + "=policy=always,refusal=throw,report=off,log=off,include=" + PROGRAMS + "$Refused::missing,include=" + PROGRAMS + "$Refused::open";
        Fork.Result r = run(List.of(ours, other("")), RefusedMain.class);
        assertTrue(r.out().contains("it is abstract and has no code"), r.out() + r.err());
    }

    @Test
    void alsoWhileBothAreMeasured() throws IOException {
        run(List.of(jacobi("policy=adaptive"), other("")), RedefinedMain.class, "2000", "true");
    }
}
