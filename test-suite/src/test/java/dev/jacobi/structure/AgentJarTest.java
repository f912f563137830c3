// What the agent's jar is like.
package dev.jacobi.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
}
