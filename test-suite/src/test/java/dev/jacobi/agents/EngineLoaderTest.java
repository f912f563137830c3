package dev.jacobi.agents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.VirtualMachine;
import dev.jacobi.boot.EngineLoader;
import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Javac;
import dev.jacobi.harness.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LdcInsnNode;

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
                System.out.println(Jacobi.class.getClassLoader() == null ? "boot" : Jacobi.class.getClassLoader() == ClassLoader.getSystemClassLoader() ? "program" : "other");
            }
        }
        """;
    private static final String PLAIN = """
        package own;
        public class Plain {
            static double sum(double[] a) { double s = 0; for (double x : a) { s += x; } return s; }
            public static void main(String[] args) { System.out.println(sum(new double[] {1, 2, 3})); }
        }
        """;
    private static final String LATER = """
        package own;
        import dev.jacobi.Fn1;
        import dev.jacobi.Jacobi;
        public class Later {
            static double sum(double[] a) { double s = 0; for (double x : a) { s += x * x; } return s; }
            public static void main(String[] args) throws Exception {
                Fn1<double[], Double> f = Later::sum;
                System.out.println(f.apply(new double[] {1, 2}));
                while (!new java.io.File(args[0]).exists()) { Thread.sleep(10); }
                System.out.println(Jacobi.grad(f).apply(new double[] {1, 2})[1] + " " + (Jacobi.class.getClassLoader() == Fn1.class.getClassLoader()));
                double s = 0;
                for (int i = 0; i < 100; i++) { s = Other.sum(new double[] {1, 2}); }
                System.out.println(s);
            }
            static class Other { static double sum(double[] a) { double s = 0; for (double x : a) { s += x; } return s; } }
        }
        """;
    /** What a constant pool has in front of a class's name. */
    private static final int CLASS_ENTRY = 7;
    private static final Map<String, String> SOURCES = Map.of("own.Main", PROGRAM, "own.Plain", PLAIN, "own.Later", LATER,
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

    private static void good(Fork.Result r, String loader) {
        assertEquals(0, r.exit(), r.err());
        assertEquals("787911 -99574\nown pointer own reader\n" + loader + "\n", r.out(), r.err());
    }

    @Test
    void aProgramUnderTheAgentKeepsItsLibraries() throws IOException {
        Path report = folder.resolve("report.json");
        good(Fork.java(List.of("-javaagent:" + Fork.agentJar() + "=include=own.Main::sum,policy=always,report=" + report), classPath(), 300, List.of("own.Main")), "program");
        String json = Files.readString(report);
        assertTrue(json.contains("\"compiled\""), json);
    }

    /** JavaCPP's classes of the engine would wait for code that the compiler makes once these are loaded. */
    @Test
    void aPatternForAllClassesLeavesTheEnginesLibraries() throws IOException {
        Path report = folder.resolve("report.json");
        good(Fork.java(List.of("-javaagent:" + Fork.agentJar() + "=include=*,policy=always,report=" + report), classPath(), 300, List.of("own.Main")), "program");
        List<Map<String, Object>> methods = Json.methods(report);
        assertTrue(methods.stream().anyMatch(m -> "own.Main.sum".equals(Json.name(m)) && "compiled".equals(m.get("state"))), methods.toString());
        assertTrue(methods.stream().noneMatch(m -> Json.name(m).startsWith("org.bytedeco")), methods.toString());
    }

    @Test
    void aProgramWithTheLibraryKeepsItsOwn() throws IOException {
        good(Fork.java(List.of(), classPath() + ":" + Fork.agentJar(), 300, List.of("own.Main")), "program");
    }

    /** The boot loader has most of the engine, and none of the libraries. */
    @Test
    void aProgramWhoseBootLoaderHasTheEngineKeepsItsLibraries() throws IOException {
        Path report = folder.resolve("report.json");
        good(Fork.java(List.of("-Xbootclasspath/a:" + beside(), "-javaagent:" + Fork.agentJar() + "=include=own.Main::sum,policy=always,report=" + report), classPath(), 300, List.of("own.Main")), "boot");
        assertTrue(Files.readString(report).contains("\"compiled\""), Files.readString(report));
    }

    private static Path beside() {
        return Fork.agentJar().resolveSibling("jacobi-engine.jar");
    }

    /** Two builds do not fit together; the program runs as if there were no agent. */
    @Test
    void theBootLoadersJarIsOfTheSameBuild() throws IOException {
        Path other = Files.copy(beside(), folder.resolve("other.jar"));
        try (FileSystem jar = FileSystems.newFileSystem(other); InputStream source = EngineLoader.class.getResourceAsStream("BuildNumber.class")) {
            ClassNode c = new ClassNode();
            new ClassReader(source).accept(c, 0);
            c.methods.stream().filter(m -> m.desc.equals("()I")).forEach(m -> m.instructions.set(m.instructions.getFirst(), new LdcInsnNode(12345)));
            ClassWriter out = new ClassWriter(0);
            c.accept(out);
            Files.write(jar.getPath("dev/jacobi/boot/BuildNumber.class"), out.toByteArray());
        }
        Fork.Result r = Fork.java(List.of("-Xbootclasspath/a:" + other, "-javaagent:" + Fork.agentJar() + "=include=own.Plain::sum,policy=always"), classPath(), 300, List.of("own.Plain"));
        assertEquals(0, r.exit(), r.err());
        assertEquals("6.0\n", r.out(), r.err());
        assertTrue(r.err().contains("jacobi: The agent could not start and does nothing: the jacobi-engine.jar that the JVM was started with is not of the same build"), r.err());
    }

    /** A program that had some of the classes before the agent came has all others from the same place. */
    @Test
    void anAgentThatComesLateFindsTheClassesOfTheProgram() throws Exception {
        Path report = folder.resolve("report.json");
        Path stop = folder.resolve("stop");
        Process p = Fork.builder(Fork.command(List.of("-XX:+EnableDynamicAgentLoading"), classPath() + ":" + Fork.agentJar(), List.of("own.Later", stop.toString()))).redirectError(folder.resolve("err").toFile()).start();
        try (BufferedReader out = p.inputReader()) {
            assertEquals("5.0", out.readLine());
            VirtualMachine vm = VirtualMachine.attach(Long.toString(p.pid()));
            vm.loadAgent(Fork.agentJar().toString(), "policy=always,report=" + report + ",include=own.Later$Other");
            vm.detach();
            Files.createFile(stop);
            assertEquals("4.0 true", out.readLine(), () -> read(folder.resolve("err")));
            assertEquals("3.0", out.readLine());
            assertTrue(p.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, p.exitValue());
            assertTrue(Files.readString(report).contains("\"compiled\""), Files.readString(report));
        } finally {
            p.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Classes of the boot loader find only its own. */
    @Test
    void whatTheBootLoaderHasNamesNothingElseOfOurs() throws IOException {
        Set<String> needed = new TreeSet<>();
        Set<String> there = new HashSet<>();
        try (JarFile jar = new JarFile(beside().toFile())) {
            for (JarEntry e : Collections.list(jar.entries())) {
                if (e.getName().endsWith(".class")) {
                    there.add(e.getName().replace(".class", ""));
                    var pool = new ClassReader(jar.getInputStream(e));
                    for (int i = 1; i < pool.getItemCount(); i++) {
                        if (pool.getItem(i) > 0 && pool.readByte(pool.getItem(i) - 1) == CLASS_ENTRY) {
                            needed.add(pool.readUTF8(pool.getItem(i), new char[pool.getMaxStringLength()]));
                        }
                    }
                }
            }
        }
        needed.removeAll(there);
        needed.removeIf(n -> n.startsWith("[") || n.startsWith("dev/jacobi/shaded/") || !n.startsWith("dev/") && !n.startsWith("org/"));
        assertEquals("[]", needed.toString());
    }

    /** The boot loader verifies nothing, so that is done here. */
    @Test
    void whatTheBootLoaderHasCanBeVerified() throws IOException, ClassNotFoundException {
        int seen = 0;
        try (var loader = new URLClassLoader(new URL[] {beside().toUri().toURL()}, ClassLoader.getPlatformClassLoader()); JarFile jar = new JarFile(beside().toFile())) {
            for (JarEntry e : Collections.list(jar.entries())) {
                String name = e.getName();
                assertTrue(name.startsWith("dev/"), name + " would be seen by every program");
                if (name.endsWith(".class")) {
                    // asking a class for its methods links it
                    try {
                        Class.forName(name.substring(0, name.length() - ".class".length()).replace('/', '.'), false, loader).getDeclaredMethods();
                        seen++;
                    } catch (NoClassDefFoundError missing) {
                        assertTrue(missing.getMessage().contains("dev/jacobi/shaded/"), name + " needs " + missing.getMessage()); // what Jacobi does not use of libraries is left out
                    }
                }
            }
        }
        assertTrue(seen > 3000, seen + " classes");
    }
}
