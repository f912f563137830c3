package dev.jacobi.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Builds one function: equations are appended to the innermost open region, result types come from
 * {@link TypeRules}, ids are unique within the function. Not for use by several threads.
 */
public class Builder {
    private final Deque<List<Eqn>> open = new ArrayDeque<>();
    /** The builder that counts the ids: this one, or the one that it is beside. */
    private final Builder ids;
    private int next;

    public Builder() {
        this(0);
    }

    /** A builder whose ids start at {@code firstId}, to extend an existing function. */
    public Builder(int firstId) {
        ids = this;
        next = firstId;
        open.push(new ArrayList<>());
    }

    /** A builder beside another one of the same function, for a region that is written while others are: both take their ids from one place. */
    public Builder(Builder beside) {
        ids = beside.ids;
        open.push(new ArrayList<>());
    }

    /** A fresh variable, for inputs and region parameters. */
    public Var fresh(Type type) {
        return new Var(ids.next++, type);
    }

    /** The id of the next variable: what is defined elsewhere and then appended takes its ids from here. */
    public int nextId() {
        return ids.next;
    }

    /** Later variables get ids from {@code id} on. */
    public void skipTo(int id) {
        ids.next = Math.max(ids.next, id);
    }

    /** Opens a region; equations go into it until {@link #close}. */
    public void open() {
        open.push(new ArrayList<>());
    }

    /** Closes the innermost region, of which only the equations are wanted. */
    public List<Eqn> close() {
        return List.copyOf(open.pop());
    }

    /** Closes the innermost region. */
    public Region close(List<Var> params, List<? extends Atom> out) {
        return new Region(params, open.pop(), List.copyOf(out));
    }

    /** Appends an equation with inferred result types. */
    public List<Var> emitAll(Prim p, Params params, List<? extends Atom> in) {
        List<Atom> operands = List.copyOf(in);
        List<Type> types = TypeRules.infer(p, operands, params);
        Var[] results = new Var[types.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = fresh(types.get(i));
        }
        List<Var> out = List.of(results);
        open.peek().add(new Eqn(p, operands, params, out));
        return out;
    }

    public Var emit(Prim p, Params params, Atom... in) {
        return emitAll(p, params, Arrays.asList(in)).get(0);
    }

    public Var emit(Prim p, Atom... in) {
        return emit(p, Params.NONE, in);
    }

    /** An integer operation, which literals and neutral elements make an equation less. */
    public Atom folded(Prim op, Atom x, Atom y) {
        if (x instanceof Lit l && y instanceof Lit m) {
            return Eval.fold(op, Params.NONE, List.of(l, m));
        }
        Lit zero = Lit.zero(x.dtype());
        Lit one = Lit.of(x.dtype(), 1);
        if ((op == Prim.ADD || op == Prim.SUB) && y.equals(zero) || op == Prim.MUL && y.equals(one)) {
            return x;
        }
        return op == Prim.ADD && x.equals(zero) || op == Prim.MUL && x.equals(one) ? y : emit(op, x, y);
    }

    /** Appends an equation as it is. */
    public void append(Eqn e) {
        open.peek().add(e);
    }

    /** Appends equations as they are. */
    public void append(List<Eqn> eqns) {
        open.peek().addAll(eqns);
    }

    /** The equations of the innermost open region so far; they become more as it is written. */
    public List<Eqn> eqns() {
        return Collections.unmodifiableList(open.peek());
    }

    public void check(Atom ok, Params.Code code, String where) {
        emitAll(Prim.CHECK, new Params.Check(code, where), List.of(ok));
    }

    /** A check in front of the place that it is about; see {@link Params.Check}. */
    public void checkEarly(Atom ok, Params.Code code, String where) {
        emitAll(Prim.CHECK, new Params.Check(code, where, true), List.of(ok));
    }

    public Var convert(Atom a, DType to) {
        return emit(Prim.CONVERT, new Params.To(to), a);
    }

    public Var index(Atom a, Params.Access access, List<? extends Atom> indices) {
        var in = new ArrayList<Atom>(List.of(a));
        in.addAll(indices);
        return emitAll(Prim.INDEX, access, in).get(0);
    }

    public Var update(Atom a, Params.Access access, List<? extends Atom> indices, Atom v) {
        var in = new ArrayList<Atom>(List.of(a));
        in.addAll(indices);
        in.add(v);
        return emitAll(Prim.UPDATE, access, in).get(0);
    }

