package dev.jacobi.lift.examples;

/** Arithmetic, conversions, comparisons, and methods of the JDK. */
public final class Arithmetic {
    private Arithmetic() {
    }

    static int ints(int a, int b) {
        return (a + b) * (a - b) ^ (a & b) | ~a << b >> 2 ^ a >>> b;
    }

    static int divide(int a, int b) {
        return a / b + a % b;
    }

    static long longs(long a, long b, int s) {
        return (a + b) * (a - b) ^ (a & ~b) | a << s ^ b >> s ^ a >>> s;
    }

    static long divideLongs(long a, long b) {
        return a / b - a % b;
    }

    static double doubles(double a, double b) {
        return -a + b * a - a / b + a % b;
    }

    static float floats(float a, float b) {
        return -a + b * a - a / b + a % b;
    }

    static int compare(double a, double b, float c, float d, long e, long f) {
        int r = 0;
        if (a < b) {
            r += 1;
        }
        if (a <= b) {
            r += 2;
        }
        if (a > b) {
            r += 4;
        }
        if (a >= b) {
            r += 8;
        }
        if (a == b) {
            r += 16;
        }
        if (a != b) {
            r += 32;
        }
        if (!(c < d)) {
            r += 64;
        }
        if (!(c >= d)) {
            r += 128;
        }
        if (e < f) {
            r += 256;
        }
        return e == f ? r + 512 : r;
    }

    static boolean bools(boolean a, boolean b, int x) {
        boolean c = a && x > 3 || !b;
        c ^= a;
        c |= x == 5;
        return c & !b;
    }

    static byte narrow(int a, long b, double c, float d) {
        byte x = (byte) (a + b);
        x += 3;
        x <<= 1;
        return (byte) (x + (short) c + (char) d);
    }

    static char chars(char a, short b, byte c) {
        char r = a;
        r++;
        r += b;
        return (char) (r ^ c);
    }

    static short shorts(short a, int b) {
        a >>>= b;
        return a;
    }

    static long conversions(double a, float b, int c) {
        return (long) a + (int) a + (long) b + (int) b + (long) (float) c + (long) (double) c + (char) a + (byte) b;
    }

    static float toFloat(int a, long b, double c) {
        return a + (float) b + (float) c;
    }

    static int integers(int a, int b) {
        return Integer.bitCount(a) + Integer.numberOfLeadingZeros(a) + Integer.numberOfTrailingZeros(b) + Integer.rotateLeft(a, b)
            + Integer.reverse(a) + Integer.reverseBytes(b) + Integer.compare(a, b) + Integer.signum(a) + Integer.highestOneBit(b)
            + Integer.max(a, b) + Integer.compareUnsigned(a, b);
    }

    static long longMethods(long a, long b) {
        return Long.bitCount(a) + Long.numberOfLeadingZeros(a) + Long.numberOfTrailingZeros(b) + Long.rotateRight(a, (int) b)
            + Long.reverse(a) + Long.compare(a, b) + Long.hashCode(a) + Math.multiplyHigh(a, b);
    }

    static int mathInts(int a, int b) {
        return Math.floorMod(a, b) + Math.floorDiv(a, b) + Math.abs(a) + Math.max(a, b) - Math.min(a, b);
    }

    static int exact(int a, int b) {
        return Math.addExact(a, Math.multiplyExact(b, 3)) - Math.negateExact(b) + Math.toIntExact(a * 2L);
    }

    static double mathDoubles(double a, double b) {
        return Math.sqrt(Math.abs(a)) + Math.floor(a) - Math.ceil(b) + Math.rint(a) + Math.max(a, b) * Math.min(a, b) + Math.signum(a)
            + Math.copySign(a, b) + Math.fma(a, b, a) + Math.toRadians(a);
    }

    static double ulps(double a, float b) {
        return Math.ulp(a) + Math.ulp(b) + Math.getExponent(a) + Math.scalb(a, 3) + Math.nextUp(a) + Math.nextDown(b);
    }

    static long rounds(double a, float b) {
        return Math.round(a) + Math.round(b);
    }

    static double strict(double a, double b) {
        return StrictMath.sin(a) + StrictMath.exp(b) + StrictMath.pow(a, b) + StrictMath.log(a) + StrictMath.cbrt(b) + StrictMath.hypot(a, b);
    }

    static long bits(double a, float b, long c, int d) {
        return Double.doubleToLongBits(a) ^ Double.doubleToRawLongBits(a * 2) ^ Float.floatToIntBits(b) ^ (long) Double.longBitsToDouble(c)
            ^ (long) Float.intBitsToFloat(d);
    }

    static int predicates(double a, float b) {
        return (Double.isNaN(a) ? 1 : 0) + (Float.isInfinite(b) ? 2 : 0) + (Double.isFinite(a) ? 4 : 0) + Double.compare(a, b) * 8
            + Double.hashCode(a);
    }

    static int increments(int a) {
        int b = a++ + ++a;
        b -= a--;
        return b * a + (a += 5) + (b ^= a);
    }

    static long stack(long[] a, int i) {
        long old = a[i]++;
        a[i] += a[i] *= old;
        return a[i] + old;
    }

    static int characters(byte c) {
        char x = (char) (c & 0xff);
        return (Character.isDigit(x) ? 1 : 0) + (Character.isLetter(x) ? 2 : 0) + (Character.isWhitespace(x) ? 4 : 0)
            + (Character.isUpperCase(x) ? 8 : 0) + Character.toUpperCase(x) * 16 + Character.toLowerCase(x) + Character.digit(x, 16);
    }

    static int parse(byte[] text) {
        int i = 0;
        int value = 0;
        while (i < text.length && Character.isDigit(text[i] & 0xff)) {
            value = value * 10 + Character.getNumericValue((char) text[i++]);
        }
        return value * 100 + i;
    }
}
