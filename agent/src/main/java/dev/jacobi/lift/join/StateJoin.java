package dev.jacobi.lift.join;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.lift.heap.Containers;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.JoinPhis;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.RowPresence;
import dev.jacobi.lift.state.RowPresences;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes one state out of several: the arms of a branch, or a loop's entry and the end of its body. What differs becomes a
 * {@link JoinPhis.Leaf}: a fresh variable with its value in each arm.
 *
 * <p>References are merged by finding slots: a slot is a location of the merged heap that stands for one location in each arm (injectively). A variable whose
 * location in each arm is that of one slot refers to the slot; so two buffers that are swapped stay two plain arrays. Any other reference becomes a
 * {@link Val.Choice} among slots with a tag. Variables of the program are served before the caller's view of the inputs ({@link Env#roots}), which is only
 * looked at when the method ends or reads the field that the input is from once more.
 */
public final class StateJoin {
    record Position(String key, Val[] in, Consumer<Val> set) {
    }

    private final LiftContext context;
    private final EquationBuilder ir;
    private final String place;
    private final List<Env> arms;
    private final boolean loop;
    private final Set<String> sticky;
    private final ReferenceChoice choosing;
    private final JoinPhis leaves;
    private final JoinSlots slots;
    private final Env out = new Env();

    /**
     * @param place names the point of the program, for stable names of merged locations
     * @param arms the states; null for an arm that never gets here
     * @param code where to add equations at the end of each arm
     * @param marker variables with a smaller id are visible everywhere
     * @param loop arms are entry and back edge
     * @param intsOnly keep 0/1 values as i32
     * @param forced keys of what becomes a leaf even when all arms agree
     * @param sticky keys of references that shall be choices
     */
    public StateJoin(LiftContext context, String place, List<Env> arms, List<List<Eqn>> code, int marker, boolean loop, boolean intsOnly, Set<String> forced,
        Set<String> sticky) {
        this.context = context;
        this.ir = context.ir();
        this.place = place;
        this.arms = arms;
        this.loop = loop;
        this.leaves = new JoinPhis(context, code, marker, loop, intsOnly, forced);
        this.sticky = sticky;
        this.slots = new JoinSlots(context, arms, loop);
        this.choosing = new ReferenceChoice(context, place, arms, loop, leaves, slots, out);
        run();
    }

    public Env env() {
        return out;
    }

    public List<JoinPhis.Leaf> leaves() {
        return leaves.list();
    }

    /** Keys of the references for which no slot was found. */
    public Set<String> choices() {
        return choosing.choices();
    }

    /** Keys of the references with a slot of their own that another reference may mean, too. */
    public Set<String> contended() {
        return choosing.contended();
    }

    /** Equal for two merges with the same shape of state and the same leaves. */
    public String signature() {
        return leaves.signature();
    }

    private void run() {
        Env first = arms.stream().filter(a -> a != null).findFirst().orElseThrow();
        var positions = new ArrayList<Position>();
        for (int f = 0; f < first.frames.size(); f++) {
            Env.Frame frame = first.frames.get(f);
            Env.Frame made = new Env.Frame(frame.act, new Val[frame.slots.length], frame.sp);
            out.frames.add(made);
            for (int s = 0; s < frame.slots.length; s++) {
                int of = f;
                int at = s;
                Val[] in = in(e -> e.frames.get(of).slots[at]);
                if (Arrays.stream(in).anyMatch(Objects::nonNull)) {
                    positions.add(new Position("f" + f + "." + s, in, v -> made.slots[at] = v));
                }
            }
        }
        for (Lifted.Source s : first.statics.keySet()) {
            Lifted.Source.Static f = (Lifted.Source.Static) s;
            positions.add(new Position("s" + f.owner() + "." + f.name(), in(e -> e.statics.get(s)), v -> out.statics.put(s, v)));
        }
        merge(positions);
        contents();
        roots();
        contents();
    }

    /** The value of something in each arm, null where there is none. */
    private Val[] in(Function<Env, Val> of) {
        return arms.stream().map(e -> e == null ? null : of.apply(e)).toArray(Val[]::new);
    }

