package dev.jacobi.lift.heap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.jdk.CollectionModel;
import dev.jacobi.lift.jdk.ContainerModels;
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
import java.util.Set;
import java.util.function.Function;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Lists and maps whose size and keys are known: objects of the abstract heap with one field per element. What changes those that the code has not made
 * is refused; see {@link GrowableCollections} for the others.
 */
public final class Containers {
    private static final String KEYS = "keys";
    /** Methods of a map that give what it has in an order. */
    private static final Set<String> VIEWS = Set.of("values", "keySet", "entrySet");
    /** The class of a map's entries, which gives key and value. */
    private static final String ENTRY = "java/util/KeyValueHolder";
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Heap heap;

    public Containers(LiftContext context, Heap heap) {
        this.context = context;
        this.ir = context.ir();
        this.heap = heap;
    }

    public static boolean isList(String cls) {
        return cls.equals(ContainerModels.LIST) || GrowableCollections.isList(cls);
    }

    public static boolean isMap(String cls) {
        return cls.equals(ContainerModels.MAP) || GrowableCollections.isMap(cls);
    }

    /** Whether it is a map whose elements have an order. */
    static boolean isOrdered(String cls) {
        return GrowableCollections.isMap(cls) && GrowableCollections.isInOrder(cls);
    }

    /** Whether calls on it are answered here. */
    public static boolean answers(String cls) {
        return isList(cls) || isMap(cls) || BuiltTexts.is(cls);
    }

    public static HeapCell.Obj list(List<Val> parts) {
        return new HeapCell.Obj(ContainerModels.LIST, fields(parts), "", true);
    }

    public static HeapCell.Obj map(List<Object> keys, List<Val> parts) {
        var fields = fields(parts);
        fields.put(KEYS, new Val.Opaque("keys", keys));
        return new HeapCell.Obj(ContainerModels.MAP, fields, "", true);
    }

    private static LinkedHashMap<String, Val> fields(List<Val> parts) {
        var fields = new LinkedHashMap<String, Val>();
        for (Val v : parts) {
            fields.put(Integer.toString(fields.size()), v);
        }
        return fields;
    }

    public static List<Val> parts(HeapCell.Obj o) {
        var out = new ArrayList<Val>();
        for (Val v = o.fields().get("0"); v != null; v = o.fields().get(Integer.toString(out.size()))) {
            out.add(v);
        }
        return out;
    }

    @SuppressWarnings("unchecked")
    public static List<Object> keys(HeapCell.Obj o) {
        return (List<Object>) ((Val.Opaque) o.fields().get(KEYS)).constant();
    }

    /** The value of {@code List.of(..)}, {@code Map.of(..)}; null for another static method. */
    public Val made(String owner, String name, String desc, List<Val> args, Env env, String place) {
        // a view of the array, which counts as a list of its own: what is stored into it is refused
        if (owner.equals("java/util/Arrays") && name.equals("asList") && context.isFunction() && args.get(0) instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Obj a && KnownArray.is(a)) {
            return context.put(env, place + "list", list(KnownArray.elements(a)));
        }
        if (!name.equals("of") || !Set.of("java/util/List", "java/util/Map").contains(owner)) {
            return null;
        }
        HeapCell.Obj o;
        List<Val> given = args.stream().map(heap::used).toList();
        if (desc.contains("[")) {
            if (!(args.get(0) instanceof Val.Ref r) || !(context.cell(env, r.loc()) instanceof HeapCell.Obj a) || !KnownArray.is(a)) {
                return null;
            }
            o = list(KnownArray.elements(a).stream().map(heap::used).toList());
        } else if (owner.endsWith("List")) {
            o = list(given);
        } else {
            var keys = new ArrayList<Object>();
            var parts = new ArrayList<Val>();
            for (int i = 0; i < args.size(); i += 2) {
                Object key = key(args.get(i), env);
                context.check(Lit.bool(!keys.contains(key)), Params.Code.THROW);
                keys.add(key);
                parts.add(given.get(i + 1));
            }
            o = map(keys, parts);
        }
        parts(o).forEach(this::notNull);
        return context.put(env, place + "list", o);
    }

    private void notNull(Val v) {
        context.refuseIf(v instanceof Val.Choice c && c.options().contains(new Val.Null()), ReasonCode.COLLECTION, "it makes a list or map with what may be null");
        context.check(Lit.bool(!(v instanceof Val.Null)), Params.Code.NULL);
    }

