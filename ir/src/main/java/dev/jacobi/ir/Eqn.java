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
}
