package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;

/** Cheap bounds of integer scalars: looks a few definitions deep, no fixpoints. The thorough analysis belongs to raising. */
public final class Ranges {
    private Ranges() {
    }

    public static long[] ofType(DType d) {
        return switch (d) {
            case BOOL -> new long[] {0, 1};
            case I8 -> new long[] {Byte.MIN_VALUE, Byte.MAX_VALUE};
            case I16 -> new long[] {Short.MIN_VALUE, Short.MAX_VALUE};
            case U16 -> new long[] {0, Character.MAX_VALUE};
            case I32 -> new long[] {Integer.MIN_VALUE, Integer.MAX_VALUE};
            case I64, BF16, F16, F32, F64 -> new long[] {Long.MIN_VALUE, Long.MAX_VALUE};
        };
    }

    /** Smallest and largest value of an integer or bool scalar, looking at most {@code depth} definitions deep. */
    static long[] of(Facts facts, Atom a, int depth) {
        if (a instanceof Lit l) {
            return l.dtype().isFloat() ? ofType(l.dtype()) : new long[] {l.asLong(), l.asLong()};
        }
        long[] r = ofType(a.dtype());
        long[] learned = facts.learnedRange((Var) a);
        if (learned != null) {
            r = meet(r, learned);
        }
        Eqn e = facts.definition(a);
        if (e == null || depth == 0 || a.dtype().isFloat() || !a.type().isScalar() || e.out().size() != 1) {
            return r;
        }
        long[] own = fromDefinition(facts, e, depth - 1, ofType(a.dtype()));
        return own == null ? r : meet(r, own);
    }

    /** Both hold; when they contradict each other the point is never reached and either will do. */
    private static long[] meet(long[] a, long[] b) {
        long lo = Math.max(a[0], b[0]);
        long hi = Math.min(a[1], b[1]);
        return lo <= hi ? new long[] {lo, hi} : a;
    }

    private static long[] fromDefinition(Facts facts, Eqn e, int depth, long[] type) {
        Prim p = e.prim();
        if (p == Prim.DIM) {
            return new long[] {0, Integer.MAX_VALUE};
        } else if (p == Prim.POPCNT || p == Prim.CLZ || p == Prim.CTZ) {
            return new long[] {0, e.in().get(0).dtype().bits()};
        } else if (p == Prim.SIGN) {
            return new long[] {-1, 1};
        }
        if (e.in().isEmpty() || e.in().get(0).dtype().isFloat() || !e.in().get(0).type().isScalar()) {
            return null;
        }
        long[] a = of(facts, e.in().get(0), depth);
        if (p == Prim.CONVERT) {
            return a[0] >= type[0] && a[1] <= type[1] ? a : null;
        }
        if (p == Prim.SELECT) {
            return hull(of(facts, e.in().get(1), depth), of(facts, e.in().get(2), depth));
        }
        if (e.in().size() != 2) {
            return null;
        }
        long[] b = of(facts, e.in().get(1), depth);
        if (p == Prim.ADD) {
            return fits(sum(a[0], b[0]), sum(a[1], b[1]), type);
        } else if (p == Prim.SUB) {
            return b[0] == Long.MIN_VALUE ? null : fits(sum(a[0], -b[1]), sum(a[1], -b[0]), type);
        } else if (p == Prim.AND && (a[0] >= 0 || b[0] >= 0)) {
            return new long[] {0, a[0] < 0 ? b[1] : b[0] < 0 ? a[1] : Math.min(a[1], b[1])};
        } else if (p == Prim.AND || p == Prim.OR || p == Prim.XOR) {
            return bits(a, b);
        } else if (p == Prim.MIN) {
            return new long[] {Math.min(a[0], b[0]), Math.min(a[1], b[1])};
        } else if (p == Prim.MAX) {
            return new long[] {Math.max(a[0], b[0]), Math.max(a[1], b[1])};
        } else if (p == Prim.REM && b[0] == b[1] && b[0] > 0) {
            return new long[] {a[0] >= 0 ? 0 : 1 - b[0], a[1] <= 0 ? 0 : b[0] - 1};
        } else if ((p == Prim.SHR || p == Prim.USHR && a[0] >= 0) && b[0] == b[1]) {
            return new long[] {a[0] >> count(e, b[0]), a[1] >> count(e, b[0])};
        } else if (p == Prim.USHR && b[0] == b[1] && count(e, b[0]) > 0) {
            return new long[] {0, (type[1] - type[0]) >>> count(e, b[0])};
        }
        return null;
    }

    /** Bitwise operators stay within the bits that both operands need. */
    private static long[] bits(long[] a, long[] b) {
        long used = (a[0] ^ a[0] >> 63) | (a[1] ^ a[1] >> 63) | (b[0] ^ b[0] >> 63) | (b[1] ^ b[1] >> 63);
        long mask = used == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(used);
        return new long[] {a[0] < 0 || b[0] < 0 ? ~mask : 0, mask};
    }

    private static int count(Eqn e, long c) {
        return (int) c & e.in().get(0).dtype().bits() - 1;
    }

    private static long[] hull(long[] a, long[] b) {
        return new long[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])};
    }

    private static Long sum(long a, long b) {
        long s = a + b;
        return ((a ^ s) & (b ^ s)) < 0 ? null : s;
    }

    private static long[] fits(Long lo, Long hi, long[] type) {
        return lo == null || hi == null || lo < type[0] || hi > type[1] ? null : new long[] {lo, hi};
    }
}
