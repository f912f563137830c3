// Texts as they should be, and the sentences where there is none. What programs compute is compared in test-suite, with a Python.
package dev.jacobi.pjrt.hlo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.pjrt.hlo.text.Constants;
import dev.jacobi.pjrt.program.HloProgram;
import dev.jacobi.pjrt.program.HloRefusal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StableHloTest {
    private static HloProgram emit(String f, HloOptions options, Type... shapes) {
        return StableHlo.emit(Parser.parseModule(f), "f", List.of(shapes), options, new PassManager(true, null));
    }

    /** The body of main, without types and the text's indentation. */
    private static String body(HloProgram p) {
        return p.text().lines().skip(2).takeWhile(l -> !l.startsWith("    return")).map(l -> l.strip().replaceAll(" : .*", ""))
            .collect(Collectors.joining("\n"));
    }

    private static Type f64(long... dims) {
        return new Type(DType.F64, Arrays.stream(dims).mapToObj(Dim::of).toList());
    }

    @Test
    void aMapIsArrayOperations() {
        HloProgram p = emit("f(a:f64[], x:f64[n], y:f64[n]) { n = dim[0] x; r = map[n](n, y) { i, y -> p = index x i; q = index y i; s = mul a p; t = add s q;"
            + " u = update y i t; yield u }; return r }", HloOptions.DEFAULT, f64(), f64(4), f64(4));
        assertEquals("""
            module @jacobi {
              func.func public @main(%arg0: tensor<f64>, %arg1: tensor<4xf64>, %arg2: tensor<4xf64> {tf.aliasing_output = 0 : i32}) -> (tensor<4xf64>) {
                %0 = stablehlo.broadcast_in_dim %arg0, dims = [] : (tensor<f64>) -> tensor<4xf64>
                %1 = stablehlo.multiply %0, %arg1 : tensor<4xf64>
                %2 = stablehlo.add %1, %arg2 : tensor<4xf64>
                return %2 : tensor<4xf64>
              }
            }
            """, p.text());
        assertEquals(List.of(f64(4)), p.results());
        assertEquals(List.of(0, 1, 2), p.arguments());
        assertEquals(Map.of(2, 0), p.donated());
        assertEquals(-1, p.ok());
        assertEquals("mul f64[] f64[] -> f64[]", p.origin(4).equation());
    }

    /** A kernel's gradient: the window is as wide as the image, which TPUs' compiler takes minutes for, and there are few places for it. */
    @Test
    void aWindowAsWideAsTheImageIsAProductForEachPlace() {
        HloProgram p = emit("f(a:f64[2,4,16,17], w:f64[3,4,16,16]) { r = conv[1,1; 1,0; 1,0; 1,1; 1] a w; return r }", HloOptions.DEFAULT, f64(2, 4, 16, 17), f64(3, 4, 16, 16));
        assertFalse(p.text().contains("convolution"), p.text());
        assertEquals(6, p.text().split("dot_general", -1).length - 1, p.text());
        HloProgram narrow = emit("f(a:f64[2,4,16,17], w:f64[3,4,3,3]) { r = conv[1,1; 1,0; 1,0; 1,1; 1] a w; return r }", HloOptions.DEFAULT, f64(2, 4, 16, 17), f64(3, 4, 3, 3));
        assertTrue(narrow.text().contains("stablehlo.convolution"), narrow.text());
    }

    /** The inside of a matrix that lies flat: rows of four, of which two are read left and right of the middle. */
    @Test
    void affinePlacesAreSlices() {
        HloProgram p = emit("f(a:f64[12], b:f64[12]) { r = map(3:i32, b) { i, b -> t = mul i 4:i32; c = map(2:i32, b) { j, b -> k = add t j; h = add k 2:i32; l = add k 1:i32;"
            + " x = index a k; y = index a h; z = add x y; u = update b l z; yield u }; yield c }; return r }", HloOptions.DEFAULT, f64(12), f64(12));
        assertFalse(p.text().contains("gather") || p.text().contains("scatter"), p.text());
        assertTrue(p.text().contains("[0:3, 0:2]") && p.text().contains("[0:3, 2:4]"), p.text());
        assertTrue(p.text().contains("stablehlo.dynamic_update_slice"), p.text());
    }

    @Test
    void lanesThatEndApartAreMasked() {
        HloProgram p = emit("f(a:f64[n], p:i32[n]) { n = dim[0] a; r = map[n](n) { i -> x = index a i; k = index p i; y = for(k, x) { j, y -> z = mul y x; yield z }; yield y };"
            + " return r }", HloOptions.DEFAULT, f64(3), new Type(DType.I32, List.of(Dim.of(3))));
        assertEquals("""
            %0 = stablehlo.constant dense<-2147483648>
            %1 = stablehlo.reduce(%arg1 init: %0) applies stablehlo.maximum across dimensions = [0]
            %2 = stablehlo.constant dense<0>
            %12:2 = stablehlo.while(%3 = %2, %4 = %arg0)
            cond {
            %11 = stablehlo.compare LT, %3, %1, SIGNED
            stablehlo.return %11
            } do {
            %5 = stablehlo.broadcast_in_dim %3, dims = []
            %6 = stablehlo.compare LT, %5, %arg1, SIGNED
            %7 = stablehlo.multiply %4, %arg0
            %8 = stablehlo.select %6, %7, %4
            %9 = stablehlo.constant dense<1>
            %10 = stablehlo.add %3, %9
            stablehlo.return %10, %8
            }""", body(p));
    }

    /** 8 times this constant is more than a long holds, so nothing is known of the products' signs. */
    @Test
    void rangesThatWrapAroundSayNothing() {
        for (String h : List.of("mul l -7046029254386353131:i64", "add l 9223372036854775800:i64")) {
            HloProgram p = emit("f(a:f64[9]) { b = map(9:i32) { i -> l = convert[i64] i; h = " + h + "; q = gt h 0:i64; x = index a i; y = neg x; z = select q x y; yield z }; return b }",
                HloOptions.DEFAULT, f64(9));
            assertTrue(body(p).contains("stablehlo.compare GT"), p.text());
        }
    }

    @Test
    void checksMakeAFlagThatEndsLoops() {
        HloProgram p = emit("f(n:i32[], a:f64[m]) { s = for(n, 0.0:f64) { i, s -> m = dim[0] a; ok = lt i m; check[index \"A.b:7\"] ok; x = index a i; t = add s x; yield t }; return s }",
            HloOptions.DEFAULT, Type.I32, f64(5));
        assertEquals(1, p.ok());
        assertEquals(2, p.outputs());
        assertTrue(body(p).contains("stablehlo.and"), p.text());
        assertTrue(p.lines().stream().anyMatch(o -> o != null && o.where().equals("A.b:7")));
    }

    @Test
    void whatGrowsHasOneSize() {
        String tape = "f(a:f64[]) { t = full[f64[?]] 0.0:f64 64:i32; x, k, u = while(a, 0:i32, t) { x, k, u -> p = gt x 1.0:f64; yield p } do { x, k, u -> y = mul x 0.5:f64; l = add k 1:i32;"
            + " c = dim[0] u; g = gt l c; v = cond(g) false { yield u } true { d = add c c; w = full[f64[?]] 0.0:f64 d; z = update_slice w u 0:i32; yield z }; q = update v k x; yield y, l, q };"
            + " r = index u 0:i32; return r }";
        HloProgram p = emit(tape, HloOptions.DEFAULT.withTape(100), f64());
        assertTrue(p.text().contains("tensor<100xf64>") && p.ok() == 1, p.text());
        assertEquals(List.of("of loops whose number of trips is not known 100 entries are kept, and a call that needs more has no result"), p.notes());
    }

    /** XLA would take the first of the carried values, which selects the branch, for one that never changes. */
    @Test
    void aLoopThatIsOneBranchYieldsMoreThanItsResults() {
        HloProgram p = emit("f(a:f64[4]) { s, k, b = while(0:i32, 0:i32, a) { s, k, b -> p = ge s 0:i32; yield p } do { s, k, b -> t:i32[], n:i32[], c:f64[4] = cond(s) 0 {"
            + " j = add k 1:i32; u = update[clamp] b k 1.0:f64; yield 1:i32, j, u } 1 { q = lt k 3:i32; r = select q 0:i32 -1:i32; x = update[clamp] b k 2.0:f64; yield r, k, x };"
            + " yield t, n, c }; return b }", HloOptions.DEFAULT, f64(4));
        assertTrue(p.text().matches("(?s).*(%\\d+) = stablehlo.optimization_barrier (%\\d+)#0 : tensor<i32>\\s+stablehlo.return \\1, \\2#1, \\2#2 : .*"), p.text());
    }

    @Test
    void recursionOverDataHasAStack() {
        String f = "f(a:f64[]) { p = lt a 1.0:f64; b:f64[] = cond(p) false { h = mul a 0.5:f64; c:f64[] = call[f] h; d = add c a; yield d } true { yield a }; return b }";
        HloProgram p = emit(f, HloOptions.DEFAULT.withDepth(7), f64());
        assertTrue(p.text().contains("tensor<7xf64>") && p.text().contains("stablehlo.while") && p.ok() == 1, p.text());
        assertEquals(List.of("recursion is a loop with room for 7 calls within calls, and a call that goes deeper has no result"), p.notes());
    }

    /** What a call pushes as the bits of doubles are integers on the stack of the program: no device rounds them. */
    @Test
    void stacksOfBitsAreIntegers() {
        String f = "f(k:i32[], a:f64[]) { t = full[f64[?]] nan(7ff86a61636f6269):f64 9:i32; n = convert[i64] k; b = bitcast[f64] n; u = update t 0:i32 b; v = update u 1:i32 a;"
            + " c = index v 0:i32; m = bitcast[i64] c; i = convert[i32] m; d = index v i; return d }";
        for (boolean floats : new boolean[] {false, true}) {
            String text = emit(f, HloOptions.DEFAULT.withF64AsF32(floats), Type.I32, f64()).text();
            assertTrue(text.contains(floats ? "tensor<9xi32>" : "tensor<9xi64>") && !text.contains("tensor<9xf"), text);
        }
        String reals = "f(k:i32[], a:f64[]) { t = full[f64[?]] nan(7ff86a61636f6269):f64 9:i32; v = update t k a; d = index v k; return d }";
        assertTrue(!emit(reals, HloOptions.DEFAULT, Type.I32, f64()).text().contains("tensor<9xi"));
    }

    @Test
    void doublesAsFloats() {
        HloProgram p = emit("f(a:f64[n]) { b = sin a; return b }", HloOptions.DEFAULT.withF64AsF32(true), f64(3));
        assertEquals(List.of(new Type(DType.F32, List.of(Dim.of(3)))), p.params());
        assertEquals("%0 = stablehlo.sine %arg0", body(p));
        assertEquals(List.of(StableHlo.F64_AS_F32), p.notes());
    }

    @Test
    void numbersThatExtentsDependOnAreCompiledIn() {
        String f = "f(n:i32[], x:f64[]) { m = mul n 2:i32; a = full[f64[?]] x m; b = reduce_add[0] a; return b }";
        assertEquals(List.of(0), StableHlo.extentInputs(Parser.parseModule(f), "f", false));
        HloProgram p = emit(f, HloOptions.DEFAULT.withFixed(Map.of(0, Lit.i32(3))), Type.I32, f64());
        assertEquals(List.of(1), p.arguments());
        assertTrue(p.text().contains("tensor<6xf64>"), p.text());
    }

    /** What a decimal cannot say exactly in few digits is written as bits. */
    @ParameterizedTest
    @CsvSource({"1.5, 1.5", "-0.0, 0x8000000000000000", "0.1, 0x3FB999999999999A", "1e300, 0x7E37E43C8800759C"})
    void realsAreWrittenExactly(double v, String text) {
        assertEquals(text, Constants.text(Lit.f64(v)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "f(a:f64[]) { c = full[f64[?]] a 3:i32; d = concat[0] c c; b:f64[] = call[f] a; e = index d 0:i32; g = add b e; return g } | RECURSION | makes an array whose extents are not known",
        "f(a:f64[]) { debug_callback[\"p\"] a; return a } | CALLBACK | the callback p belongs to the host",
        "f(a:f64[]) { n = convert[i32] a; b = full[f64[?]] a n; return b } | EXTENT | an extent of full is known only while the program runs",
        "f(a:f64[]) { b:f64[] = call[\"StrictMath.sin\"] a; return b } | STRICT | StrictMath.sin has exactly specified results",
        "f(a:f64[]) { b = bitcast[i64] a; return a } | BITS | the method works on the bits of doubles"})
    void refusals(String f, HloRefusal.Reason reason, String sentence) {
        HloRefusal r = assertThrows(HloRefusal.class, () -> emit(f, HloOptions.DEFAULT.withF64AsF32(reason == HloRefusal.Reason.BITS), f64()));
        assertEquals(reason, r.reason());
        assertTrue(r.getMessage().contains(sentence), r.getMessage());
    }

    /** What one way of a branch leaves for a later branch by the same selector, or by its opposite, has the extents that the way that makes it says. */
    @Test
    void aPlaceholderHasTheExtentsOfWhatIsLeft() {
        String f = "f(x:f64[]) { n = convert[i32] x; p = eq n 3:i32; o = ne n 3:i32; y:f64[k] = broadcast[-> k] x 4:i32; "
            + "r:f64[?] = cond(p) false { z:f64[?] = full[f64[?]] 0.0:f64 0:i32; yield z } true { s = sin y; yield s }; %s; return t }";
        for (String reader : List.of("t = cond(p) false { yield x } true { u = reduce_add[0] r; yield u }",
            "t = cond(o) false { u = reduce_add[0] r; yield u } true { yield x }")) {
            String text = emit(f.formatted(reader), HloOptions.DEFAULT, f64()).text();
            assertTrue(text.contains("stablehlo.constant dense<0.0> : tensor<4xf64>"), text);
        }
        for (String reader : List.of("t = reduce_add[0] r", "t = cond(p) false { u = reduce_add[0] r; yield u } true { yield x }",
            "q = ge n 3:i32; t = cond(q) false { yield x } true { u = reduce_add[0] r; yield u }")) {
            HloRefusal r = assertThrows(HloRefusal.class, () -> emit(f.formatted(reader), HloOptions.DEFAULT, f64()));
            assertTrue(r.getMessage().contains("the ways of a branch make arrays of different extents: [4] and [0]"), r.getMessage());
        }
    }
}
