package dev.jacobi.lift.exec;

import dev.jacobi.lift.heap.Objects;
import dev.jacobi.lift.jdk.StringModel;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.List;

/** Calls of methods of strings, which {@link StringModel} has for the arrays of their characters. */
record TextArguments(LiftContext context, Objects objects) {
    /** The arguments of the method there; {@code desc} is its descriptor. */
    List<Val> of(String desc, List<Val> args, Env env) {
        var actual = new ArrayList<>(args);
        actual.set(0, objects.chars(env, args.get(0)));
        if (StringModel.takesTwo(desc)) {
            actual.set(1, other(args.get(1), env));
        }
        return actual;
    }

    private Val other(Val given, Env env) {
        context.failIfNull(given);
        Val chars = objects.chars(env, given instanceof Val.Given g && !g.cls().equals(StringModel.STRING) ? FunctionCalls.known(context, env, g, "it compares a string with an object") : given);
        context.refuseIf(chars == null, ReasonCode.JDK_OBJECT, "it compares a string with one that it has made");
        return chars;
    }
}
