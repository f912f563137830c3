package dev.jacobi.lift.exec;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.heap.Objects;
import dev.jacobi.lift.jdk.StringModel;
import dev.jacobi.lift.jdk.stream.StreamModels;
import dev.jacobi.lift.request.Receiver;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.lift.state.DifferingArrays;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/** Casts, {@code instanceof} and switches over patterns: what an object's class is must be known, or be known for each object that it may be. */
final class ClassTests {
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Heap heap;
    private final Objects objects;

    ClassTests(LiftContext context, Heap heap, Objects objects) {
        this.context = context;
        this.ir = context.ir();
        this.heap = heap;
        this.objects = objects;
    }

    /** The value as it is behind the cast: of several objects those that get there, with a check that it is one of them. */
    Val cast(Env env, Val v, String target) {
        if (!(v instanceof Val.Choice c)) {
            if (!mayPass(env, v, target)) {
                context.fail(Params.Code.THROW);
            }
            return v;
        }
        var some = new ArrayList<Val>();
        int[] to = new int[c.options().size()];
        Atom passes = Lit.bool(true);
        for (int k = 0; k < to.length; k++) {
            Val o = c.options().get(k);
            if (mayPass(env, o, target)) {
                to[k] = some.size();
                some.add(o);
            } else {
                passes = ir.and(passes, ir.op(Prim.NE, c.tag(), Lit.i32(k)));
            }
        }
        if (some.size() == to.length) {
            return v;
        }
        context.check(some.isEmpty() ? Lit.bool(false) : passes, Params.Code.THROW);
        return some.size() == 1 ? some.get(0) : new Val.Choice(ir.renumber(c.tag(), to), some);
    }

    /** False when a cast certainly fails. */
    private boolean mayPass(Env env, Val v, String target) {
        if (v instanceof Val.Null || v instanceof Val.Word || v instanceof Val.Given g && isA(g.cls(), target)) {
            return true;
        }
        String cls = classOf(env, v);
        if (cls != null && isA(cls, target)) {
            return true;
        }
        if (cls == null || v instanceof Val.Fun || !isWhole(cls)) {
            throw context.refuse(ReasonCode.CAST, "it casts an object to " + target.replace('/', '.'));
        }
        return false;
    }

    /** An i32: 1 or 0. */
    Atom is(Env env, Val v, String target) {
        if (v instanceof Val.Choice c) {
            return ir.renumber(c.tag(), c.options().stream().mapToInt(o -> isOne(env, o, target) ? 1 : 0).toArray());
        }
        return Lit.i32(isOne(env, v, target) ? 1 : 0);
    }

    private boolean isOne(Env env, Val v, String target) {
        if (v instanceof Val.Null) {
            return false;
        }
        String cls = classOf(env, v);
        boolean is = cls != null && isA(cls, target);
        if (cls == null || !is && !isWhole(cls)) {
            throw context.refuse(ReasonCode.INSTANCEOF, "it tests whether an object is a " + target.replace('/', '.'));
        }
        return is;
    }

    /** Which label of a switch over patterns a value has, from the one with the number {@code from} on: an i32; -1 for null. */
    Atom label(Env env, InvokeDynamicInsnNode n, Val v, Atom from) {
        var labels = new ArrayList<String>();
        for (Object label : n.bsmArgs) {
            boolean isClass = n.name.equals("typeSwitch") && label instanceof Type;
            boolean isOwn = label instanceof ConstantDynamic c && Type.getArgumentTypes(n.desc)[0].getDescriptor().equals(c.getName());
            if (!isClass && !isOwn) {
                throw context.refuse(ReasonCode.SWITCH, "it has a switch over " + (n.name.equals("typeSwitch") ? "constants and patterns" : "an enum with patterns")
                    + ", where only patterns of classes are known");
            }
            labels.add(isClass ? ((Type) label).getInternalName() : null);
        }
        if (!(v instanceof Val.Choice c)) {
            return label(env, labels, v, from);
        }
        return ir.byTag(c.tag(), c.options().size(), k -> label(env, labels, c.options().get(k), from));
    }

    /** A label that is null is the type of the value, which is a number. */
    private Atom label(Env env, List<String> labels, Val v, Atom from) {
        Atom r = Lit.i32(labels.size());
        if (!(v instanceof Val.Null)) {
            for (int k = labels.size() - 1; k >= 0; k--) {
                r = labels.get(k) == null || isOne(env, v, labels.get(k)) ? ir.select(ir.op(Prim.LE, from, Lit.i32(k)), Lit.i32(k), r) : r;
            }
        }
        return v instanceof Val.Sc ? r : ir.select(heap.rows().isNull(env, v), Lit.i32(-1), r);
    }

    /** What a value's class is known to be, at run time for an object that came with the call; null when it is not. */
    private String classOf(Env env, Val v) {
        if (v instanceof Val.Given g) {
            return context.session().receiver(g.origin()) instanceof Receiver.Plain p ? p.cls() : null;
        }
        if (v instanceof Val.Array || DifferingArrays.is(v)) {
            return ValueTree.ArrayForm.CLASS;
        }
        if (v instanceof Val.Opaque o && o.constant() != null && ArrayCalls.isArrayClass(o.constant().getClass().getName().replace('.', '/'))) {
            return o.constant().getClass().getName().replace('.', '/');
        }
        if (v instanceof Val.Opaque o) {
            return o.constant() instanceof Enum<?> e ? e.getDeclaringClass().getName().replace('.', '/') : o.text() != null ? StringModel.STRING : null;
        }
        return objects.classOf(env, v);
    }

    /** Whether all classes above a class can be read. */
    private boolean isWhole(String cls) {
        ClassNode c = cls.startsWith("[") ? null : context.classes().node(cls);
        return cls.startsWith("[") || c != null && (c.superName == null || isWhole(c.superName)) && c.interfaces.stream().allMatch(this::isWhole);
    }

    private boolean isA(String cls, String target) {
        if (cls.startsWith("[") || target.startsWith("[")) {
            boolean isOfReferences = cls.startsWith("[[") || cls.startsWith("[L");
            return cls.equals(target) || isOfReferences && target.equals("[Ljava/lang/Object;") || target.equals("java/lang/Object") || target.equals("java/lang/Cloneable") || target.equals("java/io/Serializable");
        }
        return StreamModels.standsFor(cls, target) || context.classes().isSubtype(cls, target);
    }
}
