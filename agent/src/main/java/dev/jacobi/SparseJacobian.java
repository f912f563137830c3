package dev.jacobi;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The Jacobian of a function whose Jacobian is zero in known places, as those of springs in a row, of stencils and of circuits are. Columns that share no row are computed together, as one
 * derivative in the direction of their sum (Curtis, Powell and Reid, 1974), or rows that share no column, as one gradient, whichever takes fewer: three derivatives for a tridiagonal
 * matrix of any size. Only the entries that may differ from zero are kept.
 *
 * <pre>{@code
 * Fn1<double[], double[]> squares = x -> { double[] y = new double[x.length]; for (int i = 0; i < y.length; i++) y[i] = x[i] * x[i]; return y; };
 * SparseJacobian j = SparseJacobian.of(squares, new int[][] {{0}, {1}});   // row i differs from zero in column i only
 * double[] d = j.apply(new double[] {1, 2});                              // {2.0, 4.0}, of one derivative
 * }</pre>
 */
public final class SparseJacobian {
    private final int[][] columns;
    private final int width;
    private final boolean forward;
    /** By column, or in reverse by row, which of the derivatives it belongs to. */
    private final int[] colours;
    private final double[][] seeds;
    /** By entry, row by row, the derivative that has it and where. */
    private final int[] derivative;
    private final int[] place;
    private final Fn2<double[], double[][], double[][]> products;

    private SparseJacobian(Fn1<double[], double[]> f, int[][] columns, int width) {
        this.columns = columns;
        this.width = width;
        int[] ofColumns = colours(turned(columns, width), columns);
        int[] ofRows = colours(columns, turned(columns, width));
        this.forward = count(ofColumns) <= count(ofRows);
        this.colours = forward ? ofColumns : ofRows;
        this.seeds = new double[Math.max(1, count(colours))][colours.length];
        for (int k = 0; k < colours.length; k++) {
            seeds[colours[k]][k] = 1;
        }
        int entries = Arrays.stream(columns).mapToInt(r -> r.length).sum();
        this.derivative = new int[entries];
        this.place = new int[entries];
        int e = 0;
        for (int i = 0; i < columns.length; i++) {
            for (int j : columns[i]) {
                derivative[e] = forward ? colours[j] : colours[i];
                place[e++] = forward ? i : j;
            }
        }
        Fn2<double[], double[], double[]> one = forward ? (x, t) -> Jacobi.jvp(f).apply(x, t).tangent() : (x, c) -> Jacobi.vjp(f).apply(x, c).grad();
        this.products = Jacobi.vmap(one, null, 0);
    }

    /**
     * The Jacobian of a function with entries in given places. Entries that differ from zero elsewhere would be added to others, so every place must be given that any argument gives such an
     * entry.
     *
     * @param f the function
     * @param columns for each element of the result the elements of the argument that it depends on, each once, in any order
     * @return its Jacobian
     * @throws JacobiException if {@code f}, {@code columns} or a row of it is null, or a column is negative or there twice in a row
     */
    public static SparseJacobian of(Fn1<double[], double[]> f, int[][] columns) {
        if (f == null || columns == null || Arrays.stream(columns).anyMatch(r -> r == null)) {
            throw new JacobiException("SparseJacobian.of needs a function, and the columns of each row of its Jacobian.");
        }
        int width = 0;
        int[][] own = new int[columns.length][];
        for (int i = 0; i < own.length; i++) {
            own[i] = columns[i].clone();
            int[] sorted = columns[i].clone();
            Arrays.sort(sorted);
            for (int k = 0; k < sorted.length; k++) {
                if (sorted[k] < 0 || sorted[k] == Integer.MAX_VALUE || k > 0 && sorted[k] == sorted[k - 1]) {
                    throw new JacobiException("SparseJacobian.of: row " + i + " has column " + sorted[k] + (sorted[k] < 0 || sorted[k] == Integer.MAX_VALUE ? "." : " twice."));
                }
                width = Math.max(width, sorted[k] + 1);
            }
        }
        return new SparseJacobian(f, own, width);
    }

