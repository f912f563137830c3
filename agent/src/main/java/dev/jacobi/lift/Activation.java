package dev.jacobi.lift;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One inlined call in its chain of call sites. The same chain always gives the same object, so that what was learnt about
 * its loops is kept when the code around is lifted again.
 */
final class Activation {
    private final Activation caller;
    private final Method method;
    private final Map<Object, Activation> calls = new HashMap<>();
    private final Map<Integer, Set<String>> carried = new HashMap<>();

    Activation(Activation caller, Method method) {
        this.caller = caller;
        this.method = method;
    }

    Activation caller() {
        return caller;
    }

    /** The activation of the function that is being lifted. */
    Activation root() {
        return caller == null ? this : caller.root();
    }

    Method method() {
        return method;
    }

    Cfg cfg() {
        return method.cfg();
    }

    Activation call(Object site, Method callee) {
        return calls.computeIfAbsent(java.util.List.of(site, callee.key()), k -> new Activation(this, callee));
    }

    /** Keys of what the loop with this header was found to change. */
    Set<String> carried(int header) {
        return carried.computeIfAbsent(header, k -> new HashSet<>());
    }

    int depth() {
        return caller == null ? 1 : 1 + caller.depth();
    }

    boolean isActive(String key) {
        return method.key().equals(key) || caller != null && caller.isActive(key);
    }
}
