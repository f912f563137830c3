package dev.jacobi.vectorize.library;

import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;

/**
 * What a loop may compute of a matrix M of order n, of which it reads one triangle, diagonal included.
 *
 * @param solve whether the loop solves a system; else it factors
 * @param matrix M; the array that the loop begins with where it works in place
 * @param transposed whether the lower triangle lies in M as the upper one (factor), or whether the system is that of M's transpose (solve)
 * @param upper solve: whether the system's matrix is an upper triangle; factor: whether the factor is stored as an upper triangle
 * @param unit solve: whether the diagonal is taken for 1 and not read
 * @param right solve: the right hand side; the array that the loop begins with where it works in place
 */
record LibraryForm(boolean solve, Var matrix, boolean transposed, boolean upper, boolean unit, Var right) {
    private static final List<Boolean> BOTH = List.of(false, true);

    /** All forms that a loop with these arrays may have; {@code init} is the one it begins with. */
    static List<LibraryForm> all(List<Var> arrays, Var init, boolean vector) {
        var out = new ArrayList<LibraryForm>();
        for (Var m : arrays) {
            for (boolean transposed : BOTH) {
                for (boolean upper : BOTH) {
                    if (!vector) {
                        out.add(new LibraryForm(false, m, transposed, upper, false, null));
                    }
                    for (boolean unit : BOTH) {
                        arrays.stream().filter(r -> vector && m != init && r != m && r.type().rank() == 1)
                            .forEach(r -> out.add(new LibraryForm(true, m, transposed, upper, unit, r)));
                    }
                }
            }
        }
        return out;
    }

    /** Whether the element at row i and column j of M as it lies there is read. */
    boolean reads(int i, int j) {
        int row = transposed ? j : i;
        int column = transposed ? i : j;
        return solve && upper ? unit ? row < column : row <= column : solve && unit ? row > column : row >= column;
    }
}
