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
import dev.jacobi.llvm.buffer.Shadows;
import java.util.List;
import java.util.Map;
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
        Module m = Parser.parseModule(text);
        Verifier.verify(m);
        Func f = ScatterChecks.run(m.get("f"));
        Verifier.verify(new Module(Map.of("f", f)));
        return f;
    }

    @Test
    void anIndexIsReadOnce() {
        Func f = joined(SCATTER);
        assertFalse(Regions.any(f.body(), e -> e.prim() == Prim.MAP), f.toString());
        long reads = Regions.of(f.body().get(f.body().size() - 1)).get(0).body().stream().filter(e -> e.prim() == Prim.INDEX && e.in().get(0).equals(f.in().get(2))).count();
        assertEquals(1, reads, f.toString());
        assertTrue(Shadows.of(f, Map.of(), List.of(0)).isEmpty(), "nothing is copied");
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
