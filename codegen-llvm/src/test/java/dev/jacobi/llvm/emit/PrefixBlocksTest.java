package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.lower.Lower;
import dev.jacobi.llvm.lower.PrefixBlocks;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Prefix sums in blocks give what the loop gives, for every number of trips around the blocks' ends. */
class PrefixBlocksTest {
    private static final String SUM = """
        f(a:i32[n], b:i64[m], s:i64[]) { n = dim[0] a
          t, r = for(n, s, b) { i, x, y -> u = index a i; v = convert[i64] u; w = add x v; z = update y i w; yield w, z }
          return t, r }
        """;
    /** Two running values in one loop, one of them in other order; the array is read before it is written. */
    private static final String TWO = """
        f(a:f64[n], k:i32[]) { n = dim[0] a
          m, r, c = for(n, -inf:f64, a, 5:i32) { i, x, y, z ->
            u = index y i; w = max u x; j = mul i k; o = xor z j; d = convert[f64] o; e = mul d w; h = update y i e; yield w, h, o }
          return m, c, r }
        """;
    /** What came before, written to places that are shifted. */
    private static final String EXCLUSIVE = """
        f(a:i32[n], b:i32[m], o:i32[]) { n = dim[0] a
          r, t = for(n, b, 0:i32) { i, y, x -> j = add i o; h = update y j x; u = index a i; w = add x u; yield h, w }
          return r }
        """;

    private static void check(String text, List<Integer> donated, Object... args) {
        Oracle.check(text, donated, args);
        Module m = Parser.parseModule(text);
        String name = m.funcs().keySet().iterator().next();
        Func blocks = PrefixBlocks.run(Lower.run(m.get(name)), false, true);
        Module now = new Module(Map.of(name, blocks));
        Verifier.verify(now);
        boolean[] map = {false};
        Regions.each(blocks.body(), e -> map[0] |= e.prim() == Prim.MAP);
        assertTrue(map[0], now.toString());
        List<Tensor> want = Interpreter.run(m, name, Tensors.all(args));
        List<Tensor> got = Interpreter.run(now, name, Tensors.all(args));
        for (int k = 0; k < want.size(); k++) {
            Comparison.EXACT.check("interpreted, output " + k, want.get(k), got.get(k));
        }
    }

    @Test
    void everyNumberOfTrips() {
        for (int n : new int[] {0, 1, 2, 3, 17, 62, 63, 64, 65, 66, 67, 68, 69, 130}) {
            int[] a = new Random(n).ints(n).toArray();
            check(SUM, List.of(-1, 1), a, new long[n], 17L);
            check(EXCLUSIVE, List.of(1), a, new int[n + 3], 3);
            check(TWO, List.of(-1, -1, 0), new Random(n).doubles(n).map(x -> x < 0.1 ? Double.NaN : x - 0.5).toArray(), 31);
        }
    }

    @Test
    void loopsThatDependOnMoreThanASumStay() {
        for (String body : List.of(
                "u = index a i; w = add x u; v = mul w 3:i32; z = update y i v; yield v, z", // the sum goes on with something else
                "u = index a x; w = add x u; z = update y i w; yield w, z", // the term depends on the sum
                "j = mul i i; u = index a i; w = add x u; z = update y j w; yield w, z", // trips may write the same element
                "j = sub i i; u = index a i; w = add x u; z = update y j w; yield w, z",
                "j = add i s; u = index[clamp] y j; w = add x u; z = update y j w; yield w, z", // at the end another trip's element
                "v = update a i s; u = index v i; w = add x u; z = update y i w; yield w, z", // writes to an array of its own
                "j = sub i 1:i32; u = index y j; w = add x u; z = update y i w; yield w, z")) { // a trip reads what another writes
            Func f = Parser.parseModule("f(a:i32[n], b:i32[m], s:i32[]) { n = dim[0] a; t, r = for(n, 0:i32, b) { i, x, y -> " + body + " } return t, r }").get("f");
            assertEquals(f.toString(), PrefixBlocks.run(f, false, true).toString());
        }
        Func real = Parser.parseModule("""
            f(a:f64[n], b:f64[m]) { n = dim[0] a
              t, r = for(n, 0.0:f64, b) { i, x, y -> u = index a i; w = add x u; z = update y i w; yield w, z }
              return t, r }
            """).get("f");
        assertEquals(real.toString(), PrefixBlocks.run(real, false, true).toString());
        assertTrue(PrefixBlocks.run(real, true, true).toString().contains("map("));
    }
}
