// The memory that a caller of an entry has for its results.
package dev.jacobi.llvm;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.RowTables;
import dev.jacobi.llvm.emit.EquationEmitter;
import dev.jacobi.llvm.emit.Memory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where results of an entry are made: in the Java arrays that become them, as far as a call knows their extents. */
final class ResultPlaces {
    private ResultPlaces() {
    }

    /** The memory that the caller has for outputs, behind the inputs: an array that becomes such an output and nothing else is made there. {@code from}: the first slot of these. */
    static Map<Integer, Memory.Given> read(EquationEmitter g, Func f, CompileRequest request, int from) {
        int at = from;
        var places = new HashMap<Integer, Memory.Given>();
        for (int k : request.given().stream().sorted().toList()) {
            String p = g.fn.def("load ptr, ptr " + FunctionEmitter.slot(g.fn, "%args", at++));
            places.put(k, new Memory.Given(p, null, List.of(g.fn.def("load i64, ptr " + FunctionEmitter.slot(g.fn, "%args", at++)))));
            roots(g, f, k).forEach(root -> g.memory.place(root, places.get(k)));
        }
        for (int k : request.givenRows().stream().sorted().toList()) {
            String p = g.fn.def("load ptr, ptr " + FunctionEmitter.slot(g.fn, "%args", at));
            String table = g.fn.def("load ptr, ptr " + FunctionEmitter.slot(g.fn, "%args", at + 1));
            places.put(k, new Memory.Given(p, table, List.of(g.fn.def("load i64, ptr " + FunctionEmitter.slot(g.fn, "%args", at + 2)), g.fn.def("load i64, ptr " + FunctionEmitter.slot(g.fn, "%args", at + 3)))));
            at += 4;
            List<Var> roots = roots(g, f, k);
            if (RowTables.may(f, g.facts.aliases(), roots, k)) {
                roots.forEach(root -> g.memory.place(root, places.get(k)));
            }
        }
        return places;
    }

    /** The array that becomes an output, whatever else is done to it: the one that is made in a call, of several on ways of their own. */
    private static List<Var> roots(EquationEmitter g, Func f, int output) {
        var made = new ArrayList<Var>();
        return isMadeOnce(f.body(), g.facts.aliases().roots(f.out().get(output)), made) ? made : List.of();
    }

    /** Whether no way through a body makes more than one of these, which are noted. */
    private static boolean isMadeOnce(List<Eqn> body, Set<Var> roots, List<Var> made) {
        boolean before = false;
        for (Eqn e : body) {
            int known = made.size();
            e.out().stream().filter(roots::contains).forEach(made::add);
            boolean here = made.size() > known;
            for (Region r : Regions.of(e)) {
                int others = made.size();
                if (!isMadeOnce(r.body(), roots, made) || made.size() > others && (here || e.prim() != Prim.COND)) {
                    return false;
                }
            }
            if (before && made.size() > known) {
                return false;
            }
            before |= made.size() > known;
        }
        return true;
    }
}
