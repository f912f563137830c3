package dev.jacobi.agents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Javac;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine has a class loader of its own where it comes from the agent's jar: a program with other versions of the libraries that it stands on, here ones that do not work at all, keeps its own, with
 * Jacobi as agent and as library.
 */
class EngineLoaderTest {
    private static final String PROGRAM = """
        package own;
        import dev.jacobi.Fn1;
        import dev.jacobi.Jacobi;
        public class Main {
            static double sum(double[] a) { double s = 0; for (double x : a) { s += Math.exp(-x) * x; } return s; }
            public static void main(String[] args) throws Exception {
                double[] a = {1, 2, 3};
                double s = 0;
                for (int i = 0; i < 100; i++) { s = sum(a); }
                Fn1<double[], double[]> g = Jacobi.grad((Fn1<double[], Double>) Main::sum);
                System.out.println(Math.round(s * 1e6) + " " + Math.round(g.apply(a)[2] * 1e6));
                System.out.println(new org.bytedeco.javacpp.Pointer() + " " + new org.objectweb.asm.ClassReader());
                System.out.println(Jacobi.class.getClassLoader() == ClassLoader.getSystemClassLoader());
            }
        }
        """;
    private static final Map<String, String> SOURCES = Map.of("own.Main", PROGRAM,
        "org.bytedeco.javacpp.Pointer", "package org.bytedeco.javacpp; public class Pointer { public String toString() { return \"own pointer\"; } }",
        "org.bytedeco.javacpp.Loader", "package org.bytedeco.javacpp; public class Loader { static { if (true) throw new IllegalStateException(\"the program's\"); } }",
        "org.objectweb.asm.ClassReader", "package org.objectweb.asm; public class ClassReader { public String toString() { return \"own reader\"; } }");
    @TempDir
    Path folder;

    private String classPath() throws IOException {
        for (Map.Entry<String, byte[]> c : new Javac().compile(SOURCES).classes().entrySet()) {
            Path file = folder.resolve(c.getKey().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, c.getValue());
        }
        return folder.toString();
    }

    private static void good(Fork.Result r) {
        assertEquals(0, r.exit(), r.err());
        assertEquals("787911 -99574\nown pointer own reader\ntrue\n", r.out(), r.err());
    }

    @Test
    void aProgramUnderTheAgentKeepsItsLibraries() throws IOException {
        Path report = folder.resolve("report.json");
        good(Fork.java(List.of("-javaagent:" + Fork.agentJar() + "=include=own.Main::sum,policy=always,report=" + report), classPath(), 300, List.of("own.Main")));
        String json = Files.readString(report);
        assertTrue(json.contains("\"compiled\""), json);
    }

    /** JavaCPP's classes of the engine would wait for code that the compiler makes once these are loaded. */
    @Test
    void aPatternForAllClassesLeavesTheEnginesLibraries() throws IOException {
        Path report = folder.resolve("report.json");
        good(Fork.java(List.of("-javaagent:" + Fork.agentJar() + "=include=*,policy=always,report=" + report), classPath(), 300, List.of("own.Main")));
        List<Map<String, Object>> methods = Json.methods(report);
        assertTrue(methods.stream().anyMatch(m -> "own.Main.sum".equals(Json.name(m)) && "compiled".equals(m.get("state"))), methods.toString());
        assertTrue(methods.stream().noneMatch(m -> Json.name(m).startsWith("org.bytedeco")), methods.toString());
    }

    @Test
    void aProgramWithTheLibraryKeepsItsOwn() throws IOException {
        good(Fork.java(List.of(), classPath() + ":" + Fork.agentJar(), 300, List.of("own.Main")));
    }
}
