package dev.jacobi.llvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How code is made, where that does not change what it computes. {@code vectorBytes} is the width of the vector registers to use (16, 32 or 64;
 * 0: one element at a time); {@code eager} takes lanes and threads wherever they are possible, whether they pay or not, so that tests need no
 * large arrays; {@code quick} leaves LLVM's optimisations out: ready in a fraction of the time, slow to run; {@code fmaRoots}: with registers of 64
 * bytes, square roots of doubles may be multiplied out with instructions of AVX-512F where the divider has too much to do.
 */
public record Tuning(int vectorBytes, boolean eager, boolean quick, boolean fmaRoots) {
    /** What is best on this machine. */
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

    /**
     * What is best on the processor that these lines of {@code /proc/cpuinfo} describe. Multiplying roots out has been measured on Intel's
     * processors; AMD's have faster dividers, and some take twice as long for a multiplication of 64 bytes as for one of 32.
     */
    static Tuning of(List<String> cpuinfo) {
        String flags = cpuinfo.stream().filter(l -> l.startsWith("flags")).findFirst().orElse("") + " ";
        boolean wide = flags.contains(" avx512f ") && flags.contains(" avx512vl ");
        boolean intel = cpuinfo.stream().anyMatch(l -> l.startsWith("vendor_id") && l.endsWith("GenuineIntel"));
        return new Tuning(wide ? 64 : flags.contains(" avx2 ") ? 32 : 16, false, false, wide && intel);
    }
}
