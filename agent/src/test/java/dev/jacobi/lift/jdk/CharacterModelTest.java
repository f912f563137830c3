package dev.jacobi.lift.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** {@link CharacterModel} agrees with {@link Character} wherever it answers. */
class CharacterModelTest {
    @Test
    void agreesWithTheJdk() {
        for (int c = 0; c < 256; c++) {
            String at = "character " + c;
            assertEquals(Character.isDigit(c), CharacterModel.isDigit(c), at);
            assertEquals(Character.isLetter(c), CharacterModel.isLetter(c), at);
            assertEquals(Character.isLetterOrDigit(c), CharacterModel.isLetterOrDigit(c), at);
            assertEquals(Character.isAlphabetic(c), CharacterModel.isAlphabetic(c), at);
            assertEquals(Character.isUpperCase(c), CharacterModel.isUpperCase(c), at);
            assertEquals(Character.isLowerCase(c), CharacterModel.isLowerCase(c), at);
            assertEquals(Character.isWhitespace(c), CharacterModel.isWhitespace(c), at);
            assertEquals(Character.isSpaceChar(c), CharacterModel.isSpaceChar(c), at);
            assertEquals(Character.toLowerCase(c), CharacterModel.toLowerCase(c), at);
            assertEquals(Character.toUpperCase(c), CharacterModel.toUpperCase(c), at);
            assertEquals(Character.getNumericValue(c), CharacterModel.getNumericValue(c), at);
            for (int radix = 0; radix < 40; radix++) {
                assertEquals(Character.digit(c, radix), CharacterModel.digit(c, radix), at + " radix " + radix);
            }
        }
    }

    @Test
    void leavesTheRestToTheJdk() {
        assertThrows(IllegalArgumentException.class, () -> CharacterModel.isDigit(256));
        assertThrows(IllegalArgumentException.class, () -> CharacterModel.toUpperCase(-1));
        assertThrows(IllegalArgumentException.class, () -> CharacterModel.digit(0x660, 10));
    }
}
