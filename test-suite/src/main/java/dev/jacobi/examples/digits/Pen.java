package dev.jacobi.examples.digits;

import java.util.ArrayList;
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

    /** How far a point is from a line of many points. */
    static double distance(double[][] line, double x, double y) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i + 1 < line.length; i++) {
            double dx = line[i + 1][0] - line[i][0];
            double dy = line[i + 1][1] - line[i][1];
            double along = ((x - line[i][0]) * dx + (y - line[i][1]) * dy) / Math.max(1e-12, dx * dx + dy * dy);
            double t = Math.max(0, Math.min(1, along));
            double ex = line[i][0] + t * dx - x;
            double ey = line[i][1] + t * dy - y;
            least = Math.min(least, ex * ex + ey * ey);
        }
        return Math.sqrt(least);
    }
}
