package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.request.Lifted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Type;

/** The state of the symbolic machine: frames (callers first), heap, and what the arrays known to the caller of the compiled method are now. */
public final class Env {
    /** One activation: local variables, then the operand stack (one slot per value), then the return value. */
    public static final class Frame {
        public final Activation act;
        public final Val[] slots;
        public int sp;

        public Frame(Activation act, Val[] slots, int sp) {
            this.act = act;
            this.slots = slots;
            this.sp = sp;
        }

        public Frame(Activation act) {
            this(act, new Val[act.cfg().maxLocals() + act.cfg().maxStack() + 1], act.cfg().maxLocals());
        }

        /** A call's frame: {@code this}, where there is one, and the arguments are its first variables. */
        public static Frame of(Activation callee, List<Val> args) {
            Frame f = new Frame(callee);
            Method m = callee.method();
            int at = 0;
            int k = 0;
            if (!m.isStatic()) {
                f.slots[at++] = args.get(k++);
            }
            for (Type t : Type.getArgumentTypes(m.node().desc)) {
                f.slots[at] = args.get(k++);
                at += t.getSize();
            }
            return f;
        }

        public Frame copy() {
            return new Frame(act, slots.clone(), sp);
        }

        public void push(Val v) {
            slots[sp++] = v;
        }

        public Val pop() {
            Val v = slots[--sp];
            slots[sp] = null;
            return v;
        }

        public int ret() {
            return slots.length - 1;
        }
    }

    public final List<Frame> frames;
    /** Cells by location; a location of an input that is missing still has its input value. */
    public final Map<Integer, HeapCell> heap;
    /** What an input's location has become, where that is no longer itself. */
    public final Map<Integer, Val> roots;
    /** What the static fields that the method writes are now. */
    public final Map<Lifted.Source, Val> statics;

    public Env() {
        this(new ArrayList<>(), new TreeMap<>(), new TreeMap<>(), new LinkedHashMap<>());
    }

    public Env(List<Frame> frames, Map<Integer, HeapCell> heap, Map<Integer, Val> roots, Map<Lifted.Source, Val> statics) {
        this.frames = frames;
        this.heap = heap;
        this.roots = roots;
        this.statics = statics;
    }

    public Frame top() {
        return frames.get(frames.size() - 1);
    }

    public Env copy() {
        var fs = new ArrayList<Frame>();
        frames.forEach(f -> fs.add(f.copy()));
        return new Env(fs, new TreeMap<>(heap), new TreeMap<>(roots), new LinkedHashMap<>(statics));
    }

    /** Takes over the state of another. */
    public void set(Env e) {
        var fs = new ArrayList<>(e.frames);
        var h = new TreeMap<>(e.heap);
        var r = new TreeMap<>(e.roots);
        var s = new LinkedHashMap<>(e.statics);
        frames.clear();
        frames.addAll(fs);
        heap.clear();
        heap.putAll(h);
        roots.clear();
        roots.putAll(r);
        statics.clear();
        statics.putAll(s);
    }

    /** A copy with variables replaced. */
    public Env replace(Map<Var, ? extends Atom> by) {
        Env e = copy();
        for (Frame f : e.frames) {
            for (int i = 0; i < f.slots.length; i++) {
                f.slots[i] = replace(f.slots[i], by);
            }
        }
        e.heap.replaceAll((k, c) -> replace(c, by));
        e.roots.replaceAll((k, v) -> replace(v, by));
        e.statics.replaceAll((k, v) -> replace(v, by));
        return e;
    }

    private static HeapCell replace(HeapCell c, Map<Var, ? extends Atom> by) {
        if (c instanceof HeapCell.Arr a) {
            return new HeapCell.Arr(replace(a.content(), by), replace(a.perm(), by), a.fills().stream().map(f -> f.isFull() ? f
                : new RowPresence(f.known(), replace(f.flags(), by), f.of() == null ? null : new RowPresence.Shared(f.of().loc(), replace(f.of().content(), by))))
                .toList());
        }
        HeapCell.Obj o = (HeapCell.Obj) c;
        var fields = new java.util.LinkedHashMap<>(o.fields());
        fields.replaceAll((k, v) -> replace(v, by));
        return new HeapCell.Obj(o.cls(), fields, o.ctor(), o.pristine());
    }

    private static Atom replace(Atom a, Map<Var, ? extends Atom> by) {
        Atom r = a instanceof Var v ? by.get(v) : null;
        return r == null ? a : r;
    }

