package dev.jacobi.lift.state;

import dev.jacobi.lift.request.Lifted;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What an attempt to lift takes for granted before it looks at the code: an immutable value, at first {@link #NONE}. An attempt that finds something else ends,
 * with a {@link Restart} or at the end of the code, and hands what it found to the next one. Nothing is ever taken back, so that attempts come to an end.
 *
 * @param rowLengths guesses at the lengths of rows that are made one by one, by the name of the array's location and the axis
 * @param functions methods that call themselves, as functions of the module, by {@link RecursiveFunction#key}
 * @param statics static fields that functions other than the entry use; all of them are handed on by every call
 * @param written static fields that the code writes
 */
public record LiftAssumptions(Map<Fact, Set<String>> facts, Map<String, LengthRecipe> rowLengths, Map<String, RecursiveFunction> functions,
        Set<Lifted.Source> statics, Set<Lifted.Source> written) {
    public static final LiftAssumptions NONE = new LiftAssumptions(Map.of(), Map.of(), Map.of(), Set.of(), Set.of());

    /** What is known of a method, an array or a loop, by a name that is the same in all attempts. */
    public enum Fact {
        /** A method calls itself. */
        RECURSIVE,
        /** Rows of an array of arrays are exchanged; by the name of its location. */
        EXCHANGES_ROWS,
        /** The length of rows that are made one by one cannot be guessed before the first row is there; by the array's location and the axis. */
        LATE_LENGTH,
        /** A loop reads rows of an array that was filled before; by location and loop, as for the next two. */
        READS_ROWS,
        /** A loop stores rows of an array. */
        STORES_ROWS,
        /** Another loop has filled the array in front of a loop that stores rows, too. */
        FILLED_BEFORE,
        /** Rows of an array of arrays are compared with null, or set to it. */
        MAY_LACK_ROWS,
        /** Rows of an array of arrays of ints are followed one by one: they differ in length, or are constants that a function on arrays asks for; by the name of its location. */
        CONSTANT_ROWS,
        /** The ints that a static array holds are part of the program, which is made anew when they change; by the field. */
        CONSTANT_NUMBERS,
        /** A loop is lifted trip by trip; by its place in the code. */
        UNROLLED,
        /** A loop cannot be lifted trip by trip, though it was tried. */
        ROLLED,
        /** A trip of a loop stands in front of it, as an array that the loop carries has another type or shape from then on; by its place in the code and the trip's number. */
        PEELED
    }

    /** Whether that is known of what has this name. */
    public boolean has(Fact fact, String name) {
        return facts.getOrDefault(fact, Set.of()).contains(name);
    }

    /** The names of all of which that is known. */
    public Set<String> all(Fact fact) {
        return facts.getOrDefault(fact, Set.of());
    }

    public LiftAssumptions with(Fact fact, String name) {
        return new LiftAssumptions(put(facts, fact, add(all(fact), name)), rowLengths, functions, statics, written);
    }

    public LiftAssumptions withRowLength(String name, LengthRecipe length) {
        return new LiftAssumptions(facts, put(rowLengths, name, length), functions, statics, written);
    }

    /** With a function that is new, or of which other things are assumed now. */
    public LiftAssumptions withFunction(RecursiveFunction f) {
        return new LiftAssumptions(facts, rowLengths, put(functions, f.key(), f), statics, written);
    }

    /** With a static field that a function other than the entry uses. */
    public LiftAssumptions withStatic(Lifted.Source field) {
        return new LiftAssumptions(facts, rowLengths, functions, add(statics, field), written);
    }

    /** With a static field that the code writes; every function hands it on. */
    public LiftAssumptions withWritten(Lifted.Source field) {
        return new LiftAssumptions(facts, rowLengths, functions, add(statics, field), add(written, field));
    }

    private static <K, V> Map<K, V> put(Map<K, V> map, K key, V value) {
        var copy = new LinkedHashMap<>(map);
        copy.put(key, value);
        return Collections.unmodifiableMap(copy);
    }

    private static <T> Set<T> add(Set<T> set, T element) {
        var copy = new LinkedHashSet<>(set);
        copy.add(element);
        return Collections.unmodifiableSet(copy);
    }
}
