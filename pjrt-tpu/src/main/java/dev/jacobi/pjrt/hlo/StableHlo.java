package dev.jacobi.pjrt.hlo;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.Type;
import java.util.List;

/** The way from IR to StableHLO text. */
public final class StableHlo {
    private StableHlo() {
    }

    /**
     * Writes a function of the module as a StableHLO program.
     *
     * @param shapes the types of the arguments, with constant extents
     * @throws HloRefusal with a sentence when the function has no StableHLO form
     */
    public static HloProgram emit(Module m, String entry, List<Type> shapes, HloOptions options) {
        throw new HloRefusal(HloRefusal.Reason.FORM, entry + " has no StableHLO form yet");
    }

    /** The scalar inputs whose values extents or trip counts of parallel loops depend on: {@link HloOptions#fixed} should have them. */
    public static List<Integer> extentInputs(Module m, String entry) {
        return List.of();
    }
}
