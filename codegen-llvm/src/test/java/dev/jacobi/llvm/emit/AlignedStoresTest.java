package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops in lanes whose first trips go alone, so that the others store whole lines of memory, wherever the first element lies. */
class AlignedStoresTest {
    private static boolean linedUp(String text) {
        return emitted(text).contains("\nlined");
    }

    private static String emitted(String text) {
        var m = Parser.parseModule(text);
        var none = new ArrayList<Integer>();
        m.get("f").out().forEach(o -> none.add(-1));
        return Emitter.emit(new CompileRequest(m, "f", none, false, 1), 64, true).text();
    }

    /** {@code f(n, o, a, b)} writes elements near {@code o}. */
    private static void same(boolean linedUp, String template) {
        for (String type : List.of("f64", "f32", "i32")) {
            String text = template.replace("TYPE", type);
            assertEquals(linedUp, linedUp(text), text);
            var calls = new ArrayList<Object[]>();
            for (int n : new int[] {0, 1, 17, 255, 257, 513, 530, 700}) {
                for (int o : n < 257 ? new int[] {3} : new int[] {0, 1, 5, 8, 13, 15}) {
                    calls.add(new Object[] {n, o, values(type, n, 1), values(type, n + 16, 2)});
                }
            }
            Oracle.checkAll(text, List.of(), calls);
            var m = Parser.parseModule(text);
            for (int bytes : new int[] {16, 32, 64}) {
                Oracle.compare(m, "f", List.of(), bytes, 1, calls.stream().map(Tensors::all).toList());
            }
        }
    }

    private static Object values(String type, int n, int seed) {
        double[] x = new double[n];
        Arrays.setAll(x, i -> Math.sin(i * 1.7 + seed) * 10);
        if (type.equals("f64")) {
            return x;
        } else if (type.equals("i32")) {
            return Arrays.stream(x).mapToInt(v -> (int) v).toArray();
        }
        float[] f = new float[n];
        for (int i = 0; i < n; i++) {
            f[i] = (float) x[i];
        }
        return f;
    }

    @Test
    void upwardsWithWhatWasThere() {
        same(true, """
            f(n:i32[], o:i32[], a:TYPE[m], b:TYPE[k]) {
              c = map(n, b) { i, b -> j = add i o; x = index[promised] a i; y = index[promised] b j; z = add x y; u = update[promised] b j z; yield u }
              return c }""");
    }

    @Test
    void downwards() {
        same(true, """
            f(n:i32[], o:i32[], a:TYPE[m], b:TYPE[k]) { e = add n o
              c = map(n, b) { i, b -> d = sub e i; j = sub d 1:i32; x = index[promised] a i; y = index[promised] b j; z = add x y; u = update[promised] b j z; yield u }
              return c }""");
    }

    @Test
    void ofTwoStoresOneIsLinedUpOfThoseUnderAConditionNone() {
        same(true, """
            f(n:i32[], o:i32[], a:TYPE[m], b:TYPE[k]) {
              d, c = map(n, a, b) { i, a, b -> j = add i o; x = index[promised] a i; y = index[promised] b j; z = add x y; u = update[promised] b j z; g = gt x y
                r = cond(g) false { v = update[promised] a i z; yield v } true { yield a }
                yield r, u }
              return d, c }""");
        same(false, """
            f(n:i32[], o:i32[], a:TYPE[m], b:TYPE[k]) {
              c = map(n, b) { i, b -> j = add i o; x = index[promised] a i; y = index[promised] b j; g = gt x y; z = add x y
                r = cond(g) false { v = update[promised] b j z; yield v } true { yield b }
                yield r }
              return c }""");
    }

    /** What is left of rows that are added to is done by halves of the lanes, without masks. */
    @Test
    void rowsThatAreAddedToEndInParts() {
        String rows = """
            f(n:i32[], o:i32[], a:TYPE[m], b:TYPE[k]) {
              h = for(3:i32, b) { r, b -> p = mul r n
                c = map(n, b) { i, b -> j = add i o; x = index[promised] a i; y = index[promised] b j; z = add x y; u = update[promised] b j z; yield u }
                yield c }
              return h }""";
        inParts(rows);
        assertFalse(emitted(rows.replace("y = index[promised] b j; z = add x y", "z = add x x").replace("TYPE", "f64")).contains("\npart"));
    }

    /** A loop that also finds the greatest and the least of what it stores, as the gradient of a path adds up what it hands on. */
    @Test
    void foldsBesideRowsThatAreAddedToEndInPartsToo() {
        inParts("""
            f(n:i32[], o:i32[], a:TYPE[m], b:TYPE[k]) {
              z0 = convert[TYPE] o
              h, most, least = for(3:i32, b, z0, z0) { r, b, p0, q0 ->
                p, q, c = reduce[?, max, min](n, p0, q0, b) { i, b -> j = add i o; x = index[promised] a i; y = index[promised] b j; z = add x y; u = update[promised] b j z; yield z, x, u }
                yield c, p, q }
              return h, most, least }""");
    }

    /** Which elements a gradient has chosen is noted in front of what is added. */
    @Test
    void otherStoresMayStandInFront() {
        inParts("""
            f(n:i32[], o:i32[], a:TYPE[m], b:TYPE[k]) {
              notes = full[bool[?]] false n
              h, t = for(3:i32, b, notes) { r, b, t0 ->
                c, t1 = map(n, b, t0) { i, b, t -> j = add i o; x = index[promised] a i; y = index[promised] b j; g = lt x y; v = update[promised] t i g; z = add x y; u = update[promised] b j z; yield u, v }
                yield c, t1 }
              return h, t }""");
    }

    private static void inParts(String rows) {
        for (String type : List.of("f64", "f32", "i32")) {
            String text = rows.replace("TYPE", type);
            var calls = new ArrayList<Object[]>();
            for (int n = 0; n < 40; n++) {
                calls.add(new Object[] {n, n % 5, values(type, n, 1), values(type, n + 16, 2)});
            }
            Oracle.checkAll(text, List.of(), calls);
            var m = Parser.parseModule(text);
            for (int bytes : new int[] {16, 32, 64}) {
                Oracle.compare(m, "f", List.of(), bytes, 1, calls.stream().map(Tensors::all).toList());
            }
            assertTrue(emitted(text).contains("\npart"), type);
        }
    }
}
