package dev.jacobi.array.core;

import dev.jacobi.ir.Atom;
import java.util.List;

/** Where the elements of an array are. */
public sealed interface ArrayValue {
    Shape shape();

    /** In memory outside of the Java heap: one block, or one each for the real and imaginary parts. Row-major, without gaps. */
    record Stored(List<Block> parts, int[] dims) implements ArrayValue {
        public Stored {
            parts = List.copyOf(parts);
        }

        @Override
        public Shape shape() {
            return Shape.of(dims);
        }
    }

    /** A value of a program that is being made: one atom, or one each for the real and imaginary parts. */
    record Traced(Trace trace, List<Atom> atoms) implements ArrayValue {
        public Traced {
            atoms = List.copyOf(atoms);
        }

        @Override
        public Shape shape() {
            return trace.shape(atoms.get(0));
        }
    }
}
