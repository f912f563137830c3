package dev.jacobi.lift.examples;

import java.util.Arrays;

/** Arrays of arrays that are made row by row on some ways through the code; on the others there are none. */
public final class Sometimes {
    private Sometimes() {
    }

    static double[][] rowsOrNull(byte n) {
        if (n % 5 == 2) {
            return null;
        }
        double[][] rows = new double[n & 7][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[3];
            rows[i][i % 3] = i;
        }
        return rows;
    }

    static int[][] nullFromALoop(int[] a, byte n) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] == 1) {
                return null;
            }
        }
        int[][] rows = new int[n & 3][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOf(a, 4);
        }
        return rows;
    }

    /** The variable is tested for null behind the place where the ways meet. */
    static int madeOnOneWay(int[] a, byte n) {
        int[][] rows = null;
        if (n > 0) {
            rows = new int[a.length][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = new int[] {a[i], n};
            }
        }
        return rows == null ? -1 : rows[rows.length - 1][0] + rows[0][1];
    }

    /** Not all rows are there on the way on which there is an array. */
    static int someRows(int[] a, byte n) {
        int[][] rows = null;
        if (n % 3 != 0) {
            rows = new int[a.length][];
            for (int i = n & 1; i < rows.length; i += 2) {
                rows[i] = new int[] {a[i], n};
            }
        }
        return rows == null ? -1 : rows[n & 3][1];
    }
}
