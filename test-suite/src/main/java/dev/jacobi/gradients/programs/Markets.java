package dev.jacobi.gradients.programs;

/** Prices and likelihoods of finance, as they are written by hand. */
public final class Markets {
    private Markets() {
    }

    /** The value of polynomials 1, s, s² with these coefficients. */
    private static double continuation(double[] beta, double s) {
        return beta[0] + s * (beta[1] + s * beta[2]);
    }

    /** Coefficients of the parabola of least squares through points of which only those in the money count. */
    private static double[] regress(double[] s, double[] y, double strike) {
        double[][] m = new double[3][4];
        for (int p = 0; p < s.length; p++) {
            if (s[p] < strike) {
                double[] basis = {1, s[p], s[p] * s[p]};
                for (int i = 0; i < 3; i++) {
                    for (int j = 0; j < 3; j++) {
                        m[i][j] += basis[i] * basis[j];
                    }
                    m[i][3] += basis[i] * y[p];
                }
            }
        }
        for (int k = 0; k < 3; k++) {
            for (int i = k + 1; i < 3; i++) {
                double f = m[i][k] / m[k][k];
                for (int j = k; j < 4; j++) {
                    m[i][j] -= f * m[k][j];
                }
            }
        }
        double[] beta = new double[3];
        for (int i = 2; i >= 0; i--) {
            beta[i] = m[i][3];
            for (int j = i + 1; j < 3; j++) {
                beta[i] -= m[i][j] * beta[j];
            }
            beta[i] /= m[i][i];
        }
        return beta;
    }

    /** Price of an American put by least squares over simulated paths; normal numbers z[path][step]. */
    public static double leastSquares(double spot, double strike, double rate, double volatility, double[][] z) {
        int paths = z.length;
        int steps = z[0].length;
        double dt = 1.0 / steps;
        double[][] s = new double[paths][steps + 1];
        for (int p = 0; p < paths; p++) {
            s[p][0] = spot / 100;
            for (int t = 0; t < steps; t++) {
                s[p][t + 1] = s[p][t] * Math.exp((rate - 0.5 * volatility * volatility) * dt + volatility * Math.sqrt(dt) * z[p][t]);
            }
        }
        double k = strike / 100;
        double[] cash = new double[paths];
        for (int p = 0; p < paths; p++) {
            cash[p] = Math.max(k - s[p][steps], 0);
        }
        double discount = Math.exp(-rate * dt);
        for (int t = steps - 1; t > 0; t--) {
            double[] now = new double[paths];
            for (int p = 0; p < paths; p++) {
                now[p] = s[p][t];
                cash[p] *= discount;
            }
            double[] beta = regress(now, cash, k);
            for (int p = 0; p < paths; p++) {
                double exercise = k - now[p];
                if (exercise > 0 && exercise > continuation(beta, now[p])) {
                    cash[p] = exercise;
                }
            }
        }
        double sum = 0;
        for (double c : cash) {
            sum += c;
        }
        return 100 * discount * sum / paths;
    }

    /** Price of a call under Heston's model by Euler's method with full truncation: parameters kappa, theta, xi, rho, v0; two normal numbers a step in z. */
    public static double heston(double[] parameters, double spot, double rate, double[] z, int steps) {
        int paths = z.length / (2 * steps);
        double kappa = parameters[0];
        double theta = parameters[1];
        double xi = parameters[2];
        double rho = parameters[3];
        double dt = 1.0 / steps;
        double other = Math.sqrt(1 - rho * rho);
        double sum = 0;
        int at = 0;
        for (int p = 0; p < paths; p++) {
            double log = Math.log(spot);
            double v = parameters[4];
            for (int t = 0; t < steps; t++) {
                double positive = Math.max(v, 0);
                double root = Math.sqrt(positive * dt + 1e-12);
                double z1 = z[at++];
                double z2 = rho * z1 + other * z[at++];
                log += (rate - 0.5 * positive) * dt + root * z1;
                v += kappa * (theta - positive) * dt + xi * root * z2;
            }
            sum += Math.max(Math.exp(log) - 100, 0);
        }
        return Math.exp(-rate) * sum / paths;
    }

    /** Price of a Bermudan put on a trinomial lattice: a new array of values for each step, exercise every third one. */
    public static double trinomial(double spot, double strike, double rate, double volatility, int steps) {
        double dt = 1.0 / steps;
        double dx = volatility * Math.sqrt(3 * dt);
        double drift = rate - 0.5 * volatility * volatility;
        double up = 0.5 * ((volatility * volatility * dt + drift * drift * dt * dt) / (dx * dx) + drift * dt / dx);
        double down = up - drift * dt / dx;
        double middle = 1 - up - down;
        double discount = Math.exp(-rate * dt);
        double[] price = new double[2 * steps + 1];
        for (int i = 0; i < price.length; i++) {
            price[i] = spot * Math.exp((i - steps) * dx);
        }
        double[] value = new double[2 * steps + 1];
        for (int i = 0; i < value.length; i++) {
            value[i] = Math.max(strike - price[i], 0);
        }
        for (int t = steps - 1; t >= 0; t--) {
            double[] next = new double[2 * t + 1];
            for (int i = 0; i < next.length; i++) {
                next[i] = discount * (up * value[i + 2] + middle * value[i + 1] + down * value[i]);
                if (t % 3 == 0) {
                    double exercise = strike - price[i + steps - t];
                    if (exercise > next[i]) {
                        next[i] = exercise;
                    }
                }
            }
            value = next;
        }
        return value[0];
    }

    /** Log-likelihood of returns under GARCH(1, 1) with an exponential moving average as its start. */
    public static double garch(double omega, double alpha, double beta, double[] returns) {
        double variance = 0;
        for (double r : returns) {
            variance = 0.94 * variance + 0.06 * r * r;
        }
        double sum = 0;
        for (int t = 0; t < returns.length; t++) {
            sum -= 0.5 * (Math.log(variance) + returns[t] * returns[t] / variance);
            variance = omega + alpha * returns[t] * returns[t] + beta * variance;
        }
        return sum;
    }

    /** Sum of the squared errors of a yield curve bootstrapped from par rates, read by interpolation of logarithms at other times. */
    public static double curve(double[] par, double[] times, double[] quotes) {
        int n = par.length;
        double[] discount = new double[n + 1];
        discount[0] = 1;
        double annuity = 0;
        for (int i = 0; i < n; i++) {
            discount[i + 1] = (1 - par[i] * annuity) / (1 + par[i]);
            annuity += discount[i + 1];
        }
        double loss = 0;
        for (int k = 0; k < times.length; k++) {
            int i = (int) times[k];
            double w = times[k] - i;
            double log = (1 - w) * Math.log(discount[i]) + w * Math.log(discount[i + 1]);
            double error = -log / (times[k] + 0.5) - quotes[k];
            loss += error * error;
        }
        return loss;
    }
}
