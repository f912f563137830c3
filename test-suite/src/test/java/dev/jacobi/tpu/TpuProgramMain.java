// Calls TpuKernels and prints the results; what stands after a '~' may differ in the last bits.
package dev.jacobi.tpu;

import java.util.Arrays;
import java.util.Random;

final class TpuProgramMain {
    private TpuProgramMain() {
    }

    public static void main(String[] args) {
        Random r = new Random(7);
        for (int n : new int[] {5, 64, 5}) {
            float[] x = new float[n];
            float[] y = new float[n];
            double[] d = r.doubles(n, -2, 2).toArray();
            for (int i = 0; i < n; i++) {
                x[i] = r.nextFloat();
                y[i] = r.nextFloat();
            }
            TpuKernels.saxpy(1.5f, x, y);
            System.out.println("saxpy ~" + Arrays.toString(y));
            System.out.println("sum " + TpuKernels.sum(d));
            System.out.println("squares " + Arrays.toString(TpuKernels.squares(n)));
            System.out.println("waves ~" + Arrays.toString(TpuKernels.waves(d)));
            long[] longs = r.longs(n).toArray();
            TpuKernels.prefix(longs);
            System.out.println("prefix " + Arrays.toString(longs));
            byte[] bytes = new byte[n];
            r.nextBytes(bytes);
            System.out.println("histogram " + Arrays.toString(TpuKernels.histogram(bytes)));
            System.out.println("counted " + TpuKernels.counted(r.ints(n, 0, 3).toArray(), 1) + " in all " + TpuKernels.counter);
            System.out.println("above " + Arrays.toString(TpuKernels.above("The quick brown fox".toCharArray(), 'm')));
            System.out.println("collatz " + TpuKernels.collatz(n + 22));
            double[][] a = new double[n][3];
            double[][] b = new double[3][n];
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < 3; k++) {
                    a[i][k] = i + k;
                    b[k][i] = i - k;
                }
            }
            System.out.println("multiply " + Arrays.deepToString(TpuKernels.multiply(a, b)));
            int[] bins = new int[7];
            TpuKernels.tally(d, bins, 12);
            System.out.println("plus zero " + Arrays.toString(TpuKernels.plusZero(d)));
            System.out.println("tally " + Arrays.toString(bins));
            int[] to = new int[n];
            TpuKernels.shift(new int[n + 3], to, 3);
            System.out.println("shift " + Arrays.toString(to));
            try {
                TpuKernels.shift(new int[n], to, 2);
            } catch (ArrayIndexOutOfBoundsException e) {
                System.out.println("shift " + Arrays.toString(to) + " " + e.getMessage());
            }
        }
        System.out.flush();
        if (args.length > 0) {
            System.exit(0);
        }
    }
}
