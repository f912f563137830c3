// Loops whose index ends just before an array does, in strides, quotients, pairs and diagonals. Run with and without the agent.
package dev.jacobi.indices;

import java.util.Arrays;
import java.util.Random;

/** Prints a digest per call; no call throws. */
public final class Reached {
    private Reached() {
    }

    /** Butterflies on interleaved complex numbers: the partner of i is half a stride away. */
    static void fft(double[] x, double[] twiddles) {
        int n = x.length;
        int half = 2;
        while (n > half) {
            int stride = half << 1;
            for (int m = 0; m < half; m += 2) {
                double wr = twiddles[m];
                double wi = twiddles[m + 1];
                for (int i = m; i < n; i += stride) {
                    int k = i + half;
                    double re = wr * x[k] - wi * x[k + 1];
                    double im = wr * x[k + 1] + wi * x[k];
                    x[k] = x[i] - re;
                    x[k + 1] = x[i + 1] - im;
                    x[i] += re;
                    x[i + 1] += im;
                }
            }
            half = stride;
        }
    }

    static void halves(int[] a, int[] sums) {
        for (int i = 0; i < a.length; i++) {
            sums[i >> 1] += a[i];
        }
    }

    static void thirds(int[] a, int[] sums, int rounds) {
        for (int r = 0; r < rounds; r++) {
            for (int i = r; i < a.length; i++) {
                sums[i / 3] ^= a[i];
            }
        }
    }

    static void scaleRows(double[] image, double[] rows, double[] columns, int width) {
        for (int i = 0; i < image.length; i++) {
            image[i] *= rows[i / width] * columns[i % width];
        }
    }

    static void coarse(int[] a, int[] b, int shift) {
        for (int i = 0; i < a.length; i++) {
            a[i] += b[i >> shift];
        }
    }

    static void swapPairs(double[] a, int n, int starts) {
        for (int s = 0; s < starts; s += 4) {
            for (int i = s; i < n; i += 2) {
                double t = a[i];
                a[i] = a[i + 1];
                a[i + 1] = t + 1;
            }
        }
    }

    static void divisorSums(int[] d, int n) {
        for (int i = 1; i <= n; i++) {
            for (int j = i; j <= n; j += i) {
                d[j] += i;
            }
        }
    }

    static void countBits(int[] counts, int n) {
        for (int i = 0; i < n; i++) {
            counts[Integer.bitCount(i)]++;
        }
    }

    static void oddNeighbours(int[] a, int[] b) {
        for (int i = 0; i < 12; i++) {
            b[i] = a[i ^ 1] + a[i | 1];
        }
    }

    /** Longest common subsequence, along diagonals. */
    static int common(byte[] a, byte[] b, int[][] best) {
        int n = a.length;
        int m = b.length;
        for (int d = 2; d <= n + m; d++) {
            for (int i = Math.max(1, d - m); i <= Math.min(n, d - 1); i++) {
                int j = d - i;
                best[i][j] = a[i - 1] == b[j - 1] ? best[i - 1][j - 1] + 1 : Math.max(best[i - 1][j], best[i][j - 1]);
            }
        }
        return best[n][m];
    }

    private static void print(String name, Object... results) {
        System.out.println(name + " " + Arrays.deepHashCode(results));
    }

    /** The calls. */
    public static void main(String[] args) {
        var random = new Random(7);
        for (int n : new int[] {12, 16, 63, 64}) {
            int[] a = random.ints(n, -9, 9).toArray();
            double[] x = random.doubles(n).toArray();
            int[] sums = new int[(n + 1) / 2];
            halves(a, sums);
            print("halves", sums);
            int[] thirds = new int[(n + 2) / 3];
            thirds(a, thirds, 5);
            print("thirds", thirds);
            scaleRows(x, random.doubles((n + 4) / 5).toArray(), random.doubles(5).toArray(), 5);
            print("scaleRows", x);
            coarse(a, random.ints((n + 3) / 4).toArray(), 2);
            print("coarse", a);
            int[] d = new int[n + 1];
            divisorSums(d, n);
            print("divisorSums", d);
            int[] bits = new int[7];
            countBits(bits, n);
            print("countBits", bits);
            int[] odd = new int[12];
            oddNeighbours(Arrays.copyOf(a, 12), odd);
            print("oddNeighbours", odd);
            byte[] s = new byte[n];
            byte[] t = new byte[n - 5];
            random.nextBytes(s);
            System.arraycopy(s, 3, t, 0, t.length);
            print("common", common(s, t, new int[n + 1][n - 4]));
            if (n % 2 == 0) {
                swapPairs(x, n, 9);
                print("swapPairs", x);
            }
            if ((n & n - 1) == 0) {
                fft(x, random.doubles(n).toArray());
                print("fft", x);
            }
        }
    }
}
