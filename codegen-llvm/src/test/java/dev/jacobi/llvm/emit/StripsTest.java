package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Loops whose trips count against the time of a call do so by strips of trips: with the results that they have otherwise, wherever a strip ends. */
class StripsTest {
    /** For each limit the first place below it where {@code t} stands, and the number of trips that it took. */
    private static String search(String condition, String first, String step) {
        return """
            f(a:i32[n], b:i32[m], t:i32[]) { n = dim[0] a
              s = for(n, 0:i32) { i, s -> lim = index a i
                k, d = while(FIRST, false) { k, d -> g = not d; l = CONDITION; c = and g l; yield c } do { k, d ->
                  x = index[clamp] b k; same = eq x t; other = ne x t; next = STEP; k2 = select other next 0:i32
                  yield k2, same }
                u = mul s 31:i32; v = add u k; w = select d 7:i32 v; z = add v w
                yield z }
              return s }
            """.replace("CONDITION", condition).replace("FIRST", first).replace("STEP", step);
    }

    private static String text(String program, int results) {
        return Emitter.emit(new CompileRequest(Parser.parseModule(program), "f", IntStream.range(0, results).mapToObj(k -> -1).toList(), false, 1), 0).text();
    }

    private static void check(String program) {
        String text = text(program, 1);
        assertTrue(text.contains("strip"), "trips count by strips:\n" + text);
        int[] limits = {0, -3, 1, 2, 7, 8, 9, 255, 256, 257, 511, 512, 513, 1023, 1024, 1025, 2047, 2048, 2049, 5000};
        int[] b = new int[5000];
        for (int at : new int[] {-1, 0, 1, 255, 256, 257, 510, 511, 512, 513, 1022, 1023, 1024, 1025, 2047, 2048}) {
            Arrays.fill(b, 1);
            if (at >= 0) {
                b[at] = 9;
            }
            Oracle.check(program, List.of(), limits, b, 9);
        }
    }

    @Test
    void upwards() {
        check(search("lt k lim", "0:i32", "add k 1:i32"));
    }

    @Test
    void withTheLimitInFront() {
        check(search("gt lim k", "-5:i32", "sub k -1:i32"));
    }

    @Test
    void downwards() {
        check(search("ge k 0:i32", "lim", "add k -1:i32"));
        check(search("gt k -2:i32", "lim", "sub k 1:i32"));
    }

    /** The condition reads what the counter points to only where this is within the limit. */
    @Test
    void conditionsWithTwoTerms() {
        String program = """
            f(a:i32[n], b:i32[m], t:i32[]) { n = dim[0] a
              s = for(n, 0:i32) { i, s -> lim = index a i
                k = while(0:i32) { k -> l = lt k lim; c = cond l { yield false } { x = index[clamp] b k; o = ne x t; yield o }; yield c } do { k -> next = add k 1:i32; yield next }
                u = mul s 31:i32; v = add u k
                yield v }
              return s }
            """;
        check(program);
    }

    /** Elements are moved until a place is found, from where an array says. */
    @Test
    void loopsThatStore() {
        String program = """
            f(a:i32[n], from:i32[m]) { n = dim[0] a; m = dim[0] from
              b = for(m, a) { o, p -> q = index from o; r = index[clamp] p q
                s, t = while(q, p) { u, v -> w = ge u 0:i32; x = cond w { yield false } { y = index[clamp] v u; z = ge y r; yield z }; yield x } do { u, v ->
                  j = add u 1:i32; y = index[clamp] v u; v2 = update[clamp] v j y; u2 = add u -1:i32; yield u2, v2 }
                g = add s 1:i32; h = update[clamp] t g r
                yield h }
              return b }
            """;
        assertTrue(text(program, 1).contains("strip"));
        for (int n : new int[] {1, 2, 100, 600, 1500}) {
            Oracle.check(program, List.of(), IntStream.range(0, n).map(i -> n - i + i % 3).toArray(), new int[] {0, 5, n - 1, 255, 256, 257, 511, 512, 513, 1024, -4});
        }
    }

    /** A counter that may pass the last integer, one that goes in steps, and trips that may fail count one by one. */
    @Test
    void oneByOne() {
        assertEquals(-1, text(search("le k lim", "0:i32", "add k 1:i32"), 1).indexOf("strip"));
        assertEquals(-1, text(search("lt k lim", "0:i32", "add k 3:i32"), 1).indexOf("strip"));
        assertEquals(-1, text(search("lt k lim", "0:i32", "add k 1:i32").replace("same = eq", "ok = lt x 100:i32; check[index \"T.f:1\"] ok; same = eq"), 1).indexOf("strip"));
    }
}
