package dev.jacobi.tsvc;

/** Nests over matrices whose loops must change places, or whose diagonal or wave front is what is free. */
final class Interchanges {
    private Interchanges() {
    }

    static void s231(float[] aa, float[] bb, int w) {
        for (int i = 0; i < w; ++i) {
            for (int j = 1; j < w; j++) {
                aa[j * w + i] = aa[(j - 1) * w + i] + bb[j * w + i];
            }
        }
    }

    static void s232(float[] aa, float[] bb, int w) {
        for (int j = 1; j < w; j++) {
            for (int i = 1; i <= j; i++) {
                aa[j * w + i] = aa[j * w + i - 1] * aa[j * w + i - 1] + bb[j * w + i];
            }
        }
    }

    static void s1232(float[] aa, float[] bb, float[] cc, int w) {
        for (int j = 0; j < w; j++) {
            for (int i = j; i < w; i++) {
                aa[i * w + j] = bb[i * w + j] + cc[i * w + j];
            }
        }
    }

    static void s233(float[] aa, float[] bb, float[] cc, int w) {
        for (int i = 1; i < w; i++) {
            for (int j = 1; j < w; j++) {
                aa[j * w + i] = aa[(j - 1) * w + i] + cc[j * w + i];
            }
            for (int j = 1; j < w; j++) {
                bb[j * w + i] = bb[j * w + i - 1] + cc[j * w + i];
            }
        }
    }

    static void s2233(float[] aa, float[] bb, float[] cc, int w) {
        for (int i = 1; i < w; i++) {
            for (int j = 1; j < w; j++) {
                aa[j * w + i] = aa[(j - 1) * w + i] + cc[j * w + i];
            }
            for (int j = 1; j < w; j++) {
                bb[i * w + j] = bb[(i - 1) * w + j] + cc[i * w + j];
            }
        }
    }

    static void s235(float[] a, float[] b, float[] c, float[] aa, float[] bb, int w) {
        for (int i = 0; i < w; i++) {
            a[i] += b[i] * c[i];
            for (int j = 1; j < w; j++) {
                aa[j * w + i] = aa[(j - 1) * w + i] + bb[j * w + i] * a[i];
            }
        }
    }

    static void s275(float[] aa, float[] bb, float[] cc, int w) {
        for (int i = 0; i < w; i++) {
            if (aa[i] > 0f) {
                for (int j = 1; j < w; j++) {
                    aa[j * w + i] = aa[(j - 1) * w + i] + bb[j * w + i] * cc[j * w + i];
                }
            }
        }
    }

    static void s2275(float[] a, float[] b, float[] c, float[] d, float[] aa, float[] bb, float[] cc, int w) {
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < w; j++) {
                aa[j * w + i] = aa[j * w + i] + bb[j * w + i] * cc[j * w + i];
            }
            a[i] = b[i] + c[i] * d[i];
        }
    }

    static void s2101(float[] aa, float[] bb, float[] cc, int w) {
        for (int i = 0; i < w; i++) {
            aa[i * w + i] += bb[i * w + i] * cc[i * w + i];
        }
    }

    static void s2102(float[] aa, int w) {
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < w; j++) {
                aa[j * w + i] = 0f;
            }
            aa[i * w + i] = 1f;
        }
    }

    static void s2111(float[] aa, int w) {
        for (int j = 1; j < w; j++) {
            for (int i = 1; i < w; i++) {
                aa[j * w + i] = (float) ((aa[j * w + i - 1] + aa[(j - 1) * w + i]) / 1.9);
            }
        }
    }
}
