package dev.jacobi.llvm;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.CallShapes;
import dev.jacobi.llvm.buffer.CalleePlan;
import dev.jacobi.llvm.buffer.LoggedCalls;
import dev.jacobi.llvm.buffer.RowCalls;
import dev.jacobi.llvm.emit.Calls;
import dev.jacobi.llvm.emit.EquationEmitter;
import dev.jacobi.llvm.emit.FunctionFacts;
import dev.jacobi.llvm.emit.Memory;
import dev.jacobi.llvm.plan.CarriedSums;
import dev.jacobi.llvm.plan.Collecting;
import dev.jacobi.llvm.plan.ColumnAccesses;
import dev.jacobi.llvm.plan.JamPlan;
import dev.jacobi.llvm.plan.LanePlan;
import dev.jacobi.llvm.plan.OrderedTrips;
import dev.jacobi.llvm.plan.RowWindows;
import dev.jacobi.llvm.plan.SquareRootPlan;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.ModuleContext;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.UndoLog;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The two forms of a whole function: the entry, which reads and writes 8-byte slots, and a callee, which takes and returns LLVM values. */
final class FunctionEmitter {
    /** Bytes of stack arrays up to which a callee may be inlined. */
    private static final long SMALL = 512;
    /** Stack for all arrays of a callee on a device, where each thread has stack for all calls that it may have under way. */
    private static final long DEVICE_ROOM = 512;

    /** How the name of the entry's form ends that counts its time. */
    static final String COUNTING = "_counting";
    /** And of the one inside of it that notes what it overwrites. */
    private static final String LOGGING = "_logging";
    /** Equations up to which there is code for calls that note what they overwrite and code for those that do not: one code for both asks at each write. */
    private static final int TWICE = 300;

    private FunctionEmitter() {
    }

    /** What is known of an entry: the inputs that may come row by row and which of their rows it uses, whether there is the form whose time is limited, see {@link LlvmModule}, and what the functions that it calls do for it. */
    record Entry(List<Integer> rows, boolean limited, LlvmModule.Windows windows, Map<String, CalleePlan> callees) { }

    /** Emits {@code i32 @name(ptr args, ptr results)}; {@code callees}: what is known of the functions that it calls. */
    static Entry entry(ModuleContext unit, String name, ReadyProgram program, CompileRequest request, Map<String, FunctionFacts> callees) {
        Func b = program.main();
        List<Integer> donated = request.donated();
        FunctionFacts facts = facts(unit, b, Memory.ENTRY_ROOM, !request.arrays(), false);
        LoggedCalls calls = calls(unit, program, callees);
        var copies = new EntryCopies(b, unit.shapes(), donated, program.callees(), calls, facts);
        if (hasBound(request, b)) {
            asked(unit, name + "_bound", copies.bound(facts));
        }
        RowCalls tables = RowCalls.of(b, facts.aliases(), request.rows(), copies.copied(), donated, calls.callees(), unit.shapes());
        List<Integer> rows = tables.entry();
        Map<String, CalleePlan> plans = copies.plans(facts, tables.callees());
        facts.callees(plans);
        boolean limited = copies.counts() || copies.logs();
        String inner = copies.logs() ? name + LOGGING : name + COUNTING;
        FnText fn = new FnText("define " + (limited ? (copies.logs() ? "internal i32 @" : "i32 @") + inner + "(ptr noalias readonly %args, ptr noalias %results, i64 %patience" + (copies.logs() ? ", i1 %logs)" : ")")
            : "i32 @" + name + "(ptr noalias readonly %args, ptr noalias %results)"));
        EquationEmitter g = new EquationEmitter(unit, facts, fn, (text, code) -> text.terminate("ret i32 " + code));
        g.mayThread = true;
        if (copies.counts()) {
            g.exits.allow("%patience");
        }
        if (limited) {
            unit.out().add("define i32 @" + name + "(ptr noalias readonly %args, ptr noalias %results) {\n  %r = call i32 @" + name + COUNTING + "(ptr %args, ptr %results, i64 " + LlvmModule.ANY + ")\n  ret i32 %r\n}\n");
        }
        if (!request.rows().isEmpty()) {
            unit.out().add("; inputs that may come row by row: " + rows + ", packed: " + request.rows().stream().filter(k -> !rows.contains(k)).sorted().toList() + "\n");
        }
        List<Arr> inputs = readInputs(g, b, rows);
        Map<Integer, Memory.Given> places = ResultPlaces.read(g, b, request, slots(b) + rows.size());
        copies.begin(g);
        if (copies.logs()) {
            if (Regions.size(b.body()) <= TWICE) {
                fn.alwaysInline();
            }
            unit.out().add(copies.around(name + COUNTING, inner, b.in().stream().anyMatch(v -> v.isArray() && g.arr(v).table() != null && copies.has(v))));
        }
        var pristine = new HashMap<Integer, Arr>();
        for (Var v : b.in()) {
            Arr was = copies.has(v) ? copies.make(g, v) : null;
            if (was != null) {
                pristine.put(b.in().indexOf(v), was);
            }
        }
        g.body(b.body());
        List<Value> outs = b.out().stream().map(g::value).toList();
        finishEntry(g, outs, donated, inputs, pristine, places);
        copies.finish();
        fn.terminate("ret i32 0");
        // Only the stub calls the entry, once: no loop is ever around it, and its scopes need no declaration.
        close(g);
        RowWindows windows = RowWindows.of(b, facts.aliases(), rows, request.named());
        if (windows == null) {
            return new Entry(rows, limited, null, plans);
        }
        asked(unit, name + "_rows", windows.bounds());
        return new Entry(rows, limited, new LlvmModule.Windows(name + "_rows", windows.inputs(), windows.few(), windows.listed()), plans);
    }

