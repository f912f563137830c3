package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import org.objectweb.asm.tree.FieldInsnNode;

/** Where a class initializer that is lifted puts the static fields that it sets. */
public interface StaticFields {
    /** A putstatic; {@code content} is the number or the array's value. */
    void put(FieldInsnNode n, Atom content);
}
