package dev.jacobi.tsvc;

/** Loops whose statements run under conditions of data. */
final class ControlFlow {
    private ControlFlow() {
    }

    static void s271(float[] a, float[] b, float[] c) {
        for (int i = 0; i < a.length; i++) {
            if (b[i] > 0f) {
                a[i] += b[i] * c[i];
            }
        }
    }

    static void s272(float[] a, float[] b, float[] c, float[] d, float[] e, int t) {
        for (int i = 0; i < a.length; i++) {
            if (e[i] >= t) {
                a[i] += c[i] * d[i];
                b[i] += c[i] * c[i];
            }
        }
    }

    static void s273(float[] a, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 0; i < a.length; i++) {
            a[i] += d[i] * e[i];
            if (a[i] < 0f) {
                b[i] += d[i] * e[i];
            }
            c[i] += a[i] * d[i];
        }
    }

    static void s274(float[] a, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 0; i < a.length; i++) {
            a[i] = c[i] + e[i] * d[i];
            if (a[i] > 0f) {
                b[i] = a[i] + b[i];
            } else {
                a[i] = d[i] * e[i];
            }
        }
    }

    static void s276(float[] a, float[] b, float[] c, float[] d) {
        int mid = a.length / 2;
        for (int i = 0; i < a.length; i++) {
            if (i + 1 < mid) {
                a[i] += b[i] * c[i];
            } else {
                a[i] += b[i] * d[i];
            }
        }
    }

    static void s277(float[] a, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 0; i < a.length - 1; i++) {
            if (a[i] >= 0f) {
                continue;
            }
            if (b[i] < 0f) {
                a[i] += c[i] * d[i];
            }
            b[i + 1] = c[i] + d[i] * e[i];
        }
    }

    static void s278(float[] a, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] > 0f) {
                c[i] = -c[i] + d[i] * e[i];
            } else {
                b[i] = -b[i] + d[i] * e[i];
            }
            a[i] = b[i] + c[i] * d[i];
        }
    }

    static void s279(float[] a, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] > 0f) {
                c[i] = -c[i] + e[i] * e[i];
            } else {
                b[i] = -b[i] + d[i] * d[i];
                if (b[i] > a[i]) {
                    c[i] += d[i] * e[i];
                }
            }
            a[i] = b[i] + c[i] * d[i];
        }
    }

    static void s1279(float[] a, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] < 0f) {
                if (b[i] > a[i]) {
                    c[i] += d[i] * e[i];
                }
            }
        }
    }

    static void s2710(float[] a, float[] b, float[] c, float[] d, float[] e, int t) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] > b[i]) {
                a[i] += b[i] * d[i];
                if (a.length > 10) {
                    c[i] += d[i] * d[i];
                } else {
                    c[i] = d[i] * e[i] + 1f;
                }
            } else {
                b[i] = a[i] + e[i] * e[i];
                if (t > 0f) {
                    c[i] = a[i] + d[i] * d[i];
                } else {
                    c[i] += e[i] * e[i];
                }
            }
        }
    }

    static void s2711(float[] a, float[] b, float[] c) {
        for (int i = 0; i < a.length; i++) {
            if (b[i] != 0f) {
                a[i] += b[i] * c[i];
            }
        }
    }

    static void s2712(float[] a, float[] b, float[] c) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] > b[i]) {
                a[i] += b[i] * c[i];
            }
        }
    }

    static void s341(float[] a, float[] b) {
        int j = -1;
        for (int i = 0; i < a.length; i++) {
            if (b[i] > 0f) {
                j++;
                a[j] = b[i];
            }
        }
    }

    static void s342(float[] a, float[] b) {
        int j = -1;
        for (int i = 0; i < a.length; i++) {
            if (a[i] > 0f) {
                j++;
                a[i] = b[j];
            }
        }
    }

    static void s343(float[] flat, float[] aa, float[] bb, int w) {
        int k = -1;
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < w; j++) {
                if (bb[j * w + i] > 0f) {
                    k++;
                    flat[k] = aa[j * w + i];
                }
            }
        }
    }

    static void vif(float[] a, float[] b) {
        for (int i = 0; i < a.length; i++) {
            if (b[i] > 0f) {
                a[i] = b[i];
            }
        }
    }
}
