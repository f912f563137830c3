// Loops that are matrix products: dot_general where floats may be added in any order, what they were where not.
package dev.jacobi.pjrt.hlo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.pjrt.program.HloProgram;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatrixProductsTest {
    private static final HloOptions FAST = HloOptions.DEFAULT.withFast(true);
    private static final String PRODUCT = """
        f(a:f32[n,m], b:f32[k,p]) {
          n = dim[0] a; m = dim[1] a; l = dim[0] b; p = dim[1] b
          ok = le l m
          check[index "T.f:1"] ok
          h = full[f32[n,p]] 0.0:f32 n p
          c = map(n, h) { i:i32[], h0:f32[n,p] ->
            c1 = map(p, h0) { j:i32[], h1:f32[n,p] ->
              s = reduce[?, add](l, 0.0:f32) { k:i32[] -> x = index a i k; y = index b k j; z = mul x y; yield z }
              u = update h1 i j s
              yield u }
            yield c1 }
          return c }
        """;
    /** How many terms a sum has is a number that is given. */
    private static final String TERMS = PRODUCT.replace("b:f32[k,p]", "b:f32[k,p], given:i32[]").replace("l = dim[0] b", "l = add given 0:i32");
    /** How many terms a sum has is read from an array. */
    private static final String DATA = PRODUCT.replace("b:f32[k,p]", "b:f32[k,p], given:i32[q]").replace("l = dim[0] b", "l = index given 0:i32");

    private static HloProgram emit(String f, HloOptions options, Type... shapes) {
        return StableHlo.emit(Parser.parseModule(f), "f", List.of(shapes), options);
    }

    private static Type f32(long... dims) {
        return new Type(DType.F32, Arrays.stream(dims).mapToObj(Dim::of).toList());
    }

    @Test
    void aProductIsOneOperation() {
        HloProgram p = emit(PRODUCT, FAST, f32(3, 4), f32(4, 5));
        assertEquals("""
            module @jacobi {
              func.func public @main(%arg0: tensor<3x4xf32>, %arg1: tensor<4x5xf32>) -> (tensor<3x5xf32>) {
                %0 = stablehlo.dot_general %arg0, %arg1, contracting_dims = [1] x [0], precision = [HIGHEST, HIGHEST] : (tensor<3x4xf32>, tensor<4x5xf32>) -> tensor<3x5xf32>
                return %0 : tensor<3x5xf32>
              }
            }
            """, p.text().replaceAll(" *%\\d+ = stablehlo.constant .*\n", ""));
    }

    /** The option says with how many bits factors are taken, of products that loops are and of given ones, in fast mode and in strict; other options leave it. */
    @ParameterizedTest
    @EnumSource(HloOptions.Precision.class)
    void precision(HloOptions.Precision p) {
        HloOptions o = FAST.withPrecision(p).withTape(100).withFixed(Map.of()).withDonate(true);
        String pair = "[" + p + ", " + p + "]";
        String loops = emit(PRODUCT, o, f32(3, 4), f32(4, 5)).text();
        assertTrue(loops.contains("precision = " + pair), loops);
        String given = "f(a:f32[n,k], b:f32[k,m]) { z = dot_general[1; 0; ; ] a b; return z }";
        for (HloOptions x : List.of(o, o.withFast(false))) {
            String text = emit(given, x, f32(3, 4), f32(4, 5)).text();
            assertTrue(text.contains("precision = " + pair), text);
        }
    }

    /** A sum whose terms are a product of matrices and something that all its trips multiply by: the product is one operation, and the factor stands in front of a sum. */
    @Test
    void sumsOfProductsAndOthers() {
        String two = PRODUCT.replace("z = mul x y; yield z", "z = mul x y; v = index a i 0:i32; w = mul y v; q = sub z w; yield q");
        String text = emit(two, FAST, f32(30, 40), f32(40, 50)).text();
        assertTrue(text.contains("dot_general") && !text.contains("tensor<30x50x40xf32>"), text);
        String strict = emit(two, FAST.withFast(false), f32(30, 40), f32(40, 50)).text();
        assertFalse(strict.contains("dot_general"), strict);
    }

    @Test
    void strictlyTheLoopsStay() {
        String text = emit(PRODUCT, HloOptions.DEFAULT, f32(3, 40), f32(40, 5)).text();
        assertFalse(text.contains("dot_general"), text);
        assertTrue(text.contains("stablehlo.reduce"), text);
        assertEquals(text, emit(PRODUCT, FAST.withFast(false), f32(3, 40), f32(40, 5)).text());
    }

    /** Only a part of a is read; where there is less than is read the check is false, and nothing is cut out of a. */
    @Test
    void otherShapes() {
        String text = emit(PRODUCT, FAST, f32(3, 6), f32(4, 5)).text();
        assertTrue(text.contains("stablehlo.slice %arg0 [0:3, 0:4]") && text.contains("stablehlo.dot_general"), text);
        HloProgram none = emit(PRODUCT, FAST, f32(3, 3), f32(4, 5));
        assertFalse(none.text().contains("dot_general"), none.text());
        assertEquals(1, none.ok());
        assertFalse(emit(PRODUCT, FAST, f32(0, 4), f32(4, 5)).text().contains("dot_general"));
    }

    /** The extents of a product's operands are compiled in; a number that only the device knows leaves the loops. */
    @Test
    void theNumberOfTerms() {
        assertEquals(List.of(2), StableHlo.extentInputs(Parser.parseModule(TERMS), "f", true));
        String text = emit(TERMS, FAST.withFixed(Map.of(2, Lit.i32(2))), f32(3, 4), f32(4, 5), Type.I32).text();
        assertTrue(text.contains("(tensor<3x2xf32>, tensor<2x5xf32>) -> tensor<3x5xf32>"), text);
        String data = DATA.replace("reduce[?, add](l, 0.0:f32) { k:i32[] ->", "for(l, 0.0:f32) { k:i32[], t:f32[] ->").replace("yield z", "v = add t z; yield v");
        Type[] shapes = {f32(3, 4), f32(4, 5), new Type(DType.I32, List.of(Dim.of(1)))};
        assertEquals(emit(data, HloOptions.DEFAULT, shapes).text(), emit(data, FAST, shapes).text());
    }
}
