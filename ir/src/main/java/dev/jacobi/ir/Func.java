package dev.jacobi.ir;

import java.util.List;

/** A pure function in SSA form: inputs, equations in order of evaluation, results. */
public record Func(List<Var> in, List<Eqn> body, List<Atom> out) {
    public Func {
        in = List.copyOf(in);
        body = List.copyOf(body);
        out = List.copyOf(out);
    }

    /** The printed form; {@link dev.jacobi.ir.text.Parser} reads it back. */
    @Override
    public String toString() {
        return Printer.print("f", this);
    }
}
