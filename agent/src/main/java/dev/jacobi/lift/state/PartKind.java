package dev.jacobi.lift.state;

/** What a recursive function knows of a part of its arguments when it is lifted. Calls whose parts are of other kinds are calls of another function. */
public sealed interface PartKind {
    /** A number, or an array that no part in front of it is. */
    record Value() implements PartKind {
    }

    /** The array that an earlier part is, by its number. */
    record SameArray(int part) implements PartKind {
    }

    /** Null. */
    record Null() implements PartKind {
    }

    /** An object of the entry's call, handed on unchanged. */
    record Handed(Val.Given object) implements PartKind {
    }
}
