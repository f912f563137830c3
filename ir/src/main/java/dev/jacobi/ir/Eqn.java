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

    /** The same with other operands; itself where they are the same list. */
    public Eqn with(List<Atom> operands) {
        return operands == in ? this : new Eqn(prim, operands, params, out);
    }

    /** The same with other regions, as many as it has. */
    public Eqn withRegions(List<Region> regions) {
        return new Eqn(prim, in, Regions.with(params, regions), out);
    }

    /** The indices of an access to elements: what stands between the array and the value that is written. */
    public List<Atom> indices() {
        return in.subList(1, prim == Prim.INDEX ? in.size() : in.size() - 1);
    }

    /** The last operand: what an access that writes writes. */
    public Atom written() {
        return in.get(in.size() - 1);
    }

    /** Whether it computes scalars from scalars and does nothing else. */
    public boolean computesScalars() {
        return switch (prim.group()) {
            case UNARY, BINARY, COMPARE, TERNARY, CONVERSION, RANDOM -> !Atom.anyArray(in);
            case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, COLLECTIVE, MARK -> false;
        };
    }
}
