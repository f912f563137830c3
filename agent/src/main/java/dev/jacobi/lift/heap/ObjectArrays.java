package dev.jacobi.lift.heap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.lift.cfg.Classes;
import dev.jacobi.lift.jdk.StandIns;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.KnownArray;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;

/**
 * Arrays of objects that the method makes itself, or long ones of records that come with the call, of a class all of whose fields are final: a value to be copied, as long as nobody
 * asks which object it is. Such an array is one array per number in the object; in the abstract heap it is an object whose fields these
 * are. Which elements are there is kept as for arrays of arrays ({@link RowByRowArrays}), by one whose rows are empty. An element is taken out as a copy;
 * one that is missing fails a check.
 */
public final class ObjectArrays {
    private static final int MOST_NUMBERS = 16;
    private static final int DEEPEST = 4;
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Heap heap;
    private final Objects objects;

    /** A number in an object: the fields that lead to it. */
    private record Component(List<FieldInsnNode> path, DType type) {
        String name() {
            return path.stream().map(f -> "." + f.name).collect(Collectors.joining());
        }
    }

    public ObjectArrays(LiftContext context, Heap heap, Objects objects) {
        this.context = context;
        this.ir = context.ir();
        this.heap = heap;
        this.objects = objects;
    }

    /** The array behind a reference when it is one of these, else null. */
    public HeapCell.Obj array(Env env, Val v) {
        return v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Obj o && o.cls().startsWith("[") && !KnownArray.is(o) ? o : null;
    }

    /** Whether objects of a class can be kept as their numbers. */
    public boolean holds(String cls) {
        try {
            components(cls);
            return true;
        } catch (Refusal r) {
            return false;
        }
    }

    private static String element(HeapCell.Obj array) {
        return array.cls().substring(2, array.cls().length() - 1);
    }

    public Val make(Env env, String cls, Atom n, String place) {
        var fields = new LinkedHashMap<String, Val>();
        fields.put(HeapCell.PRESENT, heap.rows().allocate(env, DType.BOOL, 2, List.of(n), place + HeapCell.PRESENT));
        for (Component c : components(cls)) {
            fields.put(c.name(), heap.newArray(env, c.type, List.of(n), place + c.name()));
        }
        int loc = context.location(place);
        env.heap.put(loc, new HeapCell.Obj("[L" + cls + ";", fields, "", false));
        return new Val.Ref(loc);
    }

    private Refusal refuse(String cls, String why) {
        return context.refuse(ReasonCode.OBJECT_ARRAY, "it makes an array of " + cls.replace('/', '.') + ", " + why);
    }

    private List<Component> components(String cls) {
        var all = new ArrayList<Component>();
        components(cls, cls, List.of(), all);
        return all;
    }

    private void components(String cls, String of, List<FieldInsnNode> path, List<Component> out) {
        ClassNode c = context.classes().node(cls);
        if (c == null || StandIns.isJdk(cls) || (c.access & (Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT)) != 0
            || !c.superName.equals("java/lang/Object") && !c.superName.equals("java/lang/Record")) {
            throw refuse(of, "whose objects are not plain values");
        }
        int before = out.size();
        for (FieldNode f : Classes.instanceFields(c)) {
            var at = new ArrayList<>(path);
            at.add(new FieldInsnNode(Opcodes.GETFIELD, cls, f.name, f.desc));
            DType d = Descriptors.dtype(f.desc);
            if ((f.access & Opcodes.ACC_FINAL) == 0) {
                throw refuse(of, "whose field " + f.name + " can change");
            }
            if (d == null && (!f.desc.startsWith("L") || at.size() == DEEPEST || !isFinal(f.desc)) || out.size() == MOST_NUMBERS) {
                throw refuse(of, "whose field " + f.name + " is more than a few numbers");
            }
            if (d == null) {
                components(f.desc.substring(1, f.desc.length() - 1), of, at, out);
            } else {
                out.add(new Component(List.copyOf(at), d));
            }
        }
        if (out.size() == before) {
            throw refuse(of, "where an object without numbers could not be told from null");
        }
    }

