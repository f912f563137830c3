package dev.jacobi.llvm;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.llvm.buffer.CalleePlan;
import dev.jacobi.llvm.buffer.Failures;
import dev.jacobi.llvm.buffer.LoggedCalls;
import dev.jacobi.llvm.buffer.LoggedWrites;
import dev.jacobi.llvm.buffer.Shadows;
import dev.jacobi.llvm.buffer.WhollyWritten;
import dev.jacobi.llvm.emit.EquationEmitter;
import dev.jacobi.llvm.emit.Exits;
import dev.jacobi.llvm.emit.FunctionFacts;
import dev.jacobi.llvm.bound.WorkBound;
import dev.jacobi.llvm.plan.ArrayPlaces;
import dev.jacobi.llvm.plan.ReservedArrays;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.UndoLog;
import dev.jacobi.llvm.text.Value.Arr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The inputs of an entry that it works on in copies of its own, or whose elements it notes before it overwrites them, so that a call that fails has changed nothing. An entry whose loops have trips that nothing but the arrays' contents
 * tells may also fail because it takes too long: its caller says how long it may take, or that it may take any time, or that all arrays are the call's own anyway. What is
 * copied or noted for that reason alone is so where it can happen, and nothing is where the arrays are the call's own.
 *
 * <p>Where an entry notes what it overwrites, it takes one more argument: whether it does. A call that overwrites so much that copies cost less puts everything back and begins once more with copies, and some calls after it begin with copies.
 */
final class EntryCopies {
    /** Where what was in an input would be, if nobody has looked. */
    static final String UNKNOWN = "null";
    /** So many bytes are noted, for each element of the arrays, before copies are taken: an entry for every fourth element. */
    private static final int BYTES_EACH = 4;
    /** The same where rows lie anywhere, so that a call on copies has to pack them, and those of all other arrays. */
    private static final int BYTES_EACH_OF_ROWS = 32;
    /** So many calls begin with copies after one that could not note all that it overwrote. */
    private static final int WAIT = 31;
    private final Func f;
    private final Map<String, List<Integer>> shapes;
    private final List<Integer> donated;
    /** Copied or noted because a check may fail; copied because the contents may stand elsewhere at the end; copied or noted for all reasons. */
    private final Set<Var> checked;
    private final Set<Var> exchanged;
    /** Those of which the entry writes all elements, and reads none before: nothing need be copied there. */
    private final Set<Var> whole;
    private Set<Var> all;
    private LoggedWrites.Found logged = LoggedWrites.Found.NONE;
    private WorkBound.Charged charged = new WorkBound.Charged(null, Map.of(), Map.of());
    private final Failures.Sure sure;
    private final Map<String, Func> callees;
    private final LoggedCalls calls;
    private UndoLog log;
    /** Whether functions that are called note in the log, too. */
    private boolean handedOn;

    /** {@code callees}: the functions that it calls, as they will be emitted, and what each of them can note; {@code facts} of the entry, where it is settled which new arrays have a place for certain. */
    EntryCopies(Func f, Map<String, List<Integer>> shapes, List<Integer> donated, Map<String, Func> callees, LoggedCalls calls, FunctionFacts facts) {
        this.f = f;
        this.shapes = shapes;
        this.callees = callees;
        this.calls = calls;
        this.donated = donated;
        ArrayPlaces places = facts.places();
        places.keepOnStack(facts::together);
        Failures.Sure onStack = places.with(Map.of());
        Set<Var> most = Shadows.of(f, shapes, donated, onStack, Set.of());
        Map<Var, List<ReservedArrays.Place>> reserved = most.isEmpty() ? Map.of() : places.reservable(facts::together);
        Set<Var> fewer = reserved.isEmpty() ? most : Shadows.of(f, shapes, donated, places.with(reserved), Set.of());
        boolean better = fewer.size() < most.size();
        if (better) {
            places.reserve(reserved);
        }
        sure = better ? places.with(reserved) : onStack;
        checked = fewer;
        exchanged = Shadows.exchanged(f, shapes, donated);
        whole = WhollyWritten.inputs(f, Definitions.in(f.body())::of);
        whole.removeAll(exchanged);
        all = checked;
    }

