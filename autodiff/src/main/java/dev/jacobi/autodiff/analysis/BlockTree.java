package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ExtentOrigin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A function as a tree of blocks, with what reverse mode asks about its variables: where they are defined, and which arrays are overwritten. */
public final class BlockTree {
    /** A region, or the function's body. Blocks of a {@code cond} belong to the level around them; each loop body is a level of its own. */
    public static final class Block {
        public final Block parent;
        public final Eqn owner;
        public final List<Var> params;
        public final List<Eqn> eqns;
        public final List<Atom> out;
        public final Map<Eqn, List<Block>> inner = new IdentityHashMap<>();
        private final Map<Eqn, Integer> positions = new IdentityHashMap<>();

        Block(Block parent, Eqn owner, List<Var> params, List<Eqn> eqns, List<Atom> out) {
            this.parent = parent;
            this.owner = owner;
            this.params = params;
            this.eqns = new ArrayList<>(eqns);
            this.out = out;
        }

        /** The place of one of the block's equations. */
        int position(Eqn e) {
            if (positions.size() != eqns.size()) {
                positions.clear();
                for (int k = 0; k < eqns.size(); k++) {
                    positions.put(eqns.get(k), k);
                }
            }
            return positions.get(e);
        }

        public boolean isLevel() {
            return owner == null || owner.prim() != Prim.COND;
        }

        /** The loop body or function body that this block belongs to. */
        public Block level() {
            return isLevel() ? this : parent.level();
        }

        public boolean isFunction() {
            return owner == null;
        }

        public boolean isWithin(Block other) {
            return this == other || parent != null && parent.isWithin(other);
        }

        /** The trip's number, null for a function. */
        public Var trip() {
            return owner == null ? null : owner.prim() == Prim.WHILE ? params.get(params.size() - 1) : params.get(0);
        }
    }

    public final Func func;
    public final Block top;
    private final Map<Integer, Block> home = new HashMap<>();
    private final Map<Integer, Var> variables = new HashMap<>();
    private final Map<Integer, Eqn> defs = new HashMap<>();
    private final Map<List<Object>, Var> extents = new HashMap<>();
    private final Set<Integer> overwritten = new HashSet<>();
    private final Map<Integer, Var> shapeRoots = new HashMap<>();
    private final Map<Integer, Var> firstVersions = new HashMap<>();
    /** Results of slow scalar functions, by what they are computed of. */
    private final Map<List<Object>, List<Var>> slow = new HashMap<>();

    private final Builder ids;

    public BlockTree(Func f) {
        this(f, new Builder(Regions.firstFreeId(f)));
    }

    /** The tree of a function that is extended: new variables come from {@code ids}. */
    public BlockTree(Func f, Builder ids) {
        func = f;
        this.ids = ids;
        top = block(null, null, f.in(), f.body(), f.out());
    }

    private Block block(Block parent, Eqn owner, List<Var> params, List<Eqn> eqns, List<Atom> out) {
        var b = new Block(parent, owner, params, eqns, out);
        params.forEach(v -> define(v, b, null));
        eqns.forEach(e -> eqn(b, e));
        if (owner != null) {
            out.forEach(this::overwritten);
        }
        return b;
    }

    private void eqn(Block b, Eqn e) {
        e.out().forEach(v -> define(v, b, e));
        if (e.prim().cost() == Prim.Cost.MANY && e.params() == Params.NONE && e.result().type().isScalar()) {
            slow.computeIfAbsent(List.of(e.prim(), e.in()), k -> new ArrayList<>()).add(e.result());
        }
        overwrites(e);
        if (!Regions.of(e).isEmpty()) {
            b.inner.put(e, Regions.of(e).stream().map(r -> block(b, e, r.params(), r.body(), r.out())).toList());
        }
    }

    /** Puts equations that the program did not have behind one of its block; at the block's begin if that is null. */
    public void insert(Block b, Eqn after, List<Eqn> eqns) {
        int at = b.eqns.indexOf(after);
        if (at < 0 && after != null) {
            throw new IllegalArgumentException("not an equation of this block: " + after);
        }
        b.eqns.addAll(at + 1, eqns);
        eqns.forEach(e -> eqn(b, e));
    }

