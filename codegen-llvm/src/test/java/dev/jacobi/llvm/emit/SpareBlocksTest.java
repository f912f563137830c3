package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops whose trips make arrays and hand them on take the blocks that trips before have left. */
class SpareBlocksTest {
    /** Each trip's row is one longer than the last; its last element is written only in some, and must else be zero in a block that was used before. */
    private static final String GROWING = """
        f(n:i32[], m:i32[]) { r0:i64[?] = full[i64[?]] 1:i64 m
          r:i64[?] = for(n, r0) { k:i32[], row:i64[?] ->
            l = dim[0] row; w = add l 1:i32
            z:i64[?] = full[i64[?]] 0:i64 w
            next:i64[?] = for(l, z) { i:i32[], o:i64[?] -> a = index row i; i1 = add i 1:i32; b = index o i; c = add a b; p:i64[?] = update o i c
              q = rem i1 3:i32; s = eq q 1:i32; t:i64[?] = cond s { yield p } { u:i64[?] = update p i1 a; yield u }; yield t }
            yield next }
          return r }
        """;
    /** Arrays of several sizes, some of which a trip hands on and some of which it leaves; one is above the size up to which blocks are used again. */
    private static final String SIZES = """
        f(n:i32[], m:i32[]) { a0:f64[?] = full[f64[?]] 1.0:f64 m; b0:f64[?] = full[f64[?]] 2.0:f64 m
          a:f64[?], b:f64[?] = for(n, a0, b0) { k:i32[], x:f64[?], y:f64[?] ->
            odd = and k 1:i32; big = mul odd 3000:i32; j = mul k m; q = rem j 37:i32; w = add q big; w1 = add w 1:i32
            s:f64[?] = full[f64[?]] 0.0:f64 w1
            x0 = index x 0:i32; y0 = index y 0:i32; z = add x0 y0
            s1:f64[?] = update s 0:i32 z; last = index s1 w; v = add last y0
            c:f64[?] = full[f64[?]] v m
            yield y, c }
          return a, b }
        """;

    private static void same(String text) {
        String code = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", text.equals(SIZES) ? List.of(-1, -1) : List.of(-1), false, 1), 64).text();
        assertTrue(code.contains("call ptr @jacobi_allocate_spare("), code);
        Oracle.checkAll(text, List.of(), List.of(new Object[] {0, 1}, new Object[] {1, 1}, new Object[] {40, 1}, new Object[] {7, 5}, new Object[] {100, 3}, new Object[] {9, 2500}));
    }

    @Test
    void rowsThatGrow() {
        same(GROWING);
    }

    @Test
    void manySizes() {
        same(SIZES);
    }

    /** An array that is made once has a block of its own, with nothing to look for. */
    @Test
    void notWithoutLoops() {
        String text = "f(n:i32[]) { a:f64[?] = full[f64[?]] 1.5:f64 n; return a }";
        String code = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(-1), false, 1), 64).text();
        assertEquals(0, code.lines().filter(l -> l.contains("@jacobi_allocate_spare(")).count(), code);
    }
}
