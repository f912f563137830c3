package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Var;
import java.util.List;
import java.util.Map;

/**
 * What a function that an entry calls is given besides its arguments, and does with it.
 *
 * @param rows the array inputs, by position, that come row by row: for each it is given a table ({@link RowTables})
 * @param logs the array inputs, by position, that may be the entry's own arguments and whose elements it notes before it overwrites them ({@link LoggedWrites}): for each it is given the log to note them in, or one that is off
 * @param found how its writes are noted
 * @param counts whether it counts its time, so that it is given the clock of the entry
 * @param once what a call counts, without the loops that count by themselves; 0 where nothing is counted
 * @param charges what a trip of these counts, by {@link Shadows#sign}
 */
public record CalleePlan(List<Integer> rows, List<Integer> logs, LoggedWrites.Found found, boolean counts, long once, Map<Var, Long> charges) {
    /** Of a function whose arrays are blocks, and which neither notes nor counts anything. */
    public static final CalleePlan NONE = new CalleePlan(List.of(), List.of(), LoggedWrites.Found.NONE, false, 0, Map.of());

    public CalleePlan {
        rows = List.copyOf(rows);
        logs = List.copyOf(logs);
        charges = Map.copyOf(charges);
    }
}
