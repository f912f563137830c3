package dev.jacobi;

import dev.jacobi.spi.EngineProgram;
import dev.jacobi.spi.SavedFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A compiled program for arguments of one structure, to be called, or kept in a file and called in another process without being compiled there.
 *
 * <pre>{@code
 * Jacobi.lower(Model::step, weights, x, y).compile().save(Path.of("step.jacobi"));
 *
 * Compiled step = Compiled.load(Path.of("step.jacobi"));     // in another process
 * Weights next = (Weights) step.call(weights, x, y);
 * }</pre>
 *
 * <p>A file has machine code. It is for the same build of Jacobi, and for the CPU, the native libraries and the number of threads, or the plugin's version and the kind of its devices, that it was compiled for; load
 * only files that you trust. Code for CPUs takes arrays of any lengths that fit the structure, code for devices only those of the example arguments.
 */
public final class Compiled {
    private final String name;
    private final Function<Object[], Object> call;
    private final Supplier<byte[]> bytes;
    private final EngineProgram.Count count;

    Compiled(String name, Function<Object[], Object> call, Supplier<byte[]> bytes, EngineProgram.Count count) {
        this.name = name;
        this.call = call;
        this.bytes = bytes;
        this.count = count;
    }

    /**
     * The program that {@link #save} or {@link TargetProgram#save} wrote. Records and enum constants in arguments and results are of the classes that the current thread's context loader finds.
     *
     * @param file its name
     * @return the program; nothing is compiled
     * @throws IOException if there is no such file, it is no compiled program, or it is damaged
     * @throws JacobiException if {@code file} is null, or the program is for another build, another CPU, or devices that are not here
     */
    public static Compiled load(Path file) throws IOException {
        if (file == null) {
            throw new JacobiException("Compiled.load: the file is null; give one that save wrote.");
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException("There is no file " + file.toAbsolutePath() + " to load a program from; give one that save wrote.");
        }
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        SavedFunction f;
        try {
            f = JacobiFunction.loaded(Files.readAllBytes(file), own == null ? ClassLoader.getSystemClassLoader() : own);
        } catch (NotAProgram e) {
            throw new IOException("The file " + file + " cannot be loaded: " + e.getMessage() + ".", e);
        }
        return new Compiled(f.toString(), f::call, f::bytes, f.count());
    }

    /** Says what is wrong with a file's contents. */
    static final class NotAProgram extends IOException {
        private static final long serialVersionUID = 1L;

        NotAProgram(IOException e) {
            super(e.getMessage(), e);
        }
    }

    /**
     * Runs the program.
     *
     * @param values the arguments, of the structure of the example ones
     * @return the result
     * @throws JacobiException if the arguments are null or not what the program takes, or it has no result for them. Of a program that was not loaded the function's own exceptions are thrown as they
     *     are; a loaded one has no Java code that could throw them, and says what has gone wrong and where
     */
    public Object call(Object... values) {
        JacobiFunction.given(values);
        return call.apply(values);
    }

    /**
     * Writes the program to a file, which is replaced if it exists.
     *
     * @param file its name
     * @throws IOException if it cannot be written
     * @throws JacobiException if {@code file} is null, or the program captures values, reads static fields or has callbacks, which no file can keep
     */
    public void save(Path file) throws IOException {
        TargetProgram.write(file, bytes.get());
    }

    /**
     * What one run on the example arguments costs.
     *
     * @return operations and bytes, counted on the program
     */
    public Cost cost() {
        return new Cost(count.operations(), count.bytes());
    }

    @Override
    public String toString() {
        return name;
    }
}
