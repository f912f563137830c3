package dev.jacobi.cycles;

import static dev.jacobi.cycles.MethodTable.floats;
import static dev.jacobi.cycles.MethodTable.half;
import static dev.jacobi.cycles.MethodTable.ints;
import static dev.jacobi.cycles.MethodTable.matrix;
import static dev.jacobi.cycles.MethodTable.weights;

import dev.jacobi.bench.peers.FlatLoops;

/** Matrix products, layers and what is made of them. */
final class Products {
    private Products() {
    }

    static float[][] ijk(float[][] a, float[][] b) {
        float[][] c = new float[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    static float[][] ikj(float[][] a, float[][] b) {
        int n = a.length;
        int m = b[0].length;
        float[][] c = new float[n][m];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < b.length; k++) {
                float v = a[i][k];
                for (int j = 0; j < m; j++) {
                    c[i][j] += v * b[k][j];
                }
            }
        }
        return c;
    }

    static float[] matvec(float[][] a, float[] x) {
        float[] y = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            float s = 0;
            for (int j = 0; j < x.length; j++) {
                s += a[i][j] * x[j];
            }
            y[i] = s;
        }
        return y;
    }

    static float[] matvecFlat(float[] a, float[] x, int n) {
        float[] y = new float[n];
        int m = x.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                y[i] += a[i * m + j] * x[j];
            }
        }
        return y;
    }

    static float mlpLoss(float[][] w1, float[][] w2, float[][] x, int[] labels) {
        float loss = 0;
        for (int s = 0; s < x.length; s++) {
            float[] h = new float[w1.length];
            for (int i = 0; i < h.length; i++) {
                float z = 0;
                for (int j = 0; j < x[s].length; j++) {
                    z += w1[i][j] * x[s][j];
                }
                h[i] = Math.max(0, z);
            }
            float[] o = new float[w2.length];
            float max = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < o.length; i++) {
                for (int j = 0; j < h.length; j++) {
                    o[i] += w2[i][j] * h[j];
                }
                max = Math.max(max, o[i]);
            }
            float sum = 0;
            for (int i = 0; i < o.length; i++) {
                sum += (float) Math.exp(o[i] - max);
            }
            loss += (float) Math.log(sum) + max - o[labels[s]];
        }
        return loss / x.length;
    }

    static float[][] mlpTanh(float[][] w1, float[] b1, float[][] w2, float[] b2, float[][] x) {
        float[][] y = new float[x.length][b2.length];
        for (int s = 0; s < x.length; s++) {
            float[] h = new float[b1.length];
            for (int j = 0; j < h.length; j++) {
                float z = b1[j];
                for (int i = 0; i < x[s].length; i++) {
                    z += x[s][i] * w1[i][j];
                }
                h[j] = (float) Math.tanh(z);
            }
            for (int j = 0; j < b2.length; j++) {
                float z = b2[j];
                for (int i = 0; i < h.length; i++) {
                    z += h[i] * w2[i][j];
                }
                y[s][j] = z;
            }
        }
        return y;
    }

    static float[][] attention(float[][] q, float[][] k, float[][] v) {
        int n = q.length;
        int d = q[0].length;
        float[][] out = new float[n][v[0].length];
        float scale = (float) (1 / Math.sqrt(d));
        for (int i = 0; i < n; i++) {
            float[] w = new float[k.length];
            float max = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < k.length; j++) {
                float s = 0;
                for (int c = 0; c < d; c++) {
                    s += q[i][c] * k[j][c];
                }
                w[j] = s * scale;
                max = Math.max(max, w[j]);
            }
            float sum = 0;
            for (int j = 0; j < k.length; j++) {
                w[j] = (float) Math.exp(w[j] - max);
                sum += w[j];
            }
            for (int j = 0; j < k.length; j++) {
                for (int c = 0; c < v[0].length; c++) {
                    out[i][c] += w[j] / sum * v[j][c];
                }
            }
        }
        return out;
    }

    static float[] powerIteration(float[][] a, int steps) {
        int n = a.length;
        float[] v = new float[n];
        for (int i = 0; i < n; i++) {
            v[i] = 1;
        }
        for (int s = 0; s < steps; s++) {
            float[] w = new float[n];
            float norm = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    w[i] += a[i][j] * v[j];
                }
                norm += w[i] * w[i];
            }
            norm = (float) Math.sqrt(norm);
            for (int i = 0; i < n; i++) {
                v[i] = w[i] / norm;
            }
        }
        return v;
    }

    static float[][] distances(float[][] x, float[][] y) {
        float[][] d = new float[x.length][y.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                float s = 0;
                for (int k = 0; k < x[i].length; k++) {
                    float e = x[i][k] - y[j][k];
                    s += e * e;
                }
                d[i][j] = (float) Math.sqrt(s);
            }
        }
        return d;
    }

    static float[][] rnn(float[][] w, float[][] u, float[][] x) {
        int n = w.length;
        float[][] h = new float[x.length + 1][n];
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < n; i++) {
                float z = 0;
                for (int j = 0; j < n; j++) {
                    z += w[i][j] * h[t][j];
                }
                for (int j = 0; j < x[t].length; j++) {
                    z += u[i][j] * x[t][j];
                }
                h[t + 1][i] = (float) Math.tanh(z);
            }
        }
        return h;
    }

    static float[][] embed(float[][] table, int[] tokens) {
        float[][] y = new float[tokens.length][table[0].length];
        for (int t = 0; t < tokens.length; t++) {
            for (int j = 0; j < y[t].length; j++) {
                y[t][j] = table[tokens[t]][j];
            }
        }
        return y;
    }

    static float[][] dft(float[] re, float[] im) {
        int n = re.length;
        float[][] out = new float[2][n];
        for (int k = 0; k < n; k++) {
            float a = 0;
            float b = 0;
            for (int t = 0; t < n; t++) {
                float angle = (float) (-2 * Math.PI * k * t / n);
                float c = (float) Math.cos(angle);
                float s = (float) Math.sin(angle);
                a += re[t] * c - im[t] * s;
                b += re[t] * s + im[t] * c;
            }
            out[0][k] = a;
            out[1][k] = b;
        }
        return out;
    }

    static void list(MethodTable t) {
        float[][] a = matrix(t.s(256), t.s(192));
        float[][] b = matrix(t.s(192), t.s(320));
        t.of("matmulIjk", Products::ijk, a, b).gradient("matmulIjk", (float[][] p, float[][] q) -> half(ijk(p, q)), a, b);
        t.of("matmulIkj", Products::ikj, a, b).gradient("matmulIkj", (float[][] p, float[][] q) -> half(ikj(p, q)), a, b);
        t.of("matmulFlat", FlatLoops::matmul, floats(t.s(256) * t.s(192)), floats(t.s(192) * t.s(320)), t.s(256), t.s(192), t.s(320));
        t.gradient("matmulFlat", (float[] p, float[] q, Integer n, Integer k, Integer m) -> half(FlatLoops.matmul(p, q, n, k, m)), floats(t.s(256) * t.s(192)), floats(t.s(192) * t.s(320)), t.s(256), t.s(192), t.s(320));
        t.of("matvec", Products::matvec, matrix(t.s(512), t.s(512)), floats(t.s(512))).gradient("matvec", (float[][] p, float[] q) -> half(matvec(p, q)), matrix(t.s(512), t.s(512)), floats(t.s(512)));
        t.of("matvecFlat", Products::matvecFlat, floats(t.s(512) * t.s(512)), floats(t.s(512)), t.s(512));
        t.of("mlpLoss", Products::mlpLoss, weights(t.s(64), t.s(128)), weights(10, t.s(64)), matrix(t.s(256), t.s(128)), ints(t.s(256), 10));
        t.gradient("mlpLoss", Products::mlpLoss, weights(t.s(64), t.s(128)), weights(10, t.s(64)), matrix(t.s(256), t.s(128)), ints(t.s(256), 10));
        t.of("mlpTanh", Products::mlpTanh, weights(t.s(128), t.s(64)), floats(t.s(64)), weights(t.s(64), t.s(16)), floats(t.s(16)), weights(t.s(256), t.s(128)));
        t.gradient("mlpTanh", (float[][] w, float[] c, float[][] v, float[] d, float[][] x) -> half(mlpTanh(w, c, v, d, x)), weights(t.s(128), t.s(64)), floats(t.s(64)), weights(t.s(64), t.s(16)), floats(t.s(16)),
            weights(t.s(256), t.s(128)));
        t.of("attention", Products::attention, weights(t.s(128), t.s(64)), weights(t.s(128), t.s(64)), weights(t.s(128), t.s(64)));
        t.gradient("attention", (float[][] q, float[][] k, float[][] v) -> half(attention(q, k, v)), weights(t.s(128), t.s(64)), weights(t.s(128), t.s(64)), weights(t.s(128), t.s(64)));
        t.of("powerIteration", Products::powerIteration, matrix(t.s(256), t.s(256)), t.s(20));
        t.gradient("powerIteration", (float[][] m, Integer n) -> half(powerIteration(m, n)), matrix(t.s(256), t.s(256)), t.s(20));
        t.of("distances", Products::distances, matrix(t.s(256), t.s(32)), matrix(t.s(192), t.s(32)));
        t.gradient("distances", (float[][] x, float[][] y) -> half(distances(x, y)), matrix(t.s(256), t.s(32)), matrix(t.s(192), t.s(32)));
        t.of("rnn", Products::rnn, weights(t.s(64), t.s(64)), weights(t.s(64), t.s(32)), weights(t.s(48), t.s(32)));
        t.gradient("rnn", (float[][] w, float[][] u, float[][] x) -> half(rnn(w, u, x)), weights(t.s(64), t.s(64)), weights(t.s(64), t.s(32)), weights(t.s(48), t.s(32)));
        t.of("embed", Products::embed, matrix(t.s(1000), t.s(64)), ints(t.s(512), t.s(1000)));
        t.gradient("embed", (float[][] m, int[] k) -> half(embed(m, k)), matrix(t.s(1000), t.s(64)), ints(t.s(512), t.s(1000)));
        t.of("dft", Products::dft, floats(t.s(256)), floats(t.s(256)));
    }
}