    private static LoggedCalls calls(ModuleContext unit, ReadyProgram program, Map<String, FunctionFacts> facts) {
        var callees = new LinkedHashMap<String, LoggedCalls.Callee>();
        program.callees().forEach((n, f) -> callees.put(n, new LoggedCalls.Callee(f, facts.get(n).aliases(), facts.get(n)::lanes)));
        return new LoggedCalls(callees, unit.shapes());
    }

    /** What is known of a function that is called. */
    static FunctionFacts calleeFacts(ModuleContext unit, Func b) {
        return facts(unit, b, unit.device() ? DEVICE_ROOM : Memory.CALLEE_ROOM, !unit.device() && !unit.arrays(), true);
    }

    /** Whether there are arrays of the Java heap, so that it matters how long a call takes that uses them where they lie. */
    static boolean hasBound(CompileRequest request, Func f) {
        return !request.arrays() && (!request.given().isEmpty() || !request.givenRows().isEmpty() || f.in().stream().anyMatch(v -> !v.type().isScalar()));
    }

    /** Emits a function of scalars and extents with the same arguments as the entry's and some f64 as its results. */
    private static void asked(ModuleContext unit, String name, Func f) {
        FnText fn = new FnText("define i32 @" + name + "(ptr noalias readonly %args, ptr noalias %results)");
        EquationEmitter g = new EquationEmitter(unit, new FunctionFacts(f, unit.shapes(), 0), fn, (text, code) -> text.terminate("ret i32 " + code));
        readInputs(g, f, List.of());
        g.body(f.body());
        for (int k = 0; k < f.out().size(); k++) {
            writeScalar(g, g.val(f.out().get(k)), slot(fn, "%results", k));
        }
        fn.terminate("ret i32 0");
        close(g);
    }

    /** The entry's slots for its inputs alone. */
    private static int slots(Func f) {
        int sum = f.in().size();
        for (Var v : f.in()) {
            sum += v.type().rank();
        }
        return sum;
    }

