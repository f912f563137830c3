package dev.jacobi.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.options.Options;
import org.junit.jupiter.api.Test;

/** A program has been prepared when it is made; a long one is not prepared again before a back end takes it. */
class FunctionCompilerTest {
    private static Module chain(int equations, String last) {
        var text = new StringBuilder("f(x0:f64[], y:f64[]) {\n");
        for (int i = 0; i < equations; i++) {
            text.append("  x%d:f64[] = %s x%d y\n".formatted(i + 1, i % 3 == 0 ? "mul" : "add", i));
        }
        return Parser.parseModule(text + last.formatted(equations) + "\n}\n");
    }

    @Test
    void longProgramsArePreparedOnce() {
        var compiler = new FunctionCompiler(Options.defaults(), new ProcessResources());
        Module m = compiler.prepare(chain(5_000, "  return x%d"), false, true, Options.Backend.CPU, Dump.none());
        assertSame(m, compiler.finish(m, false, true, Options.Backend.CPU, Dump.none()));
        assertNotSame(m, compiler.finish(m, true, true, Options.Backend.CPU, Dump.none()));
        Module small = compiler.prepare(chain(50, "  return x%d"), false, true, Options.Backend.CPU, Dump.none());
        assertEquals(small, compiler.finish(small, false, true, Options.Backend.CPU, Dump.none()));
    }
}