    /** Whether two of these have as many elements and the same keys; true for other objects. */
    public static boolean haveSameKeys(HeapCell.Obj a, HeapCell.Obj b) {
        if (KnownArray.is(a)) {
            return a.fields().size() == b.fields().size();
        }
        boolean list = isList(a.cls());
        return !list && !isMap(a.cls()) || parts(a).size() == parts(b).size() && (list || keys(a).equals(keys(b)));
    }

    /** Whether each of its fields has to have a value. */
    public static boolean isWhole(HeapCell.Obj o) {
        return ContainerModels.is(o.cls()) || KnownArray.is(o);
    }

    public static boolean isCursor(String cls) {
        return cls.equals(ContainerModels.CURSOR);
    }

    /** hasNext, without a branch of its own; null for another method. */
    public Val cursor(HeapCell.Obj o, String name, Env env) {
        unchanged(o.fields().get(ContainerModels.CURSOR + ".list"), o, env);
        if (name.equals("hasNext") && o.fields().get(ContainerModels.CURSOR + ".list") instanceof Val.Ref l && context.cell(env, l.loc()) instanceof HeapCell.Obj list) {
            Atom at = ((Val.Sc) o.fields().get(ContainerModels.CURSOR + ".at")).atom();
            return new Val.Sc(ir.op(Prim.LT, at, Lit.i32(parts(list).size())));
        }
        return null;
    }

    /** Java throws when a list has grown since one began to go over it. */
    private void unchanged(Val v, HeapCell.Obj cursor, Env env) {
        if (v instanceof Val.Choice c) {
            c.options().forEach(x -> unchanged(x, cursor, env));
        } else if (v instanceof Val.Ref l && context.cell(env, l.loc()) instanceof HeapCell.Obj list && ContainerModels.isGrown(list.cls())
            && !GrowableCollections.changes(list).equals(cursor.fields().get(ContainerModels.CURSOR + ".changes"))) {
            throw context.refuse(ReasonCode.COLLECTION, "it adds to a list while it goes over it");
        }
    }

    /** A call on a list or map; {@code otherwise} gets the method that has the result of one that is not known here, or null. */
    public Val call(HeapCell.Obj o, Val.Ref self, String name, String desc, List<Val> args, Env env, String place, Function<Method, Val> otherwise) {
        if (BuiltTexts.is(o.cls())) {
            return text(o, self, name, desc, args, env, otherwise);
        }
        List<Val> parts = parts(o);
        GrowableCollections.Result changed = ContainerModels.isGrown(o.cls()) ? new GrowableCollections(context, heap).change(o, self, name, args, env) : null;
        if (changed != null) {
            return changed.value();
        }
        if (name.equals("size")) {
            return new Val.Sc(Lit.i32(parts.size()));
        } else if (name.equals("isEmpty")) {
            return new Val.Sc(Lit.i32(parts.isEmpty() ? 1 : 0));
        } else if (isList(o.cls()) && name.equals("get")) {
            return heap.element(parts, ir.i32(((Val.Sc) args.get(1)).atom()));
        } else if (isList(o.cls()) && name.equals("iterator")) {
            return context.put(env, place + "cursor", new HeapCell.Obj(ContainerModels.CURSOR, Map.of(ContainerModels.CURSOR + ".list", self, ContainerModels.CURSOR + ".at", new Val.Sc(Lit.i32(0)), ContainerModels.CURSOR + ".changes",
                GrowableCollections.changes(o)), "", true));
        } else if (isList(o.cls()) && name.equals("toArray")) {
            return context.put(env, place + "array", KnownArray.of(element(args, env), parts));
        } else if (isMap(o.cls()) && Set.of("get", "containsKey", "getOrDefault").contains(name)) {
            int k = keys(o).indexOf(key(args.get(1), env));
            return name.equals("containsKey") ? new Val.Sc(Lit.i32(k >= 0 ? 1 : 0)) : k >= 0 ? parts.get(k)
                : name.equals("get") ? new Val.Null() : args.get(2);
        } else if (isMap(o.cls()) && VIEWS.contains(name)) {
            List<Object> order = GrowableCollections.ordered(o);
            context.refuseIf(order == null, ReasonCode.COLLECTION, "it goes over a map whose order is not known before the call; go over a list of the keys and get() each, or over a LinkedHashMap or"
                + " TreeMap that the code makes");
            env.heap.put(self.loc(), GrowableCollections.is(o.cls()) ? GrowableCollections.viewed(o) : o);
            return context.put(env, place + "values", list(order.stream().map(k -> view(name, k, parts.get(keys(o).indexOf(k)), env, place + "." + k)).toList()));
        }
        String model = CollectionModel.name(o.cls(), name);
        if (CollectionModel.placesOtherwise(model)) {
            env.heap.put(self.loc(), GrowableCollections.placedOtherwise(o));
        }
        return otherwise.apply(model(isMap(o.cls()) ? "(Ljava/util/Map;" : "(Ljava/util/List;", model, args.size()));
    }

