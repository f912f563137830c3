package dev.jacobi.arrays;

import java.nio.charset.StandardCharsets;

/** SplitMix64 (Steele, Lea, Flood 2014) and FNV-1a of 64 bits, as case_inputs.py and case_table.py have them. */
final class SplitMix {
    static final long FNV_START = 0xCBF29CE484222325L;
    private long state;

    SplitMix(long seed) {
        state = seed;
    }

    long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    static long fnv(String text) {
        return fnv(FNV_START, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Goes on with a hash over more bytes. */
    static long fnv(long hash, byte[] data) {
        long h = hash;
        for (byte b : data) {
            h = (h ^ b & 0xFF) * 0x100000001B3L;
        }
        return h;
    }
}
