package dev.jacobi.backend;

import dev.jacobi.lift.request.LiftRequest;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.llvm.LlvmModule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The last few results of a {@link Pipeline}, for engines that run the same methods in several ways. */
public final class PipelineCache {
    private static final int MOST = 8;
    /** In the order in which they came. */
    private final Map<LiftRequest, Known> entries = new LinkedHashMap<>();

    private record Known(Lifted lifted, Map<String, Lifted> prepared) {
    }

    private final Deque<Emitted> emitted = new ArrayDeque<>();

    private record Emitted(Lifted ready, String how, LlvmModule module) {
    }

    /** A program's LLVM text, for which it is the same when it is the same object; {@code how} names whatever else the text depends on. */
    synchronized LlvmModule emitted(Lifted ready, String how, Supplier<LlvmModule> make) {
        for (Emitted e : emitted) {
            if (e.ready == ready && e.how.equals(how)) {
                return e.module;
            }
        }
        LlvmModule module = make.get();
        emitted.addLast(new Emitted(ready, how, module));
        if (emitted.size() > MOST) {
            emitted.removeFirst();
        }
        return module;
    }

    /** The method's IR; requests are the same when their {@code ClassSource} is the same object. */
    synchronized Lifted lifted(LiftRequest request, Supplier<Lifted> make) {
        Known e = entries.get(request);
        if (e == null) {
            e = new Known(make.get(), new HashMap<>());
            if (entries.size() == MOST) {
                entries.remove(entries.keySet().iterator().next());
            }
            entries.put(request, e);
        }
        return e.lifted;
    }

    /** What the passes make of it; {@code how} names the stage and whatever else they depend on. */
    synchronized Lifted prepared(Lifted lifted, String how, Supplier<Lifted> make) {
        for (Known e : entries.values()) {
            if (e.lifted == lifted) {
                Lifted known = e.prepared.get(how);
                if (known == null) {
                    known = make.get();
                    e.prepared.put(how, known);
                }
                return known;
            }
        }
        return make.get();
    }
}
