package dev.jacobi;

import dev.jacobi.array.optim.ScheduleKinds;
import java.util.Map;
import java.util.TreeMap;

/** Numbers that change from step to step, such as learning rates; the formulas are Optax's. */
public final class Schedules {
    private Schedules() {
    }

    /**
     * Always the same number.
     *
     * @param value the number
     * @return the schedule
     */
    public static Schedule constant(double value) {
        return new ScheduleKinds.Constant(value);
    }

    /**
     * Along a line from one number to another.
     *
     * @param init the first number
     * @param end the number after these steps, and from there on
     * @param steps how many steps it takes
     * @return the schedule
     * @throws JacobiException if there are no steps
     */
    public static Schedule linear(double init, double end, int steps) {
        return polynomial(init, end, 1, steps, 0);
    }

    /**
     * From one number to another along a power of the part of the steps that is left.
     *
     * @param init the first number
     * @param end the number after these steps, and from there on
     * @param power the exponent
     * @param steps how many steps it takes
     * @param begin the step that it begins with
     * @return the schedule
     * @throws JacobiException if there are no steps
     */
    public static Schedule polynomial(double init, double end, double power, int steps, int begin) {
        return new ScheduleKinds.Polynomial(init, end, power, positive("polynomial", steps), Math.max(0, begin));
    }

    /**
     * {@code init * pow(rate, count / steps)}.
     *
     * @param init the first number
     * @param steps after how many steps it is multiplied by the rate
     * @param rate the rate
     * @return the schedule
     * @throws JacobiException if there are no steps, or the rate is not positive
     */
    public static Schedule exponentialDecay(double init, int steps, double rate) {
        return exponentialDecay(init, steps, rate, 0, false, rate < 1 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }

    /**
     * {@code init * pow(rate, (count - begin) / steps)}, with a bound.
     *
     * @param init the first number
     * @param steps after how many steps it is multiplied by the rate
     * @param rate the rate
     * @param begin the step that it begins with
     * @param staircase whether the quotient is rounded down
     * @param end what it never passes
     * @return the schedule
     * @throws JacobiException if there are no steps, or the rate is not positive
     */
    public static Schedule exponentialDecay(double init, int steps, double rate, int begin, boolean staircase, double end) {
        if (!(rate > 0)) {
            throw new JacobiException("Schedules.exponentialDecay: the rate is " + rate + "; give a positive one.");
        }
        return new ScheduleKinds.Exponential(init, positive("exponentialDecay", steps), rate, Math.max(0, begin), staircase, end);
    }

    /**
     * Half a wave of a cosine down to 0.
     *
     * @param init the first number
     * @param steps how many steps it takes
     * @return the schedule
     * @throws JacobiException if there are no steps
     */
    public static Schedule cosineDecay(double init, int steps) {
        return cosineDecay(init, steps, 0, 1);
    }

    /**
     * Half a wave of a cosine.
     *
     * @param init the first number
     * @param steps how many steps it takes
     * @param alpha the last number, as a part of the first one
     * @param exponent what the wave, which goes from 1 to 0, is raised to
     * @return the schedule
     * @throws JacobiException if there are no steps
     */
    public static Schedule cosineDecay(double init, int steps, double alpha, double exponent) {
        return new ScheduleKinds.Cosine(init, positive("cosineDecay", steps), alpha, exponent);
    }

    /**
     * Along a line to a peak, then half a wave of a cosine down.
     *
     * @param init the first number
     * @param peak the greatest number
     * @param warmup how many steps it takes to the peak
     * @param steps how many steps it takes in all
     * @param end the last number
     * @return the schedule
     * @throws JacobiException if one of the two parts has no steps
     */
    public static Schedule warmupCosine(double init, double peak, int warmup, int steps, double end) {
        return join(linear(init, peak, warmup), cosineDecay(peak, steps - warmup, peak == 0 ? 0 : end / peak, 1), warmup);
    }

    /**
     * A number that is multiplied at some steps.
     *
     * @param init the first number
     * @param scales what it is multiplied by from a step on, for each of these steps
     * @return the schedule
     */
    public static Schedule piecewise(double init, Map<Integer, Double> scales) {
        Schedule out = constant(init);
        for (Map.Entry<Integer, Double> e : new TreeMap<>(scales).entrySet()) {
            if (e.getValue() < 0) {
                throw new JacobiException("Schedules.piecewise: the factor at step " + e.getKey() + " is " + e.getValue() + "; give none below 0.");
            }
            out = new ScheduleKinds.Stepped(out, e.getKey(), e.getValue());
        }
        return out;
    }

    /**
     * One schedule after another.
     *
     * @param first what holds before the boundary
     * @param second what holds from the boundary on, where its first step is
     * @param boundary a number of steps
     * @return the schedule
     */
    public static Schedule join(Schedule first, Schedule second, int boundary) {
        return new ScheduleKinds.Joined(first, second, boundary);
    }

    private static int positive(String name, int steps) {
        if (steps <= 0) {
            throw new JacobiException("Schedules." + name + ": there are " + steps + " steps; give at least 1.");
        }
        return steps;
    }
}
