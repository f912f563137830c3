package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.request.Lifted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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

    /** What the code of the top frame has returned; null where that is nothing. */
    public Val returned() {
        return top().slots[top().ret()];
    }

    public Env copy() {
        var fs = new ArrayList<Frame>();
        frames.forEach(f -> fs.add(f.copy()));
        return new Env(fs, new TreeMap<>(heap), new TreeMap<>(roots), new LinkedHashMap<>(statics));
    }

    /** Takes over the state of another. */
    public void set(Env other) {
        Env e = other.copy();
        frames.clear();
        frames.addAll(e.frames);
        heap.clear();
        heap.putAll(e.heap);
        roots.clear();
        roots.putAll(e.roots);
        statics.clear();
        statics.putAll(e.statics);
    }

    /** A copy with variables replaced. */
    public Env replace(Map<Var, ? extends Atom> by) {
        Env e = copy();
        UnaryOperator<Atom> atoms = a -> a instanceof Var v && by.containsKey(v) ? by.get(v) : a;
        UnaryOperator<Val> values = v -> v == null ? null : v.map(atoms);
        e.frames.forEach(f -> Arrays.setAll(f.slots, i -> values.apply(f.slots[i])));
        e.heap.replaceAll((loc, c) -> c instanceof HeapCell.Arr a ? a.map(atoms) : ((HeapCell.Obj) c).map(values));
        e.roots.replaceAll((loc, v) -> values.apply(v));
        e.statics.replaceAll((source, v) -> values.apply(v));
        return e;
    }

    /** All references to the array at a location, and into it, become references to a row of another. */
    public void move(int loc, Val.Ref row) {
        frames.forEach(f -> Arrays.setAll(f.slots, i -> move(f.slots[i], loc, row)));
        heap.replaceAll((k, c) -> c instanceof HeapCell.Obj o ? o.map(v -> move(v, loc, row)) : c);
        heap.remove(loc);
    }

    private static Val move(Val v, int loc, Val.Ref row) {
        if (v instanceof Val.Ref r && r.loc() == loc) {
            var at = new ArrayList<>(row.prefix());
            at.addAll(r.prefix());
            return new Val.Ref(row.loc(), at);
        }
        return v == null ? null : v.with(v.parts().stream().map(p -> move(p, loc, row)).toList());
    }

    /** All references to rows of the array at a location that the program still holds. */
    public List<Val.Ref> views(int loc) {
        return references(loc).stream().filter(r -> !r.prefix().isEmpty()).toList();
    }

    /** All references to the array at a location, or into it, that the program still holds. */
    public List<Val.Ref> references(int loc) {
        return held().flatMap(v -> references(v, loc)).distinct().toList();
    }

    /** How many variables and fields refer to the array at a location. */
    public int holders(int loc) {
        return (int) (held().filter(v -> references(v, loc).findAny().isPresent()).count() + heap.values().stream()
            .filter(c -> c instanceof HeapCell.Arr a && a.fills().stream().anyMatch(f -> f.of() != null && f.of().loc() == loc)).count());
    }

    /** The values of all variables, fields and inputs. */
    private Stream<Val> held() {
        return Stream.of(frames.stream().flatMap(f -> Arrays.stream(f.slots)), heap.values().stream().flatMap(c -> c instanceof HeapCell.Obj o ? o.fields().values().stream() : null),
            statics.values().stream(), roots.values().stream()).flatMap(s -> s).filter(Objects::nonNull);
    }

    private static Stream<Val.Ref> references(Val v, int loc) {
        return v instanceof Val.Ref r ? Stream.of(r).filter(x -> x.loc() == loc) : v.parts().stream().flatMap(p -> references(p, loc));
    }
}
