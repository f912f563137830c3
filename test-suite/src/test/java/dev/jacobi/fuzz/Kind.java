// The kinds of generated programs: one general, and small ones that each aim at what general programs rarely come to.
package dev.jacobi.fuzz;

import java.util.Locale;
import java.util.Set;

/** A seed gives the kind, and the kind makes the program. */
enum Kind {
    /** Any statements and expressions, in methods of some size. */
    GENERAL,
    /** Arrays that loops and calls exchange: double buffering and its relatives. */
    SWAP,
    /** Elements at masked, shifted, narrowed or remaindered induction variables. */
    INDEX,
    /** Loops in the forms in which people write them, with elements near the counter's, counters, choices and exits. */
    LOOP;

    private static final int[] GENERAL_LENGTHS = {0, 1, 2, 3, 7, 8, 16, 17, 24, 33};
    private static final int[] SWAP_LENGTHS = {0, 1, 2, 3, 4, 5, 8, 9, 16, 17, 31, 64};
    /** Around the widths of vectors, and those times the number of vectors that one iteration takes. */
    private static final int[] INDEX_LENGTHS = {0, 1, 3, 5, 8, 12, 17, 31, 33, 40, 63, 64, 65, 100, 128, 130};
    /** Some have several of the blocks in which searches look. */
    private static final int[] LOOP_LENGTHS = {0, 1, 2, 6, 15, 16, 17, 23, 24, 33, 64, 70, 100, 255, 261, 262, 300};

    /** What the forms of the programs of a kind are, all of which compiled code must have run. */
    Set<String> forms() {
        return switch (this) {
            case GENERAL -> Set.of();
            case SWAP -> Set.of("inline", "sweep called", "all called", "recursive", "per element", "two arrays", "three arrays", "flat", "flat grid", "rows", "constant length",
                    "variable length", "fresh", "given", "copied", "constant sweeps", "variable sweeps", "loop in a loop", "sweep neighbour", "sweep stencil", "sweep ring", "sweep reversed",
                    "sweep running", "sweep single", "sweep scatter", "sweep bulk", "sweep branch", "sweep add", "sweep partial", "sweep grid", "sweep torus", "sweep rows", "exchange swap",
                    "exchange under a condition", "exchange fresh", "exchange clone", "exchange chosen", "double", "float", "long", "int", "short", "char", "byte");
            case INDEX -> Set.of("linear and masked", "nest", "copy", "add", "two", "sum", "condition", "computed", "exchange", "plain", "constant size", "times", "times and plus",
                    "wrapped twice", "masked inside", "shifted right", "shifted left", "narrowed", "remainder", "through long", "exclusive or", "divided", "negated", "square", "chosen", "masked",
                    "shifted and masked", "narrowed and masked", "floor remainder", "remainder of masked", "two masks", "shifted only", "double", "float", "long", "int", "short", "char", "byte");
            case LOOP -> Set.of("loop", "rows", "flat", "square", "rectangle", "product", "row by row", "new rows", "new array", "sum", "handed on", "counted", "condition", "either", "last", "local", "packed", "either packed", "unrolled",
                    "unrolled, read before", "exit", "next", "inner loop", "double", "float", "long", "int", "short", "char", "byte");
        };
    }

    /** Every eighth seed is one for the pattern of kinds; small programs are three quarters of all. {@code -Dfuzz.kind=index} makes all of one kind. */
    static Kind of(long seed) {
        String only = System.getProperty("fuzz.kind");
        return only != null ? valueOf(only.toUpperCase(Locale.ROOT)) : switch ((int) Math.floorMod(seed, 8L)) {
            case 0, 4 -> SWAP;
            case 5, 6 -> INDEX;
            case 3, 7 -> LOOP;
            default -> GENERAL;
        };
    }

    /** The lengths that array arguments may have; the first four are for other calls than the first. */
    int[] lengths() {
        return switch (this) {
            case GENERAL -> GENERAL_LENGTHS;
            case SWAP -> SWAP_LENGTHS;
            case INDEX -> INDEX_LENGTHS;
            case LOOP -> LOOP_LENGTHS;
        };
    }

    /** As it stands in counts. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
