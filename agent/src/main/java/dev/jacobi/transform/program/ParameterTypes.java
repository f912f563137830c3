package dev.jacobi.transform.program;

import dev.jacobi.ir.DType;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.report.ReasonCode;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Whether arguments are what a method takes: generic types do not hold their users to it, least of all those of vmap. */
public final class ParameterTypes {
    private static final Map<String, DType> BOXES = Map.of("java/lang/Double", DType.F64, "java/lang/Float", DType.F32, "java/lang/Integer", DType.I32,
        "java/lang/Long", DType.I64, "java/lang/Boolean", DType.BOOL, "java/lang/Short", DType.I16, "java/lang/Byte", DType.I8, "java/lang/Character", DType.U16);

    private ParameterTypes() {
    }

    /** Refuses arguments of other types than the method's parameters that are not captured. */
    public static void check(ValueTree.Fun f, List<ValueTree> args, String where) {
        Type[] types = Type.getArgumentTypes(f.desc());
        int free = types.length - args.size();
        boolean receiver = f.tag() != Opcodes.H_INVOKESTATIC && f.tag() != Opcodes.H_NEWINVOKESPECIAL && f.captured().isEmpty();
        for (int i = receiver ? 1 : 0; i < args.size(); i++) {
            int k = free + i; // the last parameters are not captured
            if (k >= 0 && k < types.length && !fits(types[k], args.get(i))) {
                throw new Refusal(ReasonCode.ARGUMENT, "argument " + i + " is " + Structures.text(args.get(i)) + " where " + types[k].getClassName() + " is expected", where);
            }
        }
    }

    private static boolean fits(Type t, ValueTree arg) {
        if (arg instanceof ValueTree.Const) {
            return true; // null, or a static argument
        }
        if (t.getSort() < Type.ARRAY) {
            return arg instanceof ValueTree.Leaf l && l.desc().equals(t.getDescriptor());
        }
        if (t.getSort() == Type.ARRAY) {
            return t.getElementType().getSort() >= Type.ARRAY || arg instanceof ValueTree.Leaf l && l.desc().equals(t.getDescriptor());
        }
        if (arg instanceof ValueTree.Leaf l && l.isNDArray()) {
            return t.getInternalName().equals(ValueTree.ArrayForm.CLASS) || t.getInternalName().equals("java/lang/Object");
        }
        DType box = BOXES.get(t.getInternalName());
        return box == null ? !(arg instanceof ValueTree.Leaf) || t.getInternalName().startsWith("java/") : arg instanceof ValueTree.Leaf l && l.rank() == 0 && l.dtype() == box;
    }
}
