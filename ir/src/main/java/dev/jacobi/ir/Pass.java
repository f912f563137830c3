package dev.jacobi.ir;

/** A stateless transformation from IR to IR. */
public interface Pass {
    String name();

    Func run(Func in);
}
