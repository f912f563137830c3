package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.LastingArrays;
import dev.jacobi.llvm.math.SharedFormulas;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Long bodies in sections. Where far more floating values live from one section to the next than there are registers, as in a gradient that goes back over
 * thousands of statements, they are stored in the {@link Frame} where they are defined and loaded once in each section that uses them. They would go there
 * anyway; but LLVM's register allocator, which looks at the whole block for each of them, takes longer by the square of the body's length to find that out.
 * The same goes for what comes from around the body and is used all through it: the mask of the lanes, the index, numbers that stay the same. An element of an array
 * that the body leaves as it is has its place already and is read there again.
 */
final class Spilling {
    /** Equations of a body from which on it is looked at, and of a section. */
    static final int LONG = 600;
    private static final int SECTION = 100;
    /** Values that may live from one section to the next without being stored. */
    private static final int REGISTERS = 64;
    /** A value that lives for more sections than these is stored in any case: with thousands of uses the allocator would look for a register between each two of them. */
    private static final int LASTING = 6;
    /** Sections of a basic block, in lanes. */
    private static final int BLOCK = 3;
    private final EquationEmitter g;
    private final List<Eqn> body;
    private final Map<Integer, Life> lives = new HashMap<>();
    /** What is used in many sections and defined around the body, with the value that it has there. */
    private final Map<Var, Value> around = new LinkedHashMap<>();
    private final Map<Integer, Stored> stored = new HashMap<>();
    private final BitSet loaded = new BitSet();
    /** Places that are free again, by type. */
    private final Map<String, Deque<Frame.Place>> free = new HashMap<>();
    private final List<List<Stored>> ends = new ArrayList<>();
    private final LastingArrays lasting;
    /** Where pointers lie: those to the memory of arrays from around, for code in lanes, and to rows by the instruction that computes them. */
    private final Map<String, String> pointers = new LinkedHashMap<>();
    /** What pointers are called in this section. */
    private final Map<String, Named> here = new HashMap<>();
    /** Where a zero lies. */
    private String never;

    /** A value of the body: the sections where it is defined and last used. */
    private static final class Life {
        private final int begin;
        private int end;
        private boolean inMemory;

        private Life(int begin) {
            this.begin = begin;
            this.end = begin;
        }
    }

    /** Where the parts of a value lie, or the equation that reads it from an array; {@code section}: where it is defined. */
    private record Stored(Var v, Val value, List<Frame.Place> at, Eqn reads, int section) {
    }

    /** A value's name, which is known in a block. */
    private record Named(FnText.Block block, String name) {
    }

    private Spilling(EquationEmitter g, List<Eqn> body) {
        this.g = g;
        this.body = body;
        lasting = new LastingArrays(body, g.facts.aliases(), g.facts::definition, g.unit.shapes());
    }

    /** Emits the equations; {@code defined} is told of each result as soon as there is code for it. */
    static void emit(EquationEmitter g, List<Eqn> body, Consumer<Var> defined) {
        Spilling before = g.sections;
        g.sections = body.size() < LONG || g.unit.device() ? null : new Spilling(g, body);
        if (g.sections != null) {
            g.sections.emit(defined);
        } else {
            for (Eqn e : body) {
                g.eqn(e);
                e.out().forEach(defined);
            }
        }
        g.sections = before;
    }

    /** The pointer to an array's memory, as it is called in this section. */
    String pointer(String p) {
        String slot = pointers.get(p);
        return slot == null ? p : pointer(p, slot);
    }

    /** The address of the element with this number (i64), which is where a row begins. */
    String row(String type, String array, String number) {
        String address = "getelementptr " + type + ", ptr " + array + ", i64 " + number;
        String slot = pointers.get(address);
        if (slot != null) {
            return pointer(address, slot);
        }
        String p = g.fn.def(address);
        slot = g.fn.alloca("ptr", 1, Long.BYTES);
        g.fn.line("store volatile ptr " + p + ", ptr " + slot);
        pointers.put(address, slot);
        here.put(address, new Named(g.fn.current(), p));
        return p;
    }

