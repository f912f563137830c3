package dev.jacobi.lift.state;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.lift.request.Renaming;
import java.util.LinkedHashMap;
import java.util.Map;

/** One attempt to lift a method or function: what it assumes, what it has learnt, and the functions that it has taken from other programs. */
public final class LiftAttempt {
    private final LiftSession session;
    private LiftAssumptions assumed;
    private boolean refuted;
    private final Map<String, Func> imported = new LinkedHashMap<>();
    private int imports;

    public LiftAttempt(LiftSession session, LiftAssumptions assumed) {
        this.session = session;
        this.assumed = assumed;
    }

    public LiftSession session() {
        return session;
    }

    /** What the attempt began with, and what it has learnt since. */
    public LiftAssumptions assumed() {
        return assumed;
    }

    /** Takes down what does not change what was lifted before. */
    public void note(LiftAssumptions more) {
        assumed = more;
    }

    /** Takes down what earlier code should have been lifted by: what this attempt gives will not be used, but it goes on to learn more. */
    public void refute(LiftAssumptions next) {
        assumed = next;
        refuted = true;
    }

    /** Whether another attempt has to follow, even if this one comes to its end. */
    public boolean isRefuted() {
        return refuted;
    }

    /** Functions that programs which were put in place of calls call, by name. */
    public Map<String, Func> imported() {
        return imported;
    }

    /** The entry of a program that is put in place of a call, after the functions that it calls have joined the module by names of their own. */
    public Func imported(Module program, String entry) {
        Module own = Renaming.of(program, entry, "@" + ++imports);
        own.funcs().forEach((name, f) -> {
            if (!name.equals(entry)) {
                imported.put(name, f);
            }
        });
        return own.get(entry);
    }
}
