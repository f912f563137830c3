package dev.jacobi.llvm.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.List;

/** How a scalar of the IR travels through phi nodes: number of parts, and stride from lane to lane (0: one LLVM scalar per part). */
record PhiForm(int parts, long stride) {
    static PhiForm of(Val v) {
        return new PhiForm(v.parts().size(), v.stride());
    }

    /** What a phi node takes by the block that it is entered from. */
    static String from(String a, FnText.Block x, String b, FnText.Block y) {
        return from(a, x) + ", " + from(b, y);
    }

    static String from(String value, FnText.Block block) {
        return "[ " + value + ", " + block.label() + " ]";
    }

    PhiForm join(PhiForm o) {
        return new PhiForm(Math.max(parts, o.parts), stride == o.stride ? stride : Value.VARYING);
    }

    /** LLVM type of what is carried: the base of an affine value, else the value itself. */
    String type(EquationEmitter g, DType t) {
        return stride == Value.VARYING ? Ty.vector(Ty.value(t), g.lanes) : Ty.value(t);
    }

    /** The texts that enter the phi nodes. */
    List<String> carried(EquationEmitter g, Val v) {
        var out = new ArrayList<String>();
        for (int k = 0; k < parts; k++) {
            out.add(stride == Value.VARYING ? g.vector(v, k) : v.basePart(k));
        }
        return out;
    }

    /** The value made of the phi nodes' names; the current block is where they stand. */
    Val rebuild(EquationEmitter g, DType t, List<String> names) {
        return stride == 0 ? Val.uniform(t, names) : stride == Value.VARYING ? Val.varying(t, names) : g.affine(t, names, stride);
    }

    /** As {@link #rebuild}, with the instructions going to a block that is not yet placed. */
    Val rebuildAt(EquationEmitter g, FnText.Block block, DType t, List<String> names) {
        FnText.Block here = g.fn.current();
        g.fn.resume(block);
        Val v = rebuild(g, t, names);
        g.fn.resume(here);
        return v;
    }
}
