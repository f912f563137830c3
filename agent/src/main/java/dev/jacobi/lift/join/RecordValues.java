package dev.jacobi.lift.join;

import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

    RecordValues(LiftContext context, JoinSlots slots) {
        this.context = context;
        this.slots = slots;
    }

    /** The records on the ways, null where there is none; null when the variable may hold anything else. */
    List<HeapCell> cells(Val[] in) {
        var cells = new ArrayList<HeapCell>();
        String cls = null;
        for (int i = 0; i < in.length; i++) {
            HeapCell.Obj o = in[i] == null ? null : record(i, in[i]);
            if (in[i] != null && (o == null || cls != null && !cls.equals(o.cls()))) {
                return null;
            }
            cls = o == null ? cls : o.cls();
            cells.add(o);
        }
        return cls == null ? null : cells;
    }

    private HeapCell.Obj record(int way, Val v) {
        if (context.isFunction() && v instanceof Val.Given g && g.origin() instanceof Lifted.Source.Static) {
            return given(g);
        }
        if (!context.isFunction() || !(v instanceof Val.Ref r) || !r.prefix().isEmpty() || !(slots.cell(way, r.loc()) instanceof HeapCell.Obj o) || !o.pristine() || o.ctor().isEmpty()) {
            return null;
        }
        ClassNode c = context.classes().node(o.cls());
        return c != null && c.recordComponents != null && holdsArray(way, o, DEPTH) ? o : null;
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
