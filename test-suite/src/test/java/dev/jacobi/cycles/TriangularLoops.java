package dev.jacobi.cycles;

/** Cholesky's factor and triangular systems in many orders of their loops, and loops that are nearly so. */
final class TriangularLoops {
    private TriangularLoops() {
    }

    static float[][] choleskyRows(float[][] a) {
        int n = a.length;
        float[][] l = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                float s = 0;
                for (int k = 0; k < j; k++) {
                    s += l[i][k] * l[j][k];
                }
                if (i == j) {
                    l[i][i] = (float) Math.sqrt(a[i][i] - s);
                } else {
                    l[i][j] = 1 / l[j][j] * (a[i][j] - s);
                }
            }
        }
        return l;
    }

    static float[][] choleskyDiagonal(float[][] a) {
        int n = a.length;
        float[][] l = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                float s = a[i][j];
                for (int k = 0; k < j; k++) {
                    s -= l[i][k] * l[j][k];
                }
                l[i][j] = s / l[j][j];
            }
            float d = a[i][i];
            for (int k = 0; k < i; k++) {
                d -= l[i][k] * l[i][k];
            }
            l[i][i] = (float) Math.sqrt(d);
        }
        return l;
    }

    static float[][] choleskyColumns(float[][] a) {
        int n = a.length;
        float[][] l = new float[n][n];
        for (int j = 0; j < n; j++) {
            float d = a[j][j];
            for (int k = 0; k < j; k++) {
                d -= l[j][k] * l[j][k];
            }
            l[j][j] = (float) Math.sqrt(d);
            for (int i = j + 1; i < n; i++) {
                float s = a[i][j];
                for (int k = 0; k < j; k++) {
                    s -= l[i][k] * l[j][k];
                }
                l[i][j] = s / l[j][j];
            }
        }
        return l;
    }

    static float[][] choleskyRight(float[][] a) {
        int n = a.length;
        float[][] l = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                l[i][j] = a[i][j];
            }
        }
        for (int k = 0; k < n; k++) {
            l[k][k] = (float) Math.sqrt(l[k][k]);
            for (int i = k + 1; i < n; i++) {
                l[i][k] /= l[k][k];
            }
            for (int j = k + 1; j < n; j++) {
                for (int i = j; i < n; i++) {
                    l[i][j] -= l[i][k] * l[j][k];
                }
            }
        }
        return l;
    }

    static float[] choleskyFlat(float[] a) {
        int n = (int) Math.sqrt(a.length);
        float[] l = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                float s = a[i * n + j];
                for (int k = 0; k < j; k++) {
                    s -= l[i * n + k] * l[j * n + k];
                }
                l[i * n + j] = i == j ? (float) Math.sqrt(s) : s / l[j * n + j];
            }
        }
        return l;
    }

    static float[][] choleskyInPlace(float[][] from) {
        int n = from.length;
        float[][] a = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = from[i][j];
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                for (int k = 0; k < j; k++) {
                    a[i][j] -= a[i][k] * a[j][k];
                }
                a[i][j] /= a[j][j];
            }
            for (int k = 0; k < i; k++) {
                a[i][i] -= a[i][k] * a[i][k];
            }
            a[i][i] = (float) Math.sqrt(a[i][i]);
        }
        return a;
    }

    static float[][] choleskyUpper(float[][] a) {
        int n = a.length;
        float[][] u = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                float s = a[i][j];
                for (int k = 0; k < i; k++) {
                    s -= u[k][i] * u[k][j];
                }
                u[i][j] = i == j ? (float) Math.sqrt(s) : s / u[i][i];
            }
        }
        return u;
    }

    static float[] lower(float[][] l, float[] b) {
        int n = b.length;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            float s = 0;
            for (int j = 0; j < i; j++) {
                s += l[i][j] * x[j];
            }
            x[i] = (b[i] - s) / l[i][i];
        }
        return x;
    }

    static float[] lowerColumns(float[][] l, float[] b) {
        int n = b.length;
        float[] x = b.clone();
        for (int j = 0; j < n; j++) {
            x[j] /= l[j][j];
            for (int i = j + 1; i < n; i++) {
                x[i] -= l[i][j] * x[j];
            }
        }
        return x;
    }

    static float[] unit(float[][] l, float[] b) {
        int n = b.length;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            float s = b[i];
            for (int j = 0; j < i; j++) {
                s -= l[i][j] * x[j];
            }
            x[i] = s;
        }
        return x;
    }

    static float[] upper(float[][] u, float[] b) {
        int n = b.length;
        float[] x = new float[n];
        for (int i = n - 1; i >= 0; i--) {
            float s = b[i];
            for (int j = i + 1; j < n; j++) {
                s -= u[i][j] * x[j];
            }
            x[i] = s / u[i][i];
        }
        return x;
    }

    static float[] transposed(float[][] l, float[] b) {
        int n = b.length;
        float[] x = new float[n];
        for (int i = n - 1; i >= 0; i--) {
            float s = b[i];
            for (int j = i + 1; j < n; j++) {
                s -= l[j][i] * x[j];
            }
            x[i] = s / l[i][i];
        }
        return x;
    }

    static float[] flat(float[] l, float[] b) {
        int n = b.length;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            float s = b[i];
            for (int j = 0; j < i; j++) {
                s -= l[i * n + j] * x[j];
            }
            x[i] = s / l[i * n + i];
        }
        return x;
    }

    static float[] inPlace(float[][] l, float[] b) {
        float[] x = b.clone();
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                x[i] -= l[i][j] * x[j];
            }
            x[i] /= l[i][i];
        }
        return x;
    }

    static float[] system(float[][] a, float[] b) {
        float[][] l = choleskyRows(a);
        return transposed(l, lower(l, b));
    }

    static float[][] jitter(float[][] a) {
        int n = a.length;
        float[][] l = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                float s = a[i][j];
                for (int k = 0; k < j; k++) {
                    s -= l[i][k] * l[j][k];
                }
                l[i][j] = i == j ? (float) Math.sqrt(s + 1e-6f) : s / l[j][j];
            }
        }
        return l;
    }

    static float[] short1(float[][] l, float[] b) {
        int n = b.length;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            float s = b[i];
            for (int j = 0; j < i - 1; j++) {
                s -= l[i][j] * x[j];
            }
            x[i] = s / l[i][i];
        }
        return x;
    }

    static float[][] average(float[][] a) {
        int n = a.length;
        float[][] l = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                float s = a[i][j] + (a[j][i] - a[i][j]);
                for (int k = 0; k < j; k++) {
                    s -= l[i][k] * l[j][k];
                }
                l[i][j] = i == j ? (float) Math.sqrt(s) : s / l[j][j];
            }
        }
        return l;
    }

    static float[] clipped(float[][] l, float[] b) {
        int n = b.length;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            float s = b[i];
            for (int j = 0; j < i; j++) {
                if (l[i][j] > 0) {
                    s -= l[i][j] * x[j];
                }
            }
            x[i] = s / l[i][i];
        }
        return x;
    }

    /** The other half of the matrix changes, too. */
    static float[][] wholeSquare(float[][] a) {
        int n = a.length;
        for (int k = 0; k < n; k++) {
            a[k][k] = (float) Math.sqrt(a[k][k]);
            for (int i = k + 1; i < n; i++) {
                a[i][k] /= a[k][k];
            }
            for (int i = k + 1; i < n; i++) {
                for (int j = k + 1; j < n; j++) {
                    a[i][j] -= a[i][k] * a[j][k];
                }
            }
        }
        return a;
    }

    /** From the element 128 on terms are left out. */
    static float[] wrapped(float[][] l, float[] b) {
        int n = b.length;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            float s = b[i];
            for (int k = 0; k < i; k++) {
                if ((byte) k >= 0) {
                    s -= l[i][k] * x[k];
                }
            }
            x[i] = s / l[i][i];
        }
        return x;
    }

    /** From the element 31 on terms are left out. */
    static float[] doubled(float[][] l, float[] b) {
        int n = b.length;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            float s = b[i];
            int c = 1;
            for (int k = 0; k < i; k++) {
                if (c > 0) {
                    s -= l[i][k] * x[k];
                }
                c += c;
            }
            x[i] = s / l[i][i];
        }
        return x;
    }

    /** From the element 9 on terms are left out. */
    static float[] handedOn(float[][] l, float[] b) {
        int n = b.length;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            float s = b[i];
            float f1 = 1;
            float f2 = 1;
            float f3 = 1;
            float f4 = 1;
            float f5 = 1;
            float f6 = 1;
            float f7 = 1;
            float f8 = 1;
            for (int k = 0; k < i; k++) {
                s -= l[i][k] * x[k] * f8;
                f8 = f7;
                f7 = f6;
                f6 = f5;
                f5 = f4;
                f4 = f3;
                f3 = f2;
                f2 = f1;
                f1 = 0;
            }
            x[i] = s / l[i][i];
        }
        return x;
    }
}
