package dev.jacobi.ir;

import java.util.ArrayList;
import java.util.List;

/** A value with one definition. The id is unique within its function, regions included. */
public record Var(int id, Type type) implements Atom {
    // Written out, here and in Lit, Type and Dim, because what the JVM makes for records is slow until it is warm, and maps of variables
    // are what the compiler spends its time on.
    @Override
    public boolean equals(Object o) {
        return this == o || o instanceof Var v && id == v.id && type.equals(v.type);
    }

    @Override
    public int hashCode() {
        return id;
    }

    /** The variables among some values, in their order. */
    public static List<Var> among(List<? extends Atom> atoms) {
        var out = new ArrayList<Var>();
        for (Atom a : atoms) {
            if (a instanceof Var v) {
                out.add(v);
            }
        }
        return out;
    }
}
