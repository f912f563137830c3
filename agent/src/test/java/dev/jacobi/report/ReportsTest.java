package dev.jacobi.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
    private final Registry registry = new Registry();

    @BeforeEach
    void methods() {
        MethodStats fast = registry.method("com/acme/Kernels", "saxpy", "(F[F[[FLjava/lang/String;)V");
        fast.compileMillis(12.5, 7.5, false);
        fast.compiled("cpu");
        fast.calls = 42;
        fast.compared(new Comparison(Comparison.Times.of(2900, 3000, 3300), Comparison.Times.of(1000), true));
        registry.refused("com/acme/Kernels", "io", "()V", ReasonCode.NATIVE_CODE, "it says \"no\"", "com.acme.Kernels.io:7");
        registry.method("com/acme/A", "waiting", "()I");
    }

    @Test
    void derivedFigures() {
        MethodStats fast = registry.method("com/acme/Kernels", "saxpy", "(F[F[[FLjava/lang/String;)V");
        assertEquals("com.acme.Kernels.saxpy(float, float[], float[][], java.lang.String)", fast.method());
        assertEquals(3.0, fast.speedup());
        assertEquals(6250, fast.breakEvenCalls());
        fast.compared(new Comparison(Comparison.Times.of(1000), Comparison.Times.of(2000), true));
        assertEquals(-1, fast.breakEvenCalls());
        assertEquals(0, registry.method("com/acme/A", "waiting", "()I").speedup());
    }

    @Test
    void whatIsNotSureHasNoSpeedUp() {
        MethodStats fast = registry.method("com/acme/Kernels", "saxpy", "(F[F[[FLjava/lang/String;)V");
        fast.compared(new Comparison(Comparison.Times.of(82_000, 82_000), Comparison.Times.of(1000, 1200, 900), false));
        assertEquals(0, fast.speedup());
        assertEquals(0, fast.breakEvenCalls());
        String json = Reports.json(registry.methods());
        assertTrue(json.contains("\"jvmNanos\": 82000,") && json.contains("\"speedup\": null,") && json.contains("\"samples\": {\"jvm\": 2, \"compiled\": 3},")
            && json.contains("\"spread\": {\"jvm\": [82000, 82000], \"compiled\": [900, 1200]},"), json);
        assertTrue(Reports.summary(registry.methods()).contains("compiled 1.0 us (900 ns to 1.2 us, 3 calls); too few samples"), Reports.summary(registry.methods()));
        assertTrue(HtmlReport.page(registry.methods()).contains("too few samples"));
    }

    @Test
    void eachPassHasALine() {
        MethodStats fast = registry.method("com/acme/Kernels", "saxpy", "(F[F[[FLjava/lang/String;)V");
        fast.passes(List.of(new PassTime("simplify", 1_250_000, 40, 31), new PassTime("raise/hoist", 20_000, 31, 31)));
        assertTrue(Reports.json(registry.methods()).contains("\"passes\": [\n    {\"pass\": \"simplify\", \"millis\": 1.250, \"before\": 40, \"after\": 31},\n"
            + "    {\"pass\": \"raise/hoist\", \"millis\": 0.020, \"before\": 31, \"after\": 31}], "), Reports.json(registry.methods()));
        assertTrue(HtmlReport.page(registry.methods()).contains("<small>simplify 1.25 ms, 40 -&gt; 31 equations</small>"), HtmlReport.page(registry.methods()));
    }

    @Test
    void noFallbackIsLostBetweenThreads() throws InterruptedException {
        int threads = 4;
        int each = 100_000;
        MethodStats fast = registry.method("com/acme/Kernels", "saxpy", "(F[F[[FLjava/lang/String;)V");
        List<Thread> all = Stream.generate(() -> new Thread(() -> {
            for (int k = 0; k < each; k++) {
                fast.fallback("INDEX");
            }
        })).limit(threads).toList();
        all.forEach(Thread::start);
        for (Thread t : all) {
            t.join();
        }
        assertEquals(threads * each, fast.fallbacks());
    }

    @Test
    void jsonHasOneObjectPerMethodInOrder() {
        String json = Reports.json(registry.methods());
        assertTrue(json.startsWith("[\n  {\"method\": \"com.acme.A.waiting\", \"descriptor\": \"()I\", \"state\": \"pending\", \"reason\": null"), json);
        assertTrue(json.contains("\"reason\": {\"code\": \"NATIVE-CODE\", \"where\": \"com.acme.Kernels.io:7\", \"sentence\": "
            + "\"left to the JVM because it says \\\"no\\\" (NATIVE-CODE at com.acme.Kernels.io:7)\"}"), json);
        assertTrue(json.contains("\"state\": \"compiled\"") && json.contains("\"calls\": 42,") && json.contains("\"speedup\": 3.000,")
            && json.contains("\"compileMillis\": 12.5, \"compileCpuMillis\": 7.5,") && json.contains("\"breakEvenCalls\": 6250,") && json.contains("\"cacheHit\": false}"), json);
        assertEquals(3, json.lines().filter(l -> l.startsWith("  {")).count());
    }

    @Test
    void whatWasNotMeasuredIsNull() {
        String json = Reports.json(List.of(registry.method("com/acme/A", "waiting", "()I")));
        for (String key : List.of("compileMillis", "compileCpuMillis", "firstCallNanos", "jvmNanos", "compiledNanos", "copyNanos", "speedup", "breakEvenCalls", "samples", "spread")) {
            assertTrue(json.contains("\"" + key + "\": null,"), key + " in " + json);
        }
        String measured = Reports.json(List.of(registry.method("com/acme/Kernels", "saxpy", "(F[F[[FLjava/lang/String;)V")));
        assertTrue(measured.contains("\"jvmNanos\": 3000,") && measured.contains("\"compiledNanos\": 1000,") && measured.contains("\"copyNanos\": 0,"), measured);
    }

    @Test
    void notesAreInEveryForm() {
        registry.method("com/acme/A", "waiting", "()I").note("a <note>");
        assertTrue(Reports.json(registry.methods()).contains("\"note\": \"a <note>\""));
        assertTrue(Reports.summary(registry.methods()).contains("jacobi:     a <note>"));
        assertTrue(HtmlReport.page(registry.methods()).contains("a &lt;note&gt;"));
    }

    @Test
    void whatIsPendingSaysWhy() {
        MethodStats m = registry.method("com/acme/A", "waiting", "()I");
        m.waits(new MethodStats.Reason(ReasonCode.CLASS_NOT_INITIALISED, "com.acme.A.waiting:9", "not compiled yet because X"));
        String json = Reports.json(registry.methods());
        assertTrue(json.contains("\"state\": \"pending\", \"reason\": {\"code\": \"CLASS-NOT-INITIALISED\", \"where\": \"com.acme.A.waiting:9\""), json);
        assertTrue(Reports.summary(registry.methods()).contains("jacobi:     not compiled yet because X"));
        assertTrue(HtmlReport.page(registry.methods()).contains("not compiled yet because X"));
        m.compiled("cpu");
        m.waits(new MethodStats.Reason(ReasonCode.CLASS_NOT_INITIALISED, "x", "y"));
        assertNull(m.reason());
    }

    @Test
    void summaryNamesEachMethodAndReason() {
        String s = Reports.summary(registry.methods());
        assertTrue(s.contains("com.acme.A.waiting()") && s.contains("3.00x") && s.contains("left to the JVM because it says \"no\""), s);
        assertTrue(s.lines().allMatch(l -> l.startsWith("jacobi: ")), s);
    }

    @Test
    void longSignaturesKeepTheirNames() {
        var all = new Registry();
        all.method("p/Q", "area", "(Ljava/util/function/DoubleUnaryOperator;DDI)D").calls++;
        all.method("some/long/packages/name/of/many/parts/Surface", "impliedVolatility", "([D[D)D").calls++;
        String s = Reports.summary(all.methods());
        assertTrue(s.contains("p.Q.area(java.util.function.") && s.contains("...)"), s);
        assertTrue(s.contains("Surface.impliedVolatility(...)") || s.contains("Surface.impliedVolatility(double[], double[])"), s);
        assertTrue(s.lines().noneMatch(l -> l.contains("unction.DoubleUnaryOperator, double, double, int)")), s);
    }

    @Test
    void filesByExtension(@TempDir Path folder) throws Exception {
        Path html = folder.resolve("sub/r.html");
        Reports.write(html.toString(), registry);
        String page = Files.readString(html);
        assertTrue(page.contains("3 methods were asked for, 1 run compiled") && page.contains("class=\"bar j\" style=\"width:100%\""), page);
        assertFalse(page.contains("http://") || page.contains("https://"), "self-contained");
        Path json = folder.resolve("r.json");
        Reports.write(json.toString(), registry);
        assertEquals(Reports.json(registry.methods()), Files.readString(json));
    }

    @Test
    void anEmptyReportIsAnEmptyList() {
        assertEquals("[\n]\n", Reports.json(List.of()));
    }
}
