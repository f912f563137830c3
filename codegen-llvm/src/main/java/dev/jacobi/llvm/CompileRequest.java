package dev.jacobi.llvm;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.analysis.ElementAccess.RowNumbers;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What to compile. {@code donated.get(k)} is the input whose memory output k overwrites in place, or -1 when output k is
 * returned as a new value. {@code fast} allows reordered float sums and fma; {@code threads} is the most native threads to use.
 * {@code arrays}: a program of operations on whole arrays outside of the Java heap. It has many loops with little in each, so they stay functions of their own, and
 * nobody asks how long a call may take. {@code given} are the outputs, arrays that are new values, for which the caller hands over memory: see {@link LlvmModule}. {@code rows} are
 * the inputs with several axes that the caller may have row by row, {@code givenRows} the outputs with several axes for which it may have rows. {@code named} has, for inputs of which the program that was
 * compiled used no other rows, which these are: an element of each such row, or its length, was asked for.
 */
public record CompileRequest(Module module, String entry, List<Integer> donated, boolean fast, int threads, boolean arrays, Set<Integer> given, Set<Integer> rows,
        Set<Integer> givenRows, Map<Integer, RowNumbers> named) {
    public CompileRequest {
        donated = List.copyOf(donated);
        given = Set.copyOf(given);
        rows = Set.copyOf(rows);
        givenRows = Set.copyOf(givenRows);
        named = Map.copyOf(named);
    }

    /** A program for whose results its own code finds memory. */
    public CompileRequest(Module module, String entry, List<Integer> donated, boolean fast, int threads, boolean arrays) {
        this(module, entry, donated, fast, threads, arrays, Set.of(), Set.of(), Set.of(), Map.of());
    }

    /** A program of loops over elements. */
    public CompileRequest(Module module, String entry, List<Integer> donated, boolean fast, int threads) {
        this(module, entry, donated, fast, threads, false);
    }
}
