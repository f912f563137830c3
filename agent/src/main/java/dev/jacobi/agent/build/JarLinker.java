package dev.jacobi.agent.build;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/**
 * The last step of building the agent's jar: lambdas, method references and the methods of records become plain classes and plain code in it. A JVM makes
 * these when a line runs for the first time, by {@code invokedynamic}, which takes half a millisecond each; the compiler has hundreds of such lines, and a program that it
 * makes faster has just started. What the code does stays the same. Classes are stored as they are, not deflated.
 *
 * <p>The public interface ({@code dev.jacobi} itself) is left as it is: the compiler reads the bytecode of these classes, and their lambdas may be serialized.
 */
public final class JarLinker {
    private static final String OURS = "/dev/jacobi";

    private JarLinker() {
    }

    /** {@code JarLinker jacobi-agent.jar}: changes the file in place. */
    public static void main(String[] args) throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(args[0]), Map.of("compressionMethod", "STORED"))) {
            Map<String, ClassNode> classes = new TreeMap<>();
            for (Path file : files(jar.getPath(OURS))) {
                ClassNode c = new ClassNode();
                new ClassReader(Files.readAllBytes(file)).accept(c, 0);
                classes.put(c.name, c);
            }
            for (ClassNode c : run(classes)) {
                ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
                c.accept(out);
                Files.write(jar.getPath("/" + c.name + ".class"), out.toByteArray());
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(p -> p.toString().endsWith(".class")).toList();
        }
    }

    /** Changes the classes, given by name, and returns all of them and those that they need beside them. */
    static List<ClassNode> run(Map<String, ClassNode> classes) {
        Map<String, List<ClassNode>> nests = new LinkedHashMap<>();
        for (ClassNode c : classes.values()) {
            if (!isPublicInterface(c)) {
                RecordCode.replace(c);
                nests.computeIfAbsent(c.nestHostClass == null ? c.name : c.nestHostClass, n -> new ArrayList<>()).add(c);
            }
        }
        List<ClassNode> all = new ArrayList<>(classes.values());
        nests.forEach((host, members) -> all.addAll(LambdaCode.replace(classes.get(host), members)));
        return all;
    }

    /** The package {@code dev.jacobi}, without those below it. */
    private static boolean isPublicInterface(ClassNode c) {
        return c.name.lastIndexOf('/') == OURS.length() - 1;
    }
}
