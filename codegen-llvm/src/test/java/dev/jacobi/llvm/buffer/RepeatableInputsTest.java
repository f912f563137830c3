package dev.jacobi.llvm.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs that are only written are worked on where they lie though checks may fail, unless a pass may have put a check behind what the original writes after it. */
class RepeatableInputsTest {
    private static final String DRAWN = """
        f(a:i32[n], b:i32[m]) {
          d = dim[0] a
          e = dim[0] b
          y, r = for(e, 0:i32, a) { i, k, x -> c = lt k d; check[index "T.f:1"] c; u = update x k i; j = index b i; l = add k j; yield l, u }
          return r
        }
        """;

    /** The text, what is changed in it, and whether an input is copied then. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "yield l, u ~ yield l, u ~ false",
        "u = update x k i ~ z = index x i; u = update x k z ~ true",
        "return r ~ q = index r 0:i32; return q, r ~ true",
        "return r ~ g = lt y d; check[index \"T.f:2\"] g; return r ~ false",
        "return r ~ map(e) { q -> j = index b q; g = lt j d; check[index \"T.f:2\"] g; yield }; return r ~ true",
        "return r ~ map(d) { q -> j = index b q; g = lt j d; check[index \"T.f:2\"] g; yield }; return r ~ false",
        "c = lt k d; check[index \"T.f:1\"] c; u = update x k i ~ u = update x k i; c = lt k d; check[index \"T.f:1\"] c ~ false",
        "u = update x k i ~ u = map(k, x) { o, w -> s = update w o i; yield s } ~ false",
        "u = update x k i ~ u = map(k, x) { o, w -> t = lt o e; check[index \"T.f:2\"] t; s = update w o i; yield s } ~ true",
    })
    void copied(String from, String to, boolean copied) {
        Module m = Parser.parseModule(DRAWN.replace(from, to));
        Verifier.verify(m);
        Func f = m.get("f");
        int at = f.out().size() - 1;
        assertEquals(copied, !Shadows.of(f, Map.of(), at == 0 ? List.of(0) : List.of(-1, 0), Failures.Sure.NONE, Set.of()).isEmpty(), f.toString());
    }
}