    /**
     * The places where a matrix is not zero, such as a Jacobian at an argument where no entry happens to be zero that elsewhere is not.
     *
     * @param matrix the matrix
     * @return for each row its columns, as {@link #of} takes them
     * @throws JacobiException if the matrix or a row is null
     */
    public static int[][] pattern(double[][] matrix) {
        if (matrix == null || Arrays.stream(matrix).anyMatch(r -> r == null)) {
            throw new JacobiException("SparseJacobian.pattern needs a matrix.");
        }
        int[][] columns = new int[matrix.length][];
        for (int i = 0; i < columns.length; i++) {
            double[] row = matrix[i];
            int n = 0;
            int[] found = new int[row.length];
            for (int j = 0; j < row.length; j++) {
                if (row[j] != 0) {
                    found[n++] = j;
                }
            }
            columns[i] = Arrays.copyOf(found, n);
        }
        return columns;
    }

    /**
     * The entries at an argument.
     *
     * @param x the argument
     * @return the entries row by row, in the order of the columns given
     * @throws JacobiException if the argument has fewer elements than the columns given, or the function another number of results than rows were given
     */
    public double[] apply(double[] x) {
        double[] values = new double[place.length];
        double[][] products = products(x);
        for (int k = 0; k < values.length; k++) {
            values[k] = products[derivative[k]][place[k]];
        }
        return values;
    }

    /**
     * The whole matrix at an argument.
     *
     * @param x the argument
     * @return the Jacobian, one row for each element of the result
     * @throws JacobiException as {@link #apply}
     */
    public double[][] dense(double[] x) {
        double[][] matrix = new double[columns.length][x == null ? 0 : x.length];
        double[] values = apply(x);
        int k = 0;
        for (int i = 0; i < columns.length; i++) {
            for (int j : columns[i]) {
                matrix[i][j] = values[k++];
            }
        }
        return matrix;
    }

    /**
     * How many derivatives it takes.
     *
     * @return the number of colours of columns or of rows
     */
    public int derivatives() {
        return count(colours);
    }

    private double[][] products(double[] x) {
        if (x == null) {
            throw new JacobiException("SparseJacobian needs an argument, not null.");
        }
        if (x.length < width) {
            throw new JacobiException("A Jacobian with an entry in column " + (width - 1) + " needs an argument of at least " + width + " elements, not " + x.length + ".");
        }
        int others = forward ? columns.length : x.length;
        double[][] now = seeds;
        if (forward && x.length > width) {
            now = Arrays.stream(seeds).map(s -> Arrays.copyOf(s, x.length)).toArray(double[][]::new);
        }
        double[][] made = products.apply(x, now);
        if (made[0].length != others) {
            throw new JacobiException("The function has " + made[0].length + " results, but columns were given for " + others + " rows.");
        }
        return made;
    }

    /** The smallest colour for one after the other that no other of a common line has. {@code across} has the lines of each, {@code lines} what is in each line. */
    private static int[] colours(int[][] across, int[][] lines) {
        int[] colours = new int[across.length];
        Arrays.fill(colours, -1);
        for (int k = 0; k < across.length; k++) {
            var taken = new BitSet();
            for (int line : across[k]) {
                for (int other : lines[line]) {
                    if (colours[other] >= 0) {
                        taken.set(colours[other]);
                    }
                }
            }
            colours[k] = taken.nextClearBit(0);
        }
        return colours;
    }

    private static int[][] turned(int[][] columns, int width) {
        int[] counts = new int[width];
        for (int[] row : columns) {
            for (int j : row) {
                counts[j]++;
            }
        }
        int[][] rows = new int[width][];
        for (int j = 0; j < width; j++) {
            rows[j] = new int[counts[j]];
        }
        for (int i = columns.length - 1; i >= 0; i--) {
            for (int j : columns[i]) {
                rows[j][--counts[j]] = i;
            }
        }
        return rows;
    }

    private static int count(int[] colours) {
        return Arrays.stream(colours).max().orElse(-1) + 1;
    }
}
