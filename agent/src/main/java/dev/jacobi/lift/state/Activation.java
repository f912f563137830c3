package dev.jacobi.lift.state;

import dev.jacobi.lift.cfg.Cfg;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.jdk.StandIns;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;

/**
 * One inlined call in its chain of call sites. The same chain always gives the same object, so that what was learnt about
 * its loops is kept when the code around is lifted again.
 */
public final class Activation {
    private final Activation caller;
    private final Method method;
    private final AbstractInsnNode from;
    private final Map<Object, Activation> calls = new HashMap<>();
    private final Map<String, Set<String>> carried = new HashMap<>();
    private final String path;
    private int receiverSize;
    private int unfolded;
    private String functions = "";

    public Activation(Activation caller, Method method) {
        this(caller, method, null, method.key());
    }

    /** {@code from} is the calling instruction in the caller's code. */
    private Activation(Activation caller, Method method, AbstractInsnNode from, String path) {
        this.path = path;
        this.caller = caller;
        this.method = method;
        this.from = from;
    }

    /** The activation of the function that is being lifted. */
    public Activation root() {
        return caller == null ? this : caller.root();
    }

    public Method method() {
        return method;
    }

    public Cfg cfg() {
        return method.cfg();
    }

    public Activation call(Object site, Method callee, AbstractInsnNode at) {
        return calls.computeIfAbsent(List.of(site, callee.key()), k -> new Activation(this, callee, at, path + "/" + site + callee.key()));
    }

    /** Where an instruction is in the user's own code: a place in the JDK's is that of the call which led there. */
    public String place(AbstractInsnNode at) {
        return isForeign() && caller != null ? caller.place(from) : method.where(at);
    }

    /** Where an instruction is; of what stands for the JDK's code, where the user's code calls that. */
    public String where(AbstractInsnNode at) {
        return StandIns.isOwn(method.owner().name) ? place(at) : method.where(at);
    }

    /** The method of the JDK that the user's code calls, and which led here: {@code java.lang.String.format}; null in the user's own code. */
    public String foreignCall() {
        if (!isForeign() || caller == null) {
            return null;
        }
        String outer = caller.foreignCall();
        String owner = method.owner().name;
        return outer != null ? outer : StandIns.isOwn(owner) || StandIns.isInline(owner) ? null : method.node().name.equals("<init>")
            ? "the constructor of " + owner.replace('/', '.') : owner.replace('/', '.') + "." + method.node().name;
    }

    private boolean isForeign() {
        String owner = method.owner().name;
        return StandIns.isJdk(owner) || StandIns.isOwn(owner) || StandIns.isInline(owner);
    }

    /** The chain of calls as a text that is the same in all attempts. */
    public String path() {
        return path;
    }

    /** Keys of what the loop at a place was found to change. */
    public Set<String> carried(String loop) {
        return carried.computeIfAbsent(loop, k -> new HashSet<>());
    }

    /** Remembers how many objects the receiver is put together of. */
    public void receiverSize(int objects) {
        receiverSize = objects;
    }

    /** How many objects the receiver of the innermost active call of a method is put together of. */
    public int receiverSize(String key) {
        return method.key().equals(key) ? receiverSize : caller == null ? 0 : caller.receiverSize(key);
    }

    public int depth() {
        return caller == null ? 1 : 1 + caller.depth();
    }

    /** How many calls of methods within calls of themselves have been lifted in place, with this one. */
    public int unfold(String key) {
        if (!isActive(key)) {
            return 0;
        }
        return ++root().unfolded;
    }

    private boolean isActive(String key) {
        return method.key().equals(key) || caller != null && caller.isActive(key);
    }

    /** Remembers the bodies of the functions that it was given. */
    public void functions(String bodies) {
        functions = bodies;
    }

    /** Whether a method is being executed with functions of these bodies: one that calls itself by way of another function ends, as there are only so many. */
    public boolean isActive(String key, String bodies) {
        return method.key().equals(key) && functions.equals(bodies) || caller != null && caller.isActive(key, bodies);
    }
}
