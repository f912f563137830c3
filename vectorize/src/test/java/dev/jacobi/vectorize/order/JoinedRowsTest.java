package dev.jacobi.vectorize.order;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A fold along a row and changes along the same row: one loop where no trip reads what another has written, and the same bits in any case. */
class JoinedRowsTest {
    private static final String PAIR = """
        f(a:f64[n,n], b:f64[n], p:i32[]) { n = dim[0] a
          r, z = for(n, a, 0.0:f64) { k, x, e -> m = sub n k
            s = reduce[?, add](m, 0.0:f64) { j -> h = add k j; u = index x READ h; v = index b h; w = mul u v; yield w }
            BETWEEN
            y = map(m, x) { i, d -> h = add k i; u = index d p h; v = index d k AT; w = mul v 0.3:f64; o = add u w; q = update d p h o; yield q }
            t = add e s
            yield y, t }
          return r, z }
        """;

    private static Tensor numbers(int... dims) {
        int n = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        return new Tensor(DType.F64, dims, IntStream.range(0, n).mapToDouble(k -> Math.sin(k + 1)).toArray());
    }

    private static void is(boolean joined, String read, String at, String between) {
        Module m = Parser.parseModule(PAIR.replace("READ", read).replace("AT", at).replace("BETWEEN", between));
        Func now = new JoinedRows().run(m.get("f"));
        Verifier.verify(now);
        assertEquals(joined, !now.toString().contains("map("), now::toString);
        for (int n : new int[] {0, 1, 2, 17}) {
            for (int p = 0; p < n; p++) {
                List<Tensor> in = List.of(numbers(n, n), numbers(n), Tensor.of(Lit.i32(p)));
                List<Tensor> want = Interpreter.run(m, "f", in);
                List<Tensor> got = Interpreter.run(new Module(Map.of("f", now)), "f", in);
                for (int k = 0; k < want.size(); k++) {
                    assertArrayEquals((double[]) want.get(k).data(), (double[]) got.get(k).data());
                }
            }
        }
    }

    @Test
    void readTheRowOnce() {
        is(true, "k", "h", "");
        // the row that is changed, in front of the change
        is(true, "p", "h", "");
        // what comes of the fold stays behind, other numbers go in front
        is(true, "k", "h", "g = add s 1.0:f64\n l = index b 0:i32\n c = mul g l");
    }

    @Test
    void otherElementsAreLeftAlone() {
        // nothing is read alike
        is(false, "0:i32", "h", "");
        is(false, "k", "k", "");
    }

    @Test
    void placesThatDoNotMoveOn() {
        String text = PAIR.replace("u = index x READ h; v = index b h; w = mul u v;", "u = index x k h; c = index x h p; w = mul u c;").replace("BETWEEN", "").replace("AT", "h");
        Func now = new JoinedRows().run(Parser.parseModule(text).get("f"));
        assertEquals(true, now.toString().contains("map("), now::toString);
    }
}
