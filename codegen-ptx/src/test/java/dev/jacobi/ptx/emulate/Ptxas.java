package dev.jacobi.ptx.emulate;

import dev.jacobi.ptx.device.Assembler;
import dev.jacobi.ptx.program.Arch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NVIDIA's assembler, which tells how many registers a kernel takes; it needs no GPU. */
public final class Ptxas {
    private static final Pattern ENTRY = Pattern.compile("Compiling entry function '(\\S+)'");
    private static final Pattern SPILLS = Pattern.compile("(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads");
    private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");

    /** What a kernel takes. */
    public record Usage(int registers, int stackBytes, int spillBytes) {
    }

    public record Report(Map<String, Usage> kernels, String text) {
        /** Of the kernel that takes most. */
        public int registers() {
            return kernels.values().stream().mapToInt(Usage::registers).max().orElse(0);
        }

        /** Bytes that registers are spilled to, of all kernels. */
        public int spilled() {
            return kernels.values().stream().mapToInt(Usage::spillBytes).sum();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private Ptxas() {
    }

    public static boolean isThere() {
        return Assembler.installed() != null;
    }

    /** Assembles; an assembler's error is an assertion's. */
    public static Report assemble(String ptx, Arch arch) {
        try {
            Path file = Files.createTempFile("jacobi", ".ptx");
            try {
                Files.writeString(file, ptx);
                Process p = new ProcessBuilder(Assembler.installed().program().toString(), "-arch=" + arch.cpu(), "-v", file.toString(), "-o", "/dev/null").redirectErrorStream(true).start();
                String text = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (p.waitFor() != 0) {
                    throw new AssertionError(text + "\n" + ptx);
                }
                return new Report(usages(text), text);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Usage> usages(String text) {
        var out = new LinkedHashMap<String, Usage>();
        String entry = null;
        int stack = 0;
        int spills = 0;
        for (String line : text.lines().toList()) {
            Matcher e = ENTRY.matcher(line);
            Matcher s = SPILLS.matcher(line);
            Matcher r = REGISTERS.matcher(line);
            if (e.find()) {
                entry = e.group(1);
            } else if (s.find()) {
                stack = Integer.parseInt(s.group(1));
                spills = Integer.parseInt(s.group(2)) + Integer.parseInt(s.group(3));
            } else if (r.find() && entry != null) {
                out.put(entry, new Usage(Integer.parseInt(r.group(1)), stack, spills));
                entry = null;
            }
        }
        return out;
    }
}
