package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.text.NotEmitted;
import dev.jacobi.ptx.program.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Scalar equations on data of the device, collected until something else needs them: then one thread runs them all. */
final class OneThreadKernels {
    private final Scheduler s;
    private final Map<Integer, Integer> uses;
    private List<Eqn> group = new ArrayList<>();

    OneThreadKernels(Scheduler s, Func whole) {
        this.s = s;
        uses = Regions.uses(whole.body(), whole.out());
    }

    /** The value is to be there for others than the equations of the function, too. */
    void keep(Atom a) {
        Regions.uses(List.of(a), id -> uses.merge(id, 1, Integer::sum));
    }

    void add(Eqn e) {
        group.add(e);
    }

    /** Runs what has been collected if it makes this value. */
    void flushFor(Atom a) {
        if (a instanceof Var v && group.stream().anyMatch(e -> e.out().contains(v))) {
            flush();
        }
    }

    void flush() {
        if (group.isEmpty()) {
            return;
        }
        List<Eqn> body = group;
        group = new ArrayList<>();
        var made = new LinkedHashSet<Var>();
        var in = new LinkedHashSet<Var>();
        for (Eqn e : body) {
            Var.among(e.in()).stream().filter(v -> !made.contains(v)).forEach(in::add);
            Regions.captures(e).stream().filter(v -> !made.contains(v)).forEach(in::add);
            made.addAll(e.out());
        }
        Map<Integer, Integer> inner = Regions.uses(body, List.of());
        var scalars = new ArrayList<Var>();
        var arrays = new ArrayList<Var>();
        var kept = new ArrayList<Var>();
        for (Var v : made) {
            boolean used = uses.getOrDefault(v.id(), 0) > inner.getOrDefault(v.id(), 0);
            if (v.isArray()) {
                arrays.add(v);
            }
            if (used) {
                (v.isArray() ? kept : scalars).add(v);
            }
        }
        var where = new ArrayList<Integer>();
        for (Var v : arrays) {
            var only = new Func(List.copyOf(in), body, List.of(v));
            int at = s.code.inPlace(only).get(0);
            where.add(at >= 0 ? at : s.code.mostlyInPlace(only).get(0));
        }
        List<Var> inputs = List.copyOf(in);
        Set<Var> written = new HashSet<>();
        for (int k = 0; k < arrays.size(); k++) {
            if (where.get(k) < 0) {
                throw new NotEmitted("an array that one thread of a GPU makes leaves it");
            }
            written.add(inputs.get(where.get(k)));
        }
        var out = new ArrayList<Atom>(scalars);
        out.addAll(kept);
        var f = new Func(inputs, body, out);
        scalars.forEach(v -> s.alloc(v, List.of(), false));
        s.launch(s.kernels.serial(f, written, scalars), List.of());
        for (Var v : kept) {
            s.add(new Step.Same(v, inputs.get(where.get(arrays.indexOf(v)))));
        }
    }
}
