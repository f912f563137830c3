package dev.jacobi.site;

import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;

/** The prologue in front of the method of a {@link MethodSite}: there since its class was loaded, or put in when it is worth one. */
final class SitePrologue {
    /** When calls of a prologue go another way, the JVM's compilers do again one in so many parts of what they have done; when a class gets a prologue, as good as all. */
    private static final int WOVEN_PART = 4;
    private final Dispatcher dispatcher;
    private final Class<?> owner;
    private final MethodStats stats;
    private final String key;

    SitePrologue(Dispatcher dispatcher, Class<?> owner, MethodStats stats) {
        this.dispatcher = dispatcher;
        this.owner = owner;
        this.stats = stats;
        this.key = stats.name() + stats.desc();
    }

    /** Whether the class was loaded as it is, and gets prologues when stacks show that they are worth it. */
    boolean comesLate() {
        return dispatcher.watch().late().has(owner);
    }

    /** From now on the candidate may be chosen. */
    void expect(CompileCandidate candidate) {
        if (comesLate()) {
            dispatcher.watch().late().link(owner, key, candidate);
        } else {
            dispatcher.watch().add(candidate);
        }
    }

    /** Whether the method has no prologue yet: it gets one when there is code, or when calls have to be seen to make it. */
    boolean isBare(CompileCandidate candidate) {
        return !candidate.saysItIsCalled() && !dispatcher.wants(owner.getClassLoader(), stats.owner(), key);
    }

    /** Puts it in, unless it is there. Throws where the JVM does not have it. */
    void weave() {
        if (!dispatcher.watch().late().weave(owner, key)) {
            throw new Refusal(ReasonCode.CLASS_STAYS, "the JVM does not let its class be changed", stats.qualifiedName());
        }
    }

    /** How much processor time the JVM takes to make its own code anew, because a prologue comes or what it does changes. */
    long reweavingNanos(CompileCandidate candidate) {
        return dispatcher.compilers().nanos() / (isBare(candidate) ? 1 : WOVEN_PART);
    }
}
