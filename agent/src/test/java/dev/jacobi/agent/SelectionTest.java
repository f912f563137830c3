package dev.jacobi.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Jit;
import dev.jacobi.options.OptionParser;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SelectionTest {
    static class Marked {
        @Jit
        static int f(int x) {
            return x;
        }
    }

    private static Selection of(String args) {
        return new Selection(OptionParser.parse(args, new Properties(), Map.of()).options());
    }

    private static byte[] bytes(Class<?> c) throws IOException {
        try (var in = c.getResourceAsStream("/" + c.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    @Test
    void patternsSelectClassesAndMethods() {
        var s = of("include=com.acme.Kernels,include=org.x.*,include=a.B::saxpy,exclude=org.x.secret.*,exclude=com.acme.Kernels::slow");
        assertTrue(s.selects("com/acme/Kernels", "fast", false));
        assertFalse(s.selects("com/acme/Kernels", "slow", false));
        assertFalse(s.selects("com/acme/Kernels", "slow", true));
        assertFalse(s.selects("com/acme/KernelsTest", "fast", false));
        assertTrue(s.selects("org/x/y/Z", "m", false));
        assertFalse(s.selects("org/x/secret/Z", "m", false));
        assertTrue(s.selects("a/B", "saxpy", false));
        assertFalse(s.selects("a/B", "dot", false));
        assertTrue(s.selects("a/B", "dot", true));
        assertTrue(s.includesClass("a/B"));
        assertFalse(s.includesClass("a/C"));
    }

    @Test
    void patternsThatMetNothingAreKnown() {
        var s = of("include=com.acme.Kernels,include=a.B::saxpy");
        s.selects("a/B", "saxpy", false);
        assertEquals(List.of("com.acme.Kernels"), s.unused());
    }

    @Test
    void starsMatchAnyCharacters() {
        assertTrue(Selection.glob("a*b*c", "aXXbYbc"));
        assertFalse(Selection.glob("a*b*c", "aXXbYb"));
        assertTrue(Selection.glob("*", ""));
        assertFalse(Selection.glob("", "a"));
    }

    @Test
    void annotationIsFoundInTheRawConstantPool() throws IOException {
        assertTrue(Selection.mentionsJit(bytes(Marked.class)));
        assertFalse(Selection.mentionsJit(bytes(String.class)));
        assertFalse(Selection.mentionsJit(new byte[] {1, 2, 3}));
        assertFalse(Selection.mentionsJit(new byte[100]));
    }

    @Test
    void toolsAreLeftAlone() {
        assertTrue(Agent.isTool("jdk.compiler", "jdk.compiler/com.sun.tools.javac.main.Main -d x A.java"));
        assertFalse(Agent.isTool("jdk.compiler", "jdk.compiler/com.sun.tools.javac.launcher.Main A.java"));
        assertTrue(Agent.isTool(null, "org.codehaus.plexus.classworlds.launcher.Launcher verify"));
        assertFalse(Agent.isTool(null, "com.acme.Main"));
    }
}
