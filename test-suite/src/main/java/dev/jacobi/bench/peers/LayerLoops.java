package dev.jacobi.bench.peers;

import dev.jacobi.Jacobi;

/** A network of two layers in loops: its squared error, a step of training by its gradient, and the same step with the gradient worked out by hand. */
final class LayerLoops {
    static final float STEP = 0.01f;

    /** What the network learns: the weights of each layer by input and unit. */
    record Net(float[][] w1, float[] b1, float[][] w2, float[] b2) {
    }

    private LayerLoops() {
    }

    static float loss(Net net, float[][] x, float[][] y) {
        int units = net.b1().length;
        int outputs = net.b2().length;
        float total = 0;
        for (int s = 0; s < x.length; s++) {
            float[] h = new float[units];
            for (int j = 0; j < units; j++) {
                float a = net.b1()[j];
                for (int i = 0; i < x[s].length; i++) {
                    a += x[s][i] * net.w1()[i][j];
                }
                h[j] = (float) Math.tanh(a);
            }
            for (int k = 0; k < outputs; k++) {
                float a = net.b2()[k];
                for (int j = 0; j < units; j++) {
                    a += h[j] * net.w2()[j][k];
                }
                total += (a - y[s][k]) * (a - y[s][k]);
            }
        }
        return total / (x.length * outputs);
    }

    private static float[] less(float[] p, float[] g) {
        float[] out = new float[p.length];
        for (int i = 0; i < p.length; i++) {
            out[i] = p[i] - STEP * g[i];
        }
        return out;
    }

    private static float[][] less(float[][] p, float[][] g) {
        float[][] out = new float[p.length][p[0].length];
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < p[0].length; j++) {
                out[i][j] = p[i][j] - STEP * g[i][j];
            }
        }
        return out;
    }

    static Net step(Net net, float[][] x, float[][] y) {
        Net g = Jacobi.<Net, float[][], float[][], Float>grad(LayerLoops::loss).apply(net, x, y);
        return new Net(less(net.w1(), g.w1()), less(net.b1(), g.b1()), less(net.w2(), g.w2()), less(net.b2(), g.b2()));
    }

    static Net stepByHand(Net net, float[][] x, float[][] y) {
        int units = net.b1().length;
        int outputs = net.b2().length;
        Net g = new Net(new float[net.w1().length][units], new float[units], new float[units][outputs], new float[outputs]);
        for (int s = 0; s < x.length; s++) {
            float[] h = net.b1().clone();
            for (int i = 0; i < x[s].length; i++) {
                for (int j = 0; j < units; j++) {
                    h[j] += x[s][i] * net.w1()[i][j];
                }
            }
            float[] dh = new float[units];
            for (int j = 0; j < units; j++) {
                h[j] = (float) Math.tanh(h[j]);
            }
            for (int k = 0; k < outputs; k++) {
                float a = net.b2()[k];
                for (int j = 0; j < units; j++) {
                    a += h[j] * net.w2()[j][k];
                }
                float d = 2 * (a - y[s][k]) / (x.length * outputs);
                g.b2()[k] += d;
                for (int j = 0; j < units; j++) {
                    g.w2()[j][k] += d * h[j];
                    dh[j] += d * net.w2()[j][k];
                }
            }
            for (int j = 0; j < units; j++) {
                dh[j] *= 1 - h[j] * h[j];
                g.b1()[j] += dh[j];
            }
            for (int i = 0; i < x[s].length; i++) {
                for (int j = 0; j < units; j++) {
                    g.w1()[i][j] += x[s][i] * dh[j];
                }
            }
        }
        return new Net(less(net.w1(), g.w1()), less(net.b1(), g.b1()), less(net.w2(), g.w2()), less(net.b2(), g.b2()));
    }

    /** The squared error of one example, weights in one array each. */
    static float exampleLoss(float[] w1, float[] b1, float[] w2, float[] b2, float[] x, float[] y) {
        int units = b1.length;
        int outputs = b2.length;
        float[] h = new float[units];
        for (int j = 0; j < units; j++) {
            float a = b1[j];
            for (int i = 0; i < x.length; i++) {
                a += x[i] * w1[i * units + j];
            }
            h[j] = (float) Math.tanh(a);
        }
        float total = 0;
        for (int k = 0; k < outputs; k++) {
            float a = b2[k];
            for (int j = 0; j < units; j++) {
                a += h[j] * w2[j * outputs + k];
            }
            total += (a - y[k]) * (a - y[k]);
        }
        return total / outputs;
    }

    /** The gradient of {@link #exampleLoss} by the weights for each example, by hand. */
    static Object[] exampleSlopes(float[] w1, float[] b1, float[] w2, float[] b2, float[][] x, float[][] y) {
        int units = b1.length;
        int outputs = b2.length;
        float[][] g1 = new float[x.length][w1.length];
        float[][] gb1 = new float[x.length][units];
        float[][] g2 = new float[x.length][w2.length];
        float[][] gb2 = new float[x.length][outputs];
        for (int s = 0; s < x.length; s++) {
            float[] h = b1.clone();
            for (int i = 0; i < x[s].length; i++) {
                for (int j = 0; j < units; j++) {
                    h[j] += x[s][i] * w1[i * units + j];
                }
            }
            for (int j = 0; j < units; j++) {
                h[j] = (float) Math.tanh(h[j]);
            }
            for (int k = 0; k < outputs; k++) {
                float a = b2[k];
                for (int j = 0; j < units; j++) {
                    a += h[j] * w2[j * outputs + k];
                }
                float d = 2 * (a - y[s][k]) / outputs;
                gb2[s][k] = d;
                for (int j = 0; j < units; j++) {
                    g2[s][j * outputs + k] = d * h[j];
                    gb1[s][j] += d * w2[j * outputs + k];
                }
            }
            for (int j = 0; j < units; j++) {
                gb1[s][j] *= 1 - h[j] * h[j];
            }
            for (int i = 0; i < x[s].length; i++) {
                for (int j = 0; j < units; j++) {
                    g1[s][i * units + j] = x[s][i] * gb1[s][j];
                }
            }
        }
        return new Object[] {g1, gb1, g2, gb2};
    }
}
