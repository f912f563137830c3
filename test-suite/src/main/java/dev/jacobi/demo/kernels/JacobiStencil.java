// Jacobi's iteration for Laplace's equation on a grid: each inner point becomes the mean of its neighbours.
package dev.jacobi.demo.kernels;

/** Five-point stencil with two buffers that change places after each sweep. */
public final class JacobiStencil {
    private JacobiStencil() {
    }

    /** Both grids start with the boundary values; returns the one that holds the last sweep. */
    public static double[] relax(double[] grid, double[] spare, int rows, int cols, int sweeps) {
        double[] from = grid;
        double[] to = spare;
        for (int sweep = 0; sweep < sweeps; sweep++) {
            for (int i = 1; i < rows - 1; i++) {
                for (int j = 1; j < cols - 1; j++) {
                    int at = i * cols + j;
                    to[at] = 0.25 * (from[at - 1] + from[at + 1] + from[at - cols] + from[at + cols]);
                }
            }
            double[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }
}