    /** Reads the entry's inputs from its slots, and the tables of those that come row by row; scalars are null in the list. */
    private static List<Arr> readInputs(EquationEmitter g, Func f, List<Integer> rows) {
        FnText fn = g.fn;
        int slot = 0;
        int tables = slots(f);
        var inputs = new ArrayList<Arr>();
        for (Var v : f.in()) {
            if (v.type().isScalar()) {
                g.set(v, readScalar(g, v.dtype(), slot(fn, "%args", slot++)));
                inputs.add(null);
                continue;
            }
            String p = fn.def("load ptr, ptr " + slot(fn, "%args", slot++));
            var dims = new ArrayList<String>();
            for (int d = 0; d < v.type().rank(); d++) {
                dims.add(fn.def("load i64, ptr " + slot(fn, "%args", slot++) + g.out.extent()));
            }
            Arr table = !rows.contains(inputs.size()) ? null
                : new Arr(DType.I64, fn.def("load ptr, ptr " + slot(fn, "%args", tables++)), null, dims.subList(0, dims.size() - 1), 1, g.memory.scopes().fresh());
            inputs.add(new Arr(v.dtype(), p, null, dims, 1, g.memory.scopes().fresh(), table));
            g.set(v, inputs.get(inputs.size() - 1));
        }
        return inputs;
    }

    /** {@code shared}: its arrays may be some that other threads write to. */
    private static FunctionFacts facts(ModuleContext unit, Func f, long room, boolean shared, boolean callee) {
        FunctionFacts facts = new FunctionFacts(f, unit.shapes(), room);
        if (shared) {
            facts.share(callee);
        }
        Map<Var, OrderedTrips> ordered = unit.vectorBytes() == 0 ? Map.of() : OrderedTrips.in(f, facts.aliases(), unit.vectorBytes(), unit.fast());
        facts.order(ordered);
        LanePlan plan = LanePlan.choose(f.body(), facts.aliases(), ordered, unit.vectorBytes(), unit.eager());
        ColumnAccesses columns = ColumnAccesses.choose(f.body(), plan.lanes(), unit.vectorBytes());
        Map<Var, Integer> lanes = columns.lanes();
        facts.planFewTrips(plan.inFewTrips());
        facts.plan(lanes, columns.with(JamPlan.choose(f.body(), facts.aliases(), lanes, unit.vectorBytes())));
        facts.goByColumns(columns.results());
        facts.keepScalar(Collecting.of(f.body(), lanes.keySet(), unit.vectorBytes()));
        if (unit.fast()) {
            facts.addSeparately(CarriedSums.in(f, v -> facts.lanes(v)));
        }
        if (unit.fmaRoots()) {
            facts.multiplyOut(SquareRootPlan.choose(f.body(), facts.variance(), lanes, unit.eager()));
        }
        return facts;
    }

    private static void close(EquationEmitter g) {
        g.finish();
        g.memory.scopes().finish();
        g.out.add(g.fn.toString());
    }

    /**
     * New results first, since they may still have to be copied from inputs; then the overwritten inputs. Of an input that was worked on in
     * a copy only what differs from {@code pristine} is written: other threads may be at work on other parts of the array.
     */
    private static void finishEntry(EquationEmitter g, List<Value> outs, List<Integer> donated, List<Arr> inputs, Map<Integer, Arr> pristine, Map<Integer, Memory.Given> places) {
        FnText fn = g.fn;
        var results = new ArrayList<String>();
        var moving = new ArrayList<Integer>();
        for (int k = 0; k < outs.size(); k++) {
            if (donated.get(k) >= 0 && outs.get(k) instanceof Arr a && !a.ptr().equals(inputs.get(donated.get(k)).ptr())) {
                moving.add(k);
            }
        }
        // No source is an input that gets overwritten here: Shadows has such inputs (swapped buffers) worked on in copies.
        var sources = new ArrayList<String>();
        moving.forEach(k -> sources.add(g.memory.address((Arr) outs.get(k))));
        for (int k = 0; k < outs.size(); k++) {
            if (donated.get(k) < 0) {
                results.add(!(outs.get(k) instanceof Arr a) ? "" : places.containsKey(k) ? g.memory.handOverUnless(a, places.get(k).ptr()) : g.memory.handOver(a));
            }
        }
        for (int m = 0; m < moving.size(); m++) {
            Arr to = inputs.get(donated.get(moving.get(m)));
            Arr was = pristine.get(donated.get(moving.get(m)));
            // Without a shadow the value is in the input's memory all the time, though it may go by another name.
            if (was != null && was.ptr().equals(EntryCopies.UNKNOWN)) {
                String bytes = fn.def("mul i64 " + g.product(was.dims()) + ", " + to.dtype().bytes());
                fn.line("call void " + g.out.declare("void", "jacobi_take", "(ptr, ptr, ptr, i64)") + "(ptr " + to.ptr() + ", ptr null, ptr " + sources.get(m) + ", i64 " + bytes + ")");
            } else if (was != null) {
                fn.line("call void " + g.out.declare("void", "jacobi_put_changed", "(ptr, ptr, ptr, i64, i32)") + "(ptr " + to.ptr() + ", ptr "
                    + sources.get(m) + ", ptr " + was.ptr() + ", i64 " + g.product(was.dims()) + ", i32 " + to.dtype().bytes() + ")");
            }
        }
        int slot = 0;
        int r = 0;
        for (int k = 0; k < outs.size(); k++) {
            if (donated.get(k) >= 0) {
                continue;
            }
            String mem = results.get(r++);
            if (outs.get(k) instanceof Val v) {
                writeScalar(g, v, slot(fn, "%results", slot++));
            } else {
                fn.line("store ptr " + mem + ", ptr " + slot(fn, "%results", slot++));
                for (String d : ((Arr) outs.get(k)).dims()) {
                    fn.line("store i64 " + d + ", ptr " + slot(fn, "%results", slot++));
                }
            }
        }
        g.memory.freeAll();
    }

