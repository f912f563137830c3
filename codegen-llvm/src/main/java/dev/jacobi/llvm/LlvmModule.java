package dev.jacobi.llvm;

import dev.jacobi.ir.Params;
import dev.jacobi.ir.Type;
import dev.jacobi.llvm.text.HostCall;
import java.util.List;

/**
 * Emitted LLVM IR. The entry is {@code i32 @entry(ptr args, ptr results)}: both are arrays of 8-byte slots. A scalar takes
 * one slot (its bits in the low bytes, bool as 0/1); an array takes a data pointer and one i64 per dim. {@code results}
 * holds the outputs that are not donated; new arrays come from jacobi_alloc and belong to the caller. Behind the inputs {@code args} has, for each output in {@link CompileRequest#given} in
 * order, a data pointer, or null, and the number of elements that there is room for: where the output has just as many it is made there, and {@code results} has that pointer.
 * The inputs {@code rows} may lie in the heap row by row: their data pointer is that of the first row, and between the inputs and what is said of outputs there is for each of them, in order, a pointer to a
 * table of i64, which has for each row (all axes but the last, row-major) at how many elements from the first one it begins. At the end of {@code args} there are, for each output in
 * {@link CompileRequest#givenRows}, such a pointer, or null, and such a table, the number of rows, and their length: where the output has these extents it is made there. The return value is 0, or
 * 1 + the index in {@code checks} of a check that failed; then no donated input has been changed and nothing is returned.
 *
 * <p>{@code bound}, unless null, names {@code i32 @bound(ptr args, ptr results)}: it stores in the first slot of {@code results}, as a double, how many
 * nanoseconds the entry takes at most for these {@code args}, and does not look at the arrays' data. {@code threaded} says whether it may use several threads,
 * {@code library} whether it may call a routine of a native library, {@code allocates} whether it may take memory for arrays.
 *
 * <p>{@code counting}, unless null, names {@code i32 @counting(ptr args, ptr results, i64 patience)}: the entry, which counts what is not in the bound as its loops' trips depend on what is in the
 * arrays, in parts of a nanosecond ({@link dev.jacobi.llvm.bound.WorkBound#PARTS}). It returns {@link dev.jacobi.llvm.emit.Exits#TOO_LONG} when that exceeds {@code patience}, or when it has overwritten more than it could put back; then no input has been changed. A negative
 * number stands for any time: {@link #ANY}, or {@link #PRIVATE} where all arrays are copies made for the call, which may be changed even if the call fails, and for which it never returns that.
 *
 * <p>{@code windows}, unless null, says which rows of inputs the entry uses.
 *
 * <p>{@code hostCalls} are the functions in Java that it calls; it may hold no array of the JVM's heap then.
 */
public record LlvmModule(String text, String entry, List<Type> args, List<Type> results, List<Params.Check> checks, String bound, boolean threaded,
        boolean library, boolean allocates, List<HostCall> hostCalls, List<Integer> rows, String counting, Windows windows) {
    /**
     * Which rows are used of some of the inputs {@code rows}, those of rank 2 in {@code inputs}: {@code i32 @name(ptr args, ptr results)} stores for each, as doubles, the least and the greatest number that the entry
     * may ask for, or, where {@code few} is not 0, so many numbers, which are all that it may ask for, with {@code args} that need not have data pointers. Where {@code listed} is not -1 these are all beside the elements
     * of that input, which may be copied in front of the call. Other rows need not be in the table.
     */
    public record Windows(String name, List<Integer> inputs, List<Integer> few, List<Integer> listed) {
        public Windows {
            inputs = List.copyOf(inputs);
            few = List.copyOf(few);
            listed = List.copyOf(listed);
        }

        /** How many doubles there are for one of {@code inputs}. */
        public int words(int k) {
            return few.get(k) > 0 || listed.get(k) >= 0 ? few.get(k) : 2;
        }
    }

    /** In place of the time that a call has: any, and any on arrays that nobody else has. */
    public static final int ANY = -1;
    public static final int PRIVATE = -2;

    public LlvmModule {
        args = List.copyOf(args);
        results = List.copyOf(results);
        checks = List.copyOf(checks);
        hostCalls = List.copyOf(hostCalls);
        rows = List.copyOf(rows);
    }

    /** Code of one thread, about whose time and memory nothing is known. */
    public LlvmModule(String text, String entry, List<Type> args, List<Type> results, List<Params.Check> checks) {
        this(text, entry, args, results, checks, null, false, false, true, List.of(), List.of(), null, null);
    }
}
