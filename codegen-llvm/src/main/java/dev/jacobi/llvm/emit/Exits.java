package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.LoggedWrites;
import dev.jacobi.llvm.buffer.Shadows;
import dev.jacobi.llvm.emit.LoopPhis.PhiForm;
import dev.jacobi.llvm.plan.StripCounter;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.UndoLog;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a function is left: one exit block for all failing checks, which puts back what has been overwritten, frees what the function has allocated and reports 1 + the check's index; and when the call takes longer than it may. */
public final class Exits {
    /** How the function tells its caller. */
    public interface OnFailure {
        /** Ends the function; {@code code} is an i32 text that is not 0. */
        void fail(FnText fn, String code);
    }

    /** What the function returns when the call takes longer than it has time. */
    public static final int TOO_LONG = -1;
    /** What it returns when it has overwritten more than it may note. */
    public static final int FULL = -2;
    /** The clock is looked at some 2 to the power of so many times in the time that a call has. */
    private static final int SLICES = 4;
    /** More than any call may take, and little enough that differences do not overflow. */
    private static final long MOST_SPENT = 1L << 61;
    /** What trips may cost that are counted together when they have run: four microseconds. */
    private static final long MOST_STRIP = 1L << 16;
    private static final int LONGEST_STRIP = 1024;
    /** Fewer trips count one by one. */
    private static final int SHORTEST_STRIP = 8;
    private final EquationEmitter g;
    private final OnFailure onFailure;
    private FnText.Block block;
    private final List<String> incoming = new ArrayList<>();
    private boolean failsNow;
    /** The slot of what may be spent until somebody looks at the clock, and what is known of the call's time ({@code @jacobi_time_left}); null where nobody counts. */
    private String left;
    private String time;
    /** Whether {@link #left} is the slot of all functions of the call, which several threads may have under way. */
    private boolean common;
    /** What is put back here when the function is left by a failed check, null where nothing is; where it is noted what has been overwritten of an input; and which writes that are. */
    private UndoLog log;
    private Map<Var, UndoLog> logs = Map.of();
    private LoggedWrites.Found logged = LoggedWrites.Found.NONE;

    Exits(EquationEmitter g, OnFailure onFailure) {
        this.g = g;
        this.onFailure = onFailure;
    }

    /** The function notes what it overwrites in some inputs, and puts it back when it is left by a failed check. */
    public void undo(UndoLog noted, LoggedWrites.Found writes) {
        log = noted;
        var all = new HashMap<Var, UndoLog>();
        writes.inputs().forEach(v -> all.put(v, noted));
        note(all, writes);
    }

    /** The function notes what it overwrites in some inputs in these logs, for the one that calls it. */
    public void note(Map<Var, UndoLog> given, LoggedWrites.Found writes) {
        logs = given;
        logged = writes;
    }

    /** The log that a function which overwrites the array has to note in: an address. */
    String logOf(Atom array) {
        Set<Var> roots = g.facts.aliases().roots(array);
        UndoLog given = roots.size() == 1 ? logs.get(roots.iterator().next()) : null;
        return given == null ? UndoLog.off(g.out) : given.record();
    }

    /** What the loop is about to overwrite is noted where that is known beforehand. */
    void overwriteParts(Eqn loop) {
        for (LoggedWrites.Part p : logs.isEmpty() || logged.parts().isEmpty() ? List.<LoggedWrites.Part>of() : logged.parts().getOrDefault(Shadows.sign(loop), List.of())) {
            UndoLog to = logs.get(p.array());
            if (to != null) {
                overwrite(p, to);
            }
        }
    }

    private void overwrite(LoggedWrites.Part p, UndoLog noted) {
        Arr a = g.arr(p.array());
        Val dim = EquationEmitter.i64(a.dims().get(p.axis()));
        Val first = p.first() == null ? EquationEmitter.i64(0) : g.wide(g.val(p.first()));
        Val from = g.op(Prim.MAX, DType.I64, first, EquationEmitter.i64(0));
        Val to = g.op(Prim.MIN, DType.I64, EquationEmitter.i64(g.ops.intrinsic("sadd.sat", DType.I64, 1, first.text(), g.loops.count(g.val(p.count())))), dim);
        Val some = g.op(Prim.LT, DType.BOOL, from, to);
        var at = new ArrayList<Val>();
        for (int k = 0; k < p.at().size(); k++) {
            at.add(k == p.axis() ? from : g.wide(g.val(p.at().get(k))));
            some = k == p.axis() ? some : g.op(Prim.AND, DType.BOOL, some, g.access.within(at.get(k), a.dims().get(k)));
        }
        Val many = g.op(Prim.SUB, DType.I64, to, from);
        boolean row = p.axis() == at.size() - 1;
        g.control.under(some, () -> {
            if (row) {
                noted.noteAll(g.memory.address(g.access.part(a, at)), g.mul(many.text(), Integer.toString(a.dtype().bytes())), good -> failWith(good, Integer.toString(FULL)));
            } else {
                g.loops.counted(many.text(), i -> {
                    var one = new ArrayList<>(at);
                    one.set(p.axis(), g.op(Prim.ADD, DType.I64, from, EquationEmitter.i64(i)));
                    note(g.access.part(a, one), noted);
                });
            }
        });
    }

