package dev.jacobi.ptx.device;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** NVIDIA's assembler, where its toolkit is installed: for drivers that come without a compiler of PTX, or with one that is too old for it. */
public record Assembler(Path program) {
    private static final Path USUAL = Path.of("/usr/local/cuda/bin/ptxas");
    private static final int SECONDS = 120;

    /** The machine's; null when there is none. */
    public static Assembler installed() {
        return find(System.getenv("PATH"));
    }

    /** The one in these folders (as the variable PATH has them), then the one where the toolkit usually is; null when there is none. */
    static Assembler find(String folders) {
        for (String folder : (folders == null ? "" : folders).split(File.pathSeparator)) {
            Path p = Path.of(folder, "ptxas");
            if (!folder.isEmpty() && Files.isExecutable(p)) {
                return new Assembler(p);
            }
        }
        return Files.isExecutable(USUAL) ? new Assembler(USUAL) : null;
    }

    /** Code, and what the assembler says of its functions. */
    record Assembled(byte[] code, String said) {
    }

    /** Code for an architecture, which a driver loads as it is; null when there is none, for whatever reason: the driver's own is told then. */
    Assembled code(String ptx, int sm) {
        try {
            Path folder = Files.createTempDirectory("jacobi-ptx");
            Path text = folder.resolve("kernels.ptx");
            Path code = folder.resolve("kernels.cubin");
            Path said = folder.resolve("said");
            try {
                Files.writeString(text, ptx);
                Process p = new ProcessBuilder(program.toString(), "-arch=sm_" + sm, text.toString(), "-o", code.toString(), "-v")
                    .redirectErrorStream(true).redirectOutput(said.toFile()).start();
                try {
                    return p.waitFor(SECONDS, TimeUnit.SECONDS) && p.exitValue() == 0 ? new Assembled(Files.readAllBytes(code), Files.readString(said)) : null;
                } finally {
                    p.destroyForcibly();
                }
            } finally {
                Files.deleteIfExists(text);
                Files.deleteIfExists(code);
                Files.deleteIfExists(said);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
