package dev.jacobi.llvm;

import dev.jacobi.llvm.host.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How code is made, where that does not change what it computes. {@code vectorBytes} is the width of the vector registers to use (16, 32, which stands for AVX2, or 64;
 * 0: one element at a time); {@code eager} takes lanes and threads wherever they are possible, whether they pay or not, so that tests need no
 * large arrays; {@code quick} leaves LLVM's optimisations out: ready in a fraction of the time, slow to run; {@code fmaRoots}: with registers of 64
 * bytes, square roots of doubles may be multiplied out with instructions of AVX-512F where the divider has too much to do.
 */
public record Tuning(int vectorBytes, boolean eager, boolean quick, boolean fmaRoots) {
    /** What is best on this machine. With {@code -Djacobi.test.quick=true}, which tests set that compile thousands of programs and run each once, without LLVM's optimisations. */
    public static Tuning host() {
        try (var lines = Files.newBufferedReader(Path.of("/proc/cpuinfo"))) {
            var first = new ArrayList<String>();
            for (String l = lines.readLine(); l != null && !l.isBlank(); l = lines.readLine()) {
                first.add(l);
            }
            return of(first);
        } catch (IOException e) {
            return of(List.of());
        }
    }

    /** Where there is no native code for the platform nobody uses the result. */
    private static Tuning of(List<String> cpuinfo) {
        return Platform.find().map(p -> of(p, cpuinfo)).orElse(new Tuning(0, false, false, false));
    }

    /** What is best on the processor that these lines of {@code /proc/cpuinfo} describe. */
    static Tuning of(Platform platform, List<String> cpuinfo) {
        return new Tuning(platform.vectorBytes(cpuinfo), false, Boolean.getBoolean("jacobi.test.quick"), platform.multipliesRoots(cpuinfo));
    }
}
