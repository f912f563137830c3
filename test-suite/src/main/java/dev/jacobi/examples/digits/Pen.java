package dev.jacobi.examples.digits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** One hand's way of writing one digit: a linear map, a shift, and how far each point of a stroke is from where it belongs. */
final class Pen {
    private static final double UNSTEADY = 0.028;
    private static final int PIECES = 5;
    private final Random random;
    private final double[] map;

    Pen(Random random) {
        this.random = random;
        double angle = 0.18 * random.nextGaussian();
        double slant = 0.18 * random.nextGaussian();
        double wide = 0.62 + 0.06 * random.nextGaussian();
        double high = 0.70 + 0.05 * random.nextGaussian();
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        map = new double[] {cos * wide, (slant * cos - sin) * high, 0.5 + 0.04 * random.nextGaussian(), sin * wide, (slant * sin + cos) * high, 0.5 + 0.04 * random.nextGaussian()};
    }

    /** The strokes as lines of many points, each a row of x and y. */
    List<double[][]> lines(List<double[]> strokes) {
        var lines = new ArrayList<double[][]>();
        for (double[] stroke : strokes) {
            double[][] points = new double[stroke.length / 2][];
            for (int i = 0; i < points.length; i++) {
                double x = stroke[2 * i] - 0.5 + UNSTEADY * random.nextGaussian();
                double y = stroke[2 * i + 1] - 0.5 + UNSTEADY * random.nextGaussian();
                points[i] = new double[] {map[0] * x + map[1] * y + map[2], map[3] * x + map[4] * y + map[5]};
            }
            lines.add(smooth(points));
        }
        return lines;
    }

    /** Points of the curve by Catmull and Rom through the given ones. */
    private static double[][] smooth(double[][] p) {
        var curve = new ArrayList<double[]>();
        for (int i = 0; i + 1 < p.length; i++) {
            double[] before = p[Math.max(0, i - 1)];
            double[] after = p[Math.min(p.length - 1, i + 2)];
            for (int k = 0; k < PIECES; k++) {
                double t = (double) k / PIECES;
                curve.add(new double[] {between(before[0], p[i][0], p[i + 1][0], after[0], t), between(before[1], p[i][1], p[i + 1][1], after[1], t)});
            }
        }
        curve.add(p[p.length - 1]);
        return curve.toArray(new double[0][]);
    }

    private static double between(double a, double b, double c, double d, double t) {
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
    }

    /** How far each pixel of a square image of side 1 is from the nearest of some lines; what is further than {@code reach} may be called further still. */
    static double[] distances(List<double[][]> lines, int side, double reach) {
        double[] squares = new double[side * side];
        Arrays.fill(squares, Double.POSITIVE_INFINITY);
        for (double[][] line : lines) {
            for (int i = 0; i + 1 < line.length; i++) {
                near(squares, side, reach, line[i], line[i + 1]);
            }
        }
        return Arrays.stream(squares).map(Math::sqrt).toArray();
    }

    /** Takes a piece of a line into account, for pixels that are near it. */
    private static void near(double[] squares, int side, double reach, double[] a, double[] b) {
        double dx = b[0] - a[0];
        double dy = b[1] - a[1];
        double length = Math.max(1e-12, dx * dx + dy * dy);
        int top = Math.max(0, (int) ((Math.min(a[1], b[1]) - reach) * side));
        int bottom = Math.min(side - 1, (int) ((Math.max(a[1], b[1]) + reach) * side));
        int left = Math.max(0, (int) ((Math.min(a[0], b[0]) - reach) * side));
        int right = Math.min(side - 1, (int) ((Math.max(a[0], b[0]) + reach) * side));
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                double px = (column + 0.5) / side - a[0];
                double py = (row + 0.5) / side - a[1];
                double along = Math.max(0, Math.min(1, (px * dx + py * dy) / length));
                double ex = px - along * dx;
                double ey = py - along * dy;
                int p = row * side + column;
                squares[p] = Math.min(squares[p], ex * ex + ey * ey);
            }
        }
    }
}
