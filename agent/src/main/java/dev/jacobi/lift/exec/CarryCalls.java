package dev.jacobi.lift.exec;

import dev.jacobi.JacobiException;
import dev.jacobi.array.control.Carry;
import dev.jacobi.array.core.Trace;
import dev.jacobi.lift.state.DifferingArrays;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.List;
import java.util.Map;

/** What {@link Carry} makes sure of, in code that is lifted: of arrays, and of those in objects of the same fields. Anything else is left to where the ways meet. */
record CarryCalls(LiftContext context, HostValues values) {
    private static final String OWNER = "dev/jacobi/array/control/Carry";

    /** The value of a call; null for other methods. */
    Val call(String owner, String name, List<Val> args, Env env) {
        if (!context.isFunction() || !owner.equals(OWNER)) {
            return null;
        }
        String function = (String) ((Val.Opaque) args.get(0)).constant();
        if (name.equals("ofBranch")) {
            ofBranch(function, args.get(1), env);
            return args.get(1);
        }
        behindTrip(function, "", args.get(1), args.get(2), env);
        return args.get(2);
    }

    private void ofBranch(String function, Val v, Env env) {
        if (DifferingArrays.is(v)) {
            throw context.refuse(ReasonCode.ARRAY, function + ": the branches give " + DifferingArrays.ways(v) + "; give arrays of one type and shape, for instance by astype() or reshape()");
        }
        if (v instanceof Val.Choice c && c.options().stream().map(k -> shape(k, env)).distinct().count() > 1) {
            throw context.refuse(ReasonCode.ARRAY, function + ": the branches give trees of different structures; give records, lists or maps of the same parts");
        }
        HeapCell.Obj o = context.object(env, v);
        if (o != null) {
            o.fields().values().forEach(f -> ofBranch(function, f, env));
        }
    }

    private Object shape(Val v, Env env) {
        HeapCell.Obj o = context.object(env, v);
        return o == null ? v instanceof Val.Null ? "null" : "other" : o.fields().keySet();
    }

    private void behindTrip(String function, String path, Val before, Val after, Env env) {
        if (before instanceof Val.Array a && after instanceof Val.Array b) {
            Trace t = values.trace();
            try {
                Carry.check(function, path, t.array(a.element(), a.weak(), a.atoms()), t.array(b.element(), b.weak(), b.atoms()));
            } catch (JacobiException e) {
                throw context.refuse(ReasonCode.ARRAY, e.getMessage().substring(0, e.getMessage().length() - 1));
            }
            return;
        }
        HeapCell.Obj was = context.object(env, before);
        HeapCell.Obj is = context.object(env, after);
        if (was != null && is != null && was.fields().keySet().equals(is.fields().keySet())) {
            for (Map.Entry<String, Val> f : was.fields().entrySet()) {
                boolean twice = f.getKey().startsWith("#") && !was.ctor().isEmpty(); // an argument of the constructor, which a field holds, too
                if (!twice) {
                    behindTrip(function, path + f.getKey().substring(Math.max(0, f.getKey().lastIndexOf('.'))), f.getValue(), is.fields().get(f.getKey()), env);
                }
            }
        }
    }
}