    /**
     * A pointer that lies in {@code slot}, as it is called in this section. It is loaded in each: LLVM would else compute all addresses that are constants away from it in front of
     * the loop that the body is of, and keep thousands of them.
     */
    String pointer(String p, String slot) {
        Named now = here.get(p);
        if (now == null || now.block != g.fn.current()) {
            now = new Named(g.fn.current(), g.fn.def("load volatile ptr, ptr " + slot));
            here.put(p, now);
        }
        return now.name;
    }

    private void emit(Consumer<Var> defined) {
        plan();
        String mask = g.mask;
        Frame.Place masked = mask == null ? null : place(Ty.vector("i1", g.lanes), 1);
        if (masked != null) {
            g.frame.store(masked, mask);
        }
        pointers.forEach((p, slot) -> g.fn.line("store volatile ptr " + p + ", ptr " + slot));
        for (Map.Entry<Var, Value> a : around.entrySet()) {
            store(a.getKey(), (Val) a.getValue(), -1);
        }
        for (int k = 0; k < body.size(); k++) {
            if (k > 0 && k % SECTION == 0) {
                section(k / SECTION, masked);
            }
            eqn(body.get(k), k / SECTION);
            body.get(k).out().forEach(defined);
        }
        g.mask = mask;
        around.forEach(g::set);
    }

    private void section(int section, Frame.Place masked) {
        if (g.lanes > 1 && section % BLOCK == 0) {
            nextBlock();
        }
        loaded.clear();
        here.clear();
        for (Stored s : ends.get(section - 1)) {
            s.at.forEach(p -> free.computeIfAbsent(p.type(), t -> new ArrayDeque<>()).add(p));
        }
        if (masked != null) {
            g.mask = g.frame.load(masked);
        }
    }

    /**
     * Goes on in another basic block, which LLVM does not know to be the only one that can follow. Its selection of instructions goes through a whole block at once, for vectors a dozen
     * times, and takes twice as long as soon as that is more than the processor's cache holds.
     */
    private void nextBlock() {
        if (never == null) {
            never = g.fn.alloca("i8", 1, 1);
            g.fn.lineAtEntry("store volatile i8 0, ptr " + never);
        }
        FnText.Block next = g.fn.block("section");
        FnText.Block aside = g.fn.block("aside");
        g.fn.br(g.fn.def("icmp eq i8 " + g.fn.def("load volatile i8, ptr " + never) + ", 0"), next, aside);
        g.fn.enter(aside);
        g.fn.line("call void asm sideeffect \"\", \"\"()");
        g.fn.br(next);
        g.fn.enter(next);
    }

    private void plan() {
        boolean calls = false;
        for (int k = 0; k < body.size() && !calls; k++) {
            calls = SharedFormulas.has(body.get(k)) || body.get(k).prim() == Prim.CALL;
        }
        var outside = new HashMap<Var, BitSet>();
        for (int k = 0; k < body.size(); k++) {
            int section = k / SECTION;
            Eqn e = body.get(k);
            Regions.uses(e, id -> {
                Life life = lives.get(id);
                if (life != null) {
                    life.end = section;
                }
            });
            outside(e, section, calls, outside);
            for (Var v : e.out()) {
                if (v.type().isScalar() && v.dtype().isFloat()) {
                    lives.put(v.id(), new Life(section));
                }
            }
        }
        outside.forEach((v, used) -> {
            if (used.cardinality() > LASTING) {
                around.put(v, g.env.get(v));
            }
        });
        choose((body.size() - 1) / SECTION + 1);
    }

