package dev.jacobi.array.optim;

import dev.jacobi.NDArray;
import dev.jacobi.Schedule;

/** The schedules behind {@link dev.jacobi.Schedules}. */
public final class ScheduleKinds {
    private ScheduleKinds() {
    }

    /** Always the same number. */
    public record Constant(double value) implements Schedule {
        @Override
        public NDArray at(NDArray count) {
            return NDArray.scalar(value);
        }
    }

    /** From one number to another along a power of the steps that are left. */
    public record Polynomial(double init, double end, double power, int steps, int begin) implements Schedule {
        @Override
        public NDArray at(NDArray count) {
            NDArray c = Formulas.min(Formulas.max(count.minus(NDArray.scalar((long) begin)), NDArray.scalar(0L)), NDArray.scalar((long) steps));
            NDArray rest = NDArray.scalar(1.0).minus(Formulas.div(c, NDArray.scalar((long) steps)));
            return Formulas.pow(rest, NDArray.scalar(power)).times(init - end).plus(end);
        }
    }

    /** Multiplied by a rate again and again; with {@code staircase} all at once. */
    public record Exponential(double init, int steps, double rate, int begin, boolean staircase, double bound) implements Schedule {
        @Override
        public NDArray at(NDArray count) {
            NDArray c = count.minus(NDArray.scalar((long) begin));
            NDArray p = Formulas.div(c, NDArray.scalar((long) steps));
            NDArray whole = Formulas.floor(p);
            NDArray decayed = Formulas.pow(NDArray.scalar(rate), staircase ? whole : p).times(init);
            NDArray now = Formulas.where(Formulas.atMost(c, NDArray.scalar(0L)), NDArray.scalar(init), decayed, decayed);
            NDArray limit = NDArray.scalar(bound);
            return rate < 1 ? Formulas.max(now, limit) : Formulas.min(now, limit);
        }
    }

    /** Half a wave of a cosine from the first number down to {@code alpha} times it. */
    public record Cosine(double init, int steps, double alpha, double exponent) implements Schedule {
        @Override
        public NDArray at(NDArray count) {
            NDArray c = Formulas.min(count, NDArray.scalar((double) steps));
            NDArray wave = Formulas.cos(Formulas.div(c.times(Math.PI), NDArray.scalar((double) steps))).plus(1).times(0.5);
            return Formulas.pow(wave, NDArray.scalar(exponent)).times(1 - alpha).plus(alpha).times(init);
        }
    }

    /** Another schedule, multiplied by a number from a step on. */
    public record Stepped(Schedule inner, int boundary, double scale) implements Schedule {
        @Override
        public NDArray at(NDArray count) {
            NDArray v = inner.at(count);
            return Formulas.where(Formulas.less(count, NDArray.scalar((long) boundary)), v, v.times(scale), v);
        }
    }

    /** One schedule up to a step, then another one, which begins with 0 there. */
    public record Joined(Schedule first, Schedule second, int boundary) implements Schedule {
        @Override
        public NDArray at(NDArray count) {
            NDArray a = first.at(count);
            return Formulas.where(Formulas.less(count, NDArray.scalar((long) boundary)), a, second.at(count.minus(NDArray.scalar((long) boundary))), a);
        }
    }
}
