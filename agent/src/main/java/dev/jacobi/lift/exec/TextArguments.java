package dev.jacobi.lift.exec;

import dev.jacobi.lift.heap.BuiltTexts;
import dev.jacobi.lift.heap.Objects;
import dev.jacobi.lift.jdk.StringModel;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/** Calls of methods of strings, which {@link StringModel} has for the arrays of their characters. */
record TextArguments(LiftContext context, Objects objects) {
    /** The arguments of the method there; {@code desc} is its descriptor. */
    List<Val> of(String desc, List<Val> args, Env env) {
        var actual = new ArrayList<>(args);
        actual.set(0, objects.chars(env, args.get(0)));
        Type[] types = Type.getArgumentTypes(desc);
        for (int i = 1; i < types.length; i++) {
            if (StringModel.isText(types[i].getDescriptor())) {
                actual.set(i, other(args.get(i), env));
            }
        }
        return actual;
    }

    /** The text that a concatenation makes: known where all that goes into it is constant. */
    static Val joined(InvokeDynamicInsnNode n, Type[] types, List<Val> args) {
        var out = new StringBuilder();
        String recipe = n.bsmArgs.length == 1 && n.bsmArgs[0] instanceof String s ? s : null;
        int next = 0;
        for (int k = 0; recipe != null && k < recipe.length(); k++) {
            char c = recipe.charAt(k);
            String part = c == 1 ? BuiltTexts.part(types[next], args.get(next++)) : String.valueOf(c);
            if (part == null) {
                return new Val.Opaque("a string");
            }
            out.append(part);
        }
        return recipe == null ? new Val.Opaque("a string") : new Val.Opaque("a string", out.toString());
    }

    private Val other(Val given, Env env) {
        context.failIfNull(given);
        Val chars = objects.chars(env, given instanceof Val.Given g && !g.cls().equals(StringModel.STRING) ? FunctionCalls.known(context, env, g, "it compares a string with an object") : given);
        context.refuseIf(chars == null, ReasonCode.JDK_OBJECT, "it compares a string with one that it has made");
        return chars;
    }
}
