// Functions of a program inside of functions of a library, whose class loader does not see the program.
package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This class is the library; the program is compiled and loaded by a loader of its own, twice with another formula. */
class FunctionLoadersTest {
    @SuppressWarnings("unchecked")
    private static Fn1<Double, Double> program(Path folder, String formula) throws Exception {
        Path source = Files.writeString(folder.resolve("Program.java"), "public class Program { static double f(double x) { return " + formula + "; } public static dev.jacobi.Fn1<Double, Double> function() { return Program::f; } }");
        Path classes = Files.createDirectories(folder.resolve("classes" + formula.hashCode()));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), source.toString()));
        var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, FunctionLoadersTest.class.getClassLoader());
        return (Fn1<Double, Double>) loader.loadClass("Program").getMethod("function").invoke(null);
    }

    private static Fn1<Double, Double> twice(Fn1<Double, Double> f) {
        return x -> 2 * f.apply(x);
    }

    @Test
    void theProgramsLoaderIsAsked(@TempDir Path folder) throws Exception {
        Fn1<Double, Double> cube = program(folder, "x * x * x");
        Fn1<Double, Double> square = program(folder, "x * x");
        for (int k = 0; k < 2; k++) {
            assertEquals(24.0, Jacobi.grad(twice(cube)).apply(2.0));
            assertEquals(8.0, Jacobi.grad(twice(square)).apply(2.0)); // of the same name, but another class
        }
        assertEquals(48.0, Jacobi.jit(twice(Jacobi.grad(twice(cube)))).apply(2.0));
        Fn1<Double, Double> at = Jacobi.vjp(cube, 2.0).pullback();
        assertEquals(36.0, Jacobi.jit(at).apply(3.0));
        assertEquals(12.0, Jacobi.grad(at).apply(3.0));
        Fn1<Double, Double> own = Jacobi.customJvp(twice(x -> x), (Double x, Double t) -> new ValueAndTangent<>(2 * x, t * cube.apply(x)));
        assertEquals(125.0, Jacobi.grad(own).apply(5.0));
    }
}
