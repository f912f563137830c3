package dev.jacobi.lift.exec;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.heap.Values;
import dev.jacobi.lift.request.DebugSite;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;

/** Calls of {@code Debug.print} and {@code Debug.callback} in functions, which become equations. */
record DebugCalls(LiftContext context, Heap heap) {
    private static final String API = "dev/jacobi/Debug";

    /** Whether a static method is one of these. In methods that are lifted as they are it is output like any other, as a call that falls back would print twice. */
    boolean is(String owner, String name) {
        if (!owner.equals(API) || !name.equals("print") && !name.equals("callback")) {
            return false;
        }
        if (!context.isFunction()) {
            throw new Refusal(ReasonCode.NATIVE_CODE, "it calls dev.jacobi.Debug." + name + ", which is output", context.place(), true);
        }
        return true;
    }

    /** Appends the equation of a call. */
    void append(String name, List<Val> args, Env env) {
        var values = new Values(context, heap);
        var operands = new ArrayList<Atom>();
        String format = null;
        ValueTree.Fun function = null;
        if (name.equals("print")) {
            format = args.get(0) instanceof Val.Opaque o ? o.text() : null;
            context.refuseIf(format == null, ReasonCode.JDK_OBJECT, "it calls Debug.print with a format that is not a constant");
        } else {
            function = function(values, args.get(0), operands, env);
        }
        if (!(values.taken(env, args.get(1), "[Ljava/lang/Object;", operands) instanceof ValueTree.Seq all)) {
            throw context.refuse(ReasonCode.OBJECT, "it calls Debug." + name + " with an array of values whose length is not known");
        }
        String id = context.session().programs().callback(new DebugSite(format, function, all));
        context.ir().builder().emitAll(Prim.DEBUG_CALLBACK, new Params.Name(id), operands);
    }

    private ValueTree.Fun function(Values values, Val given, List<Atom> operands, Env env) {
        Val v = given instanceof Val.Given g ? FunctionCalls.known(context, env, g, "which function Debug.callback is given depends on the object") : given;
        context.refuseIf(!(v instanceof Val.Fun f) || f.impl().getTag() != Opcodes.H_INVOKESTATIC, ReasonCode.OBJECT,
            "it calls Debug.callback with a function that belongs to an object; give a lambda that captures nothing but numbers, or a reference to a static method");
        ValueTree.Fun f = (ValueTree.Fun) values.taken(env, v, null, operands);
        context.refuseIf(f.captured().stream().anyMatch(t -> !(t instanceof ValueTree.Leaf l && l.rank() == 0)), ReasonCode.OBJECT,
            "it calls Debug.callback with a lambda that captures more than numbers; what it collects in can be a static field");
        return f;
    }
}
