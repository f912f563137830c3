package dev.jacobi.lift.exec;

import dev.jacobi.ir.Lit;
import dev.jacobi.lift.heap.Containers;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.KnownArray;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.Type;

/** Walks through trees of arrays in code that is lifted: their structure is known, so each leaf is gone to in turn. The methods are those of {@code dev.jacobi.array.tree.TreeWalk}. */
final class TreeCalls {
    private static final String OWNER = "dev/jacobi/array/tree/TreeWalk";
    private static final String LEAVES = "dev/jacobi/array/tree/Leaves";
    private static final String LEAF = "(Ljava/lang/String;Ljava/util/List;)Ljava/lang/Object;";
    private static final Set<String> METHODS = Set.of("map", "leaves", "unflatten", "isLeaf");
    private final LiftContext context;
    private final CallInliner calls;
    private final Heap heap;
    private final ArrayIntrinsics arrays;
    private int made;

    TreeCalls(LiftContext context, CallInliner calls, Heap heap) {
        this.context = context;
        this.calls = calls;
        this.heap = heap;
        this.arrays = new ArrayIntrinsics(context, heap);
    }

    /** The value of a call; null for other methods. */
    Val call(CallInliner.Site site, String owner, String name, List<Val> args, Env env) {
        if (context.isFunction() && owner.equals(LEAVES)) {
            return name.equals("isNumeric") ? new Val.Sc(Lit.i32(args.get(0) instanceof Val.Opaque ? 0 : 1))
                : args.get(0) instanceof Val.Array x ? arrays.back(x, args.get(1), env, calls.place(site, "back")) : null;
        }
        if (!context.isFunction() || !owner.equals(OWNER) || !METHODS.contains(name)) {
            return null;
        }
        made = 0;
        return switch (name) {
            case "map" -> map(site, args.get(0), elements(args.get(1), env), "", env);
            case "leaves" -> {
                var leaves = new ArrayList<Val>();
                collect(args.get(0), env, leaves);
                yield context.put(env, calls.place(site, "leaves"), Containers.list(leaves));
            }
            case "isLeaf" -> new Val.Sc(Lit.i32(node(args.get(0), env) == null ? 1 : 0));
            default -> unflatten(site, args.get(0), elements(args.get(1), env).iterator(), env);
        };
    }

    private List<Val> elements(Val list, Env env) {
        HeapCell.Obj o = context.object(env, list);
        context.refuseIf(o == null || !Containers.isList(o.cls()), ReasonCode.COLLECTION, "it goes through trees in a list that is not known");
        return Containers.parts(o);
    }

    /** The object of a node; null for a leaf. */
    private HeapCell.Obj node(Val given, Env env) {
        Val v = heap.used(given);
        context.refuseIf(v instanceof Val.Choice, ReasonCode.ARRAY, "it goes through a tree that is one of several objects; choose between their leaves");
        HeapCell.Obj o = context.object(env, v);
        return o == null || Descriptors.boxed(o.cls()) != null ? null : o;
    }

    /** The names of a node's fields that hold its parts, in order. */
    private List<String> fields(HeapCell.Obj o, Val v) {
        if (Containers.isMap(o.cls())) {
            var sorted = new TreeMap<String, String>();
            var plain = new ArrayList<String>();
            List<Object> keys = Containers.keys(o);
            for (int k = 0; k < keys.size(); k++) {
                sorted.put(String.valueOf(keys.get(k)), "['" + keys.get(k) + "']");
                plain.add("['" + keys.get(k) + "']");
            }
            return keys.stream().allMatch(k -> k instanceof String) ? new ArrayList<>(sorted.values()) : plain;
        }
        if (Containers.isList(o.cls()) || KnownArray.is(o)) {
            int n = KnownArray.is(o) ? KnownArray.elements(o).size() : Containers.parts(o).size();
            var out = new ArrayList<String>();
            for (int k = 0; k < n; k++) {
                out.add("[" + k + "]");
            }
            return out;
        }
        var c = context.classes().node(o.cls());
        context.refuseIf(c == null || c.recordComponents == null, ReasonCode.OBJECT, "it goes through a " + o.cls().replace('/', '.') + " that is no record, list, map or array");
        return c.recordComponents.stream().map(r -> "." + r.name).toList();
    }

