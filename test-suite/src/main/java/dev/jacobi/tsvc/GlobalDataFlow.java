package dev.jacobi.tsvc;

/** Loops whose dependences are decided by what is known of values from outside: offsets, strides, bounds, calls, and branches. */
final class GlobalDataFlow {
    private GlobalDataFlow() {
    }

    static void s131(float[] a, float[] b) {
        int m = 1;
        for (int i = 0; i < a.length - 1; i++) {
            a[i] = a[i + m] + b[i];
        }
    }

    static void s132(float[] aa, float[] b, float[] c, int w) {
        int m = 0;
        int j = m;
        int k = m + 1;
        for (int i = 1; i < w; i++) {
            aa[j * w + i] = aa[k * w + i - 1] + b[i] * c[1];
        }
    }

    private static void shifted(float[] a, float[] b, int m) {
        for (int i = 0; i < a.length - 1; i++) {
            a[i] = a[i + m] + b[i];
        }
    }

    static void s151(float[] a, float[] b) {
        shifted(a, b, 1);
    }

    private static void element(float[] a, float[] b, float[] c, int i) {
        a[i] += b[i] * c[i];
    }

    static void s152(float[] a, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 0; i < a.length; i++) {
            b[i] = d[i] * e[i];
            element(a, b, c, i);
        }
    }

    static void s161(float[] a, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 0; i < a.length - 1; ++i) {
            if (b[i] < 0f) {
                c[i + 1] = a[i] + d[i] * d[i];
            } else {
                a[i] = c[i] + d[i] * e[i];
            }
        }
    }

    static void s1161(float[] a, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 0; i < a.length - 1; ++i) {
            if (c[i] < 0f) {
                b[i] = a[i] + d[i] * d[i];
            } else {
                a[i] = c[i] + d[i] * e[i];
            }
        }
    }

    static void s162(float[] a, float[] b, float[] c, int k) {
        if (k > 0) {
            for (int i = 0; i < a.length - 1; i++) {
                a[i] = a[i + k] + b[i] * c[i];
            }
        }
    }

    static void s171(float[] a, float[] b, int inc) {
        for (int i = 0; i < a.length; i++) {
            a[i * inc] += b[i];
        }
    }

    static void s172(float[] a, float[] b, int n1, int n3) {
        for (int i = n1 - 1; i < a.length; i += n3) {
            a[i] += b[i];
        }
    }

    static void s173(float[] a, float[] b) {
        int k = a.length / 2;
        for (int i = 0; i < a.length / 2; i++) {
            a[i + k] = a[i] + b[i];
        }
    }

    static void s174(float[] a, float[] b, int half) {
        for (int i = 0; i < half; i++) {
            a[i + half] = a[i] + b[i];
        }
    }

    static void s175(float[] a, float[] b, int inc) {
        for (int i = 0; i < a.length - 1; i += inc) {
            a[i] = a[i + inc] + b[i];
        }
    }

    static void s176(float[] a, float[] b, float[] c) {
        int m = a.length / 2;
        for (int j = 0; j < m; j++) {
            for (int i = 0; i < m; i++) {
                a[i] += b[i + m - j - 1] * c[j];
            }
        }
    }

    static void s431(float[] a, float[] b) {
        int k1 = 1;
        int k2 = 2;
        int k = 2 * k1 - k2;
        for (int i = 0; i < a.length; i++) {
            a[i] = a[i + k] + b[i];
        }
    }

    static void s441(float[] a, float[] b, float[] c, float[] d) {
        for (int i = 0; i < a.length; i++) {
            if (d[i] < 0f) {
                a[i] += b[i] * c[i];
            } else if (d[i] == 0f) {
                a[i] += b[i] * b[i];
            } else {
                a[i] += c[i] * c[i];
            }
        }
    }

    static void s442(float[] a, float[] b, float[] c, float[] d, float[] e, int[] kind) {
        for (int i = 0; i < a.length; i++) {
            switch (kind[i]) {
                case 2:
                    a[i] += c[i] * c[i];
                    break;
                case 3:
                    a[i] += d[i] * d[i];
                    break;
                case 4:
                    a[i] += e[i] * e[i];
                    break;
                default:
                    a[i] += b[i] * b[i];
            }
        }
    }

    static void s443(float[] a, float[] b, float[] c, float[] d) {
        for (int i = 0; i < a.length; i++) {
            if (d[i] <= 0f) {
                a[i] += b[i] * c[i];
            } else {
                a[i] += b[i] * b[i];
            }
        }
    }

    static void s451(float[] a, float[] b, float[] c) {
        for (int i = 0; i < a.length; i++) {
            a[i] = (float) Math.sin(b[i]) + (float) Math.cos(c[i]);
        }
    }

    static void s452(float[] a, float[] b, float[] c) {
        for (int i = 0; i < a.length; i++) {
            a[i] = b[i] + c[i] * (float) (i + 1);
        }
    }

    private static int nothing() {
        return 0;
    }

    static void s471(float[] x, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 0; i < x.length; i++) {
            x[i] = b[i] + d[i] * d[i];
            nothing();
            b[i] = c[i] + d[i] * e[i];
        }
    }

    static int s481(float[] a, float[] b, float[] c, float[] d) {
        for (int i = 0; i < a.length; i++) {
            if (d[i] < 0f) {
                return i;
            }
            a[i] += b[i] * c[i];
        }
        return -1;
    }

    static void s482(float[] a, float[] b, float[] c) {
        for (int i = 0; i < a.length; i++) {
            a[i] += b[i] * c[i];
            if (c[i] > b[i]) {
                break;
            }
        }
    }
}
