package dev.jacobi.array.nn;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.Prng;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.lax.Calc;
import java.util.Arrays;

/** First weights whose variance depends on how many numbers come in and go out. */
public final class Initial {
    /** The deviation of a normal distribution that is cut at 2 and -2. */
    private static final double CUT = 0.87962566103423978;

    private Initial() {
    }

    /** Numbers of one variance: {@code scale} by the numbers that come in, go out, or their mean. */
    public static NDArray variance(NDArray key, int[] shape, DType dtype, double scale, String mode, String distribution, int inAxis, int outAxis) {
        if (shape.length < 2) {
            throw new JacobiException("varianceScaling: weights of shape " + Arrays.toString(shape) + " have no axes for what comes in and goes out; give at least two axes.");
        }
        int in = AxisNumbers.of("varianceScaling", inAxis, shape.length);
        int out = AxisNumbers.of("varianceScaling", outAxis, shape.length);
        double all = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
        double fanIn = all / shape[out];
        double fanOut = all / shape[in];
        double n = switch (mode) {
            case "fan_in" -> fanIn;
            case "fan_out" -> fanOut;
            case "fan_avg" -> (fanIn + fanOut) / 2;
            default -> throw new JacobiException("varianceScaling: there is no mode '" + mode + "'; say 'fan_in', 'fan_out' or 'fan_avg'.");
        };
        double variance = scale / n;
        return switch (distribution) {
            case "normal" -> scaled(Prng.normal(key, shape, dtype), Math.sqrt(variance));
            case "uniform" -> scaled(Prng.uniform(key, shape, dtype, -1, 1), Math.sqrt(3 * variance));
            case "truncated_normal" -> scaled(Prng.truncatedNormal(key, Casts.to(Calc.num(-2), dtype), Casts.to(Calc.num(2), dtype), shape, dtype), Math.sqrt(variance) / CUT);
            default -> throw new JacobiException("varianceScaling: there is no distribution '" + distribution + "'; say 'normal', 'uniform' or 'truncated_normal'.");
        };
    }

    /** Numbers times a factor of their type. */
    public static NDArray scaled(NDArray x, double by) {
        return x.times(Calc.like(by, x));
    }
}
