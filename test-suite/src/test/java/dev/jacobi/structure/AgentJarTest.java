// What the agent's jar is like.
package dev.jacobi.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
                // the public interface is read by the compiler as it is; the class file library knows the attribute's name
                if (name.matches("dev/jacobi/\\w+/.*\\.class") && !name.startsWith("dev/jacobi/shaded/")) {
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

    /** The loader looks for the compiler's classes in the agent's jar alone, not in all of a program's class path first. */
    @Test
    void loaderKnowsThePackagesOfTheJar() throws IOException {
        var packages = new TreeSet<String>();
        try (JarFile jar = new JarFile(Fork.agentJar().toFile())) {
            for (ZipEntry e : Collections.list(jar.entries())) {
                if (e.getName().matches("dev/jacobi/.*\\.class")) {
                    packages.add(e.getName().replaceFirst("/[^/]*$", "").replace('/', '.'));
                }
            }
        }
        packages.remove("dev.jacobi"); // jacobi-api.jar has it, too
        Fork.Result r = Fork.java(List.of("-javaagent:" + Fork.agentJar() + "=policy=always,include=" + Known.class.getName() + ",log=info", "--add-opens",
            "java.base/jdk.internal.loader=ALL-UNNAMED"), Fork.home(Known.class), 60, List.of(Known.class.getName()));
        assertEquals(0, r.exit(), r.out() + r.err());
        assertEquals(packages.toString(), r.out().strip());
        assertTrue(r.err().contains("Known.sum(int[]) is compiled"), r.err());
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
