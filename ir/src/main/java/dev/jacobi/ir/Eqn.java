package dev.jacobi.ir;

import java.util.List;

/** One equation: {@code out = prim[params] in}. */
public record Eqn(Prim prim, List<Atom> in, Params params, List<Var> out) {
    public Eqn {
        in = List.copyOf(in);
        out = List.copyOf(out);
    }

    // Written out as in Var; most comparisons are of an equation with itself.
    @Override
    public boolean equals(Object o) {
        return this == o || o instanceof Eqn e && prim == e.prim && out.equals(e.out) && in.equals(e.in) && params.equals(e.params);
    }

    @Override
    public int hashCode() {
        return (out.hashCode() * 31 + in.hashCode()) * 31 + prim.ordinal();
    }

    public Var result() {
        return out.get(0);
    }

    /** Whether it computes scalars from scalars and does nothing else. */
    public boolean computesScalars() {
        return switch (prim.group()) {
            case UNARY, BINARY, COMPARE, TERNARY, CONVERSION, RANDOM -> !Atom.anyArray(in);
            case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, COLLECTIVE, MARK -> false;
        };
    }
}
