// Which words of three transformations have StableHLO text: all but a few, and those say why. Neither a plugin nor a device is needed.
package dev.jacobi.gradients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import dev.jacobi.Lowered;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** The programs and words of {@link CompositionTest}. */
class CompositionTextTest {
    /** Reverse mode of reverse mode, where what the inner one keeps of a loop has as many entries as the loop happens to have trips. */
    private static final Map<String, Set<String>> REFUSED = Map.of(
        "while with a tolerance", Set.of("[JVP, VJP, GRAD]", "[VJP, VMAP, GRAD]"),
        "closure over an array", Set.of("[VJP, VMAP, GRAD]"),
        "nested loops with break and continue", Set.of("[VJP, GRAD, JVP]", "[VMAP, VJP, GRAD]", "[JIT, VJP, GRAD]"),
        "Cholesky", Set.of("[VJP, GRAD, JVP]", "[VMAP, VJP, GRAD]", "[JIT, VJP, GRAD]"));
    private static final String WHY = "There is no StableHLO text because StableHLO programs have fixed extents, and an extent of %s is known only while the program runs; "
        + "make it depend on extents of arguments or on arguments that are compiled in.";

    @SuppressWarnings("unchecked")
    private static Lowered lowered(CompositionTest.Level l) {
        Fn f = l.compiled();
        return l.along() == null ? Jacobi.lower((Fn1<Object, Object>) f, l.at()) : Jacobi.lower((Fn2<Object, Object, Object>) f, l.at(), l.along());
    }

    @TestFactory
    Stream<DynamicContainer> haveTextOrSayWhyNot() {
        return CompositionTest.each(27, (name, p, word) -> {
            Lowered l = lowered(CompositionTest.made(p, word));
            if (REFUSED.getOrDefault(name, Set.of()).contains(word.toString())) {
                String why = assertThrows(JacobiException.class, () -> l.text("stablehlo")).getMessage();
                assertEquals(String.format(WHY, name.equals("Cholesky") ? "slice near " + SmallPrograms.class.getName() + ".logDeterminant" : "full"), why.replaceAll("(logDeterminant):\\d+", "$1"));
            } else {
                String text = l.text("stablehlo");
                assertTrue(text.startsWith("module @jacobi {\n") && text.contains("func.func public @main("), text);
            }
        });
    }
}
