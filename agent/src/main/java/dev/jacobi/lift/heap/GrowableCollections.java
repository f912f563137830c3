package dev.jacobi.lift.heap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.jdk.ContainerModels;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.LoopUnroller;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * An {@code ArrayList}, {@code LinkedList}, {@code ArrayDeque}, {@code Stack}, {@code HashMap}, {@code LinkedHashMap} or {@code TreeMap} that the code makes and fills: as the lists and maps of {@link Containers}, and calls that
 * change it put another object into the heap. How many elements it has is always known: what adds to it in a loop has that lifted trip by trip ({@link dev.jacobi.lift.state.LoopUnroller}),
 * and what adds in one branch only is refused where the branches meet.
 */
public final class GrowableCollections {
    private static final String CHANGES = "changes";
    private static final String VIEWED = "viewed";
    /** Of a map whose table has another size than one that began empty, which decides about its order. */
    private static final String SIZED = "sized";
    /** Of a map into which more than {@code put} has put keys. */
    private static final String PLACED = "placed";
    private static final List<String> MARKS = List.of(SIZED, PLACED);
    /** So many keys are in a table of the first size, whatever has put them there. */
    private static final int SURE_TABLE = 11;
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Heap heap;

    public GrowableCollections(LiftContext context, Heap heap) {
        this.context = context;
        this.ir = context.ir();
        this.heap = heap;
    }

    static boolean is(String cls) {
        return ContainerModels.isGrown(cls);
    }

    static boolean isList(String cls) {
        return ContainerModels.isGrownList(cls);
    }

    static boolean isMap(String cls) {
        return is(cls) && !isList(cls) && !BuiltTexts.is(cls);
    }

    /** Whether going over a map's values in the order in which they came would be Java's order. */
    static boolean isInOrder(String cls) {
        return !cls.equals(ContainerModels.GROWN_MAP) && !cls.equals(ContainerModels.GROWN_SORTED);
    }

    /** The keys of a map in the order in which Java goes over them; null where that is not known. */
    static List<Object> ordered(HeapCell.Obj map) {
        List<Object> keys = Containers.keys(map);
        if (keys.size() < 2) {
            return keys;
        }
        if (map.cls().equals(ContainerModels.GROWN_SORTED) && keys.stream().map(Object::getClass).distinct().count() <= 1) {
            return keys.stream().sorted().toList();
        } else if (map.cls().equals(ContainerModels.GROWN_MAP) && !map.fields().containsKey(SIZED)) {
            List<Object> order = ofTable(keys);
            boolean mayDiffer = map.fields().containsKey(PLACED) && (keys.size() > SURE_TABLE || !order.equals(ofTable(backwards(keys))));
            return mayDiffer ? null : order;
        }
        return isMap(map.cls()) && isInOrder(map.cls()) ? keys : null;
    }

    private static List<Object> ofTable(List<Object> keys) {
        var same = new HashMap<Object, Object>();
        keys.forEach(k -> same.put(k, k));
        return List.copyOf(same.keySet());
    }

    private static List<Object> backwards(List<Object> keys) {
        var out = new ArrayList<>(keys);
        Collections.reverse(out);
        return out;
    }

    /** A new, empty one; null for another class. */
    Val allocate(Env env, String cls, String place) {
        String model = ContainerModels.grown(cls);
        if (model == null) {
            return null;
        }
        int loc = context.location(place);
        context.trips().made(loc);
        env.heap.put(loc, BuiltTexts.is(model) ? BuiltTexts.empty() : filled(model, List.of(), List.of(), new Val.Sc(Lit.i32(0))));
        return new Val.Ref(loc);
    }

    private static HeapCell.Obj filled(String model, List<Object> keys, List<Val> parts, Val changes) {
        HeapCell.Obj o = isList(model) ? Containers.list(parts) : Containers.map(keys, parts);
        return new HeapCell.Obj(model, o.with(CHANGES, changes, true).fields(), "", true);
    }

    /** How often its size may have changed; what goes over it compares that as Java does. */
    static Val changes(HeapCell.Obj o) {
        return o.fields().getOrDefault(CHANGES, new Val.Sc(Lit.i32(0)));
    }

    private Val changedAgain(HeapCell.Obj o) {
        return new Val.Sc(ir.op(Prim.ADD, ((Val.Sc) changes(o)).atom(), Lit.i32(1)));
    }

    /** The map, from which its values were taken: they would change with it. */
    static HeapCell.Obj viewed(HeapCell.Obj map) {
        return map.with(VIEWED, new Val.Opaque("a view"), true);
    }

    /** A hash map, into which another method than {@code put} puts keys: their order is known only where all orders of coming give the same one. */
    static HeapCell.Obj placedOtherwise(HeapCell.Obj o) {
        return o.cls().equals(ContainerModels.GROWN_MAP) ? o.with(PLACED, new Val.Opaque("a place"), true) : o;
    }

