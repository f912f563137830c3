package dev.jacobi.llvm.host;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the JVM has arrays and references to them, found out from a few arrays: the word that a JNI handle points to is the object's address, an array's elements begin {@code data} bytes behind it, those of
 * an array of references {@code references} bytes behind it, and its length, an int, stands {@code length} bytes behind it; a reference is the object's address where {@code shift} is negative, and else 4 bytes, shifted to the left by {@code shift} and added to {@code base}.
 * Asking the JVM for an array's address takes some fifteen nanoseconds, and as many to say that it is no longer needed. Where a collector moves nothing while a thread holds one array (JNI critical regions of
 * HotSpot's Serial and Parallel, and of G1 before JDK 22), only the first of a call has to be asked for.
 */
public record HeapLayout(long data, long references, int shift, long base, long length) {
    /** Arrays of primitives that are looked at, of all element types. */
    public static final int SAMPLES = 12;
    /** As many elements as make the object longer than what is read of it. */
    private static final int REFERENCES = 32;
    private static final int WORDS = 16;
    private static final List<Integer> OFFSETS = List.of(12, 16, 20, 24);
    private static final List<Integer> LENGTHS = List.of(8, 12, 16, 20);
    private static final int MOST_SHIFT = 8;

    /** An array whose first {@link #SAMPLES} elements are arrays of primitives. */
    public static Object[] samples() {
        var all = new Object[REFERENCES];
        for (int k = 0; k < SAMPLES; k++) {
            all[k] = switch (k % 8) {
                case 0 -> new int[k + 1];
                case 1 -> new double[k + 7];
                case 2 -> new byte[k];
                case 3 -> new long[k];
                case 4 -> new float[k];
                case 5 -> new short[k];
                case 6 -> new char[k];
                default -> new boolean[k];
            };
        }
        return all;
    }

    /** From words as {@code Bridge.probe} writes them; null where they fit no layout that this knows. */
    public static HeapLayout of(long[] words) {
        var raw = new ArrayList<Long>();
        long data = words[1] - words[2];
        for (int k = 0; k < SAMPLES; k++) {
            if (words[3 * k + 1] - words[3 * k + 2] != data) {
                return null;
            }
            raw.add(words[3 * k + 2]);
        }
        if (data < 8 || data > 32) {
            return null;
        }
        long length = length(words, data);
        for (int offset : length < 0 ? List.<Integer>of() : OFFSETS) {
            HeapLayout found = references(raw, words, data, offset, length);
            if (found != null && length < offset) {
                return found;
            }
        }
        return null;
    }

    /** Where the length stands in front of the data, which is the one place that has the length of the array of references; -1 where none or several have. */
    private static long length(long[] words, long data) {
        List<Integer> found = LENGTHS.stream().filter(at -> at < data && narrow(words, 3 * SAMPLES + 1, at) == REFERENCES).toList();
        return found.size() == 1 ? found.get(0) : -1;
    }

    /** The layout if the references begin at this offset; null if they do not. */
    private static HeapLayout references(List<Long> raw, long[] words, long data, int offset, long length) {
        int first = 3 * SAMPLES + 1;
        if (offset % 8 == 0 && within(raw, k -> words[first + offset / 8 + k], offset, 8, 0, 0)) {
            return new HeapLayout(data, offset, -1, 0, length);
        }
        for (int shift = 0; shift <= MOST_SHIFT; shift++) {
            long base = raw.get(0) - (narrow(words, first, offset) << shift);
            if (base >= 0 && within(raw, k -> narrow(words, first, offset + 4 * k), offset, 4, shift, base)) {
                return new HeapLayout(data, offset, shift, base, length);
            }
        }
        return null;
    }

    /** A place of an array of references. */
    private interface Place {
        long word(int k);
    }

    /** Whether all samples that lie within the words read are found so. */
    private static boolean within(List<Long> raw, Place place, int offset, int bytes, int shift, long base) {
        for (int k = 0; k < SAMPLES && offset + (k + 1) * bytes <= 8 * WORDS; k++) {
            if ((place.word(k) << shift) + base != raw.get(k)) {
                return false;
            }
        }
        return true;
    }

    private static long narrow(long[] words, int first, int offset) {
        long word = words[first + offset / 8];
        return offset % 8 == 0 ? word & 0xffffffffL : word >>> 32;
    }

    /** As {@code rows.ll} has it. */
    public long[] words() {
        return new long[] {data, references, shift, base, length};
    }
}
