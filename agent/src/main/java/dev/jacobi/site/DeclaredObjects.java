package dev.jacobi.site;

import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Receiver;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.function.Function;

/** What the types of a method's parameters tell about the objects of calls that nobody has seen: most are of the class that is declared, if objects of that can be. */
final class DeclaredObjects implements Function<Lifted.Source, Receiver> {
    private final MethodType type;
    /** Whether an answer may be wrong: objects may be of a subclass. */
    private boolean guessed;
    /** Whether there was a question that only calls can answer. */
    private boolean unknown;

    DeclaredObjects(MethodType type) {
        this.type = type;
    }

    @Override
    public Receiver apply(Lifted.Source s) {
        if (s instanceof Lifted.Source.Arg a && a.path().isEmpty()) {
            Class<?> c = type.parameterType(a.index());
            if (!Modifier.isAbstract(c.getModifiers()) && c != Object.class) {
                guessed |= !Modifier.isFinal(c.getModifiers());
                return new Receiver.Plain(c.getName().replace('.', '/'));
            }
        }
        unknown = true;
        return null;
    }

    /** Throws why a method of these parameters gets no prologue for its candidate's sake. */
    void examine(MethodCompiler method, CompileCandidate candidate) {
        try {
            method.examine(this, candidate);
        } catch (Refusal r) {
            boolean mayBeOtherwise = guessed || unknown && r.code() == ReasonCode.VIRTUAL_CALL;
            if (r.code() == ReasonCode.NOT_WORTH_IT_YET || SiteCode.isTooEarly(r) || !mayBeOtherwise) {
                throw r;
            }
            candidate.requireWorthSeeing();
        }
    }
}
