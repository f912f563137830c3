package dev.jacobi.examples.transformer;

import dev.jacobi.NDArray;
import java.util.stream.Collectors;

/** The text that is learnt, and its characters as numbers. */
final class Paragraph {
    static final String TEXT = """
        The river has two voices. In spring it comes down brown and loud with the snow of the hills, and takes with it a fence, a ladder, \
        and once a boat that nobody missed. By August it is thin and clear, and says so little that one can hear the mill again. \
        My grandfather used to write down, on the door of the shed, how high the water stood each year and what it had carried off. \
        The marks are still there. The highest is from the year in which I was born; beside it he wrote: a hen house, with hens.""";

    /** Each character that occurs, once. */
    static final String ALPHABET = TEXT.chars().distinct().sorted().mapToObj(Character::toString).collect(Collectors.joining());

    private Paragraph() {
    }

    /** Places in the alphabet. */
    static NDArray encode(String text) {
        return NDArray.of(text.chars().map(ALPHABET::indexOf).toArray());
    }

    static char decode(NDArray token) {
        return ALPHABET.charAt((int) token.item());
    }
}