    /** What the equation is about to overwrite is noted where that must be. */
    void overwrite(Eqn e) {
        Set<Var> roots = logs.isEmpty() ? Set.of() : g.facts.aliases().roots(e.in().get(0));
        UndoLog noted = roots.size() == 1 ? logs.get(roots.iterator().next()) : null;
        if (noted != null && !logged.unnoted().contains(e.result())) {
            Val inside = g.access.inside(e);
            if (inside == null) {
                note(e, noted);
            } else {
                g.control.under(inside, () -> note(e, noted));
            }
        }
    }

    private void note(Eqn e, UndoLog noted) {
        note(g.access.element(e), noted);
    }

    private void note(Arr element, UndoLog noted) {
        noted.note(g.memory.address(element), Ty.memory(element.dtype()), element.dtype().bytes(), g.memory.scopes().tag(element.root()), good -> failWith(good, Integer.toString(FULL)));
    }

    void check(Val ok, Params.Check check) {
        String good = null;
        for (int k = 0; k < ok.parts().size(); k++) {
            String one = ok.part(k);
            if (!ok.isUniform()) {
                String bad = g.fn.def("xor " + Ty.vector("i1", g.lanes) + " " + one + ", " + Ty.splat("i1", "true", g.lanes));
                one = g.fn.def("xor i1 " + g.control.any(g.mask == null ? bad
                    : g.fn.def("and " + Ty.vector("i1", g.lanes) + " " + bad + ", " + g.mask)) + ", true");
            }
            good = good == null ? one : g.fn.def("and i1 " + good + ", " + one);
        }
        if (!good.equals("true")) {
            unless(good, check);
        }
    }

    /** Leaves the function with this check's code unless the i1 is true. */
    public void unless(String good, Params.Check check) {
        failWith(good, Integer.toString(1 + g.out.check(check)));
    }

    /** Leaves the function with the code (an i32 text) unless the i1 is true. */
    void failWith(String good, String code) {
        if (block == null) {
            block = g.fn.block("fail");
        }
        FnText.Block go = g.fn.block("ok");
        incoming.add(PhiForm.from(code, g.fn.current()));
        g.fn.br(g.call("i1", "llvm.expect.i1", "i1 " + good, "i1 true"), go, block);
        g.fn.enterOnly(go);
    }

    /** The function counts what the trips of some loops cost, and looks at the clock now and then: this i64 is what they may take, below zero for any time. */
    public void allow(String patience) {
        time = g.fn.alloca("i64", 3, 8);
        left = g.fn.alloca("i64", 1, 8);
        g.fn.line("store i64 0, ptr " + time);
        g.fn.line("store i64 " + patience + ", ptr " + g.fn.def("getelementptr i64, ptr " + time + ", i64 1"));
        String any = g.fn.def("icmp slt i64 " + patience + ", 0");
        left(g.fn.def("select i1 " + any + ", i64 " + Long.MAX_VALUE + ", i64 " + g.fn.def("ashr i64 " + patience + ", " + SLICES)));
    }

    /** The function counts for the one that it is a loop of. */
    void allowAs(String around) {
        time = around;
        left = g.fn.alloca("i64", 1, 8);
        left(g.fn.def("load atomic i64, ptr " + shared() + " monotonic, align 8"));
    }

    /** The function counts for the entry, whose clock it is given, and begins with what it costs itself. */
    public void count(String clock, long once) {
        time = clock;
        left = shared();
        common = true;
        spend(once, null);
    }

    /** What is known of the call's time. */
    String time() {
        return time;
    }

    /** Has those who count for this function, or whom it counts for, know what is left; several threads may do so, as it is the time by the clock that counts. */
    void share() {
        g.fn.line("store atomic i64 " + left() + ", ptr " + shared() + " monotonic, align 8");
    }

    /** Goes on with what they have left. */
    void resume() {
        left(g.fn.def("load atomic i64, ptr " + shared() + " monotonic, align 8"));
    }

    private String shared() {
        return g.fn.def("getelementptr i64, ptr " + time + ", i64 2");
    }

