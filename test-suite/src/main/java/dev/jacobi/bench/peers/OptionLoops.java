package dev.jacobi.bench.peers;

import java.util.stream.IntStream;

/** Prices of European options by Black and Scholes in floats, and what the sum of all prices depends on. */
final class OptionLoops {
    static final float RATE = 0.02f;
    static final float VOLATILITY = 0.3f;
    private static final float ROOT_OF_TWO = 1.4142135f;

    private OptionLoops() {
    }

    /** The error function to 1.5e-7, by Abramowitz and Stegun 7.1.26. */
    static float erf(float x) {
        float a = Math.abs(x);
        float t = 1 / (1 + 0.3275911f * a);
        float p = t * (0.254829592f + t * (-0.284496736f + t * (1.421413741f + t * (-1.453152027f + t * 1.061405429f))));
        float y = 1 - p * (float) Math.exp(-a * a);
        return x < 0 ? -y : y;
    }

    static float normal(float x) {
        return 0.5f * (1 + erf(x / ROOT_OF_TWO));
    }

    static float price(float s, float k, float t) {
        float spread = VOLATILITY * (float) Math.sqrt(t);
        float d1 = ((float) Math.log(s / k) + (RATE + VOLATILITY * VOLATILITY / 2) * t) / spread;
        return s * normal(d1) - k * (float) Math.exp(-RATE * t) * normal(d1 - spread);
    }

    static float[] prices(float[] spot, float[] strike, float[] years) {
        float[] out = new float[spot.length];
        for (int i = 0; i < spot.length; i++) {
            out[i] = price(spot[i], strike[i], years[i]);
        }
        return out;
    }

    static float[] pricesStream(float[] spot, float[] strike, float[] years) {
        float[] out = new float[spot.length];
        IntStream.range(0, spot.length).parallel().forEach(i -> out[i] = price(spot[i], strike[i], years[i]));
        return out;
    }

    static float total(float[] spot, float[] strike, float[] years) {
        float s = 0;
        for (int i = 0; i < spot.length; i++) {
            s += price(spot[i], strike[i], years[i]);
        }
        return s;
    }

    /** The derivatives of {@link #total} by all its arguments, worked out by hand. */
    static float[][] slopes(float[] spot, float[] strike, float[] years) {
        int n = spot.length;
        float[] ds = new float[n];
        float[] dk = new float[n];
        float[] dt = new float[n];
        for (int i = 0; i < n; i++) {
            float t = years[i];
            float spread = VOLATILITY * (float) Math.sqrt(t);
            float d1 = ((float) Math.log(spot[i] / strike[i]) + (RATE + VOLATILITY * VOLATILITY / 2) * t) / spread;
            float discount = (float) Math.exp(-RATE * t);
            float second = normal(d1 - spread);
            ds[i] = normal(d1);
            dk[i] = -discount * second;
            dt[i] = spot[i] * 0.39894228f * (float) Math.exp(-d1 * d1 / 2) * spread / (2 * t) + RATE * strike[i] * discount * second;
        }
        return new float[][] {ds, dk, dt};
    }
}
