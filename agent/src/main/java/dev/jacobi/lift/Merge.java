package dev.jacobi.lift;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Makes one state out of several: the arms of a branch, or a loop's entry and the end of its body. What differs becomes a
 * {@link Leaf}: a fresh variable with its value in each arm.
 *
 * <p>References are merged by finding slots: a slot is a location of the merged heap that stands for one location in each arm
 * (injectively). A variable whose location in each arm is that of one slot refers to the slot; so two buffers that are
 * swapped stay two plain arrays. Any other reference becomes a {@link Val.Choice} among slots with a tag. Variables of the
 * program are served before the caller's view of the inputs ({@link Env#roots}), which is only looked at when the method ends.
 */
final class Merge {
    /** A merged value: its key is stable over repeated merges of the same place; {@code in} holds its value in each arm. */
    record Leaf(String key, Var var, Atom[] in) {
    }

    private record Slot(int id, int[] loc) {
    }

    private record Position(String key, Val[] in, Consumer<Val> set) {
    }

    private final Unit unit;
    private final Ir ir;
    private final String place;
    private final List<Env> arms;
    private final List<List<Eqn>> code;
    private final int marker;
    private final boolean loop;
    private final boolean intsOnly;
    private final Set<String> forced;
    private final Set<String> sticky;
    private final Set<String> choices = new TreeSet<>();
    private final List<Leaf> leaves = new ArrayList<>();
    private final StringBuilder signature = new StringBuilder();
    private final List<Slot> slots = new ArrayList<>();
    private final List<Map<Integer, Slot>> slotOf = new ArrayList<>();
    private final Deque<Slot> fresh = new ArrayDeque<>();
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
    Merge(Unit unit, String place, List<Env> arms, List<List<Eqn>> code, int marker, boolean loop, boolean intsOnly, Set<String> forced,
        Set<String> sticky) {
        this.unit = unit;
        this.ir = unit.ir();
        this.place = place;
        this.arms = arms;
        this.code = code;
        this.marker = marker;
        this.loop = loop;
        this.intsOnly = intsOnly;
        this.forced = forced;
        this.sticky = sticky;
        arms.forEach(a -> slotOf.add(new HashMap<>()));
        run();
    }

    Env env() {
        return out;
    }

    List<Leaf> leaves() {
        return leaves;
    }

    /** Keys of the references for which no slot was found. */
    Set<String> choices() {
        return choices;
    }

    /** Equal for two merges with the same shape of state and the same leaves. */
    String signature() {
        return signature.toString();
    }

    private void run() {
        Env first = arms.stream().filter(a -> a != null).findFirst().orElseThrow();
        var positions = new ArrayList<Position>();
        for (int f = 0; f < first.frames.size(); f++) {
            Env.Frame frame = first.frames.get(f);
            Env.Frame made = new Env.Frame(frame.act, new Val[frame.slots.length], frame.sp);
            out.frames.add(made);
            for (int s = 0; s < frame.slots.length; s++) {
                Val[] in = new Val[arms.size()];
                boolean any = false;
                for (int i = 0; i < in.length; i++) {
                    in[i] = arms.get(i) == null ? null : arms.get(i).frames.get(f).slots[s];
                    any |= in[i] != null;
                }
                if (any) {
                    int at = s;
                    positions.add(new Position("f" + f + "." + s, in, v -> made.slots[at] = v));
                }
            }
        }
        merge(positions);
        while (!fresh.isEmpty()) {
            contents(fresh.poll());
        }
        roots();
        while (!fresh.isEmpty()) {
            contents(fresh.poll());
        }
    }

    private void merge(List<Position> positions) {
        List<Position> rest = new ArrayList<>();
        for (Position p : positions) {
            if (isReference(p)) {
                rest.add(p);
            } else {
                p.set.accept(plain(p));
            }
        }
        List<Position> second = new ArrayList<>();
        for (Position p : rest) {
            if (sticky.contains(p.key) || !identity(p)) {
                second.add(p);
            }
        }
        List<Position> third = new ArrayList<>();
        for (Position p : second) {
            if (sticky.contains(p.key) || !direct(p)) {
                third.add(p);
            }
        }
        third.forEach(p -> p.set.accept(choice(p)));
    }

