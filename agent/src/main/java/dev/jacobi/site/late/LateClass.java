package dev.jacobi.site.late;

import dev.jacobi.classes.ClassBytes;
import dev.jacobi.classes.Dependent;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.policy.Candidate;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A selected class that runs as it was written, or with prologues in front of some of its methods. Does not keep the class. */
final class LateClass implements Dependent {
    private final String internalName;
    private final WeakReference<ClassLoader> loader;
    private final LatePrologues.Weaver weaver;
    private final LatePrologues.Linker linker;
    private final ClassBytes classes;
    private final Set<String> woven = ConcurrentHashMap.newKeySet();
    private volatile boolean all;
    private final Map<String, WeakReference<Candidate>> candidates = new ConcurrentHashMap<>();
    /** Read when a stack first shows a method of the name, and again when the class has changed. */
    private final Map<String, List<Outline>> outlines = new HashMap<>();
    private final Map<String, LateMethod> methods = new HashMap<>();
    private Set<String> selected;

    LateClass(ClassLoader loader, String internalName, LatePrologues.Weaver weaver, LatePrologues.Linker linker, ClassBytes classes) {
        this.internalName = internalName;
        this.loader = new WeakReference<>(loader);
        this.weaver = weaver;
        this.linker = linker;
        this.classes = classes;
    }

    String name() {
        return internalName.replace('/', '.');
    }

    String internalName() {
        return internalName;
    }

    boolean isOf(ClassLoader l) {
        return loader.get() == l;
    }

    boolean isGone() {
        return loader.get() == null;
    }

    /** Whether the method, by name and descriptor, gets a prologue when the class is transformed. */
    boolean wants(String key) {
        return all || woven.contains(key);
    }

    /** The methods of a name; empty when the class file cannot be read. */
    synchronized List<Outline> outlines(String method) {
        List<Outline> known = outlines.get(method);
        ClassLoader l = loader.get();
        if (known == null && l != null) {
            byte[] bytes = bytes(l);
            known = bytes == null ? List.of() : Outline.of(bytes, method);
            if (selected == null && bytes != null) {
                selected = weaver.methods(l, bytes);
            }
            outlines.put(method, known);
        }
        return known == null ? List.of() : known;
    }

    private byte[] bytes(ClassLoader l) {
        try {
            return classes.running().bytes(l, internalName, this);
        } catch (Refusal e) { // it is changing at this moment
            return null;
        }
    }

    /** Those of the methods of a name that may be chosen. */
    synchronized List<LateMethod> methods(String name) {
        var out = new ArrayList<LateMethod>(1);
        for (Outline o : outlines(name)) {
            if (selected.contains(o.key())) {
                LateMethod known = methods.get(o.key());
                if (known == null || !known.outline().isOf(o)) {
                    known = new LateMethod(this, o);
                    methods.put(o.key(), known);
                }
                out.add(known);
            }
        }
        return out;
    }

    /** A class that has changed has other lines. */
    @Override
    public synchronized void outdated(Class<?> changed) {
        outlines.clear();
        selected = null;
    }

    /** How much time has to belong to a method that has not been read before it is worth reading. */
    long leastNanos(Outline method) {
        return linker.leastNanos(method.size());
    }

    /** Null before the method has call sites. */
    Candidate candidate(Outline method) {
        WeakReference<Candidate> c = candidates.get(method.key());
        return c == null ? null : c.get();
    }

    /** The method has call sites, for which the candidate stands. */
    void link(String key, Candidate candidate) {
        candidates.put(key, new WeakReference<>(candidate));
        LateMethod m;
        synchronized (this) {
            m = methods.get(key);
        }
        if (m != null) {
            m.linked(candidate);
        }
    }

    /** Has code made before there is a prologue that calls it, so that nothing of the program changes unless there is code. Returns false where that is not possible. */
    boolean prepare(Outline method) {
        try {
            ClassLoader l = loader.get();
            return l != null && linker.link(Class.forName(name(), false, l), method.name(), method.desc());
        } catch (ClassNotFoundException | LinkageError e) {
            return true;
        }
    }

    /**
     * Puts the prologue in, unless it is there. What the JVM has compiled of a class is lost when it changes, so that other methods which may be chosen get theirs at the
     * same time. Returns false where the JVM does not have it.
     */
    boolean weave(String key) {
        if (wants(key)) {
            return true;
        }
        Set<String> before = Set.copyOf(woven);
        woven.add(key);
        List<LateMethod> known;
        synchronized (this) {
            known = List.copyOf(methods.values());
        }
        known.stream().filter(m -> m.seen() && m.standing() != Candidate.Standing.OUT).forEach(m -> woven.add(m.outline().key()));
        boolean done = weave();
        if (!done) {
            woven.retainAll(before);
        }
        return done;
    }

    /** Puts all prologues in. */
    void weaveAll() {
        all = true;
        weave();
    }

    private boolean weave() {
        ClassLoader l = loader.get();
        try {
            return l != null && classes.running().weave(Class.forName(name(), false, l));
        } catch (ClassNotFoundException | LinkageError e) {
            // The loader did not define it in the end, so that no method of it is called.
            return false;
        }
    }
}
