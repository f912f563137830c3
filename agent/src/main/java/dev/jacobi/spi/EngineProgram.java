package dev.jacobi.spi;

import dev.jacobi.ir.Func;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A program on its way to machine code, to be looked at. */
public interface EngineProgram {
    /** The function that a call runs, simplified, with its loops raised. */
    Func main();

    /** The text of a stage, such as {@code ir} or {@code llvm}. */
    String text(String stage);

    /** Compiles it for devices that need not be there, for inputs shaped like the example ones. */
    Ahead ahead(String backend, String devices, boolean f64AsF32);

    /** The bytes of a file with the program compiled, which {@link TransformProvider#load} reads. */
    byte[] saved();

    /** What a run on the example arguments costs. */
    Count count();

    /** Arithmetic operations on single numbers, and bytes of elements read and written. */
    record Count(double operations, double bytes) {
    }

    /** What a compilation ahead of time gives: the program's text and sentences about it, what the compiler made of it and expects of a run, the executable, and a file with it. */
    record Ahead(String text, List<String> notes, Optimized optimized, Map<String, Double> cost, Memory memory, byte[] serialized, Supplier<byte[]> saved) {
    }

    /** The program as the compiler optimised it, in a format that the compiler names. */
    record Optimized(String format, byte[] code) {
    }

    /** Bytes of machine code, arguments, results and what is in between, and the most that is in use at any time. */
    record Memory(long code, long arguments, long results, long temporary, long peak) {
    }
}
