// The PTX of a few kernels, word for word: what a change of the schedule or the emitter does to them is seen.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Parser;
import dev.jacobi.ptx.Arch;
import dev.jacobi.ptx.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code -Dptx.golden=write} writes the texts anew. */
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/jacobi/ptx/conformance");
    private static final Map<String, String> PROGRAMS = Map.of(
        "saxpy", "f(a:f32[], x:f32[n], y:f32[n]) { n = dim[0] x; r = map[n](n, y) { i, d -> u = index x i; v = index d i; w = mul a u; s = add w v; e = update d i s; yield e }; return r }",
        "sum", "f(x:i32[n]) { n = dim[0] x; s = reduce[n, add](n, 0:i32) { i -> u = index x i; yield u }; return s }",
        "rows", "f(x:f32[n,m], y:f32[n]) { n = dim[0] x; m = dim[1] x; r = map[n](n, y) { i, d -> s = reduce[m, add](m, 0.0:f32) { j -> u = index x i j; yield u }; e = update d i s; yield e }; return r }",
        "columns", "f(x:f32[n,m], y:f32[m]) { n = dim[0] x; m = dim[1] x; r = map[m](m, y) { j, d -> s = reduce[n, add](n, 0.0:f32) { i -> u = index x i j; yield u }; e = update d j s; yield e }; return r }",
        "cumsum", "f(x:f32[n]) { n = dim[0] x; s, t = scan[n, add](n, 0.0:f32) { i -> u = index x i; yield u }; return t }");

    private static void check(String name) throws IOException {
        String ptx = Emulated.compile(Parser.parseModule(PROGRAMS.get(name)), "f", false, Arch.SM_80).code().ptx();
        same(name + ".ptx", ptx.replaceAll("(?m)^//.*\\n|[ \\t]+$", "").strip() + "\n");
    }

    private static void same(String file, String text) throws IOException {
        if ("write".equals(System.getProperty("ptx.golden"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(file), text);
            return;
        }
        try (var in = GoldenTest.class.getResourceAsStream(file)) {
            assertEquals(new String(in.readAllBytes(), StandardCharsets.UTF_8), text);
        }
    }

    /** The steps of a program, a line each, those inside of others indented. */
    private static void lines(List<Step> steps, String indent, StringBuilder to) {
        for (Step s : steps) {
            if (s instanceof Step.Choose c) {
                to.append(indent).append("Choose ").append(c.selector()).append('\n');
                for (Step.Branch b : c.branches()) {
                    to.append(indent).append("  branch\n");
                    lines(b.body(), indent + "    ", to);
                }
            } else {
                to.append(indent).append(s).append('\n');
            }
        }
    }

    @Test
    void aMapIsAThreadPerElementWithItsTurns() throws IOException {
        check("saxpy");
    }

    @Test
    void aReductionIsTwoKernels() throws IOException {
        check("sum");
    }

    @Test
    void sumsOfRowsAreAWarpEachOrPiecesForBlocks() throws IOException {
        check("rows");
    }

    @Test
    void sumsOfColumnsAreAThreadEachOrPiecesForTiles() throws IOException {
        check("columns");
        var plan = new StringBuilder();
        lines(Emulated.compile(Parser.parseModule(PROGRAMS.get("columns")), "f", false, Arch.SM_80).steps(), "", plan);
        same("columns.plan", plan.toString());
    }

    @Test
    void prefixesAreOneKernelThatReadsEachElementOnce() throws IOException {
        check("cumsum");
    }
}
