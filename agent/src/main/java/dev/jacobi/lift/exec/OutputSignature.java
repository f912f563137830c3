package dev.jacobi.lift.exec;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.jdk.RandomModel;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.FunctionInputs;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Type;

/** What a lifted method returns and which of the caller's arrays it changes, as outputs of the function. */
public final class OutputSignature {
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Heap heap;
    private final Env env;
    private final List<Atom> outputs = new ArrayList<>();
    /** Locations of what is returned. */
    private final Set<Integer> seen = new TreeSet<>();
    /** The new arrays among it. */
    private final Map<Integer, Lifted.Result.NewArray> made = new HashMap<>();
    /** Classes of returned objects, and of those among them that may be one of the others. */
    private final List<String> classes = new ArrayList<>();
    private final Set<String> copied = new TreeSet<>();

    public OutputSignature(LiftContext context, Heap heap, Env env) {
        this.context = context;
        this.ir = context.ir();
        this.heap = heap;
        this.env = env;
    }

    public List<Atom> outputs() {
        return List.copyOf(outputs);
    }

    private int output(Atom a) {
        outputs.add(a);
        return outputs.size() - 1;
    }

    public Lifted.Result result(Val v, Type type) {
        if (type == Type.VOID_TYPE) {
            return new Lifted.Result.Void();
        }
        String desc = type.getDescriptor();
        if (v instanceof Val.Sc s) {
            DType d = Descriptors.dtype(desc);
            String as = d == null ? Descriptors.letter(s.atom().dtype()) : desc;
            return new Lifted.Result.Scalar(output(ir.narrow(s.atom(), Descriptors.dtype(as))), as);
        }
        if (v instanceof Val.Null) {
            return new Lifted.Result.Null();
        }
        if (v instanceof Val.Choice c) {
            int tag = output(c.tag());
            Set<Integer> before = new TreeSet<>(seen);
            Set<Integer> after = new TreeSet<>(seen);
            var options = new ArrayList<Lifted.Result>();
            for (Val o : c.options()) {
                seen.clear();
                seen.addAll(before);
                options.add(result(o, type));
                after.addAll(seen);
            }
            seen.addAll(after);
            return new Lifted.Result.Choice(tag, options);
        }
        if (v instanceof Val.Ref r) {
            HeapCell cell = context.cell(env, r.loc());
            context.refuseIf(cell instanceof HeapCell.Obj && !seen.add(r.loc()), ReasonCode.RESULT, "it returns an object that holds one object twice");
            return cell instanceof HeapCell.Obj o ? object(o) : array(r, (HeapCell.Arr) cell);
        }
        throw context.refuse(ReasonCode.RESULT, "it returns " + (v instanceof Val.Opaque o ? o.what() : "an object that it did not make"));
    }

    private Lifted.Result object(HeapCell.Obj o) {
        context.refuseIf(o.cls().equals(RandomModel.NAME), ReasonCode.RESULT, "it returns a java.util.Random");
        if (o.cls().startsWith("[") || o.fields().containsKey(HeapCell.ELEMENT)) {
            throw context.refuse(ReasonCode.RESULT, "it returns " + (o.cls().startsWith("[") ? "an array of objects" : "an element of an array of objects"));
        }
        context.refuseIf(o.ctor().isEmpty() && o.fields().containsKey(HeapCell.COPY),
            ReasonCode.RESULT, "it returns an object that its constructor alone does not give again");
        context.refuseIf(!o.pristine(), ReasonCode.RESULT, "it returns an object that was changed after its construction");
        if (Descriptors.boxed(o.cls()) != null) {
            Type value = Type.getType(Descriptors.letter(Descriptors.boxed(o.cls())));
            return new Lifted.Result.New(o.cls(), "(" + value + ")V", List.of(result(o.fields().get(o.cls() + ".value"), value)));
        }
        context.refuseIf(o.ctor().isEmpty(), ReasonCode.RESULT, "it returns an object that has not been constructed");
        classes.add(o.cls());
        if (o.fields().containsKey(HeapCell.COPY)) {
            copied.add(o.cls());
        }
        context.refuseIf(copied.contains(o.cls()) && classes.indexOf(o.cls()) != classes.lastIndexOf(o.cls()),
            ReasonCode.RESULT, "it returns objects of which a recursive method may have made one out of another");
        context.refuseIf(!isMadeAgain(o), ReasonCode.RESULT, "it returns an object that its constructor alone does not give again");
        Type[] types = Type.getArgumentTypes(o.ctor());
        var args = new ArrayList<Lifted.Result>();
        for (int i = 0; i < types.length; i++) {
            Val arg = o.fields().get("#" + i);
            context.refuseIf(arg == null, ReasonCode.RESULT, "it returns an object whose construction depends on the data");
            args.add(result(arg, types[i]));
        }
        return new Lifted.Result.New(o.cls(), o.ctor(), args);
    }

