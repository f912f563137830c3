package dev.jacobi.llvm.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.llvm.host.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.llvm.global.LLVM;
import org.junit.jupiter.api.Test;

/** A program's class path may have the jar with all of Bytedeco's native libraries. Were LLVM loaded from there, too, its two copies would end the process. */
class OtherLibrariesTest {
    /** Compiles once. */
    static final class Compiling {
        private Compiling() {
        }

        public static void main(String[] args) throws Throwable {
            System.out.println(Echo.all());
        }
    }

    @Test
    void onlyOurCopyIsLoaded() throws Exception {
        String own = Path.of(LLVM.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        Path others = Path.of(own.replaceAll("[.]jar$", "-" + Platform.host().label() + ".jar"));
        assumeTrue(Files.exists(others), "there is no " + others);
        Process p = Shared.java(List.of(), System.getProperty("java.class.path") + ":" + others, Compiling.class);
        String out = new String(p.getInputStream().readAllBytes());
        assertTrue(p.waitFor(60, TimeUnit.SECONDS));
        assertEquals("[]", out.strip());
        assertEquals(0, p.exitValue());
    }
}
