package dev.jacobi.bench.calls;

import dev.jacobi.bench.calls.Given.Kind;

/** Counting, ranks, sorting by counts, and sorting by comparison. */
public final class CountMethods {
    private CountMethods() {
    }

    public static int[] histogram(@Given(Kind.SMALL) int[] a) {
        int[] count = new int[16];
        for (int x : a) {
            count[x]++;
        }
        return count;
    }

    public static void histogramInto(@Given(Kind.SMALL) byte[] a, @Given(value = Kind.ZEROS, length = 256) int[] count) {
        for (int i = 0; i < count.length; i++) {
            count[i] = 0;
        }
        for (int i = 0; i < a.length; i++) {
            count[a[i] & 255]++;
        }
    }

    public static long[] histogramLong(double[] a, int n) {
        long[] count = new long[32];
        for (double x : a) {
            int bin = (int) (x / n * 32);
            count[Math.min(31, Math.max(0, bin))]++;
        }
        return count;
    }

    public static void countingSort(@Given(Kind.SMALL) int[] a, @Given(Kind.ZEROS) int[] out) {
        int[] count = new int[17];
        for (int x : a) {
            count[x + 1]++;
        }
        for (int i = 1; i < count.length; i++) {
            count[i] += count[i - 1];
        }
        for (int x : a) {
            out[count[x]++] = x;
        }
    }

    public static int[] countingSortNew(@Given(Kind.SMALL) int[] a) {
        int[] count = new int[16];
        for (int i = 0; i < a.length; i++) {
            count[a[i]]++;
        }
        int[] out = new int[a.length];
        int k = 0;
        for (int v = 0; v < 16; v++) {
            for (int c = 0; c < count[v]; c++) {
                out[k++] = v;
            }
        }
        return out;
    }

    public static int[] radixSort(@Given(Kind.SIGNED) int[] from) {
        int[] a = from.clone();
        int[] b = new int[a.length];
        for (int shift = 0; shift < 32; shift += 8) {
            int[] count = new int[257];
            for (int i = 0; i < a.length; i++) {
                count[(a[i] >>> shift & 255) + 1]++;
            }
            for (int i = 0; i < 256; i++) {
                count[i + 1] += count[i];
            }
            for (int i = 0; i < a.length; i++) {
                b[count[a[i] >>> shift & 255]++] = a[i];
            }
            int[] t = a;
            a = b;
            b = t;
        }
        return a;
    }

    public static void radixPass(@Given(Kind.SIGNED) int[] a, @Given(Kind.ZEROS) int[] out, @Given(value = Kind.ZEROS, length = 256) int[] count) {
        for (int i = 0; i < 256; i++) {
            count[i] = 0;
        }
        for (int i = 0; i < a.length; i++) {
            count[a[i] & 255]++;
        }
        int sum = 0;
        for (int i = 0; i < 256; i++) {
            int c = count[i];
            count[i] = sum;
            sum += c;
        }
        for (int i = 0; i < a.length; i++) {
            out[count[a[i] & 255]++] = a[i];
        }
    }

    public static void ranks(@Given(value = Kind.NUMBERS, root = true) double[] x, @Given(value = Kind.ZEROS, root = true) int[] rank) {
        for (int i = 0; i < x.length; i++) {
            rank[i] = 0;
            for (int j = 0; j < x.length; j++) {
                if (x[j] < x[i]) {
                    rank[i]++;
                }
            }
        }
    }

    public static void tally(@Given(Kind.SIGNED) int[] a, @Given(value = Kind.ZEROS, length = 3) int[] out) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] < 0) {
                out[0]++;
            } else if (a[i] == 0) {
                out[1]++;
            } else {
                out[2]++;
            }
        }
    }

    public static int inversions(@Given(value = Kind.PERMUTATION, root = true) int[] a) {
        int n = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = i + 1; j < a.length; j++) {
                if (a[i] > a[j]) {
                    n++;
                }
            }
        }
        return n;
    }

    public static void insertionSort(@Given(value = Kind.SIGNED, root = true) int[] from, @Given(value = Kind.ZEROS, root = true) int[] a) {
        System.arraycopy(from, 0, a, 0, a.length);
        for (int i = 1; i < a.length; i++) {
            int x = a[i];
            int j = i - 1;
            while (j >= 0 && a[j] > x) {
                a[j + 1] = a[j];
                j--;
            }
            a[j + 1] = x;
        }
    }

    public static int[] selectionSort(@Given(value = Kind.SIGNED, root = true) int[] from) {
        int[] a = from.clone();
        for (int i = 0; i < a.length - 1; i++) {
            int least = i;
            for (int j = i + 1; j < a.length; j++) {
                if (a[j] < a[least]) {
                    least = j;
                }
            }
            int t = a[i];
            a[i] = a[least];
            a[least] = t;
        }
        return a;
    }

    public static int[] bubbleSort(@Given(value = Kind.SIGNED, root = true) int[] from) {
        int[] a = from.clone();
        boolean swapped = true;
        for (int n = a.length; swapped; n--) {
            swapped = false;
            for (int i = 1; i < n; i++) {
                if (a[i - 1] > a[i]) {
                    int t = a[i - 1];
                    a[i - 1] = a[i];
                    a[i] = t;
                    swapped = true;
                }
            }
        }
        return a;
    }

    public static double[] heapSort(double[] from) {
        double[] a = from.clone();
        for (int i = a.length / 2 - 1; i >= 0; i--) {
            sift(a, i, a.length);
        }
        for (int n = a.length - 1; n > 0; n--) {
            double t = a[0];
            a[0] = a[n];
            a[n] = t;
            sift(a, 0, n);
        }
        return a;
    }

    private static void sift(double[] a, int i, int n) {
        while (2 * i + 1 < n) {
            int child = 2 * i + 1;
            if (child + 1 < n && a[child + 1] > a[child]) {
                child++;
            }
            if (a[i] >= a[child]) {
                return;
            }
            double t = a[i];
            a[i] = a[child];
            a[child] = t;
            i = child;
        }
    }

    public static int heapPushes(@Given(Kind.SIGNED) int[] a, @Given(Kind.ZEROS) int[] heap) {
        int n = 0;
        for (int x : a) {
            int i = n++;
            while (i > 0 && heap[(i - 1) / 2] > x) {
                heap[i] = heap[(i - 1) / 2];
                i = (i - 1) / 2;
            }
            heap[i] = x;
        }
        return heap[0];
    }

    public static int heapPops(@Given(Kind.SORTED) int[] from, @Given(Kind.ZEROS) int[] heap) {
        System.arraycopy(from, 0, heap, 0, heap.length);
        int n = heap.length;
        int sum = 0;
        while (n > 0) {
            sum = 31 * sum + heap[0];
            int x = heap[--n];
            int i = 0;
            while (true) {
                int child = 2 * i + 1;
                if (child >= n) {
                    break;
                }
                if (child + 1 < n && heap[child + 1] < heap[child]) {
                    child++;
                }
                if (heap[child] >= x) {
                    break;
                }
                heap[i] = heap[child];
                i = child;
            }
            heap[i] = x;
        }
        return sum;
    }
}
