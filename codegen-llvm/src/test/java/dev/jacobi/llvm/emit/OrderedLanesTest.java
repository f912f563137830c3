package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fors whose trips depend on each other and run in lanes, and those that must not. */
class OrderedLanesTest {
    /** Whether the loop runs in lanes of 64-byte vectors. */
    private static boolean wide(String text) {
        var m = Parser.parseModule(text);
        var none = new ArrayList<Integer>();
        m.get("f").out().forEach(o -> none.add(-1));
        return Emitter.emit(new CompileRequest(m, "f", none, false, 1), 64, true).text().contains("\nwide");
    }

    private static void same(boolean lanes, String text) {
        assertEquals(lanes, wide(text), text);
        var calls = new ArrayList<Object[]>();
        for (int n : new int[] {0, 1, 2, 8, 17, 33, 70}) {
            calls.add(new Object[] {numbers(n, 1), numbers(n + 2, 2), numbers(n, 3)});
        }
        Oracle.checkAll(text, List.of(), calls);
        var m = Parser.parseModule(text);
        for (int bytes : new int[] {16, 64}) {
            Oracle.compare(m, "f", List.of(), bytes, 1, calls.stream().map(Tensors::all).toList());
        }
    }

    private static double[] numbers(int n, int seed) {
        double[] x = new double[n];
        Arrays.setAll(x, i -> Math.sin(i * 1.7 + seed) * 10);
        return x;
    }

    @Test
    void anElementThatIsWrittenLaterIsReadFirst() {
        same(true, """
            f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a
              b2 = for(n, b) { i, b -> j = add i 1:i32; x = index[promised] b j; y = index[promised] a i; z = add x y; w = update[promised] b i z; yield w }
              return b2 }""");
    }

    @Test
    void theLaterStoreStandsLast() {
        same(true, """
            f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a
              b2 = for(n, b) { i, b -> j = add i 1:i32; y = index[promised] a i; z = index[promised] c i; b1 = update[promised] b j y; w = update[promised] b1 i z; yield w }
              return b2 }""");
    }

    @Test
    void theLaterStoreStandsFirst() {
        same(false, """
            f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a
              b2 = for(n, b) { i, b -> j = add i 1:i32; y = index[promised] a i; z = index[promised] c i; b1 = update[promised] b i y; w = update[promised] b1 j z; yield w }
              return b2 }""");
    }

    /** A vector may hold as many trips as there are until an element is read again. */
    @Test
    void whatEarlierTripsHaveStored() {
        for (int apart : new int[] {1, 2, 3, 4, 8, 12, 16}) {
            same(apart % 2 == 0, """
                f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a; n2 = sub n %d:i32; n3 = max n2 0:i32
                  b2 = for(n3, b) { i, b -> j = add i %d:i32; y = index[promised] a i; z = index[promised] b i; x = add y z; w = update[promised] b j x; yield w }
                  return b2 }""".formatted(apart, apart));
        }
        same(false, """
            f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a; n2 = div n 3:i32
              b2 = for(n2, b) { i, b -> k = mul i 2:i32; j = add k 8:i32; l = min j n; y = index[promised] a i; z = index[promised] b k; x = add y z; w = update[promised] b l x; yield w }
              return b2 }""");
    }

    @Test
    void whatTheTripBeforeHandsOn() {
        same(true, """
            f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a
              b2, p2, q2, k2 = for(n, b, 1.5:f64, 2.5:f64, 7:i32) { i, b, p, q, k -> x = index[promised] a i; y = mul x 3.0:f64; s = add p q; t = add s y; u = convert[f64] k; v = mul t u
                w = update[promised] b i v; l = mul i 2:i32; yield w, y, p, l }
              return b2, p2, q2, k2 }""");
    }

    @Test
    void termsOfASumThatTakeLong() {
        String term = "x = index[promised] a i; d = index[promised] c i; y = mul x x; z = add y 1.5:f64; r = sqrt z; q = div d r; u = mul q z; v = sub u y;";
        same(true, "f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a\n s2 = for(n, -0.0:f64) { i, s -> " + term + " t = add s v; yield t }\n return s2 }");
        same(true, "f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a\n s2, b2, l2 = for(n, 2.5:f64, b, 0.5:f64) { i, s, b, l -> " + term
            + " w = update[promised] b i v; t = add v s; yield t, w, x }\n return s2, b2, l2 }");
        same(false, "f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a\n s2 = for(n, 0.0:f64) { i, s -> x = index[promised] a i; y = mul x x; t = add s y; yield t }\n return s2 }");
        same(false, "f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a\n s2, b2 = for(n, 0.0:f64, b) { i, s, b -> " + term + " w = update[promised] b i s; t = add s v; yield t, w }\n return s2, b2 }");
    }

