// Methods that write into their arguments, called several times with the same arrays. With an argument the hosted plugin then says what was overwritten.
package dev.jacobi.tpu;

import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.Options;
import java.util.Arrays;

final class InPlaceMain {
    private InPlaceMain() {
    }

    static void saxpy(float a, float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] = a * x[i] + y[i];
        }
    }

    /** Nothing of c is read. */
    static void multiply(int[][] a, int[][] b, int[][] c) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                int s = 0;
                for (int k = 0; k < b.length; k++) {
                    s += a[i][k] * b[k][j];
                }
                c[i][j] = s;
            }
        }
    }

    /** One sweep: the elements on the left are new ones, and those at the ends stay. */
    static void smooth(long[] u) {
        for (int i = 1; i < u.length - 1; i++) {
            u[i] = (u[i - 1] + 2 * u[i] + u[i + 1]) / 4;
        }
    }

    /** Ends beyond the array for some arguments, when it has written some elements. */
    static void add(int[] x, int[] to, int by) {
        for (int i = 0; i < to.length; i++) {
            to[i] += x[i + by];
        }
    }

    static float[] halves(float[] x, float[] y) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = x[i] / 2 + y[i];
        }
        return out;
    }

    public static void main(String[] args) {
        float[] x = {1, 2, 3, 4, 5};
        float[] y = {5, 4, 3, 2, 1};
        long[] u = {1000, 0, 0, 0, 400, 0, 70};
        int[][] a = {{1, 2, 3}, {4, 5, 6}};
        int[][] b = {{1, 0}, {2, 1}, {0, 3}};
        int[][] c = {{9, 9}, {9, 9}};
        int[] from = {1, 2, 3, 4};
        int[] to = {10, 20, 30};
        for (int t = 0; t < 4; t++) {
            saxpy(0.5f, x, y);
            System.out.println("saxpy " + Arrays.toString(x) + Arrays.toString(y));
            smooth(u);
            System.out.println("smooth " + Arrays.toString(u));
            multiply(a, b, c);
            System.out.println("multiply " + Arrays.deepToString(a) + Arrays.deepToString(c));
            a[0][t % 3] = c[1][1];
            try {
                add(from, to, t);
                System.out.println("add " + Arrays.toString(to));
            } catch (ArrayIndexOutOfBoundsException e) {
                System.out.println("add " + Arrays.toString(to) + " " + e.getMessage());
            }
        }
        Fn2<float[], float[], float[]> f = Jacobi.jit(InPlaceMain::halves, Options.DEFAULT.backend("tpu").donate(0));
        for (int t = 0; t < 3; t++) {
            float[] r = f.apply(x, y);
            System.out.println("halves " + (r == x) + Arrays.toString(r) + Arrays.toString(y));
        }
        if (args.length > 0) {
            Hosted.printGiven();
            Hosted.printLeaks();
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }
}
