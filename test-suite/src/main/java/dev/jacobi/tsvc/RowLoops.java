package dev.jacobi.tsvc;

/** The loops over matrices as arrays of rows: dependences, interchanges, diagonals and wave fronts. */
final class RowLoops {
    private RowLoops() {
    }

    static void s114(float[][] aa, float[][] bb) {
        int w = aa.length;
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < i; j++) {
                aa[i][j] = aa[j][i] + bb[i][j];
            }
        }
    }

    static void s115(float[] a, float[][] aa) {
        int w = aa.length;
        for (int j = 0; j < w; j++) {
            for (int i = j + 1; i < w; i++) {
                a[i] -= aa[j][i] * a[j];
            }
        }
    }

    static void s1115(float[][] aa, float[][] bb, float[][] cc) {
        int w = aa.length;
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < w; j++) {
                aa[i][j] = aa[i][j] * cc[j][i] + bb[i][j];
            }
        }
    }

    static void s118(float[] a, float[][] bb) {
        int w = bb.length;
        for (int i = 1; i < w; i++) {
            for (int j = 0; j <= i - 1; j++) {
                a[i] += bb[j][i] * a[i - j - 1];
            }
        }
    }

    static void s119(float[][] aa, float[][] bb) {
        int w = aa.length;
        for (int i = 1; i < w; i++) {
            for (int j = 1; j < w; j++) {
                aa[i][j] = aa[i - 1][j - 1] + bb[i][j];
            }
        }
    }

    static void s1119(float[][] aa, float[][] bb) {
        int w = aa.length;
        for (int i = 1; i < w; i++) {
            for (int j = 0; j < w; j++) {
                aa[i][j] = aa[i - 1][j] + bb[i][j];
            }
        }
    }

    static void s132(float[][] aa, float[] b, float[] c) {
        int w = aa.length;
        int m = 0;
        int j = m;
        int k = m + 1;
        for (int i = 1; i < w; i++) {
            aa[j][i] = aa[k][i - 1] + b[i] * c[1];
        }
    }

    static void s231(float[][] aa, float[][] bb) {
        int w = aa.length;
        for (int i = 0; i < w; ++i) {
            for (int j = 1; j < w; j++) {
                aa[j][i] = aa[j - 1][i] + bb[j][i];
            }
        }
    }

    static void s232(float[][] aa, float[][] bb) {
        int w = aa.length;
        for (int j = 1; j < w; j++) {
            for (int i = 1; i <= j; i++) {
                aa[j][i] = aa[j][i - 1] * aa[j][i - 1] + bb[j][i];
            }
        }
    }

    static void s1232(float[][] aa, float[][] bb, float[][] cc) {
        int w = aa.length;
        for (int j = 0; j < w; j++) {
            for (int i = j; i < w; i++) {
                aa[i][j] = bb[i][j] + cc[i][j];
            }
        }
    }

    static void s233(float[][] aa, float[][] bb, float[][] cc) {
        int w = aa.length;
        for (int i = 1; i < w; i++) {
            for (int j = 1; j < w; j++) {
                aa[j][i] = aa[j - 1][i] + cc[j][i];
            }
            for (int j = 1; j < w; j++) {
                bb[j][i] = bb[j][i - 1] + cc[j][i];
            }
        }
    }

    static void s2233(float[][] aa, float[][] bb, float[][] cc) {
        int w = aa.length;
        for (int i = 1; i < w; i++) {
            for (int j = 1; j < w; j++) {
                aa[j][i] = aa[j - 1][i] + cc[j][i];
            }
            for (int j = 1; j < w; j++) {
                bb[i][j] = bb[i - 1][j] + cc[i][j];
            }
        }
    }

    static void s235(float[] a, float[] b, float[] c, float[][] aa, float[][] bb) {
        int w = aa.length;
        for (int i = 0; i < w; i++) {
            a[i] += b[i] * c[i];
            for (int j = 1; j < w; j++) {
                aa[j][i] = aa[j - 1][i] + bb[j][i] * a[i];
            }
        }
    }

    static void s275(float[][] aa, float[][] bb, float[][] cc) {
        int w = aa.length;
        for (int i = 0; i < w; i++) {
            if (aa[0][i] > 0f) {
                for (int j = 1; j < w; j++) {
                    aa[j][i] = aa[j - 1][i] + bb[j][i] * cc[j][i];
                }
            }
        }
    }

    static void s2275(float[] a, float[] b, float[] c, float[] d, float[][] aa, float[][] bb, float[][] cc) {
        int w = aa.length;
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < w; j++) {
                aa[j][i] = aa[j][i] + bb[j][i] * cc[j][i];
            }
            a[i] = b[i] + c[i] * d[i];
        }
    }

    static void s2101(float[][] aa, float[][] bb, float[][] cc) {
        int w = aa.length;
        for (int i = 0; i < w; i++) {
            aa[i][i] += bb[i][i] * cc[i][i];
        }
    }

    static void s2102(float[][] aa) {
        int w = aa.length;
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < w; j++) {
                aa[j][i] = 0f;
            }
            aa[i][i] = 1f;
        }
    }

    static void s2111(float[][] aa) {
        int w = aa.length;
        for (int j = 1; j < w; j++) {
            for (int i = 1; i < w; i++) {
                aa[j][i] = (float) ((aa[j][i - 1] + aa[j - 1][i]) / 1.9);
            }
        }
    }
}
