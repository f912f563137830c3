package dev.jacobi.llvm.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which accesses another thread may lead out of their array by changing what the arrays of a call hold. */
class SharedIndicesTest {
    /** How many equations have to be asked for where they are used. */
    private static int asked(String text) {
        Module m = Parser.parseModule(text);
        Verifier.verify(m);
        Func f = m.get("f");
        var shared = SharedIndices.of(f, new Aliases(f, Map.of()), false);
        var found = new ArrayList<Eqn>();
        Regions.each(f.body(), e -> {
            if (shared.asks(e)) {
                found.add(e);
            }
        });
        return found.size();
    }

    /** Every other element: the quotient's bound is not proven, and nobody can change the extent from which it follows. */
    @Test
    void extentsOfACallsArraysStay() {
        assertEquals(0, asked("""
            f(a:f32[n]) {
              c = dim[0] a; d = max c 1:i32; g = div d 2:i32
              o = map(g, a) { p, q -> r = mul p 2:i32; s = add r 1:i32; t = index q r; w = update q s t; yield w }
              return o
            }
            """));
    }

    @Test
    void anIndexFromAnArrayIsAskedFor() {
        assertEquals(1, asked("""
            f(a:f32[n], p:i32[m]) {
              c = dim[0] p
              o = map(c) { i -> r = index p i; t = index a r; yield t }
              return o
            }
            """));
    }

    /** Along a list: the condition has checked the very place that the trip goes on to; without that it is asked for. */
    @Test
    void whatAConditionHasCheckedIsWithin() {
        String list = """
            f(next:i32[n], p:i32[]) {
              n = dim[0] next; ok = lt p n; pos = ge p 0:i32; both = and ok pos; check[index "T.f:1"] both
              q = while(p) { i -> lo = ge i 0:i32; hi = lt i n; in = and lo hi; check[index "T.f:2"] in; j = index next i; more = ne i j; yield more } do { i -> j = index next i; yield j }
              return q
            }
            """;
        assertEquals(0, asked(list));
        assertEquals(2, asked(list.replace("check[index \"T.f:2\"] in; ", "")));
    }

    /** A size that is read from memory may be another one than the one that was checked, and so may the extent of what is made of it. */
    @Test
    void extentsOfArraysMadeToSuchASizeAreAskedFor() {
        assertEquals(1, asked("""
            f(a:f32[n], p:i32[m]) {
              k = index p 0:i32
              z = map(k) { i -> yield 1.0:f32 }
              c = dim[0] z; g = sub c 1:i32
              t = index a g
              return t
            }
            """));
    }
}
