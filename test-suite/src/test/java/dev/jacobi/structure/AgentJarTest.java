// What the agent's jar is like.
package dev.jacobi.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.boot.EngineLoader;
import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

class AgentJarTest {
    /** Call sites that the JVM links when they are reached cost a compiler that has just been loaded more than all else it does. */
    @Test
    void codeOfOursHasNoCallSitesToLink() throws IOException {
        List<String> dynamic = new ArrayList<>();
        int seen = 0;
        try (JarFile jar = new JarFile(Fork.agentJar().toFile())) {
            for (ZipEntry e : Collections.list(jar.entries())) {
                String name = e.getName();
                // the public interface, optimisers and what stands for streams are read by the compiler as they are; the class file library knows the attribute's name
                if (name.matches("dev/jacobi/\\w+/.*\\.class") && List.of("shaded", "array/optim", "lift/jdk/stream").stream().noneMatch(p -> name.startsWith("dev/jacobi/" + p + "/"))) {
                    seen++;
                    try (InputStream in = jar.getInputStream(e)) {
                        if (new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains("BootstrapMethods")) {
                            dynamic.add(name);
                        }
                    }
                }
            }
        }
        assertTrue(seen > 1000, seen + " classes");
        assertEquals(List.of(), dynamic);
    }

    /** The program's loader looks for the few classes that programs share with the engine in the agent's jar alone, not in all of a program's class path first. */
    @Test
    void loaderKnowsThePackagesThatAreShared() throws IOException {
        Fork.Result r = Fork.java(List.of("-javaagent:" + Fork.agentJar() + "=policy=always,include=" + Known.class.getName() + ",log=info", "--add-opens",
            "java.base/jdk.internal.loader=ALL-UNNAMED"), Fork.home(Known.class), 60, List.of(Known.class.getName()));
        assertEquals(0, r.exit(), r.out() + r.err());
        assertEquals(new TreeSet<>(EngineLoader.SHARED).toString(), r.out().strip());
        assertTrue(r.err().contains("Known.sum(int[]) is compiled"), r.err());
    }

    /** An idle agent costs nothing but the first look; what changes classes comes with the first one that is selected, and is not taken for an agent of somebody else's. */
    @Test
    void librariesAreLoadedWithTheFirstSelectedClass() throws IOException {
        String libraries = "dev.jacobi.shaded.";
        assertEquals(0, loaded("include=com.acme.Other,report=off").filter(l -> l.contains(libraries)).count());
        List<String> selected = loaded("policy=always,include=" + Alone.class.getName() + ",report=off").filter(l -> l.contains(libraries)).toList();
        assertTrue(selected.stream().anyMatch(l -> l.contains(libraries + "bytebuddy.agent.builder.AgentBuilder")), selected.toString());
        assertEquals(List.of(), selected.stream().filter(l -> l.contains("ModuleSupport") || l.contains("Nexus") || l.contains("$Proxy")).toList(), "Byte Buddy defines no class, and no proxy");
        assertTrue(selected.size() < 520, selected.size() + " classes");
    }

    private static Stream<String> loaded(String options) throws IOException {
        Fork.Result r = Fork.java(List.of("-javaagent:" + Fork.agentJar() + "=" + options, "-Xlog:class+load"), Fork.home(Alone.class), 60, List.of(Alone.class.getName()));
        assertEquals(0, r.exit(), r.out() + r.err());
        assertEquals("", r.err());
        assertTrue(r.out().contains("others: 0"), r.out());
        return r.out().lines();
    }

    /** Prints how many transformers of other agents Jacobi believes to be there. */
    static final class Alone {
        private Alone() {
        }

        static int half(int n) {
            return n / 2;
        }

        public static void main(String[] args) throws ReflectiveOperationException {
            if (half(6) != 3) {
                throw new AssertionError("wrong half");
            }
            var loader = (ClassLoader) Class.forName("dev.jacobi.boot.EngineLoader").getMethod("ofEngine").invoke(null);
            Class<?> engine = Class.forName("dev.jacobi.site.Engine", true, loader);
            Object files = engine.getMethod("classes").invoke(engine.getMethod("ofProcess").invoke(null));
            Object running = files.getClass().getMethod("running").invoke(files);
            Field others = running.getClass().getDeclaredField("others");
            others.setAccessible(true);
            Object known = others.get(running);
            Field classes = known.getClass().getDeclaredField("classes");
            classes.setAccessible(true);
            System.out.println("others: " + classes.get(known));
        }
    }

    /** Prints the packages of Jacobi's that its loader finds as it finds modules. */
    static final class Known {
        private Known() {
        }

        static int sum(int[] a) {
            int s = 0;
            for (int i = 0; i < a.length; i++) {
                s += a[i];
            }
            return s;
        }

        public static void main(String[] args) throws ReflectiveOperationException {
            if (sum(new int[] {1, 2, 3}) != 6) {
                throw new AssertionError("wrong sum");
            }
            Field field = Class.forName("jdk.internal.loader.BuiltinClassLoader").getDeclaredField("packageToModule");
            field.setAccessible(true);
            var found = new TreeSet<String>();
            for (Object name : ((Map<?, ?>) field.get(null)).keySet()) {
                if (name.toString().startsWith("dev.jacobi")) {
                    found.add(name.toString());
                }
            }
            System.out.println(found);
        }
    }
}