    static String slot(FnText fn, String base, int k) {
        return k == 0 ? base : fn.def("getelementptr i64, ptr " + base + ", i64 " + k);
    }

    private static Val readScalar(EquationEmitter g, DType t, String p) {
        if (t != DType.BOOL) {
            return Val.uniform(t, g.fn.def("load " + Ty.value(t) + ", ptr " + p));
        }
        return Val.uniform(t, g.fn.def("icmp ne i8 " + g.fn.def("load i8, ptr " + p) + ", 0"));
    }

    private static void writeScalar(EquationEmitter g, Val v, String p) {
        String x = v.text();
        if (v.dtype() == DType.BOOL) {
            g.fn.line("store i64 " + g.fn.def("zext i1 " + x + " to i64") + ", ptr " + p);
        } else if (v.dtype().isInt() && v.dtype() != DType.I64) {
            Val wide = g.ops.apply(Prim.CONVERT, new Params.To(DType.I64), List.of(v), DType.I64);
            g.fn.line("store i64 " + wide.text() + ", ptr " + p);
        } else {
            g.fn.line("store " + Ty.value(v.dtype()) + " " + x + ", ptr " + p);
        }
    }

    /** Emits a callee under its symbol; see {@link Calls}. {@code plans}: what functions do besides computing, this one among them. */
    static void callee(ModuleContext unit, String name, Func b, FunctionFacts facts, Map<String, CalleePlan> plans) {
        List<Integer> shape = unit.shapes().get(name);
        Func f = unit.funcs().get(name);
        String result = Calls.resultType(f, shape);
        var params = new ArrayList<String>(List.of("ptr %limit"));
        params.addAll(parameters(b));
        CalleePlan plan = plans.getOrDefault(name, CalleePlan.NONE);
        plan.rows().forEach(k -> params.add("ptr %t" + k));
        params.addAll(plan.counts() ? List.of("ptr %clock") : List.of());
        plan.logs().forEach(k -> params.add("ptr %log" + k));
        FnText fn = new FnText("define internal " + Calls.convention(unit) + result + " " + unit.symbols().get(name) + "(" + String.join(", ", params) + ")");
        facts.callees(plans);
        facts.charge(plan.charges());
        EquationEmitter g = new EquationEmitter(unit, facts, fn, (text, code) -> {
            String r = text.def("insertvalue " + result + " zeroinitializer, i32 " + code + ", 0");
            text.terminate("ret " + result + " " + r);
        });
        new Calls(g).checkDepth("%limit", name);
        bind(g, b, plan.rows());
        follow(g, b, plan);
        g.body(b.body());
        List<Value> outs = b.out().stream().map(g::value).toList();
        var fields = new ArrayList<String>();
        for (int k = 0; k < outs.size(); k++) {
            if (outs.get(k) instanceof Val v) {
                fields.add(Ty.value(v.dtype()) + " " + v.text());
                continue;
            }
            Arr a = (Arr) outs.get(k);
            if (shape.get(k) < 0) {
                fields.add("ptr " + (CallShapes.isMaybe(shape.get(k)) ? g.memory.handOverUnless(a, "%a" + CallShapes.input(shape.get(k))) : g.memory.handOver(a)));
            }
            for (int d = 0; d < a.dims().size(); d++) {
                if (!Calls.keeps(f, k, shape.get(k), d)) {
                    fields.add("i64 " + a.dims().get(d));
                }
            }
        }
        g.memory.freeAll();
        String r = "zeroinitializer";
        for (int k = 0; k < fields.size(); k++) {
            r = fn.def("insertvalue " + result + " " + r + ", " + fields.get(k) + ", " + (k + 1));
        }
        fn.terminate("ret " + result + " " + r);
        if (!facts.places().takeRoom(Memory.CALLEE_ROOM - SMALL)) {
            fn.noInline();
        }
        g.memory.scopes().declare(fn);
        close(g);
    }

