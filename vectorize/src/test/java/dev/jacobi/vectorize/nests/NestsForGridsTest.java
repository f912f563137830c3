// Nests that become one space of threads: what a trip kept for itself is a number, triangles are squares, copies that are only read are none.
package dev.jacobi.vectorize.nests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NestsForGridsTest {
    private static Func same(Optimisation pass, String text, List<Tensor> in) {
        Module m = Parser.parseModule(text);
        Func now = pass.run(m.get("f"));
        Verifier.verify(now);
        List<Tensor> want = Interpreter.run(m, "f", in);
        List<Tensor> got = Interpreter.run(new Module(Map.of("f", now)), "f", in);
        for (int k = 0; k < want.size(); k++) {
            assertTrue(Arrays.equals((double[]) want.get(k).data(), (double[]) got.get(k).data()), now::toString);
        }
        return now;
    }

    private static Tensor numbers(int... dims) {
        int n = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        return new Tensor(DType.F64, dims, IntStream.range(0, n).mapToDouble(k -> Math.sin(k)).toArray());
    }

    @Test
    void whatATripKeepsForItselfIsANumber() {
        String text = """
            f(x:f64[n,m], w:f64[k,m], o:f64[n,k]) { n = dim[0] x; m = dim[1] x; k = dim[0] w
              r = map(n, o) { s, e -> h:f64[k] = full[f64[k]] 0.0:f64 k
                g = map(k, h) { j, d -> t = for(m, 0.5:f64) { i, c -> a = index x s i; b = index w j i; p = mul a b; q = add c p; yield q }; u = max 0.0:f64 t; v = update d j u; yield v }
                z = map(k, e) { j, d -> a = index g AT; v = update d s j a; yield v }
                yield z }
              return r }
            """;
        List<Tensor> in = List.of(numbers(3, 4), numbers(5, 4), numbers(3, 5));
        assertFalse(same(new JoinedMaps(), text.replace("AT", "j"), in).toString().contains("full"));
        // element 0 is read by every trip
        assertTrue(same(new JoinedMaps(), text.replace("AT", "0:i32"), in).toString().contains("full"));
        // a store may be one of nothing
        assertTrue(same(new JoinedMaps(), text.replace("AT", "j").replace("update d j u", "update[clamp] d j u"), in).toString().contains("full"));
    }

    @Test
    void trianglesAreSquares() {
        String text = """
            f(x:f64[n,m], o:f64[n,n]) { n = dim[0] x; m = dim[1] x
              r = map(n, o) { s, e -> t = LENGTH
                z = map(t, e) { j, d -> v = for(m, 0.5:f64) { i, c -> a = index x s i; b = index x j i; p = mul a b; q = add c p; yield q }; w = update d s j v; yield w }
                yield z }
              return r }
            """;
        for (int n : new int[] {0, 1, 7}) {
            for (String length : List.of("add s 1:i32", "sub n s", "min s 3:i32", "sub s 2:i32")) {
                Func f = same(new TrianglesAsSquares(), text.replace("LENGTH", length), List.of(numbers(n, 4), numbers(n, n)));
                assertTrue(f.toString().contains("cond"), f::toString);
            }
        }
        // limits from which a trip's number wraps around, and such as are far below
        String limited = text.replace("o:f64[n,n])", "o:f64[n,n], q:i32[])");
        for (int q : new int[] {3, 20, -2_000_000, Integer.MIN_VALUE, Integer.MIN_VALUE + 2, Integer.MAX_VALUE}) {
            for (String length : List.of("min b n", "max c 0:i32; t = min b n")) {
                same(new TrianglesAsSquares(), limited.replace("t = LENGTH", (length.startsWith("max") ? "c = sub q s; b = " : "b = sub q s; t = ") + length), List.of(numbers(7, 4), numbers(7, 7), Tensor.of(Lit.i32(q))));
            }
        }
        assertFalse(same(new TrianglesAsSquares(), text.replace("LENGTH", "and s 3:i32"), List.of(numbers(7, 4), numbers(7, 7))).toString().contains("cond"));
    }

    @Test
    void copiesThatAreOnlyReadAreNone() {
        String text = """
            f(x:f64[n,m], o:f64[n,m]) { n = dim[0] x; m = dim[1] x
              r = map(n, o) { s, e -> a:f64[m] = index x s; b:f64[m] = copy a
                z = map(m, e) { j, d -> v = index b j; w = update d s j v; yield w }
                yield z }
              return r }
            """;
        List<Tensor> in = List.of(numbers(3, 4), numbers(3, 4));
        assertFalse(same(new ReadOnlyCopies(), text, in).toString().contains("copy"));
        // rows that change places: the copy is what was there before
        String swapped = """
            f(x:f64[n,m], k:i32[]) { m = dim[1] x; a:f64[m] = index x 0:i32; b:f64[m] = copy a
              y = map(m, x) { j, d -> v = index d k j; w = update d 0:i32 j v; yield w }
              z = map(m, y) { j, d -> v = index b j; w = update d k j v; yield w }
              return z }
            """;
        assertTrue(same(new ReadOnlyCopies(), swapped, List.of(numbers(3, 4), Tensor.of(Lit.i32(2)))).toString().contains("copy"));
    }
}