    private boolean isFinal(String desc) {
        ClassNode c = context.classes().node(desc.substring(1, desc.length() - 1));
        return c != null && (c.access & Opcodes.ACC_FINAL) != 0;
    }

    private Val.Ref part(HeapCell.Obj array, String name) {
        if (array.fields().get(name) instanceof Val.Ref r) {
            return r;
        }
        throw context.refuse(ReasonCode.ALIASING, "which array of objects is meant depends on the data");
    }

    private HeapCell.Arr content(Env env, HeapCell.Obj array, String name) {
        return (HeapCell.Arr) context.cell(env, part(array, name).loc());
    }

    public Atom length(Env env, HeapCell.Obj array) {
        return ir.dim(content(env, array, HeapCell.PRESENT).content(), 0);
    }

    /** A copy of an element. */
    public Val load(Env env, HeapCell.Obj array, Atom i, String place) {
        heap.checkIndex(i, length(env, array));
        heap.rows().present(env, new Val.Ref(part(array, HeapCell.PRESENT).loc(), List.of(i)), content(env, array, HeapCell.PRESENT), false);
        Map<String, Val> values = new LinkedHashMap<>();
        for (Component c : components(element(array))) {
            values.put(c.name(), new Val.Sc(ir.widen(ir.index(content(env, array, c.name()).content(), List.of(i)))));
        }
        return copy(env, element(array), "", values, place);
    }

    private Val copy(Env env, String cls, String prefix, Map<String, Val> values, String place) {
        var fields = new LinkedHashMap<String, Val>();
        for (FieldNode f : Classes.instanceFields(context.classes().node(cls))) {
            String name = prefix + "." + f.name;
            fields.put(cls + "." + f.name, Descriptors.dtype(f.desc) != null ? values.get(name)
                : copy(env, f.desc.substring(1, f.desc.length() - 1), name, values, place));
        }
        fields.put(HeapCell.ELEMENT, new Val.Opaque("an element of an array"));
        return context.put(env, place + prefix + "copy", new HeapCell.Obj(cls, fields, "", false));
    }

    public void store(Env env, HeapCell.Obj array, Atom i, Val v, String place) {
        context.refuseIf(context.origins().mayHaveComeWithCall(part(array, HeapCell.PRESENT).loc()), ReasonCode.FIELD_WRITE, "it stores into an array of objects that came with the call");
        heap.checkIndex(i, length(env, array));
        if (v instanceof Val.Null) {
            heap.rows().store(env, part(array, HeapCell.PRESENT), i, v);
            return;
        }
        refuseOthers(env, v, element(array));
        for (Component c : components(element(array))) {
            Val x = v;
            for (FieldInsnNode f : c.path) {
                x = objects.getField(env, x, f);
            }
            Val.Ref part = part(array, c.name());
            HeapCell.Arr a = content(env, array, c.name());
            if (!(x instanceof Val.Sc s)) {
                throw context.refuse(ReasonCode.BAD_CODE, "a field holds no number where it needs one");
            }
            heap.change(env, part.loc(), a.with(ir.update(a.content(), List.of(i), ir.narrow(s.atom(), c.type))));
        }
        heap.rows().store(env, part(array, HeapCell.PRESENT), i, heap.fresh(env, ir.zeros(DType.BOOL, List.of(Lit.i32(0))), place + "row"));
    }

    /** The object must be of the very class, and complete. */
    private void refuseOthers(Env env, Val v, String cls) {
        if (v instanceof Val.Choice c) {
            c.options().forEach(o -> {
                if (!(o instanceof Val.Null)) {
                    refuseOthers(env, o, cls);
                }
            });
            return;
        }
        boolean same = v instanceof Val.Ref r ? context.cell(env, r.loc()) instanceof HeapCell.Obj o && o.cls().equals(cls)
            : v instanceof Val.Given g && g.cls().equals(cls) && isFinal("L" + cls + ";");
        boolean unfinished = env.frames.stream().anyMatch(f -> f.act.method().node().name.equals("<init>") && v.equals(f.slots[0]));
        if (!same || unfinished) {
            throw context.refuse(ReasonCode.OBJECT_ARRAY, "it stores an object that is not known into an array of " + cls.replace('/', '.'));
        }
    }
}