    private List<Val> parts(HeapCell.Obj o, List<String> fields) {
        if (Containers.isMap(o.cls())) {
            List<Object> keys = Containers.keys(o);
            return fields.stream().map(f -> Containers.parts(o).get(keys.stream().map(k -> "['" + k + "']").toList().indexOf(f))).toList();
        }
        return KnownArray.is(o) ? KnownArray.elements(o) : Containers.isList(o.cls()) ? Containers.parts(o)
            : fields.stream().map(f -> o.fields().get(o.cls() + f)).toList();
    }

    private Val map(CallInliner.Site site, Val f, List<Val> trees, String path, Env env) {
        Val first = trees.get(0);
        if (first instanceof Val.Null) {
            return first;
        }
        HeapCell.Obj o = node(first, env);
        if (o == null) {
            CallInliner.Site own = site.part("t" + made++);
            Val list = context.put(env, calls.place(own, "at"), Containers.list(trees));
            return calls.virtual(own, OWNER + "$LeafFunction", "of", LEAF, List.of(f, new Val.Opaque("a string", path), list), env);
        }
        List<String> fields = fields(o, first);
        var all = new ArrayList<List<Val>>();
        for (Val t : trees) {
            HeapCell.Obj other = node(t, env);
            context.refuseIf(other == null || !other.cls().equals(o.cls()) && !Containers.isList(o.cls()) && !Containers.isMap(o.cls()) || !fields(other, t).equals(fields), ReasonCode.ARRAY,
                "it goes through trees of different structures");
            all.add(parts(other, fields));
        }
        var parts = new ArrayList<Val>();
        for (int k = 0; k < fields.size(); k++) {
            int at = k;
            parts.add(map(site, f, all.stream().map(p -> p.get(at)).toList(), path + fields.get(k), env));
        }
        return with(site, o, fields, parts, env);
    }

    private Val with(CallInliner.Site site, HeapCell.Obj o, List<String> fields, List<Val> parts, Env env) {
        String place = calls.place(site, "o" + made++);
        if (Containers.isMap(o.cls())) {
            return context.put(env, place, Containers.map(fields.stream().map(f -> Containers.keys(o).get(Containers.keys(o).stream().map(k -> "['" + k + "']").toList().indexOf(f))).toList(), parts));
        } else if (Containers.isList(o.cls())) {
            return context.put(env, place, Containers.list(parts));
        } else if (KnownArray.is(o)) {
            return context.put(env, place, KnownArray.of(KnownArray.element(o), parts));
        }
        var c = context.classes().node(o.cls());
        var values = new LinkedHashMap<String, Val>();
        var ctor = new StringBuilder("(");
        for (int k = 0; k < parts.size(); k++) {
            String desc = c.recordComponents.get(k).descriptor;
            Val v = desc.length() == 1 && context.object(env, parts.get(k)) != null ? unboxed(context.object(env, parts.get(k))) : parts.get(k);
            values.put(o.cls() + fields.get(k), v);
            values.put("#" + k, v);
            ctor.append(desc);
        }
        return context.put(env, place, new HeapCell.Obj(o.cls(), values, ctor + ")" + Type.VOID_TYPE.getDescriptor(), true));
    }

    private static Val unboxed(HeapCell.Obj box) {
        return box.fields().get(box.cls() + ".value");
    }

    private void collect(Val v, Env env, List<Val> out) {
        if (v instanceof Val.Null) {
            return;
        }
        HeapCell.Obj o = node(v, env);
        if (o == null) {
            out.add(v);
        } else {
            parts(o, fields(o, v)).forEach(p -> collect(p, env, out));
        }
    }

    private Val unflatten(CallInliner.Site site, Val like, Iterator<Val> leaves, Env env) {
        if (like instanceof Val.Null) {
            return like;
        }
        HeapCell.Obj o = node(like, env);
        if (o == null) {
            context.refuseIf(!leaves.hasNext(), ReasonCode.ARRAY, "it makes a tree of fewer leaves than its structure has");
            return leaves.next();
        }
        List<String> fields = fields(o, like);
        List<Val> parts = new ArrayList<>();
        parts(o, fields).forEach(p -> parts.add(unflatten(site, p, leaves, env)));
        return with(site, o, fields, parts, env);
    }
}
