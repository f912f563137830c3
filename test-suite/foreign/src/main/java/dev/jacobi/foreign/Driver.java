// A library at work: what its users do with it, the same in every round with the same number.
package dev.jacobi.foreign;

import java.util.List;

/** The work of one library. */
public interface Driver {
    /** The name in the table. */
    String name();

    /** Values of the agent's option {@code include}: the whole library, as somebody would who does not know which methods matter. */
    List<String> include();

    /**
     * Does some milliseconds of work.
     *
     * @param round numbered from 0; inputs depend on it alone
     * @param results takes everything that was computed
     */
    void run(int round, Results results) throws Exception;
}
