package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Type;
import dev.jacobi.llvm.buffer.CallShapes;
import dev.jacobi.llvm.buffer.CalleePlan;
import dev.jacobi.llvm.text.ModuleContext;
import dev.jacobi.llvm.text.NotEmitted;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls of module functions and of the JVM's own ({@link External}). A module function is {@code {i32, results..} @f(ptr limit, args..)}: the code is 0 or
 * 1 + the failed check; an array argument is a pointer and its extents; behind them are what {@link CalleePlan} says, tables, the clock and logs; an array result is its extents, with a pointer in front when it
 * is a new array or may be one, and without those that are certainly the argument's whose memory it is. {@code limit} is the lowest address that the stack may reach.
 */
public final class Calls {
    /** Calls that a device's thread may have under way: there {@code limit} is how many more. */
    public static final int DEVICE_CALLS = 48;
    private final EquationEmitter g;

    public Calls(EquationEmitter g) {
        this.g = g;
    }

    void call(Eqn e) {
        String name = ((Params.Call) e.params()).name();
        if (External.is(name)) {
            external(e, name);
            return;
        } else if (External.isRoutine(name)) {
            new ForeignCalls(g).library(e, name);
            return;
        }
        var places = new ArrayList<String>();
        List<Integer> shape = g.unit.shapes().get(name);
        Func f = g.unit.funcs().get(name);
        List<Type> types = f.out().stream().map(Atom::type).toList();
        String result = resultType(f, shape);
        CalleePlan plan = g.facts.callee(name);
        String args = arguments(e, plan, places);
        if (plan.counts()) {
            g.exits.beforeCounting();
        }
        String r = g.fn.def("call " + convention(g.unit) + result + " " + g.unit.symbols().get(name) + "(" + args + ")");
        if (plan.counts()) {
            g.exits.afterCounting();
        }
        String code = g.fn.def("extractvalue " + result + " " + r + ", 0");
        g.exits.failWith(g.fn.def("icmp eq i32 " + code + ", 0"), code);
        int at = 1;
        for (int k = 0; k < types.size(); k++) {
            Type t = types.get(k);
            if (t.isScalar()) {
                g.set(e.out().get(k), Val.uniform(t.dtype(), g.fn.def("extractvalue " + result + " " + r + ", " + at++)));
                continue;
            }
            Arr same = shape.get(k) < 0 ? null : g.arr(e.in().get(shape.get(k)));
            String ptr = same == null ? g.fn.def("extractvalue " + result + " " + r + ", " + at++) : same.ptr();
            var dims = new ArrayList<String>();
            for (int d = 0; d < t.rank(); d++) {
                dims.add(same != null && keeps(f, k, shape.get(k), d) ? same.dims().get(d) : g.fn.def("extractvalue " + result + " " + r + ", " + at++));
            }
            if (CallShapes.isMaybe(shape.get(k))) {
                int j = CallShapes.input(shape.get(k));
                g.memory.adoptUnless(ptr, places.get(j));
                g.set(e.out().get(k), new Arr(t.dtype(), ptr, null, dims, 1, g.arr(e.in().get(j)).root()));
                continue;
            } else if (same == null) {
                g.memory.adopt(ptr);
            }
            g.set(e.out().get(k), new Arr(t.dtype(), ptr, same == null ? null : same.offset(), dims, 1,
                same == null ? g.memory.scopes().fresh() : same.root(), same == null ? null : same.table()));
        }
    }

    /** What a function is given; where its arrays are goes to {@code places}. */
    private String arguments(Eqn e, CalleePlan plan, List<String> places) {
        var args = new ArrayList<String>(List.of("ptr " + limit()));
        for (Atom a : e.in()) {
            if (g.value(a) instanceof Arr r) {
                places.add(g.memory.address(r));
                args.add("ptr " + places.get(places.size() - 1));
                r.dims().forEach(d -> args.add("i64 " + d));
            } else {
                Val x = g.val(a);
                places.add("");
                args.add(Ty.value(x.dtype()) + " " + x.text());
            }
        }
        plan.rows().forEach(k -> args.add("ptr " + g.memory.address(g.arr(e.in().get(k)).table())));
        if (plan.counts()) {
            if (g.exits.time() == null) {
                throw new IllegalStateException("a function without a clock calls one that counts");
            }
            args.add("ptr " + g.exits.time());
        }
        plan.logs().forEach(k -> args.add("ptr " + g.exits.logOf(e.in().get(k))));
        return String.join(", ", args);
    }

