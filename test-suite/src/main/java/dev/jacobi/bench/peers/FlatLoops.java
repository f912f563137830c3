package dev.jacobi.bench.peers;

/** Matrices in one array, row after row. */
public final class FlatLoops {
    private FlatLoops() {
    }

    public static float[] matmul(float[] a, float[] b, int n, int l, int m) {
        float[] c = new float[n * m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                float s = 0;
                for (int k = 0; k < l; k++) {
                    s += a[i * l + k] * b[k * m + j];
                }
                c[i * m + j] = s;
            }
        }
        return c;
    }

    static float[] layernorm(float[] x, int rows, int columns) {
        float[] out = new float[rows * columns];
        for (int i = 0; i < rows; i++) {
            float sum = 0;
            float squares = 0;
            for (int j = 0; j < columns; j++) {
                float v = x[i * columns + j];
                sum += v;
                squares += v * v;
            }
            float mean = sum / columns;
            float scale = 1 / (float) Math.sqrt(squares / columns - mean * mean + MatrixLoops.EPSILON);
            for (int j = 0; j < columns; j++) {
                out[i * columns + j] = (x[i * columns + j] - mean) * scale;
            }
        }
        return out;
    }

    static float[] softmaxRows(float[] x, int rows, int columns) {
        float[] out = new float[rows * columns];
        for (int i = 0; i < rows; i++) {
            float max = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < columns; j++) {
                max = Math.max(max, x[i * columns + j]);
            }
            float sum = 0;
            for (int j = 0; j < columns; j++) {
                float e = (float) Math.exp(x[i * columns + j] - max);
                out[i * columns + j] = e;
                sum += e;
            }
            float factor = 1 / sum;
            for (int j = 0; j < columns; j++) {
                out[i * columns + j] *= factor;
            }
        }
        return out;
    }

    /** Down each column, as the formula says it. */
    static float[] columnSums(float[] x, int rows, int columns) {
        float[] out = new float[columns];
        for (int j = 0; j < columns; j++) {
            float s = 0;
            for (int i = 0; i < rows; i++) {
                s += x[i * columns + j];
            }
            out[j] = s;
        }
        return out;
    }
}
