// The PTX of a few kernels, word for word: what a change of the schedule or the emitter does to them is seen.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Parser;
import dev.jacobi.ptx.Arch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code -Dptx.golden=write} writes the texts anew. */
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/jacobi/ptx/conformance");
    private static final Map<String, String> PROGRAMS = Map.of(
        "saxpy", "f(a:f32[], x:f32[n], y:f32[n]) { n = dim[0] x; r = map[n](n, y) { i, d -> u = index x i; v = index d i; w = mul a u; s = add w v; e = update d i s; yield e }; return r }",
        "sum", "f(x:i32[n]) { n = dim[0] x; s = reduce[n, add](n, 0:i32) { i -> u = index x i; yield u }; return s }",
        "rows", "f(x:f32[n,m], y:f32[n]) { n = dim[0] x; m = dim[1] x; r = map[n](n, y) { i, d -> s = reduce[m, add](m, 0.0:f32) { j -> u = index x i j; yield u }; e = update d i s; yield e }; return r }");

    private static void check(String name) throws IOException {
        String ptx = Emulated.compile(Parser.parseModule(PROGRAMS.get(name)), "f", false, Arch.SM_80).code().ptx();
        String text = ptx.replaceAll("(?m)^//.*\\n|[ \\t]+$", "").strip() + "\n";
        if ("write".equals(System.getProperty("ptx.golden"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(name + ".ptx"), text);
        }
        try (var in = GoldenTest.class.getResourceAsStream(name + ".ptx")) {
            assertEquals(new String(in.readAllBytes(), StandardCharsets.UTF_8), text);
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
    void sumsOfRowsAreAWarpEach() throws IOException {
        check("rows");
    }
}
