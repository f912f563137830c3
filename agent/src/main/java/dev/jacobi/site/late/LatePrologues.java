// Which classes wait for prologues, and which of their methods stacks have shown.
package dev.jacobi.site.late;

import dev.jacobi.classes.ClassBytes;
import dev.jacobi.classes.ClassFiles;
import dev.jacobi.policy.Candidate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The classes that get prologues when the program spends time in them. A call of a method that is on a stack counts as repeated when one of the calls below it stands in a
 * loop; it cannot be seen how often a method without a prologue is called. {@link #seen} is for one thread, the rest for any.
 */
public final class LatePrologues {
    private static final int MOST_NAMES = 4_000;
    private static final int PURGE = 256;
    /** A method in which less time was spent, calls from it included, is not looked at: nearly all of a program is that. */
    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
    private static final String[] ONCE = {"java.lang.Thread", "java.lang.reflect.", "java.lang.invoke.", "jdk.internal.reflect.", "sun.reflect.", "sun.launcher."};
    private static final String[] JDK = {"java.", "javax.", "jdk.", "sun.", "com.sun."};

    /** What the agent knows about prologues. */
    public interface Weaver {
        /** Names with descriptors of the methods of a class file that may get one. */
        Set<String> methods(ClassLoader loader, byte[] classFile);
    }

    /** Who asks for prologues. */
    public interface Linker {
        /** A stack has shown a method for the first time. Returns what is told why it has not been chosen. */
        Undecided seen(Candidate candidate, String owner, String name, String desc);

        /** How much time has to belong to a method of so many bytes before it is worth looking at, in nanoseconds. */
        long leastNanos(int bytes);

        /** Makes them before there is a prologue, which has code made; {@link #link} is called for them. Returns false where calls have to be seen for that. */
        boolean link(Class<?> c, String name, String desc);
    }

    /** Is told why a method has not been chosen so far, to complete "left to the JVM because". */
    public interface Undecided {
        void because(String why);
    }

    private final Map<String, List<LateClass>> classes = new ConcurrentHashMap<>();
    private final Map<String, long[]> times = new HashMap<>();
    private final Map<String, List<Outline>> others = new HashMap<>();
    private final AtomicInteger added = new AtomicInteger();
    private final Linker linker;
    private final ClassBytes classFiles;
    private volatile boolean over;
    private int turn;

    /** {@code classes} of a process with the agent. */
    public LatePrologues(Linker linker, ClassBytes classes) {
        this.linker = linker;
        this.classFiles = classes;
    }

    /** A selected class is being loaded. Returns whether its prologues can come later. */
    public boolean add(ClassLoader loader, String internalName, Weaver weaver) {
        if (over) {
            return false;
        }
        if (added.incrementAndGet() % PURGE == 0) {
            classes.values().removeIf(all -> {
                all.removeIf(LateClass::isGone);
                return all.isEmpty();
            });
        }
        classes.computeIfAbsent(internalName.replace('/', '.'), k -> new CopyOnWriteArrayList<>()).add(new LateClass(loader, internalName, weaver, linker, classFiles));
        return true;
    }

    /** Whether a method of a class that is being transformed gets its prologue now; also true where the class did not wait for prologues. */
    public boolean wants(ClassLoader loader, String internalName, String key) {
        LateClass c = find(loader, internalName.replace('/', '.'));
        return c == null || c.wants(key);
    }

    /** Puts in the prologue of a method, by name and descriptor, that has none yet: there is code. Returns false where the JVM does not have it. */
    public boolean weave(Class<?> c, String key) {
        LateClass late = find(c.getClassLoader(), c.getName());
        return late == null || late.weave(key);
    }

    private LateClass find(ClassLoader loader, String name) {
        return classes.getOrDefault(name, List.of()).stream().filter(c -> c.isOf(loader)).findFirst().orElse(null);
    }

    /** Whether the class waited for prologues when it was loaded. */
    public boolean has(Class<?> c) {
        return !over && find(c.getClassLoader(), c.getName()) != null;
    }

    /** A method of such a class, by name and descriptor, has call sites: from now on the candidate stands for it. */
    public void link(Class<?> c, String key, Candidate candidate) {
        LateClass late = find(c.getClassLoader(), c.getName());
        if (late != null) {
            late.link(key, candidate);
        }
    }

    /** Has all classes get all their prologues, now and as they are loaded: where threads are not stopped in loops, stacks do not show what takes time. */
    public void end() {
        over = true;
        classes.values().forEach(all -> all.forEach(LateClass::weaveAll));
    }

    /** Stacks of the program, innermost frame first, each of which stands for {@code nanos} of its time. Returns them with the calls that they do not show. */
    public Collection<StackTraceElement[]> seen(Collection<StackTraceElement[]> stacks, long nanos) {
        if (times.size() > MOST_NAMES) {
            times.clear();
            others.clear();
        }
        List<StackTraceElement[]> all = stacks.stream().map(this::withCallee).toList();
        for (StackTraceElement[] stack : all) {
            boolean repeated = false;
            var counted = new HashSet<String>();
            for (int i = stack.length - 1; i >= 0; i--) {
                String name = name(stack[i]);
                long[] time = times.computeIfAbsent(name, k -> new long[1]);
                time[0] += counted.add(name) ? nanos : 0;
                repeated |= time[0] >= LEAST_NANOS && frame(stack[i], name, repeated);
            }
        }
        return all;
    }

    /**
     * A thread stops where a method returns, and then its stack has the caller as the innermost frame, in the line of the call: a method without a loop that goes on for
     * long is never seen itself. So such a line stands for what it calls, by turns if that are several methods. Where lines are not known it may as well have stopped
     * in a loop of its own, which has its turn, too.
     */
    private StackTraceElement[] withCallee(StackTraceElement[] stack) {
        long[] time = stack.length == 0 ? null : times.get(name(stack[0]));
        if (time == null || time[0] < LEAST_NANOS || startsWithAny(stack[0].getClassName(), JDK)) {
            return stack;
        }
        List<StackTraceElement> callees = callees(stack[0]);
        if (callees.isEmpty()) {
            return stack;
        }
        int next = Math.floorMod(turn++, callees.size() + (stack[0].getLineNumber() > 0 ? 0 : 1));
        if (next == callees.size()) {
            return stack;
        }
        var deeper = new StackTraceElement[stack.length + 1];
        System.arraycopy(stack, 0, deeper, 1, stack.length);
        deeper[0] = callees.get(next);
        return deeper;
    }

    /** The methods that wait for prologues and are called in a frame's line. */
    private List<StackTraceElement> callees(StackTraceElement frame) {
        var found = new ArrayList<StackTraceElement>(1);
        for (Outline o : outlines(frame)) {
            for (Outline.Call call : o.calls(frame.getLineNumber())) {
                for (LateClass c : classes.getOrDefault(call.owner(), List.of())) {
                    c.methods(call.name()).stream().map(LateMethod::outline).filter(m -> m.key().equals(call.key()))
                        .forEach(m -> found.add(new StackTraceElement(call.owner(), call.name(), null, m.line())));
                }
            }
        }
        return found;
    }

    private static String name(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName();
    }

    private List<Outline> outlines(StackTraceElement frame) {
        List<LateClass> known = classes.get(frame.getClassName());
        return known == null ? others.computeIfAbsent(name(frame), k -> read(frame))
            : known.stream().flatMap(c -> c.outlines(frame.getMethodName()).stream()).toList();
    }

    /** Returns whether what the frame calls stands in a loop. */
    private boolean frame(StackTraceElement frame, String name, boolean repeated) {
        List<LateClass> known = classes.get(frame.getClassName());
        if (known == null) {
            return loops(frame, name);
        }
        boolean loops = false;
        for (LateClass c : known) {
            List<Outline> outlines = c.outlines(frame.getMethodName());
            loops |= loops(outlines, frame);
            for (LateMethod m : c.methods(frame.getMethodName())) {
                if (m.covers(frame.getLineNumber()) && m.sees(repeated)) {
                    m.undecided(linker.seen(m, c.internalName(), m.outline().name(), m.outline().desc()));
                }
            }
        }
        return loops;
    }

    private boolean loops(StackTraceElement frame, String name) {
        if (startsWithAny(name, ONCE)) {
            return false;
        }
        if (startsWithAny(name, JDK)) {
            return true;
        }
        return loops(outlines(frame), frame);
    }

    /** What cannot be read may loop. */
    private static boolean loops(List<Outline> outlines, StackTraceElement frame) {
        return outlines.isEmpty() || outlines.stream().anyMatch(o -> o.loops(frame.getLineNumber()));
    }

    private static boolean startsWithAny(String name, String[] prefixes) {
        for (String p : prefixes) {
            if (name.startsWith(p)) {
                return true;
            }
        }
        return false;
    }

    /** Of a class that was not selected; what cannot be found may loop. */
    private static List<Outline> read(StackTraceElement frame) {
        try {
            byte[] file = ClassFiles.read(null, frame.getClassName().replace('.', '/'));
            return file == null ? List.of() : Outline.of(file, frame.getMethodName());
        } catch (IOException | RuntimeException e) { // a damaged file
            return List.of();
        }
    }
}
