package dev.jacobi.examples.digits;

import dev.jacobi.NDArray;
import dev.jacobi.Np;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Images of digits with their labels.
 *
 * @param images n by 784 floats from 0 to 1, the rows of an image of 28 by 28 one after another
 * @param labels n integers from 0 to 9
 */
public record Digits(NDArray images, NDArray labels) {
    /** Pixels on a side. */
    public static final int SIDE = 28;

    private static final double NOISE = 0.12;

    /**
     * Draws digits as hands do: with strokes that are bent, slanted, turned, shifted, thick or thin, and with noise. As many of each digit, in random order.
     *
     * @param seed the same seed gives the same images on each machine
     * @param count how many
     * @return the images and which digits they show
     */
    public static Digits drawn(long seed, int count) {
        Random random = new Random(seed);
        int[] labels = new int[count];
        Arrays.setAll(labels, i -> i % 10);
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int label = labels[i];
            labels[i] = labels[j];
            labels[j] = label;
        }
        float[][] images = new float[count][];
        for (int i = 0; i < count; i++) {
            images[i] = image(labels[i], random);
        }
        return new Digits(NDArray.of((Object) images), NDArray.of(labels));
    }

    /** How many there are. */
    public int count() {
        return (int) labels.size();
    }

    /** Some of them, by their numbers. */
    public Digits take(NDArray rows) {
        return new Digits(Np.take(images, rows, 0), Np.take(labels, rows, 0));
    }

    private static float[] image(int digit, Random random) {
        List<double[][]> lines = new Pen(random).lines(Strokes.of(digit, random.nextDouble()));
        double width = 0.035 + 0.04 * random.nextDouble();
        double ink = 0.65 + 0.35 * random.nextDouble();
        // full ink inside of a stroke, and none further than a pixel and a half from it
        double reach = width + 1.5 / SIDE;
        double[] distances = Pen.distances(lines, SIDE, reach);
        float[] pixels = new float[SIDE * SIDE];
        for (int p = 0; p < pixels.length; p++) {
            double shade = ink * Math.max(0, Math.min(1, (reach - distances[p]) * SIDE / 1.5));
            pixels[p] = (float) Math.max(0, Math.min(1, shade + NOISE * random.nextGaussian()));
        }
        return pixels;
    }
}
