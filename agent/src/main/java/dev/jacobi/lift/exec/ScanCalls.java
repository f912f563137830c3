package dev.jacobi.lift.exec;

import dev.jacobi.DType;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.NeedsExtent;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.heap.Objects;
import dev.jacobi.lift.heap.Values;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.FunctionInputs;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.List;

/** What the Java code of {@code Lax.scan} cannot know before its loop: how many slices there are, and what a step gives. */
final class ScanCalls {
    private static final String OWNER = "dev/jacobi/array/control/Loops";
    private static final String STEP = "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;";
    private final LiftContext context;
    private final CallInliner calls;
    private final Objects objects;
    private final Heap heap;

    ScanCalls(LiftContext context, CallInliner calls, Objects objects, Heap heap) {
        this.context = context;
        this.calls = calls;
        this.objects = objects;
        this.heap = heap;
    }

    /** The value of a call; null for other methods. */
    Val call(CallInliner.Site site, String owner, String name, List<Val> args, Env env) {
        if (!context.isFunction() || !owner.equals(OWNER)) {
            return null;
        }
        if (name.equals("length")) {
            return length(args.get(0), env);
        }
        return name.equals("like") ? like(site, args, env) : null;
    }

    private List<Atom> leaves(Val tree, Env env) {
        var out = new ArrayList<Atom>();
        new Values(context, heap).taken(env, tree, null, out);
        return out;
    }

    /** The length of first axes, which have to be equal. */
    private Val length(Val xs, Env env) {
        List<Atom> all = leaves(xs, env);
        context.refuseIf(all.isEmpty() || all.stream().anyMatch(a -> a.type().isScalar()), ReasonCode.ARRAY, "Lax.scan goes through something that is no array with an axis");
        Atom n = context.ir().dim(all.get(0), 0);
        Trace t = new HostValues(context, heap).trace();
        for (Atom a : all) {
            t.mustBeEqual(of(t, all.get(0)), of(t, a), () -> "Lax.scan goes through arrays whose first axes have different lengths.");
        }
        return new Val.Sc(n);
    }

    private static Extent of(Trace t, Atom a) {
        return t.array(DType.F32, false, List.of(a)).shapeOf().get(0);
    }

    /** Zeros of the structure and shapes that a step gives. Its code is lifted for that and dropped. */
    private Val like(CallInliner.Site site, List<Val> args, Env env) {
        var values = new Values(context, heap);
        var atoms = new ArrayList<Atom>();
        ValueTree[] tree = new ValueTree[1];
        context.ir().capture(() -> {
            Env e = env.copy();
            Val x = calls.invokeStatic(site.part("s"), OWNER, "slice", "(Ljava/lang/Object;I)Ljava/lang/Object;", List.of(args.get(2), new Val.Sc(Lit.i32(0))), e);
            Val step = calls.virtual(site.part("f"), "dev/jacobi/Fn2", "apply", STEP, List.of(args.get(0), args.get(1), x), e);
            tree[0] = values.taken(e, step, null, atoms);
            return null;
        });
        if (tree[0] == null) {
            throw context.refuse(ReasonCode.ALWAYS_THROWS, "a step of Lax.scan always throws");
        }
        return values.made(env, tree[0], atoms.stream().map(a -> zeros(a.type())).toList(), calls.place(site, "like"));
    }

    private Atom zeros(Type t) {
        if (t.isScalar()) {
            return Lit.zero(t.dtype());
        }
        List<Atom> extents = t.dims().stream().map(this::extent).toList();
        return context.ir().builder().full(Lit.zero(t.dtype()), t.dims(), extents);
    }

    /** An extent that does not depend on the loop: a constant, or that of an input. */
    private Atom extent(Dim d) {
        if (d.isConst()) {
            return Lit.i32((int) d.add());
        }
        for (FunctionInputs.Input in : context.inputs().all()) {
            for (int k = 0; k < in.var().type().rank(); k++) {
                Dim own = in.var().type().dims().get(k);
                if (!d.isUnknown() && own.equals(Dim.sym(d.sym()))) {
                    Var n = context.ir().builder().dim(in.var(), k);
                    Atom scaled = context.ir().op(Prim.MUL, n, Lit.i32((int) d.mul()));
                    return context.ir().op(Prim.ADD, scaled, Lit.i32((int) d.add()));
                }
            }
        }
        throw NeedsExtent.of(d.sym());
    }
}
