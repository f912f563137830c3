package dev.jacobi.ir;

import java.util.List;

/** A nested block of a control-flow equation. It may use every variable in scope around it (capture), and yields {@code out}. */
public record Region(List<Var> params, List<Eqn> body, List<Atom> out) {
    public Region {
        params = List.copyOf(params);
        body = List.copyOf(body);
        out = List.copyOf(out);
    }
}
