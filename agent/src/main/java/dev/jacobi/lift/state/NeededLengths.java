package dev.jacobi.lift.state;

import dev.jacobi.array.core.NeedsExtent;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Var;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;

/** Numbers that have to be known while a program is made, and follow from lengths of the arguments' axes: the program is made for these lengths then. */
public final class NeededLengths {
    private NeededLengths() {
    }

    /** Asks for a length of an argument that is not known yet: code that does not end may do so where lengths are numbers. Returns where all are. */
    public static void askForAny(LiftContext context) {
        for (FunctionInputs.Input in : context.isFunction() ? context.inputs().all() : List.<FunctionInputs.Input>of()) {
            for (Dim d : in.var().type().dims()) {
                if (d.sym() != null && Trace.inputOf(d.sym()) >= 0) {
                    throw NeedsExtent.of(d.sym());
                }
            }
        }
    }

    /** Asks for the lengths that a number is computed of; returns where there are none. */
    public static void askFor(EquationBuilder ir, Atom number) {
        var seen = new HashSet<Atom>();
        Deque<Atom> work = new ArrayDeque<>(List.of(number));
        while (!work.isEmpty()) {
            Atom a = work.pop();
            if (!(a instanceof Var) || !seen.add(a)) {
                continue;
            }
            String sym = ir.extent(a).sym();
            if (sym != null && Trace.inputOf(sym) >= 0) {
                throw NeedsExtent.of(sym);
            }
            Eqn made = ir.definition(a);
            if (made != null) {
                made.in().forEach(work::push);
            }
        }
    }
}
