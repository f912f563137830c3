package dev.jacobi.tsvc;

/** Sums, products, extremes and where they are, searches, recurrences, and loops that are unrolled by hand. */
final class Reductions {
    private Reductions() {
    }

    static float s311(float[] a) {
        float sum = 0f;
        for (int i = 0; i < a.length; i++) {
            sum += a[i];
        }
        return sum;
    }

    private static float four(float[] a, int from) {
        float s = 0f;
        for (int i = 0; i < 4; i++) {
            s += a[from + i];
        }
        return s;
    }

    static float s31111(float[] a) {
        float sum = 0f;
        sum += four(a, 0);
        sum += four(a, 4);
        sum += four(a, 8);
        sum += four(a, 12);
        sum += four(a, 16);
        sum += four(a, 20);
        sum += four(a, 24);
        sum += four(a, 28);
        return sum;
    }

    static float s312(float[] a) {
        float prod = 1f;
        for (int i = 0; i < a.length; i++) {
            prod *= a[i];
        }
        return prod;
    }

    static float s313(float[] a, float[] b) {
        float dot = 0f;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
        }
        return dot;
    }

    static float s314(float[] a) {
        float x = a[0];
        for (int i = 0; i < a.length; i++) {
            if (a[i] > x) {
                x = a[i];
            }
        }
        return x;
    }

    static float s315(float[] a) {
        float x = a[0];
        int index = 0;
        for (int i = 0; i < a.length; ++i) {
            if (a[i] > x) {
                x = a[i];
                index = i;
            }
        }
        return x + index;
    }

    static float s316(float[] a) {
        float x = a[0];
        for (int i = 1; i < a.length; ++i) {
            if (a[i] < x) {
                x = a[i];
            }
        }
        return x;
    }

    static float s317(float[] a) {
        float q = 1f;
        for (int i = 0; i < a.length / 2; i++) {
            q *= .99f;
        }
        return q;
    }

    static float s318(float[] a, int inc) {
        int k = 0;
        int index = 0;
        float max = Math.abs(a[0]);
        k += inc;
        for (int i = 1; i < a.length; i++) {
            if (Math.abs(a[k]) > max) {
                index = i;
                max = Math.abs(a[k]);
            }
            k += inc;
        }
        return max + index;
    }

    static float s319(float[] a, float[] b, float[] c, float[] d, float[] e) {
        float sum = 0f;
        for (int i = 0; i < a.length; i++) {
            a[i] = c[i] + d[i];
            sum += a[i];
            b[i] = c[i] + e[i];
            sum += b[i];
        }
        return sum;
    }

    static float s3110(float[] aa, int w) {
        float max = aa[0];
        int x = 0;
        int y = 0;
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < w; j++) {
                if (aa[i * w + j] > max) {
                    max = aa[i * w + j];
                    x = i;
                    y = j;
                }
            }
        }
        return max + x + y;
    }

    static float s13110(float[] aa, int w) {
        float max = aa[0];
        int x = 0;
        int y = 0;
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < w; j++) {
                if (aa[i * w + j] > max) {
                    max = aa[i * w + j];
                    x = i;
                    y = j;
                }
            }
        }
        return max + x + 1 + y + 1;
    }

    static float s3111(float[] a) {
        float sum = 0f;
        for (int i = 0; i < a.length; i++) {
            if (a[i] > 0f) {
                sum += a[i];
            }
        }
        return sum;
    }

    static float s3112(float[] a, float[] b) {
        float sum = 0f;
        for (int i = 0; i < a.length; i++) {
            sum += a[i];
            b[i] = sum;
        }
        return sum;
    }

    static float s3113(float[] a) {
        float max = Math.abs(a[0]);
        for (int i = 0; i < a.length; i++) {
            if (Math.abs(a[i]) > max) {
                max = Math.abs(a[i]);
            }
        }
        return max;
    }

    static void s321(float[] a, float[] b) {
        for (int i = 1; i < a.length; i++) {
            a[i] += a[i - 1] * b[i];
        }
    }

    static void s322(float[] a, float[] b, float[] c) {
        for (int i = 2; i < a.length; i++) {
            a[i] = a[i] + a[i - 1] * b[i] + a[i - 2] * c[i];
        }
    }

    static void s323(float[] a, float[] b, float[] c, float[] d, float[] e) {
        for (int i = 1; i < a.length; i++) {
            a[i] = b[i - 1] + c[i] * d[i];
            b[i] = a[i] + c[i] * e[i];
        }
    }

    static int s331(float[] a) {
        int j = -1;
        for (int i = 0; i < a.length; i++) {
            if (a[i] < 0f) {
                j = i;
            }
        }
        return j;
    }

    static float s332(float[] a, int two) {
        int index = -2;
        float value = -1f;
        for (int i = 0; i < a.length; i++) {
            if (a[i] > two) {
                index = i;
                value = a[i];
                break;
            }
        }
        return value + index;
    }

    static void s351(float[] a, float[] b, float[] c) {
        float alpha = c[0];
        for (int i = 0; i < a.length - 4; i += 5) {
            a[i] += alpha * b[i];
            a[i + 1] += alpha * b[i + 1];
            a[i + 2] += alpha * b[i + 2];
            a[i + 3] += alpha * b[i + 3];
            a[i + 4] += alpha * b[i + 4];
        }
    }

    static void s1351(float[] a, float[] b, float[] c) {
        int at = 0;
        int bt = 0;
        int ct = 0;
        for (int i = 0; i < a.length; i++) {
            a[at++] = b[bt++] + c[ct++];
        }
    }

    static float s352(float[] a, float[] b) {
        float dot = 0f;
        for (int i = 0; i < a.length - 4; i += 5) {
            dot = dot + a[i] * b[i] + a[i + 1] * b[i + 1] + a[i + 2] * b[i + 2] + a[i + 3] * b[i + 3] + a[i + 4] * b[i + 4];
        }
        return dot;
    }

    static void s353(float[] a, float[] b, float[] c, int[] ip) {
        float alpha = c[0];
        for (int i = 0; i < a.length - 4; i += 5) {
            a[i] += alpha * b[ip[i]];
            a[i + 1] += alpha * b[ip[i + 1]];
            a[i + 2] += alpha * b[ip[i + 2]];
            a[i + 3] += alpha * b[ip[i + 3]];
            a[i + 4] += alpha * b[ip[i + 4]];
        }
    }
}