    /** What computes indices does not make a term long. */
    @Test
    void termsFarApart() {
        same(false, """
            f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a; n2 = div n 2:i32
              s2 = for(n2, 0.0:f64) { i, s -> j = mul i 2:i32; k = add j 1:i32; l = sub n2 i; o = sub l 1:i32; x = index[promised] a k; d = index[promised] c o; y = mul x d; t = add s y; yield t }
              return s2 }""");
    }

    @Test
    void someElementsNextToEachOther() {
        same(true, """
            f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a
              b2, k2 = for(n, b, 0:i32) { i, b, k -> x = index[promised] a i; d = gt x 1.0:f64
                r, l = cond(d) false { yield b, k } true { z = index[promised] c i; y = mul x z; u = update[promised] b k y; l1 = add k 1:i32; yield u, l1 }
                yield r, l }
              return b2, k2 }""");
        same(true, """
            f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a
              k2, b2 = for(n, 0:i64, b) { i, k, b -> x = index[promised] a i; d = lt x 1.0:f64
                l, r = cond(d) false { yield k, b } true { l1 = add k 1:i64; u = update[promised] b l1 x; yield l1, u }
                yield l, r }
              return b2, k2 }""");
    }

    @Test
    void aCounterThatIsStored() {
        same(false, """
            f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a
              b2, k2 = for(n, b, 0:i32) { i, b, k -> x = index[promised] a i; d = gt x 1.0:f64
                r, l = cond(d) false { yield b, k } true { y = convert[f64] k; u = update[promised] b k y; l1 = add k 1:i32; yield u, l1 }
                yield r, l }
              return b2, k2 }""");
    }

    @Test
    void aSumNeedsItself() {
        same(false, """
            f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a
              b2, s2 = for(n, b, 1.5:f64) { i, b, s -> x = index[promised] a i; y = mul x s; t = add y x; w = update[promised] b i t; yield w, t }
              return b2, s2 }""");
    }

    @Test
    void anElementThatTheTripBeforeHasWritten() {
        same(false, """
            f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a
              b2 = for(n, b) { i, b -> j = add i 1:i32; x = index[promised] b i; y = index[promised] a i; z = add x y; w = update[promised] b j z; yield w }
              return b2 }""");
    }

    /** One branch reads what the other one has stored in the trip before: lanes that take the other one go first, whichever that is. */
    @Test
    void branchesThatReadWhatOthersHaveStored() {
        String reads = "z = index[promised] b i; s = add z y; a1 = update[promised] a i s; yield a1, b";
        String stores = "w = index[promised] a i; t = mul w y; b1 = update[promised] b j t; yield a, b1";
        same(true, branches("false { " + reads + " } true { " + stores + " }"));
        same(true, branches("false { " + stores + " } true { " + reads + " }"));
    }

    /** Each branch reads what the other one has stored in the trip before, or one what it has stored itself. */
    @Test
    void branchesThatWaitForEachOther() {
        same(false, branches("false { z = index[promised] b i; s = add z y; a1 = update[promised] a j s; yield a1, b } true { w = index[promised] a i; t = mul w y; b1 = update[promised] b j t; yield a, b1 }"));
        same(false, branches("false { z = index[promised] b i; s = add z y; b1 = update[promised] b j s; yield a, b1 } true { w = index[promised] a i; t = mul w y; a1 = update[promised] a i t; yield a1, b }"));
    }

    /** What a branch reads stands behind the condition, or in front of it. */
    @Test
    void storesOfABranchAndReadsBeside() {
        same(true, branches("false { yield a, b } true { b1 = update[promised] b j y; yield a, b1 }"));
        same(false, """
            f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] a
              a3, b3 = for(n, a, b) { i, a, b -> j = add i 1:i32; y = index[promised] c i; z = index[promised] b i; p = lt y 0.0:f64
                b2 = cond(p) false { yield b } true { t = mul z y; b1 = update[promised] b j t; yield b1 }
                a1 = update[promised] a i z; yield a1, b2 }
              return a3, b3 }""");
    }

    private static String branches(String branches) {
        return """
            f(a:f64[n], b:f64[m], c:f64[n]) { n = dim[0] c; n1 = sub n 1:i32; n0 = max n1 0:i32
              a3, b3 = for(n0, a, b) { i, a, b -> j = add i 1:i32; y = index[promised] c i; p = lt y 0.0:f64
                a2, b2 = cond(p) BRANCHES
                yield a2, b2 }
              return a3, b3 }""".replace("BRANCHES", branches);
    }
}