    /**
     * The bound of the entry's time, in which loops are left out that are counted while the entry runs. Arrays of rows that nothing else would have copied are better used as they lie for any time than copied:
     * then nothing is counted.
     */
    Func bound(FunctionFacts facts) {
        logged = logged(checked, facts, Set.of());
        WorkBound.Charged w = WorkBound.charged(f, callees, facts::lanes, copied());
        if (w.isEmpty()) {
            return WorkBound.of(f, callees, facts::lanes, copied());
        }
        Set<Var> needed = Shadows.of(f, shapes, donated, sure, w.charges().keySet());
        LoggedWrites.Found noted = logged(needed, facts, w.charges().keySet());
        if (needed.stream().anyMatch(v -> v.type().rank() > 1 && !checked.contains(v) && !noted.inputs().contains(v))) {
            return WorkBound.of(f, callees, facts::lanes, copied());
        }
        all = needed;
        logged = noted;
        charged = w;
        facts.charge(charged.charges());
        return WorkBound.charged(f, callees, facts::lanes, copied()).bound();
    }

    /** What the functions that the entry calls are given by it and do for it; {@code rows}: which of their inputs come row by row. */
    Map<String, CalleePlan> plans(FunctionFacts facts, Map<String, List<Integer>> rows) {
        Map<String, List<Integer>> needed = calls.needed(f, facts.aliases(), logged.inputs());
        handedOn = !needed.isEmpty();
        var plans = new HashMap<String, CalleePlan>();
        for (String name : callees.keySet()) {
            WorkBound.Call c = charged.calls().get(name);
            List<Integer> logs = needed.getOrDefault(name, List.of());
            List<Integer> tables = rows.getOrDefault(name, List.of());
            if (c != null || !logs.isEmpty() || !tables.isEmpty()) {
                plans.put(name, new CalleePlan(tables, logs, calls.found(name), c != null, c == null ? 0 : c.once(), c == null ? Map.of() : c.charges()));
            }
        }
        return plans;
    }

    private LoggedWrites.Found logged(Set<Var> changed, FunctionFacts facts, Set<Var> loops) {
        var candidates = new HashSet<>(changed);
        candidates.removeAll(exchanged);
        return LoggedWrites.of(f, facts.aliases(), shapes, facts::lanes, candidates, calls, sure, loops);
    }

    /** Whether the entry counts the time of some loops, or functions that it calls do. */
    boolean counts() {
        return !charged.isEmpty();
    }

    /** Whether the entry notes what it overwrites in some inputs. */
    boolean logs() {
        return !logged.inputs().isEmpty();
    }

    /** Those that are copied in each call that may fail. */
    Set<Var> copied() {
        var out = new HashSet<>(all);
        out.removeAll(logged.inputs());
        return out;
    }

    /** Whether an input is copied in some calls. */
    boolean has(Var v) {
        return all.contains(v);
    }

    /** Begins to note what is overwritten; inputs that come by rows never have copies made of them here. */
    void begin(EquationEmitter g) {
        if (!logs()) {
            return;
        }
        if (!g.facts.places().takeRoom(UndoLog.ON_STACK)) {
            // Arrays that lie on the stack for certain take a third of the room, and nothing else has taken any before.
            throw new IllegalStateException("An entry has no room on the stack for what it notes");
        }
        String bytes = "0";
        for (Var v : logged.inputs()) {
            int each = g.arr(v).table() == null ? BYTES_EACH : BYTES_EACH_OF_ROWS;
            bytes = g.fn.def("add i64 " + bytes + ", " + g.fn.def("mul i64 " + g.product(g.arr(v).dims()) + ", " + each));
        }
        String mayFail = needed(g.fn, logged.inputs().stream().anyMatch(checked::contains));
        log = UndoLog.begin(g.fn, g.out, g.memory.scopes(), g.fn.def("and i1 %logs, " + mayFail), bytes, handedOn);
        g.exits.undo(log, logged);
    }

    /** The function has succeeded. */
    void finish() {
        if (log != null) {
            log.forget();
        }
    }

    /** Whether a call must be able to leave arrays as they were: in all that do not have them for themselves, or only in those that have some time. */
    private static String needed(FnText fn, boolean always) {
        return fn.def(always ? "icmp ne i64 %patience, " + LlvmModule.PRIVATE : "icmp sge i64 %patience, 0");
    }

