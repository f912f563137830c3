package dev.jacobi.transform;

import dev.jacobi.JacobiException;
import dev.jacobi.ir.DType;
import dev.jacobi.lift.request.ValueTree;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Which arrays of records are taken as arrays of their numbers: long ones. With an input for each number of each record, a program would be too large, and for one length. Short ones are like lists: their elements are known one by one, and may hold arrays. */
final class RecordRows {
    /** As many numbers as a call takes: two words each. */
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
            if (!isWhole(r)) {
                throw new JacobiException("A record in an array of " + records.length + " of them holds null in place of another record; give a value.");
            }
        }
        return (ValueTree.Rec) ValueTrees.of(records[0], "record");
    }

    /** Whether neither a value nor a record in it is missing. */
    private static boolean isWhole(Object record) {
        return record != null && (!(record instanceof Record) || Arrays.stream(ValueTrees.components(record)).allMatch(RecordRows::isWhole));
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

    /** Whether records of a class are made of a few numbers and nothing else. */
    static boolean isOfNumbers(Class<?> c) {
        int n = numbers(c, 1);
        return n >= 1 && n <= MOST_IN_ONE;
    }

    /** Whether records of this class have the components that a program was made for: a class of another loader may have the same name. */
    static boolean isFor(Class<?> c, ValueTree.Rec row) {
        RecordComponent[] parts = c.isRecord() && c.getName().equals(row.cls().replace('/', '.')) ? c.getRecordComponents() : new RecordComponent[0];
        boolean same = parts.length > 0 && parts.length == row.parts().size();
        for (int k = 0; k < parts.length && same; k++) {
            Class<?> of = parts[k].getType();
            same = row.parts().get(k) instanceof ValueTree.Rec r ? isFor(of, r) : of.isPrimitive() && row.parts().get(k) instanceof ValueTree.Leaf l && l.rank() == 0 && l.dtype() == ValueTrees.dtype(MethodType.methodType(of).wrap().returnType());
        }
        return same;
    }

    /** Whether a record was whole when its structure was looked at. */
    static boolean isWhole(ValueTree.Rec row) {
        return row.parts().stream().allMatch(p -> p instanceof ValueTree.Leaf || p instanceof ValueTree.Rec r && isWhole(r));
    }

    /** Puts an array for each number of some records into {@code out} from {@code at} on; the next place, or -1 where a record is missing. */
    static int columns(ValueTree.Rec row, Object[] records, Object[] out, int at) {
        for (Object r : records) {
            if (r == null) {
                return -1;
            }
        }
        List<MethodHandle> readers = ValueTrees.readers(records[0].getClass());
        int next = at;
        for (int k = 0; k < readers.size() && next >= 0; k++) {
            MethodHandle read = readers.get(k);
            if (row.parts().get(k) instanceof ValueTree.Rec r) {
                var parts = new Object[records.length];
                for (int i = 0; i < parts.length; i++) {
                    parts[i] = ValueTrees.get(read, records[i]);
                }
                next = columns(r, parts, out, next);
            } else {
                out[next++] = column(((ValueTree.Leaf) row.parts().get(k)).dtype(), read, records);
            }
        }
        return next;
    }

    private static Object column(DType type, MethodHandle read, Object[] records) {
        if (type == DType.F64) {
            var out = new double[records.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = (Double) ValueTrees.get(read, records[i]);
            }
            return out;
        }
        Object out = Array.newInstance(MethodType.methodType(ValueTrees.get(read, records[0]).getClass()).unwrap().returnType(), records.length);
        for (int i = 0; i < records.length; i++) {
            Array.set(out, i, ValueTrees.get(read, records[i]));
        }
        return out;
    }
}
