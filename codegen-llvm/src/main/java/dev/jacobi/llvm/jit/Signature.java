package dev.jacobi.llvm.jit;

import dev.jacobi.ir.Type;
import dev.jacobi.llvm.LlvmModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The Java face of a compiled entry, a {@code static native} method. Its parameters are, in order:
 * <ul>
 * <li>per scalar one primitive (bool: boolean, u16: char, half floats: their bits as short);</li>
 * <li>per array the primitive array, of rank above 1 the flat array in row-major order, then one int per dim;</li>
 * <li>an input in {@link #rows} is either such a flat array or an {@code Object[]} of its rows, one behind the other for all axes but the last, each another array of the same length that nobody exchanges; a further int is
 * 1 for rows, else 0. Rows are used where they lie or not at all: where the call has to work on copies, the last throwable of {@link NativeCode#bind} says so;</li>
 * <li>per result in {@link #given} a primitive array and its length: where the result has that length, it is this array, and else a new one;</li>
 * <li>per result in {@link #givenRows} an {@code Object[]} of new rows or null, the number of rows, one behind the other for all axes but the last, their length, and 1, or 0 for null: where the result has as many of this length,
 * {@code out} receives this array, and else a flat one;</li>
 * <li>when {@link #boxed}: {@code Object[] out} and {@code long[] outBits};</li>
 * <li>{@code int mode}: {@link #IN_PLACE}, {@link #COPY}, or a number of nanoseconds: in place if the call certainly takes no longer than
 * that, as far as this follows from its scalars and the extents of its arrays, else on copies.</li>
 * </ul>
 * It returns nothing, or the one scalar, or the one rank-1 array. More than that is boxed: {@code out} receives the arrays in the
 * order of results (flat), {@code outBits} the scalars' bits and, for arrays of rank above 1, one word per dim.
 * Nulls must not be passed; an array that is written must not be passed twice.
 */
public record Signature(List<Param> params, List<Type> results, List<Integer> given, List<Integer> rows, List<Integer> givenRows) {
    /** Use the arrays where they lie: for calls that are short or on a collector that pins regions. */
    public static final int IN_PLACE = 0;
    /** Work on copies: never holds up the collector. */
    public static final int COPY = 1;
    /** As a number of nanoseconds, for calls with few elements: in place if they certainly take no longer, else on copies, which nobody counts. */
    public static final int BRIEF = 50_000;

    public Signature {
        params = List.copyOf(params);
        results = List.copyOf(results);
        given = List.copyOf(given);
        rows = List.copyOf(rows);
        givenRows = List.copyOf(givenRows);
    }

    /** Without arrays for results. */
    public Signature(List<Param> params, List<Type> results) {
        this(params, results, List.of(), List.of(), List.of());
    }

    /** A scalar or array input; {@code written} arrays are changed by the call. */
    public record Param(Type type, boolean written) {
    }

    /** The signature of a module whose output k overwrites the input {@code donated.get(k)} (-1: a new value). */
    public static Signature of(LlvmModule module, List<Integer> donated) {
        return of(module, donated, Set.of(), Set.of());
    }

    /** The same, for a module whose caller has memory for the outputs {@code given}, which are arrays of rank 1, and rows for the outputs {@code givenRows}, of higher rank. */
    public static Signature of(LlvmModule module, List<Integer> donated, Set<Integer> given, Set<Integer> givenRows) {
        var params = new ArrayList<Param>();
        for (int i = 0; i < module.args().size(); i++) {
            params.add(new Param(module.args().get(i), donated.contains(i)));
        }
        return new Signature(params, module.results(), positions(given, donated), module.rows(), positions(givenRows, donated));
    }

    /** Where outputs stand among those that are no inputs' memory. */
    private static List<Integer> positions(Set<Integer> outputs, List<Integer> donated) {
        return outputs.stream().sorted().map(k -> k - (int) donated.subList(0, k).stream().filter(j -> j >= 0).count()).toList();
    }

    /** Whether there may be arrays that come row by row. */
    boolean byRow() {
        return !rows.isEmpty() || !givenRows.isEmpty();
    }

    /** Whether results travel through {@code Object[] out, long[] outBits}. */
    public boolean boxed() {
        return results.size() > 1 || results.size() == 1 && results.get(0).rank() > 1;
    }

    /** Words that {@code outBits} needs. */
    public int words() {
        int n = 0;
        for (Type t : results) {
            n += t.isScalar() ? 1 : t.rank() > 1 ? t.rank() : 0;
        }
        return n;
    }

    /** Elements that {@code out} needs. */
    public int arrays() {
        return (int) results.stream().filter(t -> !t.isScalar()).count();
    }

    /** The JVM descriptor of the native method. */
    public String descriptor() {
        var s = new StringBuilder("(");
        for (int k = 0; k < params.size(); k++) {
            Type t = params.get(k).type();
            s.append(rows.contains(k) ? "Ljava/lang/Object;I" : java(t)).append("I".repeat(t.rank()));
        }
        given.forEach(k -> s.append(java(results.get(k))).append('I'));
        givenRows.forEach(k -> s.append("Ljava/lang/Object;III"));
        return s.append(boxed() ? "[Ljava/lang/Object;[JI)V" : "I)" + (results.isEmpty() ? "V" : java(results.get(0)))).toString();
    }

    /** 8-byte slots that the inputs take in the entry's {@code args}; the tables of those that may come row by row follow. */
    int inputSlots() {
        return params.stream().mapToInt(p -> slots(p.type())).sum();
    }

    /** The first slot that is about memory for results. */
    int givenSlot() {
        return inputSlots() + rows.size();
    }

    /** All 8-byte slots of the entry's {@code args}. */
    int argSlots() {
        return givenSlot() + 2 * given.size() + 4 * givenRows.size();
    }

    /** 8-byte slots that the results take. */
    int resultSlots() {
        int sum = 0;
        for (Type t : results) {
            sum += slots(t);
        }
        return sum;
    }

    static int slots(Type t) {
        return 1 + t.rank();
    }

    private static String java(Type t) {
        return (t.isScalar() ? "" : "[") + Jni.descriptor(t.dtype());
    }
}