    /** All references to the array at a location, and into it, become references to a row of another. */
    public void move(int loc, Val.Ref row) {
        for (Frame f : frames) {
            for (int i = 0; i < f.slots.length; i++) {
                f.slots[i] = move(f.slots[i], loc, row);
            }
        }
        heap.replaceAll((k, c) -> {
            if (c instanceof HeapCell.Obj o) {
                var fields = new java.util.LinkedHashMap<>(o.fields());
                fields.replaceAll((n, v) -> move(v, loc, row));
                return new HeapCell.Obj(o.cls(), fields, o.ctor(), o.pristine());
            }
            return c;
        });
        heap.remove(loc);
    }

    private static Val move(Val v, int loc, Val.Ref row) {
        if (v instanceof Val.Ref r && r.loc() == loc) {
            var at = new ArrayList<>(row.prefix());
            at.addAll(r.prefix());
            return new Val.Ref(row.loc(), at);
        }
        if (v instanceof Val.Choice c) {
            return new Val.Choice(c.tag(), c.options().stream().map(o -> move(o, loc, row)).toList());
        }
        return v instanceof Val.Fun f ? new Val.Fun(f.itf(), f.name(), f.impl(), f.captured().stream().map(o -> move(o, loc, row)).toList()) : v;
    }

    /** All references to rows of the array at a location that the program still holds. */
    public List<Val.Ref> views(int loc) {
        return references(loc).stream().filter(r -> !r.prefix().isEmpty()).toList();
    }

    /** All references to the array at a location, or into it, that the program still holds. */
    public List<Val.Ref> references(int loc) {
        var found = new ArrayList<Val.Ref>();
        for (Frame f : frames) {
            for (Val v : f.slots) {
                references(v, loc, found);
            }
        }
        for (HeapCell c : heap.values()) {
            if (c instanceof HeapCell.Obj o) {
                o.fields().values().forEach(v -> references(v, loc, found));
            }
        }
        statics.values().forEach(v -> references(v, loc, found));
        roots.values().forEach(v -> references(v, loc, found));
        return found;
    }

    /** How many variables and fields refer to the array at a location. */
    public int holders(int loc) {
        var all = new ArrayList<Val>(roots.values());
        frames.forEach(f -> all.addAll(java.util.Arrays.asList(f.slots)));
        heap.values().forEach(c -> {
            if (c instanceof HeapCell.Obj o) {
                all.addAll(o.fields().values());
            }
        });
        all.addAll(statics.values());
        int n = (int) heap.values().stream().filter(c -> c instanceof HeapCell.Arr a && a.fills().stream().anyMatch(f -> f.of() != null && f.of().loc() == loc)).count();
        for (Val v : all) {
            var found = new ArrayList<Val.Ref>();
            references(v, loc, found);
            n += found.isEmpty() ? 0 : 1;
        }
        return n;
    }

    private static void references(Val v, int loc, List<Val.Ref> found) {
        if (v instanceof Val.Ref r && r.loc() == loc && !found.contains(r)) {
            found.add(r);
        } else if (v instanceof Val.Choice c) {
            c.options().forEach(o -> references(o, loc, found));
        } else if (v instanceof Val.Word w) {
            w.functions().forEach(o -> references(o, loc, found));
        } else if (v instanceof Val.Fun f) {
            f.captured().forEach(o -> references(o, loc, found));
        }
    }

    private static Val replace(Val v, Map<Var, ? extends Atom> by) {
        if (v == null || v instanceof Val.Null || v instanceof Val.Opaque || v instanceof Val.Given) {
            return v;
        }
        if (v instanceof Val.Sc s) {
            return new Val.Sc(replace(s.atom(), by));
        }
        if (v instanceof Val.Cmp c) {
            return new Val.Cmp(replace(c.a(), by), replace(c.b(), by), c.nan());
        }
        if (v instanceof Val.Ref r) {
            return r.prefix().isEmpty() ? r : new Val.Ref(r.loc(), r.prefix().stream().map(a -> replace(a, by)).toList());
        }
        if (v instanceof Val.Choice c) {
            return new Val.Choice(replace(c.tag(), by), c.options().stream().map(o -> replace(o, by)).toList());
        }
        if (v instanceof Val.Word w) {
            return new Val.Word(w.transformation(), w.functions().stream().map(o -> replace(o, by)).toList());
        }
        Val.Fun f = (Val.Fun) v;
        return new Val.Fun(f.itf(), f.name(), f.impl(), f.captured().stream().map(o -> replace(o, by)).toList());
    }
}