    private void merge(List<Position> positions) {
        List<Position> rest = new ArrayList<>();
        for (Position p : new FunctionParts(context, leaves, loop).of(positions)) {
            if (isReference(p)) {
                rest.add(p);
            } else {
                p.set.accept(plain(p));
            }
        }
        rest.removeIf(p -> !sticky.contains(p.key) && identity(p));
        rest.removeIf(p -> !sticky.contains(p.key) && direct(p));
        rest.removeIf(p -> isValue(p, true));
        // a record of numbers keeps its identity as long as that can be followed
        rest.removeIf(p -> sticky.contains(p.key) && isValue(p, false));
        for (Position p : rest) {
            if (sticky.contains(p.key) || !perhaps(p)) {
                p.set.accept(choosing.choice(p));
            }
        }
    }

    private static boolean isReference(Position p) {
        boolean any = false;
        boolean array = Arrays.stream(p.in).anyMatch(v -> v instanceof Val.Ref);
        for (Val v : p.in) {
            if (v instanceof Val.Sc || ArrayJoin.isArray(v) || v instanceof Val.Cmp || v instanceof Val.Opaque o && (array || o.text() == null && !(o.constant() instanceof Enum<?>))) {
                return false;
            }
            any |= v instanceof Val.Ref || v instanceof Val.Choice;
        }
        return any || new TreeSet<>(Arrays.stream(p.in).filter(v -> v != null).map(Object::toString).toList()).size() > 1;
    }

    /** Scalars, and references that are not to the abstract heap. Null when the value cannot be used any more. */
    private Val plain(Position p) {
        if (Arrays.stream(p.in).anyMatch(ArrayJoin::isArray)) {
            return new ArrayJoin(context, leaves, loop, loop || !context.loops().isEmpty()).of(p.key, p.in);
        }
        Atom[] atoms = new Atom[p.in.length];
        Val some = null;
        for (int i = 0; i < atoms.length; i++) {
            Val v = p.in[i];
            if (v == null) {
                continue;
            }
            if (v instanceof Val.Sc s && (some == null || some instanceof Val.Sc)) {
                atoms[i] = s.atom();
            } else if (some != null && !some.equals(v)) {
                return isObject(v) && isObject(some) ? new Val.Opaque("one of several objects") : null;
            }
            some = v;
        }
        if (some instanceof Val.Sc) {
            Atom a = leaves.scalar(p.key, atoms);
            return a == null ? null : new Val.Sc(a);
        }
        leaves.note(p.key + "=" + (some instanceof Val.Fun f ? f.impl() : some));
        return some;
    }

    /** What is certainly an object, and not null. */
    private static boolean isObject(Val v) {
        return v instanceof Val.Opaque || v instanceof Val.Given || v instanceof Val.Ref || v instanceof Val.Fun;
    }

    /** The variable refers to the same location in all arms, and no other variable needs that location differently. */
    private boolean identity(Position p) {
        int l = -1;
        int depth = -1;
        for (Val v : p.in) {
            if (v == null) {
                continue;
            }
            if (!(v instanceof Val.Ref r) || l >= 0 && (r.loc() != l || r.prefix().size() != depth)) {
                return false;
            }
            l = r.loc();
            depth = r.prefix().size();
        }
        JoinSlots.Slot s = slots.identity(l);
        if (s == null) {
            return false;
        }
        p.set.accept(reference(p, s));
        return true;
    }

    /** The variable gets a record of its own, with the components of those on the ways, and a tag where it may be null. */
    private boolean isValue(Position p, boolean ofArrays) {
        List<HeapCell> cells = new RecordValues(context, slots, leaves).cells(p.in, ofArrays);
        if (cells == null) {
            return false;
        }
        int id = context.location(place + "|" + p.key + "|value");
        leaves.note(p.key + "=V" + id);
        p.set.accept(RecordValues.mayBeNull(p.in) ? leaves.perhapsNull(p.key, p.in, new Val.Ref(id)) : new Val.Ref(id));
        HeapCell.Obj some = (HeapCell.Obj) cells.stream().filter(Objects::nonNull).findFirst().orElseThrow();
        out.heap.put(id, RecordValues.copy((HeapCell.Obj) object(id, cells, some)));
        return true;
    }

    /** The reference to a slot; the row numbers of a view are merged like scalars. */
    private Val reference(Position p, JoinSlots.Slot s) {
        int depth = -1;
        for (Val v : p.in) {
            depth = v instanceof Val.Ref r ? r.prefix().size() : depth;
        }
        var prefix = new ArrayList<Atom>();
        for (int k = 0; k < depth; k++) {
            int at = k;
            prefix.add(leaves.leaf(p.key + "p" + k, Arrays.stream(p.in).map(v -> v instanceof Val.Ref r ? r.prefix().get(at) : null).toArray(Atom[]::new)));
        }
        leaves.note(p.key + "=R" + s.id() + "/" + depth);
        return new Val.Ref(s.id(), prefix);
    }

