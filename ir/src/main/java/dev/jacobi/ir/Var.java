package dev.jacobi.ir;

/** A value with one definition. The id is unique within its function, regions included. */
public record Var(int id, Type type) implements Atom {
}
