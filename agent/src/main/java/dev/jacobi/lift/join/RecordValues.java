package dev.jacobi.lift.join;

import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.JoinPhis;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.NeededLengths;
import dev.jacobi.lift.state.Val;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.RecordComponentNode;

/**
 * Records of NDArrays that a variable holds behind several ways, as values: what never changes is told from a copy by its identity alone, so the variable gets a record of its own, the components of
 * which are joined, wherever the others come from ({@code best = params} in a loop). Code that compares such records by identity is refused.
 */
final class RecordValues {
    private static final int DEPTH = 4;
    private final LiftContext context;
    private final JoinSlots slots;
    private final JoinPhis leaves;

    RecordValues(LiftContext context, JoinSlots slots, JoinPhis leaves) {
        this.context = context;
        this.slots = slots;
        this.leaves = leaves;
    }

    /** The records on the ways, null where there is none or the variable is null; null when it may hold anything else. {@code ofArrays}: only records of NDArrays. */
    List<HeapCell> cells(Val[] in, boolean ofArrays) {
        var cells = new ArrayList<HeapCell>();
        String cls = null;
        boolean some = false;
        for (int i = 0; i < in.length; i++) {
            HeapCell.Obj o = in[i] instanceof Val.Choice c ? oneOf(i, c, ofArrays) : in[i] == null || in[i] instanceof Val.Null ? null : record(i, in[i], ofArrays);
            if (o == null && in[i] != null && !(in[i] instanceof Val.Null) || o != null && cls != null && !cls.equals(o.cls())) {
                return null;
            }
            cls = o == null ? cls : o.cls();
            some |= in[i] instanceof Val.Null || in[i] instanceof Val.Choice;
            cells.add(o);
        }
        for (int i = 0; some && cls != null && i < in.length; i++) {
            askForLengths(i, (HeapCell.Obj) cells.get(i), DEPTH);
        }
        return cls == null ? null : cells;
    }

    /** What a variable holds if it is not null: one record, or numbers of several by the tag. */
    private HeapCell.Obj oneOf(int way, Val.Choice c, boolean ofArrays) {
        List<HeapCell.Obj> all = c.options().stream().map(o -> o instanceof Val.Null ? null : record(way, o, ofArrays)).toList();
        List<HeapCell.Obj> some = all.stream().filter(Objects::nonNull).distinct().toList();
        if (some.isEmpty() || some.size() < c.options().stream().filter(o -> !(o instanceof Val.Null)).distinct().count()) {
            return null;
        }
        HeapCell.Obj first = some.get(0);
        Set<String> names = names(first);
        if (some.size() > 1 && some.stream().anyMatch(o -> !o.cls().equals(first.cls()) || !names(o).equals(names) || !names.stream().allMatch(n -> o.fields().get(n) instanceof Val.Sc))) {
            return null;
        }
        var fields = new LinkedHashMap<>(first.fields());
        for (String name : some.size() > 1 ? names : Set.<String>of()) {
            fields.put(name, new Val.Sc(leaves.emitIn(way, () -> context.ir().byTag(c.tag(), all.size(), k -> ((Val.Sc) (all.get(k) == null ? first : all.get(k)).fields().get(name)).atom()))));
        }
        return new HeapCell.Obj(first.cls(), fields, first.ctor(), first.pristine());
    }

    private static Set<String> names(HeapCell.Obj o) {
        var names = new TreeSet<>(o.fields().keySet());
        names.remove(HeapCell.COPY);
        return names;
    }

    /** Where the variable is null there are zeros in place of its arrays, whose lengths have to be numbers for that. */
    private void askForLengths(int way, HeapCell.Obj o, int depth) {
        for (Val v : o == null ? List.<Val>of() : o.fields().values()) {
            if (v instanceof Val.Array a && a.atoms().get(0).type().dims().stream().anyMatch(d -> !d.isConst())) {
                NeededLengths.askForAny(context);
            } else if (depth > 0 && v instanceof Val.Ref r && slots.cell(way, r.loc()) instanceof HeapCell.Obj inner) {
                askForLengths(way, inner, depth - 1);
            }
        }
    }

    /** Whether the variable may be null. */
    static boolean mayBeNull(Val[] in) {
        return Arrays.stream(in).anyMatch(v -> v instanceof Val.Null || v instanceof Val.Choice);
    }

    private HeapCell.Obj record(int way, Val v, boolean ofArrays) {
        if (context.isFunction() && v instanceof Val.Given g && g.origin() instanceof Lifted.Source.Static) {
            return given(g);
        }
        if (!context.isFunction() || !(v instanceof Val.Ref r) || !r.prefix().isEmpty() || !(slots.cell(way, r.loc()) instanceof HeapCell.Obj o) || !o.pristine() || o.ctor().isEmpty()) {
            return null;
        }
        ClassNode c = context.classes().node(o.cls());
        return c != null && c.recordComponents != null && (!ofArrays || holdsArray(way, o, DEPTH)) ? o : null;
    }

    /** A record in a static field, whose components are read at each call. */
    private HeapCell.Obj given(Val.Given g) {
        ClassNode c = context.classes().node(g.cls());
        if (c == null || c.recordComponents == null || c.recordComponents.stream().noneMatch(n -> n.descriptor.equals(ValueTree.ArrayForm.DESC))) {
            return null;
        }
        context.inputs().mustNotBeNull(g);
        var fields = new LinkedHashMap<String, Val>();
        var ctor = new StringBuilder("(");
        for (RecordComponentNode n : c.recordComponents) {
            Val v = context.inputs().given(g.origin().field(new Lifted.Field(g.cls(), n.name, n.descriptor)));
            fields.put("#" + fields.size() / 2, v);
            fields.put(g.cls() + "." + n.name, v);
            ctor.append(n.descriptor);
        }
        return new HeapCell.Obj(g.cls(), fields, ctor + ")V", true);
    }

    private boolean holdsArray(int way, HeapCell.Obj o, int depth) {
        return o.fields().values().stream().anyMatch(v -> v instanceof Val.Array
            || depth > 0 && v instanceof Val.Ref r && slots.cell(way, r.loc()) instanceof HeapCell.Obj inner && holdsArray(way, inner, depth - 1));
    }

    /** Marks a record as one whose identity is not known. */
    static HeapCell copy(HeapCell.Obj o) {
        var fields = new LinkedHashMap<>(o.fields());
        fields.put(HeapCell.COPY, new Val.Opaque("a copy"));
        return new HeapCell.Obj(o.cls(), fields, o.ctor(), o.pristine());
    }
}