    /** The variable gets a slot of its own, or shares one with a variable that refers to the same locations. */
    private boolean direct(Position p) {
        int[] loc = new int[p.in.length];
        int depth = -1;
        HeapCell kind = null;
        for (int i = 0; i < loc.length; i++) {
            if (p.in[i] == null) {
                loc[i] = -1;
                continue;
            }
            if (!(p.in[i] instanceof Val.Ref r) || depth >= 0 && depth != r.prefix().size()) {
                return false;
            }
            loc[i] = r.loc();
            depth = r.prefix().size();
            HeapCell c = slots.cell(i, r.loc());
            if (kind != null && !sameKind(kind, c)) {
                if (loop && kind instanceof HeapCell.Obj a && c instanceof HeapCell.Obj b && Containers.isList(a.cls()) && Containers.isList(b.cls())) {
                    context.trips().kindsDiffer();
                }
                return false;
            }
            kind = c;
        }
        JoinSlots.Slot s = slots.shared(place + "|" + p.key, loc);
        if (s == null) {
            return false;
        }
        choosing.owns(s, p.key);
        p.set.accept(reference(p, s));
        return true;
    }

    /**
     * The variable refers to one thing that this call has made, or is null or an object that stands for itself: that came with the call, or that another
     * variable keeps. It gets a slot as in {@link #direct}, and a tag that says which.
     */
    private boolean perhaps(Position p) {
        int[] loc = new int[p.in.length];
        int[][] tags = new int[p.in.length][];
        HeapCell kind = null;
        var options = new ArrayList<Val>();
        for (int i = 0; i < loc.length; i++) {
            loc[i] = -1;
            List<Val> in = ReferenceChoice.alternatives(p.in[i]);
            tags[i] = new int[in.size()];
            for (int k = 0; k < in.size(); k++) {
                Val itself = itself(i, in.get(k));
                tags[i][k] = itself == null ? -1 : options.contains(itself) ? options.indexOf(itself) : options.size();
                if (tags[i][k] == options.size()) {
                    options.add(itself);
                }
                if (itself != null) {
                    continue;
                }
                if (!(in.get(k) instanceof Val.Ref r) || !r.prefix().isEmpty() || loc[i] >= 0 && loc[i] != r.loc() || !context.origins().isNew(r.loc())) {
                    return false;
                }
                HeapCell c = slots.cell(i, r.loc());
                if (kind != null && !sameKind(kind, c)) {
                    return false;
                }
                kind = c;
                loc[i] = r.loc();
            }
        }
        int[] some = Arrays.stream(loc).filter(l -> l >= 0).distinct().toArray();
        if (options.isEmpty() || some.length == 0) {
            return false;
        }
        JoinSlots.Slot same = some.length == 1 ? slots.identity(some[0]) : null;
        JoinSlots.Slot s = same != null ? same : slots.shared(place + "|" + p.key, loc);
        if (s == null) {
            return false;
        }
        leaves.note(p.key + "=P" + s.id() + options);
        options.add(new Val.Ref(s.id()));
        Atom[] tag = new Atom[p.in.length];
        for (int i = 0; i < tag.length; i++) {
            int[] to = Arrays.stream(tags[i]).map(t -> t < 0 ? options.size() - 1 : t).toArray();
            tag[i] = p.in[i] == null ? null : p.in[i] instanceof Val.Choice c ? leaves.emitIn(i, () -> ir.renumber(c.tag(), to)) : Lit.i32(to[0]);
        }
        choosing.owns(s, p.key);
        p.set.accept(new Val.Choice(leaves.leaf(p.key + "t", tag), options));
        return true;
    }

    /** Null, an object that came with the call, or one that another variable keeps, as it is in the merged state; else null. */
    private Val itself(int arm, Val v) {
        if (v instanceof Val.Null || v instanceof Val.Given g && !g.cls().startsWith("[")) {
            return v;
        }
        if (v instanceof Val.Ref r && r.prefix().isEmpty() && slots.cell(arm, r.loc()) instanceof HeapCell.Obj) {
            JoinSlots.Slot s = slots.of(arm, r.loc());
            if (s != null && s.loc()[arm] == s.id()) {
                choosing.contend(s);
                return new Val.Ref(s.id());
            }
        }
        return null;
    }

