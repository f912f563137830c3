package dev.jacobi.examples.dpsgd;

/** How much training tells about an example, by the moments of Mironov, Talwar and Zhang ("Rényi Differential Privacy of the Sampled Gaussian Mechanism", 2019, for whole orders). */
final class Privacy {
    private static final int HIGHEST_ORDER = 64;

    private Privacy() {
    }

    /**
     * The epsilon of (epsilon, delta)-privacy.
     *
     * @param rate with which probability an example is in a batch
     * @param noise the standard deviation of the noise, as a part of the longest gradient
     * @param steps how many there are
     * @param delta with which probability more may be told
     */
    static double epsilon(double rate, double noise, int steps, double delta) {
        double least = Double.POSITIVE_INFINITY;
        for (int order = 2; order <= HIGHEST_ORDER; order++) {
            double moment = 0;
            double binomial = 1;
            for (int k = 0; k <= order; k++) {
                moment += binomial * Math.pow(1 - rate, order - k) * Math.pow(rate, k) * Math.exp(k * (k - 1) / (2 * noise * noise));
                binomial = binomial * (order - k) / (k + 1);
            }
            least = Math.min(least, (steps * Math.log(moment) + Math.log(1 / delta)) / (order - 1));
        }
        return least;
    }
}