    private void overwritten(Atom a) {
        if (a instanceof Var v && !v.type().isScalar()) {
            overwritten.add(v.id());
        }
    }

    private void overwrites(Eqn e) {
        List<Atom> handedOn = switch (e.prim().memory()) {
            case OVERWRITTEN -> e.in().subList(0, 1);
            case SAME, LOOP, CALLEE -> e.in();
            case NEW, VIEW, PART, CHOSEN, BRANCH -> List.of();
        };
        handedOn.forEach(this::overwritten);
    }

    /** The extent of an array's axis, as an atom of the primal program: known from where the array was made, else a new equation there. */
    public Atom extent(Atom array, int axis) {
        Dim known = array.type().dims().get(axis);
        for (Var in : func.in()) {
            int k = known.isConst() || known.isUnknown() ? -1 : in.type().dims().indexOf(known);
            if (k >= 0) {
                // equal known dims are equal at run time
                return dim(in, k);
            }
        }
        Var v = shapeRoot((Var) array);
        Dim d = v.type().dims().get(axis);
        if (d.isConst()) {
            return Lit.i32((int) d.add());
        }
        Eqn e = def(v);
        ExtentOrigin from = e == null ? null : ExtentOrigin.ofOperands(e, v, axis);
        if (from != null) {
            return from.array() == null ? from.integer() : extent(from.array(), from.axis());
        }
        return dim(v, axis);
    }

    /** Whether the extents of an array are known in a block, without an equation more. */
    public boolean hasKnownExtents(Atom array, Block in) {
        return IntStream.range(0, array.type().rank()).allMatch(k -> hasKnownExtent(array, k, in));
    }

    private boolean hasKnownExtent(Atom array, int axis, Block in) {
        Dim known = array.type().dims().get(axis);
        Var v = shapeRoot((Var) array);
        boolean given = known.isConst() || v.type().dims().get(axis).isConst() || !known.isUnknown() && func.in().stream().anyMatch(x -> x.type().dims().contains(known));
        if (given || isKnown(v, in)) {
            return true;
        }
        ExtentOrigin from = def(v) == null ? null : ExtentOrigin.ofOperands(def(v), v, axis);
        return from != null && (from.array() == null ? isKnown(from.integer(), in) : hasKnownExtent(from.array(), from.axis(), in));
    }

    /** Whether a number is certainly the extent of an array's axis. */
    public boolean isExtent(Atom n, Var array, int axis) {
        Var root = shapeRoot(array);
        Eqn made = def(root);
        Dim d = root.type().dims().get(axis);
        if (made != null && made.prim() == Prim.FULL) {
            return made.in().get(axis + 1).equals(n);
        }
        Eqn e = def(n);
        return n instanceof Lit l ? d.isConst() && d.add() == l.asLong() : e != null && e.prim() == Prim.DIM
            && (e.in().get(0).equals(root) && ((Params.Axis) e.params()).axis() == axis
                || !d.isUnknown() && !d.isConst() && e.in().get(0).type().dims().get(((Params.Axis) e.params()).axis()).equals(d));
    }

    /** The extents of all axes; none of a scalar. */
    public List<Atom> extents(Atom array) {
        var out = new ArrayList<Atom>();
        for (int k = 0; k < array.type().rank(); k++) {
            out.add(extent(array, k));
        }
        return out;
    }

    /** The extent as an equation where the array is defined. */
    private Var dim(Var v, int axis) {
        return extents.computeIfAbsent(List.of(v, axis), k -> {
            Var x = ids.fresh(Type.I32);
            insert(home(v), def(v), List.of(new Eqn(Prim.DIM, List.of(v), new Params.Axis(axis, false), List.of(x))));
            return x;
        });
    }

    /** The result of an equation of the block, or of one around it, that computes this slow function of scalars; null where there is none. */
    public Var slow(Block in, Prim p, List<? extends Atom> operands) {
        return slow.getOrDefault(List.of(p, operands), List.of()).stream().filter(v -> in.isWithin(home(v))).findFirst().orElse(null);
    }

    /** False when the array may be written to or handed on later: reading it then would cost a copy of it. */
    public boolean stays(Var array) {
        return !overwritten.contains(array.id());
    }