    /** A constructor: without arguments, with a capacity, or with another list or map to copy. */
    public void construct(Env env, Val.Ref self, HeapCell.Obj o, String desc, List<Val> args) {
        if (BuiltTexts.is(o.cls())) {
            HeapCell.Obj text = BuiltTexts.constructed(desc, args);
            context.refuseIf(text == null, ReasonCode.JDK_OBJECT, "it makes a StringBuilder of a text that is not known");
            env.heap.put(self.loc(), text);
            return;
        }
        if (desc.equals("()V")) {
            return;
        }
        if (desc.equals("(I)V") && args.get(1) instanceof Val.Sc n) {
            context.check(ir.op(Prim.GE, ir.i32(n.atom()), Lit.i32(0)), Params.Code.THROW);
            env.heap.put(self.loc(), isMap(o.cls()) ? o.with(SIZED, new Val.Opaque("a size"), true) : o);
            return;
        }
        HeapCell.Obj from = args.size() == 2 ? contents(env, args.get(1), isList(o.cls())) : null;
        context.refuseIf(from == null || Containers.isOrdered(o.cls()) && !Containers.isOrdered(from.cls()),
            ReasonCode.COLLECTION, "it makes a list or map of one that is not known");
        if (o.cls().equals(ContainerModels.GROWN_DEQUE)) {
            Containers.parts(from).forEach(context::failIfNull);
        }
        HeapCell.Obj copy = filled(o.cls(), isList(o.cls()) ? List.of() : Containers.keys(from), Containers.parts(from), changes(o));
        env.heap.put(self.loc(), isMap(o.cls()) ? copy.with(SIZED, new Val.Opaque("a size"), true) : copy);
    }

    private HeapCell.Obj contents(Env env, Val v, boolean list) {
        return v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Obj o && (list ? Containers.isList(o.cls()) : Containers.isMap(o.cls())) ? o : null;
    }

    /** A call that changes it; null for another method. What the call gives is a {@code Result}, as it may be nothing. */
    Result change(HeapCell.Obj o, Val.Ref self, String name, List<Val> args, Env env) {
        List<Val> parts = new ArrayList<>(Containers.parts(o));
        if (isMap(o.cls())) {
            return name.equals("put") ? put(o, self, args, env, parts) : null;
        }
        HeapCell.Obj more = name.equals("addAll") && args.size() == 2 ? contents(env, args.get(1), true) : null;
        if (o.cls().equals(ContainerModels.GROWN_DEQUE)) {
            // an ArrayDeque has no null
            (more != null ? Containers.parts(more) : args).forEach(context::failIfNull);
        }
        if (name.equals("add") && args.size() == 2) {
            parts.add(args.get(1));
        } else if (name.equals("add") && args.size() == 3) {
            int at = known(args.get(1), parts.size() + 1);
            parts.add(at, args.get(2));
        } else if (more != null) {
            parts.addAll(Containers.parts(more));
        } else if (name.equals("clear")) {
            parts.clear();
        } else if (name.equals("remove") && args.size() == 2 && args.get(1) instanceof Val.Sc) {
            Val gone = parts.remove(known(args.get(1), parts.size()));
            resized(self.loc());
            env.heap.put(self.loc(), filled(o.cls(), List.of(), parts, changedAgain(o)));
            return new Result(gone);
        } else if (name.equals("set")) {
            Val old = parts.set(known(args.get(1), parts.size()), args.get(2));
            env.heap.put(self.loc(), filled(o.cls(), List.of(), parts, changes(o)));
            return new Result(old);
        } else {
            return null;
        }
        resized(self.loc());
        env.heap.put(self.loc(), filled(o.cls(), List.of(), parts, changedAgain(o)));
        return new Result(name.equals("clear") || args.size() == 3 ? null : new Val.Sc(Lit.i32(more == null || !Containers.parts(more).isEmpty() ? 1 : 0)));
    }

    /** What a call gives; null for nothing. */
    record Result(Val value) {
    }

    private Result put(HeapCell.Obj o, Val.Ref self, List<Val> args, Env env, List<Val> parts) {
        context.refuseIf(o.fields().containsKey(VIEWED), ReasonCode.COLLECTION, "it changes a map of which it has taken the values, keys or entries");
        var keys = new ArrayList<>(Containers.keys(o));
        Object key = new Containers(context, heap).key(args.get(1), env);
        int at = keys.indexOf(key);
        Val old = at < 0 ? new Val.Null() : parts.set(at, args.get(2));
        if (at < 0) {
            keys.add(key);
            parts.add(args.get(2));
            resized(self.loc());
        }
        HeapCell.Obj more = filled(o.cls(), keys, parts, changedAgain(o));
        for (String mark : MARKS) {
            more = o.fields().containsKey(mark) ? more.with(mark, o.fields().get(mark), true) : more;
        }
        env.heap.put(self.loc(), more);
        return new Result(old);
    }

    private int known(Val index, int n) {
        Atom i = ir.i32(((Val.Sc) index).atom());
        heap.checkIndex(i, Lit.i32(n));
        if (i instanceof Lit l) {
            return (int) l.asLong();
        }
        context.trips().mustBeKnownAtAll(i);
        throw context.refuse(ReasonCode.COLLECTION, "it changes a list at an index that depends on the data");
    }

    /** It has another size than before: that may happen only in loops that are lifted trip by trip. */
    private void resized(int loc) {
        boolean mayRepeat = context.trips().mayRepeat(loc);
        context.refuseIf(mayRepeat && context.trips().runsTooOften(loc), ReasonCode.COLLECTION, "it adds to a list or map in a loop of more than " + LoopUnroller.MOST
            + " trips, which is more than are compiled one by one; such a loop is Lax.scan, Lax.map or a vmap over the trips' numbers, which stack what each trip gives");
        context.refuseIf(mayRepeat, ReasonCode.COLLECTION, "it adds to a list or map in a loop of which it is not known how often it runs");
    }
}
