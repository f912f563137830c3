package dev.jacobi.lift;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Lists and maps whose size and keys are known: objects of the abstract heap with one field per element. What changes them is refused.
 */
final class Containers {
    private static final String LIST = KnownList.class.getName().replace('.', '/');
    private static final String MAP = KnownMap.class.getName().replace('.', '/');
    private static final String CURSOR = Cursor.class.getName().replace('.', '/');
    private static final String KEYS = "keys";
    private final Unit unit;
    private final Ir ir;
    private final Heap heap;

    Containers(Unit unit, Heap heap) {
        this.unit = unit;
        this.ir = unit.ir();
        this.heap = heap;
    }

    static boolean isModel(String cls) {
        return cls.equals(LIST) || cls.equals(MAP) || cls.equals(CURSOR);
    }

    static boolean isList(String cls) {
        return cls.equals(LIST);
    }

    static boolean isMap(String cls) {
        return cls.equals(MAP);
    }

    static Cell.Obj list(List<Val> parts) {
        return new Cell.Obj(LIST, fields(parts), "", true);
    }

    static Cell.Obj map(List<Object> keys, List<Val> parts) {
        var fields = fields(parts);
        fields.put(KEYS, new Val.Opaque("keys", keys));
        return new Cell.Obj(MAP, fields, "", true);
    }

    private static LinkedHashMap<String, Val> fields(List<Val> parts) {
        var fields = new LinkedHashMap<String, Val>();
        for (Val v : parts) {
            fields.put(Integer.toString(fields.size()), v);
        }
        return fields;
    }

    static List<Val> parts(Cell.Obj o) {
        var out = new ArrayList<Val>();
        for (Val v = o.fields().get("0"); v != null; v = o.fields().get(Integer.toString(out.size()))) {
            out.add(v);
        }
        return out;
    }

    @SuppressWarnings("unchecked")
    static List<Object> keys(Cell.Obj o) {
        return (List<Object>) ((Val.Opaque) o.fields().get(KEYS)).constant();
    }

    /** The value of {@code List.of(..)}, {@code Map.of(..)}; null for another static method. */
    Val made(String owner, String name, String desc, List<Val> args, Env env, String place) {
        if (!name.equals("of") || desc.contains("[") || !Set.of("java/util/List", "java/util/Map").contains(owner)) {
            return null;
        }
        Cell.Obj o;
        if (owner.endsWith("List")) {
            o = list(args);
        } else {
            var keys = new ArrayList<Object>();
            var parts = new ArrayList<Val>();
            for (int i = 0; i < args.size(); i += 2) {
                keys.add(key(args.get(i), env));
                parts.add(args.get(i + 1));
            }
            o = map(keys, parts);
        }
        int loc = unit.location(place + "list");
        env.heap.put(loc, o);
        return new Val.Ref(loc, List.of());
    }

    static boolean isCursor(String cls) {
        return cls.equals(CURSOR);
    }

    /** hasNext, without a branch of its own; null for another method. */
    Val cursor(Cell.Obj o, String name, Env env) {
        if (name.equals("hasNext") && o.fields().get(CURSOR + ".list") instanceof Val.Ref l && unit.cell(env, l.loc()) instanceof Cell.Obj list) {
            Atom at = ((Val.Sc) o.fields().get(CURSOR + ".at")).atom();
            return new Val.Sc(ir.op(Prim.LT, at, Lit.i32(parts(list).size())));
        }
        return null;
    }

    /** A call on a list or map. */
    Val call(Cell.Obj o, Val.Ref self, String name, List<Val> args, Env env, String place, Supplier<Val> otherwise) {
        List<Val> parts = parts(o);
        if (name.equals("size")) {
            return new Val.Sc(Lit.i32(parts.size()));
        } else if (name.equals("isEmpty")) {
            return new Val.Sc(Lit.i32(parts.isEmpty() ? 1 : 0));
        } else if (isList(o.cls()) && name.equals("get")) {
            return element(parts, ir.i32(((Val.Sc) args.get(1)).atom()));
        } else if (isList(o.cls()) && name.equals("iterator")) {
            int loc = unit.location(place + "cursor");
            env.heap.put(loc, new Cell.Obj(CURSOR, Map.of(CURSOR + ".list", self, CURSOR + ".at", new Val.Sc(Lit.i32(0))), "", true));
            return new Val.Ref(loc, List.of());
        } else if (isMap(o.cls()) && Set.of("get", "containsKey", "getOrDefault").contains(name)) {
            int k = keys(o).indexOf(key(args.get(1), env));
            return name.equals("containsKey") ? new Val.Sc(Lit.i32(k >= 0 ? 1 : 0)) : k >= 0 ? parts.get(k)
                : name.equals("get") ? new Val.Null() : args.get(2);
        } else if (isMap(o.cls()) && name.equals("values")) {
            int loc = unit.location(place + "values");
            env.heap.put(loc, list(parts));
            return new Val.Ref(loc, List.of());
        }
        return otherwise.get();
    }

    private Val element(List<Val> parts, Atom i) {
        if (i instanceof Lit l && l.asLong() >= 0 && l.asLong() < parts.size()) {
            return parts.get((int) l.asLong());
        }
        heap.checkIndex(i, Lit.i32(parts.size()));
        return parts.size() == 1 ? parts.get(0) : new Val.Choice(i, parts);
    }

    /** A key that is known before the call. */
    private Object key(Val v, Env env) {
        if (v instanceof Val.Opaque o && o.constant() != null) {
            return o.constant();
        }
        if (v instanceof Val.Ref r && unit.cell(env, r.loc()) instanceof Cell.Obj o && o.fields().get(o.cls() + ".value") instanceof Val.Sc s
            && s.atom() instanceof Lit l) {
            return o.cls().equals("java/lang/Integer") ? (Object) (int) l.asLong() : o.cls().equals("java/lang/Long") ? (Object) l.asLong() : null;
        }
        throw unit.refuse("MAP-KEY", "it looks in a map for a key that is not a constant");
    }

    /** A list whose elements are known; only its name and type are used. */
    abstract static class KnownList implements List<Object> {
    }

    /** A map whose keys are known; only its name and type are used. */
    abstract static class KnownMap implements Map<Object, Object> {
    }

    /** Walks over a list. */
    static final class Cursor implements java.util.Iterator<Object> {
        private final List<Object> list;
        private int at;

        Cursor(List<Object> list) {
            this.list = list;
        }

        @Override
        public boolean hasNext() {
            return at < list.size();
        }

        @Override
        public Object next() {
            return list.get(at++);
        }
    }
}
