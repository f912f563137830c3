package dev.jacobi.lift.exec;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.jdk.stream.StreamModels;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

/** Which method is lifted where a stream is made or asked for something. */
final class StreamCalls {
    private final LiftContext context;

    StreamCalls(LiftContext context) {
        this.context = context;
    }

    /** For a static method of the JDK's; null when it makes no stream. */
    Method ofStatic(String owner, String name, String desc, List<Val> args) {
        String model = StreamModels.ofStatic(owner, name, desc);
        return model == null ? null : found(model, owner, name, desc, args);
    }

    /** For a method of an object of a class; null when that is none of those that stand for streams and what comes of them. */
    Method of(String cls, String owner, String name, String desc, List<Val> args) {
        return StreamModels.is(cls) && !StreamModels.is(owner) ? found(cls, owner, name, desc, args) : null;
    }

    /** The JDK throws for null before it looks whether there are elements. */
    private Method found(String model, String owner, String name, String desc, List<Val> args) {
        context.refuseIf(args.stream().anyMatch(Val.Null.class::isInstance), ReasonCode.STREAM, "it passes null to " + owner.replace('/', '.') + "." + name);
        Method m = context.classes().resolve(model, name, StreamModels.descriptor(model, desc));
        context.refuseIf(m == null, ReasonCode.STREAM, "it uses " + owner.replace('/', '.') + "." + name + ", of which there is no compiled form");
        return m;
    }

    /** The value of what a stream says of itself. */
    Atom remark(String name, List<Val> args) {
        context.refuseIf(name.equals("dividedByThreads"), ReasonCode.STREAM, "it uses a parallel stream whose result depends on how threads divide it");
        context.refuseIf(name.equals("withoutSize"), ReasonCode.STREAM, "it puts objects of a stream into an array of which it is not known how long it is");
        Atom v = args.isEmpty() ? Lit.i32(ForkJoinPool.getCommonPoolParallelism()) : ((Val.Sc) args.get(0)).atom();
        return context.isFunction() && !args.isEmpty() ? context.ir().op(Prim.STOP_GRADIENT, v) : v;
    }
}
