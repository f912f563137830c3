package dev.jacobi.llvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.buffer.Failures;
import dev.jacobi.llvm.buffer.Shadows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops that check the indices of a scattering loop become part of that where nothing reads what is written. */
class ScatterChecksTest {
    private static final String SCATTER = """
        f(a:f32[n], b:f32[m], p:i32[k]) {
          d = dim[0] a
          w = convert[i64] d
          map(d) { q -> r = index p q; s = ge r 0:i32; t = lt r d; u = and s t; check[index "T.f:1"] u; yield }
          v = for(d, a) { i, x -> y = index p i; z = index b i; c = update x y z; yield c }
          return v
        }
        """;

    private static Func joined(String text) {
        return joined(text, 64);
    }

    private static Func joined(String text, int vectorBytes) {
        Module m = Parser.parseModule(text);
        Verifier.verify(m);
        Func f = ScatterChecks.run(m.get("f"), vectorBytes);
        Verifier.verify(new Module(Map.of("f", f)));
        return f;
    }

    @Test
    void anIndexIsReadOnce() {
        Func f = joined(SCATTER);
        assertFalse(Regions.any(f.body(), e -> e.prim() == Prim.MAP), f.toString());
        long reads = Regions.of(f.body().get(f.body().size() - 1)).get(0).body().stream().filter(e -> e.prim() == Prim.INDEX && e.in().get(0).equals(f.in().get(2))).count();
        assertEquals(1, reads, f.toString());
        assertTrue(Shadows.of(f, Map.of(), List.of(0), Failures.Sure.NONE, Set.of()).isEmpty(), "nothing is copied");
    }

    /** A loop of checks of other indices fails before anything is written. */
    @Test
    void checksOfOtherLoopsStay() {
        Func f = joined(SCATTER.replace("c = update x y z", "y7 = and y 7:i32; c = update x y7 z"));
        assertTrue(Regions.any(f.body(), e -> e.prim() == Prim.MAP), f.toString());
    }

    /** With more to read for each write, registers are worth what they cost where an instruction scatters, and other processors run one trip after the other. */
    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64})
    void otherReads(int vectorBytes) {
        String text = SCATTER.replace("z = index b i", "z1 = index b i; j = add i 1:i32; z2 = index b j; k2 = add j 1:i32; z3 = index b k2; z4 = add z1 z2; z = add z3 z4");
        Func f = joined(text, vectorBytes);
        assertEquals(vectorBytes == 64, Regions.any(f.body(), e -> e.prim() == Prim.MAP), f.toString());
        Func slow = joined(text.replace("z = add z3 z4", "z5 = add z3 z4; z = exp z5"), vectorBytes);
        assertTrue(Regions.any(slow.body(), e -> e.prim() == Prim.MAP), slow.toString());
    }

    /** Where the array is read, before or in the loop, is given back as something else too, or is written in front of it, what has been written could be seen; elsewhere lanes do not scatter alone. */
    @ParameterizedTest
    @ValueSource(strings = {
        "z = index b i>z = index x i",
        "w = convert[i64] d>w = convert[i64] d; e = index a 0:i32",
        "return v>return v, a",
        "v = for(d, a)>g = update b 0:i32 1.0:f32; v = for(d, a)",
        "v = for(d, a)>h = add d 0:i32; v = for(h, a)",
        "c = update x y z>c = update x i z",
    })
    void otherLoopsStay(String change) {
        String[] parts = change.split(">");
        Func f = joined(SCATTER.replace(parts[0], parts[1]));
        assertTrue(Regions.any(f.body(), e -> e.prim() == Prim.MAP), f.toString());
    }
}
