package dev.jacobi.lift.exec;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.heap.Objects;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/** {@code equals} and {@code hashCode} of records that do not write their own: compilers leave them to the JDK, which makes them of the components. */
final class RecordMethods {
    static final String LINKER = "java/lang/runtime/ObjectMethods";
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Heap heap;
    private final Objects objects;
    private final Inner inner;

    /** A call of a method of a component that is an object; {@code part} tells the calls of one place apart. */
    interface Inner {
        Val call(String part, String name, String desc, List<Val> args);
    }

    RecordMethods(LiftContext context, Heap heap, Objects objects, Inner inner) {
        this.context = context;
        this.ir = context.ir();
        this.heap = heap;
        this.objects = objects;
        this.inner = inner;
    }

    Val call(InvokeDynamicInsnNode n, List<Val> args, Env env) {
        var components = new ArrayList<FieldInsnNode>();
        for (int i = 2; i < n.bsmArgs.length; i++) {
            Handle h = (Handle) n.bsmArgs[i];
            components.add(new FieldInsnNode(Opcodes.GETFIELD, h.getOwner(), h.getName(), h.getDesc()));
        }
        return switch (n.name) {
            case "equals" -> new Val.Sc(equal(((Type) n.bsmArgs[0]).getInternalName(), components, args.get(0), args.get(1), env, ""));
            case "hashCode" -> new Val.Sc(hash(components, args.get(0), env));
            default -> new Val.Opaque("a string");
        };
    }

    private Atom hash(List<FieldInsnNode> components, Val self, Env env) {
        Atom h = Lit.i32(0);
        for (FieldInsnNode f : components) {
            h = ir.op(Prim.ADD, ir.op(Prim.MUL, h, Lit.i32(31)), hash(objects.getField(env, self, f), f));
        }
        return h;
    }

    private Atom hash(Val v, FieldInsnNode f) {
        if (v instanceof Val.Null) {
            return Lit.i32(0);
        }
        if (!(v instanceof Val.Sc s)) {
            noArray(f);
            return ((Val.Sc) inner.call("h" + f.name, "hashCode", "()I", List.of(v))).atom();
        }
        Atom a = bits(s.atom());
        return switch (f.desc) {
            case "Z" -> ir.select(ir.op(Prim.NE, a, Lit.i32(0)), Lit.i32(1231), Lit.i32(1237));
            case "J", "D" -> ir.convert(ir.op(Prim.XOR, a, ir.op(Prim.USHR, a, Lit.i64(32))), DType.I32);
            default -> a;
        };
    }

    private Atom equal(String cls, List<FieldInsnNode> components, Val self, Val other, Env env, String part) {
        if (other instanceof Val.Choice c) {
            return ir.byTag(c.tag(), c.options().size(), k -> equal(cls, components, self, c.options().get(k), env, part + "o" + k));
        }
        if (other instanceof Val.Null || other instanceof Val.Opaque || !isRecord(env, other, cls)) {
            return Lit.bool(false);
        }
        if (other instanceof Val.Given g) {
            context.inputs().mustNotBeNull(g);
        }
        Atom all = Lit.bool(true);
        for (FieldInsnNode f : components) {
            all = ir.and(all, equal(objects.getField(env, self, f), objects.getField(env, other, f), f, part));
        }
        return all;
    }

    private boolean isRecord(Env env, Val v, String cls) {
        if (v instanceof Val.Given g && g.cls().equals(cls)) {
            return true; // records have no subclasses
        }
        ClassNode c = v instanceof Val.Given g ? context.classes().node(g.cls()) : null;
        boolean other = c != null && (c.access & Opcodes.ACC_INTERFACE) == 0 && !context.classes().isSubtype(cls, c.name);
        return !other && !new ClassTests(context, heap, objects).is(env, v, cls).equals(Lit.i32(0));
    }

    private Atom equal(Val a, Val b, FieldInsnNode f, String part) {
        if (a instanceof Val.Sc x && b instanceof Val.Sc y) {
            return ir.op(Prim.EQ, bits(x.atom()), bits(y.atom()));
        }
        if (a instanceof Val.Null || b instanceof Val.Null) {
            return heap.same(a, b);
        }
        noArray(f);
        Atom r = ((Val.Sc) inner.call("e" + part + f.name, "equals", "(Ljava/lang/Object;)Z", List.of(a, b))).atom();
        return r.dtype() == DType.BOOL ? r : ir.op(Prim.NE, r, Lit.i32(0));
    }

    private void noArray(FieldInsnNode f) {
        if (f.desc.startsWith("[")) {
            throw context.refuse(ReasonCode.IDENTITY, "it compares records with the array " + f.name + ", whose identity counts");
        }
    }

    /** A number as an integer that is equal for what boxed numbers take for equal. */
    private Atom bits(Atom a) {
        boolean wide = a.dtype() == DType.F64;
        if (!wide && a.dtype() != DType.F32) {
            return ir.i32IfBool(a);
        }
        Atom raw = ir.builder().emit(Prim.BITCAST, new Params.To(wide ? DType.I64 : DType.I32, !context.isFunction() ? "" : context.place()), a);
        return ir.select(ir.op(Prim.EQ, a, a), raw, wide ? Lit.i64(0x7ff8000000000000L) : Lit.i32(0x7fc00000));
    }
}
