package dev.jacobi.pjrt.hlo.text;

import dev.jacobi.ir.Lit;

/** How StableHLO writes a constant's elements. */
public final class Constants {
    private Constants() {
    }

    /** A constant as StableHLO writes it: reals that are not short as their bits. */
    public static String text(Lit v) {
        return switch (v.dtype()) {
            case BOOL -> v.asBool() ? "true" : "false";
            case I8, I16, U16, I32, I64 -> Long.toString(v.asLong());
            case BF16, F16, F32, F64 -> {
                double x = v.asDouble();
                boolean plain = Math.abs(x) < 1e6 && Math.rint(x * 1024) == x * 1024 && v.bits() != Lit.real(v.dtype(), -0.0).bits();
                yield plain ? Double.toString(x) : "0x" + String.format("%0" + 2 * v.dtype().bytes() + "X", v.bits());
            }
        };
    }
}
