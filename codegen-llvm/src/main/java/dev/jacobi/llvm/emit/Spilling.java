package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.emit.Value.Val;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Long bodies in sections. Where far more floating values live from one section to the next than there are registers, as in a gradient that goes back over
 * thousands of statements, they are stored in the stack frame where they are defined and loaded once in each section that uses them. They would go there
 * anyway; but LLVM's register allocator, which looks at the whole block for each of them, takes longer by the square of the body's length to find that out.
 * The accesses are volatile, so that no pass puts the values back together.
 */
final class Spilling {
    /** Equations of a body from which on it is looked at, and of a section. */
    private static final int LONG = 600;
    private static final int SECTION = 100;
    /** Values that may live from one section to the next without being stored. */
    private static final int REGISTERS = 64;
    /** A value that lives for more sections than these is stored in any case: with thousands of uses the allocator would look for a register between each two of them. */
    private static final int LASTING = 6;
    private final Gen g;
    /** By a variable's id: the sections where it is defined and last used, if it is stored. */
    private final Map<Integer, int[]> stored = new HashMap<>();
    private final Map<Integer, Slots> slots = new HashMap<>();
    private final BitSet loaded = new BitSet();
    /** Slots that are free again, by type. */
    private final Map<String, Deque<String>> free = new HashMap<>();
    private final List<List<Slots>> ends = new ArrayList<>();

    /** Where the parts of a value lie. */
    private record Slots(Var v, Val value, String type, List<String> at) {
    }

    private Spilling(Gen g) {
        this.g = g;
    }

    /** Emits the equations; {@code defined} is told of each result as soon as there is code for it. */
    static void emit(Gen g, List<Eqn> body, Consumer<Var> defined) {
        if (body.size() < LONG || g.unit.device()) {
            for (Eqn e : body) {
                g.eqn(e);
                e.out().forEach(defined);
            }
            return;
        }
        var s = new Spilling(g);
        s.plan(body);
        for (int k = 0; k < body.size(); k++) {
            s.eqn(body.get(k), k / SECTION, k % SECTION == 0);
            body.get(k).out().forEach(defined);
        }
    }

    private void plan(List<Eqn> body) {
        var lives = new HashMap<Integer, int[]>();
        for (int k = 0; k < body.size(); k++) {
            int section = k / SECTION;
            Rewrite.uses(body.get(k), id -> {
                int[] life = lives.get(id);
                if (life != null) {
                    life[1] = section;
                }
            });
            for (Var v : body.get(k).out()) {
                if (v.type().isScalar() && v.dtype().isFloat()) {
                    lives.put(v.id(), new int[] {section, section});
                }
            }
        }
        int sections = (body.size() - 1) / SECTION + 1;
        // crossing[s]: how many live from a section before s into s
        var crossing = new int[sections + 1];
        lives.values().forEach(l -> {
            for (int s = l[0] + 1; s <= l[1]; s++) {
                crossing[s]++;
            }
        });
        lives.forEach((id, l) -> {
            boolean crowded = l[1] - l[0] > LASTING;
            for (int s = l[0] + 1; s <= l[1] && !crowded; s++) {
                crowded = crossing[s] > REGISTERS;
            }
            if (crowded) {
                stored.put(id, l);
            }
        });
        for (int s = 0; s < sections; s++) {
            ends.add(new ArrayList<>());
        }
    }

    private void eqn(Eqn e, int section, boolean first) {
        if (first && section > 0) {
            loaded.clear();
            ends.get(section - 1).forEach(s -> s.at.forEach(p -> free.computeIfAbsent(s.type, t -> new ArrayDeque<>()).add(p)));
        }
        Rewrite.uses(e, id -> {
            Slots s = slots.get(id);
            if (s != null && stored.get(id)[0] < section && !loaded.get(id)) {
                loaded.set(id);
                load(s);
            }
        });
        g.eqn(e);
        for (Var v : e.out()) {
            int[] life = stored.get(v.id());
            if (life != null && !g.inMemory.containsKey(v) && g.value(v) instanceof Val x && x.parts().stream().allMatch(p -> p.startsWith("%"))) {
                ends.get(life[1]).add(store(v, x));
            }
        }
    }

    private Slots store(Var v, Val x) {
        String type = Ty.vector(Ty.value(v.dtype()), x.isUniform() ? 1 : g.lanes);
        var at = new ArrayList<String>();
        for (String part : x.parts()) {
            String slot = free.getOrDefault(type, new ArrayDeque<>()).poll();
            at.add(slot != null ? slot : g.fn.alloca(type, 1, v.dtype().bytes()));
            g.fn.line("store volatile " + type + " " + part + ", ptr " + at.get(at.size() - 1) + ", align " + v.dtype().bytes());
        }
        var s = new Slots(v, x, type, at);
        slots.put(v.id(), s);
        return s;
    }

    private void load(Slots s) {
        var parts = new ArrayList<String>();
        s.at.forEach(p -> parts.add(g.fn.def("load volatile " + s.type + ", ptr " + p + ", align " + s.v.dtype().bytes())));
        g.set(s.v, s.value.isUniform() ? Val.uniform(s.v.dtype(), parts) : Val.varying(s.v.dtype(), parts));
    }
}