    /**
     * How functions of the program are called: no register is kept for the caller, and twelve arguments come in registers. So a call that returns at once, as most calls of a recursion do, saves nothing on the stack, and what is
     * handed on from call to call is in registers there.
     */
    public static String convention(ModuleContext unit) {
        return unit.device() ? "" : "preserve_nonecc ";
    }

    public static String resultType(Func f, List<Integer> shape) {
        var parts = new ArrayList<String>(List.of("i32"));
        for (int k = 0; k < f.out().size(); k++) {
            Type t = f.out().get(k).type();
            if (t.isScalar()) {
                parts.add(Ty.value(t.dtype()));
                continue;
            }
            if (shape.get(k) < 0) {
                parts.add("ptr");
            }
            for (int d = 0; d < t.rank(); d++) {
                if (!keeps(f, k, shape.get(k), d)) {
                    parts.add("i64");
                }
            }
        }
        return "{ " + String.join(", ", parts) + " }";
    }

    /** Whether an output in an input's memory is known to have its extent too, which then is not handed back. */
    public static boolean keeps(Func f, int output, int shape, int axis) {
        Dim d = f.out().get(output).type().dims().get(axis);
        return shape >= 0 && !d.isUnknown() && f.in().get(shape).type().rank() > axis && d.equals(f.in().get(shape).type().dims().get(axis));
    }

    /** StrictMath's native functions take JNI's two arguments in front of the numbers; the JVM's own routines take numbers only. */
    private void external(Eqn e, String name) {
        boolean strict = External.isStrict(name);
        if (g.unit.device()) {
            throw new NotEmitted(strict ? name + " is a function of the JVM, which a GPU cannot call"
                : "with math=jvm Math." + External.function(name) + " is a routine of the JVM's, which a GPU cannot call");
        }
        List<Val> in = g.vals(e.in());
        List<String> front = strict ? List.of("ptr null", "ptr null") : List.of();
        var sig = new ArrayList<String>(strict ? List.of("ptr", "ptr") : List.of());
        in.forEach(v -> sig.add(Ty.value(v.dtype())));
        String ty = Ty.value(e.result().dtype());
        String f = g.out.declare(ty, (strict ? "Java_java_lang_StrictMath_" : "jacobi_jvm_") + External.function(name),
            "(" + String.join(", ", sig) + ") memory(none) nounwind willreturn");
        boolean vec = in.stream().anyMatch(v -> !v.isUniform());
        int parts = in.stream().mapToInt(v -> v.parts().size()).max().orElse(1);
        var texts = new ArrayList<String>();
        for (int k = 0; k < parts; k++) {
            int part = k;
            List<String> x = in.stream().map(v -> vec ? g.vector(v, part) : v.part(part)).toList();
            texts.add(g.math().eachLane(ty, ty, x, vec ? g.lanes : 1, args -> {
                var all = new ArrayList<String>(front);
                args.forEach(a -> all.add(ty + " " + a));
                return g.fn.def("call " + ty + " " + f + "(" + String.join(", ", all) + ")");
            }));
        }
        g.set(e.result(), vec ? Val.varying(e.result().dtype(), texts) : Val.uniform(e.result().dtype(), texts));
    }

    /** The stack limit that this function hands on. */
    private String limit() {
        if (g.unit.device()) {
            return g.stackLimit == null ? "inttoptr (i64 " + DEVICE_CALLS + " to ptr)" : g.fn.def("getelementptr i8, ptr " + g.stackLimit + ", i64 -1");
        }
        if (g.stackLimit == null) {
            String here = g.fn.atEntry("call ptr " + frameAddress() + "(i32 0)");
            g.stackLimit = g.fn.atEntry("call ptr " + g.out.declare("ptr", "jacobi_stack_limit", "(ptr)") + "(ptr " + here + ")");
        }
        return g.stackLimit;
    }

    /** Fails the function of this name when its frame lies below the limit it was given. */
    public void checkDepth(String limit, String name) {
        var depth = new Params.Check(Params.Code.DEPTH, name);
        g.stackLimit = limit;
        if (g.unit.device()) {
            g.exits.unless(g.fn.def("icmp ne ptr " + limit + ", null"), depth);
            return;
        }
        String here = g.call("ptr", "llvm.frameaddress.p0", "i32 0");
        g.exits.unless(g.fn.def("icmp ugt ptr " + here + ", " + limit), depth);
    }

    private String frameAddress() {
        return g.out.declare("ptr", "llvm.frameaddress.p0", "(i32)");
    }
}
