// The PTX of a few kernels, word for word, and what the host does around some: what a change of the schedule or the emitter does to them is seen.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.program.Step;
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
        "cumsum", "f(x:f32[n]) { n = dim[0] x; s, t = scan[n, add](n, 0.0:f32) { i -> u = index x i; yield u }; return t }",
        "hist", "f(x:i32[n], y:i32[k]) { n = dim[0] x; h = hist[n, add](n, y) { i -> j = index x i; yield j, 1:i32 }; return h }",
        "dot", "f(x:f32[n,k], y:f32[k,m]) { z = dot_general[1; 0; ; ] x y; return z }",
        "sort", "f(x:i32[n]) { y = sort[0, 1] x; return y }");

    private static GpuProgram compiled(String name) {
        return Emulated.compile(Parser.parseModule(PROGRAMS.get(name)), "f", false, Arch.SM_80);
    }

    private static void check(String name) throws IOException {
        String ptx = compiled(name).code().ptx();
        same(name + ".ptx", ptx.replaceAll("(?m)^//.*\\n|[ \\t]+$", "").strip() + "\n");
    }

    /** The kernels, then what the host does. */
    private static void plan(String name) throws IOException {
        GpuProgram p = compiled(name);
        var text = new StringBuilder();
        p.kernels().forEach(k -> text.append(k).append('\n'));
        lines(p.steps(), "", text);
        same(name + ".plan", text.toString());
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
                c.branches().forEach(b -> inside("branch", b.body(), indent, to));
            } else if (s instanceof Step.While w) {
                to.append(indent).append("While ").append(w.condition()).append(' ').append(w.carries()).append('\n');
                inside("test", w.test(), indent, to);
                inside("body", w.body(), indent, to);
            } else {
                to.append(indent).append(s).append('\n');
            }
        }
    }

    private static void inside(String what, List<Step> steps, String indent, StringBuilder to) {
        to.append(indent).append("  ").append(what).append('\n');
        lines(steps, indent + "    ", to);
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
        plan("columns");
    }

    @Test
    void binsOfIntegersAreAddedToByAtomicOperations() throws IOException {
        check("hist");
    }

    /** The text is long: each step of the tile adds 16 products to sums, in order and rounded twice. */
    @Test
    void productsOfMatricesAreTilesInSharedMemory() throws IOException {
        plan("dot");
        String ptx = compiled("dot").code().ptx();
        assertTrue(ptx.contains("ld.shared.") && ptx.contains("mul.rn.f32") && ptx.contains("add.rn.f32") && !ptx.contains("fma."), ptx);
    }

    @Test
    void sortingMergesByBinarySearch() throws IOException {
        check("sort");
        plan("sort");
    }

    @Test
    void prefixesAreOneKernelThatReadsEachElementOnce() throws IOException {
        check("cumsum");
    }
}