    /** The method of {@link CollectionModel} whose descriptor begins so, with as many arguments; null where there is none. */
    private Method model(String begin, String name, int arguments) {
        return context.classes().node(CollectionModel.NAME).methods.stream().filter(m -> m.name.equals(name) && m.desc.startsWith(begin) && (m.access & Opcodes.ACC_PRIVATE) == 0)
            .filter(m -> Type.getArgumentTypes(m.desc).length == arguments).findFirst().map(m -> context.classes().resolve(CollectionModel.NAME, name, m.desc)).orElse(null);
    }

    /** A call on a StringBuilder. */
    private Val text(HeapCell.Obj o, Val.Ref self, String name, String desc, List<Val> args, Env env, Function<Method, Val> otherwise) {
        if (name.equals("append") && args.size() == 2) {
            boolean growsByTrip = BuiltTexts.varies(o) && context.trips().mayRepeat(self.loc());
            env.heap.put(self.loc(), growsByTrip ? BuiltTexts.unknown() : BuiltTexts.appended(o, desc, args.get(1)));
            return self;
        }
        return name.equals("toString") ? BuiltTexts.text(o) : otherwise.apply(null);
    }

    /** What a map's view has for a key. */
    private Val view(String name, Object key, Val value, Env env, String place) {
        if (name.equals("values")) {
            return value;
        }
        boolean isInt = key instanceof Integer;
        String box = isInt ? "java/lang/Integer" : "java/lang/Long";
        Val k = key instanceof Integer || key instanceof Long
            ? context.put(env, place + "key", new HeapCell.Obj(box, Map.of(box + ".value", new Val.Sc(isInt ? Lit.i32((Integer) key) : Lit.i64((Long) key))), "", true))
            : new Val.Opaque(key instanceof String ? "a string" : "a key", key);
        return name.equals("keySet") ? k : context.put(env, place + "entry", new HeapCell.Obj(ENTRY, Map.of(ENTRY + ".key", k, ENTRY + ".value", value), "", true));
    }

    /** The class of the elements of what {@code toArray} makes: of the array that it is given, or of the one that a function makes. */
    private String element(List<Val> args, Env env) {
        if (args.size() > 1 && args.get(1) instanceof Val.Fun f) {
            Type made = Type.getReturnType(f.impl().getDesc());
            return made.getSort() == Type.ARRAY ? made.getElementType().getInternalName() : "java/lang/Object";
        }
        HeapCell.Obj like = args.size() > 1 ? context.object(env, args.get(1)) : null;
        return like != null && KnownArray.is(like) ? KnownArray.element(like) : "java/lang/Object";
    }

    /** A key that is known before the call. */
    Object key(Val v, Env env) {
        if (v instanceof Val.Opaque o && o.constant() != null) {
            return o.constant();
        }
        if (v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Obj o && o.fields().get(o.cls() + ".value") instanceof Val.Sc s
            && (o.cls().equals("java/lang/Integer") || o.cls().equals("java/lang/Long"))) {
            if (!(s.atom() instanceof Lit l)) {
                context.trips().mustBeKnownAtAll(s.atom());
                throw context.refuse(ReasonCode.MAP_KEY, "it uses a key of a map that depends on the data");
            }
            return o.cls().equals("java/lang/Integer") ? (Object) (int) l.asLong() : (Object) l.asLong();
        }
        if (v instanceof Val.Opaque) {
            context.trips().shapeIsNotKnown(); // a text with the number of a trip in it
        }
        throw context.refuse(ReasonCode.MAP_KEY, "it uses a key of a map that is no string, int, long or enum constant, or is not a constant");
    }
}
