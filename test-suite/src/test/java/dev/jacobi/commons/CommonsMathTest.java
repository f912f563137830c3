// The agent on Apache commons-math3, unmodified: at least four fifths of the methods compiled, every result as without the agent.
package dev.jacobi.commons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CommonsMathTest {
    @Tag("slow")
    @Test
    void resultsAreEqualAndMostMethodsAreCompiled() throws IOException {
        CommonsMath.Result r = CommonsMath.run();
        r.refused().forEach(System.out::println);
        assertEquals(List.of(), r.differences());
        assertTrue(r.compiled().size() + r.refused().size() > 100, "methods called");
        assertTrue(r.compiledShare() >= 0.8, () -> r.compiledShare() + " compiled; the others:\n" + String.join("\n", r.refused()));
        for (String refused : r.refused()) {
            assertTrue(refused.contains("left to the JVM because"), refused);
        }
    }
}
