package dev.jacobi.bench.peers;

import java.util.stream.IntStream;

/** Work with many operations for each element: points that leave the Mandelbrot set, and forces between all pairs of bodies. */
final class PictureLoops {
    private PictureLoops() {
    }

    static int steps(float cx, float cy, int most) {
        float x = 0;
        float y = 0;
        int n = 0;
        while (n < most && x * x + y * y < 4) {
            float next = x * x - y * y + cx;
            y = 2 * x * y + cy;
            x = next;
            n++;
        }
        return n;
    }

    static int[] mandelbrot(float[] cx, float[] cy, int most) {
        int[] out = new int[cx.length * cy.length];
        for (int j = 0; j < cy.length; j++) {
            for (int i = 0; i < cx.length; i++) {
                out[j * cx.length + i] = steps(cx[i], cy[j], most);
            }
        }
        return out;
    }

    static int[] mandelbrotStream(float[] cx, float[] cy, int most) {
        int[] out = new int[cx.length * cy.length];
        IntStream.range(0, cy.length).parallel().forEach(j -> {
            for (int i = 0; i < cx.length; i++) {
                out[j * cx.length + i] = steps(cx[i], cy[j], most);
            }
        });
        return out;
    }

    private static void forces(float[] p, float[] out, int i) {
        float fx = 0;
        float fy = 0;
        float fz = 0;
        for (int j = 0; j < p.length / 3; j++) {
            float dx = p[3 * j] - p[3 * i];
            float dy = p[3 * j + 1] - p[3 * i + 1];
            float dz = p[3 * j + 2] - p[3 * i + 2];
            float r = dx * dx + dy * dy + dz * dz + 1e-2f;
            float inverse = 1 / (float) Math.sqrt(r);
            float weight = inverse * inverse * inverse;
            fx += dx * weight;
            fy += dy * weight;
            fz += dz * weight;
        }
        out[3 * i] = fx;
        out[3 * i + 1] = fy;
        out[3 * i + 2] = fz;
    }

    /** Positions and forces are triples. */
    static float[] nbody(float[] p) {
        float[] out = new float[p.length];
        for (int i = 0; i < p.length / 3; i++) {
            forces(p, out, i);
        }
        return out;
    }

    static float[] nbodyStream(float[] p) {
        float[] out = new float[p.length];
        IntStream.range(0, p.length / 3).parallel().forEach(i -> forces(p, out, i));
        return out;
    }
}
