package dev.jacobi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * A program compiled ahead of time for one device of a target.
 *
 * @param target what it was compiled for
 * @param stablehlo the program as the compiler got it
 * @param notes sentences about it, such as that doubles became floats
 * @param optimizedFormat the format of {@code optimized}, such as {@code hlo_with_config}: a protocol buffer
 * @param optimized the program as the compiler optimised it
 * @param cost what the compiler expects of a run: {@code flops}, {@code bytes accessed}, {@code optimal_seconds} and more, as far as it says
 * @param memory on the device
 * @param serialized the executable, for the same version of the plugin
 * @param saved the bytes of the file that {@link #save} writes; none for a program that no file can keep
 */
public record TargetProgram(Target target, String stablehlo, List<String> notes, String optimizedFormat, byte[] optimized, Map<String, Double> cost,
        Memory memory, byte[] serialized, byte[] saved) {
    /**
     * With lists and arrays of its own.
     *
     * @param target what it was compiled for
     * @param stablehlo the program as the compiler got it
     * @param notes sentences about it, such as that doubles became floats
     * @param optimizedFormat the format of {@code optimized}, such as {@code hlo_with_config}: a protocol buffer
     * @param optimized the program as the compiler optimised it
     * @param cost what the compiler expects of a run: {@code flops}, {@code bytes accessed}, {@code optimal_seconds} and more, as far as it says
     * @param memory on the device
     * @param serialized the executable, for the same version of the plugin
     * @param saved the bytes of the file that {@link #save} writes
     */
    public TargetProgram {
        notes = List.copyOf(notes);
        cost = Map.copyOf(cost);
        optimized = optimized.clone();
        serialized = serialized.clone();
        saved = saved.clone();
    }

    /**
     * Writes the program to a file, which {@link Compiled#load} reads in a process that has the target's devices.
     *
     * @param file its name; a file of that name is replaced
     * @throws IOException if it cannot be written
     * @throws JacobiException if {@code file} is null, or the program captures values or reads static fields, which no file can keep
     */
    public void save(Path file) throws IOException {
        if (saved.length == 0) {
            throw new JacobiException("The program cannot be saved because it captures values or reads static fields; pass these as arguments.");
        }
        write(file, saved);
    }

    /**
     * Memory of the device that a run takes, in bytes.
     *
     * @param code machine code
     * @param arguments what is passed
     * @param results what comes back
     * @param temporary what is in between
     * @param peak the most that is in use at any time
     */
    public record Memory(long code, long arguments, long results, long temporary, long peak) {
    }

    @Override
    public String toString() {
        return stablehlo;
    }

    /** All of it or, where that fails, nothing. */
    static void write(Path file, byte[] bytes) throws IOException {
        if (file == null) {
            throw new JacobiException("The file to save the program in is null; give one.");
        }
        Path whole = file.toAbsolutePath();
        if (whole.getParent() == null || !Files.isDirectory(whole.getParent())) {
            throw new NoSuchFileException("There is no folder " + whole.getParent() + " to save the program in; make it first.");
        }
        // a program that is there stays until the new one is written
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        try {
            Files.write(part, bytes);
            Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
