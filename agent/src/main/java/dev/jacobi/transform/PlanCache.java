package dev.jacobi.transform;

import dev.jacobi.JacobiException;
import dev.jacobi.classes.Freshness;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.report.ReasonCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The code of a class's functions, why some have none, and locks for what is being compiled. */
final class PlanCache {
    private static final Set<ReasonCode> TRANSIENT = Set.of(ReasonCode.TOO_LARGE, ReasonCode.INTERNAL_ERROR, ReasonCode.CLASS_FILE, ReasonCode.CLASS_NOT_INITIALISED, ReasonCode.CLASS_CHANGES);
    final LruCache<Key, CompiledPlan> plans = new LruCache<>(TransformEngine.MOST_PLANS);
    final LruCache<Key, Refused> refused = new LruCache<>(TransformEngine.MOST_PLANS);
    final Map<Key, Object> locks = new ConcurrentHashMap<>();

    /** What a program is specialised on. */
    record Key(ValueTree function, List<ValueTree> args, boolean wide) {
        Key(ValueTree function, List<ValueTree> args) {
            this(function, args, ArrayLeaves.isWide());
        }
    }

    /** Why there is no code; without the exceptions, which would hold on to classes of their callers. */
    record Refused(String message, ReasonCode code, String reason, String where, Freshness freshness) {
        /** Whether another try would end the same way: not when the stack was too small for it, or a class or its file was missing. */
        static boolean lasts(JacobiException e) {
            return e.getCause() instanceof Refusal r && !TRANSIENT.contains(r.code());
        }

        static Refused of(JacobiException e, Freshness freshness) {
            Refusal r = (Refusal) e.getCause();
            return new Refused(e.getMessage(), r.code(), r.getMessage(), r.where(), freshness);
        }

        JacobiException again() {
            return new JacobiException(message, new Refusal(code, reason, where));
        }
    }

    /** The code for a key, unless it was made of code that classes no longer have. */
    CompiledPlan plan(Key key) {
        CompiledPlan p = plans.get(key);
        if (p != null && !p.lasts()) {
            plans.drop(key, p);
            return null;
        }
        return p;
    }
}
