package dev.jacobi.lift.jdk;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * The methods of {@link CharacterModel} for all code points, from tables that the running JVM's {@link Character} fills: for transformed functions, which have no
 * original code that a call could be left to. The tables are inputs of what is lifted, as any static array is.
 */
public final class CodePoints {
    /** Internal name of this class; those of the classes in it begin with it. */
    static final String NAME = CodePoints.class.getName().replace('.', '/');
    private static final int DIGIT = 1;
    private static final int LETTER = 2;
    private static final int ALPHABETIC = 4;
    private static final int UPPER_CASE = 8;
    private static final int LOWER_CASE = 16;
    private static final int WHITESPACE = 32;
    private static final int SPACE = 64;
    private static final int LOW = 5;
    private static final int PART = 1 << LOW;
    private static final int TOPS = Character.MAX_CODE_POINT + 1 >> 2 * LOW;

    /**
     * Three levels in one array: where the middle part of a code point is, where the low part is in that, and what the code point has in that. Equal parts
     * are there once.
     */
    static final class Tables {
        static final int[] KINDS = table(Tables::kinds);
        static final int[] LOWER = table(c -> Character.toLowerCase(c) - c);
        static final int[] UPPER = table(c -> Character.toUpperCase(c) - c);
        static final int[] DIGITS = table(c -> Character.digit(c, Character.MAX_RADIX));
        static final int[] VALUES = table(Character::getNumericValue);

        private Tables() {
        }

        private static int kinds(int c) {
            return (Character.isDigit(c) ? DIGIT : 0) | (Character.isLetter(c) ? LETTER : 0) | (Character.isAlphabetic(c) ? ALPHABETIC : 0)
                | (Character.isUpperCase(c) ? UPPER_CASE : 0) | (Character.isLowerCase(c) ? LOWER_CASE : 0) | (Character.isWhitespace(c) ? WHITESPACE : 0)
                | (Character.isSpaceChar(c) ? SPACE : 0);
        }

        private static int[] table(IntUnaryOperator value) {
            int[] all = new int[TOPS];
            Map<IntBuffer, Integer> places = new HashMap<>();
            for (int t = 0; t < TOPS; t++) {
                int[] middle = new int[PART];
                for (int m = 0; m < PART; m++) {
                    int[] low = new int[PART];
                    for (int k = 0; k < PART; k++) {
                        low[k] = value.applyAsInt((t << LOW | m) << LOW | k);
                    }
                    all = with(all, low, places);
                    middle[m] = places.get(IntBuffer.wrap(low));
                }
                all = with(all, middle, places);
                all[t] = places.get(IntBuffer.wrap(middle));
            }
            return all;
        }

        private static int[] with(int[] all, int[] part, Map<IntBuffer, Integer> places) {
            if (places.putIfAbsent(IntBuffer.wrap(part), all.length) != null) {
                return all;
            }
            int[] longer = Arrays.copyOf(all, all.length + PART);
            System.arraycopy(part, 0, longer, all.length, PART);
            return longer;
        }
    }

    private CodePoints() {
    }

    /** Internal name of this class, whose tables are there now. */
    public static String made() {
        return Tables.KINDS.length > 0 ? NAME : null;
    }

    /** What a table has for a code point; numbers that are none have what the last one has, which will never be a character. */
    private static int of(int[] table, int c) {
        int k = c >= 0 && c <= Character.MAX_CODE_POINT ? c : Character.MAX_CODE_POINT;
        return table[table[table[k >> 2 * LOW] + (k >> LOW & PART - 1)] + (k & PART - 1)];
    }

    private static boolean is(int c, int kinds) {
        return (of(Tables.KINDS, c) & kinds) != 0;
    }

    static boolean isDigit(int c) {
        return is(c, DIGIT);
    }

    static boolean isLetter(int c) {
        return is(c, LETTER);
    }

    static boolean isLetterOrDigit(int c) {
        return is(c, LETTER | DIGIT);
    }

    static boolean isAlphabetic(int c) {
        return is(c, ALPHABETIC);
    }

    static boolean isUpperCase(int c) {
        return is(c, UPPER_CASE);
    }

    static boolean isLowerCase(int c) {
        return is(c, LOWER_CASE);
    }

    static boolean isWhitespace(int c) {
        return is(c, WHITESPACE);
    }

    static boolean isSpaceChar(int c) {
        return is(c, SPACE);
    }

    static int toLowerCase(int c) {
        return c + of(Tables.LOWER, c);
    }

    static int toUpperCase(int c) {
        return c + of(Tables.UPPER, c);
    }

    static int digit(int c, int radix) {
        int d = of(Tables.DIGITS, c);
        return d < radix && radix >= Character.MIN_RADIX && radix <= Character.MAX_RADIX ? d : -1;
    }

    static int getNumericValue(int c) {
        return of(Tables.VALUES, c);
    }
}
