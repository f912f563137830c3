package dev.jacobi.lift.exec;

import dev.jacobi.ir.DType;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.heap.Objects;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.request.Receiver;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Calls of functional interfaces: the body of a lambda or method reference is run, with the conversions that the JDK makes between the interface's types and the body's. */
record FunctionCalls(CallInliner calls, LiftContext context, Objects objects) {
    /** Calls a lambda's or method reference's body. */
    Val apply(CallInliner.Site site, Val.Fun f, String desc, List<Val> args, Env env) {
        Handle h = f.impl();
        calls.refuseEffect(h.getOwner(), h.getName(), h.getDesc());
        var all = new ArrayList<>(f.captured());
        all.addAll(args);
        boolean isStatic = h.getTag() == Opcodes.H_INVOKESTATIC;
        boolean isNew = h.getTag() == Opcodes.H_NEWINVOKESPECIAL;
        Type[] params = Type.getArgumentTypes(h.getDesc());
        int skip = isStatic || isNew ? 0 : 1;
        for (int i = 0; i < params.length; i++) {
            all.set(i + skip, adapt(site.part("a" + i), all.get(i + skip), params[i], env));
        }
        Val r;
        if (isNew) {
            r = objects.allocate(env, h.getOwner(), calls.place(site, "new"));
            all.add(0, r);
            calls.special(site, h.getOwner(), h.getName(), h.getDesc(), all, env);
        } else if (isStatic) {
            r = calls.invokeStatic(site, h.getOwner(), h.getName(), h.getDesc(), all, env);
        } else if (h.getTag() == Opcodes.H_INVOKESPECIAL) {
            r = calls.special(site, h.getOwner(), h.getName(), h.getDesc(), all, env);
        } else {
            r = calls.virtual(site, h.getOwner(), h.getName(), h.getDesc(), all, env);
        }
        Type want = Type.getReturnType(desc);
        if (want.getSort() == Type.OBJECT && r instanceof Val.Sc) {
            Type from = Type.getReturnType(h.getDesc());
            if (from.getSort() >= Type.BOOLEAN && from.getSort() <= Type.SHORT) { // else told by the number itself
                return calls.box(site.part("r"), Descriptors.box(Descriptors.dtype(from.getDescriptor())), r, env);
            }
        }
        return want == Type.VOID_TYPE ? null : adapt(site.part("r"), r, want, env);
    }

    /** An object that came with the call as what it is at run time: of a class whose code is known, or a lambda. Else refused because of {@code wanted}. */
    static Val known(LiftContext context, Env env, Val.Given g, String wanted) {
        Receiver r = context.session().receiver(g.origin());
        if (r instanceof Receiver.Plain p) {
            return new Val.Given(g.origin(), p.cls());
        }
        if (!(r instanceof Receiver.Lambda l)) {
            throw context.refuse(ReasonCode.VIRTUAL_CALL, r instanceof Receiver.Unknown u ? u.why() : wanted);
        }
        List<Val> captured = l.captured().stream().map(f -> context.inputs().given(env, g.origin().field(f))).toList();
        Method m = l.method().equals("<init>") ? null : context.classes().resolve(l.owner(), l.method(), l.desc());
        if (m == null && !l.method().equals("<init>")) {
            throw context.refuse(ReasonCode.CLASS_FILE, "the class file of " + l.owner().replace('/', '.') + " cannot be read");
        }
        int kind = m == null ? Opcodes.H_NEWINVOKESPECIAL : m.isStatic() ? Opcodes.H_INVOKESTATIC : Opcodes.H_INVOKEVIRTUAL;
        return new Val.Fun(l.itf(), l.name(), new Handle(kind, l.owner(), l.method(), l.desc(), false), captured);
    }

    /** Boxing, unboxing and widening between a functional interface's types and those of the method that stands for it. */
    private Val adapt(CallInliner.Site site, Val v, Type to, Env env) {
        DType d = Descriptors.dtype(to.getDescriptor());
        if (d == null && v instanceof Val.Sc s) {
            DType own = s.atom().dtype();
            DType wanted = Descriptors.boxed(to.getInternalName());
            boolean isInt = own.isInt() && own != DType.I64 || own == DType.BOOL;
            return calls.box(site, Descriptors.box(wanted != null && !wanted.isFloat() ? wanted : isInt ? DType.I32 : own), v, env);
        }
        if (d == null) {
            return v;
        }
        Val x = v;
        if (v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Obj o && o.fields().containsKey(o.cls() + ".value")) {
            x = o.fields().get(o.cls() + ".value");
        }
        context.failIfNull(x);
        if (!(x instanceof Val.Sc s)) {
            throw context.refuse(ReasonCode.BOXED, "it unboxes a value that is not known");
        }
        return switch (d) {
            case I64, F32, F64 -> new Val.Sc(context.ir().convert(context.ir().i32IfBool(s.atom()), d));
            case BOOL, I8, I16, U16, I32, F16, BF16 -> x;
        };
    }
}