    /** Has a callee note what it overwrites where its caller wants that, and count its time. */
    private static void follow(EquationEmitter g, Func f, CalleePlan plan) {
        var logs = new HashMap<Var, UndoLog>();
        plan.logs().forEach(k -> logs.put(f.in().get(k), UndoLog.given(g.fn, g.out, g.memory.scopes(), "%log" + k)));
        g.exits.note(logs, plan.found());
        if (plan.counts()) {
            g.exits.count("%clock", plan.once());
        }
    }

    private static List<String> parameters(Func f) {
        var params = new ArrayList<String>();
        for (int k = 0; k < f.in().size(); k++) {
            Type t = f.in().get(k).type();
            params.add((t.isScalar() ? Ty.value(t.dtype()) : "ptr noalias") + " %a" + k);
            for (int d = 0; d < t.rank(); d++) {
                params.add("i64 %a" + k + "d" + d);
            }
        }
        return params;
    }

    private static void bind(EquationEmitter g, Func f, List<Integer> rows) {
        for (int k = 0; k < f.in().size(); k++) {
            Var v = f.in().get(k);
            if (v.type().isScalar()) {
                g.set(v, Val.uniform(v.dtype(), "%a" + k));
            } else {
                var dims = new ArrayList<String>();
                for (int d = 0; d < v.type().rank(); d++) {
                    dims.add("%a" + k + "d" + d);
                }
                Arr table = rows.contains(k) ? new Arr(DType.I64, "%t" + k, null, dims.subList(0, dims.size() - 1), 1, g.memory.scopes().fresh()) : null;
                g.set(v, new Arr(v.dtype(), "%a" + k, null, dims, 1, g.memory.scopes().fresh(), table));
            }
        }
    }

    /** Emits a function of one element for a device; see {@link DeviceCode.Body}. */
    static void body(ModuleContext unit, DeviceCode.Body body, Func b, long room) {
        FnText fn = new FnText("define internal " + body.result() + " " + body.symbol() + "(" + String.join(", ", parameters(b)) + ")");
        fn.alwaysInline();
        EquationEmitter g = new EquationEmitter(unit, facts(unit, b, room, false, true), fn, (text, code) -> {
            String r = text.def("insertvalue " + body.result() + " zeroinitializer, i32 " + code + ", 0");
            text.terminate("ret " + body.result() + " " + r);
        });
        bind(g, b, List.of());
        g.body(b.body());
        for (Atom a : b.out()) {
            Set<Var> roots = a.isArray() ? g.facts.aliases().roots(a) : Set.of();
            for (int j = 0; j < b.in().size() && roots.size() > 1; j++) {
                if (roots.contains(b.in().get(j))) {
                    g.exits.unless(fn.def("icmp eq ptr " + g.memory.address(g.arr(a)) + ", %a" + j), Memory.FULL_MEMORY);
                }
            }
        }
        String r = "zeroinitializer";
        int at = 1;
        for (Value v : b.out().stream().map(g::value).toList()) {
            if (v instanceof Val x) {
                r = fn.def("insertvalue " + body.result() + " " + r + ", " + Ty.value(x.dtype()) + " " + x.text() + ", " + at++);
            }
        }
        g.memory.freeAll();
        fn.terminate("ret " + body.result() + " " + r);
        g.memory.scopes().declare(fn);
        close(g);
    }
}
