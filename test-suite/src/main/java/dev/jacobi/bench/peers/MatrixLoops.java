package dev.jacobi.bench.peers;

import java.util.stream.IntStream;

/** Matrices whose rows are arrays, as most Java programs have them. */
public final class MatrixLoops {
    static final float EPSILON = 1e-5f;

    private MatrixLoops() {
    }

    static float[][] matmul(float[][] a, float[][] b) {
        int m = b[0].length;
        float[][] c = new float[a.length][m];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                float x = a[i][k];
                for (int j = 0; j < m; j++) {
                    c[i][j] += x * b[k][j];
                }
            }
        }
        return c;
    }

    static float[][] matmulStream(float[][] a, float[][] b) {
        int m = b[0].length;
        float[][] c = new float[a.length][m];
        IntStream.range(0, a.length).parallel().forEach(i -> {
            float[] row = c[i];
            for (int k = 0; k < b.length; k++) {
                float x = a[i][k];
                float[] other = b[k];
                for (int j = 0; j < m; j++) {
                    row[j] += x * other[j];
                }
            }
        });
        return c;
    }

    static void normalized(float[] x, float[] out) {
        int n = x.length;
        float mean = 0;
        for (int j = 0; j < n; j++) {
            mean += x[j];
        }
        mean /= n;
        float square = 0;
        for (int j = 0; j < n; j++) {
            float d = x[j] - mean;
            square += d * d;
        }
        float scale = 1 / (float) Math.sqrt(square / n + EPSILON);
        for (int j = 0; j < n; j++) {
            out[j] = (x[j] - mean) * scale;
        }
    }

    static float[][] layernorm(float[][] x) {
        float[][] out = new float[x.length][x[0].length];
        for (int i = 0; i < x.length; i++) {
            normalized(x[i], out[i]);
        }
        return out;
    }

    static float[][] layernormStream(float[][] x) {
        float[][] out = new float[x.length][x[0].length];
        IntStream.range(0, x.length).parallel().forEach(i -> normalized(x[i], out[i]));
        return out;
    }

    static void softened(float[] x, float[] out) {
        float max = x[0];
        for (int j = 1; j < x.length; j++) {
            max = Math.max(max, x[j]);
        }
        float sum = 0;
        for (int j = 0; j < x.length; j++) {
            out[j] = (float) Math.exp(x[j] - max);
            sum += out[j];
        }
        for (int j = 0; j < x.length; j++) {
            out[j] /= sum;
        }
    }

    static float[][] softmaxRows(float[][] x) {
        float[][] out = new float[x.length][x[0].length];
        for (int i = 0; i < x.length; i++) {
            softened(x[i], out[i]);
        }
        return out;
    }

    static float[][] softmaxRowsStream(float[][] x) {
        float[][] out = new float[x.length][x[0].length];
        IntStream.range(0, x.length).parallel().forEach(i -> softened(x[i], out[i]));
        return out;
    }

    public static float[] columnSums(float[][] x) {
        float[] out = new float[x[0].length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < out.length; j++) {
                out[j] += x[i][j];
            }
        }
        return out;
    }
}
