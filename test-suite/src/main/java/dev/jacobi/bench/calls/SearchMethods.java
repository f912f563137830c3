package dev.jacobi.bench.calls;

import dev.jacobi.bench.calls.Given.Kind;

/** Searches, two pointers, prime numbers. */
public final class SearchMethods {
    private SearchMethods() {
    }

    public static int sieve(int n) {
        boolean[] composite = new boolean[n + 1];
        int count = 0;
        for (int i = 2; i <= n; i++) {
            if (!composite[i]) {
                count++;
                for (int j = 2 * i; j <= n; j += i) {
                    composite[j] = true;
                }
            }
        }
        return count;
    }

    public static int sieveLong(int n) {
        boolean[] composite = new boolean[n + 1];
        int count = 0;
        for (int i = 2; i <= n; i++) {
            if (!composite[i]) {
                count++;
                for (long j = (long) i * i; j <= n; j += i) {
                    composite[(int) j] = true;
                }
            }
        }
        return count;
    }

    public static void sieveInto(@Given(value = Kind.ZEROS, more = 1) boolean[] composite, int n) {
        for (int i = 0; i <= n; i++) {
            composite[i] = false;
        }
        for (int i = 2; (long) i * i <= n; i++) {
            if (composite[i]) {
                continue;
            }
            for (int j = i * i; j <= n; j += i) {
                composite[j] = true;
            }
        }
    }

    public static int binarySearch(@Given(Kind.SORTED) int[] a, int key) {
        int lo = 0;
        int hi = a.length - 1;
        while (lo <= hi) {
            int mid = (lo + hi) >>> 1;
            if (a[mid] < key) {
                lo = mid + 1;
            } else if (a[mid] > key) {
                hi = mid - 1;
            } else {
                return mid;
            }
        }
        return -(lo + 1);
    }

    public static int indexOf(int[] a, int key) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] == key) {
                return i;
            }
        }
        return -1;
    }

    public static boolean isSorted(@Given(Kind.SORTED) double[] a) {
        for (int i = 1; i < a.length; i++) {
            if (a[i - 1] > a[i]) {
                return false;
            }
        }
        return true;
    }

    public static boolean same(@Given(Kind.SORTED) int[] a, @Given(Kind.SORTED) int[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    public static int intersect(@Given(Kind.SORTED) int[] a, @Given(Kind.SORTED) int[] b) {
        int i = 0;
        int j = 0;
        int n = 0;
        while (i < a.length && j < b.length) {
            if (a[i] < b[j]) {
                i++;
            } else if (a[i] > b[j]) {
                j++;
            } else {
                n++;
                i++;
                j++;
            }
        }
        return n;
    }

    public static int[] merged(@Given(Kind.SORTED) int[] a, @Given(Kind.SORTED) int[] b) {
        int[] out = new int[a.length + b.length];
        int i = 0;
        int j = 0;
        int k = 0;
        while (i < a.length && j < b.length) {
            out[k++] = a[i] <= b[j] ? a[i++] : b[j++];
        }
        while (i < a.length) {
            out[k++] = a[i++];
        }
        while (j < b.length) {
            out[k++] = b[j++];
        }
        return out;
    }

    public static void mergeInto(@Given(Kind.SORTED) int[] a, @Given(Kind.SORTED) int[] b, @Given(Kind.ZEROS) int[] out) {
        int i = 0;
        int j = 0;
        for (int k = 0; k < out.length; k++) {
            if (j >= b.length || i < a.length && a[i] <= b[j]) {
                out[k] = a[i++];
            } else {
                out[k] = b[j++];
            }
        }
    }

    public static int unique(@Given(Kind.SMALL) int[] a, @Given(Kind.ZEROS) int[] out) {
        int n = 0;
        for (int i = 0; i < a.length; i++) {
            if (i == 0 || a[i] != a[i - 1]) {
                out[n++] = a[i];
            }
        }
        return n;
    }

    public static int partition(@Given(Kind.SIGNED) int[] from, @Given(Kind.ZEROS) int[] a) {
        System.arraycopy(from, 0, a, 0, a.length);
        int pivot = a[a.length - 1];
        int i = 0;
        for (int j = 0; j < a.length - 1; j++) {
            if (a[j] < pivot) {
                int t = a[i];
                a[i] = a[j];
                a[j] = t;
                i++;
            }
        }
        a[a.length - 1] = a[i];
        a[i] = pivot;
        return i;
    }

    public static long gcds(@Given(Kind.SORTED) int[] a) {
        long sum = 0;
        for (int x : a) {
            int p = x;
            int q = 360;
            while (q != 0) {
                int r = p % q;
                p = q;
                q = r;
            }
            sum += p;
        }
        return sum;
    }

    public static int maxWindow(@Given(Kind.SIGNED) int[] a, @Given(value = Kind.NUMBERS, part = 2) int k) {
        long sum = 0;
        for (int i = 0; i < k; i++) {
            sum += a[i];
        }
        long best = sum;
        int at = 0;
        for (int i = k; i < a.length; i++) {
            sum += a[i] - a[i - k];
            if (sum > best) {
                best = sum;
                at = i - k + 1;
            }
        }
        return at;
    }

    public static int water(int[] height) {
        int lo = 0;
        int hi = height.length - 1;
        int best = 0;
        while (lo < hi) {
            int least = Math.min(height[lo], height[hi]);
            best = Math.max(best, least * (hi - lo));
            if (height[lo] < height[hi]) {
                lo++;
            } else {
                hi--;
            }
        }
        return best;
    }
}
