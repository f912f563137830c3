package dev.jacobi.backend;

import dev.jacobi.ir.Module;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.policy.CostModel;
import dev.jacobi.report.ReasonCode;

/** How large a program may be with everything it calls, before its compilation begins: the time of each stage grows with it, and LLVM cannot be stopped. */
final class CodeSize {
    /** Equations of a program as it was lifted: some 20,000 statements with arrays, whose checks are equations too. */
    static final int MOST_LIFTED = 300_000;
    /** Equations of a program that is ready for a back end. */
    static final int MOST_READY = 120_000;
    private static final int MOST_CHARACTERS = 24_000_000;

    private CodeSize() {
    }

    /** Refuses a module with more equations than {@code most}. */
    static void check(Module m, int most, String entry) {
        long n = CostModel.equations(m);
        if (n > most) {
            throw new Refusal(ReasonCode.TOO_LARGE, "it is too long with everything it calls: " + n + " operations, and no more than " + most + " are compiled", entry);
        }
    }

    /** Refuses LLVM IR that would take minutes; else returns it. */
    static LlvmModule check(LlvmModule m, String entry) {
        if (m.text().length() > MOST_CHARACTERS) {
            throw new Refusal(ReasonCode.TOO_LARGE, "it is too long with everything it calls: " + m.text().length() / 1_000_000 + " MB of LLVM IR, and no more than "
                + MOST_CHARACTERS / 1_000_000 + " are compiled", entry);
        }
        return m;
    }
}
