package dev.jacobi.transform;

import dev.jacobi.NDArray;
import dev.jacobi.NamedSharding;
import dev.jacobi.array.host.StoredElements;
import dev.jacobi.array.mesh.Specs;
import dev.jacobi.backend.BackendUsage;
import dev.jacobi.backend.FunctionCompiler;
import dev.jacobi.classes.Freshness;
import dev.jacobi.ir.interp.Callbacks;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.report.MethodStats;
import dev.jacobi.transform.program.DividedProgram;
import dev.jacobi.transform.program.Structures;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Compiled code of a transformed function for arguments of one structure. */
final class CompiledPlan {
    private final List<ValueTree> args;
    private final List<ValueTree> captured;
    private final Program program;
    private final BackendUsage ran;
    private final MethodStats stats;
    private final MethodHandle call;
    private final ValueTrees.Maker maker;
    private final int leaves;
    private final int results;
    private final List<Integer> changed;
    private final Freshness freshness;
    private final ArrayLeaves.Shapes shapes;
    private final boolean wide;
    /** Held for the code, which only knows it weakly. */
    private final Callbacks listener;
    private final DividedProgram devices;
    private final List<NamedSharding> layouts;
    private volatile CompiledPlan asWritten;

    /** {@code call} takes all leaves and gives one leaf, or an array of them; {@code overwritten} are the leaves whose arrays it writes to, {@code devices} the simulated devices that share the work, or null. */
    CompiledPlan(Program program, List<ValueTree> captured, List<Integer> overwritten, MethodHandle call, FunctionCompiler.Code code, ValueTrees.Maker maker,
            Freshness freshness, boolean wide, Callbacks listener, DividedProgram devices) {
        this.devices = devices;
        this.layouts = devices == null ? List.of() : devices.results().stream().map(r -> Specs.sharding(devices.mesh(), r)).toList();
        this.listener = listener;
        this.args = program.args();
        this.captured = captured;
        this.program = program;
        this.call = call;
        this.ran = code.ran();
        this.stats = code.stats();
        this.maker = maker;
        this.freshness = freshness;
        var all = new ArrayList<>(ValueTree.leaves(args));
        all.addAll(ValueTree.leaves(captured));
        this.leaves = all.size();
        this.shapes = new ArrayLeaves.Shapes(all);
        this.wide = wide;
        this.results = program.result().leaves().size();
        var written = new TreeSet<>(overwritten);
        written.addAll(program.changed().leaves());
        this.changed = List.copyOf(written);
    }

    /** Whether the classes that it was made of still have the code that they had. */
    boolean lasts() {
        return freshness.lasts();
    }

    /** Code of the program with its loops and checks as they were written, once a call has needed it; else null. */
    CompiledPlan asWritten() {
        return asWritten;
    }

    void asWritten(CompiledPlan p) {
        asWritten = p;
    }

    /** What the code was made for, and what its calls ran on. */
    BackendUsage ran() {
        return ran;
    }

    /** What is counted of its calls. */
    MethodStats stats() {
        return stats;
    }

    /** The leaves of a call's arguments and of what was captured; null when they have another structure. */
    Object[] flatten(Object[] values, List<Object> now) {
        Object[] out = flatten(args, captured, values, now, leaves);
        return out != null && shapes.fit(out) && wide == ArrayLeaves.isWide() ? out : null;
    }

    /** The leaves of the arguments that a program was made for. */
    static Object[] leaves(Program p, Object[] values, List<Object> now) {
        List<ValueTree> captured = Functions.capturedTrees(p.function());
        return flatten(p.args(), captured, values, now, ValueTree.leaves(p.args()).size() + ValueTree.leaves(captured).size());
    }

    private static Object[] flatten(List<ValueTree> args, List<ValueTree> captured, Object[] values, List<Object> now, int leaves) {
        if (values.length != args.size()) {
            return null;
        }
        var out = new Object[leaves];
        int at = ValueTrees.flatten(args, Arrays.asList(values), out, 0);
        return at < 0 || ValueTrees.flatten(captured, now, out, at) < 0 ? null : out;
    }

    /** Arrays that the function changes must come once, as code takes all leaves to be different arrays. What is wrong, or null. */
    String aliased(Object[] values) {
        if (changed.isEmpty()) {
            return null;
        }
        int own = values.length - ValueTree.leaves(captured).size();
        SharedArrays.Two t = SharedArrays.find(changed, values, k -> k < program.changed().among() || k >= own);
        return t == null ? null : t.changed() == t.other() ? "changes " + argument(t.changed()) + ", in which one row stands twice; pass a copy of the row in one of its places"
            : "changes an array of " + argument(t.changed()) + " that is also given as part of " + argument(t.other()) + ", where Java would see the change too; pass a copy of it";
    }

    /** Which argument a leaf is part of. */
    private String argument(int leaf) {
        int at = 0;
        for (int i = 0; i < args.size(); i++) {
            at += args.get(i).leaves().size();
            if (leaf < at) {
                return "argument " + i;
            }
        }
        return "a captured value";
    }

    Object call(Object[] values) {
        Object out;
        try {
            out = (Object) call.invokeExact(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        } finally {
            Reference.reachabilityFence(listener);
        }
        if (program.result() instanceof ValueTree.Leaf) {
            return laidOut(out, 0);
        }
        Object[] all = results == 0 ? new Object[0] : results == 1 ? new Object[] {out} : (Object[]) out;
        for (int k = 0; k < all.length && !layouts.isEmpty(); k++) {
            all[k] = laidOut(all[k], k);
        }
        return maker.make(all);
    }

    /** A leaf of the result as it lies on the devices that made it. */
    private Object laidOut(Object leaf, int k) {
        return layouts.isEmpty() || !(leaf instanceof NDArray x) ? leaf : new NDArray(x.dtype(), x.isWeak(), StoredElements.stored(x), layouts.get(k));
    }

    /** What the devices that share the work do not divide, as a sentence behind another one; else empty. */
    String undivided() {
        return devices == null ? "" : devices.sentence();
    }

    /** What the structures of the arguments and captured values are, in words. */
    List<String> structures() {
        var out = new ArrayList<String>();
        args.forEach(t -> out.add(Structures.text(t)));
        captured.forEach(t -> out.add(Structures.text(t)));
        return out;
    }

    String part(int i) {
        return i < args.size() ? "argument " + i : "captured value " + (i - args.size());
    }

    String describe() {
        return "(" + String.join(", ", structures()) + ")";
    }
}
