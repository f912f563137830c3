package dev.jacobi.ir;

/** An operand: a variable or a scalar literal. */
public sealed interface Atom permits Var, Lit {
    Type type();

    default DType dtype() {
        return type().dtype();
    }
}
