// What is in jacobi-api.jar compiles and runs a program on its own.
package dev.jacobi.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** The classes are those that the pattern in agent/pom.xml names, taken from where the tests have them. */
class ApiJarTest {
    private static final String PROGRAM = """
        import dev.jacobi.*;

        public class Program {
            @Jit(fp = Fp.FAST, staticArgs = 1)
            static double power(double x, int n) {
                double y = 1;
                for (int k = 0; k < n; k++) {
                    y *= x;
                }
                return y;
            }

            public static void main(String[] args) {
                Fn2<Double, Integer, Double> f = Program::power;
                Options o = Options.DEFAULT.staticArgs(1);
                try {
                    throw new JacobiException("Nothing is wrong.");
                } catch (JacobiException e) {
                    System.setProperty("api.said", f.apply(2.0, 10) + " " + Slice.from(1) + " " + e.getMessage() + " " + (o != null));
                }
            }
        }
        """;

    private static Path pom() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("agent/pom.xml"))) {
            at = at.getParent();
        }
        return at.resolve("agent/pom.xml");
    }

    /** The classes of the jar by path. */
    private static Map<String, byte[]> classes() throws IOException, URISyntaxException {
        Matcher m = Pattern.compile("<api.types>%regex\\[(.*)]</api.types>").matcher(Files.readString(pom()));
        assertTrue(m.find());
        Pattern names = Pattern.compile(m.group(1));
        Path at = Path.of(dev.jacobi.Jit.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(at)) {
            return read(at, names);
        }
        try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + at.toUri()), Map.of())) {
            return read(jar.getPath("/"), names);
        }
    }

    private static Map<String, byte[]> read(Path root, Pattern names) throws IOException {
        var out = new TreeMap<String, byte[]>();
        try (Stream<Path> files = Files.list(root.resolve("dev/jacobi"))) {
            for (Path f : files.toList()) {
                String name = root.relativize(f).toString();
                if (names.matcher(name).matches()) {
                    out.put(name, Files.readAllBytes(f));
                }
            }
        }
        return out;
    }

    @Test
    void namesNothingButItself() throws Exception {
        Map<String, byte[]> classes = classes();
        assertTrue(classes.size() >= 30, classes.keySet().toString());
        var missing = new TreeSet<String>();
        classes.forEach((name, bytes) -> new ClassReader(bytes).accept(new ClassRemapper(new ClassWriter(0), new Remapper() {
            @Override
            public String map(String used) {
                if (used.startsWith("dev/jacobi/") && !classes.containsKey(used + ".class")) {
                    missing.add(used + " in " + name);
                }
                return used;
            }
        }), 0));
        assertEquals(new TreeSet<String>(), missing);
    }

    @Test
    void compilesAndRunsAProgram(@TempDir Path dir) throws Exception {
        Path jar = dir.resolve("api");
        for (Map.Entry<String, byte[]> c : classes().entrySet()) {
            Path f = jar.resolve(c.getKey());
            Files.createDirectories(f.getParent());
            Files.write(f, c.getValue());
        }
        Path source = Files.writeString(dir.resolve("Program.java"), PROGRAM);
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        assertNotNull(javac);
        assertEquals(0, javac.run(InputStream.nullInputStream(), System.out, System.err, "-proc:none", "-d", dir.toString(), "-cp", jar.toString(), source.toString()));
        try (var loader = new URLClassLoader(new URL[] {dir.toUri().toURL(), jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            loader.loadClass("Program").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }
        assertEquals("1024.0 1: Nothing is wrong. true", System.clearProperty("api.said"));
    }
}
