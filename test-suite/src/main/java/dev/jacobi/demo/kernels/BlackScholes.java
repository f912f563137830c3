// European option prices by the Black-Scholes formula; the normal distribution by Abramowitz and Stegun 26.2.17.
package dev.jacobi.demo.kernels;

/** Option pricing. */
public final class BlackScholes {
    private static final double A1 = 0.319381530;
    private static final double A2 = -0.356563782;
    private static final double A3 = 1.781477937;
    private static final double A4 = -1.821255978;
    private static final double A5 = 1.330274429;

    private BlackScholes() {
    }

    /** Prices of calls and puts for spot, strike and years to expiry, at a riskless rate and a volatility. */
    public static void price(double[] spot, double[] strike, double[] years, double rate, double volatility,
                             double[] call, double[] put) {
        for (int i = 0; i < spot.length; i++) {
            double s = spot[i];
            double k = strike[i];
            double t = years[i];
            double spread = volatility * Math.sqrt(t);
            double d1 = (Math.log(s / k) + (rate + 0.5 * volatility * volatility) * t) / spread;
            double d2 = d1 - spread;
            double discounted = k * Math.exp(-rate * t);
            double n1 = normal(d1);
            double n2 = normal(d2);
            call[i] = s * n1 - discounted * n2;
            put[i] = discounted * (1 - n2) - s * (1 - n1);
        }
    }

    static double normal(double x) {
        double l = Math.abs(x);
        double k = 1.0 / (1.0 + 0.2316419 * l);
        double poly = k * (A1 + k * (A2 + k * (A3 + k * (A4 + k * A5))));
        double tail = 0.3989422804014327 * Math.exp(-0.5 * l * l) * poly;
        return x < 0 ? tail : 1.0 - tail;
    }
}
