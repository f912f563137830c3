package dev.jacobi.pjrt.client;

import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.program.HloProgram;
import java.util.LinkedHashSet;

/** Says which of our operations, from which line of Java, stand at the places of the text that a plugin's error names. */
public final class Explanation {
    private static final int MOST = 3;

    private Explanation() {
    }

    /** The error with what its places were made for. */
    public static PjrtException add(PjrtException e, HloProgram program) {
        var said = new LinkedHashSet<String>();
        for (PjrtException.Position p : e.positions()) {
            HloProgram.Origin o = program.origin(p.line());
            if (o != null && said.size() < MOST) {
                said.add("line " + p.line() + " was made for '" + o.equation() + "'" + (o.where().isEmpty() ? "" : " from " + o.where()));
            }
        }
        return e.with(String.join(", ", said));
    }
}
