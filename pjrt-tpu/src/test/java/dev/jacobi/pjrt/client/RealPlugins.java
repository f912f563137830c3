package dev.jacobi.pjrt.client;

import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.natives.Natives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Plugins and Pythons that a machine may have; a test that needs one is skipped without it. */
final class RealPlugins {
    private RealPlugins() {
    }

    /** The Python with jaxlib that the property names, or a skip. */
    static Path python() {
        String python = System.getProperty("jacobi.test.python");
        Assumptions.assumeTrue(python != null && Files.isExecutable(Path.of(python)), "-Djacobi.test.python=FILE names no Python with jaxlib");
        return Path.of(python);
    }

    /** libtpu, loaded, or a skip. */
    static Plugin libtpu() {
        Path file = file();
        Assumptions.assumeTrue(file != null, "there is no libtpu.so in the Python of -Djacobi.test.python, nor does TPU_LIBRARY_PATH name one");
        Bridge.load(Natives.inUserCache());
        return Plugin.open(file);
    }

    private static Path file() {
        var candidates = new ArrayList<Path>();
        if (System.getenv("TPU_LIBRARY_PATH") != null) {
            candidates.add(Path.of(System.getenv("TPU_LIBRARY_PATH")));
        }
        String python = System.getProperty("jacobi.test.python");
        if (python != null) {
            candidates.addAll(packages(Path.of(python).toAbsolutePath().getParent().resolveSibling("lib")));
        }
        return candidates.stream().filter(Files::isRegularFile).findFirst().orElse(null);
    }

    private static List<Path> packages(Path lib) {
        try (Stream<Path> all = Files.list(lib)) {
            return all.map(p -> p.resolve("site-packages/libtpu/libtpu.so")).toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
