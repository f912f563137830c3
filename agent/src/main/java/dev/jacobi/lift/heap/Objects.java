package dev.jacobi.lift.heap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.cfg.Classes;
import dev.jacobi.lift.jdk.ContainerModels;
import dev.jacobi.lift.jdk.RandomModel;
import dev.jacobi.lift.jdk.JdkFields;
import dev.jacobi.lift.jdk.StandIns;
import dev.jacobi.lift.jdk.StringModel;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Programs;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.lift.state.Activation;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Literals;
import dev.jacobi.lift.state.Restart;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;

/** Objects without identity in the abstract heap: fields of new objects, of objects that came with the call, and of classes. */
public final class Objects {
    private static final int LONGEST_CONSTANT = 256;
    /** Types of static fields whose values may be part of a program; enums are, too. */
    private static final Set<String> PARTS = Set.of("java/lang/Object", "java/lang/Integer", "java/lang/Long", "java/lang/Double", "java/lang/Float", "java/lang/Boolean", "java/util/List",
        "java/util/Map", "dev/jacobi/Slice", "dev/jacobi/Mesh", "dev/jacobi/PartitionSpec", "dev/jacobi/NamedSharding");
    private static final int MOST_COUNTED = 256;
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Heap heap;

    public Objects(LiftContext context, Heap heap) {
        this.context = context;
        this.ir = context.ir();
        this.heap = heap;
    }

    public Val allocate(Env env, String cls, String place) {
        Val grown = !context.isFunction() ? null : new GrowableCollections(context, heap).allocate(env, cls, place);
        if (grown != null) {
            return grown;
        }
        if (context.isFunction() && cls.startsWith("java/util/") && (context.classes().isSubtype(cls, "java/util/Collection") || context.classes().isSubtype(cls, "java/util/Map"))) {
            throw context.refuse(ReasonCode.COLLECTION, "it makes a " + cls.replace('/', '.') + ", which grows while the code runs; of such collections ArrayList, LinkedList, ArrayDeque, Stack, HashMap, LinkedHashMap and TreeMap are compiled");
        }
        ClassNode c = context.classes().node(cls);
        if (c == null) {
            throw context.refuse(ReasonCode.CLASS_FILE, "the class file of " + cls.replace('/', '.') + " cannot be read");
        }
        context.needsInitialised(cls);
        int loc = context.location(place);
        var fields = new LinkedHashMap<String, Val>();
        for (ClassNode k = c; k != null; k = k.superName == null ? null : context.classes().node(k.superName)) {
            for (FieldNode f : Classes.instanceFields(k)) {
                fields.put(k.name + "." + f.name, zero(f.desc));
            }
        }
        env.heap.put(loc, new HeapCell.Obj(cls, fields, "", true));
        return new Val.Ref(loc);
    }

    private FieldNode declared(FieldInsnNode n) {
        ClassNode c = context.classes().fieldOwner(n.owner, n.name, n.desc);
        if (c == null) {
            throw context.refuse(ReasonCode.CLASS_FILE, "the class file of " + n.owner.replace('/', '.') + " cannot be read");
        }
        FieldNode f = Classes.field(c, n.name, n.desc);
        if ((f.access & Opcodes.ACC_VOLATILE) != 0) {
            throw context.refuse(ReasonCode.VOLATILE, "it uses the volatile field " + n.name);
        }
        return f;
    }

    private String owner(FieldInsnNode n) {
        declared(n);
        return context.classes().fieldOwner(n.owner, n.name, n.desc).name;
    }

    /**
     * What a static field holds that is read while the program is made, and part of it: indices, types of elements, constants of enums, lists of sizes and the like. Null for all other fields; the
     * program is made anew when the field holds something else.
     */
    public Object part(FieldInsnNode n) {
        if (!context.isFunction() || !isPart(n.desc) || (declared(n).access & Opcodes.ACC_ENUM) != 0 || StandIns.isJdk(owner(n))) {
            return null;
        }
        return context.session().programs().numbers(source(owner(n), n));
    }

    private static Lifted.Source.Static source(String owner, FieldInsnNode n) {
        return new Lifted.Source.Static(owner, n.name, n.desc, java.util.List.of(), n.desc);
    }

