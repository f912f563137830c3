package dev.jacobi.lift.examples;

/** Loops, branches, switches, jumps. */
public final class Control {
    private Control() {
    }

    static double dot(double[] a, double[] b) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i] * b[i];
        }
        return s;
    }

    static int find(int[] a, int x) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] == x) {
                return i;
            }
        }
        return -1;
    }

    static int collatz(char n) {
        int x = n;
        int c = 0;
        do {
            x = (x & 1) == 0 ? x >> 1 : 3 * x + 1;
            c++;
        } while (x > 1 && c < 50);
        return c;
    }

    static int labels(int[][] a, int x) {
        int c = 0;
        outer:
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                if (a[i][j] == x) {
                    continue outer;
                }
                if (a[i][j] < 0) {
                    break outer;
                }
                c += a[i][j];
            }
            c++;
        }
        return c;
    }

    static int table(int x) {
        switch (x) {
            case 1:
                return 5;
            case 2:
                x += 7;
            case 3:
                x *= 2;
                break;
            case 10:
                x = 1;
                break;
            default:
                x--;
        }
        return x;
    }

    static int dense(int x, int y) {
        int r;
        switch (x) {
            case 0: r = y; break;
            case 1: r = y + 1; break;
            case 2: r = y * y; break;
            case 3: r = y - 9; break;
            case 4: r = y / 3; break;
            case 5: r = -y; break;
            default: r = 77;
        }
        return r + x;
    }

    static int lookup(int x) {
        return switch (x) {
            case -5, 7 -> 1;
            case 31 -> 2;
            case Integer.MIN_VALUE -> 3;
            case 64 -> 4;
            default -> 5;
        };
    }

    static int onlyDefault(int x) {
        switch (x) {
            default:
                return x + 1;
        }
    }

    static int nested(int n, int[] a) {
        int s = 0;
        for (int i = 0; i < (n & 7); i++) {
            for (int j = i; j < a.length; j++) {
                if (a[j] % 3 == 0) {
                    continue;
                }
                for (int k = 0; k < j; k++) {
                    if (k * i > 9) {
                        break;
                    }
                    s += a[k] ^ i;
                }
            }
        }
        return s;
    }

    static int early(int[][] a, int x) {
        for (int[] row : a) {
            for (int v : row) {
                if (v == x) {
                    return v;
                }
                if (v > 100) {
                    return -v;
                }
            }
        }
        return 0;
    }

    static int shortCircuit(int[] a, int i, int j) {
        if (i >= 0 && i < a.length && a[i] > 3 || j > 0 && j < a.length && a[j] == 0) {
            return 1;
        }
        return i < 0 || j < 0 ? 2 : 3;
    }

    static int whileAnd(int[] a, int x) {
        int i = 0;
        while (i < a.length && a[i] != x) {
            i++;
        }
        return i;
    }

    static int whileOr(int[] a) {
        int i = 0;
        while (i < 2 || i < a.length && a[i] > 0) {
            i++;
        }
        return i;
    }

    static int countDown(byte n) {
        int s = 0;
        int k = n;
        while (--k >= 0) {
            s += k;
        }
        while (k++ < 3) {
            s ^= k;
        }
        return s + k;
    }

    static int forever(int[] a) {
        int i = 0;
        int s = 0;
        while (true) {
            if (i >= a.length) {
                return s;
            }
            s += a[i];
            if (s > 50) {
                break;
            }
            i += 1;
        }
        return -i;
    }

    static int thrower(int x) {
        if (x < 0) {
            throw new IllegalArgumentException("negative: " + x);
        }
        int r = 1;
        while (x > 1) {
            if (r > 1000) {
                throw new ArithmeticException();
            }
            r *= x--;
        }
        return r;
    }

    static int caught(int[] a, int i) {
        int r = 0;
        try {
            r = a[i & 3];
            if (r > 2) {
                return r;
            }
            r += 5;
        } finally {
            r *= 2;
        }
        return r;
    }

    static int fib(byte n) {
        return fibonacci(n & 15);
    }

    private static int fibonacci(int n) {
        return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
    }

    static boolean even(byte n) {
        return n < 0 ? odd(n + 1) : n == 0 || odd(n - 1);
    }

    private static boolean odd(int n) {
        return n != 0 && even((byte) (n > 0 ? n - 1 : n + 1));
    }

    static void quicksort(int[] a) {
        sort(a, 0, a.length - 1);
    }

    private static void sort(int[] a, int lo, int hi) {
        if (lo >= hi) {
            return;
        }
        int p = a[(lo + hi) >>> 1];
        int i = lo;
        int j = hi;
        while (i <= j) {
            while (a[i] < p) {
                i++;
            }
            while (a[j] > p) {
                j--;
            }
            if (i <= j) {
                int t = a[i];
                a[i++] = a[j];
                a[j--] = t;
            }
        }
        sort(a, lo, j);
        sort(a, i, hi);
    }

    static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    static int ternaries(int a, int b, boolean c) {
        return a > b ? c ? a : b + 1 : b > 5 && c ? a * 2 : a == b ? 0 : -1;
    }

    static int bubble(int[] a) {
        boolean swapped = true;
        int rounds = 0;
        while (swapped) {
            swapped = false;
            for (int i = 1; i < a.length; i++) {
                if (a[i - 1] > a[i]) {
                    int t = a[i];
                    a[i] = a[i - 1];
                    a[i - 1] = t;
                    swapped = true;
                }
            }
            rounds++;
        }
        return rounds;
    }

    static int doBreak(int[] a) {
        int i = 0;
        do {
            if (i == a.length) {
                break;
            }
            if (a[i] < 0) {
                i += 2;
                continue;
            }
            i++;
        } while (i < 5);
        return i;
    }

    static long longLoop(short from, byte n) {
        long s = 0;
        for (long i = from; i < (long) from + n; i++) {
            s = s * 31 + i;
        }
        return s;
    }

    static int assignedOnlyInside(byte n, int p) {
        int fuel = 60;
        int last = p;
        for (int i = 0; i < n; i += 2) {
            do {
                last = 1;
            } while (fuel-- > 0);
        }
        return 1 - last;
    }

    static int constantBehindLoop(int p, byte n) {
        int fuel = n;
        int v = 5;
        do {
            v = 1;
        } while (fuel-- > 0);
        return p * 31 + v;
    }

    static long secondTestFailsInSwitch(int n, byte g, int[][] p, long[] a) {
        long out = 0;
        switch (g & 7) {
            case 0:
                break;
            case 1:
                if (n >= Long.numberOfTrailingZeros(1) ? Long.compare(1, p[n << g][1 % 0]) > 1 : false) {
                    a[0] = 1;
                }
                break;
            case 2:
                if (n > g && a.length / (g - g) > 0 || n < -5) {
                    out += 2;
                }
                break;
            default:
                out = n > 3 || p[1 % 0].length > n ? 5 : 6;
        }
        return out + 1;
    }

    /** Complains about an argument that nobody may give, as programs do that were translated from Fortran. */
    private static void complain(String name, int position) {
        var words = new java.util.Vector<Object>();
        words.add(name);
        System.err.println(words + " has a wrong argument at position " + position);
        System.exit(1);
    }

    static int orEnds(int[] a, int n) {
        if (a.length < 0) {
            complain("orEnds", 1);
            return -1;
        }
        if (a.length > 1_000_000) {
            Runtime.getRuntime().halt(2);
        }
        int s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i] * n;
        }
        return s;
    }
}