    private static boolean isReference(Position p) {
        boolean any = false;
        for (Val v : p.in) {
            if (v instanceof Val.Sc || v instanceof Val.Cmp || v instanceof Val.Opaque) {
                return false;
            }
            any |= v instanceof Val.Ref || v instanceof Val.Choice;
        }
        return any || new TreeSet<>(java.util.Arrays.stream(p.in).filter(v -> v != null).map(Object::toString).toList()).size() > 1;
    }

    /** Scalars, and references that are not to the abstract heap. Null when the value cannot be used any more. */
    private Val plain(Position p) {
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
                return v instanceof Val.Opaque && some instanceof Val.Opaque ? new Val.Opaque("?") : null;
            }
            some = v;
        }
        if (some instanceof Val.Sc) {
            Atom a = scalar(p.key, atoms);
            return a == null ? null : new Val.Sc(a);
        }
        signature.append(p.key).append('=').append(some instanceof Val.Fun f ? f.impl() : some).append(';');
        return some;
    }

    private Atom scalar(String key, Atom[] in) {
        DType d = null;
        boolean mixed = false;
        boolean bools = !intsOnly;
        for (Atom a : in) {
            if (a == null) {
                continue;
            }
            bools &= ir.boolOf(a) != null;
            mixed |= d != null && d != a.dtype();
            if (d != null && d != a.dtype() && (!isInt(d) || !isInt(a.dtype()))) {
                return null;
            }
            d = a.dtype();
        }
        Atom[] same = in.clone();
        if (mixed || intsOnly && d == DType.BOOL) {
            for (int i = 0; i < in.length; i++) {
                Atom a = in[i];
                if (a != null) {
                    same[i] = bools ? ir.boolOf(a) : a.dtype() == DType.BOOL ? emitIn(i, () -> ir.i32(a)) : a;
                }
            }
        }
        return leaf(key, same);
    }

    private static boolean isInt(DType d) {
        return d == DType.BOOL || d == DType.I32;
    }

    private Atom emitIn(int arm, java.util.function.Supplier<Atom> f) {
        return ir.into(code.get(arm), f);
    }

    private boolean isOuter(Atom a) {
        return a instanceof Lit || ((Var) a).id() < marker || unit.isInput((Var) a);
    }

    private Atom leaf(String key, Atom[] in) {
        Atom same = null;
        Type type = null;
        boolean equal = true;
        boolean holes = false;
        for (Atom a : in) {
            if (a == null) {
                holes = true;
                continue;
            }
            equal &= same == null || same.equals(a);
            same = a;
            type = type == null ? a.type() : join(type, a.type());
        }
        if (!forced.contains(key)) {
            if (equal && (!holes || isOuter(same))) {
                return same;
            }
            if (loop && in[in.length - 1] == null) {
                return in[0];
            }
        }
        signature.append(key).append(':').append(type).append(';');
        Atom[] full = in.clone();
        Type t = type;
        for (int i = 0; i < full.length; i++) {
            if (full[i] == null) {
                full[i] = t.isScalar() ? Lit.zero(t.dtype()) : emitIn(i, () -> ir.empty(t));
            }
        }
        Var v = ir.fresh(type);
        leaves.add(new Leaf(key, v, full));
        return v;
    }

    private static Type join(Type a, Type b) {
        var dims = new ArrayList<Dim>();
        for (int i = 0; i < a.rank(); i++) {
            dims.add(a.dims().get(i).join(b.dims().get(i)));
        }
        return new Type(a.dtype(), dims);
    }

    private Cell cell(int arm, int loc) {
        return arms.get(arm) == null ? null : unit.cell(arms.get(arm), loc);
    }

    private Slot slot(int id, int[] loc) {
        Slot s = new Slot(id, loc);
        slots.add(s);
        for (int i = 0; i < loc.length; i++) {
            if (loc[i] >= 0) {
                slotOf.get(i).put(loc[i], s);
            }
        }
        fresh.add(s);
        return s;
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
        Slot s = identitySlot(l);
        if (s == null) {
            return false;
        }
        p.set.accept(reference(p, s));
        return true;
    }

    private Slot identitySlot(int l) {
        int[] loc = new int[arms.size()];
        Slot s = null;
        for (int i = 0; i < loc.length; i++) {
            loc[i] = cell(i, l) == null ? -1 : l;
            if (loc[i] < 0 && loop && arms.get(i) != null) {
                return null; // made anew in each iteration: not one location
            }
            Slot x = slotOf.get(i).get(l);
            if (loc[i] >= 0 && x != null) {
                s = x;
            }
        }
        if (s == null) {
            return slot(l, loc);
        }
        return s.id == l && java.util.Arrays.equals(s.loc, loc) ? s : null;
    }

    /** The reference to a slot; the row numbers of a view are merged like scalars. */
    private Val reference(Position p, Slot s) {
        int depth = -1;
        for (Val v : p.in) {
            depth = v instanceof Val.Ref r ? r.prefix().size() : depth;
        }
        var prefix = new ArrayList<Atom>();
        for (int k = 0; k < depth; k++) {
            Atom[] in = new Atom[p.in.length];
            for (int i = 0; i < in.length; i++) {
                in[i] = p.in[i] instanceof Val.Ref r ? r.prefix().get(k) : null;
            }
            prefix.add(leaf(p.key + "p" + k, in));
        }
        signature.append(p.key).append("=R").append(s.id).append('/').append(depth).append(';');
        return new Val.Ref(s.id, prefix);
    }

    /** The variable gets a slot of its own, or shares one with a variable that refers to the same locations. */
    private boolean direct(Position p) {
        int[] loc = new int[p.in.length];
        int depth = -1;
        Cell kind = null;
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
            Cell c = cell(i, r.loc());
            if (kind != null && !sameKind(kind, c)) {
                return false;
            }
            kind = c;
        }
        for (Slot s : slots) {
            if (java.util.Arrays.equals(s.loc, loc)) {
                p.set.accept(reference(p, s));
                return true;
            }
        }
        for (int i = 0; i < loc.length; i++) {
            if (loc[i] >= 0 && slotOf.get(i).containsKey(loc[i])) {
                return false;
            }
        }
        p.set.accept(reference(p, slot(unit.location(place + "|" + p.key), loc)));
        return true;
    }

    private static boolean sameKind(Cell a, Cell b) {
        if (a instanceof Cell.Arr x && b instanceof Cell.Arr y) {
            return x.content().dtype() == y.content().dtype() && x.content().type().rank() == y.content().type().rank()
                && (x.perm() == null) == (y.perm() == null);
        }
        return a instanceof Cell.Obj x && b instanceof Cell.Obj y && x.cls().equals(y.cls());
    }

    private Val choice(Position p) {
        if (!p.key.startsWith("r")) {
            choices.add(p.key);
        }
        Map<String, Integer> options = new LinkedHashMap<>();
        Map<String, Val[]> prefixes = new LinkedHashMap<>();
        var values = new ArrayList<Val>();
        Atom[] tags = new Atom[p.in.length];
        for (int i = 0; i < p.in.length; i++) {
            Val v = p.in[i];
            if (v == null) {
                continue;
            }
            List<Val> alternatives = v instanceof Val.Choice c ? c.options() : List.of(v);
            int[] to = new int[alternatives.size()];
            for (int k = 0; k < to.length; k++) {
                Val a = alternatives.get(k);
                String key = optionKey(p, i, a);
                Integer at = options.get(key);
                if (at == null) {
                    at = options.size();
                    options.put(key, at);
                    values.add(a instanceof Val.Ref r ? new Val.Ref(Integer.parseInt(key.substring(1, key.indexOf('/'))), r.prefix()) : a);
                    prefixes.put(key, new Val[p.in.length]);
                }
                to[k] = at;
                prefixes.get(key)[i] = a;
            }
            Atom tag = v instanceof Val.Choice c ? c.tag() : null;
            tags[i] = tag == null ? Lit.i32(to[0]) : emitIn(i, () -> renumber(tag, to));
        }
        int n = 0;
        for (String key : options.keySet()) {
            if (values.get(n) instanceof Val.Ref r) {
                var prefix = new ArrayList<Atom>();
                for (int k = 0; k < r.prefix().size(); k++) {
                    Atom[] in = new Atom[p.in.length];
                    for (int i = 0; i < in.length; i++) {
                        in[i] = prefixes.get(key)[i] instanceof Val.Ref x ? x.prefix().get(k) : null;
                    }
                    prefix.add(leaf(p.key + "o" + n + "p" + k, in));
                }
                values.set(n, new Val.Ref(r.loc(), prefix));
            }
            n++;
        }
        signature.append(p.key).append("=C").append(options.keySet()).append(';');
        if (values.size() == 1) {
            return values.get(0);
        }
        return new Val.Choice(leaf(p.key + "t", tags), values);
    }

    private Atom renumber(Atom tag, int[] to) {
        boolean same = true;
        for (int k = 0; k < to.length; k++) {
            same &= to[k] == k;
        }
        if (same) {
            return tag;
        }
        Atom r = Lit.i32(to[to.length - 1]);
        for (int k = to.length - 2; k >= 0; k--) {
            r = ir.select(ir.op(Prim.EQ, tag, Lit.i32(k)), Lit.i32(to[k]), r);
        }
        return r;
    }

    private String optionKey(Position p, int arm, Val v) {
        if (v instanceof Val.Ref r) {
            Slot s = slotOf.get(arm).get(r.loc());
            if (s == null) {
                s = identitySlot(r.loc());
            }
            if (s == null) {
                int[] loc = new int[arms.size()];
                java.util.Arrays.fill(loc, -1);
                loc[arm] = r.loc();
                s = slot(unit.location(place + "|" + p.key + "|" + arm + "|" + r.loc()), loc);
            }
            return "s" + s.id + "/" + r.prefix().size();
        }
        if (v instanceof Val.Fun f) {
            for (Val c : f.captured()) {
                if (!(c instanceof Val.Sc s) || !isOuter(s.atom())) {
                    throw new Refusal("LAMBDA", "which lambda is meant depends on the data", unit.where());
                }
            }
        }
        return v.toString();
    }

    private void contents(Slot s) {
        Cell some = null;
        Cell[] cells = new Cell[arms.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = s.loc[i] < 0 ? null : cell(i, s.loc[i]);
            some = cells[i] == null ? some : cells[i];
        }
        if (some instanceof Cell.Arr) {
            Atom[] content = new Atom[cells.length];
            Atom[] perm = new Atom[cells.length];
            boolean permuted = false;
            for (int i = 0; i < cells.length; i++) {
                content[i] = cells[i] instanceof Cell.Arr a ? a.content() : null;
                perm[i] = cells[i] instanceof Cell.Arr a ? a.perm() : null;
                permuted |= perm[i] != null;
            }
            Atom merged = leaf("L" + s.id, content);
            out.heap.put(s.id, new Cell.Arr(merged, permuted ? leaf("L" + s.id + "p", perm) : null));
            return;
        }
        var names = new TreeSet<String>();
        boolean pristine = true;
        String ctor = ((Cell.Obj) some).ctor();
        for (Cell c : cells) {
            if (c instanceof Cell.Obj o) {
                names.addAll(o.fields().keySet());
                pristine &= o.pristine() && java.util.Objects.equals(o.ctor(), ctor);
            }
        }
        var fields = new LinkedHashMap<String, Val>();
        var positions = new ArrayList<Position>();
        for (String name : names) {
            Val[] in = new Val[cells.length];
            for (int i = 0; i < in.length; i++) {
                in[i] = cells[i] instanceof Cell.Obj o ? o.fields().get(name) : null;
            }
            positions.add(new Position("L" + s.id + "." + name, in, v -> fields.put(name, v)));
        }
        merge(positions);
        fields.values().removeIf(java.util.Objects::isNull);
        signature.append('L').append(s.id).append(pristine).append(';');
        out.heap.put(s.id, new Cell.Obj(((Cell.Obj) some).cls(), fields, ctor, pristine));
    }

    /** What the caller's arrays are now. */
    private void roots() {
        var ids = new TreeSet<Integer>();
        for (int i = 0; i < arms.size(); i++) {
            if (arms.get(i) != null) {
                ids.addAll(arms.get(i).roots.keySet());
                arms.get(i).heap.keySet().stream().filter(unit::isRoot).forEach(ids::add);
                slotOf.get(i).keySet().stream().filter(unit::isRoot).forEach(ids::add);
            }
        }
        for (int r : ids) {
            Val[] in = new Val[arms.size()];
            for (int i = 0; i < in.length; i++) {
                in[i] = arms.get(i) == null ? null : arms.get(i).roots.getOrDefault(r, new Val.Ref(r, List.of()));
            }
            Consumer<Val> set = v -> {
                if (!v.equals(new Val.Ref(r, List.of()))) {
                    out.roots.put(r, v);
                }
            };
            Position p = new Position("r" + r, in, set);
            if (!identity(p) && !direct(p)) {
                set.accept(choice(p));
            }
        }
    }
}
