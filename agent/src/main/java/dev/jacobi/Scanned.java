package dev.jacobi;

import java.io.Serializable;

/**
 * What a step of {@link Lax#scan} gives, and what all of them together give.
 *
 * @param carry what goes on to the next step; of the whole scan what the last step gave
 * @param y what the step puts out; of the whole scan all of these, stacked along a new first axis. Null where steps put out nothing
 * @param <C> the type of the carry
 * @param <Y> the type of what is put out
 */
public record Scanned<C, Y>(C carry, Y y) implements Serializable {
}
