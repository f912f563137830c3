package dev.jacobi.ir;

import java.util.List;

/** One equation: {@code out = prim[params] in}. */
public record Eqn(Prim prim, List<Atom> in, Params params, List<Var> out) {
    public Eqn {
        in = List.copyOf(in);
        out = List.copyOf(out);
    }

    public Var result() {
        return out.get(0);
    }
}
