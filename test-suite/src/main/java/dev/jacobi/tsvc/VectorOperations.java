package dev.jacobi.tsvc;

/** Elementwise operations as such, sums, and elements whose places are data. */
final class VectorOperations {
    private VectorOperations() {
    }

    static void s491(float[] a, float[] b, float[] c, float[] d, int[] ip) {
        for (int i = 0; i < a.length; i++) {
            a[ip[i]] = b[i] + c[i] * d[i];
        }
    }

    static void s4112(float[] a, float[] b, int[] ip, float s1) {
        for (int i = 0; i < a.length; i++) {
            a[i] += b[ip[i]] * s1;
        }
    }

    static void s4113(float[] a, float[] b, float[] c, int[] ip) {
        for (int i = 0; i < a.length; i++) {
            a[ip[i]] = b[ip[i]] + c[i];
        }
    }

    static void s4114(float[] a, float[] b, float[] c, float[] d, int[] ip, int n1) {
        int n = a.length;
        for (int i = n1 - 1; i < n; i++) {
            int k = ip[i];
            a[i] = b[i] + c[n - k + 1 - 2] * d[i];
            k += 5;
        }
    }

    static float s4115(float[] a, float[] b, int[] ip) {
        float sum = 0f;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[ip[i]];
        }
        return sum;
    }

    static float s4116(float[] a, float[] aa, int[] ip, int j, int inc, int w) {
        float sum = 0f;
        for (int i = 0; i < w - 1; i++) {
            int off = inc + i;
            sum += a[off] * aa[(j - 1) * w + ip[i]];
        }
        return sum;
    }

    static void s4117(float[] a, float[] b, float[] c, float[] d) {
        for (int i = 0; i < a.length; i++) {
            a[i] = b[i] + c[i / 2] * d[i];
        }
    }

    private static float product(float x, float y) {
        return x * y;
    }

    static void s4121(float[] a, float[] b, float[] c) {
        for (int i = 0; i < a.length; i++) {
            a[i] += product(b[i], c[i]);
        }
    }

    static void va(float[] a, float[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] = b[i];
        }
    }

    static void vag(float[] a, float[] b, int[] ip) {
        for (int i = 0; i < a.length; i++) {
            a[i] = b[ip[i]];
        }
    }

    static void vas(float[] a, float[] b, int[] ip) {
        for (int i = 0; i < a.length; i++) {
            a[ip[i]] = b[i];
        }
    }

    static void vpv(float[] a, float[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += b[i];
        }
    }

    static void vtv(float[] a, float[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] *= b[i];
        }
    }

    static void vpvtv(float[] a, float[] b, float[] c) {
        for (int i = 0; i < a.length; i++) {
            a[i] += b[i] * c[i];
        }
    }

    static void vpvts(float[] a, float[] b, float s1) {
        for (int i = 0; i < a.length; i++) {
            a[i] += b[i] * s1;
        }
    }

    static void vpvpv(float[] a, float[] b, float[] c) {
        for (int i = 0; i < a.length; i++) {
            a[i] += b[i] + c[i];
        }
    }

    static void vtvtv(float[] a, float[] b, float[] c) {
        for (int i = 0; i < a.length; i++) {
            a[i] = a[i] * b[i] * c[i];
        }
    }

    static float vsumr(float[] a) {
        float sum = 0f;
        for (int i = 0; i < a.length; i++) {
            sum += a[i];
        }
        return sum;
    }

    static float vdotr(float[] a, float[] b) {
        float dot = 0f;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
        }
        return dot;
    }

    static void vbor(float[] a, float[] b, float[] c, float[] d, float[] e, float[] x, float[] aa, int w) {
        for (int i = 0; i < w; i++) {
            float a1 = a[i];
            float b1 = b[i];
            float c1 = c[i];
            float d1 = d[i];
            float e1 = e[i];
            float f1 = aa[i];
            a1 = a1 * b1 * c1 + a1 * b1 * d1 + a1 * b1 * e1 + a1 * b1 * f1 + a1 * c1 * d1 + a1 * c1 * e1 + a1 * c1 * f1 + a1 * d1 * e1 + a1 * d1 * f1 + a1 * e1 * f1;
            b1 = b1 * c1 * d1 + b1 * c1 * e1 + b1 * c1 * f1 + b1 * d1 * e1 + b1 * d1 * f1 + b1 * e1 * f1;
            c1 = c1 * d1 * e1 + c1 * d1 * f1 + c1 * e1 * f1;
            d1 = d1 * e1 * f1;
            x[i] = a1 * b1 * c1 * d1;
        }
    }
}
