package dev.jacobi.ir;

/**
 * The extent of one axis as far as it is known before the call: a constant, an affine function of a
 * symbol ({@code n}, {@code 2n+1}), or unknown ({@code ?}). Equal known dims are equal at run time;
 * the run-time extent itself always travels with the array value, so unknown is a valid dim.
 */
public record Dim(String sym, long mul, long add) {
    public static final Dim UNKNOWN = new Dim("?", 1, 0);

    public static Dim of(long n) {
        return new Dim("", 0, n);
    }

    public static Dim sym(String name) {
        return new Dim(name, 1, 0);
    }

    public boolean isConst() {
        return mul == 0;
    }

    public boolean isUnknown() {
        return sym.equals("?");
    }

    /** This extent where its name means nothing, as in code that other functions share: a number stays. */
    public Dim unnamed() {
        return isConst() ? this : UNKNOWN;
    }

    /** False only when the two extents are certain to differ. */
    public boolean mayEqual(Dim other) {
        return !(sym.equals(other.sym) && mul == other.mul && !isUnknown()) || add == other.add;
    }

    /** This extent if both are certainly equal, else unknown. */
    public Dim join(Dim other) {
        return equals(other) ? this : UNKNOWN;
    }

    @Override
    public boolean equals(Object o) {
        return this == o || o instanceof Dim d && mul == d.mul && add == d.add && sym.equals(d.sym);
    }

    @Override
    public int hashCode() {
        return (sym.hashCode() * 31 + Long.hashCode(mul)) * 31 + Long.hashCode(add);
    }

    @Override
    public String toString() {
        if (isConst()) {
            return Long.toString(add);
        }
        String head = mul == 1 ? sym : mul + sym;
        return add == 0 ? head : add > 0 ? head + "+" + add : head + add;
    }
}
