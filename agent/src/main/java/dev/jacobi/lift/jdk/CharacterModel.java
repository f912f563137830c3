package dev.jacobi.lift.jdk;

import java.util.Set;

/**
 * Methods of {@link Character} for the first 256 characters, in plain Java to be lifted in place of the JDK's table machinery. Other
 * characters throw, and so leave the call to the original code; where there is none, {@link CodePoints} stands in.
 */
public final class CharacterModel {
    /** Internal name of this class. */
    public static final String NAME = CharacterModel.class.getName().replace('.', '/');
    private static final Set<String> METHODS = Set.of("isDigit(I)Z", "isLetter(I)Z", "isLetterOrDigit(I)Z", "isAlphabetic(I)Z", "isUpperCase(I)Z",
        "isLowerCase(I)Z", "isWhitespace(I)Z", "isSpaceChar(I)Z", "toLowerCase(I)I", "toUpperCase(I)I", "digit(II)I", "getNumericValue(I)I");

    private CharacterModel() {
    }

    /** True when there is a method here for a static method of the JDK. */
    public static boolean has(String owner, String name, String desc) {
        return owner.equals("java/lang/Character") && METHODS.contains(name + desc);
    }

    private static void check(int c) {
        if (c < 0 || c > 255) {
            throw new IllegalArgumentException();
        }
    }

    static boolean isDigit(int c) {
        check(c);
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(int c) {
        return isUpperCase(c) || isLowerCase(c);
    }

    static boolean isLetterOrDigit(int c) {
        return isLetter(c) || isDigit(c);
    }

    static boolean isAlphabetic(int c) {
        return isLetter(c);
    }

    static boolean isUpperCase(int c) {
        check(c);
        return c >= 'A' && c <= 'Z' || c >= 0xC0 && c <= 0xDE && c != 0xD7;
    }

    static boolean isLowerCase(int c) {
        check(c);
        return c >= 'a' && c <= 'z' || c >= 0xDF && c != 0xF7 || c == 0xAA || c == 0xB5 || c == 0xBA;
    }

    static boolean isWhitespace(int c) {
        check(c);
        return c >= 9 && c <= 13 || c >= 28 && c <= 32;
    }

    static boolean isSpaceChar(int c) {
        check(c);
        return c == ' ' || c == 0xA0;
    }

    static int toLowerCase(int c) {
        return isUpperCase(c) ? c + 32 : c;
    }

    static int toUpperCase(int c) {
        check(c);
        if (c == 0xB5) {
            return 0x39C;
        }
        if (c == 0xFF) {
            return 0x178;
        }
        return c >= 'a' && c <= 'z' || c >= 0xE0 && c != 0xF7 ? c - 32 : c;
    }

    static int digit(int c, int radix) {
        check(c);
        if (radix < Character.MIN_RADIX || radix > Character.MAX_RADIX) {
            return -1;
        }
        int d = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
        return d < radix ? d : -1;
    }

    static int getNumericValue(int c) {
        int d = digit(c, Character.MAX_RADIX);
        return d >= 0 ? d : c == 0xB9 ? 1 : c == 0xB2 ? 2 : c == 0xB3 ? 3 : c >= 0xBC && c <= 0xBE ? -2 : -1;
    }
}
