// The CUDA toolkit's assembler, where it is installed: it takes PTX apart without a GPU and says what a kernel needs.
package dev.jacobi.gpu;

import dev.jacobi.ptx.device.Assembler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs {@code ptxas -v}. */
public final class Ptxas {
    private static final Pattern SPILL = Pattern.compile("(\\d+) bytes spill stores, (\\d+) bytes spill loads");
    private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");

    /** What it said: empty {@code error} when it took the text; of all kernels the most registers and the sum of the bytes that registers are spilled to. */
    public record Result(String error, int kernels, int registers, int spilled) {
    }

    private Ptxas() {
    }

    public static boolean isThere() {
        return Assembler.installed() != null;
    }

    public static Result run(String ptx, String arch) throws IOException {
        Path in = Files.createTempFile("jacobi", ".ptx");
        Path out = Files.createTempFile("jacobi", ".cubin");
        Path said = Files.createTempFile("jacobi", ".txt");
        try {
            Files.writeString(in, ptx);
            Process p = new ProcessBuilder(List.of(Assembler.installed().program().toString(), "-v", "-arch=" + arch, "-o", out.toString(), in.toString())).redirectErrorStream(true)
                    .redirectOutput(said.toFile()).start();
            if (!p.waitFor(120, TimeUnit.SECONDS)) {
                p.destroyForcibly();
                return new Result("ptxas takes more than two minutes", 0, 0, 0);
            }
            String text = Files.readString(said);
            return new Result(p.exitValue() == 0 ? "" : text, numbers(REGISTERS, text, 1).size(),
                    numbers(REGISTERS, text, 1).stream().mapToInt(n -> n).max().orElse(0), numbers(SPILL, text, 1).stream().mapToInt(n -> n).sum());
        } catch (InterruptedException e) {
            throw new java.io.InterruptedIOException();
        } finally {
            for (Path f : List.of(in, out, said)) {
                Files.deleteIfExists(f);
            }
        }
    }

    private static List<Integer> numbers(Pattern p, String text, int group) {
        List<Integer> found = new ArrayList<>();
        for (Matcher m = p.matcher(text); m.find();) {
            found.add(Integer.parseInt(m.group(group)));
        }
        return found;
    }
}
