package dev.jacobi.lift.heap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.jdk.ContainerModels;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.lift.state.DifferingArrays;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.KnownArray;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Literals;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.RecordComponentNode;

/** Between values of the symbolic machine and structures with leaves. */
public final class Values {
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Heap heap;
    private int given;
    private boolean isGiven;

    public Values(LiftContext context, Heap heap) {
        this.context = context;
        this.ir = context.ir();
        this.heap = heap;
    }

    /** The value of a structure whose leaves come with the call, one after another; {@code sources} gets them. */
    public Val given(Env env, ValueTree t, List<Lifted.Source> sources) {
        isGiven = true;
        Val v = make(env, t, null, "in" + given++ + ":", leaf -> {
            Lifted.Source s = new Lifted.Source.Arg(sources.size(), List.of(), leaf.desc());
            sources.add(s);
            return leaf.isNDArray() ? new Val.Array(leaf.array().element(), leaf.array().weak(), List.of(context.inputs().array(s, leaf.type()))) : known(env, context.inputs().given(s), leaf);
        });
        isGiven = false;
        return v;
    }

    /** An array that comes with the call; where the program is made for the ints in it, these are known. */
    private Val known(Env env, Val given, ValueTree.Leaf leaf) {
        if (leaf.numbers() != null) {
            ir.know(heap.content(env, given), leaf.numbers());
        }
        return given;
    }

    /** The value of a structure whose leaves are these; arrays become new ones. */
    public Val made(Env env, ValueTree t, List<? extends Atom> leaves, String place) {
        int[] next = {0};
        return make(env, t, null, place, leaf -> {
            Atom a = leaves.get(next[0]++);
            return leaf.isNDArray() ? new Val.Array(leaf.array().element(), leaf.array().weak(), List.of(a)) : leaf.rank() > 0 ? heap.fresh(env, a, place + "x" + next[0]) : new Val.Sc(ir.widen(a));
        });
    }

    /** {@code desc} is the type of the variable that takes the value; null for an Object. */
    private Val make(Env env, ValueTree t, String desc, String place, Function<ValueTree.Leaf, Val> leaves) {
        if (t instanceof ValueTree.Leaf l) {
            Val v = leaves.apply(l);
            return l.isNDArray() || l.rank() > 0 || desc != null && desc.length() == 1 ? v : box(env, l.dtype(), v, place);
        } else if (t instanceof ValueTree.Rec r && r.cls().equals(ValueTree.ArrayForm.CLASS)) {
            List<Val.Array> parts = r.parts().stream().map(p -> (Val.Array) make(env, p, null, place, leaves)).toList();
            return new Val.Array(parts.get(0).element().complex(), parts.get(0).weak(), List.of(parts.get(0).atoms().get(0), parts.get(1).atoms().get(0)));
        } else if (t instanceof ValueTree.Rec r) {
            var fields = new LinkedHashMap<String, Val>();
            Type[] types = Type.getArgumentTypes(r.ctor());
            List<Val> parts = each(env, r.parts(), i -> types[i].getDescriptor(), place + ".", leaves);
            for (int i = 0; i < parts.size(); i++) {
                fields.put(r.cls() + "." + r.names().get(i), parts.get(i));
                fields.put("#" + i, parts.get(i));
            }
            return object(env, new HeapCell.Obj(r.cls(), fields, r.ctor(), true), place);
        } else if (t instanceof ValueTree.Seq s) {
            List<Val> parts = each(env, s.parts(), i -> null, place + ".", leaves);
            return object(env, s.isArray() ? KnownArray.of(s.of(), parts) : Containers.list(parts), place);
        } else if (t instanceof ValueTree.Dict d) {
            return object(env, Containers.map(d.keys(), each(env, d.parts(), i -> null, place + ".", leaves)), place);
        } else if (t instanceof ValueTree.Fun f) {
            var impl = new Handle(f.tag(), f.owner(), f.name(), f.desc(), f.inInterface());
            return new Val.Fun(f.itf(), f.method(), impl, each(env, f.captured(), Val.Fun.types(impl)::get, place + ".c", leaves));
        } else if (t instanceof ValueTree.Word w) {
            return new Val.Word(w.transformation(), each(env, w.functions(), i -> null, place + ".f", leaves));
        }
        if (t instanceof ValueTree.Rows r) {
            return rows(env, r, place, leaves);
        }
        Object c = ((ValueTree.Const) t).value();
        if (c == null) {
            return new Val.Null();
        }
        if (c instanceof Number || c instanceof Boolean || c instanceof Character) {
            DType d = Descriptors.boxed(c.getClass().getName().replace('.', '/'));
            var v = new Val.Sc(ir.widen(Literals.of(c, d)));
            return desc != null && desc.length() == 1 ? v : box(env, d, v, place);
        }
        return new Val.Opaque(c instanceof String ? "a string" : "a " + c.getClass().getName(), c);
    }