    public Val getStatic(Env env, FieldInsnNode n) {
        FieldNode f = declared(n);
        String owner = owner(n);
        Val function = function(env, f, owner, n);
        if (function != null) {
            return function;
        }
        if ((f.access & Opcodes.ACC_FINAL) != 0 && (Descriptors.dtype(n.desc) != null || n.desc.equals("Ljava/lang/String;"))) {
            if (n.name.equals("$assertionsDisabled") && owner.startsWith("java/")) {
                return new Val.Sc(Lit.i32(1)); // the JDK's assertions only tell errors of the JDK
            }
            boolean open = f.value == null && context.classes().source().initialising(owner);
            Object c = open ? null : context.classes().source().constant(owner, n.name, n.desc);
            if (c == null && !open) {
                context.needsInitialised(owner);
                c = f.value;
            }
            if (c instanceof Boolean || c instanceof Character || c instanceof Number) {
                return new Val.Sc(Literals.of(c));
            }
            if (c instanceof String text) {
                return new Val.Opaque("a string", text);
            }
        }
        // Math has fields that are constants but not declared final.
        if (((f.access & Opcodes.ACC_FINAL) != 0 || owner.equals("java/lang/Math")) && StandIns.isJdk(owner)) {
            Val v = constant(owner, n);
            if (v != null) {
                return v;
            }
        }
        if ((f.access & Opcodes.ACC_ENUM) != 0 && context.isFunction()
            && context.classes().source().constant(owner, n.name, n.desc) instanceof Enum<?> e) {
            return new Val.Opaque("the enum constant " + e.name(), e);
        }
        Lifted.Source source = source(owner, n);
        Val now = env.statics.get(source);
        return now == null ? context.inputs().given(env, source) : now;
    }

    /** Whether a static field of this type may hold what becomes part of a program. */
    private boolean isPart(String desc) {
        int depth = desc.lastIndexOf('[') + 1;
        if (desc.charAt(depth) != 'L' || desc.equals(ValueTree.ArrayForm.DESC)) {
            return false;
        }
        String cls = desc.substring(depth + 1, desc.length() - 1);
        ClassNode c = StandIns.isJdk(cls) ? null : context.classes().node(cls);
        return PARTS.contains(cls) || depth == 1 && cls.equals(StringModel.STRING) || c != null && (c.access & Opcodes.ACC_ENUM) != 0;
    }

    /** A function in a static final field, or null. */
    private Val function(Env env, FieldNode f, String owner, FieldInsnNode n) {
        if (!context.isFunction() || !n.desc.startsWith("L") || StandIns.isJdk(owner)
            || !context.classes().isSubtype(n.desc.substring(1, n.desc.length() - 1), "dev/jacobi/Fn")) {
            return null;
        }
        if ((f.access & Opcodes.ACC_FINAL) == 0 && context.inputs().presence(source(owner, n)) == Programs.Presence.NULL) {
            return null;
        }
        ValueTree t = (f.access & Opcodes.ACC_FINAL) != 0 ? context.session().programs().constant(owner, n.name) : null;
        if (t == null || !t.leaves().isEmpty()) {
            throw context.refuse(ReasonCode.FUNCTION_FIELD, "it uses the function in the static field " + n.name
                + ((f.access & Opcodes.ACC_FINAL) == 0 ? ", which is not final" : t == null
                    ? ", which holds no lambda or method reference whose code is known" : ", which has captured values") + "; pass it as an argument or make it there");
        }
        return new Values(context, heap).made(env, t, java.util.List.of(), owner + "." + n.name);
    }

    /** A field of the JDK whose value its class initializer tells. */
    private Val constant(String owner, FieldInsnNode n) {
        Tensor t = context.session().constant(owner, n.name);
        if (t == null || Array.getLength(t.data()) > LONGEST_CONSTANT || t.dims().length > 1) {
            return null;
        }
        if (t.dims().length == 1) {
            return context.inputs().constant(owner + "." + n.name, t);
        }
        Lit l = Literals.of(Array.get(t.data(), 0), t.dtype());
        return new Val.Sc(l.dtype().isFloat() || l.dtype() == DType.I64 ? l : ir.i32(l));
    }

    public void putStatic(Env env, FieldInsnNode n, Val v) {
        if (context.initializer() == null) {
            store(env, n, v);
            return;
        }
        context.initializer().accept(n, v instanceof Val.Sc s ? s.atom()
            : v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Arr ? heap.content(env, v) : null);
    }

