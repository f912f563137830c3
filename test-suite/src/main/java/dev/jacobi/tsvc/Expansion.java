package dev.jacobi.tsvc;

/** Loops with scalars and elements that each trip has for itself, or hands to the next trip only, and loops of which a trip is peeled or the range split. */
final class Expansion {
    private Expansion() {
    }

    static void s251(float[] a, float[] b, float[] c, float[] d) {
        for (int i = 0; i < a.length; i++) {
            float s = b[i] + c[i] * d[i];
            a[i] = s * s;
        }
    }

    static void s1251(float[] a, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 0; i < a.length; i++) {
            float s = b[i] + c[i];
            b[i] = a[i] + d[i];
            a[i] = s * e[i];
        }
    }

    static void s2251(float[] a, float[] b, float[] c, float[] d, float[] e) {
        float s = 0f;
        for (int i = 0; i < a.length; i++) {
            a[i] = s * e[i];
            s = b[i] + c[i];
            b[i] = a[i] + d[i];
        }
    }

    static void s252(float[] a, float[] b, float[] c) {
        float t = 0f;
        for (int i = 0; i < a.length; i++) {
            float s = b[i] * c[i];
            a[i] = s + t;
            t = s;
        }
    }

    static void s253(float[] a, float[] b, float[] c, float[] d) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] > b[i]) {
                float s = a[i] - b[i] * d[i];
                c[i] += s;
                a[i] = s;
            }
        }
    }

    static void s254(float[] a, float[] b) {
        float x = b[b.length - 1];
        for (int i = 0; i < a.length; i++) {
            a[i] = (b[i] + x) * .5f;
            x = b[i];
        }
    }

    static void s255(float[] a, float[] b) {
        float x = b[b.length - 1];
        float y = b[b.length - 2];
        for (int i = 0; i < a.length; i++) {
            a[i] = (b[i] + x + y) * .333f;
            y = x;
            x = b[i];
        }
    }

    static void s256(float[] a, float[] aa, float[] bb, float[] d, int w) {
        for (int i = 0; i < w; i++) {
            for (int j = 1; j < w; j++) {
                a[j] = 1f - a[j - 1];
                aa[j * w + i] = a[j] + bb[j * w + i] * d[j];
            }
        }
    }

    static void s257(float[] a, float[] aa, float[] bb, int w) {
        for (int i = 1; i < w; i++) {
            for (int j = 0; j < w; j++) {
                a[i] = aa[j * w + i] - a[i - 1];
                aa[j * w + i] = a[i] + bb[j * w + i];
            }
        }
    }

    static void s258(float[] a, float[] b, float[] c, float[] d, float[] e, float[] aa, int w) {
        float s = 0f;
        for (int i = 0; i < w; ++i) {
            if (a[i] > 0f) {
                s = d[i] * d[i];
            }
            b[i] = s * c[i] + d[i];
            e[i] = (s + 1f) * aa[i];
        }
    }

    static void s261(float[] a, float[] b, float[] c, float[] d) {
        for (int i = 1; i < a.length; ++i) {
            float t = a[i] + b[i];
            a[i] = t + c[i - 1];
            t = c[i] * d[i];
            c[i] = t;
        }
    }

    static void s281(float[] a, float[] b, float[] c) {
        int n = a.length;
        for (int i = 0; i < n; i++) {
            float x = a[n - i - 1] + b[i] * c[i];
            a[i] = x - 1f;
            b[i] = x;
        }
    }

    static void s1281(float[] a, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 0; i < a.length; i++) {
            float x = b[i] * c[i] + a[i] * d[i] + e[i];
            a[i] = x - 1f;
            b[i] = x;
        }
    }

    static void s291(float[] a, float[] b) {
        int before = b.length - 1;
        for (int i = 0; i < a.length; i++) {
            a[i] = (b[i] + b[before]) * .5f;
            before = i;
        }
    }

    static void s292(float[] a, float[] b) {
        int one = b.length - 1;
        int two = b.length - 2;
        for (int i = 0; i < a.length; i++) {
            a[i] = (b[i] + b[one] + b[two]) * .333f;
            two = one;
            one = i;
        }
    }

    static void s293(float[] a) {
        for (int i = 0; i < a.length; i++) {
            a[i] = a[0];
        }
    }
}
