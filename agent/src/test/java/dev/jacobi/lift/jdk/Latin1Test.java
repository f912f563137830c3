package dev.jacobi.lift.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** {@link Latin1} agrees with {@link Character} wherever it answers. */
class Latin1Test {
    @Test
    void agreesWithTheJdk() {
        for (int c = 0; c < 256; c++) {
            String at = "character " + c;
            assertEquals(Character.isDigit(c), Latin1.isDigit(c), at);
            assertEquals(Character.isLetter(c), Latin1.isLetter(c), at);
            assertEquals(Character.isLetterOrDigit(c), Latin1.isLetterOrDigit(c), at);
            assertEquals(Character.isAlphabetic(c), Latin1.isAlphabetic(c), at);
            assertEquals(Character.isUpperCase(c), Latin1.isUpperCase(c), at);
            assertEquals(Character.isLowerCase(c), Latin1.isLowerCase(c), at);
            assertEquals(Character.isWhitespace(c), Latin1.isWhitespace(c), at);
            assertEquals(Character.isSpaceChar(c), Latin1.isSpaceChar(c), at);
            assertEquals(Character.toLowerCase(c), Latin1.toLowerCase(c), at);
            assertEquals(Character.toUpperCase(c), Latin1.toUpperCase(c), at);
            assertEquals(Character.getNumericValue(c), Latin1.getNumericValue(c), at);
            for (int radix = 0; radix < 40; radix++) {
                assertEquals(Character.digit(c, radix), Latin1.digit(c, radix), at + " radix " + radix);
            }
        }
    }

    @Test
    void leavesTheRestToTheJdk() {
        assertThrows(IllegalArgumentException.class, () -> Latin1.isDigit(256));
        assertThrows(IllegalArgumentException.class, () -> Latin1.toUpperCase(-1));
        assertThrows(IllegalArgumentException.class, () -> Latin1.digit(0x660, 10));
    }
}
