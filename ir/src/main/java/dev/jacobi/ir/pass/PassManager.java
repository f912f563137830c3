package dev.jacobi.ir.pass;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.verify.InvalidIr;
import dev.jacobi.ir.verify.Verifier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Runs passes, and pipelines of them. It verifies the program after each pass if it is told to, with the properties that the pass says its result
 * has, and tells an observer about each. Without either it costs nothing: no text is made, and nothing of the program is looked at.
 */
public final class PassManager {
    private final boolean check;
    /** Null when nobody wants to know. */
    private final PassObserver observer;

    /** {@code check} verifies after each pass; {@code observer} may be null. */
    public PassManager(boolean check, PassObserver observer) {
        this.check = check;
        this.observer = observer;
    }

    /** Neither verifies nor tells anybody. */
    public static PassManager quiet() {
        return new PassManager(false, null);
    }

    /**
     * The program after a pass, or after all passes of a pipeline. What it requires is taken to hold.
     *
     * @throws InvalidIr when a pass leaves a program that is not valid; it names the pass
     * @throws IllegalStateException when the result of a pass does not have the properties that the pass says
     */
    public Module run(Pass pass, Module m) {
        return new Run(pass.requires()).one(pass, m);
    }

    /** The same for a pipeline whose passes are stages of their own: the observer is told of these, and not of the pipeline. */
    public Module runEach(PassPipeline stages, Module m) {
        return new Run(stages.requires()).all(stages, m);
    }

    /** The way of one program through passes. */
    private final class Run {
        private final Set<Property> holding = EnumSet.noneOf(Property.class);
        private final List<String> around = new ArrayList<>();
        /** Time for looking at results so far. */
        private long looking;

        Run(Set<Property> given) {
            holding.addAll(given);
        }

        Module all(PassPipeline stages, Module m) {
            Module now = m;
            for (Pass p : stages.passes()) {
                now = one(p, now);
            }
            return now;
        }

        Module one(Pass pass, Module m) {
            long start = System.nanoTime();
            long lookedBefore = looking;
            Module out;
            if (pass instanceof PassPipeline stages) {
                around.add(pass.name());
                out = all(stages, m);
                around.remove(around.size() - 1);
            } else {
                out = pass.run(m);
                holding.retainAll(pass.keeps());
                holding.addAll(pass.establishes());
            }
            if (observer != null || check) {
                long end = System.nanoTime();
                var run = new PassRun(List.copyOf(around), pass.name(), pass instanceof PassPipeline, end - start - (looking - lookedBefore), m, out);
                look(run);
                looking += System.nanoTime() - end;
            }
            return out;
        }

        private void look(PassRun run) {
            if (check && !run.whole()) {
                verify(run);
            }
            if (observer != null) {
                observer.ran(run);
            }
        }

        private void verify(PassRun run) {
            try {
                Verifier.verify(run.after());
            } catch (InvalidIr e) {
                throw e.after(run.path());
            }
            for (Property p : holding) {
                String violation = p.violation(run.after());
                if (violation != null) {
                    throw new IllegalStateException("after the pass " + run.path() + " " + p + " should hold, but " + violation);
                }
            }
        }
    }
}
