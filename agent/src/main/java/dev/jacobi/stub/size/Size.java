package dev.jacobi.stub.size;

import dev.jacobi.ir.Prim;

/** A number that follows from a call's arguments. It is only foreseen: what is computed with it in 64 bits may differ from what a program does in 32. */
public sealed interface Size {
    /** A constant. */
    record Number(long value) implements Size {
    }

    /** The program's scalar input, an int or a long. */
    record Scalar(int input) implements Size {
    }

    /** The extent of the program's array input along an axis. */
    record Extent(int input, int axis) implements Size {
    }

    /** A sum, difference, product, quotient, remainder, minimum or maximum. */
    record Of(Prim prim, Size a, Size b) implements Size {
    }

    /** One of two numbers, by a comparison of two others. */
    record When(Prim test, Size a, Size b, Size whenTrue, Size whenFalse) implements Size {
    }
}