    /** A static field that the method writes is a variable of it, which gets its value from the field and gives it back at the end. */
    private void store(Env env, FieldInsnNode n, Val v) {
        FieldNode f = declared(n);
        DType d = Descriptors.dtype(n.desc);
        if (d == null || (f.access & Opcodes.ACC_FINAL) != 0 || !(v instanceof Val.Sc s)) {
            throw context.refuse(ReasonCode.STATIC_WRITE, "it writes the static field " + n.name);
        }
        Lifted.Source source = source(owner(n), n);
        if (!context.assumed().written().contains(source)) {
            throw new Restart(context.assumed().withWritten(source));
        }
        env.statics.put(source, new Val.Sc(ir.widen(ir.narrow(s.atom(), d))));
    }

    /** The array of a string's characters, or null when the value is not a string that is known. */
    public Val chars(Env env, Val v) {
        if (v instanceof Val.Given g && g.cls().equals(StringModel.STRING)) {
            return context.inputs().given(env, g.origin().field(new Lifted.Field(StringModel.STRING, "toCharArray", "[C")));
        }
        if (v instanceof Val.Choice c) {
            var each = new ArrayList<Val>();
            c.options().forEach(o -> each.add(chars(env, o)));
            return each.contains(null) ? null : new Val.Choice(c.tag(), each);
        }
        if (!(v instanceof Val.Opaque o) || o.text() == null || o.text().length() > LONGEST_CONSTANT) {
            return null;
        }
        return context.inputs().constant("text " + o.text(), new Tensor(DType.U16, new int[] {o.text().length()}, o.text().toCharArray()));
    }

    private static Val zero(String desc) {
        return switch (desc.charAt(0)) {
            case 'Z', 'B', 'S', 'C', 'I' -> new Val.Sc(Lit.i32(0));
            case 'J' -> new Val.Sc(Lit.i64(0));
            case 'F' -> new Val.Sc(Lit.f32(0));
            case 'D' -> new Val.Sc(Lit.f64(0));
            default -> new Val.Null();
        };
    }

    public Val getField(Env env, Val of, FieldInsnNode n) {
        Val object = heap.used(of);
        if (object instanceof Val.Choice c && Type.getType(n.desc).getSort() > Type.DOUBLE && c.options().stream().allMatch(o -> o instanceof Val.Ref r
            && context.cell(env, r.loc()) instanceof HeapCell.Obj)) {
            return c.each(o -> getField(env, o, n));
        }
        if (object instanceof Val.Choice c) {
            return new Val.Sc(heap.each(c, o -> {
                if (getField(env, o, n) instanceof Val.Sc s) {
                    return s.atom();
                }
                throw context.refuse(ReasonCode.ALIASING, "which object is meant depends on the data");
            }));
        }
        context.failIfNull(object);
        if (object instanceof Val.Given g) {
            FieldNode field = declared(n);
            if (StandIns.isJdk(owner(n)) && !owner(n).equals("java/lang/Enum") && !n.name.equals("value") && !JdkFields.isRead(owner(n), field) || g.cls().equals("java/lang/String")) {
                throw context.refuse(ReasonCode.JDK_OBJECT, "it uses a " + g.cls().replace('/', '.'));
            }
            return context.inputs().given(env, g.origin().field(new Lifted.Field(owner(n), n.name, n.desc)));
        }
        if (object instanceof Val.Opaque o && o.constant() instanceof Enum<?> e) {
            Enum<?> constant = (declared(n).access & Opcodes.ACC_FINAL) != 0 && context.isFunction() ? Enums.fieldOf(e, n.name) : null;
            if (constant != null) {
                return new Val.Opaque("the enum constant " + constant.name(), constant);
            }
            return context.inputs().given(env, Enums.source(e).field(new Lifted.Field(owner(n), n.name, n.desc)));
        }
        if (object instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Obj o) {
            Val v = o.fields().get(owner(n) + "." + n.name);
            return v == null ? zero(n.desc) : v;
        }
        throw context.refuse(ReasonCode.OBJECT, "it reads the field " + n.name + " of an object that is not known");
    }