    public Var dim(Atom a, int axis) {
        return emit(Prim.DIM, new Params.Axis(axis, false), a);
    }

    /** The extent of an array's axis, as i32. */
    public Atom extent(Atom a, int axis) {
        Dim d = a.type().dims().get(axis);
        return d.isConst() ? Lit.i32((int) d.add()) : dim(a, axis);
    }

    /** The extents of an array's axes, as i32. */
    public List<Atom> extents(Atom a) {
        return IntStream.range(0, a.type().rank()).mapToObj(k -> extent(a, k)).toList();
    }

    /** A new array of one value; {@code dims} describes the extents given at run time by {@code extents}. */
    public Var full(Atom value, List<Dim> dims, List<? extends Atom> extents) {
        var in = new ArrayList<Atom>(List.of(value));
        in.addAll(extents);
        return emitAll(Prim.FULL, new Params.Shape(value.dtype(), dims), in).get(0);
    }

    /** cond on a bool: both regions are built by the functions given, which return what the branch yields. */
    public List<Var> cond(Atom selector, Supplier<List<? extends Atom>> whenTrue, Supplier<List<? extends Atom>> whenFalse) {
        return emitAll(Prim.COND, branches(whenTrue, whenFalse), List.of(selector));
    }

    /** The same with variables that are there as the results. */
    public void cond(Atom selector, Supplier<List<? extends Atom>> whenTrue, Supplier<List<? extends Atom>> whenFalse, List<Var> results) {
        append(new Eqn(Prim.COND, List.of(selector), branches(whenTrue, whenFalse), results));
    }

    private Params branches(Supplier<List<? extends Atom>> whenTrue, Supplier<List<? extends Atom>> whenFalse) {
        open();
        Region t = close(List.of(), whenTrue.get());
        open();
        Region f = close(List.of(), whenFalse.get());
        return new Params.Branches(List.of(f, t));
    }

    /** for: {@code body} gets (i, carry...) and returns the next carry. */
    public List<Var> loop(Atom n, List<? extends Atom> init, Function<List<Var>, List<? extends Atom>> body) {
        return loop(n, init, init, body);
    }

    /** The same, whose carry has the types of other values: the trips may hand on arrays whose extents are not those that the loop starts from. */
    public List<Var> loop(Atom n, List<? extends Atom> init, List<? extends Atom> like, Function<List<Var>, List<? extends Atom>> body) {
        var params = new ArrayList<Var>();
        params.add(fresh(n.type()));
        like.forEach(a -> params.add(fresh(a.type())));
        open();
        return loop(Prim.FOR, Dim.UNKNOWN, close(params, body.apply(params)), n, init);
    }

    /** reduce of one accumulator: {@code term} gets the trip's number. */
    public Var reduce(Prim op, Dim extent, Atom n, Atom init, Function<Var, ? extends Atom> term) {
        Var i = fresh(n.type());
        open();
        Region terms = close(List.of(i), List.of(term.apply(i)));
        return emit(Prim.REDUCE, new Params.Fold(extent, List.of(op), terms), n, init);
    }

    /** A map or for with this body, which is closed already. */
    public List<Var> loop(Prim p, Dim extent, Region body, Atom n, List<? extends Atom> init) {
        var in = new ArrayList<Atom>(List.of(n));
        in.addAll(init);
        return emitAll(p, new Params.Loop(extent, body), in);
    }

    /** while: {@code cond} and {@code body} get the carry. */
    public List<Var> loopWhile(List<? extends Atom> init, Function<List<Var>, Atom> cond,
            Function<List<Var>, List<? extends Atom>> body) {
        List<Var> cp = init.stream().map(a -> fresh(a.type())).toList();
        open();
        Region c = close(cp, List.of(cond.apply(cp)));
        List<Var> bp = init.stream().map(a -> fresh(a.type())).toList();
        open();
        Region b = close(bp, body.apply(bp));
        return emitAll(Prim.WHILE, new Params.While(c, b), init);
    }

    /** Finishes the function. */
    public Func build(List<Var> in, List<? extends Atom> out) {
        if (open.size() != 1) {
            throw new IllegalStateException(open.size() - 1 + " regions are still open");
        }
        return new Func(in, open.pop(), List.copyOf(out));
    }
}
