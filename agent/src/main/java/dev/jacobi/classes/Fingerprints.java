package dev.jacobi.classes;

import java.util.zip.CRC32;

/**
 * A set of numbers, one for each class definition that was seen: its loader, name and bytes. It tells whether a class file at hand is what the JVM was given,
 * for 12 bytes a class on average. A false yes takes an accidental collision of checksums between two versions of one class, once in four billion.
 */
final class Fingerprints {
    private static final int LEAST = 1 << 10;
    private long[] table = new long[LEAST];
    private int size;

    /** The number of a definition; never 0, which marks a free place. */
    static long of(ClassLoader loader, String internalName, byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length);
        int who = internalName.hashCode() * 31 + System.identityHashCode(loader);
        long number = crc.getValue() << 32 | (who ^ bytes.length) & 0xFFFFFFFFL;
        return number == 0 ? 1 : number;
    }

    synchronized void add(long number) {
        if (size >= table.length / 3 * 2) {
            long[] old = table;
            table = new long[2 * old.length];
            for (long n : old) {
                if (n != 0) {
                    table[place(n)] = n;
                }
            }
        }
        int at = place(number);
        if (table[at] == 0) {
            table[at] = number;
            size++;
        }
    }

    synchronized boolean contains(long number) {
        return table[place(number)] != 0;
    }

    synchronized void clear() {
        table = new long[LEAST];
        size = 0;
    }

    private int place(long number) {
        int at = (int) ((number * 0x9E3779B97F4A7C15L) >>> 40) & table.length - 1;
        while (table[at] != 0 && table[at] != number) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }
}
