package dev.jacobi.bench.calls;

import dev.jacobi.bench.calls.Given.Kind;

/** Arithmetic that may throw, short loops over numbers, hashes and digits. */
public final class ExactMethods {
    private ExactMethods() {
    }

    public static int addExact(@Given(Kind.SMALL) int[] a) {
        int sum = 0;
        for (int x : a) {
            sum = Math.addExact(sum, x);
        }
        return sum;
    }

    public static long addExactLong(int[] a, @Given(Kind.SORTED) long[] b) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum = Math.addExact(sum, a[i] + b[i]);
        }
        return sum;
    }

    public static void addExactInto(int[] a, int[] b, @Given(Kind.ZEROS) int[] c) {
        for (int i = 0; i < c.length; i++) {
            c[i] = Math.addExact(a[i], b[i]);
        }
    }

    public static int[] multiplyExact(@Given(Kind.SMALL) int[] a, @Given(Kind.SMALL) int[] b) {
        int[] c = new int[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = Math.multiplyExact(a[i], b[i]);
        }
        return c;
    }

    public static long multiplyExactLong(@Given(Kind.SORTED) long[] a) {
        long sum = 0;
        for (long x : a) {
            sum = Math.subtractExact(Math.multiplyExact(x, 3L), sum);
        }
        return sum;
    }

    public static long factorials(@Given(Kind.SMALL) int[] a) {
        long sum = 0;
        for (int x : a) {
            long p = 1;
            for (int k = 2; k <= x; k++) {
                p = Math.multiplyExact(p, (long) k);
            }
            sum += p;
        }
        return sum;
    }

    public static long hash(@Given(Kind.LETTERS) byte[] a) {
        long h = 0xcbf29ce484222325L;
        for (byte b : a) {
            h ^= b & 255;
            h *= 0x100000001b3L;
        }
        return h;
    }

    public static int hashCode(@Given(Kind.LETTERS) char[] a) {
        int h = 0;
        for (char c : a) {
            h = 31 * h + c;
        }
        return h;
    }

    public static int crc(@Given(Kind.LETTERS) byte[] a, @Given(value = Kind.SIGNED, length = 256) int[] table) {
        int crc = -1;
        for (byte b : a) {
            crc = crc >>> 8 ^ table[(crc ^ b) & 255];
        }
        return ~crc;
    }

    public static long parseInts(@Given(Kind.DIGITS) byte[] text) {
        long sum = 0;
        int x = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == ',') {
                sum += x;
                x = 0;
            } else {
                x = 10 * x + text[i] - '0';
            }
        }
        return sum + x;
    }

    public static int parseInto(@Given(Kind.DIGITS) byte[] text, @Given(Kind.ZEROS) int[] out) {
        int n = 0;
        int i = 0;
        while (i < text.length) {
            int x = 0;
            while (i < text.length && text[i] != ',') {
                x = x * 10 + (text[i++] - '0');
            }
            i++;
            out[n++] = x;
        }
        return n;
    }

    public static int words(@Given(Kind.DIGITS) byte[] text) {
        int n = 0;
        boolean inside = false;
        for (byte b : text) {
            boolean letter = b != ',';
            if (letter && !inside) {
                n++;
            }
            inside = letter;
        }
        return n;
    }

    public static int failures(@Given(Kind.LETTERS) byte[] p, @Given(Kind.ZEROS) int[] fail) {
        int k = 0;
        for (int i = 1; i < p.length; i++) {
            while (k > 0 && p[i] != p[k]) {
                k = fail[k - 1];
            }
            if (p[i] == p[k]) {
                k++;
            }
            fail[i] = k;
        }
        return k;
    }

    public static int matches(@Given(Kind.LETTERS) byte[] text) {
        byte[] p = {'a', 'b', 'a', 'c'};
        int n = 0;
        for (int i = 0; i + p.length <= text.length; i++) {
            int k = 0;
            while (k < p.length && text[i + k] == p[k]) {
                k++;
            }
            if (k == p.length) {
                n++;
            }
        }
        return n;
    }

    public static void upper(@Given(Kind.LETTERS) byte[] a, @Given(Kind.ZEROS) byte[] out) {
        for (int i = 0; i < a.length; i++) {
            byte b = a[i];
            out[i] = b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
        }
    }

    public static int utf8(@Given(Kind.LETTERS) char[] a, @Given(Kind.ZEROS) byte[] out) {
        int n = 0;
        for (char c : a) {
            if (c < 128) {
                out[n++] = (byte) c;
            } else {
                out[n++] = (byte) (192 | c >> 6);
                out[n++] = (byte) (128 | c & 63);
            }
        }
        return n;
    }

    public static boolean palindrome(@Given(Kind.ZEROS) char[] a) {
        for (int i = 0, j = a.length - 1; i < j; i++, j--) {
            if (a[i] != a[j]) {
                return false;
            }
        }
        return true;
    }

    public static int runLengths(@Given(Kind.LETTERS) byte[] a, @Given(value = Kind.ZEROS, length = 8) int[] length) {
        int n = 0;
        int i = 0;
        while (i < a.length) {
            int j = i + 1;
            while (j < a.length && a[j] == a[i]) {
                j++;
            }
            length[n++ & 7] = j - i;
            i = j;
        }
        return n;
    }

    public static long collatz(@Given(value = Kind.NUMBERS, part = 10) int n) {
        long steps = 0;
        for (int i = 1; i <= n; i++) {
            long x = i;
            while (x != 1) {
                x = (x & 1) == 0 ? x >> 1 : 3 * x + 1;
                steps++;
            }
        }
        return steps;
    }

    public static long bits(@Given(Kind.SIGNED) int[] a) {
        long n = 0;
        for (int x : a) {
            while (x != 0) {
                x &= x - 1;
                n++;
            }
        }
        return n;
    }
}
