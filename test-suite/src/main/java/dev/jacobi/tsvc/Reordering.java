package dev.jacobi.tsvc;

/** Loops that run by vectors once their statements stand in another order, in loops of their own, or with the old value of an element kept. */
final class Reordering {
    private Reordering() {
    }

    static void s211(float[] a, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 1; i < a.length - 1; i++) {
            a[i] = b[i - 1] + c[i] * d[i];
            b[i] = b[i + 1] - e[i] * d[i];
        }
    }

    static void s212(float[] a, float[] b, float[] c, float[] d) {
        for (int i = 0; i < a.length - 1; i++) {
            a[i] *= c[i];
            b[i] += a[i + 1] * d[i];
        }
    }

    static void s1213(float[] a, float[] b, float[] c, float[] d) {
        for (int i = 1; i < a.length - 1; i++) {
            a[i] = b[i - 1] + c[i];
            b[i] = a[i + 1] * d[i];
        }
    }

    static void s221(float[] a, float[] b, float[] c, float[] d) {
        for (int i = 1; i < a.length; i++) {
            a[i] += c[i] * d[i];
            b[i] = b[i - 1] + a[i] + d[i];
        }
    }

    static void s1221(float[] a, float[] b) {
        for (int i = 4; i < a.length; i++) {
            b[i] = b[i - 4] + a[i];
        }
    }

    static void s222(float[] a, float[] b, float[] c, float[] e) {
        for (int i = 1; i < a.length; i++) {
            a[i] += b[i] * c[i];
            e[i] = e[i - 1] * e[i - 1];
            a[i] -= b[i] * c[i];
        }
    }

    static void s241(float[] a, float[] b, float[] c, float[] d) {
        for (int i = 0; i < a.length - 1; i++) {
            a[i] = b[i] * c[i] * d[i];
            b[i] = a[i] * a[i + 1] * d[i];
        }
    }

    static void s242(float[] a, float[] b, float[] c, float[] d, float s1, float s2) {
        for (int i = 1; i < a.length; ++i) {
            a[i] = a[i - 1] + s1 + s2 + b[i] + c[i] + d[i];
        }
    }

    static void s243(float[] a, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 0; i < a.length - 1; i++) {
            a[i] = b[i] + c[i] * d[i];
            b[i] = a[i] + d[i] * e[i];
            a[i] = b[i] + a[i + 1] * d[i];
        }
    }

    static void s244(float[] a, float[] b, float[] c, float[] d) {
        for (int i = 0; i < a.length - 1; ++i) {
            a[i] = b[i] + c[i] * d[i];
            b[i] = c[i] + b[i];
            a[i + 1] = b[i] + a[i + 1] * d[i];
        }
    }

    static void s1244(float[] a, float[] b, float[] c, float[] d) {
        for (int i = 0; i < a.length - 1; i++) {
            a[i] = b[i] + c[i] * c[i] + b[i] * b[i] + c[i];
            d[i] = a[i] + a[i + 1];
        }
    }

    static void s2244(float[] a, float[] b, float[] c, float[] e) {
        for (int i = 0; i < a.length - 1; i++) {
            a[i + 1] = b[i] + e[i];
            a[i] = b[i] + c[i];
        }
    }

    static void s3251(float[] a, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 0; i < a.length - 1; i++) {
            a[i + 1] = b[i] + c[i];
            b[i] = c[i] * e[i];
            d[i] = a[i] * e[i];
        }
    }

    static void s421(float[] flat, float[] a) {
        for (int i = 0; i < a.length - 1; i++) {
            flat[i] = flat[i + 1] + a[i];
        }
    }

    static void s1421(float[] a, float[] b) {
        int half = a.length / 2;
        for (int i = 0; i < half; i++) {
            b[i] = b[half + i] + a[i];
        }
    }

    static void s422(float[] flat, float[] a) {
        for (int i = 0; i < a.length; i++) {
            flat[4 + i] = flat[i + 8] + a[i];
        }
    }

    static void s423(float[] flat, float[] a) {
        int vl = 64;
        for (int i = 0; i < a.length - 1; i++) {
            flat[i + 1] = flat[vl + i] + a[i];
        }
    }

    static void s424(float[] flat, float[] a) {
        int vl = 63;
        for (int i = 0; i < a.length - 1; i++) {
            flat[vl + i + 1] = flat[i] + a[i];
        }
    }
}
