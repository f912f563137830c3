package dev.jacobi.lift;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The state of the symbolic machine: frames (callers first), heap, and what the arrays known to the caller of the compiled method are now. */
final class Env {
    /** One activation: local variables, then the operand stack (one slot per value), then the return value. */
    static final class Frame {
        final Activation act;
        final Val[] slots;
        int sp;

        Frame(Activation act, Val[] slots, int sp) {
            this.act = act;
            this.slots = slots;
            this.sp = sp;
        }

        Frame(Activation act) {
            this(act, new Val[act.cfg().maxLocals() + act.cfg().maxStack() + 1], act.cfg().maxLocals());
        }

        Frame copy() {
            return new Frame(act, slots.clone(), sp);
        }

        void push(Val v) {
            slots[sp++] = v;
        }

        Val pop() {
            Val v = slots[--sp];
            slots[sp] = null;
            return v;
        }

        int ret() {
            return slots.length - 1;
        }
    }

    final List<Frame> frames;
    /** Cells by location; a location of an input that is missing still has its input value. */
    final Map<Integer, Cell> heap;
    /** What an input's location has become, where that is no longer itself. */
    final Map<Integer, Val> roots;

    Env() {
        this(new ArrayList<>(), new TreeMap<>(), new TreeMap<>());
    }

    Env(List<Frame> frames, Map<Integer, Cell> heap, Map<Integer, Val> roots) {
        this.frames = frames;
        this.heap = heap;
        this.roots = roots;
    }

    Frame top() {
        return frames.get(frames.size() - 1);
    }

    Env copy() {
        var fs = new ArrayList<Frame>();
        frames.forEach(f -> fs.add(f.copy()));
        return new Env(fs, new TreeMap<>(heap), new TreeMap<>(roots));
    }

    /** Takes over the state of another. */
    void set(Env e) {
        var fs = new ArrayList<>(e.frames);
        var h = new TreeMap<>(e.heap);
        var r = new TreeMap<>(e.roots);
        frames.clear();
        frames.addAll(fs);
        heap.clear();
        heap.putAll(h);
        roots.clear();
        roots.putAll(r);
    }

    /** A copy with variables replaced. */
    Env replace(Map<Var, ? extends Atom> by) {
        Env e = copy();
        for (Frame f : e.frames) {
            for (int i = 0; i < f.slots.length; i++) {
                f.slots[i] = replace(f.slots[i], by);
            }
        }
        e.heap.replaceAll((k, c) -> replace(c, by));
        e.roots.replaceAll((k, v) -> replace(v, by));
        return e;
    }

    private static Cell replace(Cell c, Map<Var, ? extends Atom> by) {
        if (c instanceof Cell.Arr a) {
            return new Cell.Arr(replace(a.content(), by), a.perm() == null ? null : replace(a.perm(), by));
        }
        Cell.Obj o = (Cell.Obj) c;
        var fields = new java.util.LinkedHashMap<>(o.fields());
        fields.replaceAll((k, v) -> replace(v, by));
        return new Cell.Obj(o.cls(), fields, o.ctor(), o.pristine());
    }

    private static Atom replace(Atom a, Map<Var, ? extends Atom> by) {
        Atom r = a instanceof Var v ? by.get(v) : null;
        return r == null ? a : r;
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
        Val.Fun f = (Val.Fun) v;
        return new Val.Fun(f.itf(), f.name(), f.impl(), f.captured().stream().map(o -> replace(o, by)).toList());
    }
}
