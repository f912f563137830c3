package dev.jacobi.llvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How code is made, where that does not change what it computes. {@code vectorBytes} is the width of the vector registers to use (16, 32 or 64;
 * 0: one element at a time); {@code eager} takes lanes and threads wherever they are possible, whether they pay or not, so that tests need no
 * large arrays; {@code quick} leaves LLVM's optimisations out: ready in a fraction of the time, slow to run.
 */
public record Tuning(int vectorBytes, boolean eager, boolean quick) {
    /** What is best on this machine. */
    public static Tuning host() {
        return new Tuning(hostVectorBytes(), false, false);
    }

    private static int hostVectorBytes() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            String flags = lines.filter(l -> l.startsWith("flags")).findFirst().orElse("");
            return flags.contains(" avx512f") && flags.contains(" avx512vl") ? 64 : flags.contains(" avx2") ? 32 : 16;
        } catch (IOException e) {
            return 16;
        }
    }
}
