package dev.jacobi.lift.request;

/**
 * What a {@code debug_callback} of a function's program does on the host: the leaves of {@code function}'s captured values and of {@code args} are its operands.
 *
 * @param format what is printed; null where a function is called
 * @param function the static method that is called with an {@code Object[]} behind what it captured, numbers only; null where something is printed
 * @param args the structure of the {@code Object[]}
 */
public record DebugSite(String format, ValueTree.Fun function, ValueTree.Seq args) {
}
