package dev.jacobi.lift.examples;

/** Arrays of records whose elements are replaced in loops. */
public final class Replaced {
    private Replaced() {
    }

    record Mass(double at, double speed) {
        Mass moved(double by) {
            return new Mass(at + by * speed, speed - by * at);
        }
    }

    /** Filled once, then replaced one by one: that all are there is asked once, in front of the outer loop. */
    static double replacedInSteps(byte n, byte steps) {
        Mass[] all = new Mass[n & 15];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Mass(i, 1 + i * 0.5);
        }
        for (int s = 0; s < (steps & 3); s++) {
            for (int i = 0; i < all.length; i++) {
                double pull = 0;
                for (int j = 0; j < all.length; j++) {
                    pull += all[j].at * 0.25;
                }
                all[i] = all[i].moved(pull / 64);
            }
        }
        return all[all.length - 1].at + all[0].speed;
    }

    /** Filled anew in each step: in front of the outer loop, none is there. */
    static double filledInEachStep(byte n, byte steps) {
        Mass[] all = new Mass[n & 15];
        double sum = 0;
        for (int s = 0; s <= (steps & 3); s++) {
            for (int i = 0; i < all.length; i++) {
                all[i] = new Mass(i, s);
            }
            for (int i = 0; i < all.length; i++) {
                sum += all[i].at;
                all[i] = all[i].moved(0.5);
                sum += all[i].speed;
            }
        }
        return sum;
    }

    /** Each is made of the one before, and read while the others are missing. */
    static double eachFromTheOneBefore(byte n, byte steps) {
        Mass[] all = new Mass[n & 15];
        all[0] = new Mass(1, steps);
        for (int i = 1; i < all.length; i++) {
            double sum = 0;
            for (int j = 0; j < i; j++) {
                sum += all[j].at;
            }
            all[i] = all[i - 1].moved(sum / 32);
        }
        for (int s = 0; s < (steps & 3); s++) {
            for (int i = 1; i < all.length; i++) {
                all[i] = all[i].moved(all[i - 1].at);
            }
        }
        return all[all.length - 1].at;
    }
}
