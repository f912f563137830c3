package dev.jacobi.llvm.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.emit.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Products of matrices that lie in vectors read them there, and are written where the next loop wants them. All numbers are small integers, so that sums are exact in any order. */
class ProductsInPlaceTest {
    private static final int N = 70;
    private static final int K = 33;
    private static final int M = 40;
    private static final String PRODUCT = "nk = mul n k; km = mul k m; p = slice[?; 1] a 0:i32 nk; q:f32[?,?] = reshape[f32[?,?]] p n k; "
        + "s = slice[?; 1] b 0:i32 km; t:f32[?,?] = reshape[f32[?,?]] s k m; d:f32[?,?] = dot_general[1; 0; ; ] q t; ";

    private static String copied(String target, String index) {
        return "r = map(n, " + target + ") { i:i32[], x:f32[?] -> im = mul i m; y = map(m, x) { j:i32[], z:f32[?] -> v = index d i j; " + index + " w = update z at v; yield w }; yield y }; ";
    }

    private static String program(String head, String body, String results) {
        return "f(a:f32[g], b:f32[h], n:i32[], k:i32[], m:i32[]" + head + ") { " + body + " return " + results + " }";
    }

    private static float[] numbers(int n) {
        var x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (i * 37 + i / 7) % 11 - 5;
        }
        return x;
    }

    private static Func apart(String text) {
        Func f = ProductsInPlace.run(Lower.pass().run(Parser.parseFunc(text)));
        Verifier.verify(f);
        return f;
    }

    private static List<Eqn> all(Func f, Predicate<Eqn> like) {
        var found = new ArrayList<Eqn>();
        Regions.each(f.body(), e -> {
            if (like.test(e)) {
                found.add(e);
            }
        });
        return found;
    }

    @Test
    void operandsAreReadInTheVectorsAndTheResultIsWrittenIntoItsOwn() {
        String text = program(", l:i32[]", PRODUCT + "c:f32[?] = full[f32[?]] 0.0:f32 l; " + copied("c", "at = add im j;"), "r");
        Func f = apart(text);
        assertEquals(2, all(f, e -> e.prim() == Prim.CALL).size(), "one that fills the vector, one for a vector of another length\n" + f);
        all(f, e -> e.prim() == Prim.CALL).forEach(e -> assertEquals(List.of(f.in().get(0), f.in().get(1)), e.in().subList(1, 3), f.toString()));
        assertEquals(2, all(f, e -> e.prim() == Prim.MAP).size(), "only the copy of rows for a longer vector\n" + f);
        for (int more : new int[] {0, 5}) {
            Oracle.check(text, List.of(), numbers(N * K + more), numbers(K * M + more), N, K, M, N * M + more);
        }
    }

    /** The first rows and columns of longer and wider matrices, multiplied in both orders of their axes; a sum over both axes needs elements side by side. */
    @Test
    void cornersOfMatricesAreReadThere() {
        String head = "f(a:f32[g,h], b:f32[u,v], n:i32[], k:i32[], m:i32[]) { p:f32[?,?] = slice[?,?; 1,1] a 0:i32 0:i32 ";
        for (String text : List.of(head + "n k; q:f32[?,?] = slice[?,?; 1,1] b 0:i32 0:i32 k m; d:f32[?,?] = dot_general[1; 0; ; ] p q; return d }",
            head + "n k; q:f32[?,?] = slice[?,?; 1,1] b 0:i32 0:i32 n k; d:f32[?,?] = dot_general[0; 0; ; ] p q; return d }")) {
            Func f = apart(text);
            assertEquals(0, all(f, e -> e.prim() == Prim.MAP).size(), f.toString());
            all(f, e -> e.prim() == Prim.CALL).forEach(e -> assertEquals(f.in().subList(0, 2), e.in().subList(1, 3), f.toString()));
            Oracle.check(text, List.of(), matrix(N + 3, K + 5), matrix(N + 2, M + 1), N, K, M);
        }
        String both = head + "n k; q:f32[?,?] = slice[?,?; 1,1] b 0:i32 0:i32 n k; d:f32[] = dot_general[0,1; 0,1; ; ] p q; return d }";
        Oracle.check(both, List.of(), matrix(N + 3, K + 5), matrix(N + 2, M + 1), N, K, M);
        String outer = head + "n k; q:f32[?,?] = slice[?,?; 1,1] b 0:i32 0:i32 k m; d:f32[?,?,?,?] = dot_general[; ; ; ] p q; return d }";
        Oracle.check(outer, List.of(), matrix(10, 9), matrix(9, 12), 8, 6, 5);
        String batches = head + "n k; q:f32[?,?] = slice[?,?; 1,1] b 0:i32 0:i32 n k; d:f32[?] = dot_general[1; 1; 0; 0] p q; return d }";
        Oracle.check(batches, List.of(), matrix(N + 3, 300), matrix(N + 2, 290), N, 280, M);
    }

    private static float[][] matrix(int rows, int columns) {
        float[] x = numbers(rows * columns);
        var m = new float[rows][];
        for (int i = 0; i < rows; i++) {
            m[i] = Arrays.copyOfRange(x, i * columns, (i + 1) * columns);
        }
        return m;
    }

    @Test
    void anotherPlaceStays() {
        String text = program(", c:f32[l]", PRODUCT + copied("c", "o = add im j; at = add o 1:i32;"), "r");
        assertEquals(1, all(apart(text), e -> e.prim() == Prim.CALL).size());
        Oracle.check(text, List.of(), numbers(N * K), numbers(K * M), N, K, M, new float[N * M + 1]);
    }

    @Test
    void aProductThatIsReadAgainStays() {
        String text = program(", c:f32[l]", PRODUCT + copied("c", "at = add im j;") + " u:f32[] = index d 1:i32 2:i32;", "r, u");
        assertEquals(1, all(apart(text), e -> e.prim() == Prim.CALL).size());
        Oracle.check(text, List.of(), numbers(N * K), numbers(K * M), N, K, M, new float[N * M]);
    }

    @Test
    void aFactorMayBeWhatIsOverwritten() {
        String text = program("", PRODUCT + copied("a", "at = add im j;"), "r");
        Oracle.check(text, List.of(0), numbers(N * M), numbers(M * M), N, M, M);
        Oracle.check(text, List.of(), numbers(N * M), numbers(M * M), N, M, M);
    }

    @Test
    void aProductIsNotRepeatedInALoop() {
        String text = program(", c:f32[l], o:i32[]", PRODUCT + "r, e = for(o, c, 0.0:f32) { z, u, s -> " + copied("u", "at = add im j;").replace("r = map", "w = map") + " x:f32[] = index[clamp] w z; y = add s x; yield w, y };",
            "r, e");
        assertEquals(1, all(apart(text), e -> e.prim() == Prim.CALL).size());
        Oracle.check(text, List.of(), numbers(N * K), numbers(K * M), N, K, M, new float[N * M], 3);
    }

    @Test
    void whatIsAddedStays() {
        String text = program(", c:f32[l]", PRODUCT + copied("c", "at = add im j;").replace("update z", "update[promised add] z"), "r");
        assertEquals(1, all(apart(text), e -> e.prim() == Prim.CALL).size());
        Oracle.check(text, List.of(), numbers(N * K), numbers(K * M), N, K, M, numbers(N * M));
    }

    @Test
    void rowsOfGrowingLengthStay() {
        String text = program(", c:f32[l]", PRODUCT + copied("c", "at = add im j;").replace("mul i m", "mul i i").replace("map(m, x)", "map(i, x)"), "r");
        assertEquals(1, all(apart(text), e -> e.prim() == Prim.CALL).size());
        Oracle.check(text, List.of(), numbers(M * K), numbers(K * M), M, K, M, new float[M * M]);
    }

    @Test
    void factorsThatAreComputed() {
        for (String all : List.of("mul a a", "convert[f32] o", "broadcast[0 -> ?] a g", "concat[0] a b")) {
            String text = program(", o:f64[g], g:i32[]", all.startsWith("broadcast") ? PRODUCT : "e = " + all + "; " + PRODUCT.replace("p = slice[?; 1] a", "p = slice[?; 1] e"), "d");
            Oracle.check(text, List.of(), numbers(N * K + 3), numbers(K * M), N, K, M, new double[N * K + 3], N * K + 3);
        }
    }
}