    /** An array of records as {@link ObjectArrays} keeps it: an array for each number in them. */
    private Val rows(Env env, ValueTree.Rows rows, String place, Function<ValueTree.Leaf, Val> leaves) {
        var fields = new LinkedHashMap<String, Val>();
        numbers(rows.row(), rows.parts(), "", leaves, fields);
        Atom n = ir.dim(heap.content(env, fields.values().iterator().next()), 0);
        Val.Ref present = (Val.Ref) heap.fresh(env, ir.zeros(DType.BOOL, List.of(n, Lit.i32(0))), place + HeapCell.PRESENT);
        fields.put(HeapCell.PRESENT, present);
        if (isGiven) {
            context.origins().cameWithCall(present.loc());
        }
        return object(env, new HeapCell.Obj("[L" + rows.row().cls() + ";", fields, "", false), place);
    }

    private static void numbers(ValueTree.Rec row, List<ValueTree> parts, String path, Function<ValueTree.Leaf, Val> leaves, Map<String, Val> out) {
        for (int i = 0; i < parts.size(); i++) {
            String name = path + "." + row.names().get(i);
            if (parts.get(i) instanceof ValueTree.Leaf l) {
                out.put(name, leaves.apply(l));
            } else {
                numbers((ValueTree.Rec) row.parts().get(i), parts.get(i).below(), name, leaves, out);
            }
        }
    }

    private List<Val> each(Env env, List<ValueTree> trees, IntFunction<String> desc, String place, Function<ValueTree.Leaf, Val> leaves) {
        var values = new ArrayList<Val>();
        trees.forEach(t -> values.add(make(env, t, desc.apply(values.size()), place + values.size(), leaves)));
        return values;
    }

    private Val object(Env env, HeapCell.Obj o, String place) {
        int loc = context.location(place + "o");
        if (isGiven) {
            context.origins().cameWithCall(loc);
        }
        env.heap.put(loc, o);
        return new Val.Ref(loc);
    }

    private Val box(Env env, DType d, Val v, String place) {
        String cls = Descriptors.box(d);
        return object(env, new HeapCell.Obj(cls, Map.of(cls + ".value", v), "", true), place);
    }

    /** The structure of a value; {@code out} gets its leaves. {@code desc} is the type of the variable that it was in; null for an Object. */
    public ValueTree taken(Env env, Val given, String desc, List<Atom> out) {
        context.refuseIf(given == null, ReasonCode.RESULT, "it gives or takes a value that is an array on one way through the program and something else on another");
        Val v = heap.used(given);
        if (v instanceof Val.Null) {
            return new ValueTree.Const(null);
        } else if (v instanceof Val.Sc s) {
            DType d = desc != null && desc.length() == 1 ? Descriptors.dtype(desc) : s.atom().dtype();
            out.add(ir.narrow(s.atom(), d));
            return new ValueTree.Leaf(d, 0);
        } else if (v instanceof Val.Array a) {
            return array(a, out);
        } else if (v instanceof Val.Opaque o) {
            if (o.constant() == null) {
                throw DifferingArrays.is(o) ? context.refuse(ReasonCode.ARRAY, "it gives or takes " + DifferingArrays.text(o)) : context.refuse(ReasonCode.RESULT, "it gives or takes " + o.what());
            }
            return new ValueTree.Const(o.constant());
        } else if (v instanceof Val.Fun f) {
            Handle h = f.impl();
            return new ValueTree.Fun(f.itf(), f.name(), h.getTag(), h.getOwner(), h.getName(), h.getDesc(), h.isInterface(), all(env, f.captured(), Val.Fun.types(h)::get, out));
        } else if (v instanceof Val.Word w) {
            return new ValueTree.Word(w.transformation(), all(env, w.functions(), i -> null, out));
        } else if (v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Obj o) {
            return object(env, o, out);
        } else if (v instanceof Val.Ref || v instanceof Val.Choice) {
            Atom a = heap.content(env, v);
            out.add(a);
            return new ValueTree.Leaf(a.dtype(), a.type().rank());
        }
        return fields(env, (Val.Given) v, out);
    }