    /**
     * The constructor will run again, on what its arguments are at the end: what it stored must not depend on what they were before,
     * and nothing that it made itself may have been changed since.
     */
    private static boolean isMadeAgain(HeapCell.Obj o) {
        var args = new ArrayList<Val>();
        o.fields().forEach((name, v) -> {
            if (name.startsWith("#")) {
                args.add(v);
            }
        });
        boolean numbers = args.stream().allMatch(v -> v instanceof Val.Sc);
        return o.fields().entrySet().stream().allMatch(e -> e.getKey().startsWith("#") || e.getValue() instanceof Val.Null
            || e.getValue() instanceof Val.Sc s && (numbers || s.atom() instanceof Lit) || args.contains(e.getValue()));
    }

    /** An array that may be one of the caller's: which one is decided by what these have become. */
    private Lifted.Result array(Val.Ref r, HeapCell.Arr a) {
        if (!r.prefix().isEmpty()) {
            return row(r);
        }
        var options = new ArrayList<Lifted.Result>();
        Atom tag = null;
        for (int root : new TreeSet<>(context.inputs().roots())) {
            Val now = env.roots.getOrDefault(root, new Val.Ref(root));
            Atom is = heap.same(now, r);
            if (is instanceof Lit l) {
                if (l.asBool()) {
                    return new Lifted.Result.Same(context.inputs().indexOf(root));
                }
                continue;
            }
            options.add(new Lifted.Result.Same(context.inputs().indexOf(root)));
            Atom k = Lit.i32(options.size() - 1);
            tag = tag == null ? ir.select(is, k, Lit.i32(-1)) : ir.select(is, k, tag);
        }
        Atom content = a.content();
        heap.rows().refuseMissing(a);
        heap.rows().complete(a, List.of());
        if (a.perm() != null) {
            heap.rows().differ(a);
            content = ir.builder().emit(Prim.GATHER, Params.Access.PROMISED, content, a.perm());
        }
        if (!options.isEmpty() && context.origins().isGiven(r.loc())) {
            int last = options.size() - 1; // what is none of the others
            return last == 0 ? options.get(0) : new Lifted.Result.Choice(
                output(ir.select(ir.op(Prim.LT, tag, Lit.i32(0)), Lit.i32(last), tag)), options);
        }
        Lifted.Result made = made(r, content);
        if (options.isEmpty()) {
            return made;
        }
        options.add(made);
        Atom none = Lit.i32(options.size() - 1);
        int which = output(ir.select(ir.op(Prim.LT, tag, Lit.i32(0)), none, tag));
        return new Lifted.Result.Choice(which, options);
    }

    /** A row of an array that nobody else sees is a new array. */
    private Lifted.Result row(Val.Ref r) {
        context.refuseIf(!context.origins().isNew(r.loc()), ReasonCode.RESULT, "it returns a row of an array of arrays");
        return made(r, heap.content(env, r));
    }

    /** A new array; one that stands in the result twice is one output, and the caller gets one array. */
    private Lifted.Result made(Val.Ref r, Atom content) {
        Lifted.Result.NewArray before = r.prefix().isEmpty() ? made.get(r.loc()) : null;
        if (before != null) {
            return before;
        }
        context.refuseIf(!seen.add(r.loc()), ReasonCode.RESULT, "it returns an object that holds one row of an array twice");
        var array = new Lifted.Result.NewArray(output(content), "[".repeat(content.type().rank()) + Descriptors.letter(content.dtype()));
        if (r.prefix().isEmpty()) {
            made.put(r.loc(), array);
        }
        return array;
    }

    public List<Lifted.Write> writes() {
        var writes = new ArrayList<Lifted.Write>();
        for (int k = 0; k < context.inputs().all().size(); k++) {
            FunctionInputs.Input in = context.inputs().all().get(k);
            if (in.loc() < 0 || context.inputs().rowsOf(in.loc()) == null && !context.origins().mayHaveChanged(in.loc())) {
                continue; // what only went through other variables is as it was, though the state at the end does not show it
            }
            Val now = env.roots.getOrDefault(in.loc(), new Val.Ref(in.loc()));
            FunctionInputs.Input rows = context.inputs().rowsOf(in.loc());
            if (rows != null) {
                HeapCell.Arr a = (HeapCell.Arr) context.cell(env, ((Val.Ref) now).loc());
                if (!a.content().equals(in.var())) {
                    writes.add(new Lifted.Write.Contents(output(a.content()), k));
                }
                if (!a.perm().equals(rows.var())) {
                    writes.add(new Lifted.Write.Rows(output(a.perm()), k));
                }
                continue;
            }
            Atom content = heap.end(env, now);
            if (!content.equals(in.var())) {
                writes.add(new Lifted.Write.Contents(output(content), k));
            }
        }
        var now = heap.statics(env);
        int k = 0;
        for (Lifted.Source s : context.assumed().written()) {
            Atom value = now.get(k++);
            int in = context.inputs().indexOf(s);
            if (!value.equals(context.inputs().all().get(in).var())) {
                writes.add(new Lifted.Write.Field(output(value), in));
            }
        }
        return writes;
    }
}
