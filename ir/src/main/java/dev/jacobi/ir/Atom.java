package dev.jacobi.ir;

import java.util.List;

/** An operand: a variable or a scalar literal. */
public sealed interface Atom permits Var, Lit {
    Type type();

    default DType dtype() {
        return type().dtype();
    }

    default boolean isArray() {
        return !type().isScalar();
    }

    /** Whether one of them is an array. */
    static boolean anyArray(List<? extends Atom> atoms) {
        for (int i = 0, n = atoms.size(); i < n; i++) {
            if (atoms.get(i).isArray()) {
                return true;
            }
        }
        return false;
    }
}
