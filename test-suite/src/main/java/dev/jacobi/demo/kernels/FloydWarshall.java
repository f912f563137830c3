// Shortest ways between all pairs of nodes of a graph.
package dev.jacobi.demo.kernels;

/** Floyd and Warshall's algorithm. */
public final class FloydWarshall {
    private FloydWarshall() {
    }

    /** {@code dist[i][j]} is the length of the edge from i to j, afterwards of the shortest way. */
    public static void shortest(int[][] dist) {
        int n = dist.length;
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    int through = dist[i][k] + dist[k][j];
                    if (through < dist[i][j]) {
                        dist[i][j] = through;
                    }
                }
            }
        }
    }
}