    /** An NDArray; a complex one is an object of two. */
    private static ValueTree array(Val.Array v, List<Atom> out) {
        out.addAll(v.atoms());
        List<ValueTree> parts = new ArrayList<>();
        for (Atom a : v.atoms()) {
            // what inner programs are told of extents: what has no name gets one
            List<Dim> dims = IntStream.range(0, a.type().rank()).mapToObj(k -> a.type().dims().get(k).isUnknown() ? Dim.sym("u" + ((Var) a).id() + "_" + k) : a.type().dims().get(k)).toList();
            parts.add(new ValueTree.Leaf(a.dtype(), a.type().rank(), new ValueTree.ArrayForm(v.element().real(), v.weak(), dims)));
        }
        return parts.size() == 1 ? parts.get(0) : ValueTree.ArrayForm.complex(parts.get(0), parts.get(1));
    }

    private List<ValueTree> all(Env env, List<Val> values, IntFunction<String> desc, List<Atom> out) {
        var trees = new ArrayList<ValueTree>();
        values.forEach(p -> trees.add(taken(env, p, desc.apply(trees.size()), out)));
        return trees;
    }

    /** Refuses a list or map whose type, where it is given away, says more of its class than what callers get: these get an ArrayList or a LinkedHashMap. */
    public void mustBeGiven(Env env, Val v, String desc) {
        HeapCell.Obj o = v == null ? null : context.object(env, v);
        if (o == null || !desc.startsWith("L") || !Containers.isList(o.cls()) && !Containers.isMap(o.cls())) {
            return;
        }
        String given = Containers.isList(o.cls()) ? "java/util/ArrayList" : "java/util/LinkedHashMap";
        String type = Type.getType(desc).getInternalName();
        context.refuseIf(!context.classes().isSubtype(given, type), ReasonCode.RESULT, "it gives a " + type.replace('/', '.') + ", and what comes of lists and maps that it gives is an ArrayList or a "
            + "LinkedHashMap; let its type be List or Map");
    }

    private ValueTree object(Env env, HeapCell.Obj o, List<Atom> out) {
        if (Descriptors.boxed(o.cls()) != null) {
            return taken(env, o.fields().get(o.cls() + ".value"), Descriptors.letter(Descriptors.boxed(o.cls())), out);
        }
        if (o.fields().containsKey(HeapCell.PRESENT)) {
            return rows(env, o, out);
        }
        if (KnownArray.is(o)) {
            return new ValueTree.Seq(KnownArray.element(o), all(env, KnownArray.elements(o), i -> null, out));
        }
        context.refuseIf(o.cls().equals(ContainerModels.GROWN_DEQUE), ReasonCode.RESULT, "it gives or takes an ArrayDeque, which is no list; give new ArrayList<>(deque)");
        context.refuseIf(o.cls().equals(ContainerModels.GROWN_TEXT), ReasonCode.RESULT, "it gives or takes a StringBuilder; give its toString()");
        if (Containers.isList(o.cls())) {
            return ValueTree.Seq.list(all(env, Containers.parts(o), i -> null, out));
        }
        if (Containers.isMap(o.cls())) {
            return map(env, o, out);
        }
        if (o.ctor().isEmpty()) {
            throw context.refuse(ReasonCode.RESULT, "it gives or takes an object of " + o.cls().replace('/', '.') + " that is not a record");
        }
        Type[] types = Type.getArgumentTypes(o.ctor());
        List<String> names = components(o.cls());
        var parts = new ArrayList<ValueTree>();
        for (int i = 0; i < types.length; i++) {
            Val field = names.size() == types.length ? o.fields().get(o.cls() + "." + names.get(i)) : o.fields().get("#" + i);
            if (field == null && names.size() != types.length || !o.pristine()) {
                throw context.refuse(ReasonCode.RESULT, "it gives or takes an object of " + o.cls().replace('/', '.') + " that its constructor alone does not give again");
            }
            mustBeGiven(env, field, types[i].getDescriptor());
            parts.add(taken(env, field, types[i].getDescriptor(), out));
        }
        return new ValueTree.Rec(o.cls(), o.ctor(), names.size() == types.length ? names : Collections.nCopies(types.length, "?"), parts);
    }

