// Programs with objects under the agent: the same output as without it, and the report says that compiled code ran.
package dev.jacobi.objects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectsTest {
    private static final int SECONDS = 300;

    @TempDir
    private Path folder;

    private static String run(List<String> options, String main, String path) throws IOException {
        Fork.Result r = Fork.java(options, path, SECONDS, List.of(main));
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        assertEquals("", r.err().lines().filter(l -> l.contains("INTERNAL") || l.contains("differs")).collect(Collectors.joining("\n")));
        return r.out();
    }

    private Map<String, Map<String, Object>> compare(Class<?> main, String options) throws IOException {
        return compare(main.getName(), System.getProperty("java.class.path"), options);
    }

    private Map<String, Map<String, Object>> compare(String main, String path, String options) throws IOException {
        Path report = folder.resolve("report.json");
        // What is named is compiled however short the program is; by a star that would be the bodies of its lambdas, too, with what they call put in.
        String asked = options.contains("adaptive") ? main + "::*" : main;
        String agent = "-javaagent:" + Fork.agentJar() + "=report=" + report + ",include=" + asked + "," + options;
        assertEquals(run(List.of(), main, path), run(List.of(agent), main, path));
        return Json.byName(report);
    }

    /** Each method is compiled and no more than so many of its calls end in the original. */
    private static void compiled(Map<String, Map<String, Object>> report, Map<String, Integer> fallbacks) {
        var wrong = new ArrayList<String>();
        fallbacks.forEach((name, most) -> {
            Map<String, Object> m = report.get(name);
            if (m == null || !"compiled".equals(m.get("state")) || (double) m.get("calls") == 0 || (double) m.get("fallbacks") > most) {
                wrong.add(name + ": " + m);
            }
        });
        assertEquals(List.of(), wrong);
    }

    @Test
    void objectsThatAreGiven() throws IOException {
        var report = compare(Given.class, "policy=always");
        compiled(report, Map.of("adaptive", 0, "integrate", 5, "fold", 1, "count", 0, "fill", 2, "boxed", 0, "boxedPair", 0, "own", 0, "each", 0,
            "eitherOf", 0));
        compiled(report, Map.of("areas", 8, "known", 2, "held", 1, "fromStatics", 0, "outer", 0, "twice", 0, "sized", 0, "orNone", 4));
        assertEquals("jvm", report.get("show").get("state"));
        assertTrue(Json.sentence(report.get("show")).startsWith("left to the JVM because"), report.get("show").toString());
    }

    @Test
    void sorting() throws IOException {
        var report = compare(Sorts.class, "policy=always");
        compiled(report, Map.of("doubles", 1, "floats", 0, "longs", 0, "ints", 0, "shorts", 0, "chars", 0, "bytes", 0));
        compiled(report, Map.of("range", 6, "parallel", 0, "median", 4, "rows", 0, "distinct", 0, "either", 4));
    }

    /** One call of each may come before the class is there; null falls back 21 times. */
    @Test
    void objectsThatAreReplacedInSomeTrips() throws IOException {
        var report = compare(Sentinels.class, "policy=always");
        compiled(report, Map.of("nearest", 1, "fold", 21, "mean", 1, "swapped", 1, "perhaps", 1, "marched", 1, "traced", 1));
    }

    @Test
    void staticFieldsThatAreWritten() throws IOException {
        var report = compare(Statics.class, "policy=always");
        compiled(report, Map.of("next", 0, "monteCarlo", 0, "count", 0, "at", 6, "mixed", 0, "unchanged", 0, "queens", 0, "ackermann", 0, "loopTest", 0,
            "exchange", 0));
        assertTrue(Json.sentence(report.get("volatileWrite")).contains("(VOLATILE at "), report.get("volatileWrite").toString());
        assertTrue(Json.sentence(report.get("newBuffer")).contains("(STATIC-WRITE at "), report.get("newBuffer").toString());
    }

    @Test
    void arraysOfRecords() throws IOException {
        var report = compare(Bodies.class, "policy=always");
        compiled(report, Map.of("energy", 0, "heaviest", 3, "sparse", 3, "walk", 0));
        assertTrue(Json.sentence(report.get("sameElement")).contains("(IDENTITY at "), report.get("sameElement").toString());
        assertTrue(Json.sentence(report.get("leaves")).contains("(RESULT at "), report.get("leaves").toString());
    }

    @Test
    void strings() throws IOException {
        var report = compare(Strings.class, "policy=always");
        compiled(report, Map.of("distance", 3, "common", 3, "gc", 1, "length", 2, "isCurrent", 1, "parse", 9, "kind", 1, "upper", 2));
        assertTrue(Json.sentence(report.get("same")).contains("(RESULT at "), report.get("same").toString());
    }

    /** Each with null and with a rectangle that is too large falls back. */
    @Test
    void objectsOfTheJdk() throws IOException {
        compiled(compare(Pictures.class, "policy=always"), Map.of("convolve", 3, "origin", 3, "changed", 3, "inside", 6));
    }

    @Test
    void listsThatMayBeOneObject() throws IOException {
        var report = compare(Shared.class, "policy=always");
        for (String name : List.of("list", "map", "either", "given", "field", "two")) {
            assertTrue(Json.sentence(report.get(name)).contains("(IDENTITY at "), report.get(name).toString());
        }
    }

    /** Each with null falls back. */
    @Test
    void constantsOfEnums() throws IOException {
        compiled(compare(Kinds.class, "policy=always"), Map.of("payoff", 3, "ofField", 3, "byMethod", 3, "two", 6, "chosen", 0, "all", 0, "rule", 0));
    }

    @Test
    void classesThatDependOnTheData() throws IOException {
        compiled(compare(Shapes.class, "policy=always"), Map.of("areas", 0, "cast", 12, "counted", 0, "perhaps", 0, "wrong", 9));
    }

    /** Needs a compiler that knows them. */
    @Test
    void switchesOverPatterns() throws IOException {
        assumeTrue(Runtime.version().feature() >= 21, "Java 21 has switches over patterns");
        String path = System.getProperty("java.class.path");
        Path source = Files.createDirectories(folder.resolve("patterns")).resolve("Patterns.java");
        try (InputStream in = getClass().getResourceAsStream("Patterns.java")) {
            Files.copy(in, source);
        }
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-cp", path, "-d", folder.toString(), source.toString()));
        var report = compare("dev.jacobi.objects.Patterns", folder + File.pathSeparator + path, "policy=always");
        compiled(report, Map.of("given", 21, "made", 0, "boxes", 0, "nested", 0, "none", 21, "boxed", 0));
        assertTrue(Json.sentence(report.get("constants")).contains("(SWITCH at "), report.get("constants").toString());
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"policy=always,verify=shadow", "policy=always,backend=interp", "policy=adaptive"})
    void underOtherOptions(String options) throws IOException {
        assertTrue(compare(Given.class, options).size() > 10);
        assertTrue(compare(Statics.class, options).size() > 10);
    }
}
