// Long arrays of records as arguments: an array for each number in a record, as a program with an input for each number of each record would be too large, and of one length only.
package dev.jacobi.transform;

import dev.jacobi.lift.request.ValueTree;
import java.lang.reflect.RecordComponent;

/** Which arrays of records are taken as arrays of their numbers. Short ones are like lists: their elements are known one by one, and may hold arrays. */
final class RecordRows {
    /** As many numbers as a call takes. */
    private static final int NUMBERS = 125;
    private static final int MOST_IN_ONE = 16;
    private static final int DEEPEST = 4;

    private RecordRows() {
    }

    /** The structure of each of the records, or null where the array is short, one is missing, or they are of more than numbers. */
    static ValueTree.Rec row(Object[] records) {
        Class<?> c = records.getClass().getComponentType();
        int each = c.isRecord() ? numbers(c, 1) : 0;
        if (each < 1 || each > MOST_IN_ONE || (long) each * records.length <= NUMBERS) {
            return null;
        }
        for (Object r : records) {
            if (r == null) {
                return null;
            }
        }
        return (ValueTree.Rec) ValueTrees.of(records[0], "record");
    }

    /** How many numbers a record of a class is made of; far more than may be where it holds anything else. */
    private static int numbers(Class<?> c, int depth) {
        int n = 0;
        for (RecordComponent part : c.getRecordComponents()) {
            Class<?> of = part.getType();
            n += of.isPrimitive() ? 1 : !of.isRecord() || depth == DEEPEST ? MOST_IN_ONE + 1 : numbers(of, depth + 1);
        }
        return Math.min(n, MOST_IN_ONE + 1);
    }
}
