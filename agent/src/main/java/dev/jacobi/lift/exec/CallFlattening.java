package dev.jacobi.lift.exec;

import dev.jacobi.lift.cfg.Classes;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.heap.Objects;
import dev.jacobi.lift.jdk.StandIns;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.RecursiveFunction.CallForm;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;

/**
 * What goes into a recursive method and comes out of it, taken apart into numbers and arrays: a function is its code and what it captured, an object all
 * of whose fields are final the values of these. The other side puts it together again; it is a copy then, whose identity is not known.
 */
final class CallFlattening {
    private static final int DEEPEST = 4;

    /** A part: what it is, and the type that the program gives it. */
    record Part(Val value, String desc) {
    }

    private final LiftContext context;
    private final Objects objects;

    CallFlattening(LiftContext context, Heap heap) {
        this.context = context;
        this.objects = new Objects(context, heap);
    }

    /** Takes a value apart. */
    CallForm form(Env env, Val v, String desc, List<Part> parts) {
        return form(env, v, desc, parts, 0);
    }

    private CallForm form(Env env, Val v, String desc, List<Part> parts, int depth) {
        context.refuseIf(depth > DEEPEST, ReasonCode.RECURSION, "a recursive method takes functions or objects that hold more and more others");
        if (v instanceof Val.Fun f) {
            var captured = new ArrayList<CallForm>();
            List<String> types = Val.Fun.types(f.impl());
            f.captured().forEach(x -> captured.add(form(env, x, types.get(captured.size()), parts, depth + 1)));
            return new CallForm.Function(f.itf(), f.name(), f.impl(), captured);
        }
        String cls = classOf(env, v);
        if (cls == null || !isPlain(cls)) {
            parts.add(new Part(v, desc));
            return new CallForm.Whole(desc);
        }
        var fields = new LinkedHashMap<String, CallForm>();
        fields(cls).forEach((name, type) -> fields.put(name, form(env, objects.getField(env, v, new FieldInsnNode(Opcodes.GETFIELD, cls, name, type)), type,
            parts, depth + 1)));
        return new CallForm.Plain(cls, fields, isMadeAgain(env, v));
    }

    /** The class of objects made by the code, when it is certain and they are complete. */
    private String classOf(Env env, Val v) {
        if (v instanceof Val.Choice c) {
            var all = new HashSet<String>();
            c.options().forEach(o -> all.add(classOf(env, o)));
            return all.size() == 1 ? all.iterator().next() : null;
        }
        boolean unfinished = env.frames.stream().anyMatch(f -> f.act.method().node().name.equals("<init>") && v.equals(f.slots[0]));
        return !unfinished && v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Obj o ? o.cls() : null;
    }

    private boolean isPlain(String cls) {
        if (Descriptors.boxed(cls) != null) {
            return true;
        }
        ClassNode c = cls.startsWith("[") || StandIns.isJdk(cls) || StandIns.isOwn(cls) ? null : context.classes().node(cls);
        return c != null && (c.superName.equals("java/lang/Object") || c.superName.equals("java/lang/Record"))
            && c.fields.stream().allMatch(f -> (f.access & (Opcodes.ACC_STATIC | Opcodes.ACC_FINAL)) != 0);
    }

    private Map<String, String> fields(String cls) {
        var r = new LinkedHashMap<String, String>();
        Classes.instanceFields(context.classes().node(cls)).forEach(f -> r.put(f.name, f.desc));
        return r;
    }

    /** The constructor that takes a class' fields in their order. */
    private String constructor(String cls) {
        return "(" + String.join("", fields(cls).values()) + ")V";
    }

    private boolean isMadeAgain(Env env, Val v) {
        if (v instanceof Val.Choice c) {
            return c.options().stream().allMatch(o -> isMadeAgain(env, o));
        }
        HeapCell.Obj o = (HeapCell.Obj) context.cell(env, ((Val.Ref) v).loc());
        if (Descriptors.boxed(o.cls()) != null) {
            return true;
        }
        boolean same = o.pristine() && o.ctor().equals(constructor(o.cls()));
        int i = 0;
        for (String name : fields(o.cls()).keySet()) {
            Val field = o.fields().get(o.cls() + "." + name);
            same &= field != null && field.equals(o.fields().get("#" + i++));
        }
        return same;
    }

    /** Puts a value together. */
    Val made(Env env, CallForm form, Iterator<Val> parts, String place) {
        if (form instanceof CallForm.Function f) {
            var captured = new ArrayList<Val>();
            f.captured().forEach(c -> captured.add(made(env, c, parts, place + "." + captured.size())));
            return new Val.Fun(f.itf(), f.name(), f.impl(), captured);
        }
        if (!(form instanceof CallForm.Plain p)) {
            return parts.next();
        }
        var fields = new LinkedHashMap<String, Val>();
        int[] i = {0};
        p.fields().forEach((name, c) -> {
            Val x = made(env, c, parts, place + "." + name);
            fields.put(p.cls() + "." + name, x);
            if (p.again() && Descriptors.boxed(p.cls()) == null) {
                fields.put("#" + i[0]++, x);
            }
        });
        int loc = context.location(place + "o");
        if (Descriptors.boxed(p.cls()) != null) {
            env.heap.put(loc, new HeapCell.Obj(p.cls(), fields, "", true));
            return new Val.Ref(loc);
        }
        fields.put(HeapCell.COPY, new Val.Opaque("a copy"));
        env.heap.put(loc, new HeapCell.Obj(p.cls(), fields, p.again() ? constructor(p.cls()) : "", p.again()));
        return new Val.Ref(loc);
    }

    /** The form of what a method returns whose type is this class; {@code numbers} gets the types of its parts, which are numbers. */
    CallForm result(String cls, boolean again, List<String> numbers) {
        return result(cls, again, numbers, 0);
    }

    private CallForm result(String cls, boolean again, List<String> numbers, int depth) {
        ClassNode c = isPlain(cls) ? context.classes().node(cls) : null;
        context.refuseIf(c == null || (c.access & Opcodes.ACC_FINAL) == 0 || depth > DEEPEST,
            ReasonCode.RECURSION, "a recursive method returns an object that is more than a few numbers");
        var fields = new LinkedHashMap<String, CallForm>();
        fields(cls).forEach((name, type) -> {
            if (type.startsWith("L")) {
                fields.put(name, result(type.substring(1, type.length() - 1), again, numbers, depth + 1));
                return;
            }
            context.refuseIf(type.startsWith("["), ReasonCode.RECURSION, "a recursive method returns an object that holds an array");
            numbers.add(type);
            fields.put(name, new CallForm.Whole(type));
        });
        return new CallForm.Plain(cls, fields, again);
    }

    /** Whether the objects of a form are all such that their constructors give them again. */
    static boolean isMadeAgain(CallForm form) {
        return !(form instanceof CallForm.Plain p) || p.again() && p.fields().values().stream().allMatch(CallFlattening::isMadeAgain);
    }
}
