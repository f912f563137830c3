// Names with control characters, halves of surrogate pairs, or thousands of characters: reports are whole, and no terminal obeys a name.
package dev.jacobi.robust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OddNamesTest {
    private static final String SUM = "sum " + 2 * OddNames.NAMES.size() * (45 + 55 + 66);
    @TempDir
    Path folder;

    private static Fork.Result run(String options) throws IOException {
        // the console's encoding is given, since a machine without a locale would print question marks
        Fork.Result r = Fork.java(List.of("-Dstdout.encoding=UTF-8", "-Dsun.stderr.encoding=UTF-8", "-Dstderr.encoding=UTF-8",
            "-javaagent:" + Fork.agentJar() + "=policy=always,include=odd.*," + options), System.getProperty("java.class.path"), 120, List.of(OddNames.class.getName()));
        assertEquals(0, r.exit(), r.err());
        assertEquals(SUM, r.out().strip());
        return r;
    }

    /** Nothing that a terminal would obey, and every line is one of ours. */
    private static void isPlain(String text) {
        assertTrue(text.codePoints().noneMatch(c -> c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028)), text);
    }

    @Tag("slow")
    @Test
    void theSummaryAndTheLogArePlainLines() throws IOException {
        Fork.Result r = run("log=debug");
        isPlain(r.err());
        assertEquals(List.of(), r.err().lines().filter(l -> !l.startsWith("jacobi: ")).toList());
        assertTrue(r.err().contains("odd.red\\u001bc\\u000aline.red"), r.err());
        assertEquals(OddNames.NAMES.size(), (int) r.err().lines().filter(l -> l.contains(" is left to the JVM because it calls java.lang.System.nanoTime")).count(), r.err());
    }

    @Test
    void theJsonReportIsWhole() throws IOException {
        Path file = folder.resolve("report.json");
        run("report=" + file);
        String text = utf8(file);
        isPlain(text);
        var methods = Json.methods(text);
        assertEquals(2 * OddNames.NAMES.size(), methods.size());
        var names = methods.stream().map(m -> (String) m.get("method")).collect(Collectors.toSet());
        for (String name : OddNames.NAMES) {
            assertTrue(names.contains("odd." + name + "." + name), name);
        }
        assertEquals(OddNames.NAMES.size(), methods.stream().filter(m -> "compiled".equals(m.get("state"))).count(), text);
    }

    @Tag("slow")
    @Test
    void theHtmlReportIsWhole() throws IOException {
        Path file = folder.resolve("report.html");
        run("report=" + file);
        String text = utf8(file);
        isPlain(text);
        assertTrue(text.endsWith("</html>\n") && text.contains("a&amp;b&quot;c'") && text.contains("half\\ud800"), text);
    }

    @Test
    void everyMethodHasItsDump() throws IOException {
        Path dump = folder.resolve("dump");
        run("report=off,log=warn,dump=" + dump);
        var seen = new HashSet<String>();
        try (var folders = Files.list(dump)) {
            for (Path f : folders.toList()) {
                String name = f.getFileName().toString();
                assertTrue(name.matches("[A-Za-z0-9_.$-]{1,200}"), name);
                assertTrue(seen.add(name));
                try (var files = Files.list(f)) {
                    for (Path each : files.toList()) {
                        utf8(each);
                    }
                }
            }
        }
        assertEquals(2 * OddNames.NAMES.size(), seen.size());
    }

    private static String utf8(Path file) throws IOException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
        } catch (CharacterCodingException e) {
            assertFalse(true, file + " is not UTF-8");
            throw e;
        }
    }
}