    public void define(Var v, Block b, Eqn e) {
        variables.put(v.id(), v);
        home.put(v.id(), b);
        if (e != null) {
            defs.put(v.id(), e);
        }
    }

    /** The block that defines a variable. */
    public Block home(Atom v) {
        return home.get(((Var) v).id());
    }

    /** The equation that defines a value; null for inputs, parameters, numbers. */
    public Eqn def(Atom a) {
        return a instanceof Var v ? defs.get(v.id()) : null;
    }

    /** Whether a value is there in a block: it is a number, or defined in the block or around it. */
    public boolean isKnown(Atom a, Block in) {
        return a instanceof Lit || in.isWithin(home(a));
    }

    public Var variable(int id) {
        return variables.get(id);
    }

    /** The block that loop trips run; of a while its body, not its condition. */
    public Block body(Block b, Eqn e) {
        List<Block> blocks = b.inner.get(e);
        return blocks.get(blocks.size() - 1);
    }

    /** An earlier array that certainly has the same extents, the array itself when none is known. */
    public Var shapeRoot(Var v) {
        return followed(v, shapeRoots, this::sameShape);
    }

    /** The first of a row of updates within a loop's body, or within the function, that has led to the array. */
    public Var firstVersion(Var v) {
        return followed(v, firstVersions, w -> {
            Eqn e = def(w);
            boolean writes = e != null && (e.prim().memory() == Prim.Memory.OVERWRITTEN || e.prim() == Prim.ACC_GET);
            return writes && e.in().get(0) instanceof Var from && home(from).level() == home(w).level() ? from : null;
        });
    }

    /** The end of the way that {@code next} describes. Rows of updates are as long as methods, so each is walked once, and without recursion. */
    private static Var followed(Var v, Map<Integer, Var> ends, UnaryOperator<Var> next) {
        var way = new ArrayList<Var>();
        Var end = v;
        for (Var at = v; at != null; at = ends.containsKey(end.id()) ? null : next.apply(end)) {
            end = at;
            way.add(at);
        }
        end = ends.getOrDefault(end.id(), end);
        for (Var w : way) {
            ends.put(w.id(), end);
        }
        return end;
    }

    /** An array that certainly has the same extents, of which this one was made; null when none is known. */
    private Var sameShape(Var v) {
        Eqn e = def(v);
        Atom from = null;
        if (e == null) {
            Block b = home(v);
            if (b == null || b.owner == null) {
                return null;
            }
            RegionView.Slot s = RegionView.of(b.owner).ofParam(v);
            from = s != null && keeps(s.yield(), s.param()) ? s.init() : null;
        } else {
            from = likeOperand(e, e.out().indexOf(v));
        }
        return from instanceof Var w ? w : null;
    }

    /** The operand that has the extents of result k, null when none is known to. */
    public Atom likeOperand(Eqn e, int k) {
        Prim p = e.prim();
        if (p.extents() == Prim.Extents.LIKE_FIRST) {
            return e.in().get(0);
        } else if (p.isElementwise()) {
            return e.in().get(e.in().size() - 1);
        } else if (p.memory() == Prim.Memory.LOOP && p != Prim.SCAN) {
            RegionView.Slot s = RegionView.slot(e, k);
            return s.role() != RegionView.Role.CARRY || keeps(s.yield(), s.param()) ? s.init() : null;
        }
        return null;
    }

    /** Follows the value yielded back to the parameter, within the loop. */
    private boolean keeps(Atom yield, Var param) {
        return keeps(yield, param, new HashSet<>());
    }

    private boolean keeps(Atom yield, Var param, Set<Atom> seen) {
        Atom a = yield;
        while (!a.equals(param)) {
            Eqn e = seen.add(a) ? def(a) : null;
            if (e == null) {
                return false;
            }
            int k = e.out().indexOf(a);
            if (e.prim() == Prim.COND) {
                return RegionView.slot(e, k).yields().stream().allMatch(y -> keeps(y, param));
            } else if (e.prim().isElementwise()) {
                return e.in().stream().anyMatch(x -> keeps(x, param, seen));
            }
            a = likeOperand(e, k);
            if (a == null) {
                return false;
            }
        }
        return true;
    }
}
