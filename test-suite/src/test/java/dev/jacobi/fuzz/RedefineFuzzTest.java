// Random callers whose callees are redefined and retransformed while compiled code that has inlined them runs.
package dev.jacobi.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dfuzz.redefined=N} programs (24) from {@code -Dfuzz.seed=S} (1), all in one JVM. */
class RedefineFuzzTest {
    private static final int PROGRAMS = Integer.getInteger("fuzz.redefined", 24);

    @TempDir
    private Path folder;

    @Test
    void callersGiveWhatTheNewCodeGives() throws IOException {
        String given = System.getProperty("fuzz.seed", "1");
        long seed = given.equals("random") ? System.currentTimeMillis() : Long.parseLong(given);
        Path report = folder.resolve("report.json");
        List<String> options = List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-javaagent:" + Fork.agentJar() + "=policy=always,report=" + report + ",include=" + RedefineMain.COMPILED + ".*", "-javaagent:" + agent());
        Fork.Result r = Fork.java(options, System.getProperty("java.class.path"), 300 + PROGRAMS, List.of(RedefineMain.class.getName(), Long.toString(seed), Integer.toString(PROGRAMS)));
        assertEquals(0, r.exit(), () -> r.out() + r.err() + "\nTo run them again: mvn -Pfuzz -Dfuzz.seed=" + seed + " -Dfuzz.redefined=" + PROGRAMS + " -Dfuzz.programs=1");
        long ran = Json.methods(report).stream().filter(m -> Json.name(m).matches(".*\\.C\\d+\\.run")).filter(RedefineFuzzTest::ran).count();
        assertTrue(ran >= PROGRAMS * 3 / 4, "callers of which compiled code ran most calls: " + ran + " of " + PROGRAMS);
    }

    /** All calls but those that end in exceptions, of which there are some. */
    private static boolean ran(Map<String, Object> m) {
        return "compiled".equals(m.get("state")) && ((Number) m.get("calls")).longValue() > ((Number) m.get("fallbacks")).longValue() * 2;
    }

    private Path agent() throws IOException {
        Manifest manifest = new Manifest();
        Attributes a = manifest.getMainAttributes();
        a.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        a.putValue("Premain-Class", RedefineMain.class.getName());
        a.putValue("Can-Redefine-Classes", "true");
        a.putValue("Can-Retransform-Classes", "true");
        Path jar = folder.resolve("changes.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }
}
