package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn1;
import dev.jacobi.Fn3;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.report.PassTime;
import dev.jacobi.report.Reports;
import dev.jacobi.spi.FpMode;
import dev.jacobi.spi.Transformation;
import dev.jacobi.transform.TransformEngine;
import dev.jacobi.transform.TransformedFunction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each pass that a method goes through has a file in the dump, a line in the debug log and one in the report. */
class PassesSeenTest extends SiteFixture {
    static void scale(double[] a, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i] = 2 * a[i];
        }
    }

    @Test
    void filesAreNumberedByStageAndPass(@TempDir Path folder) throws Throwable {
        prologue(site("policy=always,check=on,dump=" + folder, "scale")).invokeExact(new double[] {1, 2}, new double[2], 2);
        List<String> files = files(folder);
        assertTrue(files.containsAll(List.of("01-bytecode.txt", "02-lifted.ir", "03-heap-limit.ir", "04-simplified.ir", "05-raised-01-dead-code.ir", "05-raised.ir", "06-simplified.ir",
            "07-cpu-18-lower.ir", "07-cpu.ir", "08-bufferise.ir", "09-llvm.ll")), files.toString());
        assertTrue(files.indexOf(of("parallelise", files)) < files.indexOf("05-raised.ir"), "a pipeline's passes stand in front of its result: " + files);
        assertTrue(text(folder, of("while-to-for", files)).contains("= for(") && text(folder, of("parallelise", files)).contains("= map("));
        for (String f : files) {
            if (f.endsWith(".ir")) {
                Parser.parseModule(text(folder, f));
            }
        }
    }

    @Test
    void theLogAndTheReportHaveALinePerPass() throws Throwable {
        String log = errors(() -> {
            prologue(site("policy=always,log=debug", "scale")).invokeExact(new double[] {1, 2}, new double[2], 2);
        });
        List<PassTime> passes = stats("scale").passes();
        List<String> names = passes.stream().map(PassTime::pass).toList();
        assertTrue(names.containsAll(List.of("heap-limit", "simplify", "raise/while-to-for", "raise/checks", "raise/parallelise", "raise")), names.toString());
        for (PassTime p : passes) {
            assertTrue(log.contains("jacobi: " + stats("scale").method() + ": pass " + p.line() + "."), p.line() + " is not in\n" + log);
        }
        for (int k = 1; k < passes.size(); k++) {
            if (!passes.get(k).pass().equals("raise")) {
                assertEquals(passes.get(k - 1).after(), passes.get(k).before(), "the number of equations between " + passes.get(k - 1) + " and " + passes.get(k));
            }
        }
        String json = Reports.json(registry.methods());
        assertTrue(json.contains("\"passes\": [\n    {\"pass\": \"heap-limit\", \"millis\": "), json);
    }

    /** The log tells LLVM's share of the CPU time; the report has the sum. */
    @Test
    void theTimeThatTheProcessorHadIsKnown() throws Throwable {
        String log = errors(() -> {
            prologue(site("policy=always,log=debug", "scale")).invokeExact(new double[] {1, 2}, new double[2], 2);
        });
        var share = Pattern.compile("equations, (\\d+) ms of processor time, (\\d+) of them in LLVM").matcher(log);
        assertTrue(share.find(), log);
        double all = stats("scale").compileCpuMillis();
        assertEquals(Long.parseLong(share.group(1)), (long) all);
        assertTrue(Long.parseLong(share.group(2)) > 0 && Long.parseLong(share.group(2)) <= all, log);
    }

    static double weighted(double[] w) {
        double s = 0;
        for (int i = 0; i < w.length; i++) {
            s += w[i] * w[i];
        }
        return s;
    }

    @Test
    void transformationsAreStagesToo(@TempDir Path folder) throws Throwable {
        Fn1<double[], Double> f = PassesSeenTest::weighted;
        var gradient = new TransformedFunction(new TransformEngine(options("check=on,dump=" + folder), Engine.ofProcess().resources()), new Transformation.Grad(true, false, List.of(0)), List.of(f));
        assertEquals(5.0, ((ValueAndGrad<?, ?>) gradient.call(new double[] {1, 2})).value());
        List<String> files = files(folder);
        assertTrue(files.containsAll(List.of("01-lifted.ir", "02-simplified.ir", "03-raised-01-dead-code.ir", "03-raised.ir", "04-simplified.ir", "05-vjp.ir", "06-simplified.ir",
            "07-raised.ir", "08-simplified.ir", "09-strict-math.ir", "13-program.ir", "14-cpu-18-lower.ir", "15-bufferise.ir")), files.toString());
        assertTrue(text(folder, "05-vjp.ir").contains("vjp("), text(folder, "05-vjp.ir"));
    }

    static float[] doubled(float[] a, int h, int w) {
        float[] o = new float[h * w];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                o[y * w + x] = a[y * w + x] * 2;
            }
        }
        return o;
    }

    /** A function goes through some of the passes twice: the second time its checks are in front of its loops already. */
    @Test
    void raisedProgramsAreRaisedAgain() throws Throwable {
        Fn3<float[], Integer, Integer, float[]> f = PassesSeenTest::doubled;
        var jit = new TransformedFunction(new TransformEngine(options("check=on"), Engine.ofProcess().resources()), new Transformation.Jit(List.of(), "", FpMode.DEFAULT, List.of()), List.of(f));
        assertArrayEquals(new float[] {2, 4, 6, 8, 10, 12}, (float[]) jit.call(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    }

    private interface Body {
        void run() throws Throwable;
    }

    /** What is written to the standard error stream meanwhile. */
    private static String errors(Body body) throws Throwable {
        PrintStream before = System.err;
        var bytes = new ByteArrayOutputStream();
        try (var err = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setErr(err);
            body.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The file after the first pass of this name. */
    private static String of(String pass, List<String> files) {
        List<String> all = files.stream().filter(f -> f.matches("05-raised-\\d\\d-" + pass + "\\.ir")).toList();
        assertTrue(!all.isEmpty(), files.toString());
        return all.get(0);
    }

    /** The names of the only method's files, in order. */
    private static List<String> files(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static String text(Path folder, String name) throws IOException {
        try (var all = Files.walk(folder)) {
            return Files.readString(all.filter(f -> f.endsWith(name)).findFirst().orElseThrow());
        }
    }
}
