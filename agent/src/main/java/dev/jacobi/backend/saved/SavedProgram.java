package dev.jacobi.backend.saved;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.ValueTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A compiled program with what a call has to know of it.
 *
 * @param function what it computes, for sentences
 * @param args the structures of the arguments
 * @param result that of the result
 * @param inputs the types of the program's inputs
 * @param outputs those of its outputs
 * @param sources where inputs come from
 * @param parts what the result is made of
 * @param writes what it changes
 * @param changed which arrays must come once
 * @param wide whether numbers had 64 bits where nothing said otherwise
 * @param operations of a run on the example arguments
 * @param bytes that this run reads and writes
 * @param code a {@link CpuCode} or a {@link PluginCode}
 */
public record SavedProgram(String function, List<ValueTree> args, ValueTree result, List<Type> inputs, List<Type> outputs, List<Lifted.Source> sources, Lifted.Result parts,
        List<Lifted.Write> writes, Program.Changed changed, boolean wide, double operations, double bytes, Object code) {
    private static final String ENTRY = "saved";

    public SavedProgram {
        if (!(code instanceof CpuCode) && !(code instanceof PluginCode)) {
            throw new IllegalArgumentException("there is no code");
        }
        args = List.copyOf(args);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        sources = List.copyOf(sources);
        writes = List.copyOf(writes);
    }

    /** The types of a function's inputs. */
    public static List<Type> inputs(Func f) {
        return f.in().stream().map(Var::type).toList();
    }

    /** Those of its outputs. */
    public static List<Type> outputs(Func f) {
        return f.out().stream().map(Atom::type).toList();
    }

    /** How calls and the program hang together; of its function only the types are there. */
    public Lifted lifted() {
        var vars = new ArrayList<Var>();
        inputs.forEach(t -> vars.add(new Var(vars.size(), t)));
        var out = new ArrayList<Atom>();
        outputs.forEach(t -> out.add(new Var(vars.size() + out.size(), t)));
        return new Lifted(new Module(Map.of(ENTRY, new Func(vars, List.of(), out))), ENTRY, sources, parts, writes);
    }

    /** The program as transformed functions know it. */
    public Program program() {
        return new Program(lifted().module(), ENTRY, args, new ValueTree.Const(null), List.of(), result, writes, changed);
    }
}
