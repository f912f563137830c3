// Methods that ask which constant of an enum they have. Run with and without the agent.
package dev.jacobi.objects;

/** Prints a line per call: its result, or the exception. */
public final class Kinds {
    private static final int ROUNDS = 3;
    private static final double[] PRICES = {80, 95.5, 100, 104, 131};

    private Kinds() {
    }

    enum Kind {
        CALL, PUT, STRADDLE;

        double sign() {
            return this == CALL ? 1 : -1;
        }
    }

    /** Each constant is of a class of its own. */
    enum Rule {
        LEFT {
            @Override
            double at(double x, double h) {
                return x;
            }
        },
        MIDDLE {
            @Override
            double at(double x, double h) {
                return x + h / 2;
            }
        };

        abstract double at(double x, double h);
    }

    record Option(double strike, Kind kind) {
    }

    static double payoff(double[] prices, double strike, Kind kind) {
        double sum = 0;
        for (double p : prices) {
            sum += kind == Kind.CALL ? Math.max(p - strike, 0) : kind != Kind.STRADDLE ? Math.max(strike - p, 0) : Math.abs(p - strike);
        }
        return sum;
    }

    static double byMethod(double[] prices, double strike, Kind kind) {
        double sum = 0;
        for (double p : prices) {
            sum += Math.max(kind.sign() * (p - strike), 0);
        }
        return sum;
    }

    static double ofField(double[] prices, Option o) {
        double sum = 0;
        for (double p : prices) {
            sum += o.kind().equals(Kind.PUT) ? Math.max(o.strike() - p, 0) : p;
        }
        return sum;
    }

    static double chosen(double[] prices, double strike, boolean up) {
        Kind kind = up ? Kind.CALL : Kind.PUT;
        double sum = 0;
        for (double p : prices) {
            Kind now = p > 100 ? kind : Kind.STRADDLE;
            sum += now == Kind.CALL ? p - strike : now == Kind.PUT ? strike - p : 1;
        }
        return sum;
    }

    static double all(double[] prices) {
        double sum = 0;
        for (Kind k : Kind.values()) {
            for (double p : prices) {
                sum += k == Kind.STRADDLE ? 0.5 * p : k == Kind.PUT ? -p : p;
            }
        }
        return sum;
    }

    static double two(Kind a, Kind b, double x) {
        return a == b ? x : -x;
    }

    static double rule(Rule rule, int n) {
        double h = 1.0 / n;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double x = rule.at(i * h, h);
            sum += x * x * h;
        }
        return rule == Rule.LEFT ? sum : 2 * sum;
    }

    /** The calls: those with null are three, as are those of two without. */
    public static void main(String[] args) {
        for (int k = 1; k <= ROUNDS; k++) {
            double strike = 97 + k;
            for (Kind kind : new Kind[] {Kind.CALL, Kind.PUT, Kind.STRADDLE, null}) {
                Calls.print("payoff", () -> payoff(PRICES, strike, kind));
                Calls.print("ofField", () -> ofField(PRICES, new Option(strike, kind)));
                Calls.print("byMethod", () -> byMethod(PRICES, strike, kind));
                Calls.print("two", () -> two(kind, Kind.PUT, strike));
                Calls.print("two", () -> two(kind, kind, strike));
            }
            Calls.print("chosen", () -> chosen(PRICES, strike, true) + 2 * chosen(PRICES, strike, false));
            Calls.print("all", () -> all(PRICES));
            Calls.print("rule", () -> rule(Rule.LEFT, 10) + rule(Rule.MIDDLE, 7));
        }
    }
}
