// Programs that have no kernels: a clause says why, and the README has it.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.text.NotEmitted;
import dev.jacobi.ptx.program.Arch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RefusedTest {
    private static final String STRICT = "StrictMath.sin is a function of the JVM, which a GPU cannot call";
    private static final String ROUTINE = "with math=jvm Math.sin is a routine of the JVM's, which a GPU cannot call";
    private static final String ROWS = "the extents of a row that each trip of a parallel loop makes are not known before it runs on a GPU";
    private static final String LEAVES = "an array that one thread of a GPU makes leaves it";
    private static final String NEEDED = "an array that a parallel loop writes to is still needed as it was, in the same trip of the loop";

    private static void refused(String why, String... programs) {
        for (String text : programs) {
            Module m = Parser.parseModule(text);
            Verifier.verify(m);
            assertEquals(why, assertThrows(NotEmitted.class, () -> Emulated.compile(m, "f", false, Arch.SM_80), text).getMessage(), text);
        }
    }

    @Test
    void functionsOfTheJvm() {
        refused(STRICT, "f(x:f64[n]) { n = dim[0] x; r = map[n](n, x) { i, d -> u = index d i; v:f64[] = call[StrictMath.sin] u; e = update d i v; yield e }; return r }");
        refused(ROUTINE, "f(x:f64[n]) { n = dim[0] x; r = map[n](n, x) { i, d -> u = index d i; v:f64[] = call[java.lang.Math.sin] u; e = update d i v; yield e }; return r }");
    }

    /** From data, whether they differ by trip or not. */
    @Test
    void rowsOfExtentsThatOnlyTheDeviceKnows() {
        refused(ROWS, "f(a:i32[n]) { n = dim[0] a; r = map[n](n) { i -> k = index a i; t = full[f64[?]] 0.5:f64 k; yield t }; return r }",
            "f(a:i32[n]) { r = map[3](3:i32) { i -> k = index[clamp] a 0:i32; t = full[f64[?]] 0.5:f64 k; yield t }; return r }");
    }

    /** In the second only an element of the array is wanted. */
    @Test
    void arraysThatRecursionReturns() {
        String g = "g(k:i32[]) { p = lt k 1:i32; r = cond(p) false { l = sub k 1:i32; x:f64[?] = call[g] l; yield x } true { y = full[f64[?]] 1.0:f64 3:i32; yield y }; return r }\n";
        refused(LEAVES, g + "f(k:i32[]) { x:f64[?] = call[g] k; return x }", g + "f(k:i32[]) { x:f64[?] = call[g] k; y = index[clamp] x 0:i32; return y }");
    }

    @Test
    void destinationsThatWouldHaveToBeCopiedInTheirLoop() {
        refused(NEEDED, "f(a:f64[n]) { n = dim[0] a; r = map(n, a) { i, t -> s = update t i 2.0:f64; x = index t i; u = update s i x; yield u }; return r }",
            "f(a:f64[n]) { n = dim[0] a; c, r = reduce[n, add](n, 0:i32, a) { i, t -> s = copy t; u = update s i 2.0:f64; yield i, u }; return c, r }");
    }

    /** The reasons of the table "What has no kernel". */
    @Test
    void theReadmeHasEach() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        List<String> rows = Pattern.compile("(?m)^\\| `(.*)` \\|").matcher(readme.substring(readme.indexOf("**What has no kernel.**"))).results().map(r -> r.group(1)).toList();
        assertEquals(Set.of(STRICT, ROUTINE, ROWS, LEAVES, NEEDED), Set.copyOf(rows));
    }
}
