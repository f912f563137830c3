// Which arguments a result may take the place of: by number of main's parameter the number of its result.
package dev.jacobi.pjrt.hlo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.pjrt.program.HloProgram;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DonationTest {
    /** Extents that are named are 4. */
    private static HloProgram emit(String f, HloOptions options) {
        Module m = Parser.parseModule(f);
        Func entry = m.get("f");
        List<Type> shapes = entry.in().stream().map(Var::type)
            .map(t -> new Type(t.dtype(), t.dims().stream().map(d -> d.isConst() ? d : Dim.of(4)).toList())).toList();
        return StableHlo.emit(m, "f", shapes, options);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "its own later version, also through loops and branches | f(a:f32[n], i:i32[], p:bool[]) { v = index a i; b = update a 0:i32 v; c:f32[n] = cond(p) false { yield b } true {"
            + " d = update b 1:i32 v; yield d }; e = for(i, c) { j, c -> g = update c j v; yield g }; return e } | {0=0}",
        "each its own | f(a:f32[n], b:f32[n], x:f32[]) { c = update a 0:i32 x; d = update b 0:i32 x; return d, c } | {0=1, 1=0}",
        "one of two versions | f(a:f32[n], x:f32[]) { c = update a 0:i32 x; d = update a 1:i32 x; return c, d } | {0=0}",
        "as it was | f(x:f32[], a:f32[n]) { return x, a } | {1=1}",
        "another array while it is read | f(a:f32[n]) { b = rev[0] a; return b } | {}",
        "another array when it is not read | f(a:f32[n], b:f32[n]) { c = rev[0] a; return c } | {1=0}",
        "another array when only its extent is asked for | f(a:f32[n], b:f32[n]) { n = dim[0] b; t = convert[f32] n; c = full[f32[4]] t 4:i32; return c } | {0=0}",
        "no other type | f(a:f32[n], b:i32[n], c:f64[n], d:f32[5], e:f32[2,2]) { r = rev[0] a; return r } | {}",
        "no number | f(a:f32[], b:f32[]) { c = sin a; return c } | {}",
        "nothing empty | f(a:f32[0]) { return a } | {}",
        "in what it calls | f(a:f32[n], x:f32[]) { b:f32[n] = call[g] a x; return b } g(a:f32[n], x:f32[]) { b = update a 0:i32 x; return b } | {0=0}",
        "beside the flag | f(a:bool[], b:f32[n], i:i32[]) { n = dim[0] b; ok = lt i n; check[index \"A.b:7\"] ok; c = update b i 1.0:f32; return c } | {1=0}"})
    void results(String what, String f, String donated) {
        HloProgram p = emit(f, HloOptions.DEFAULT);
        assertEquals(donated, new TreeMap<>(p.donated()).toString(), p.text());
        String main = p.text().lines().filter(l -> l.contains("@main")).findFirst().orElseThrow();
        assertEquals(p.donated().size(), main.split("tf[.]aliasing_output", -1).length - 1, main);
        p.donated().forEach((k, r) -> assertTrue(main.matches(".*%arg" + k + ": tensor<[^>]*> [{]tf[.]aliasing_output = " + r + " : i32[}].*"), main));
    }

    /** A caller that stores the reverse in the argument's own array has given it away. */
    @Test
    void whereTheCallerStoresAResultItMayStandOnTheDeviceToo() {
        String f = "f(x:f32[], a:f32[n]) { b = rev[0] a; return b }";
        assertEquals(Map.of(1, 0), emit(f, HloOptions.DEFAULT.withPlaces(Map.of(0, 1))).donated());
        assertEquals(Map.of(), emit(f, HloOptions.DEFAULT.withPlaces(Map.of(0, 0))).donated());
        String own = "f(a:f32[n], b:f32[n]) { c = update a 0:i32 1.0:f32; d = rev[0] b; return c, d }";
        assertEquals(Map.of(0, 0), emit(own, HloOptions.DEFAULT.withPlaces(Map.of(0, 1))).donated());
    }

    @Test
    void argumentsThatAreCompiledInAreNotCounted() {
        HloProgram p = emit("f(n:i32[], a:f32[n], x:f32[]) { b = update a n x; return b }", HloOptions.DEFAULT.withFixed(Map.of(0, Lit.i32(2))));
        assertEquals(List.of(1, 2), p.arguments());
        assertEquals(Map.of(0, 0), p.donated());
    }

    @Test
    void doublesThatAreFloatsAreStillOfOneType() {
        assertEquals(Map.of(0, 0), emit("f(a:f64[n], b:f32[n]) { c = update a 0:i32 1.0:f64; return c }",
            HloOptions.DEFAULT.withF64AsF32(true)).donated());
    }

    @Test
    void nothingWhereItIsNotWanted() {
        HloProgram p = emit("f(a:f32[n]) { b = update a 0:i32 1.0:f32; return b }", HloOptions.DEFAULT.withDonate(false));
        assertEquals(Map.of(), p.donated());
        assertFalse(p.text().contains("aliasing_output"), p.text());
    }
}
