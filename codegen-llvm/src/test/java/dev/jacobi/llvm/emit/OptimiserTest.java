package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.jit.NativeRun;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What LLVM's optimiser is told of arrays and indices holds wherever it moves code to. */
class OptimiserTest {
    private static final String OPAQUE = "call i32 asm \"\", \"=r,0\"(i32 0)";

    private static final String EXCHANGE = """
        f(n:i32[], x:f64[24]) {
          b = full[f64[24]] 0.0:f64 24:i32
          c = full[f64[24]] 0.0:f64 24:i32
          d = map(24:i32, b) { i, t -> u = index x i; v = update t i u; yield v }
          r, s = for(n, d, c) { k, y, z ->
            w = map(23:i32, z) { i, q ->
              u = index y i; j = add i 1:i32; v = index y j; a = add u v; e = update q i a
              yield e
            }
            yield w, y
          }
          g = index r 0:i32; h = index s 1:i32
          return g, h }
        """;

    private static String text(String module, int threads) {
        return Emitter.emit(new CompileRequest(Parser.parseModule(module), "f", List.of(-1, -1), false, threads), 32).text();
    }

    @Test
    void exchangedArrays() {
        double[] x = IntStream.range(1, 25).asDoubleStream().toArray();
        for (int n : new int[] {0, 1, 2, 7, 8, 64}) {
            Oracle.check(EXCHANGE, List.of(), n, x);
        }
    }

    /** A loop's body is a function that LLVM may put into the loop around it: its scopes begin with it. */
    @Test
    void scopesOfOutlinedLoopsAreDeclared() {
        String text = text(EXCHANGE, 2);
        String body = text.substring(text.indexOf("@map.1("), text.indexOf("\n}", text.indexOf("@map.1(")));
        assertEquals(2, body.split("call void @llvm.experimental.noalias.scope.decl").length - 1, text);
        assertTrue(body.contains("!noalias"), text);
    }

    /** The array that a condition has picked may be one of those that the loop's body uses by their own name. */
    @Test
    void pickedArraysHaveNoScope() {
        String picked = """
            f(n:i32[], x:f64[24], y:f64[24]) { c = gt n 3:i32
              p = cond(c) false { yield x } true { yield y }
              o = full[f64[24]] 0.0:f64 24:i32
              r = map(24:i32, o) { i, t -> u = index p i; v = index x i; w = add u v; z = update t i w; yield z }
              return r, n }
            """;
        String body = text(picked, 2);
        body = body.substring(body.indexOf("define internal void @map."), body.indexOf("define i32 @entry("));
        // x and the result have one each, and what was picked none.
        assertEquals(2, body.split("call void @llvm.experimental.noalias.scope.decl").length - 1, body);
    }

    /** A ring's index is masked: for LLVM it must be no counter. */
    @Test
    void masksOfCountersAreOpaque() {
        String ring = """
            f(n:i32[], x:f64[64]) {
              b = full[f64[64]] 0.0:f64 64:i32
              r = for(n, b) { i, t -> k = and i 63:i32; m = mul i 5:i32; l = OP; u = index x l; v = update t k u; yield v }
              s = index r 1:i32
              return r, s }
            """;
        for (String op : List.of("and m 63:i32", "rem m 64:i32")) {
            String f = ring.replace("OP", op);
            assertTrue(text(f, 1).contains(OPAQUE), f);
            double[] x = new double[64];
            Arrays.setAll(x, i -> i * 7 % 23);
            for (int n : new int[] {0, 17, 40, 63, 64, 65, 200}) {
                Oracle.check(f, List.of(), n, x);
            }
        }
    }

    /** The next place in a heap is no counter, however LLVM looks at it, unless the first one is a counter of what is around the loop. */
    @Test
    void placesInHeaps() {
        String heap = """
            f(n:i32[], x:f64[64]) {
              r, t = while(INIT, x) { p, y -> a = mul p 2:i32; l = add a 1:i32; c = lt l 63:i32; yield c } do { p, y ->
                a = mul p 2:i32; l = add a 1:i32; h = add a 2:i32; u = index y l; v = index y h; w = gt u v; k = select w l h
                z = cond w { q = index y h; s = update y p q; yield s } { q = index y l; s = update y p q; yield s }
                yield k, z }
              s = index t 0:i32
              return r, s }
            """;
        assertFalse(text(heap.replace("INIT", "0:i32"), 1).contains(OPAQUE));
        assertTrue(text(heap.replace("INIT", "n"), 1).contains(OPAQUE));
        double[] x = new double[64];
        Arrays.setAll(x, i -> i * 37 % 64);
        for (int n : new int[] {0, 1, 5, 30, 31, 63}) {
            Oracle.check(heap.replace("INIT", "n"), List.of(), n, x);
            Oracle.check(heap.replace("INIT", "0:i32"), List.of(), n, x);
        }
    }