    private void outside(Eqn e, int section, boolean calls, Map<Var, BitSet> outside) {
        for (Atom a : e.in()) {
            if (!(a instanceof Var v) || lives.containsKey(v.id())) {
                continue;
            }
            Value x = g.env.get(v);
            if (x instanceof Val y && isCostly(y, calls)) {
                outside.computeIfAbsent(v, w -> new BitSet()).set(section);
            } else if (x instanceof Arr y && g.lanes > 1 && y.lanes() == 1 && Ty.isRegister(y.ptr())) {
                pointers.computeIfAbsent(y.ptr(), p -> g.fn.alloca("ptr", 1, Long.BYTES));
            }
        }
    }

    /** Whether a value from around takes a register of which there are few, or that no call keeps. */
    private static boolean isCostly(Val x, boolean calls) {
        return (!x.isUniform() || calls && x.dtype().isFloat()) && x.parts().stream().allMatch(Ty::isRegister);
    }

    /** Chooses which values are stored. */
    private void choose(int sections) {
        // crossing[s]: how many of the others live from a section before s into s
        var crossing = new int[sections + 1];
        for (Life l : lives.values()) {
            l.inMemory = l.end - l.begin > LASTING;
            for (int s = l.begin + 1; s <= l.end && !l.inMemory; s++) {
                crossing[s]++;
            }
        }
        for (Life l : lives.values()) {
            for (int s = l.begin + 1; s <= l.end && !l.inMemory; s++) {
                l.inMemory = crossing[s] > REGISTERS;
            }
        }
        for (int s = 0; s < sections; s++) {
            ends.add(new ArrayList<>());
        }
    }

    private void eqn(Eqn e, int section) {
        Regions.uses(e, id -> {
            Stored s = stored.get(id);
            if (s != null && s.section < section && !loaded.get(id)) {
                loaded.set(id);
                load(s);
            }
        });
        g.eqn(e);
        for (int k = 0, n = e.out().size(); k < n; k++) {
            Var v = e.out().get(k);
            Life life = lives.get(v.id());
            if (life == null || !life.inMemory || g.inMemory.containsKey(v) || !(g.value(v) instanceof Val x) || !x.parts().stream().allMatch(Ty::isRegister)) {
                continue;
            }
            if (mayReadAgain(e, x)) {
                stored.put(v.id(), new Stored(v, x, List.of(), e, section));
            } else {
                ends.get(life.end).add(store(v, x, section));
            }
        }
    }

    /** Whether an equation, whose value this is, reads an element that may be read again. In lanes it does not pay: most elements are gathered. */
    private boolean mayReadAgain(Eqn e, Val x) {
        return e.prim() == Prim.INDEX && g.lanes == 1 && x.parts().size() == 1 && ((Params.Access) e.params()).mode() != Params.Mode.CLAMP && lasting.contains((Var) e.in().get(0));
    }

    private Stored store(Var v, Val x, int section) {
        var at = new ArrayList<Frame.Place>();
        for (String part : x.parts()) {
            Frame.Place p = place(Ty.vector(Ty.value(v.dtype()), x.isUniform() ? 1 : g.lanes), v.dtype().bytes(), x.isUniform() ? 1 : g.lanes);
            at.add(p);
            g.frame.store(p, part);
        }
        var s = new Stored(v, x, at, null, section);
        stored.put(v.id(), s);
        return s;
    }

    private Frame.Place place(String type, int bytes) {
        return place(type, bytes, g.lanes);
    }

    private Frame.Place place(String type, int bytes, int lanes) {
        Deque<Frame.Place> old = free.get(type);
        Frame.Place p = old == null ? null : old.poll();
        return p != null ? p : g.frame.place(type, bytes, lanes);
    }

    private void load(Stored s) {
        if (s.reads != null) {
            g.access.reread(s.reads);
            return;
        }
        var parts = new ArrayList<String>();
        s.at.forEach(p -> parts.add(g.frame.load(p)));
        g.set(s.v, s.value.isUniform() ? Val.uniform(s.v.dtype(), parts) : new Val(s.v.dtype(), parts, s.value.base(), s.value.stride()));
    }
}
