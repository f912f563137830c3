// The methods that GpuBench runs, as anybody would write them.
package dev.jacobi.bench;

/** Single precision throughout, as the figures they are compared with. */
public final class GpuKernels {
    private GpuKernels() {
    }

    static void saxpy(float a, float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] = a * x[i] + y[i];
        }
    }

    static float sum(float[] x) {
        float s = 0;
        for (int i = 0; i < x.length; i++) {
            s += x[i];
        }
        return s;
    }

    static void sinCos(float[] x, float[] out) {
        for (int i = 0; i < x.length; i++) {
            float s = (float) Math.sin(x[i]);
            float c = (float) Math.cos(x[i]);
            out[i] = s * s + c * c;
        }
    }

    static void blackScholes(float[] spot, float[] strike, float[] years, float rate, float vol, float[] call, float[] put) {
        for (int i = 0; i < spot.length; i++) {
            float root = (float) Math.sqrt(years[i]);
            float d1 = ((float) Math.log(spot[i] / strike[i]) + (rate + 0.5f * vol * vol) * years[i]) / (vol * root);
            float d2 = d1 - vol * root;
            float discounted = strike[i] * (float) Math.exp(-rate * years[i]);
            call[i] = spot[i] * normal(d1) - discounted * normal(d2);
            put[i] = discounted * normal(-d2) - spot[i] * normal(-d1);
        }
    }

    /** Cumulative normal distribution; Abramowitz and Stegun 26.2.17. */
    private static float normal(float x) {
        float t = 1 / (1 + 0.2316419f * Math.abs(x));
        float p = t * (0.31938153f + t * (-0.356563782f + t * (1.781477937f + t * (-1.821255978f + t * 1.330274429f))));
        float tail = 0.3989422804f * (float) Math.exp(-0.5f * x * x) * p;
        return x > 0 ? 1 - tail : tail;
    }

    static void mandelbrot(int width, int height, int limit, int[] out) {
        for (int p = 0; p < width * height; p++) {
            float cx = -2f + 3f / width * (p % width);
            float cy = -1.5f + 3f / height * (p / width);
            float x = 0;
            float y = 0;
            int n = 0;
            while (n < limit && x * x + y * y <= 4) {
                float t = x * x - y * y + cx;
                y = 2 * x * y + cy;
                x = t;
                n++;
            }
            out[p] = n;
        }
    }

    static void nBody(float[] x, float[] y, float[] z, float[] mass, float[] ax, float[] ay, float[] az) {
        for (int i = 0; i < x.length; i++) {
            float sx = 0;
            float sy = 0;
            float sz = 0;
            for (int j = 0; j < x.length; j++) {
                float dx = x[j] - x[i];
                float dy = y[j] - y[i];
                float dz = z[j] - z[i];
                float r2 = dx * dx + dy * dy + dz * dz + 1e-6f;
                float f = mass[j] / (r2 * (float) Math.sqrt(r2));
                sx += f * dx;
                sy += f * dy;
                sz += f * dz;
            }
            ax[i] = sx;
            ay[i] = sy;
            az[i] = sz;
        }
    }

    static void softmaxRows(float[][] a, float[][] out) {
        for (int i = 0; i < a.length; i++) {
            float most = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < a[i].length; j++) {
                most = Math.max(most, a[i][j]);
            }
            float s = 0;
            for (int j = 0; j < a[i].length; j++) {
                s += (float) Math.exp(a[i][j] - most);
            }
            for (int j = 0; j < a[i].length; j++) {
                out[i][j] = (float) Math.exp(a[i][j] - most) / s;
            }
        }
    }

    static void layerNorm(float[][] a, float[] scale, float[] shift, float[][] out) {
        for (int i = 0; i < a.length; i++) {
            float s = 0;
            float s2 = 0;
            for (int j = 0; j < a[i].length; j++) {
                s += a[i][j];
                s2 += a[i][j] * a[i][j];
            }
            float mean = s / a[i].length;
            float by = 1 / (float) Math.sqrt(s2 / a[i].length - mean * mean + 1e-5f);
            for (int j = 0; j < a[i].length; j++) {
                out[i][j] = (a[i][j] - mean) * by * scale[j] + shift[j];
            }
        }
    }

    static void columnSum(float[][] a, float[] out) {
        for (int j = 0; j < out.length; j++) {
            float s = 0;
            for (int i = 0; i < a.length; i++) {
                s += a[i][j];
            }
            out[j] = s;
        }
    }

    static void cumsum(float[] x, float[] out) {
        float s = 0;
        for (int i = 0; i < x.length; i++) {
            s += x[i];
            out[i] = s;
        }
    }
}