    /** Sums in blocks, of which LLVM unrolls the loop over a block until what is shifted or multiplied out of an element's number no longer changes. */
    @Test
    void stepsThatVanish() {
        String sum = """
            f(a:i32[n], b:TYPE[]) {
              c = dim[0] a; d = max c 1:i32; e = add d -1:i32
              r = reduce[?, add](e, 7:TYPE) { g -> h = add g 1:i32; w = convert[TYPE] h
                i = OP; j = sub i b
                k = index a h; m = or k 1:i32; q = ne m 0:i32; check[division "f:1"] q
                z = convert[TYPE] m; v = rem j z
                yield v }
              return r }
            """;
        int[] a = new int[9000];
        Arrays.setAll(a, i -> i * 7919 % 1000 - 500);
        for (String op : List.of("shl w 31:i32", "mul w 1073741824:i32", "shl w 29:i32", "mul w 805306368:i32")) {
            everyWidth(sum.replace("OP", op).replace("convert[i32]", "").replace("TYPE", "i32"), a, 13);
        }
        for (String op : List.of("shl w 63:i64", "mul w 4611686018427387904:i64", "shl w 62:i64")) {
            everyWidth(sum.replace("OP", op).replace("TYPE", "i64"), a, 13L);
        }
    }

    private static void everyWidth(String text, Object... args) {
        var m = Parser.parseModule(text);
        for (int bytes : new int[] {0, 16, 64}) {
            Oracle.compare(m, "f", List.of(), bytes, 2, List.of(Tensors.all(args)));
        }
    }

    /** Whether a row is short, or long enough to be lined up, is asked in each row: LLVM would make the loop over the rows once for each answer. */
    @Test
    void rowsOfEachLengthTakeTheSameLoop() {
        String rows = """
            f(n:i32[], m:i32[], x:f32[a], y:f32[b]) {
              r = map(n, y) { i, t -> o = mul i m
                u = map(m, t) { j, s -> k = add o j; v = index x k; w = add v 1.0:f32; z = update s k w; yield z }
                yield u }
              return r, n }
            """;
        var m = Parser.parseModule(rows);
        List<Integer> into = List.of(3, -1);
        String optimised = NativeRun.texts(Emitter.emit(new CompileRequest(m, "f", into, false, 1), 64), into).llvm();
        assertEquals(1, optimised.split("icmp [us][gl][te] i32 %[^\n]*, 512").length - 1, optimised);
        for (int length : new int[] {0, 1, 3, 8, 9, 31, 40, 513, 600}) {
            float[] x = new float[3 * length];
            for (int k = 0; k < x.length; k++) {
                x[k] = k * 0.37f - 5;
            }
            Oracle.check(rows, into, 3, length, x, new float[3 * length]);
        }
    }

    /** Other indices stay what LLVM knows: counters, and what is masked of data. */
    @Test
    void otherIndicesAreNotOpaque() {
        String plain = """
            f(n:i32[], x:i32[64]) {
              b = full[i32[64]] 0:i32 64:i32
              r = for(n, b) { i, t -> d = index x i; e = and d 63:i32; o = index t e; p = add o 1:i32; v = update t e p; yield v }
              s = index r 1:i32
              return r, s }
            """;
        assertFalse(text(plain, 1).contains(OPAQUE), plain);
    }

    /** Numbers that are drawn by lot are no counters, not even where a loop inside goes on from the one before: what the condition has computed of one is not computed once more. */
    @Test
    void drawnNumbersAreNotOpaque() {
        String drawn = """
            f(n:i32[], m:i32[]) {
              g = full[i32[64]] 0:i32 64:i32
              s, r = for(n, 1:i32, g) { i, s0, g0 ->
                s9, g9 = while(s0, g0) { y, h -> a = mul y 1103515245:i32; b = add a 12345:i32; c = and b 2147483647:i32; d = shr c 8:i32; e = and d 63:i32; k = index h e; z = lt k m; yield z }
                  do { y, h -> a = mul y 1103515245:i32; b = add a 12345:i32; c = and b 2147483647:i32; d = shr c 8:i32; e = and d 63:i32; k = index h e; l = add k 1:i32; v = update h e l; yield c, v }
                t = mul s9 69069:i32; u = add t 1:i32
                yield u, g9 }
              return r }
            """;
        assertFalse(text(drawn, 1).contains(OPAQUE), drawn);
    }

    /** The loops for a handful of elements, and those for what whole vectors leave over, are not made longer. */
    @Test
    void shortLoopsStayShort() {
        String copied = "f(x:f32[k]) { n = dim[0] x; o = map(n) { i -> u = index x i; v = mul u u; yield v } return o }";
        String text = Emitter.emit(new CompileRequest(Parser.parseModule(copied), "f", List.of(-1), false, 1), 64).text();
        assertTrue(text.contains("few") && text.contains("vectorize.enable\", i1 false"), text);
        assertEquals(2, text.split(", !llvm.loop !").length - 1, text);
        for (int n : new int[] {0, 1, 3, 4, 5, 15, 16, 17, 31, 33, 64, 130}) {
            float[] x = new float[n];
            for (int i = 0; i < n; i++) {
                x[i] = i * 0.5f;
            }
            everyWidth(copied, x);
        }
    }
}