    /** Whether the function counts. */
    boolean counts() {
        return left != null;
    }

    private String left() {
        return g.fn.def(common ? "load atomic i64, ptr " + left + " monotonic, align 8" : "load i64, ptr " + left);
    }

    private void left(String i64) {
        g.fn.line(common ? "store atomic i64 " + i64 + ", ptr " + left + " monotonic, align 8" : "store i64 " + i64 + ", ptr " + left);
    }

    /** A function is called that counts, too. */
    void beforeCounting() {
        if (!common) {
            share();
        }
    }

    /** It has returned. */
    void afterCounting() {
        if (!common) {
            resume();
        }
    }

    /** A trip of this loop begins. */
    void trip(Eqn loop) {
        spend(g.facts.charge(loop) * g.lanes, null);
    }

    /** How many trips of the loop count together, a power of two; 0 where they do not count, or each does. */
    int strip(Eqn loop) {
        long each = counts() ? g.facts.charge(loop) : 0;
        long most = each == 0 ? 0 : Math.min(LONGEST_STRIP, Long.highestOneBit(MOST_STRIP / each));
        return most < SHORTEST_STRIP ? 0 : (int) most;
    }

    /** The limit that ends so many trips of a loop whose counter is here, or fewer where the loop's own limit is nearer. */
    Val stripLimit(StripCounter c, Val here, Val limit, int trips) {
        boolean up = c.prim() == Prim.LT || c.prim() == Prim.LE;
        int way = c.prim() == Prim.LE || c.prim() == Prim.GE ? trips - 1 : trips;
        DType t = limit.dtype();
        String end = g.ops.intrinsic(up ? "sadd.sat" : "ssub.sat", t, 1, here.text(), Integer.toString(way));
        return g.op(up ? Prim.MIN : Prim.MAX, t, limit, Val.uniform(t, end));
    }

    /** So many trips of this loop have run, no more than a strip has. */
    void ran(Eqn loop, Val trips) {
        spend(g.facts.charge(loop), trips.text());
    }

    /** All trips of this loop begin, where it is a counted one whose number of trips is the same for all lanes. */
    void trips(Eqn loop) {
        if (loop.prim() != Prim.WHILE && g.facts.charge(loop) > 0 && g.val(loop.in().get(0)).isUniform()) {
            trips(loop, g.val(loop.in().get(0)));
        }
    }

    /** So many trips of this loop begin. */
    void trips(Eqn loop, Val n) {
        long each = g.facts.charge(loop) * g.lanes;
        if (each > 0) {
            // A loop that a check leaves early may have been asked for any number of trips.
            long most = MOST_SPENT / each;
            String count = g.loops.count(n);
            spend(each, n.dtype().bits() == Long.SIZE || most < 1L << n.dtype().bits() - 1 ? g.ops.intrinsic("smin", DType.I64, 1, count, Long.toString(most)) : count);
        }
    }

    private void spend(long each, String trips) {
        if (left == null || each == 0) {
            return;
        }
        String all = trips == null ? Long.toString(each) : g.mul(trips, Long.toString(each));
        String now = g.fn.def("sub i64 " + left() + ", " + all);
        left(now);
        FnText.Block go = g.fn.block("goon");
        FnText.Block look = g.fn.block("look");
        g.fn.br(g.call("i1", "llvm.expect.i1", "i1 " + g.fn.def("icmp sge i64 " + now + ", 0"), "i1 true"), go, look);
        g.fn.enter(look);
        String more = g.fn.def("call i64 " + g.out.declare("i64", "jacobi_time_left", "(ptr, i64) cold nounwind") + "(ptr " + time + ", i64 " + g.fn.def("sub i64 0, " + now) + ")");
        left(more);
        failWith(g.fn.def("icmp sge i64 " + more + ", 0"), Integer.toString(TOO_LONG));
        g.fn.br(go);
        g.fn.enter(go);
    }

    /** Whether the function may be left by a failed check. */
    boolean mayFail() {
        return block != null || failsNow;
    }

    /** Leaves the function with this check's code, before it has made anything that must be freed. */
    void failNow(Params.Check check) {
        failsNow = true;
        onFailure.fail(g.fn, Integer.toString(1 + g.out.check(check)));
    }

    /** Places the exit block; call once, after the function's last instruction. */
    public void finish() {
        if (block == null) {
            return;
        }
        g.fn.enter(block);
        String code = g.fn.fresh();
        block.phi(code, "i32", String.join(", ", incoming));
        if (log != null) {
            log.undo();
        }
        g.memory.freeAll();
        onFailure.fail(g.fn, code);
    }
}