    /** An array of records that is kept as an array for each number in them. */
    private ValueTree.Rows rows(Env env, HeapCell.Obj array, List<Atom> out) {
        String cls = KnownArray.element(array);
        context.refuseIf(components(cls).isEmpty(), ReasonCode.RESULT, "it gives or takes an array of " + cls.replace('/', '.') + ", which is not a record");
        context.refuseIf(!(array.fields().get(HeapCell.PRESENT) instanceof Val.Ref), ReasonCode.ALIASING, "which array of objects is meant depends on the data");
        heap.rows().complete((HeapCell.Arr) context.cell(env, ((Val.Ref) array.fields().get(HeapCell.PRESENT)).loc()), List.of());
        ValueTree.Rec columns = columns(env, array, cls, "", out);
        return new ValueTree.Rows((ValueTree.Rec) columns.mapLeaves(l -> l.without(0)), columns.parts());
    }

    private ValueTree.Rec columns(Env env, HeapCell.Obj array, String cls, String path, List<Atom> out) {
        var parts = new ArrayList<ValueTree>();
        var desc = new StringBuilder();
        for (RecordComponentNode n : context.classes().node(cls).recordComponents) {
            desc.append(n.descriptor);
            String name = path + "." + n.name;
            if (n.descriptor.length() == 1) {
                Atom a = heap.content(env, array.fields().get(name));
                out.add(a);
                parts.add(new ValueTree.Leaf(a.dtype(), 1));
            } else {
                String of = n.descriptor.substring(1, n.descriptor.length() - 1);
                context.refuseIf(components(of).isEmpty(), ReasonCode.RESULT, "it gives or takes an array of " + cls.replace('/', '.') + ", whose " + n.name + " is not a record");
                parts.add(columns(env, array, of, name, out));
            }
        }
        return new ValueTree.Rec(cls, "(" + desc + ")V", components(cls), parts);
    }

    /** A map; where its order is not the program's, that of a map which is passed as an argument. */
    private ValueTree map(Env env, HeapCell.Obj o, List<Atom> out) {
        List<Object> keys = Containers.keys(o);
        List<Val> parts = Containers.parts(o);
        var order = new ArrayList<>(IntStream.range(0, keys.size()).boxed().toList());
        if (keys.stream().allMatch(k -> k instanceof String) && !Containers.isOrdered(o.cls())) {
            order.sort((a, b) -> ((String) keys.get(a)).compareTo((String) keys.get(b)));
        } else if (o.cls().equals(ContainerModels.GROWN_SORTED) && GrowableCollections.ordered(o) != null) {
            List<Object> sorted = GrowableCollections.ordered(o);
            order.sort(Comparator.comparing(k -> sorted.indexOf(keys.get(k))));
        }
        return new ValueTree.Dict(order.stream().map(keys::get).toList(), all(env, order.stream().map(parts::get).toList(), i -> null, out));
    }

    /** A record that came from a static field. */
    private ValueTree fields(Env env, Val.Given g, List<Atom> out) {
        ClassNode c = context.classes().node(g.cls());
        if (c == null || c.recordComponents == null) {
            throw context.refuse(ReasonCode.RESULT, "it gives or takes an object of " + g.cls().replace('/', '.') + " that is not a record");
        }
        context.inputs().mustNotBeNull(g);
        var parts = new ArrayList<ValueTree>();
        var desc = new StringBuilder();
        for (RecordComponentNode n : c.recordComponents) {
            desc.append(n.descriptor);
            parts.add(taken(env, context.inputs().given(env, g.origin().field(new Lifted.Field(g.cls(), n.name, n.descriptor))), n.descriptor, out));
        }
        return new ValueTree.Rec(g.cls(), "(" + desc + ")V", components(g.cls()), parts);
    }

    /** Names of the components of a record; empty for other classes. */
    private List<String> components(String cls) {
        ClassNode c = context.classes().node(cls);
        return c == null || c.recordComponents == null ? List.of() : c.recordComponents.stream().map(n -> n.name).toList();
    }
}