    /**
     * Has the input be a copy where that is necessary. Returns what was in it, or, at null, what is certainly written, of no extent where it is no copy; null where it never is one.
     */
    Arr make(EquationEmitter g, Var v) {
        boolean noted = logged.inputs().contains(v);
        if (noted && g.arr(v).table() != null) {
            return null;
        }
        boolean unread = whole.contains(v) && !noted;
        if (!counts() && unread) {
            Arr given = g.arr(v);
            g.set(v, g.memory.like(given));
            return new Arr(given.dtype(), UNKNOWN, null, given.dims(), 1, -1);
        }
        if (!noted && (!counts() || exchanged.contains(v))) {
            // The array is read once: if others write to it between two reads, that looks like a change made here.
            Arr was = g.memory.copy(null, g.arr(v));
            g.set(v, g.memory.copyOfCopy(was));
            return was;
        }
        FnText fn = g.fn;
        Arr given = g.arr(v);
        String needed = needed(fn, checked.contains(v));
        if (noted) {
            needed = fn.def("and i1 " + needed + ", " + fn.def("xor i1 %logs, true"));
        }
        FnText.Block before = fn.current();
        FnText.Block copy = fn.block("copy");
        FnText.Block join = fn.block("work");
        fn.br(needed, copy, join);
        fn.enter(copy);
        Arr was = unread ? null : g.memory.copy(null, given);
        Arr own = unread ? g.memory.like(given) : g.memory.copyOfCopy(was);
        FnText.Block copied = fn.current();
        fn.br(join);
        fn.enter(join);
        String at = fn.fresh();
        join.phi(at, "ptr", "[ " + given.ptr() + ", " + before.label() + " ], [ " + own.ptr() + ", " + copied.label() + " ]");
        String old = unread ? UNKNOWN : fn.fresh();
        if (!unread) {
            join.phi(old, "ptr", "[ " + given.ptr() + ", " + before.label() + " ], [ " + was.ptr() + ", " + copied.label() + " ]");
        }
        var dims = new ArrayList<>(given.dims());
        dims.set(0, fn.def("select i1 " + needed + ", i64 " + dims.get(0) + ", i64 0"));
        g.set(v, new Arr(given.dtype(), at, null, given.dims(), 1, g.memory.scopes().fresh()));
        return new Arr(given.dtype(), old, null, dims, 1, g.memory.scopes().fresh());
    }

    /** The function around the one that notes what it overwrites, as {@link LlvmModule#counting}. {@code byRow}: one of the inputs comes by rows, so that the caller has to make copies. */
    String around(String outer, String inner, boolean byRow) {
        String call = "  %NAME = call i32 @" + inner + "(ptr %args, ptr %results, i64 %patience, i1 LOGS)\n";
        String wait = outer + "_wait";
        return (byRow ? "" : "@" + wait + " = internal global i64 0\n") + "define i32 @" + outer + "(ptr noalias readonly %args, ptr noalias %results, i64 %patience) {\n"
            + "  %own = icmp eq i64 %patience, " + LlvmModule.PRIVATE + "\n"
            + "  br i1 %own, label %copies, label %" + (byRow ? "try" : "shared") + "\n"
            + (byRow ? "" : """
            shared:
              %left = load atomic i64, ptr @WAIT monotonic, align 8
              %some = icmp sgt i64 %left, 0
              br i1 %some, label %wait, label %try
            wait:
              %less = sub i64 %left, 1
              store atomic i64 %less, ptr @WAIT monotonic, align 8
              br label %copies
            """.replace("WAIT", wait))
            + "try:\n" + call.replace("NAME", "noted").replace("LOGS", "true")
            + "  %full = icmp eq i32 %noted, " + Exits.FULL + "\n"
            + "  br i1 %full, label %over, label %done\n"
            + "over:\n"
            + (byRow ? "  ret i32 " + Exits.TOO_LONG : "  store atomic i64 " + WAIT + ", ptr @" + wait + " monotonic, align 8\n  br label %copies") + "\n"
            + "copies:\n" + call.replace("NAME", "copied").replace("LOGS", "false")
            + "  ret i32 %copied\n"
            + "done:\n  ret i32 %noted\n}\n";
    }
}
