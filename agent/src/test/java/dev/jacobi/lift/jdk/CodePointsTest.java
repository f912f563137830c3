package dev.jacobi.lift.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** {@link CodePoints} agrees with {@link Character}. */
class CodePointsTest {
    @Test
    void agreesWithTheJdk() {
        for (int c = -2; c < Character.MAX_CODE_POINT + 3; c++) {
            agrees(c);
        }
        agrees(Integer.MIN_VALUE);
        agrees(Integer.MAX_VALUE);
    }

    private static void agrees(int c) {
        assertEquals(Character.isDigit(c), CodePoints.isDigit(c), () -> "code point " + c);
        assertEquals(Character.isLetter(c), CodePoints.isLetter(c), () -> "code point " + c);
        assertEquals(Character.isLetterOrDigit(c), CodePoints.isLetterOrDigit(c), () -> "code point " + c);
        assertEquals(Character.isAlphabetic(c), CodePoints.isAlphabetic(c), () -> "code point " + c);
        assertEquals(Character.isUpperCase(c), CodePoints.isUpperCase(c), () -> "code point " + c);
        assertEquals(Character.isLowerCase(c), CodePoints.isLowerCase(c), () -> "code point " + c);
        assertEquals(Character.isWhitespace(c), CodePoints.isWhitespace(c), () -> "code point " + c);
        assertEquals(Character.isSpaceChar(c), CodePoints.isSpaceChar(c), () -> "code point " + c);
        assertEquals(Character.toLowerCase(c), CodePoints.toLowerCase(c), () -> "code point " + c);
        assertEquals(Character.toUpperCase(c), CodePoints.toUpperCase(c), () -> "code point " + c);
        assertEquals(Character.getNumericValue(c), CodePoints.getNumericValue(c), () -> "code point " + c);
        for (int radix : new int[] {-1, 1, 2, 10, 16, 36, 37}) {
            assertEquals(Character.digit(c, radix), CodePoints.digit(c, radix), () -> "code point " + c + " radix " + radix);
        }
    }
}