    public void putField(Env env, Val of, FieldInsnNode n, Val value, Activation act) {
        Val object = heap.used(of);
        context.failIfNull(object);
        if (object instanceof Val.Choice c && value instanceof Val.Sc x && c.options().stream().allMatch(k -> k instanceof Val.Null || isObject(env, k))) {
            putField(env, c, n, x);
            return;
        }
        if (!(object instanceof Val.Ref r) || !(context.cell(env, r.loc()) instanceof HeapCell.Obj o)) {
            throw context.refuse(ReasonCode.FIELD_WRITE, "it writes the field " + n.name + " of an object that others may see");
        }
        boolean constructing = act.method().node().name.equals("<init>") && object.equals(env.top().slots[0]);
        declared(n);
        Type t = Type.getType(n.desc);
        Val v = value;
        if (value instanceof Val.Sc s && t.getSort() >= Type.BOOLEAN && t.getSort() <= Type.SHORT) {
            v = new Val.Sc(ir.widen(ir.narrow(s.atom(), Descriptors.dtype(n.desc))));
        }
        env.heap.put(r.loc(), o.with(owner(n) + "." + n.name, v, o.pristine() && constructing));
    }

    private boolean isObject(Env env, Val v) {
        return v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Obj;
    }

    /** Writes a number to one of several objects: each gets it or keeps what it has. */
    private void putField(Env env, Val.Choice c, FieldInsnNode n, Val.Sc value) {
        declared(n);
        Type t = Type.getType(n.desc);
        Atom x = t.getSort() <= Type.SHORT ? ir.widen(ir.narrow(value.atom(), Descriptors.dtype(n.desc))) : value.atom();
        Map<Integer, Atom> chosen = new TreeMap<>();
        for (int k = 0; k < c.options().size(); k++) {
            if (c.options().get(k) instanceof Val.Ref r) {
                Atom is = ir.op(Prim.EQ, c.tag(), Lit.i32(k));
                chosen.merge(r.loc(), is, (a, b) -> ir.op(Prim.OR, a, b));
            } else {
                context.check(ir.op(Prim.NE, c.tag(), Lit.i32(k)), Params.Code.NULL);
            }
        }
        chosen.forEach((loc, is) -> {
            HeapCell.Obj o = (HeapCell.Obj) context.cell(env, loc);
            String field = owner(n) + "." + n.name;
            Atom old = ((Val.Sc) o.fields().getOrDefault(field, zero(n.desc))).atom();
            env.heap.put(loc, o.with(field, new Val.Sc(ir.select(is, ir.i32IfBool(x), ir.i32IfBool(old))), false));
        });
    }

    /**
     * Small boxed numbers, and lists and maps that never change, may be one object or not, and copies of elements stand for the element: their identity is
     * not known.
     */
    public void refuseShared(Env env, Val v) {
        if (v instanceof Val.Choice c) {
            c.options().forEach(o -> refuseShared(env, o));
        } else if (v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Obj o && (o.cls().startsWith("java/lang/")
            || ContainerModels.is(o.cls()) && !ContainerModels.isGrown(o.cls()) || o.fields().containsKey(HeapCell.ELEMENT) || o.fields().containsKey(HeapCell.COPY))) {
            throw context.refuse(ReasonCode.IDENTITY, "it compares the identity of objects");
        }
    }

    /** What the class of a value is known to be; null when it is not. */
    public String classOf(Env env, Val v) {
        if (v instanceof Val.Ref r) {
            HeapCell c = context.cell(env, r.loc());
            if (c instanceof HeapCell.Obj o) {
                return o.cls().equals(RandomModel.NAME) ? RandomModel.STANDS_FOR : o.cls();
            }
            HeapCell.Arr a = (HeapCell.Arr) c;
            return "[".repeat(a.content().type().rank() - r.prefix().size()) + Descriptors.letter(a.content().dtype());
        }
        return v instanceof Val.Fun f ? f.itf() : null;
    }

    /** How many objects a value is put together of, counted up to a bound. */
    public int count(Val v, Env env) {
        return count(v, env, new HashSet<>());
    }

    private int count(Val v, Env env, Set<Integer> seen) {
        HeapCell.Obj o = v instanceof Val.Ref r && seen.size() < MOST_COUNTED && seen.add(r.loc()) ? context.object(env, v) : null;
        if (o != null) {
            o.fields().values().forEach(f -> count(f, env, seen));
        }
        return seen.size();
    }
}
