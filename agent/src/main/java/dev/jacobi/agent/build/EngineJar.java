package dev.jacobi.agent.build;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;

/**
 * Writes {@code jacobi-engine.jar} for {@code -Xbootclasspath/a}: with it most of the engine is loaded by the JVM's boot loader, which verifies nothing and needs no Java code to find a class. That is a
 * sixth of a first compilation. The agent's jar has all of it, too, and works alone; it does not name this one as its {@code Boot-Class-Path}, as a JVM that has one drops archives of the program's classes
 * (AppCDS), and warns where an agent comes later.
 *
 * <p>What the boot loader has every program sees in front of its own. So the jar has neither a manifest nor the libraries that the engine stands on as they are called elsewhere (Bytedeco's), and of the
 * engine no package that names these, or names one that does.
 */
final class EngineJar {
    private static final String LIBRARIES = "org/bytedeco";
    private static final String OURS = "/dev/jacobi";
    private static final String ENDING = ".class";

    private EngineJar() {
    }

    /** Writes it anew from the agent's jar. Returns the packages that are not in it. */
    static Set<String> write(FileSystem agent, Path to) throws IOException {
        List<Path> files = files(agent.getPath(OURS));
        Map<String, Set<String>> named = new HashMap<>();
        for (Path file : classFiles(agent.getPath(OURS))) {
            named.computeIfAbsent(packageOf(path(file)), p -> new HashSet<>()).addAll(packagesIn(Files.readAllBytes(file)));
        }
        Set<String> apart = reaching(named);
        Files.deleteIfExists(to);
        try (FileSystem jar = FileSystems.newFileSystem(to, Map.of("create", "true", "compressionMethod", "STORED"))) {
            for (Path file : files) {
                if (named.containsKey(packageOf(path(file))) && !apart.contains(packageOf(path(file)))) {
                    Path copy = jar.getPath(file.toString());
                    Files.createDirectories(copy.getParent());
                    Files.write(copy, Files.readAllBytes(file));
                }
            }
        }
        return apart;
    }

    /** The packages that name a library, or a package that does so in its turn. */
    private static Set<String> reaching(Map<String, Set<String>> named) {
        Set<String> reaching = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Map.Entry<String, Set<String>> e : named.entrySet()) {
                more |= e.getValue().stream().anyMatch(p -> p.equals(LIBRARIES) || reaching.contains(p)) && reaching.add(e.getKey());
            }
        }
        return reaching;
    }

    private static Set<String> packagesIn(byte[] classFile) {
        Set<String> packages = new HashSet<>();
        new ClassReader(classFile).accept(new ClassRemapper(new ClassNode(), new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String name) {
                packages.add(name.startsWith(LIBRARIES) ? LIBRARIES : packageOf(name));
                return name;
            }
        }), 0);
        return packages;
    }

    static List<Path> classFiles(Path folder) throws IOException {
        return files(folder).stream().filter(p -> p.toString().endsWith(ENDING)).toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String path(Path file) {
        return file.toString().substring(1);
    }

    private static String packageOf(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
