// The values that a domain has, element by element; the twin of floating, integer and edges in case_inputs.py.
package dev.jacobi.arrays;

/** Values of domains; each is exact in its dtype. */
final class Elements {
    private Elements() {}

    /** An element of a domain of floating point numbers.
     * @param bits the fraction's bits of the dtype
     * @param r 64 random bits
     * @param i the element's place */
    static double floating(String domain, int bits, long r, int i) {
        long w = r >>> 33;
        int n = domain.equals("ge1") ? bits - 4 : bits;
        double u = (2 * (r >>> 64 - n) + 1) * Math.scalb(1.0, -(n + 1));
        return switch (domain) {
            case "any", "nz" -> (2 * u - 1) * 8;
            case "sym" -> 2 * u - 1;
            case "unit" -> u;
            case "pos" -> 8 * u;
            case "ge1" -> 8 * u + 1;
            case "big" -> (2 * u - 1) * 1024;
            case "tiny" -> (2 * u - 1) * Math.scalb(1.0, -10);
            case "int" -> w % 9 - 4;
            case "count" -> w % 9;
            case "half" -> (w % 17 - 8) * 0.5;
            case "inc" -> i + 0.5 * (r & 1);
            case "gap" -> w % 4 == 0 ? Double.NaN : (2 * u - 1) * 8;
            default -> w % below(domain);
        };
    }

    static long integer(String domain, ElementType type, long r, int i) {
        long w = r >>> 33;
        boolean signed = !type.unsigned();
        int bits = 8 * type.bytes;
        long any = w % 41 - (signed ? 20 : 0);
        return switch (domain) {
            case "any", "sym", "half", "tiny", "gap" -> any;
            case "nz" -> any == 0 ? 3 : any;
            case "int" -> w % 9 - (signed ? 4 : 0);
            case "count" -> w % 9;
            case "unit" -> w % 2;
            case "pos", "ge1" -> 1 + w % 20;
            case "big", "full" -> signed ? r >> 64 - bits : r >>> 64 - bits;
            case "shift" -> w % bits;
            case "inc" -> 2L * i + (r & 1);
            default -> w % below(domain);
        };
    }

    private static int below(String domain) {
        if (!domain.startsWith("idx")) {
            throw new IllegalArgumentException("no domain is called " + domain);
        }
        return Integer.parseInt(domain.substring(3));
    }

    static double[] floatingEdges(ElementType type, boolean denormals) {
        int f = type.fraction();
        int low = type.lowestExponent();
        double d = denormals ? Math.scalb(1.0, low - f) : 0.25;
        double most = type.part() == ElementType.F16 ? 65504 : Math.scalb(2 - Math.scalb(1.0, -f), type.part() == ElementType.F64 ? 1023 : 127);
        double inf = Double.POSITIVE_INFINITY;
        return new double[] {Double.NaN, inf, -inf, 0.0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 1.5, -1.5, 2.5, -2.5, d, -d,
            Math.scalb(1.0, low), most, -most, Math.scalb(1.0, -f), 3, -3, 8192};
    }

    static long[] integerEdges(ElementType type) {
        if (type == ElementType.BOOL) {
            return new long[] {0, 1};
        }
        int bits = 8 * type.bytes;
        if (type.unsigned()) {
            long top = -1L >>> 64 - bits;
            return new long[] {0, 1, 2, 3, 4, 5, 7, 8, 10, top, top - 1, top - 2, top >>> 1, (top >>> 1) + 1, top >>> 2, 9};
        }
        long top = -1L >>> 65 - bits;
        long low = -top - 1;
        return new long[] {0, 1, -1, 2, -2, 3, -3, low, top, low + 1, top - 1, low / 2, top / 2, 7, -7, 10};
    }
}