    private static boolean sameKind(HeapCell a, HeapCell b) {
        if (a instanceof HeapCell.Arr x && b instanceof HeapCell.Arr y) {
            return x.content().dtype() == y.content().dtype() && x.content().type().rank() == y.content().type().rank()
                && (x.perm() == null) == (y.perm() == null);
        }
        return a instanceof HeapCell.Obj x && b instanceof HeapCell.Obj y && x.cls().equals(y.cls()) && Containers.haveSameKeys(x, y);
    }

    /** What the slots hold whose contents are not merged yet. */
    private void contents() {
        while (!slots.fresh().isEmpty()) {
            JoinSlots.Slot s = slots.fresh().poll();
            List<HeapCell> cells = new ArrayList<>();
            HeapCell some = null;
            for (int i = 0; i < arms.size(); i++) {
                HeapCell cell = s.loc()[i] < 0 ? null : slots.cell(i, s.loc()[i]);
                cells.add(cell);
                some = cell == null ? some : cell;
            }
            out.heap.put(s.id(), some instanceof HeapCell.Obj o ? object(s.id(), cells, o) : array(s.id(), cells.toArray(HeapCell.Arr[]::new)));
        }
    }

    private HeapCell array(int id, HeapCell.Arr[] cells) {
        Atom[] perm = Arrays.stream(cells).map(a -> a == null ? null : a.perm()).toArray(Atom[]::new);
        Atom content = leaves.leaf("L" + id, Arrays.stream(cells).map(a -> a == null ? null : a.content()).toArray(Atom[]::new));
        Atom order = Arrays.stream(perm).anyMatch(Objects::nonNull) ? leaves.leaf("L" + id + "p", perm) : null;
        return new HeapCell.Arr(content, order, fills(id, cells, content.type().rank() - 1));
    }

    private HeapCell object(int id, List<HeapCell> cells, HeapCell.Obj some) {
        var names = new TreeSet<String>();
        boolean pristine = true;
        for (HeapCell c : cells) {
            if (c instanceof HeapCell.Obj o) {
                names.addAll(o.fields().keySet());
                pristine &= o.pristine() && o.ctor().equals(some.ctor());
                context.refuseIf(!Containers.haveSameKeys(o, some), ReasonCode.COLLECTION, "how many elements a list or map has depends on the data");
            }
        }
        var fields = new LinkedHashMap<String, Val>();
        var positions = new ArrayList<Position>();
        for (String name : names) {
            Val[] in = cells.stream().map(c -> c instanceof HeapCell.Obj o ? o.fields().get(name) : null).toArray(Val[]::new);
            positions.add(new Position("L" + id + "." + name, in, v -> fields.put(name, v)));
        }
        merge(positions);
        context.refuseIf(fields.containsValue(null) && Containers.isWhole(some),
            ReasonCode.COLLECTION, "it depends on the data what an element of a list, map or array of objects is");
        fields.values().removeIf(Objects::isNull);
        leaves.note("L" + id + pristine);
        return new HeapCell.Obj(some.cls(), fields, some.ctor(), pristine);
    }

    /** What is missing in arrays of arrays. */
    private List<RowPresence> fills(int id, HeapCell.Arr[] arrays, int depths) {
        boolean full = Arrays.stream(arrays).allMatch(a -> a == null || a.fills().isEmpty());
        var fills = new ArrayList<RowPresence>();
        for (int d = 0; d < depths; d++) {
            String key = "L" + id + "f" + d;
            boolean forced = leaves.isForced(key);
            if (!full || forced) {
                fills.add(new RowPresences(ir).merge(arrays, d, forced, leaves::isOuter, leaves::emitIn, flags -> leaves.leaf(key, flags)));
                leaves.note(key + fills.get(d).shape());
            }
        }
        return fills;
    }

    /** What the caller's arrays are now. */
    private void roots() {
        var ids = new TreeSet<Integer>();
        for (int i = 0; i < arms.size(); i++) {
            if (arms.get(i) != null) {
                ids.addAll(arms.get(i).roots.keySet());
                arms.get(i).heap.keySet().stream().filter(context.inputs()::isRoot).forEach(ids::add);
                slots.taken(i).stream().filter(context.inputs()::isRoot).forEach(ids::add);
            }
        }
        for (int r : ids) {
            Consumer<Val> set = v -> {
                if (!v.equals(new Val.Ref(r))) {
                    out.roots.put(r, v);
                }
            };
            Position p = new Position("r" + r, in(e -> e.roots.getOrDefault(r, new Val.Ref(r))), set);
            if (!identity(p) && !direct(p)) {
                set.accept(choosing.rootChoice(p));
            }
        }
    }
}
